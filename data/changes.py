"""What differs between two versions of a table, and whether the new one is to be believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from data.check import Row, Value, positions
from data.schema import Table

SHRINKS_TO = 0.5
"""A table that keeps a smaller share of its rows than this is not believed."""

GROWS_TO = 100.0
"""A table whose largest value grows by more than this factor is not believed."""

DAYS_AHEAD = 31
"""A row dated more than this many days after today, and after all in use, is not believed."""


@dataclass(frozen=True)
class Changes:
    """The keys of the rows added, changed and removed, in the order of the tables."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __str__(self) -> str:
        parts = (
            (self.added, "added"),
            (self.changed, "changed"),
            (self.removed, "removed"),
        )
        return "; ".join(f"{len(keys)} {what}{_named(keys)}" for keys, what in parts if keys)


def compare(table: Table, old: Sequence[Row], new: Sequence[Row]) -> Changes:
    """Return what changed between the rows of two versions; their order does not count."""
    before, after = _by_key(table, old), _by_key(table, new)
    return Changes(
        added=tuple(key for key in after if key not in before),
        changed=tuple(key for key, row in after.items() if before.get(key, row) != row),
        removed=tuple(key for key in before if key not in after),
    )


def doubt(table: Table, old: Sequence[Row], new: Sequence[Row], today: dt.date) -> str | None:
    """Return why valid rows are still not to be believed, None when they are.

    Args:
        table: the schema of both.
        old: the rows in use.
        new: the rows to take their place.
        today: the day they were fetched.
    """
    if len(new) < SHRINKS_TO * len(old):
        return (
            f"it has only {len(new)} rows where the table in use has {len(old)}: "
            f"a loss of more than half is not believed"
        )
    for at, field in enumerate(table.fields):
        if field.type in ("number", "integer"):
            largest = max((_float(row[at]) for row in old), default=0.0)
            for row in new:
                if largest and _float(row[at]) > GROWS_TO * largest:
                    return (
                        f"{_key(table, row)!r} has {field.name} {_float(row[at]):.4g}, more than "
                        f"{GROWS_TO:g} times the largest in use ({largest:.4g}): not believed"
                    )
        if field.type == "date":
            dates = [date for row in old if isinstance(date := row[at], dt.date)]
            latest = max([today, *dates]) + dt.timedelta(days=DAYS_AHEAD)
            for row in new:
                date = row[at]
                if isinstance(date, dt.date) and date > latest:
                    return (
                        f"{_key(table, row)!r} has {field.name} {date}, which is after today "
                        f"({today}): not believed"
                    )
    return None


def _by_key(table: Table, rows: Sequence[Row]) -> dict[str, Row]:
    return {_key(table, row): row for row in rows}


def _key(table: Table, row: Row) -> str:
    return " / ".join(str(row[at]) for at in positions(table, table.primary_key))


def _float(value: Value) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _named(keys: Sequence[str], most: int = 3) -> str:
    named = ", ".join(keys[:most])
    return f" ({named}, …)" if len(keys) > most else f" ({named})"
