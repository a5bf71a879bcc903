"""The years of exhaustion: a distribution a row, on one time axis and one scale."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings_compare, wording
from analytics.comparison import Side
from analytics.depletion.timeline import HORIZON
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.compare import common
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import packed
from dashboard.figures.vendors.common import words

BIN = 0.5
_QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
_AT = [place(p) for p in _QUANTILES]
_TALLEST = 0.52
"""Height of the highest of all distributions, of a row's."""


def exhaustion(request: Request) -> Chart:
    """Draw the distribution of the year of exhaustion of every scenario."""
    found, colours = common.compared(request), depletion.colours_of(request)
    first, last = _range(found)
    edges = np.arange(first, last + BIN / 2, BIN)
    shares = [
        np.histogram(side.outlook.depletion.exhaustion_worlds, edges)[0]
        / len(side.outlook.depletion.exhaustion_worlds)
        for side in found
    ]
    scale = _TALLEST / max(*(float(one.max()) for one in shares), 1e-9)
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for i, (side, share) in enumerate(zip(found, shares, strict=True)):
        traces += _row(side, i, share * scale, edges, (first, last), colours)
        labels += _words(side, i, colours)
    return Chart(
        title=findings_compare.exhaustion_title(found),
        unit="Year in which demand takes the whole stock: share of worlds by half-year, one scale "
        "for all; median, 80% (thick) and 95% (thin) intervals.",
        figure={
            "data": traces,
            "layout": depletion.layout(
                request,
                hovermode="closest",
                margin={"l": 18, "r": 18, "t": 10, "b": 28},
                xaxis={"range": [first, last], "tickformat": "d", "nticks": 8},
                yaxis={"range": [len(found) - 0.62, -0.86], "visible": False, "fixedrange": True},
                annotations=labels,
            ),
        },
        table=common.table(
            part for one in zip(found, shares, strict=True) for part in _parts(*one, edges)
        ),
        alt=_alt(found),
        source=common.source(found),
    )


def _range(found: tuple[Side, ...]) -> tuple[float, float]:
    """A time axis with nearly all of every distribution, and no century of a thin tail."""
    ends = [side.outlook.depletion.exhaustion_year[[_AT[0], _AT[-2]]] for side in found]
    first = min(max(float(low), 2010.0) for low, _ in ends)
    last = max(min(float(high) + 2, 2060.0) for _, high in ends)
    first = math.floor(min(first, 2030.0)) - 1.0
    return first, max(math.ceil(last), first + 10.0)


def _row(
    side: Side,
    i: int,
    heights: np.ndarray,
    edges: np.ndarray,
    ends: tuple[float, float],
    colours: Palette,
) -> list[dict[str, Any]]:
    ink, answer = colours.scenario[i], side.outlook.depletion
    x = np.repeat(edges, 2)
    y = i - np.concatenate([[0.0], np.repeat(heights, 2), [0.0]])
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(x),
            "y": packed(y),
            "line": {"color": translucent(ink, 0.7), "width": 1},
            "fill": "toself",
            "fillcolor": translucent(ink, 0.22),
            "hoverinfo": "skip",
        }
    ]
    low95, low, median, high, high95 = (float(answer.exhaustion_year[at]) for at in _AT)
    level = i + 0.08
    for start, end, width in ((low95, high95, 1.5), (low, high, 5.0)):
        if start <= ends[1] and end >= ends[0]:
            shown = [max(start, ends[0]), min(end, ends[1])]
            traces.append(depletion.line(shown, [level] * 2, ink, width))
    for beyond, at, symbol in (
        (low95 < ends[0], ends[0], "triangle-left"),
        (high95 > ends[1], ends[1], "triangle-right"),
    ):
        if beyond:
            arrow = common.mark(at, level, i, colours, size=9)
            arrow["marker"]["symbol"] = symbol
            traces.append(arrow)
    if ends[0] <= median <= ends[1]:
        hover = f"<b>{common.short(side.name)}</b><br>{_when(side)}<extra></extra>"
        traces.append(
            common.mark(median, level, i, colours, size=12, hoverinfo=None, hovertemplate=hover)
        )
    return traces


def _when(side: Side) -> str:
    return wording.interval(*depletion.middle(side.outlook.depletion.exhaustion_year))


def _words(side: Side, i: int, colours: Palette) -> list[dict[str, Any]]:
    """The scenario at the left over its row, its year at the right."""
    never = side.outlook.depletion.probability_never
    head, _, tail = _when(side).partition(" (")
    text = f"<b>{head}</b>" + (f" ({tail}" if tail else "")
    at = {"xref": "x domain", "yanchor": "bottom", "size": 12.5}
    labels = [
        words(
            common.bold(side.name, common.LINE), 0, i - 0.62, colours.scenario_word[i], "left", **at
        ),
        words(text, 1, i - 0.62, colours.text, "right", **at),
    ]
    if never >= 0.001:
        later = f"{common.chance(never, side)} not before {HORIZON:.0f}"
        at |= {"yanchor": "top", "size": 11.5}
        labels.append(words(later, 1, i - 0.62, colours.quiet, "right", **at))
    return labels


def _parts(side: Side, share: np.ndarray, edges: np.ndarray) -> list[Part]:
    answer = side.outlook.depletion
    return [
        Part(side.name, "Exhausted in the half-year from", "share", edges[:-1], math.nan, share),
        Part(
            side.name,
            "Exhaustion year",
            "year",
            math.nan,
            _QUANTILES,
            answer.exhaustion_year[_AT],
        ),
        Part(
            side.name,
            f"Not exhausted before {HORIZON:.0f}",
            "share",
            math.nan,
            math.nan,
            answer.probability_never,
        ),
    ]


def _alt(found: tuple[Side, ...]) -> str:
    told = [
        f"{_when(side)}, not before {HORIZON:.0f} in "
        f"{common.chance(side.outlook.depletion.probability_never, side)} of worlds"
        for side in found
    ]
    return (
        "A distribution over years for each scenario, one below the other on the same axis. "
        f"Median year of exhaustion: {common.listed(found, told)}"
    )
