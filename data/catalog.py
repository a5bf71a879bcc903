"""The one door to the facts: tables, their schemas, their sources and the data version.

A table refreshed on this machine (``$AQUIFER_HOME/tables/<name>.csv``) is used in place of the
shipped one when it is valid; otherwise ``problem(name)`` says why it is not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from data.check import InvalidTable, Row, check_foreign_key, parse, positions
from data.schema import DESCRIPTOR, Column, ForeignKey, Table, all_tables, package

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Column",
    "ForeignKey",
    "InvalidTable",
    "Source",
    "Table",
    "UnknownTable",
    "decimal_year",
    "home",
    "load",
    "origin",
    "problem",
    "released",
    "schema",
    "source",
    "tables",
    "validate",
    "version",
]

_DTYPES = {
    "string": "str",
    "number": "float64",
    "integer": "Int64",
    "year": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
_Stamp = tuple[str, int, int, int]


class UnknownTable(KeyError):
    """There is no table of that name; the message lists those there are."""

    def __str__(self) -> str:
        """Return the message as it is: KeyError would show its repr."""
        return str(self.args[0])


@dataclass(frozen=True)
class Source:
    """Where a row comes from; ``None`` where a value isn't known.

    ``date_published`` is ISO text to the precision known (YYYY, YYYY-MM or YYYY-MM-DD).
    """

    source_id: str
    producer: str | None
    title: str | None
    citation: str
    url: str | None
    date_published: str | None
    date_accessed: dt.date
    licence: str | None


@dataclass(frozen=True)
class _InUse:
    rows: tuple[Row, ...]
    raw: bytes
    origin: Literal["shipped", "refreshed"]
    problem: str | None


def tables() -> tuple[str, ...]:
    """Return the names of all tables, in the order of the package."""
    return tuple(all_tables())


def schema(name: str) -> Table:
    """Return what the package says of a table; raises UnknownTable."""
    try:
        return all_tables()[name]
    except KeyError:
        message = f"there is no table {name!r}; there are {', '.join(all_tables())}"
        raise UnknownTable(message) from None


def load(name: str) -> pd.DataFrame:
    """Return a table as a typed frame of the caller's own.

    Args:
        name: one of ``tables()``.

    Returns:
        One row a record under a RangeIndex, columns in schema order. Text is ``str``, numbers
        ``float64``, integers and years ``Int64``, flags ``boolean``, dates ``datetime64[s]``;
        units are those of ``schema(name)``. What is not known is missing (NaN, NA, NaT).

    Raises:
        UnknownTable: there is no such table.
        InvalidTable: the shipped table itself breaks its schema.
    """
    import pandas as pd

    columns = schema(name).fields
    rows = _in_use(name).rows
    return pd.DataFrame(
        {
            column.name: pd.Series([row[i] for row in rows], dtype=_DTYPES[column.type])
            for i, column in enumerate(columns)
        }
    )


def source(table: str, row: int) -> Source:
    """Return the source of one row.

    Args:
        table: one of ``tables()``.
        row: the row's label in the frame ``load(table)`` returns, counted from 0.

    Raises:
        UnknownTable: there is no such table.
        IndexError: the table has no such row.
    """
    rows = _in_use(table).rows
    if not 0 <= row < len(rows):
        raise IndexError(f"table {table} has rows 0 to {len(rows) - 1}, not {row}")
    (at,) = positions(schema(table), ["source_id"])
    return _sources(_in_use("sources").rows)[str(rows[row][at])]


def origin(name: str) -> Literal["shipped", "refreshed"]:
    """Return which file ``load`` reads; raises UnknownTable."""
    return _in_use(name).origin


def problem(name: str) -> str | None:
    """Return why a refreshed table there is not used, ``None`` when all is well.

    The message names table, row (from 1), field, value and bound. Raises UnknownTable.
    """
    return _in_use(name).problem


def version() -> str:
    """Return 12 hex digits that change with any change of the data in use.

    Line ends don't count: the same data checked out on Windows has the same version.
    """
    folder = home()
    return _version(tuple(_stamp(folder, name) for name in tables()))


def released() -> dt.date:
    """Return the date of the package: "today" of the models unless told otherwise."""
    return dt.datetime.fromisoformat(package()["created"]).date()


def decimal_year(date: dt.date) -> float:
    """Return a date as a decimal year.

    >>> round(decimal_year(dt.date(2026, 7, 1)), 3)
    2026.496
    """
    days = (dt.date(date.year + 1, 1, 1) - dt.date(date.year, 1, 1)).days
    return date.year + (date.timetuple().tm_yday - 1) / days


def home() -> Path:
    """Return where what changes is kept: AQUIFER_HOME, or the user's data directory."""
    set_home = os.environ.get("AQUIFER_HOME")
    if set_home:
        return Path(set_home)
    from platformdirs import user_data_path

    return user_data_path("aquifer", appauthor=False)


