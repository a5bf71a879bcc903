"""What the data package says of its tables: names, types, units, bounds, licences.

``datapackage.json`` is read once; everything here is a frozen value made from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
DESCRIPTOR = ROOT / "datapackage.json"


@dataclass(frozen=True)
class Column:
    """One field of a table.

    ``type`` is a Table Schema type (string, number, integer, boolean, date, year); ``unit`` is
    ``None`` for text and "1" for dimensionless numbers; ``minimum`` and ``maximum`` keep the
    text or number of the schema (ISO text for dates) and are inclusive.
    """

    name: str
    type: str
    title: str
    description: str
    unit: str | None = None
    format: str = "default"
    required: bool = False
    unique: bool = False
    minimum: float | str | None = None
    maximum: float | str | None = None
    enum: tuple[str, ...] = ()
    pattern: str | None = None


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must be a key of another table (``table`` may be the table itself)."""

    fields: tuple[str, ...]
    table: str
    table_fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table of the package: its file, columns, keys, licences and whom to credit.

    ``ordered`` lists groups of columns whose known values must not decrease from left to right,
    such as (low, median, high) or (from, to).
    """

    name: str
    title: str
    description: str
    path: Path
    licence: str
    credits: tuple[str, ...]
    fields: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    ordered: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """Return the column called ``name``; raises KeyError when the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"table {self.name} has no column {name!r}")


def _column(field: dict[str, Any]) -> Column:
    constraints = field.get("constraints", {})
    return Column(
        name=field["name"],
        type=field["type"],
        title=field["title"],
        description=field["description"],
        unit=field.get("unit"),
        format=field.get("format", "default"),
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        enum=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern"),
    )


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    keys = tuple(
        ForeignKey(
            fields=tuple(key["fields"]),
            table=key["reference"]["resource"] or resource["name"],
            table_fields=tuple(key["reference"]["fields"]),
        )
        for key in schema.get("foreignKeys", ())
    )
    return Table(
        name=resource["name"],
        title=resource["title"],
        description=resource["description"],
        path=ROOT / resource["path"],
        licence=", ".join(licence["name"] for licence in resource["licenses"]),
        credits=tuple(origin["title"] for origin in resource["sources"]),
        fields=tuple(_column(field) for field in schema["fields"]),
        primary_key=tuple(schema["primaryKey"]),
        foreign_keys=keys,
        ordered=tuple(tuple(group) for group in schema.get("ordered", ())),
    )


@lru_cache(maxsize=1)
def package() -> dict[str, Any]:
    """Return the descriptor as read; not to be changed by the caller."""
    descriptor: dict[str, Any] = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    return descriptor


@lru_cache(maxsize=1)
def all_tables() -> dict[str, Table]:
    """Return every table by name, in the order of the package."""
    return {resource["name"]: _table(resource) for resource in package()["resources"]}
