"""Read a table's CSV and check it against its schema, with the standard library alone.

This runs on every start and on every refreshed table, so it must be quick; the tests hold the
shipped package to the full Frictionless validation besides.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from data.schema import Column, ForeignKey, Table

Value = str | float | int | bool | dt.date | None
Row = tuple[Value, ...]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")


class InvalidTable(ValueError):
    """A table breaks its schema; the message names table, row, field, value and bound.

    Rows are counted from 1, the header not counted.
    """


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text) or float(text) in (float("inf"), float("-inf")):
        raise ValueError("a finite number")
    return float(text)


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError("a whole number")
    return int(text)


def _year(text: str) -> int:
    if not _YEAR.fullmatch(text):
        raise ValueError("a year of four digits")
    return int(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("true or false")
    return text == "true"


def _date(text: str) -> dt.date:
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a date as YYYY-MM-DD")


CASTS: dict[str, Callable[[str], Value]] = {
    "string": str,
    "number": _number,
    "integer": _integer,
    "year": _year,
    "boolean": _boolean,
    "date": _date,
}


def parse_cell(column: Column, text: str) -> Value:
    """Return the typed value of one cell, ``None`` when it is empty.

    Raises:
        ValueError: the text breaks the column's type or constraints; the message says which.
    """
    if text == "":
        if column.required:
            raise ValueError("is required, but empty")
        return None
    cast = CASTS[column.type]
    try:
        value = cast(text)
    except ValueError as error:
        raise ValueError(f"is not {error}") from None
    if column.enum and text not in column.enum:
        raise ValueError(f"is not one of {', '.join(column.enum)}")
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise ValueError(f"does not match {column.pattern}")
    if column.minimum is not None and value < cast(str(column.minimum)):  # type: ignore[operator]
        raise ValueError(f"is below the minimum {column.minimum}")
    if column.maximum is not None and value > cast(str(column.maximum)):  # type: ignore[operator]
        raise ValueError(f"is above the maximum {column.maximum}")
    return value


def parse(table: Table, raw: bytes) -> list[Row]:
    """Return the rows of a CSV file, typed and checked cell by cell and row by row.

    Args:
        table: the schema to hold the file to.
        raw: the bytes of the file, UTF-8 with a header.

    Returns:
        One tuple a row, values in the order of ``table.fields``.

    Raises:
        InvalidTable: the file cannot be read or breaks the schema.
    """
    names = [field.name for field in table.fields]
    try:
        lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidTable(f"table {table.name} is not readable as UTF-8 CSV: {error}") from error
    if not lines or lines[0] != names:
        found = ", ".join(lines[0]) if lines else "nothing"
        raise InvalidTable(
            f"table {table.name}: the header must be {', '.join(names)}; found {found}"
        )
    if len(lines) == 1:
        raise InvalidTable(f"table {table.name} has no rows")
    rows = [_parse_row(table, number, cells) for number, cells in enumerate(lines[1:], start=1)]
    _check_unique(table, rows)
    _check_order(table, rows)
    return rows


def _parse_row(table: Table, number: int, cells: Sequence[str]) -> Row:
    if len(cells) != len(table.fields):
        raise InvalidTable(
            f"table {table.name}, row {number}: {len(cells)} cells where there are "
            f"{len(table.fields)} fields: {list(cells)!r}"
        )
    values: list[Value] = []
    for column, text in zip(table.fields, cells, strict=True):
        try:
            values.append(parse_cell(column, text))
        except ValueError as error:
            raise _invalid(table, number, column.name, text, str(error)) from None
    return tuple(values)


def _invalid(table: Table, number: int, field: str, value: object, reason: str) -> InvalidTable:
    return InvalidTable(f"table {table.name}, row {number}, field {field}: {value!r} {reason}")


def positions(table: Table, fields: Iterable[str]) -> tuple[int, ...]:
    """Return where the named fields stand in a row."""
    names = [field.name for field in table.fields]
    return tuple(names.index(field) for field in fields)


def _check_unique(table: Table, rows: Sequence[Row]) -> None:
    keys = [table.primary_key, *((field.name,) for field in table.fields if field.unique)]
    for key in keys:
        at = positions(table, key)
        seen: dict[Row, int] = {}
        for number, row in enumerate(rows, start=1):
            value = tuple(row[i] for i in at)
            if value in seen:
                shown = value[0] if len(value) == 1 else value
                reason = f"is already the key of row {seen[value]}"
                raise _invalid(table, number, ", ".join(key), shown, reason)
            seen[value] = number


def _check_order(table: Table, rows: Sequence[Row]) -> None:
    for group in table.ordered:
        at = positions(table, group)
        for number, row in enumerate(rows, start=1):
            cells = ((name, row[i]) for name, i in zip(group, at, strict=True))
            known = [(name, value) for name, value in cells if value is not None]
            for (left, low), (right, high) in pairwise(known):
                if high < low:  # type: ignore[operator]
                    reason = f"is below {left} {_shown(low)}"
                    raise _invalid(table, number, right, _shown(high), reason)


def _shown(value: Value) -> Value:
    return value.isoformat() if isinstance(value, dt.date) else value


def check_foreign_key(
    table: Table,
    rows: Sequence[Row],
    key: ForeignKey,
    target: Table,
    target_rows: Sequence[Row],
) -> None:
    """Raise InvalidTable unless every known key of ``rows`` is a key of ``target_rows``."""
    at = positions(table, key.fields)
    target_at = positions(target, key.table_fields)
    known = {tuple(row[i] for i in target_at) for row in target_rows}
    for number, row in enumerate(rows, start=1):
        value = tuple(row[i] for i in at)
        if None not in value and value not in known:
            shown = value[0] if len(value) == 1 else value
            reason = f"is not in table {target.name}, field {', '.join(key.table_fields)}"
            raise _invalid(table, number, ", ".join(key.fields), shown, reason)
