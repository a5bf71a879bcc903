"""The one formatter of numbers, units and years, on pages, in figures and in sentences.

It lives on this floor because findings are worded here too; the dashboard imports it. Files don't:
they hold six significant digits (``analytics.exports``).

A number is kept on one line with its unit by a no-break space, thousands are parted by a thin one
from 10 000 on, and minus is a minus sign; :func:`plain` takes that back for a terminal or a search.
What is not known (NaN) is an en dash.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from analytics.depletion.timeline import EARLIEST, HORIZON
from analytics.scenario.declaration import Declaration

NBSP = "\u00a0"
"""No-break space: between a number and its unit."""

THIN = "\u202f"
"""Narrow no-break space: between thousands."""

MINUS = "\u2212"
DASH = "\u2013"
UNKNOWN = DASH
"""Stands for a number that is not known."""

Form = Callable[[float], str]
"""A way to write one number: any of the functions here."""

_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_LETTERS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_POWERS_FROM = 1e18
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROWS_NAMED = 4
_SPELT_OUT = {"T tokens": "trillion tokens", "bn pages": "billion pages"}


def plain(text: str) -> str:
    """The text with ordinary spaces and hyphens for minus signs.

    >>> plain(points(-0.031))
    '-3 pt'
    """
    return text.replace(NBSP, " ").replace(THIN, " ").replace(MINUS, "-")


def number(x: float, digits: int = 3) -> str:
    """A pure number to ``digits`` significant digits, trailing zeros dropped.

    >>> [plain(number(x)) for x in (3.14159, 0.000123, 12345.6, -2.0)]
    ['3.14', '0.000123', '12 300', '-2']
    """
    if not math.isfinite(x):
        return UNKNOWN
    if abs(x) >= _POWERS_FROM or 0 < abs(x) < 1e-4:
        return power(x, digits)
    rounded = _rounded(x, digits)
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    text = f"{abs(rounded):.{places}f}"
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return (MINUS if rounded < 0 else "") + _grouped(whole) + (f".{part}" if part else "")


def count(n: int) -> str:
    """A whole number, to the last digit.

    >>> plain(count(4096)), plain(count(1234567))
    ('4096', '1 234 567')
    """
    return (MINUS if n < 0 else "") + _grouped(str(abs(n)))


def power(x: float, digits: int = 2) -> str:
    """A number as a power of ten, for compute and its axes; from 0.001 to 10 000 as it is.

    >>> power(5e28), power(1e26), power(9.99e25), power(-2.5e-7), power(12)
    ('5×10²⁸', '10²⁶', '10²⁶', '−2.5×10⁻⁷', '12')
    """
    if not math.isfinite(x):
        return UNKNOWN
    if x == 0 or 1e-3 <= abs(x) < 1e4:
        return number(x, digits)
    mantissa, exponent = f"{abs(x):.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    times = "" if mantissa == "1" else f"{mantissa}×"
    return f"{MINUS if x < 0 else ''}{times}10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def tokens(x: float) -> str:
    """Tokens in a sentence; the largest word is trillion, the unit of the field.

    >>> [plain(tokens(x)) for x in (3.218e14, 8.6e9, 1.1552e16, 950)]
    ['322 trillion', '8.6 billion', '11 600 trillion', '950']
    """
    return _scaled(x, _WORDS, NBSP)


def tokens_short(x: float) -> str:
    """Tokens on an axis or in a narrow cell.

    >>> [plain(tokens_short(x)) for x in (3.218e14, 1e16, 8.6e9, 1500)]
    ['322T', '10 000T', '8.6B', '1.5K']
    """
    return _scaled(x, _LETTERS, "")


def usd(x: float) -> str:
    """An amount of US dollars.

    >>> [usd(x) for x in (2.5e8, 60_000, 1.234e9, -5e6, 0)]
    ['$250M', '$60K', '$1.23B', '−$5M', '$0']
    """
    text = _scaled(abs(x), _LETTERS, "")
    return text if text == UNKNOWN else f"{MINUS if x < 0 else ''}${text}"


def flop(x: float) -> str:
    """Training compute.

    >>> plain(flop(5e28))
    '5×10²⁸ FLOP'
    """
    return UNKNOWN if not math.isfinite(x) else f"{power(x)}{NBSP}FLOP"


def factor(x: float) -> str:
    """A multiple.

    >>> factor(5), factor(3.728), factor(16.39)
    ('5×', '3.73×', '16.4×')
    """
    return UNKNOWN if not math.isfinite(x) else f"{number(x)}×"


def share(x: float) -> str:
    """A share of a whole: whole percents, one decimal near the ends; 0% is exactly none.

    >>> [plain(share(x)) for x in (0.12, 0.0042, 0.9964, 0.00002, 0, 1)]
    ['12%', '0.4%', '99.6%', '< 0.1%', '0%', '100%']
    """
    if x in (0, 1):
        return f"{round(100 * x)}%"
    if 0 < x < 1:
        return probability(x)
    return UNKNOWN if not math.isfinite(x) else f"{number(100 * x)}%"


def probability(p: float, worlds: int | None = None) -> str:
    """A probability: never 0% or 100%, since a model of finitely many worlds can't know.

    Args:
        p: the probability.
        worlds: draws it was counted in. What happens in none of n of them has, at 95% confidence, a
            probability below 3/n (the rule of three): nothing nearer to 0 or 1 is told apart. None
            for a probability that was not counted, which ends at 0.1%.

    >>> [plain(probability(p)) for p in (0.982, 0.9964, 1, 0)]
    ['98%', '99.6%', '> 99.9%', '< 0.1%']
    >>> [plain(probability(p, worlds=128)) for p in (0.982, 0.97, 1, 0)]
    ['> 97.6%', '97%', '> 97.6%', '< 2.4%']
    """
    if math.isnan(p):
        return UNKNOWN
    # in thousandths, rounded up to what is shown
    end = 1 if worlds is None else min(math.ceil(max(1.0, 3000 / worlds)), 500)
    if p < end / 1000:
        return f"<{NBSP}{end / 10:.1f}%".replace(".0%", "%")
    if p > 1 - end / 1000:
        return f">{NBSP}{100 - end / 10:.1f}%".replace(".0%", "%")
    ends = p < 0.01 or p > 0.99
    return f"{100 * p:.1f}%".replace(".0%", "%") if ends else f"{100 * p:.0f}%"


def points(x: float, signed: bool = True) -> str:
    """A difference of two shares or probabilities, in percentage points.

    >>> [plain(points(x)) for x in (0.031, -0.004, 0.00003, 0)]
    ['+3 pt', '-0.4 pt', '< 0.1 pt', '0 pt']
    """
    if not math.isfinite(x):
        return UNKNOWN
    if 0 < abs(x) < 0.0005:
        return f"<{NBSP}0.1{NBSP}pt"
    size = abs(100 * x)
    text = f"{size:.0f}" if size >= 0.95 else f"{size:.1f}" if size else "0"
    return f"{_sign(x) if signed else ''}{text}{NBSP}pt"


def years(x: float, signed: bool = False) -> str:
    """A length of time, to a tenth of a year.

    >>> [plain(years(x)) for x in (4.02, 1, -0.42, -0.01)]
    ['4 years', '1 year', '-0.4 years', '< 0.1 years']
    """
    if math.isnan(x):
        return UNKNOWN
    if math.isinf(x):
        return "open-ended"
    if 0 < abs(x) < 0.05:
        return f"<{NBSP}0.1{NBSP}years"
    text = number(round(abs(x), 1), 6)
    unit = "year" if text == "1" else "years"
    return f"{_sign(x) if signed or x < 0 else ''}{text}{NBSP}{unit}"


def year(x: float, decimals: int = 0) -> str:
    """A point in time: the year it falls in, or a decimal year for tables.

    >>> plain(year(2029.96)), plain(year(2029.08, 1)), plain(year(float("inf")))
    ('2029', '2029.1', 'after 2100')
    >>> plain(year(1990.0))
    '1990 or before'
    """
    if math.isnan(x):
        return UNKNOWN
    if x > HORIZON:
        return f"after{NBSP}{HORIZON:.0f}"
    if x <= EARLIEST:
        return f"{EARLIEST:.0f}{NBSP}or{NBSP}before"
    return f"{x:.{decimals}f}" if decimals else f"{math.floor(x)}"


def signed(x: float, form: Form) -> str:
    """A difference with its sign, written by any of these functions.

    >>> plain(signed(-4.4e13, tokens)), plain(signed(2e6, usd))
    ('-44 trillion', '+$2M')
    """
    return UNKNOWN if not math.isfinite(x) else f"{_sign(x)}{form(abs(x))}"


def span(low: str, high: str) -> str:
    """Two ends as one text; a unit they share is said once, equal ends are one.

    >>> span("2027", "2031"), span("10%", "40%"), span("5", "5"), span("$1M", "$2B")
    ('2027–2031', '10–40%', '5', '$1M–$2B')
    >>> plain(span(year(2029), year(float("inf"))))
    '2029 to after 2100'
    >>> plain(span(tokens(8e9), tokens(2e12)))
    '8 billion to 2 trillion'
    """
    if low == high:
        return low
    if not all(text[0].isdigit() or text[0] == "$" for text in (low, high)):
        return f"{low} to {high}"  # a word, a sign or "<" reads badly before a dash
    unit = _unit(low)
    if unit == _unit(high):
        return f"{low if low[0] == '$' else low.removesuffix(unit)}{DASH}{high}"
    return f"{low} to {high}" if NBSP in low + high else f"{low}{DASH}{high}"


def interval(middle: float, low: float, high: float, form: Form = year, level: float = 0.8) -> str:
    """A forecast with its interval; only the forecast where both ends read the same.

    >>> interval(2029.1, 2027.3, 2031.3), interval(2029.4, 2029.1, 2029.9)
    ('2029 (80%: 2027–2031)', '2029')
    >>> plain(interval(2034, 2029, float("inf")))
    '2034 (80%: 2029 to after 2100)'
    >>> plain(interval(4.82e14, 1.47e14, 1.63e15, tokens))
    '482 trillion (80%: 147–1630 trillion)'
    """
    text, ends = form(middle), span(form(low), form(high))
    return text if ends in (text, UNKNOWN) else f"{text} ({100 * level:g}%: {ends})"


def value(declaration: Declaration, x: Any) -> str:
    """An assumption's value in the unit a person edits it in.

    Args:
        declaration: of the field.
        x: a value of the field's type: an Estimate, a number, a choice, a truth value, rows.

    >>> from analytics.scenario import DECLARATIONS
    >>> for name in ("demand_growth", "usable_share", "ai_share_new", "overtraining", "slowdown"):
    ...     print(plain(value(DECLARATIONS[name], DECLARATIONS[name].default)))
    0.27–0.48 OOM/year
    10–40%
    20–50%, most likely 35%
    1×
    off
    """
    match declaration.kind:
        case "estimate":
            text = _amounts(declaration, x.low, x.high)
            if x.mode is not None and x.low < x.high:
                text += f", most likely {_amounts(declaration, x.mode, x.mode)}"
            return text
        case "number":
            return _amounts(declaration, x, x)
        case "whole":
            return _with_unit(count(x), declaration.shown_unit)
        case "choice":
            return declaration.options[x]
        case "switch":
            return "on" if x else "off"
        case "rows":
            more = len(x) - _ROWS_NAMED
            named = [one.title for one in x[:_ROWS_NAMED]]
            return ", ".join(named) + (f" and {more} more" if more > 0 else "") or "none"


def bounds(declaration: Declaration) -> str:
    """The accepted numbers of an assumption in its shown unit; empty where there are none.

    >>> from analytics.scenario import DECLARATIONS
    >>> plain(bounds(DECLARATIONS["demand_growth"]))
    '0–1.5 OOM/year'
    """
    if declaration.low is None or declaration.high is None:
        return ""
    return _amounts(declaration, declaration.low, declaration.high)


def _amounts(declaration: Declaration, low: float, high: float) -> str:
    """One or two stored numbers in the shown unit."""

    def shown(x: float) -> str:
        if declaration.unit == "year":
            return f"{x:.2f}".rstrip("0").rstrip(".")
        if declaration.kind == "whole":
            return count(int(x))
        return number(x / declaration.factor, 4)

    text = span(shown(low), shown(high))
    unit = declaration.shown_unit
    if unit.startswith("10"):  # 10²⁵ FLOP
        return f"{text if low == high else f'({text})'}×{unit.replace(' ', NBSP)}"
    return text if unit == "year" else _with_unit(text, unit)


def _with_unit(text: str, unit: str) -> str:
    if not unit:
        return text
    if unit == "1/year":
        return f"{text}/year"
    close = unit[0] in "%×"
    return f"{text}{'' if close else NBSP}{_SPELT_OUT.get(unit, unit).replace(' ', NBSP)}"


def _scaled(x: float, scale: tuple[tuple[float, str], ...], gap: str) -> str:
    """Three significant digits in the largest unit of a scale that fits."""
    if not math.isfinite(x):
        return UNKNOWN
    if abs(x) >= _POWERS_FROM:
        return power(x, 3)
    rounded = _rounded(x, 3)
    for size, name in scale:
        if abs(rounded) >= size:
            return f"{number(rounded / size)}{gap}{name}"
    return number(rounded)


def _unit(text: str) -> str:
    """What follows the last digit."""
    last = max((i for i, sign in enumerate(text) if sign.isdigit()), default=-1)
    return text[last + 1 :]


def _rounded(x: float, digits: int) -> float:
    return float(f"{x:.{digits - 1}e}")


def _grouped(digits: str) -> str:
    return digits if len(digits) < 5 else f"{int(digits):,}".replace(",", THIN)


def _sign(x: float) -> str:
    return "+" if x > 0 else MINUS if x < 0 else ""
