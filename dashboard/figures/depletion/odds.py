"""The probability that the stock is exhausted by the end of each year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings, wording
from analytics.depletion import DepletionForecast
from analytics.estimates import Array
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import Part
from dashboard.figures.labels import Placer, Spot, annotation
from dashboard.figures.template import FIRST_YEAR, LAST_YEAR, share_axis, years_axis

NAMED = (2026, 2028, 2030, 2032)
"""Years whose probability is written beside the point."""

TOP = 1.1
_FIRST, _LAST = FIRST_YEAR - 0.4, LAST_YEAR + 0.4
VARIABLE = "P(exhausted by the end of the year)"


def probability(request: Request) -> Chart:
    """Draw P(exhausted by the end of Y), 2024 to 2040."""
    forecast, colours = request.outlook.depletion, common.colours_of(request)
    ghost = common.ghost_of(request)
    traces: list[dict[str, Any]] = []
    if ghost is not None:
        traces.append(common.ghost_line(ghost.year_ends, ghost.probability_by, colours.ghost))
    curve = common.line(forecast.year_ends, forecast.probability_by, colours.line["repeated"], 2.5)
    curve |= {
        "mode": "lines+markers",
        "marker": {"size": 7, "color": colours.line["repeated"]},
        "text": [wording.probability(float(p)) for p in forecast.probability_by],
        "hovertemplate": "by the end of %{x:.0f}: <b>%{text}</b><extra></extra>",
        "cliponaxis": False,
    }
    del curve["hoverinfo"]
    traces.append(curve)
    parts = [
        Part(series, VARIABLE, "share", found.year_ends, math.nan, found.probability_by)
        for series, found in common.series_of(request)
    ]
    return Chart(
        title=findings.probability_title(request.outlook, preset=request.preset),
        unit="Probability that the stock is exhausted by the end of the year."
        + common.dashed(request, ghost is not None),
        figure={
            "data": traces,
            "layout": common.layout(
                request,
                hovermode="closest",
                xaxis={**years_axis(), "range": [_FIRST, _LAST]},
                yaxis=share_axis(TOP),
                annotations=_labels(request),
            ),
        },
        table=common.table(parts),
        alt=_alt(request),
        source=common.source(request.outlook),
    )


def _labels(request: Request) -> list[dict[str, Any]]:
    """The named years' probabilities, where neither curve is; left out where there is no room."""
    forecast, colours = request.outlook.depletion, common.colours_of(request)
    lines = [
        (_across(found.probability_by / TOP), 10.0 if series == common.SCENARIO else 6.0)
        for series, found in common.series_of(request)
    ]
    placer = Placer(lines)
    found = []
    # the headline year is the last one to go without
    for year in sorted(NAMED, reverse=True):
        i = int(np.searchsorted(forecast.year_ends, year))
        text = f"<b>{wording.probability(float(forecast.probability_by[i]))}</b>"
        u = float(common.along(year, _FIRST, _LAST))
        spots = _around(u, float(forecast.probability_by[i]) / TOP)
        spot = placer.place(text, spots, 25.0)
        if spot is not None:
            found.append(annotation(spot, text, colours.word["repeated"]))
    return found


def _across(heights: Array) -> Array:
    """Heights at whole years, as heights at even steps across the plot, whose ends are bare."""
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1.0)
    steps = np.linspace(_FIRST, _LAST, 85)
    return np.interp(steps, years, heights, left=-1.0, right=-1.0)


def _around(u: float, v: float) -> list[Spot]:
    above, below = (
        Spot(u, v, "right", "bottom", dx=-8, dy=5),
        Spot(u, v, "left", "top", dx=8, dy=-5),
    )
    return [
        *((below, above) if v * TOP > 0.9 else (above, below)),
        Spot(u, v, "center", "bottom", dy=8),
        Spot(u, v, "center", "top", dy=-8),
        Spot(u, v, "right", "middle", dx=-9),
        Spot(u, v, "left", "middle", dx=9),
        Spot(u, v, "left", "top", dx=12, dy=-12),
    ]


def _named(forecast: DepletionForecast) -> str:
    """The probabilities of the named years as a list in words."""
    at = np.searchsorted(forecast.year_ends, NAMED)
    return ", ".join(
        f"{wording.probability(float(p))} by {year}"
        for year, p in zip(NAMED, forecast.probability_by[at], strict=True)
    )


def _alt(request: Request) -> str:
    forecast = request.outlook.depletion
    chance = dict(
        zip(forecast.year_ends.astype(int).tolist(), forecast.probability_by, strict=True)
    )
    named = ", ".join(f"{wording.probability(float(chance[y]))} by {y}" for y in NAMED)
    text = (
        f"A line with a point for each year from {FIRST_YEAR} to {LAST_YEAR}. The probability "
        f"that the stock is exhausted by the end of the year is {named}."
    )
    ghost = common.ghost_of(request)
    if ghost is not None:
        named = _named(ghost)
        text += f" Under {common.baseline_name(request)}, dashed, it is {named}."
    return text
