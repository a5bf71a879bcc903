"""One cell of a table of facts: as it reads, as it is exactly, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics import wording
from data.catalog import Column

OWN_WORK = "aquifer-compilation"
"""Source of what was judged on compiling the package."""


@dataclass(frozen=True)
class Standing:
    """How far a row can be trusted.

    Attributes:
        key: name of its style.
        label: a word or two, for the cell.
        meaning: what it says, for the legend.
    """

    key: str
    label: str
    meaning: str


PUBLISHED = Standing("published", "Published", "as its source has it")
STANDINGS = (
    PUBLISHED,
    Standing("recalled", "Recalled", "from memory, not verified against the source"),
    Standing("judged", "Assumed", "Aquifer's own judgement on compiling, not a source's word"),
    Standing("undisclosed", "Undisclosed", "the vendor does not say"),
    Standing("presence", "Presence only", "named by the vendor, without an amount"),
    Standing("forecast", "Forecast", "projected by the source, not observed"),
    Standing("rough", "Rough", "known within a factor of 30, or with low confidence"),
    Standing("superseded", "Superseded", "replaced by its authors; never to be quoted as current"),
)
"""Every standing a row may have, the best first."""

_BY_KEY = {one.key: one for one in STANDINGS}

_RULES: tuple[tuple[str, Any, str], ...] = (
    ("confidence", "recalled", "recalled"),
    ("superseded", True, "superseded"),
    ("source_id", OWN_WORK, "judged"),
    ("forecast", True, "forecast"),
    ("answer", "undisclosed", "undisclosed"),
    ("route", "undisclosed", "undisclosed"),
    ("share_basis", "presence", "presence"),
    ("confidence", "Speculative", "rough"),
    ("confidence", "low", "rough"),
)
"""Column, value, and the standing it gives a row; the first that holds decides."""


def standing(row: Mapping[Any, Any]) -> Standing:
    """How far a row can be trusted, from what its own columns say.

    Args:
        row: column → value, missing ones NaN, NA or None.

    Returns:
        One of :data:`STANDINGS`.
    """
    for column, value, key in _RULES:
        given = row.get(column)
        if not missing(given) and given == value:
            return _BY_KEY[key]
    return PUBLISHED


def missing(value: Any) -> bool:
    """Whether a cell is empty."""
    return value is None or bool(pd.isna(value))


def is_share(column: Column) -> bool:
    """Whether a column holds shares of one, which read as percentages."""
    return column.unit == "1" and column.maximum == 1


def shown(value: Any, column: Column, unit: str | None = None) -> str:
    """A cell as it reads: 15T, $250M, 12%, 2.1×10²⁵, 2026-11-23.

    Args:
        value: of the column's type; may be missing.
        column: the column it stands in.
        unit: the unit, where another column of the row says it.
    """
    if missing(value):
        return wording.UNKNOWN
    match column.type:
        case "number" | "integer":
            return _number(float(value), column, unit or column.unit or "")
        case "year":
            return str(int(value))
        case "boolean":
            return "yes" if value else "no"
        case "date":
            return iso(value)
    return str(value).replace("_", " ") if column.enum else str(value)


def exact(value: Any, column: Column, unit: str | None = None) -> str:
    """A cell with every digit it has, and its unit.

    Args:
        value: of the column's type; may be missing.
        column: the column it stands in.
        unit: the unit, where another column of the row says it.
    """
    if missing(value):
        return "Not known"
    if column.type not in ("number", "integer"):
        return shown(value, column)
    unit = unit or column.unit or ""
    if unit == "year":
        return f"{float(value):.10g}"
    unitless = unit in ("", "1") or unit.startswith("as the ")
    return _digits(float(value)) + ("" if unitless else f"{wording.NBSP}{unit}")


def iso(value: date) -> str:
    """A date as ISO text, without a time."""
    return f"{value:%Y-%m-%d}"


def _number(value: float, column: Column, unit: str) -> str:
    if is_share(column):
        return wording.share(value)
    if unit == "year":
        return f"{value:.10g}"
    if unit == "FLOP":
        return wording.power(value)
    if unit.startswith("USD"):
        return wording.usd(value)
    return wording.tokens_short(value) if abs(value) >= 1e6 else wording.number(value, 6)


def _digits(value: float) -> str:
    """All digits of a number that is written out, twelve of one that needs a power."""
    if value and not 1e-6 <= abs(value) < 1e18:
        return f"{value:.12g}"
    whole, _, part = f"{value:,.12f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", wording.THIN) + (f".{part}" if part else "")
