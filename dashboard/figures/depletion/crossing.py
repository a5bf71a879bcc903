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
from dashboard.figures.labels import HAnchor, Placer, Spot, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import FIRST_YEAR, LAST_YEAR, packed, years_axis

DOTS = 50
"""One dot is one chance in fifty."""

YEARS = np.arange(FIRST_YEAR, LAST_YEAR + 1)
COLUMNS = np.array([FIRST_YEAR - 1.5, *YEARS, LAST_YEAR + 1.5])
"""Where the columns stand: earlier years, 2024 to 2040, later years. (19,)"""

FIRST, LAST = FIRST_YEAR - 1.75, LAST_YEAR + 2.75
"""Ends of the time axis; the column of a year is labelled in its middle, half a year on."""

_EDGES = np.array([-np.inf, *YEARS, LAST_YEAR + 1.0, np.inf])
_PROBABILITIES = (np.arange(DOTS) + 0.5) / DOTS
_HEADROOM = 1.3
"""Height of the plot over the columns beside the years, for the words in them."""

_HIGHEST = 17.0
"""Dots that a column has room for before the dots shrink."""


def exhaustion(request: Request) -> Chart:
    """Draw the distribution of the exhaustion year; option ``exhaustion``: quantiles or bars."""
    bars = request.options.get("exhaustion") == "bars"
    found = [(series, _shares(forecast)) for series, forecast in common.series_of(request)]
    if bars:
        drawn, top, parts = _bars(request, found)
        unit = "Share of worlds by year of exhaustion."
    else:
        drawn, top, parts = _dots(request, found)
        unit = f"Year of exhaustion: each dot is 1 chance in {DOTS}."
    lane, lane_labels = common.lane(request, FIRST, LAST, xaxis="x2")
    for one in common.series_of(request):
        parts += common.exhaustion_parts(*one)
    colours = common.colours_of(request)
    heights = np.max([shares for _, shares in found], axis=0) * (1 if bars else DOTS) / top
    ghosts = [_outline(shares * (1 if bars else DOTS), colours.ghost) for _, shares in found[1:]]
    return Chart(
        title=findings.exhaustion_title(request.outlook, preset=request.preset),
        unit=unit + " Below: median, 80%, 95%." + common.dashed(request, bool(ghosts)),
        figure={
            "data": [*drawn, *ghosts, *lane],
            "layout": common.layout(
                request,
                hovermode="closest",
                xaxis=_columns_axis(),
                yaxis={**(_share_ticks(top) if bars else _no_ticks(top)), "domain": list(MAIN)},
                xaxis2=_time_axis(),
                yaxis2={**common.lane_axis(), "anchor": "x2"},
                shapes=_grounds(found[0][1], colours),
                annotations=[*_end_labels(found[0][1], heights, colours), *lane_labels],
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


def _columns_axis() -> dict[str, Any]:
    """Years, each label in the middle of its column."""
    return {**years_axis(FIRST - 0.5, LAST - 0.5), "anchor": "y2", "ticks": "", "minor": {}}


def _time_axis() -> dict[str, Any]:
    """The lane's own time axis, on which 2029.08 is at the left of the column of 2029."""
    return {"range": [FIRST, LAST], "visible": False, "fixedrange": True, "anchor": "y2"}


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
    ends = max(float(shares[[0, -1]].max()) for _, shares in found)
    top = max(_HIGHEST, tallest + 1.5, ends * DOTS * _HEADROOM)
    inner = np.abs(_PROBABILITIES - 0.5) < 0.4
    colour = colours.line["repeated"]
    texts = [wording.year(year) for year in quantiles]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": packed(COLUMNS[column]),
        "y": packed(level + 0.5),
        "text": texts,
        "marker": {
            "size": round(min(13.0, 225 / top), 1),
            "color": [colour if one else translucent(colour, 0.45) for one in inner],
            "line": {"width": 0},
        },
        "hovertemplate": f"%{{text}}: 1 of {DOTS} equally likely years<extra></extra>",
    }
    parts = [
        Part(common.SCENARIO, "Exhaustion year, dots", "year", math.nan, _PROBABILITIES, quantiles)
    ]
    parts += [part for series, shares in found for part in _share_parts(series, shares)]
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
        "x": packed(COLUMNS),
        "y": packed(shares),
        "width": packed(width),
        "text": ["earlier", *(str(year) for year in YEARS), "later"],
        "textposition": "none",
        "marker": {"color": colours.line["repeated"], "line": {"width": 0}},
        "hovertemplate": "%{text}: <b>%{y:.1%}</b> of worlds<extra></extra>",
    }
    top = max(0.3, *(float(max(s.max() * 1.12, s[[0, -1]].max() * _HEADROOM)) for _, s in found))
    parts = [part for series, mine in found for part in _share_parts(series, mine)]
    return [bars], top, parts


def _share_parts(series: str, shares: Array) -> list[Part]:
    return [
        Part(series, f"Exhausted before {FIRST_YEAR}", "share", math.nan, math.nan, shares[0]),
        Part(series, "Exhausted in the year", "share", YEARS, math.nan, shares[1:-1]),
        Part(series, f"Not exhausted by {LAST_YEAR}", "share", math.nan, math.nan, shares[-1]),
    ]


def _outline(heights: Array, colour: str) -> dict[str, Any]:
    """The baseline's histogram as a dashed outline, the end columns apart."""
    x: list[float] = []
    y: list[float] = []
    for part in (slice(0, 1), slice(1, -1), slice(-1, None)):
        if heights[part].any():
            sides = np.stack([COLUMNS[part] - 0.5, COLUMNS[part] + 0.5], axis=1).ravel()
            x += [sides[0], *sides, sides[-1], np.nan]
            y += [0.0, *np.repeat(heights[part], 2), 0.0, np.nan]
    return common.ghost_line(x, y, colour)


def _ends(shares: Array) -> list[tuple[int, str, HAnchor]]:
    """Columns beside the years, each with what it is called; the left one only if it is needed."""
    found: list[tuple[int, str, HAnchor]] = [(-1, f"after {LAST_YEAR}", "right")]
    if shares[0] > 0:
        found.append((0, f"before {FIRST_YEAR}", "left"))
    return found


def _grounds(shares: Array, colours: Palette) -> list[dict[str, Any]]:
    """A tint behind the columns beside the years, which stand for more than a year each."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "xref": "x",
            "yref": "y domain",
            "x0": COLUMNS[column] - 0.72,
            "x1": COLUMNS[column] + 0.72,
            "y0": 0,
            "y1": 1,
            "line": {"width": 0},
            "fillcolor": translucent(colours.grid, 0.6),
        }
        for column, _, _ in _ends(shares)
    ]


def _end_labels(shares: Array, heights: Array, colours: Palette) -> list[dict[str, Any]]:
    """How much lies in the columns beside the years, in words clear of the columns.

    Args:
        shares: the scenario's, (19,).
        heights: of whatever stands in each column, as fractions of the plot, (19,).
        colours: of the scheme.
    """
    places = common.along(COLUMNS + 0.5, FIRST, LAST)
    half = 0.5 / (LAST - FIRST)
    columns = zip(places.tolist(), heights.tolist(), strict=True)
    placer = Placer(blocks=[(u - half, 0.0, u + half, v, 10.0) for u, v in columns if v > 0])
    found = []
    for column, words, anchor in _ends(shares):
        text = f"{words}<br><b>{wording.probability(float(shares[column]))}</b>"
        edge = 0.0 if anchor == "left" else 1.0
        inset = 4 if anchor == "left" else -4
        levels = (0.985, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
        spot = placer.place(text, [Spot(edge, v, anchor, "top", dx=inset) for v in levels])
        if spot is not None:
            found.append(annotation(spot, text, colours.quiet))
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
        text += common.under(request, f"it is {was}")
    return text