def validate(name: str, raw: bytes) -> list[Row]:
    """Return the typed rows of a CSV file that could take a table's place.

    Keys are checked both ways: those it uses against the tables in use, those the shipped tables
    expect of it against its rows. Reading the shipped ones there means that no two refreshed
    tables ever wait for each other.

    Args:
        name: the table the file is for.
        raw: the bytes of the file.

    Raises:
        UnknownTable: there is no such table.
        InvalidTable: the file breaks the schema; the message names row, field, value and bound.
    """
    table = schema(name)
    rows = parse(table, raw)
    for key in table.foreign_keys:
        target_rows = rows if key.table == name else _in_use(key.table).rows
        check_foreign_key(table, rows, key, schema(key.table), target_rows)
    for other in all_tables().values():
        for key in other.foreign_keys:
            if key.table == name and other.name != name:
                check_foreign_key(other, _shipped(other.name).rows, key, table, rows)
    return rows


def _stamp(folder: Path, name: str) -> _Stamp:
    """Return what tells one refreshed file from another, ("", 0, 0, 0) when there is none."""
    path = folder / "tables" / f"{name}.csv"
    try:
        status = path.stat()
    except (OSError, ValueError):
        return ("", 0, 0, 0)
    return (str(path), status.st_mtime_ns, status.st_size, status.st_ino)


@lru_cache(maxsize=64)
def _reach(name: str) -> tuple[str, ...]:
    """Return the table and all that its validity depends on through foreign keys."""
    reached = [name]
    for one in reached:
        reached += {key.table for key in schema(one).foreign_keys} - {*reached}
    return tuple(reached)


def _in_use(name: str) -> _InUse:
    folder = home()
    return _resolve(name, tuple(_stamp(folder, one) for one in _reach(name)))


@lru_cache(maxsize=256)
def _resolve(name: str, stamps: tuple[_Stamp, ...]) -> _InUse:
    path = stamps[0][0]
    if not path:
        return _shipped(name)
    try:
        raw = Path(path).read_bytes()
        return _InUse(tuple(validate(name, raw)), raw, "refreshed", None)
    except InvalidTable as error:
        reason = str(error)
    except OSError as error:
        reason = f"table {name} cannot be read: {error}"
    return replace(_shipped(name), problem=reason)


@lru_cache(maxsize=64)
def _shipped(name: str) -> _InUse:
    table = schema(name)
    raw = table.path.read_bytes()
    return _InUse(tuple(parse(table, raw)), raw, "shipped", None)


@lru_cache(maxsize=8)
def _sources(rows: tuple[Row, ...]) -> dict[str, Source]:
    at = positions(schema("sources"), [field.name for field in fields(Source)])
    made = (Source(*(row[i] for i in at)) for row in rows)  # type: ignore[arg-type]
    return {one.source_id: one for one in made}


@lru_cache(maxsize=8)
def _version(stamps: tuple[_Stamp, ...]) -> str:
    digest = hashlib.sha256(_unix(DESCRIPTOR.read_bytes()))
    for name in tables():
        digest.update(b"\0" + name.encode() + b"\0" + _unix(_in_use(name).raw))
    return digest.hexdigest()[:12]


def _unix(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
