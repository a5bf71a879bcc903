"""A table of facts as AG Grid takes it: column definitions and rows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from analytics import wording
from dashboard.pages.evidence_cells import (
    Standing,
    exact,
    is_share,
    missing,
    shown,
    standing,
)
from dashboard.table_view import key_of, kind_of
from data import catalog
from data.catalog import Column, Snapshot, Source

JUDGED_MARK = "◇"
"""Follows the header of a column that is Aquifer's reading rather than the source's word."""

_JUDGED = {
    "stocks": ("role", "parent"),
    "mixes": ("category", "route"),
    "unit_prices": ("confidence",),
}
_LEADING = {
    "mixes": ("vendor", "model", "component", "share", "route", "share_basis", "stage", "year"),
    "deals": (
        *("buyer", "supplier", "announced_from", "category", "rights", "status"),
        *("value_low_usd", "value_high_usd", "value_basis", "term_years", "term_bound"),
        "exclusive",
    ),
    "stocks": ("stock", "median_tokens", "low_tokens", "high_tokens", "role", "parent"),
}
"""Columns that come first where the order of the schema buries them."""

_NEWEST_FIRST = ("published", "announced_from")
_UNIT_COLUMN = "unit"
_PIXELS_PER_LETTER = 7.2
_PADDING = 30


def is_judged(table: str, column: str) -> bool:
    """Whether a column is Aquifer's reading: it gives a reason for it, or is known to be one."""
    reason = f"{column}_reason"
    has_reason = any(field.name == reason for field in catalog.schema(table).fields)
    return has_reason or column in _JUDGED.get(table, ())


def column_defs(table: str, facts: Snapshot | None = None) -> list[dict[str, Any]]:
    """Return AG Grid's column definitions of a table, most telling columns first."""
    facts = facts or catalog.snapshot()
    schema = catalog.schema(table)
    frame = facts.load(table)
    keys = [f for f in schema.fields if f.name.endswith("_id") and f.name in schema.primary_key]
    if table == "sources":
        keys = []
    leading = [schema.column(name) for name in _LEADING.get(table, ())]
    rest = [f for f in schema.fields if f not in (*keys, *leading) and f.name != "source_id"]
    defs = [_column_def(table, field, frame) for field in (*leading, *rest)]
    if [one.key for one in standings(table, facts)] != ["published"]:
        defs.insert(0, _standing_def(table))
    defs += [_column_def(table, field, frame) for field in keys if field.name != "source_id"]
    if table == "sources":
        defs.insert(0, _column_def(table, schema.column("source_id"), frame))
    else:
        defs.append(_source_def(table))
    return defs


def rows(table: str, facts: Snapshot | None = None) -> list[dict[str, Any]]:
    """Return a table's rows for AG Grid, all of one moment.

    Beside its columns each row has ``_id`` (table, digest of its facts, row), ``_row`` (its label
    in the frame), ``_key`` (its name in a link), ``_shown`` and ``_exact`` (column → text),
    ``_link`` (column → address) and ``_standing``.
    """
    facts = facts or catalog.snapshot()
    schema, digest = catalog.schema(table), facts.digest(table)
    by_unit = {f.name: (f.unit or "").startswith("as the unit column") for f in schema.fields}
    made = []
    for index, record in enumerate(facts.load(table).to_dict("records")):
        values: dict[str, Any] = {}
        seen: dict[str, str] = {}
        full: dict[str, str] = {}
        links: dict[str, str] = {}
        for field in schema.fields:
            value = record[field.name]
            unit = str(record[_UNIT_COLUMN]) if by_unit[field.name] else None
            values[field.name] = _plain(value, field)
            seen[field.name] = shown(value, field, unit)
            full[field.name] = exact(value, field, unit)
            if isinstance(value, str) and is_address(value):
                links[field.name] = value
                seen[field.name] = short_address(value)
        if table != "sources":
            source = facts.source(table, index)
            values["source_id"] = seen["source_id"] = source_label(source)
            full["source_id"] = source.citation
            if source.url and is_address(source.url):
                links["source_id"] = source.url
        row_standing = standing(record)
        made.append(
            values
            | {
                "_id": f"{table}:{digest}:{index}",
                "_row": index,
                "_key": key_of(record[name] for name in schema.primary_key),
                "_shown": seen,
                "_exact": full,
                "_link": links,
                "_standing": row_standing.key,
                "_standing_label": row_standing.label,
            }
        )
    return made


def standings(table: str, facts: Snapshot | None = None) -> list[Standing]:
    """Return the standings that occur in a table, each once, in order of first occurrence."""
    records = (facts or catalog.snapshot()).load(table).to_dict("records")
    found = {standing(row): None for row in records}
    return list(found)


def reading(nothing: str, **more: Any) -> dict[str, Any]:
    """Options of a grid whose rows are selected one at a time, to read where they come from.

    Args:
        nothing: what to say where no row is left.
        **more: further options.
    """
    return {
        "rowSelection": {
            "mode": "singleRow",
            "checkboxes": False,
            "enableClickSelection": True,
        },
        "getRowClass": {"function": "evidenceRowClass(params)"},
        "tooltipShowDelay": 400,
        "animateRows": False,
        "enableCellTextSelection": True,
        "localeText": {"noRowsToShow": nothing, "noMatchingRows": nothing},
        **more,
    }


