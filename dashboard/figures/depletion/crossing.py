"""The exhaustion year: fifty equally likely years as dots, or the share of worlds by year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings, wording
from analytics.depletion import DepletionForecast
from analytics.depletion import exhaustion as model
from analytics.depletion.timeline import HORIZON
from analytics.estimates import Array
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import MAIN, Part
from dashboard.figures.labels import Spot, annotation
from dashboard.figures.palette import translucent
from dashboard.figures.template import FIRST_YEAR, LAST_YEAR, packed

DOTS = 50
"""One dot is one chance in fifty."""

YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)
COLUMNS = np.array([FIRST_YEAR - 1.0, *(YEARS + 0.5), LAST_YEAR + 2.0])
"""Middle of each column: earlier years, 2024 to 2040, later years. (19,)"""

FIRST, LAST = FIRST_YEAR - 1.75, LAST_YEAR + 2.75
_EDGES = np.array([-np.inf, *YEARS, LAST_YEAR + 1.0, np.inf])
_PROBABILITIES = (np.arange(DOTS) + 0.5) / DOTS
_HIGHEST = 14.0
"""Dots that a column has room for before the dots shrink."""


def exhaustion(request: Request) -> Chart:
    """Draw the distribution of the exhaustion year; option ``exhaustion``: quantiles or bars."""
    bars = request.options.get("exhaustion") == "bars"
    found = [(series, _shares(forecast)) for series, forecast in common.series_of(request)]
    if bars:
        drawn, top, parts = _bars(request, found)
        unit = "Share of worlds by calendar year of exhaustion."
    else:
        drawn, top, parts = _dots(request, found)
        unit = f"Calendar year of exhaustion; each dot is 1 chance in {DOTS}."
    lane, lane_labels = common.lane(request, FIRST, LAST)
    parts += [common.exhaustion_parts(*one) for one in common.series_of(request)]
    colours = common.colours_of(request)
    ghosts = [_outline(shares * (1 if bars else DOTS), colours.ghost) for _, shares in found[1:]]
    return Chart(
        title=findings.exhaustion_title(request.outlook, preset=request.preset),
        unit=unit + " Below: median, 80% and 95% interval." + common.dashed(request),
        figure={
            "data": [*drawn, *ghosts, *lane],
            "layout": common.layout(
                request,
                hovermode="closest",
                xaxis=_columns_axis(found[0][1]),
                yaxis={**(_share_ticks(top) if bars else _no_ticks(top)), "domain": list(MAIN)},
                yaxis2=common.lane_axis(),
                annotations=[*_ends(request, found[0][1], top, bars), *lane_labels],
            ),
        },
        table=common.table(parts),
        alt=_alt(request, found[0][1], bars),
        source=common.source(request.outlook),
    )


def _shares(forecast: DepletionForecast) -> Array:
    """Share of worlds in each column, (19,); sums to 1."""
    ordered = np.sort(forecast.exhaustion_worlds)
    below = np.searchsorted(ordered, _EDGES[1:-1], side="left")
    counts = np.diff(np.concatenate([[0], below, [len(ordered)]]))
    shares: Array = counts / len(ordered)
    return shares


def _columns_axis(shares: Array) -> dict[str, Any]:
    """Years every other column; the columns at the ends are named where they hold something."""
    ticks = [year for year in YEARS if year % 2 == 0]
    values, texts = [year + 0.5 for year in ticks], [str(year) for year in ticks]
    if shares[0] > 0:
        values, texts = [COLUMNS[0], *values], ["earlier", *texts]
        values, texts = [v for v in values if v != 2024.5], [t for t in texts if t != "2024"]
    values, texts = [*values[:-1], COLUMNS[-1]], [*texts[:-1], "later"]
    return {
        "range": [FIRST, LAST],
        "anchor": "y2",
        "tickmode": "array",
        "tickvals": [float(v) for v in values],
        "ticktext": texts,
        "ticks": "",
        "showline": True,
    }


def _no_ticks(top: float) -> dict[str, Any]:
    return {"range": [0, top], "showticklabels": False, "showgrid": False, "ticks": ""}


def _share_ticks(top: float) -> dict[str, Any]:
    step = next(s for s in (0.05, 0.1, 0.2, 0.25) if top / s <= 5.5)
    ticks = [step * i for i in range(int(min(top, 1.0) / step + 1e-9) + 1)]
    return {
        "range": [0, top],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{100 * tick:.0f}%" for tick in ticks],
    }


def _dots(
    request: Request, found: list[tuple[str, Array]]
) -> tuple[list[dict[str, Any]], float, list[Part]]:
    """Fifty quantiles, piled up by calendar year; the middle 80% are darker."""
    colours = common.colours_of(request)
    quantiles = model.quantiles(request.outlook.depletion.exhaustion_worlds, _PROBABILITIES)
    column = np.searchsorted(_EDGES[1:-1], quantiles, side="right")
    level = np.arange(DOTS) - np.searchsorted(column, column, side="left")
    tallest = max([level.max() + 1.0, *(DOTS * shares.max() for _, shares in found)])
    top = max(_HIGHEST, tallest + 1.5)
    inner = np.abs(_PROBABILITIES - 0.5) < 0.4
    colour = colours.line["repeated"]
    texts = [wording.year(year) for year in quantiles]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": packed(COLUMNS[column], "f8"),
        "y": packed(level + 0.5),
        "text": texts,
        "marker": {
            "size": round(min(11.0, 0.95 * 165 / top), 1),
            "color": [colour if one else translucent(colour, 0.45) for one in inner],
            "line": {"width": 0},
        },
        "hovertemplate": f"%{{text}}: 1 of {DOTS} equally likely years<extra></extra>",
    }
    parts = [
        Part(common.SCENARIO, "Exhaustion year, dots", "year", math.nan, _PROBABILITIES, quantiles)
    ]
    parts += [part for series, shares in found for part in _share_parts(series, shares)]
    parts.append(_never(request))
    return [dots], top, parts


def _bars(
    request: Request, found: list[tuple[str, Array]]
) -> tuple[list[dict[str, Any]], float, list[Part]]:
    """The share of worlds in each calendar year."""
    colours = common.colours_of(request)
    shares = found[0][1]
    width = np.full(len(COLUMNS), 0.84)
    bars = {
        "type": "bar",
        "x": packed(COLUMNS, "f8"),
        "y": packed(shares),
        "width": packed(width),
        "text": ["earlier", *(str(year) for year in YEARS), "later"],
        "textposition": "none",
        "marker": {"color": colours.line["repeated"], "line": {"width": 0}},
        "hovertemplate": "%{text}: <b>%{y:.1%}</b> of worlds<extra></extra>",
    }
    top = max(0.3, *(float(shares.max()) * 1.12 for _, shares in found))
    parts = [part for series, mine in found for part in _share_parts(series, mine)]
    return [bars], top, [*parts, _never(request)]


def _share_parts(series: str, shares: Array) -> list[Part]:
    return [
        Part(series, f"Exhausted before {FIRST_YEAR}", "share", math.nan, math.nan, shares[0]),
        Part(series, "Exhausted in the year", "share", YEARS, math.nan, shares[1:-1]),
        Part(series, f"Not exhausted by {LAST_YEAR}", "share", math.nan, math.nan, shares[-1]),
    ]


def _never(request: Request) -> Part:
    never = request.outlook.depletion.probability_never
    return Part(
        common.SCENARIO, f"Not exhausted before {HORIZON:.0f}", "share", math.nan, math.nan, never
    )


def _outline(heights: Array, colour: str) -> dict[str, Any]:
    """The baseline's histogram as a dashed outline, the end columns apart."""
    left, right = COLUMNS - 0.5, COLUMNS + 0.5
    x, y = [], []
    for part in (slice(0, 1), slice(1, -1), slice(-1, None)):
        if not heights[part].any():
            continue
        x += [left[part][0], *np.repeat(right[part], 2)[:-1], right[part][-1], np.nan]
        steps = np.repeat(heights[part], 2)
        inner = np.stack([left[part], right[part]], axis=1).ravel()
        x[-(2 * len(heights[part]) + 1) :] = [inner[0], *inner, inner[-1], np.nan]
        y += [0.0, *steps, 0.0, np.nan]
    return common.ghost_line(x, y, colour)


