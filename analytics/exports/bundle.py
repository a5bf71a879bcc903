"""A scenario as a data package: its tables, the scenario file, the sources, and what they are.

A zip whose ``datapackage.json`` follows Data Package 2.0, so that programs find every column's type
and meaning. All entries carry one date, so that the same scenario is the same file.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from analytics.exports import tidy
from analytics.exports.subject import Subject
from analytics.exports.table import table_csv
from analytics.scenario import to_json
from analytics.wording import plain
from data import catalog

DATE = (2000, 1, 1, 0, 0, 0)
"""Date of every entry."""

_PROFILE = "https://datapackage.org/profiles/2.0/"

_FIELDS: dict[str, tuple[str, str]] = {
    "scenario": ("string", "What the scenario is called."),
    "view": ("string", "The view that shows the number."),
    "series": ("string", "Stable identifier of the series; of an assumption, its field."),
    "variable": ("string", "What the number is, for a person."),
    "unit": ("string", "Unit of the value."),
    "region": ("string", "Region it is about."),
    "vendor": ("string", "Vendor it is about; empty if it is about none."),
    "year": ("number", "Decimal year; empty where there is none."),
    "quantile": (
        "number",
        "Probability below the value; 0 and 1 are ends of what is possible. Empty: no quantile.",
    ),
    "value": ("number", "The number; empty for a year beyond the horizon."),
    "data_version": ("string", "Version of the facts it rests on."),
    "code_version": ("string", "Version of Aquifer that computed it."),
    "link": ("string", "Link that reproduces the scenario."),
}
"""Column of the tidy export → its type and what it holds."""

_TITLES = {
    "depletion": "Stock, demand and exhaustion of public human text",
    "collapse": "Risk of model collapse and the rare tail kept",
    "outlook": "The three models joined, vendor by vendor",
    "market": "The licensing market",
    "vendors": "Ranking of vendors by their mixes of data",
    tidy.ASSUMPTIONS: "Every assumption",
}


def bundle(made: Subject) -> bytes:
    """The data package of a scenario.

    Args:
        made: the scenario with all its rows.

    Returns:
        A zip file: ``datapackage.json``, ``README.md``, ``scenario.json``, a tidy table for each
        view and the ``sources`` of the facts.
    """
    sources = catalog.snapshot(made.outlook.key.data_version).load("sources")
    tables = {view: table_csv(made.rows[made.rows["view"] == view]) for view in made.views}
    described = [
        *(_view(view, content) for view, content in tables.items()),
        _sources(table_csv(sources)),
    ]
    files = {
        "datapackage.json": _json(_package(made, described)),
        "README.md": _readme(made, described).encode(),
        "scenario.json": to_json(made.scenario, made.preset).encode(),
        **{f"tables/{view}.csv": content for view, content in tables.items()},
        "tables/sources.csv": table_csv(sources),
    }
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            file.writestr(entry, content)
    return into.getvalue()


def _package(made: Subject, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor of the whole."""
    key = made.outlook.key
    return {
        "$schema": f"{_PROFILE}datapackage.json",
        "name": f"aquifer-{made.preset.id}",
        "title": f"Aquifer – {made.name}",
        "version": f"{key.code_version}+{key.data_version}",
        "description": "What a scenario implies for the depletion of public human text, for "
        "vendors' data moats and for model collapse, with every assumption. "
        f"Scenario {key.scenario}; it opens at {made.link}",
        "sources": [{"title": "Named row by row in the table sources"}],
        "resources": resources,
    }


def _view(view: str, content: bytes) -> dict[str, Any]:
    """The descriptor of a view's table."""
    fields = [
        {"name": name, "type": kind, "description": told} for name, (kind, told) in _FIELDS.items()
    ]
    return _resource(view, _TITLES.get(view, view.capitalize()), content, fields)


def _sources(content: bytes) -> dict[str, Any]:
    """The descriptor of the table of sources."""
    columns = catalog.schema("sources").fields
    fields = [
        {"name": one.name, "type": _TYPES.get(one.type, "string"), "description": one.description}
        for one in columns
    ]
    return _resource("sources", catalog.schema("sources").title, content, fields)


_TYPES = {"number": "number", "integer": "integer", "boolean": "boolean", "date": "date"}


def _resource(
    name: str, title: str, content: bytes, fields: list[dict[str, Any]]
) -> dict[str, Any]:
    """The descriptor of one table."""
    return {
        "name": name,
        "type": "table",
        "$schema": f"{_PROFILE}dataresource.json",
        "title": title,
        "path": f"tables/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _readme(made: Subject, resources: list[dict[str, Any]]) -> str:
    """What is in the package, for a person."""
    key = made.outlook.key
    tables = "\n".join(f"- `{one['path']}` – {one['title']}" for one in resources)
    return f"""\
# {made.name}

{plain(made.preset.why)}

From Aquifer {key.code_version}, on data version {key.data_version}.
Link: {made.link}

- `scenario.json` – every assumption; opens in Aquifer, and by
  `python -m analytics export --scenario scenario.json`
{tables}

The tables are tidy: one number a row, UTF-8 with a byte order mark, CRLF, six significant digits.
A year of exhaustion beyond the horizon of 2100 is empty; its probability is a row of its own. A
text that a spreadsheet would run as a formula has an apostrophe in front.

A forecast is conditional: it carries past growth on. Collapse is the simulated risk of a resampling
model, not a forecast of any vendor's model. The facts keep their own licences, named row by row in
`tables/sources.csv`; training runs are Epoch AI's, *Data on AI Models*, CC BY 4.0.
"""


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
