"""The ranking of vendors under every scenario: expected rank and its interval, side by side."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import comparison, findings_compare, wording
from analytics.comparison import LEVEL, Side, Vendors
from analytics.estimates import Array
from dashboard.figures.chart import Chart, Request
from dashboard.figures.compare import common
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.vendors import common as vendor_common

_BREADTH = 0.66
"""Part of a row over which its scenarios are spread."""


def vendors(request: Request) -> Chart:
    """Draw the expected rank of every vendor, best under the first scenario first."""
    found, colours = common.compared(request), depletion.colours_of(request)
    each = [comparison.vendors(side.outlook) for side in found]
    names = list(dict.fromkeys(name for one in each for name in one.ranked))
    shown = names[: vendor_common.MOST]
    traces: list[dict[str, Any]] = []
    for i, (side, one) in enumerate(zip(found, each, strict=True)):
        traces += _scenario(side, one, i, len(found), shown, colours)
    count = max(len(one.ranked) for one in each)
    left = len(names) - len(shown)
    return Chart(
        title=findings_compare.vendors_title(found),
        unit=f"Expected rank among {count}, 1 is best, with the 80% interval. {common.key(found)}"
        + (f" {left} more in the table." if left else ""),
        figure={
            "data": traces,
            "layout": depletion.layout(
                request,
                hovermode="closest",
                margin={"l": 118, "r": 14, "t": 8, "b": 40},
                xaxis={
                    "range": [0.5, count + 0.5],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                    "showline": False,
                    "ticks": "",
                    "tick0": 1,
                    "dtick": 1 if count <= 16 else 5,
                    "title": {
                        "text": "rank",
                        "standoff": 2,
                        "font": {"size": 11, "color": colours.quiet},
                    },
                },
                yaxis=vendor_common.rows_axis(
                    [vendor_common.name(name, colours) for name in shown], above=0.6
                ),
                shapes=_stripes(len(shown), colours),
            ),
        },
        table=common.table(part for one in zip(found, each, strict=True) for part in _parts(*one)),
        alt=_alt(found, each),
        source=vendor_common.source(request),
    )


def _interval(ranks: Array) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(ranks, (tail, 1 - tail), method="inverted_cdf")
    return float(low), float(high)


def _scenario(
    side: Side, one: Vendors, i: int, count: int, shown: list[str], colours: Palette
) -> list[dict[str, Any]]:
    there = [
        (row, one.ranks[one.ranked.index(n)]) for row, n in enumerate(shown) if n in one.ranked
    ]
    offset = (i - (count - 1) / 2) * _BREADTH / count
    rows = np.array([row + offset for row, _ in there])
    ends = np.array([_interval(ranks) for _, ranks in there]).reshape(-1, 2)
    means = [float(ranks.mean()) for _, ranks in there]
    ink = colours.scenario[i]
    width = 3.0 if count > 2 else 4.5
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": means,
        "y": rows.tolist(),
        "marker": {
            "symbol": common.SYMBOLS[i],
            "size": 8 if count > 2 else 10,
            "color": ink,
            "line": {"width": 1, "color": colours.paper},
        },
        "text": [
            f"<b>{shown[row]}</b>, {common.short(side.name)}<br>expected rank "
            f"{wording.number(mean, 2)} (80%: {wording.number(low)}–{wording.number(high)})"
            for (row, _), mean, (low, high) in zip(there, means, ends, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }
    band = vendor_common.bars(ends[:, 0], ends[:, 1], rows, translucent(ink, 0.34), width)
    return [band, dots]


def _stripes(count: int, colours: Palette) -> list[dict[str, Any]]:
    """Every other row on a ground of its own, so that the eye keeps to it."""
    return [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": row - 0.5,
            "y1": row + 0.5,
            "fillcolor": translucent(colours.grid, 0.45),
            "line": {"width": 0},
            "layer": "below",
        }
        for row in range(0, count, 2)
    ]


def _parts(side: Side, one: Vendors) -> list[Part]:
    parts = []
    for name, ranks in zip(one.ranked, one.ranks, strict=True):
        parts += [
            Part(side.name, f"Expected rank: {name}", "place", math.nan, math.nan, ranks.mean()),
            Part(side.name, f"Rank: {name}", "place", math.nan, (0.1, 0.9), _interval(ranks)),
        ]
    return parts


def _alt(found: tuple[Side, ...], each: list[Vendors]) -> str:
    told = [
        ", ".join(
            f"{name} {wording.number(float(ranks.mean()), 2)}"
            for name, ranks in zip(one.ranked[:5], one.ranks, strict=False)
        )
        for one in each
    ]
    return (
        "A row for each vendor with a mark and an interval for each scenario. Expected ranks of "
        f"the first five: {common.listed(found, told)}"
    )
