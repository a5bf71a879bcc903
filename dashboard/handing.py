"""Files that are handed out: by a button of the page and by an address, the same bytes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics import findings
from analytics.exports import comparison, tidy
from analytics.exports.formats import CSV, FORMATS, XLSX, make
from analytics.exports.table import table_csv
from analytics.exports.table_book import table_workbook
from analytics.scenario import Reading
from dashboard import comparing, state
from dashboard.figures import CHARTS
from data import catalog

WHOLE = "scenario"
"""What stands in the place of a view where all of them are meant."""


@dataclass(frozen=True, slots=True)
class File:
    """A file.

    Attributes:
        name: as it is saved.
        media: its media type.
        content: its bytes.
    """

    name: str
    media: str
    content: bytes


def file_stem(reading: Reading) -> str:
    """A scenario in a file name: its preset, and its key where it differs."""
    changed = reading.scenario != reading.preset.scenario
    return f"{reading.preset.id}-{reading.scenario.key[:6]}" if changed else reading.preset.id


def scenario_file(reading: Reading, format: str, view: str = WHOLE, base_url: str = "") -> File:
    """A scenario, or one of its views, in one of the formats.

    Args:
        reading: the scenario and its preset.
        format: id of the format.
        view: one of the format's views, or :data:`WHOLE`.
        base_url: put before the file's link.
    """
    asked = FORMATS[format]
    views = () if view == WHOLE else (view,)
    content = make(asked, reading.scenario, reading.preset, base_url, views)
    stem = "-".join(["aquifer", *views, file_stem(reading)])
    return File(f"{stem}.{asked.ending}", asked.media, content)


def comparison_file(shown: state.State, base_url: str = "") -> File:
    """All scenarios of a comparison and their differences, as a tidy CSV.

    Args:
        shown: the state of the page.
        base_url: put before the file's links.
    """
    entries = comparing.entries(shown)
    name = "-".join(one.preset.id for one in entries)
    return File(f"aquifer-compare-{name}.csv", CSV, comparison.export(entries, base_url))


def chart_file(shown: state.State, chart: str, format: str, base_url: str = "") -> File:
    """Exactly what a chart draws, as a table.

    Args:
        shown: the state of the page.
        chart: id of the chart.
        format: one of :data:`TABLE_FORMATS`.
        base_url: put before the file's link.
    """
    request = state.request(shown)
    drawn = CHARTS[chart](request)
    key = request.outlook.key
    # the rows of a comparison say which scenario they are of
    if "scenario" in drawn.table:
        of = {}
        link = comparison.link(comparing.entries(shown), base_url)
    else:
        name = findings.name(shown.scenario, shown.preset)
        of = {"scenario": name, "baseline": request.baseline_name}
        link = tidy.link(shown.scenario, shown.preset, base_url, key.data_version)
    if format == "csv":
        # and those of facts name their own source
        own = {} if "source" in drawn.table else {"source": drawn.source}
        table = drawn.table.assign(**own, **of, data_version=key.data_version, link=link)
        content = table_csv(table)
    else:
        told = [
            *((name.capitalize(), text) for name, text in of.items()),
            ("In words", drawn.alt),
            ("Source", drawn.source.removeprefix("Source: ")),
            ("Data version", key.data_version),
            ("Code version", f"Aquifer {key.code_version}"),
        ]
        content = table_workbook(drawn.table, drawn.title, drawn.unit, told, link)
    stem = f"aquifer-{chart}-{file_stem(shown.reading)}"
    return File(f"{stem}.{format}", TABLE_FORMATS[format], content)


def facts_file(
    table: str, format: str, facts: catalog.Snapshot, frame: pd.DataFrame | None = None
) -> File:
    """A table of facts, or some of its rows.

    Args:
        table: its name.
        format: one of :data:`TABLE_FORMATS`.
        facts: the facts it is of.
        frame: the rows that are wanted, in their order; all by default.
    """
    rows = facts.load(table) if frame is None else frame
    if format == "csv":
        content = table_csv(rows)
    else:
        schema = catalog.schema(table)
        told = [
            ("Table", table),
            ("What it holds", schema.description),
            ("Licence", schema.licence),
            ("Data version", facts.version),
        ]
        content = table_workbook(rows, schema.title, "Facts that Aquifer rests on", told)
    name = f"aquifer-{table}-{facts.version}{'' if frame is None else '-selection'}.{format}"
    return File(name, TABLE_FORMATS[format], content)


TABLE_FORMATS = {"csv": CSV, "xlsx": XLSX}
"""Formats of any one table → their media types."""


def sent(file: File) -> dict[str, Any]:
    """A file for ``dcc.Download``."""
    return {
        "filename": file.name,
        "content": base64.b64encode(file.content).decode("ascii"),
        "type": file.media,
        "base64": True,
    }
