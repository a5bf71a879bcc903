"""Assumptions that are a list of rows: how they are written, read, and told apart.

In a link the rows stand one after another, parted by ``~``, and the cells of a row are parted by
``:``, so that names need an escape for these two: ``!.`` and ``!,``, and ``!!`` for the mark
itself. Reading keeps every row that can be used and says what is wrong with the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, ParamSpec, Protocol, Self, TypeVar

from analytics.scenario.reading import said

BETWEEN_ROWS = "~"
BETWEEN_CELLS = ":"

_ESCAPES = {"!": "!!", BETWEEN_ROWS: "!.", BETWEEN_CELLS: "!,"}
_MEANT = {escape: sign for sign, escape in _ESCAPES.items()}

_TOLD = 2
"""Rows whose fault is told in one message; the others are counted."""


class Row(Protocol):
    """One row of such an assumption: a frozen value whose text and JSON read back exactly."""

    NOUN: ClassVar[tuple[str, str]]
    """What one row is called, and several."""

    MOST: ClassVar[int]
    """Rows accepted."""

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read :meth:`as_text`; ValueError names cell and rule."""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read :meth:`as_json`; ValueError names cell and rule."""

    def as_text(self) -> str:
        """The row in a link."""

    def as_json(self) -> dict[str, Any]:
        """The row in a file."""

    @property
    def key(self) -> tuple[str, ...]:
        """What no other row has; rows are sorted by it."""

    @property
    def title(self) -> str:
        """The row in a few words."""

    def numbers(self) -> list[tuple[str, str, float]]:
        """Words, unit and value of what it says, for the header of an export; NaN for no number."""


R = TypeVar("R", bound=Row)


def read(row: type[R], value: Any) -> tuple[tuple[R, ...], tuple[str, ...]]:
    """Read rows from their text, their JSON or themselves; one that is wrong spoils no other.

    Args:
        row: class of the rows.
        value: the text of a link, or a list of rows, of their texts or of their JSON.

    Returns:
        The rows that can be used, sorted, no two with the same key; and for each of the others
        what is wrong with it.

    Raises:
        ValueError: it is no list of rows at all.
    """
    if isinstance(value, str):
        value = value.split(BETWEEN_ROWS) if value else []
    if not isinstance(value, list | tuple):
        raise ValueError(f"{said(value)} is not a list of {row.NOUN[1]}")
    found: dict[tuple[str, ...], R] = {}
    faults = []
    for place, given in enumerate(value, 1):
        if len(found) == row.MOST:
            more = len(value) - place + 1
            faults.append(f"at most {row.MOST} {row.NOUN[1]} are accepted, there are {more} more")
            break
        try:
            one = _row(row, given)
            if one.key in found:
                raise ValueError(f"{one.title} is there twice; the first counts")
        except ValueError as error:
            faults.append(f"row {place}, {error}")
        else:
            found[one.key] = one
    return tuple(found[key] for key in sorted(found)), tuple(faults)


def _row(row: type[R], given: Any) -> R:
    if isinstance(given, row):
        return given
    if isinstance(given, str):
        return row.from_text(given)
    if isinstance(given, Mapping):
        return row.from_json(given)
    raise ValueError(f"{said(given)} is not a {row.NOUN[0]}")


def told(row: type[R], faults: tuple[str, ...]) -> str:
    """What is wrong with some rows, in one short line."""
    more = len(faults) - _TOLD
    first = "; ".join(faults[:_TOLD])
    return f"{first}; and {more} more {row.NOUN[more > 1]}" if more > 0 else first


def as_text(rows: Iterable[Row]) -> str:
    """Rows as they stand in a link."""
    return BETWEEN_ROWS.join(row.as_text() for row in rows)


def escape(name: str) -> str:
    """A name as a cell of a row in a link.

    >>> escape("AT~T: news!"), unescape(escape("AT~T: news!"))
    ('AT!.T!, news!!', 'AT~T: news!')
    """
    return "".join(_ESCAPES.get(sign, sign) for sign in name)


def unescape(cell: str) -> str:
    """The name that :func:`escape` wrote; an exclamation mark that escapes nothing is one."""
    return re.sub(r"![!.,]", lambda found: _MEANT[found[0]], cell)


P = ParamSpec("P")
T = TypeVar("T")


def cell(what: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Read one cell of a row; what is wrong with it is told with the cell's name."""
    try:
        return read(*args, **kwargs)
    except ValueError as error:
        raise ValueError(f"{what}: {error}") from None
