"""What Evidence shows of a table of facts, as a link says it: search, filters, order and row.

``/evidence?table=deals&search=news&filter=rights:contains:training;value_low_usd:inRange:1e6:5e7&
sort=announced_from:desc&row=meta-news-corp-2026-03``: a filter is a column, a condition and its
values; a second one of the same column holds as well, or instead where it begins with ``|``. A row
is named by its key, which stays what it is when the table is refreshed. Within a part the signs
``% : ; |`` are written as in an address. The browser's half is ``assets/evidence_link.js``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import unquote

from analytics.scenario.reading import brief
from data import catalog

SEARCH, FILTERS, SORT, ROW = "search", "filter", "sort", "row"
"""Keys in the URL; all belong to the table that the link names."""

TEXTS = {SEARCH: 120, FILTERS: 800, SORT: 160, ROW: 160}
"""Key in the URL → most characters."""

UNSORTED = "none"
"""Order of a link to a table that is sorted by default, and isn't here."""

Kind = Literal["text", "number", "date"]

_COMMON = {"equals": 1, "notEqual": 1, "blank": 0, "notBlank": 0}
_TEXT = {"contains": 1, "notContains": 1, "startsWith": 1, "endsWith": 1, **_COMMON}
_DATE = {"lessThan": 1, "greaterThan": 1, "inRange": 2, **_COMMON}
_NUMBER = {"lessThanOrEqual": 1, "greaterThanOrEqual": 1, **_DATE}
CONDITIONS: Mapping[Kind, Mapping[str, int]] = MappingProxyType(
    {"text": _TEXT, "number": _NUMBER, "date": _DATE}
)
"""By what a column holds: condition, as AG Grid calls it → how many values it takes."""

_MOST_CONDITIONS = 2
_DIRECTIONS = ("asc", "desc")
_TOLD = 12
"""Columns that are told of where one is none of them."""


def kind_of(type: str) -> Kind:
    """What a column of a schema's type is filtered as."""
    if type in ("number", "integer", "year"):
        return "number"
    return "date" if type == "date" else "text"


def key_of(values: Iterable[Any]) -> str:
    """The name of a row in a link, of the values of its primary key."""
    return ":".join(_written(str(value)) for value in values)


def checked(table: str, options: Mapping[str, str]) -> dict[str, str]:
    """Why what a link says of a table cannot be shown.

    Args:
        table: that the link names.
        options: texts by key; one that is empty says nothing.

    Returns:
        Key → reason, naming value and what there is; nothing for what can be shown.
    """
    reasons = {}
    for key, check in _CHECKS.items():
        if text := options.get(key, ""):
            try:
                check(table, text)
            except ValueError as error:
                reasons[key] = str(error)
    return reasons


def _filters(table: str, text: str) -> None:
    """Refuse filters that are none; ValueError names column, condition and value."""
    counts: dict[str, int] = {}
    for clause in text.split(";"):
        name, *rest = (unquote(part) for part in clause.removeprefix("|").split(":"))
        kind = _column(table, name)
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > _MOST_CONDITIONS:
            raise ValueError(f"{name} takes at most {_MOST_CONDITIONS} conditions")
        condition, *values = rest or [""]
        known = CONDITIONS[kind]
        if condition not in known:
            there = ", ".join(known)
            raise ValueError(f"{brief(condition)!r} is no condition of {name}; there are {there}")
        if len(values) != known[condition]:
            raise ValueError(
                f"{name}: {condition} takes {known[condition]} values, not {len(values)}"
            )
        for value in values:
            _VALUES[kind](name, value)


def _number(name: str, value: str) -> None:
    try:
        finite = math.isfinite(float(value))
    except ValueError:
        finite = False
    if not finite:
        raise ValueError(f"{name}: {brief(value)!r} is not a number")


def _date(name: str, value: str) -> None:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or value != day.isoformat():
        raise ValueError(f"{name}: {brief(value)!r} is not a day such as 2026-11-23")


def _text(name: str, value: str) -> None:
    if not value:
        raise ValueError(f"{name}: nothing is there to compare with")


_VALUES: Mapping[Kind, Callable[[str, str], None]] = MappingProxyType(
    {"text": _text, "number": _number, "date": _date}
)


def _sort(table: str, text: str) -> None:
    """Refuse an order that is none; ValueError names column and direction."""
    if text == UNSORTED:
        return
    names = []
    for part in text.split(";"):
        name, _, direction = part.partition(":")
        _column(table, unquote(name))
        if direction not in _DIRECTIONS:
            raise ValueError(
                f"{name} is sorted {' or '.join(_DIRECTIONS)}, not {brief(direction)!r}"
            )
        names.append(name)
    if len(set(names)) < len(names):
        raise ValueError("a column is sorted once")


def _row(table: str, text: str) -> None:
    """Refuse a row that there is not."""
    if text not in _keys(table, catalog.snapshot().digest(table)):
        raise ValueError(f"{brief(text)!r} is no row of {catalog.schema(table).title}")


_CHECKS: Mapping[str, Callable[[str, str], None]] = MappingProxyType(
    {FILTERS: _filters, SORT: _sort, ROW: _row}
)


def _column(table: str, name: str) -> Kind:
    """What a column holds; ValueError if the table has no such column."""
    kinds = _kinds(table)
    if name not in kinds:
        more = len(kinds) - _TOLD
        rest = f" and {more} more" if more > 0 else ""
        title = catalog.schema(table).title
        raise ValueError(
            f"{brief(name)!r} is no column of {title}; there are "
            f"{', '.join(list(kinds)[:_TOLD])}{rest}"
        )
    return kinds[name]


@lru_cache(maxsize=32)
def _kinds(table: str) -> Mapping[str, Kind]:
    fields = catalog.schema(table).fields
    return MappingProxyType({one.name: kind_of(one.type) for one in fields} | {"standing": "text"})


@lru_cache(maxsize=32)
def _keys(table: str, _digest: str) -> frozenset[str]:
    frame = catalog.snapshot().load(table)
    return frozenset(
        key_of(values)
        for values in frame[list(catalog.schema(table).primary_key)].itertuples(index=False)
    )


def _written(text: str) -> str:
    return re.sub("[%:;|]", lambda sign: f"%{ord(sign[0]):02X}", text)
