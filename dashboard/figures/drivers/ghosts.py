"""The pinned baseline in a tornado: its own line, and what each row would be in it.

A row is the scenario's; what moves the baseline alone has none. Rows lie where the bars are, so
that the baseline is an outline over them, and its dots are in a lane of their own below.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.outlook.drivers import Bar, Outcome
from analytics.outlook.vendor_headline import Question
from dashboard.figures.chart import Request
from dashboard.figures.depletion.common import baseline_name, ghost_line, under
from dashboard.figures.drivers import common
from dashboard.figures.drivers.common import BAR, Axis, End, Rows, RowsOf
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed

BASELINE = "Baseline"
LANE = 0.42
"""Where in a row the baseline's dots are."""

_HALF = 0.21
"""Half the height of an outline, a little more than that of a bar."""

_TOLD = 3


class Was(NamedTuple):
    """The baseline in a tornado.

    Attributes:
        name: what it is called.
        start: its own answer.
        bars: its bar in each row; None where the assumption does not move it, or is known.
        totals: its total index of each row; none in a tornado of choices.
    """

    name: str
    start: float
    bars: tuple[Bar | None, ...]
    totals: tuple[float | None, ...]

    def values(self, by: Outcome) -> list[float]:
        """All of its values that are drawn."""
        of_bars = (x for bar in self.bars if bar for x in common.values(bar, by))
        return [self.start, *of_bars]

    @property
    def largest_total(self) -> float:
        """The largest total index."""
        return max((total for total in self.totals if total is not None), default=0.0)


def of(request: Request, rows: Sequence[Bar], by: Outcome, found: RowsOf) -> Was | None:
    """The baseline's bars in the rows of the scenario's; None if they are the same."""
    if request.baseline is None or request.baseline == request.outlook or not rows:
        return None
    was, now = (_in_rows(found(one), rows) for one in (request.baseline, request.outlook))
    return None if _seen(was, by) == _seen(now, by) else was._replace(name=baseline_name(request))


def _in_rows(found: Rows, rows: Sequence[Bar]) -> Was:
    own = {(bar.field, bar.leads): bar for bar in found.bars}
    return Was(
        "",
        found.base,
        tuple(own.get((bar.field, bar.leads)) for bar in rows),
        tuple(found.totals.get(bar.field) for bar in rows),
    )


def _seen(one: Was, by: Outcome) -> tuple[Any, ...]:
    """All that is drawn or told of a baseline."""
    bars = tuple((common.values(bar, by), bar.settings) if bar else None for bar in one.bars)
    return one.start, bars, one.totals


def legend(was: Was | None, how: str) -> str:
    """What is the baseline's, for the unit line; empty without one."""
    return f" {how}: {was.name}." if was else ""


def line(was: Was, rows: int, axis: Axis, colours: Palette) -> dict[str, Any]:
    """The baseline as it is, down through all rows."""
    at = axis.at(was.start)
    return ghost_line([at, at], [-0.5, rows - 0.5], colours.ghost)


def beyond(ends: Sequence[End], row: int, was: Was | None, by: Outcome) -> list[End]:
    """The words at the ends of a row's bar, moved out of the baseline's outline."""
    bar = was.bars[row] if was else None
    if was is None or bar is None:
        return list(ends)
    box = (*common.values(bar, by), was.start)
    return [
        end._replace(value=max(end.value, *box) if end.right else min(end.value, *box))
        for end in ends
    ]


def outlines(was: Was, by: Outcome, axis: Axis, colours: Palette) -> dict[str, Any]:
    """The baseline's bars: a box from end to end, with a tick at each setting."""
    x: list[float] = []
    y: list[float] = []
    for row, bar in enumerate(was.bars):
        if bar is None:
            continue
        top, bottom = row + BAR - _HALF, row + BAR + _HALF
        ticks = [axis.at(v) for v in common.values(bar, by)]
        ends = [*ticks, axis.at(was.start)]
        low, high = min(ends), max(ends)
        x += [low, high, high, low, low, np.nan]
        y += [top, top, bottom, bottom, top, np.nan]
        for tick in ticks:
            x += [tick, tick, np.nan]
            y += [top, bottom, np.nan]
    return _drawn(x, y, colours)


def shares(was: Was, colours: Palette) -> dict[str, Any]:
    """The baseline's total indices, a box in the column of the shares."""
    x: list[float] = []
    y: list[float] = []
    for row, total in enumerate(was.totals):
        if total is not None and total > 0:
            top, bottom = row + BAR - 0.7 * _HALF, row + BAR + 0.7 * _HALF
            x += [0.0, total, total, 0.0, np.nan]
            y += [top, top, bottom, bottom, np.nan]
    return _drawn(x, y, colours) | {"xaxis": "x2"}


def dots(was: Was, by: Outcome, axis: Axis, colours: Palette) -> list[dict[str, Any]]:
    """The baseline's alternatives: open dots on a line from the first to the last."""
    x: list[float] = []
    y: list[float] = []
    places: list[tuple[float, float]] = []
    for row, bar in enumerate(was.bars):
        if bar is None:
            continue
        values = common.values(bar, by)
        ends = [axis.at(v) for v in (*values, was.start)]
        x += [min(ends), max(ends), np.nan]
        y += [row + LANE, row + LANE, np.nan]
        places += [(axis.at(v), row + LANE) for v in values if v != was.start]
    markers = {
        "type": "scatter",
        "mode": "markers",
        "x": packed([one for one, _ in places], "f8"),
        "y": packed([one for _, one in places]),
        "marker": {"size": 7, "color": colours.ghost, "symbol": "circle-open"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [_drawn(x, y, colours), markers]


def _drawn(x: Sequence[float], y: Sequence[float], colours: Palette) -> dict[str, Any]:
    return ghost_line(x, y, colours.ghost) | {"x": packed(x, "f8"), "connectgaps": False}


def told(texts: Sequence[str], was: Was | None, by: Outcome) -> list[str]:
    """The rows in words with what they would be in the baseline, for who hovers over them."""
    if was is None:
        return list(texts)
    name = html.escape(was.name)
    return [
        text if bar is None else f"{text}<br><i>{name}</i>: {html.escape(_row(bar, by))}"
        for text, bar in zip(texts, was.bars, strict=True)
    ]


def _row(bar: Bar, by: Outcome) -> str:
    return ", ".join(
        f"{common.outcome(x, by)} at {common.setting(bar, i)}"
        for i, x in enumerate(common.values(bar, by))
    )


def alt(request: Request, was: Was | None, by: Outcome) -> str:
    """What the outlines say, for the end of an alternative text."""
    if was is None:
        return ""
    rows = [
        f"{common.label_of(bar)}, " + " and ".join(common.outcome(x, by) for x in values)
        for bar in was.bars[:_TOLD]
        if bar is not None
        for values in (common.values(bar, by),)
    ]
    return under(request, "; ".join([f"it is {common.outcome(was.start, by)}", *rows]))


def table(was: Was | None, asked: Question) -> list[pd.DataFrame]:
    """The baseline's rows of a tornado's table."""
    if was is None:
        return []
    found = common.table([bar for bar in was.bars if bar is not None], asked, was.start)
    found["series"] = [f"{BASELINE} as it is", *(f"{BASELINE}: {s}" for s in found["series"][1:])]
    indices = [
        (f"{BASELINE}: {common.label_of(bar)}", bar.field, "", common.TOTAL, "share", total)
        for bar, total in zip(was.bars, was.totals, strict=True)
        if bar is not None and total is not None
    ]
    return [found, *([pd.DataFrame(indices, columns=list(common.COLUMNS))] if indices else [])]
