"""What both tornados share: rows with their label above, room for the words at a bar's ends."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics import findings, wording
from analytics.depletion.timeline import EARLIEST, HORIZON
from analytics.findings_sensitivity import (
    control_of,
    in_full,
    label_of,
    measured,
    outcome,
    variable,
    what,
)
from analytics.outlook import Outlook
from analytics.outlook.drivers import Bar, Outcome, width
from analytics.outlook.vendor_headline import Question
from analytics.quantiles import place
from analytics.scenario import DECLARATIONS
from analytics.sensitivity import EXHAUSTED_BY
from dashboard.figures import labels
from dashboard.figures.chart import Request
from dashboard.figures.labels import width_of
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed

__all__ = ["control_of", "in_full", "label_of", "measured", "outcome", "variable", "what"]

BY = int(EXHAUSTED_BY)
OPTION = "drivers"
CHOICES = {"year": "Median year", "probability": f"Chance by {BY}"}
"""Outcomes that the bars may show; the first is the default."""

COLUMNS = ("series", "field", "setting", "variable", "unit", "value")
TOTAL = "Total Sobol’ index"
GROWTH = "demand_growth"

LABEL, BAR = -0.28, 0.23
"""Where in a row its label and its bar are, down from the row's middle."""

_UNITS = {"T tokens": "trillion tokens", "bn pages": "billion pages"}
_PLOT = 400.0
"""Width of the narrowest plot, in pixels, in which the words at the ends must fit."""


_LEAST: dict[Outcome, float] = {
    "year": 0.5,
    "probability": 0.02,
    "rank": 0.2,
    "risk": 0.02,
    "waste": 0.1,
}
"""Least width of an axis."""