def _ends(request: Request, shares: Array, top: float, bars: bool) -> list[dict[str, Any]]:
    """How much lies outside of the years of the chart, in words over the columns at the ends."""
    colours = common.colours_of(request)
    found = []
    for place, share in ((0, shares[0]), (-1, shares[-1])):
        if place == 0 and share == 0:
            continue
        height = share if bars else math.ceil(DOTS * share)
        side = "left" if place == 0 else "right"
        edge = 0.0 if place == 0 else 1.0
        text = f"{wording.probability(float(share))}"
        text += (
            f"<br>{'before' if place == 0 else 'after'} {FIRST_YEAR if place == 0 else LAST_YEAR}"
        )
        spot = Spot(edge, float(min(0.8, height / top)), side, "bottom", dy=5)  # type: ignore[arg-type]
        found.append(annotation(spot, text, colours.quiet, size=11))
    return found


def _alt(request: Request, shares: Array, bars: bool) -> str:
    forecast = request.outlook.depletion
    kind = "Bars: the share of worlds" if bars else f"{DOTS} dots, each one chance in {DOTS},"
    inside = shares[1:-1]
    when = wording.interval(*common.middle(forecast.exhaustion_year))
    text = f"{kind} by calendar year of exhaustion. The median is {when}."
    if inside.any():
        year = int(YEARS[inside.argmax()])
        text += f" The likeliest year is {year}, with {wording.probability(float(inside.max()))}."
    text += (
        f" {wording.probability(float(shares[-1]))} of worlds lie after {LAST_YEAR},"
        f" {wording.probability(forecast.probability_never)} beyond {HORIZON:.0f}."
    )
    ghost = common.ghost_of(request)
    if ghost is not None:
        was = wording.interval(*common.middle(ghost.exhaustion_year))
        text += f" Under {request.baseline_name or 'the pinned baseline'}, dashed, it is {was}."
    return text
