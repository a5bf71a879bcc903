"""The one door to the facts: tables, their schemas, their sources and the data version.

A table refreshed on this machine (``$AQUIFER_HOME/tables/<name>.csv``) is used in place of the
shipped one when it is valid and was made beside it; otherwise ``problem(name)`` says why it is not.

Tables may be swapped at any moment. What needs several of them, or a table and the version, takes
a ``snapshot()``: all of it is from the same moment.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Literal

from data.check import InvalidTable, Row, check_foreign_key, parse, positions
from data.files import NONE, MovedError, Stamp, Status, digest, home, note_of, read, stamp, unix
from data.schema import DESCRIPTOR, Column, ForeignKey, Table, all_tables, package

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Column",
    "ForeignKey",
    "InvalidTable",
    "Snapshot",
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
    "shipped_digest",
    "snapshot",
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
_NEWER = "the shipped table is newer than the refreshed one"
_TRIES = 20
_KEPT = 16


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


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """All tables as they were in use at one moment; a swap after that doesn't change it.

    Attributes:
        version: 12 hex digits that stand for these tables.
    """

    version: str
    _tables: Mapping[str, _InUse]

    def load(self, name: str) -> pd.DataFrame:
        """Return a table as :func:`load` does."""
        import pandas as pd

        columns = schema(name).fields
        rows = self._tables[name].rows
        return pd.DataFrame(
            {
                column.name: pd.Series([row[i] for row in rows], dtype=_DTYPES[column.type])
                for i, column in enumerate(columns)
            }
        )

    def source(self, table: str, row: int) -> Source:
        """Return the source of a row as :func:`source` does."""
        rows = self._of(table).rows
        if not 0 <= row < len(rows):
            raise IndexError(f"table {table} has rows 0 to {len(rows) - 1}, not {row}")
        (at,) = positions(schema(table), ["source_id"])
        return _sources(self._tables["sources"].raw)[str(rows[row][at])]

    def origin(self, name: str) -> Literal["shipped", "refreshed"]:
        """Return which file the table is from; raises UnknownTable."""
        return self._of(name).origin

    def problem(self, name: str) -> str | None:
        """Return why a refreshed table there is not used; raises UnknownTable."""
        return self._of(name).problem

    def count(self, name: str) -> int:
        """Return how many rows a table has; raises UnknownTable."""
        return len(self._of(name).rows)

    def raw(self, name: str) -> bytes:
        """Return the bytes of the file the table is from; raises UnknownTable."""
        return self._of(name).raw

    def digest(self, name: str) -> str:
        """Return 8 hex digits that change with the facts of one table; raises UnknownTable."""
        return digest(self._of(name).raw)[:8]

    def _of(self, name: str) -> _InUse:
        return self._tables[schema(name).name]


_snapshots: OrderedDict[str, Snapshot] = OrderedDict()
_keeping = Lock()


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
    return snapshot().load(name)


def source(table: str, row: int) -> Source:
    """Return the source of one row.

    Args:
        table: one of ``tables()``.
        row: the row's label in the frame ``load(table)`` returns, counted from 0.

    Raises:
        UnknownTable: there is no such table.
        IndexError: the table has no such row.
    """
    return snapshot().source(table, row)


def origin(name: str) -> Literal["shipped", "refreshed"]:
    """Return which file ``load`` reads; raises UnknownTable."""
    return snapshot().origin(name)


def problem(name: str) -> str | None:
    """Return why a refreshed table there is not used, ``None`` when all is well.

    The message names table, row (from 1), field, value and bound. Raises UnknownTable.
    """
    return snapshot().problem(name)


def version() -> str:
    """Return 12 hex digits that change with any change of the data in use.

    Line ends don't count: the same data checked out on Windows has the same version.
    """
    return snapshot().version


def snapshot(version: str | None = None) -> Snapshot:
    """Return the tables in use, all from the same moment.

    Args:
        version: that of a moment not long past, to get its tables again; None for now.

    Raises:
        LookupError: the version is neither in use nor among the last 16 that were.
        InvalidTable: a shipped table itself breaks its schema, or a table is rewritten all the
            time.
    """
    if version is not None:
        with _keeping:
            kept = _snapshots.get(version)
        if kept is not None:
            return kept
    now = _now()
    with _keeping:
        _snapshots[now.version] = now
        _snapshots.move_to_end(now.version)
        while len(_snapshots) > _KEPT:
            _snapshots.popitem(last=False)
    if version not in (None, now.version):
        raise LookupError(f"data version {version} is not known; {now.version} is in use")
    return now


def shipped_digest(name: str) -> str:
    """Return the SHA-256 of the shipped file of a table, whatever its line ends, in hex."""
    return digest(_shipped(schema(name).name).raw)


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
    schema(name)
    now = snapshot()
    return _validate(name, raw, lambda other: now._of(other).rows)


def _validate(name: str, raw: bytes, in_use: Callable[[str], Sequence[Row]]) -> list[Row]:
    table = schema(name)
    rows = parse(table, raw)
    for key in table.foreign_keys:
        target_rows = rows if key.table == name else in_use(key.table)
        check_foreign_key(table, rows, key, schema(key.table), target_rows)
    for other in all_tables().values():
        for key in other.foreign_keys:
            if key.table == name and other.name != name:
                check_foreign_key(other, _shipped(other.name).rows, key, table, rows)
    return rows


def _now() -> Snapshot:
    for _ in range(_TRIES):
        folder = str(home())
        try:
            return _of_stamps(tuple(stamp(folder, name) for name in tables()))
        except MovedError as error:
            moved = error
    raise InvalidTable(f"{moved} is rewritten faster than it can be read")


@lru_cache(maxsize=8)
def _of_stamps(stamps: tuple[Stamp, ...]) -> Snapshot:
    """Return the tables of some stamps and of nothing else, whatever is swapped meanwhile."""
    of = dict(zip(tables(), stamps, strict=True))
    found = {name: _resolve(name, tuple(of[one] for one in _reach(name))) for name in of}
    made = hashlib.sha256(unix(DESCRIPTOR.read_bytes()))
    for name, one in found.items():
        made.update(b"\0" + name.encode() + b"\0" + unix(one.raw))
    return Snapshot(made.hexdigest()[:12], found)


@lru_cache(maxsize=64)
def _reach(name: str) -> tuple[str, ...]:
    """Return the table and all that its validity depends on through foreign keys."""
    reached = [name]
    for one in reached:
        reached += {key.table for key in schema(one).foreign_keys} - {*reached}
    return tuple(reached)


@lru_cache(maxsize=256)
def _resolve(name: str, stamps: tuple[Stamp, ...]) -> _InUse:
    """Return the table in use by the stamps of all it depends on, as ``_reach`` has them."""
    path, table, note = stamps[0]
    if not path:
        return _shipped(name)
    of = dict(zip(_reach(name), stamps, strict=True))

    def in_use(other: str) -> Sequence[Row]:
        return _resolve(other, tuple(of[one] for one in _reach(other))).rows

    try:
        raw = read(path, table)
        rows = tuple(_validate(name, raw, in_use))
        if not _is_outdated(name, raw, path, note):
            return _InUse(rows, raw, "refreshed", None)
        reason = f"table {name}: {_NEWER}"
    except InvalidTable as error:
        reason = str(error)
    except OSError as error:
        reason = f"table {name} cannot be read: {error}"
    return replace(_shipped(name), problem=reason)


def _is_outdated(name: str, raw: bytes, path: str, stamped: Status) -> bool:
    """Whether the note of a refreshed table says that it was made beside another shipped one."""
    if stamped == NONE:
        return False
    try:
        note = json.loads(read(note_of(path), stamped))
        fits = note["sha256"] == hashlib.sha256(raw).hexdigest()
        beside = note["shipped"]
    except (OSError, ValueError, TypeError, KeyError):
        return False  # no note, or one of a former version that doesn't say
    return fits and isinstance(beside, str) and beside != shipped_digest(name)


@lru_cache(maxsize=64)
def _shipped(name: str) -> _InUse:
    table = schema(name)
    raw = table.path.read_bytes()
    return _InUse(tuple(parse(table, raw)), raw, "shipped", None)


@lru_cache(maxsize=8)
def _sources(raw: bytes) -> dict[str, Source]:
    table = schema("sources")
    at = positions(table, [field.name for field in fields(Source)])
    made = (Source(*(row[i] for i in at)) for row in parse(table, raw))  # type: ignore[arg-type]
    return {one.source_id: one for one in made}