_SHARES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
_STEPS: dict[Outcome, tuple[float, ...]] = {
    "year": (1, 2, 5, 10, 20),
    "probability": _SHARES,
    "rank": (0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    "risk": _SHARES,
    "waste": (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2),
}


class Axis(NamedTuple):
    """The axis of an outcome: its ends, and how far out a value is drawn."""

    low: float
    high: float
    cap: float

    def at(self, value: float) -> float:
        """Where a value is drawn; beyond the horizon at the end of the axis."""
        return min(max(value, self.low), self.cap)


class End(NamedTuple):
    """Words beside a bar's end: where, on which side, what."""

    value: float
    right: bool
    text: str


def outcome_of(request: Request) -> Outcome:
    """The outcome that the bars of the depletion page show."""
    return "probability" if request.options.get(OPTION) == "probability" else "year"


class Rows(NamedTuple):
    """What a tornado is drawn of: its answer as it is, its bars, and total indices by field."""

    base: float
    bars: Sequence[Bar]
    totals: Mapping[str, float]


RowsOf = Callable[[Outlook], Rows]
"""The rows of a scenario; of its baseline as well."""


def widest(bars: Sequence[Bar], by: Outcome, shown: int) -> list[Bar]:
    """The bars that move an outcome most, the widest first."""
    moving = [bar for bar in bars if width(bar, by) > 0]
    return sorted(moving, key=lambda bar: width(bar, by), reverse=True)[:shown]


def nothing(text: str, colours: Palette) -> dict[str, Any]:
    """Said in the middle of a chart that has no rows."""
    more: dict[str, Any] = {"xref": "paper", "yref": "paper", "size": 13.0}
    return words(text, 0.5, 0.5, colours.text, "center", **more)


def values(bar: Bar, by: Outcome) -> tuple[float, ...]:
    """The outcome at each setting."""
    return bar.answers[by]


def base(outlook: Outlook, by: Outcome) -> float:
    """The outcome of the scenario as it is."""
    if by == "year":
        return float(outlook.depletion.exhaustion_year[place(0.5)])
    return findings.probability_by(outlook, BY)


def setting(bar: Bar, i: int) -> str:
    """A setting in words, with its unit."""
    if bar.kind == "choice" and bar.field == GROWTH:
        return bar.settings[i]
    declared = DECLARATIONS[bar.field]
    value = bar.values[i]
    if declared.kind == "estimate":
        return " ".join(part for part in (short(bar, i), unit_of(bar)) if part)
    return wording.value(declared, value)


def short(bar: Bar, i: int) -> str:
    """A setting to three digits without the unit that stands in the row's label."""
    declared = DECLARATIONS[bar.field]
    if bar.kind == "choice":
        return setting(bar, i)
    x = float(bar.values[i].low)
    if declared.unit == "year":
        return f"{x:.1f}"
    close = declared.shown_unit[:1] if declared.shown_unit[:1] in ("%", "×") else ""
    return wording.number(x / declared.factor, 3) + close


def unit_of(bar: Bar) -> str:
    """The unit as it stands in the row's label; empty where the numbers carry it."""
    unit = DECLARATIONS[bar.field].shown_unit
    if unit == "year":
        return ""
    if unit[:1] in ("%", "×"):
        rest = unit[1:].lstrip("/")
        return f"per {rest}" if rest else ""
    if unit.startswith("10"):
        return f"× {unit}"
    return _UNITS.get(unit, unit)


def axis(by: Outcome, shown: Sequence[float], ends: Iterable[End], part: float) -> Axis:
    """An axis that leaves room for the words at the ends of the bars.

    Args:
        by: the outcome.
        shown: all values that are drawn, the scenario's own among them.
        ends: the words.
        part: of the plot's width that the axis has.
    """
    finite = [x for x in shown if (math.isfinite(x) and EARLIEST < x <= HORIZON) or by != "year"]
    finite = [x for x in finite if math.isfinite(x)] or [2030.0]
    low, high = min(finite), max(finite)
    span = max(high - low, _LEAST[by])
    cap = high + 0.12 * span if any(x > HORIZON for x in shown) else high
    floor = low - 0.12 * span if by == "year" and min(shown) <= EARLIEST else low
    first, last = floor - 0.02 * span, cap + 0.02 * span
    pixels = _PLOT * part
    for _ in range(8):
        scale = (last - first) / pixels
        reach = [
            (min(max(end.value, floor), cap), (width_of(end.text, 11) + 14) * scale, end.right)
            for end in ends
        ]
        first = min([floor - 0.02 * span, *(x - w for x, w, right in reach if not right)])
        last = max([cap + 0.02 * span, *(x + w for x, w, right in reach if right)])
        first, last = max(first, floor - span), min(last, cap + span)
    return Axis(first, last, cap)


def axis_dict(by: Outcome, found: Axis, colours: Palette) -> dict[str, Any]:
    """The axis for plotly: whole years, or percents up to 100%."""
    span = found.high - found.low
    step = next((one for one in _STEPS[by] if span / one <= 8), _STEPS[by][-1])
    ticks = np.arange(math.ceil(found.low / step), math.floor(found.high / step) + 1) * step
    if by in ("probability", "risk"):
        ticks = ticks[(ticks > -1e-9) & (ticks < 1 + 1e-9)]
    if by == "rank":
        ticks = ticks[ticks > 1 - 1e-9]
    if by == "waste":
        ticks = ticks[ticks > -1e-9]
    return {
        "range": [found.low, found.high],
        "showgrid": True,
        "gridcolor": colours.grid,
        "showline": False,
        "ticks": "",
        "tickmode": "array",
        "tickvals": ticks.tolist(),
        "ticktext": [_tick(float(x), by, step) for x in ticks],
    }


def _tick(x: float, by: Outcome, step: float) -> str:
    if by == "year":
        return f"{x:.0f}"
    if by in ("rank", "waste"):
        return wording.number(round(x, 6), 3)
    return f"{100 * x:.{1 if step < 0.01 else 0}f}%"


def words(
    text: str, x: float, row: float, colour: str, anchor: str, *, size: float = 11.0, **more: Any
) -> dict[str, Any]:
    """Words in a row."""
    return labels.words(text, x, row, colour, anchor, size=size, **more)


def heading(bar: Bar, row: float, colours: Palette) -> dict[str, Any]:
    """A row's label, at the left edge above its bar."""
    unit = unit_of(bar) if bar.kind == "uncertain" else ""
    text = f"<b>{html.escape(label_of(bar))}</b>"
    if unit:
        text += f'  <span style="color:{colours.quiet}">{html.escape(unit)}</span>'
    return words(
        text, 0.0, row + LABEL, colours.text, "left", size=12.0, xref="paper", bgcolor=colours.paper
    )


def base_line(x: float, rows: int, colours: Palette) -> dict[str, Any]:
    """The scenario as it is, down through all rows."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed([x, x], "f8"),
        "y": packed([-0.5, rows - 0.5]),
        "line": {"color": colours.text, "width": 1.25},
        "hoverinfo": "skip",
    }


def base_words(x: float, text: str, found: Axis, colours: Palette) -> dict[str, Any]:
    """What the line is, over it."""
    middle = (x - found.low) / (found.high - found.low)
    anchor = "left" if middle < 0.2 else "right" if middle > 0.8 else "center"
    return words(
        f"as it is: <b>{text}</b>", x, 1.0, colours.text, anchor, yref="paper", yanchor="bottom"
    )


def rows_axis(rows: int) -> dict[str, Any]:
    """The axis of the rows, from the top down."""
    return {
        "range": [max(rows, 1) - 0.5, -0.5],
        "showgrid": False,
        "showticklabels": False,
        "zeroline": False,
    }


def targets(bars: Sequence[Bar], at: Sequence[float], texts: Sequence[str]) -> dict[str, Any]:
    """One unseen point a row, which tells what is in it and leads to its control."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(at),
        "y": list(range(len(bars))),
        "marker": {"size": 1, "opacity": 0},
        "customdata": [control_of(bar) for bar in bars],
        "text": list(texts),
        "hovertemplate": "%{text}<extra></extra>",
    }


def told(bar: Bar, by: Outcome) -> str:
    """A row in words, for who hovers over it."""
    lines = [f"<b>{html.escape(label_of(bar))}</b>"]
    lines += [
        f"{html.escape(setting(bar, i))}: {outcome(x, by)}" for i, x in enumerate(values(bar, by))
    ]
    return "<br>".join([*lines, "Click: go to its control"])


def table(bars: Sequence[Bar], asked: Question, start: float) -> pd.DataFrame:
    """The rows of a tornado: the scenario as it is, then each setting of each assumption."""
    name, unit = variable(asked)
    found: list[tuple[Any, ...]] = [("Scenario as it is", "", "", name, unit, start)]
    for bar in bars:
        found += [
            (label_of(bar), control_of(bar), wording.plain(setting(bar, i)), name, unit, x)
            for i, x in enumerate(values(bar, asked.by))
        ]
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    frame["value"] = frame["value"].where(np.isfinite(frame["value"]))
    return frame
