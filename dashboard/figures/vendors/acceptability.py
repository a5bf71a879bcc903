"""Rank acceptability: how likely each vendor is to take each rank."""

from __future__ import annotations

import html
from typing import Any

import numpy as np

from analytics import findings_vendors as said
from analytics.estimates import Array
from analytics.outlook.vendors import Ranking
from analytics.outlook.vendors import ranking as ranking_of
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, ink_on
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO

_NUMBERED = 14
"""Ranks up to which the cells have room for numbers."""


def acceptability(request: Request) -> Chart:
    """Draw the probability of each rank for each vendor."""
    found, ghost, colours = (
        ranking_of(request.outlook),
        common.ghost_of(request),
        colours_of(request),
    )
    one = common.chosen(request, found)
    vendors = common.shown(found, one)
    moat = found.moat
    chances = np.array([moat.acceptability[moat.ranked_units.index(v)] for v in vendors])
    count = chances.shape[1]
    top = _top(chances)
    return Chart(
        title=said.acceptability_title(request.outlook, request.preset),
        unit="Chance of each rank in percent, rank acceptability: rows and columns sum to 100. "
        f"Colour from none to {100 * top:.0f}%."
        + common.more(found, vendors)
        + common.dashed(request, ghost, common.TABLE_ONLY),
        figure={
            "data": [
                {
                    "type": "heatmap",
                    "x": list(range(1, count + 1)),
                    "y": list(range(len(vendors))),
                    "z": chances.tolist(),
                    "zmin": 0.0,
                    "zmax": top,
                    "colorscale": [
                        [i / (len(colours.ramp) - 1), colour]
                        for i, colour in enumerate(colours.ramp)
                    ],
                    "showscale": False,
                    "xgap": 1.5,
                    "ygap": 1.5,
                    "text": _hovers(found, vendors, chances),
                    "hovertemplate": "%{text}<extra></extra>",
                },
                *(_numbers(chances, top, colours) if count <= _NUMBERED else []),
            ],
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 118, "r": 10, "t": 6, "b": 34},
                xaxis={
                    "range": [0.5, count + 0.5],
                    "tickmode": "linear" if count <= 20 else "auto",
                    "dtick": 1,
                    "ticks": "",
                    "showline": False,
                    "title": {
                        "text": "rank",
                        "standoff": 2,
                        "font": {"size": 11, "color": colours.quiet},
                    },
                },
                yaxis=common.rows_axis([common.name(v, colours, bold=v == one) for v in vendors]),
            ),
        },
        table=common.table(
            (
                (series, v, f"P(rank {rank + 1})", rank + 1, "probability", np.nan, float(chance))
                for series, ranked in ((SCENARIO, found), (BASELINE, ghost))
                if ranked is not None
                for v in ranked.vendors
                for rank, chance in enumerate(
                    ranked.moat.acceptability[ranked.moat.ranked_units.index(v)]
                )
            ),
            "rank",
        ),
        alt=_alt(found, vendors, chances),
        source=common.source(request, "Lahdelma & Salminen 2001"),
    )


def _top(chances: Array) -> float:
    """Where the ramp ends: the next twentieth above the highest chance."""
    return min(max(float(np.ceil(20 * chances.max() - 1e-9)) / 20, 0.05), 1.0)


def _short(chance: float) -> str:
    """A chance in percent, in a cell of little room."""
    if chance < 0.01:
        return "<1"
    return ">99" if chance > 0.99 else f"{100 * chance:.0f}"


def _numbers(chances: Array, top: float, colours: Palette) -> list[dict[str, Any]]:
    """The chances in their cells: a trace an ink, for 169 annotations take Plotly 200 ms."""
    steps = len(colours.ramp) - 1
    cells: dict[str, list[tuple[int, int, str]]] = {}
    for row, line in enumerate(chances.tolist()):
        for rank, chance in enumerate(line, start=1):
            step = round(min(chance / top, 1.0) * steps)
            cells.setdefault(ink_on(colours.ramp[step]), []).append((rank, row, _short(chance)))
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [rank for rank, _, _ in some],
            "y": [row for _, row, _ in some],
            "text": [text for _, _, text in some],
            "textfont": {"size": 11, "color": ink},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for ink, some in sorted(cells.items())
    ]


def _hovers(found: Ranking, vendors: tuple[str, ...], chances: Array) -> list[list[str]]:
    return [
        [
            f"<b>{html.escape(vendor)}</b> is {said.ordinal(rank + 1)} in "
            f"{said.chance(found.moat, float(chance))} of worlds"
            for rank, chance in enumerate(line)
        ]
        for vendor, line in zip(vendors, chances, strict=True)
    ]


def _alt(found: Ranking, vendors: tuple[str, ...], chances: Array) -> str:
    each = "; ".join(
        f"{v} is most often {said.ordinal(int(line.argmax()) + 1)}, in "
        f"{said.chance(found.moat, float(line.max()))}"
        for v, line in list(zip(vendors, chances, strict=True))[:5]
    )
    return f"A grid of {len(vendors)} vendors by {chances.shape[1]} ranks, darker for more. {each}."