def source_label(source: Source) -> str:
    """A source in a few words: who, what and when, as far as known."""
    name = source.producer or source.title or source.citation
    if source.producer and source.title:
        name = f"{source.producer}: {source.title}"
    year = (source.date_published or "")[:4]
    return f"{name} ({year})" if year and year not in name else name


def is_address(text: str) -> bool:
    """Whether a text is a web address that may become a link."""
    return text.startswith(("https://", "http://")) and " " not in text


def short_address(url: str) -> str:
    """An address without what every address has."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def _plain(value: Any, column: Column) -> Any:
    """A value as the grid sorts and filters it: a number, or the text that is shown."""
    if missing(value):
        return None
    match column.type:
        case "number":
            return float(value)
        case "integer" | "year":
            return int(value)
    return shown(value, column)


def _column_def(table: str, column: Column, frame: pd.DataFrame) -> dict[str, Any]:
    judged = is_judged(table, column.name)
    name = f"{column.title}{_unit(column)}{f' {JUDGED_MARK}' if judged else ''}"
    words = [column.description]
    if column.unit and column.unit != "1" and not column.unit.startswith("as the "):
        words.append(f"Unit: {column.unit}.")
    if judged:
        words.append(f"{JUDGED_MARK} Aquifer's reading, not the source's word.")
    kind = kind_of(column.type)
    definition: dict[str, Any] = {
        "colId": f"{table}.{column.name}",
        "field": column.name,
        "headerName": name,
        "headerTooltip": " ".join(words),
        "valueFormatter": {"function": "evidenceShown(params)"},
        "tooltipField": f"_exact.{column.name}",
        "comparator": {"function": "evidenceOrder"},
        "filter": "agTextColumnFilter",
        "cellDataType": "text",
        "minWidth": _width(table, column, frame, name),
        "cellClassRules": {"evidence-empty": {"function": "evidenceEmpty(params)"}},
    }
    if kind == "number":
        parser = "evidenceShare" if is_share(column) else "evidenceNumber"
        definition |= {
            "cellDataType": "number",
            "type": "rightAligned",
            "filter": "agNumberColumnFilter",
            "filterParams": {
                "allowedCharPattern": "[0-9.,eE+\\-kKmMbBtT%$ ]",
                "numberParser": {"function": f"{parser}(params)"},
                "numberFormatter": {"function": f"{parser}Text(params)"},
                "defaultOption": "greaterThanOrEqual",
                "filterPlaceholder": "≥",
            },
            "floatingFilterComponentParams": {"filterPlaceholder": True},
        }
    elif kind == "date":
        definition |= {
            "cellDataType": "dateString",
            "filter": "agDateColumnFilter",
            "filterParams": {"defaultOption": "greaterThan"},
            "minWidth": 172,
        }
    elif frame[column.name].map(lambda v: isinstance(v, str) and is_address(v)).any():
        definition["cellRenderer"] = "EvidenceLink"
    if column.name in _NEWEST_FIRST:
        definition["sort"] = "desc"
    if judged:
        definition["headerClass"] = "evidence-judged-column"
    return definition


def _standing_def(table: str) -> dict[str, Any]:
    return {
        "colId": f"{table}.standing",
        "field": "_standing_label",
        "headerName": "Standing",
        "headerTooltip": "How far the row can be trusted; the legend above says what each means.",
        "cellRenderer": "EvidenceStanding",
        "filter": "agTextColumnFilter",
        "cellDataType": "text",
        "minWidth": 130,
        "maxWidth": 150,
    }


def _source_def(table: str) -> dict[str, Any]:
    column = catalog.schema(table).column("source_id")
    return {
        "colId": f"{table}.source_id",
        "field": "source_id",
        "headerName": column.title,
        "headerTooltip": "Where the row comes from; select the row for the reference in full.",
        "tooltipField": "_exact.source_id",
        "cellRenderer": "EvidenceLink",
        "filter": "agTextColumnFilter",
        "cellDataType": "text",
        "pinned": "right",
        "flex": 0,
        "width": 200,
        "minWidth": 140,
    }


def _unit(column: Column) -> str:
    """The unit as it stands in a header; left out where the title names it already."""
    if is_share(column):
        return " (%)"
    unit = column.unit or ""
    known = unit.lower() in column.title.lower()
    if not unit or unit == "1" or known or len(unit) > 16:
        return ""
    return f" ({unit})"


def _width(table: str, column: Column, frame: pd.DataFrame, header: str) -> int:
    """Pixels that show most cells whole, and a header on two lines."""
    texts = [shown(value, column) for value in frame[column.name]]
    lengths = sorted(len(text) for text in texts if text != wording.UNKNOWN) or [4]
    letters = lengths[int(0.9 * (len(lengths) - 1))]
    longest_word = max(len(word) for word in header.split())
    letters = max(min(letters, 34), longest_word + 2, 9)
    return round(_PIXELS_PER_LETTER * letters + _PADDING)
