"""Reading what people give: numbers and names with a reason where they are refused, short texts."""

from __future__ import annotations

import math
import operator
import reprlib
import unicodedata
from typing import Any


def number(value: Any, low: float | None, high: float | None, unit: str = "") -> float:
    """A finite number within bounds.

    Args:
        value: a number or its text.
        low: lowest accepted, None for any.
        high: highest accepted.
        unit: as it stands behind the numbers of a message, with its space.

    Raises:
        ValueError: names the value and the bound it breaks.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{said(value)} is not a number")
    try:
        found = float(value)
    except ValueError:
        raise ValueError(f"{said(value)} is not a number") from None
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise ValueError(f"{said(value)} is not a finite number")
    for bound, broken, side in (
        (low, operator.lt, "below the lowest"),
        (high, operator.gt, "above the highest"),
    ):
        if bound is not None and broken(found, bound):
            given, limit = shortest(found), shortest(bound)
            raise ValueError(f"{given}{unit} is {side} accepted, {limit}{unit}")
    return found + 0.0  # -0.0 equals 0.0: it is to be written alike as well


def name(value: Any, longest: int) -> str:
    """A name as it is kept: one space between words, composed letters.

    Args:
        value: the name as given.
        longest: letters accepted.

    Raises:
        ValueError: names the value and the rule it breaks.
    """
    if not isinstance(value, str):
        raise ValueError(f"{said(value)} is not a name")
    kept = " ".join(unicodedata.normalize("NFC", value).split())
    if not kept:
        raise ValueError("the name is missing")
    if len(kept) > longest:
        raise ValueError(f"{said(kept)} is longer than {longest} letters")
    if not kept.isprintable():
        raise ValueError(f"{said(kept)} has a letter that cannot be printed")
    return kept


def brief(value: Any) -> str:
    """Any value as a short text for a message, however long or deeply nested it is.

    Half of a surrogate pair, which JSON can hold and UTF-8 can't, becomes a question mark.
    """
    text = value[:61] if isinstance(value, str) else _REPR.repr(value)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 60 else text[:59] + "…"


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxlong = _REPR.maxother = 60


def said(value: Any) -> str:
    """Any value as a short text, a text in quotation marks."""
    return repr(brief(value)) if isinstance(value, str) else brief(value)


def shortest(number: float) -> str:
    """The shortest text that reads back as the same number: 0.27, 75000000000, 3e25."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(float(number)).replace("e+", "e")  # a plus sign is a space in a URL
