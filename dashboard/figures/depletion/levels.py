"""Stock and demand: two fans on a log axis, and where they cross."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics import findings, wording
from analytics.depletion import DepletionForecast
from analytics.estimates import Array
from analytics.quantiles import place
from dashboard.figures import template
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import MAIN, Part
from dashboard.figures.labels import HAnchor, Placer, Spot, VAnchor, annotation
from dashboard.figures.palette import Palette, Role, translucent
from dashboard.figures.template import packed, tokens_axis, years_axis

STOCK, UNIQUE, DEMAND = "Effective stock", "Unique stock", "Largest training run"
BANDS = ((0.025, 0.975, 0.1), (0.1, 0.9, 0.16))
"""Lower and upper probability and opacity of each band."""

SHOWN = np.array([0.025, 0.1, 0.5, 0.9, 0.975])
_SHOWN = [place(float(p)) for p in SHOWN]
_EDGES = [place(0.1), place(0.9)]
_MIDDLE = place(0.5)


def fans(request: Request) -> Chart:
    """Draw the effective stock and the demand of the largest run, 2024 to 2040."""
    colours, ghost = common.colours_of(request), common.ghost_of(request)
    forecast = request.outlook.depletion
    low, high = _reach([found for _, found in common.series_of(request)])
    lane, lane_labels = common.lane(request)
    as_of = request.outlook.scenario.as_of
    traces = [
        *_bands(forecast.years, forecast.stock_tokens, colours.line["repeated"]),
        *_bands(forecast.years, forecast.demand_tokens, colours.line["demand"]),
        *(_ghost(ghost, colours) if ghost is not None else []),
        common.line([as_of, as_of], [low, high], colours.quiet, 1.0),
        *_medians(forecast, colours),
        *lane,
    ]
    return Chart(
        title=findings.fans_title(request.outlook, preset=request.preset),
        unit="Tokens, log scale: medians with 80% and 95% bands. Below: year of exhaustion."
        + common.dashed(request, ghost is not None),
        figure={
            "data": traces,
            "layout": common.layout(
                request,
                xaxis={**years_axis(), "anchor": "y2"},
                yaxis={**tokens_axis(low, high), "domain": list(MAIN)},
                yaxis2=common.lane_axis(),
                margin=template.WIDE_MARGIN,
                annotations=[*_labels(request, low, high), *lane_labels],
            ),
        },
        table=common.table(_parts(request)),
        alt=_alt(request),
        source=common.source(request.outlook),
    )


def _reach(forecasts: list[DepletionForecast]) -> tuple[float, float]:
    """The token axis: from the least at the start to well above the stock.

    Demand grows on far beyond the crossing, by nine orders of magnitude in the upper band; an axis
    up to there would flatten what matters.
    """
    lows, highs = [], []
    for found in forecasts:
        lows += [found.demand_tokens[0, 0], found.stock_tokens[0, 0], found.unique_tokens[0, 4]]
        highs += [found.stock_tokens.max() * 3, found.demand_tokens[0, -1] * 3]
    most = max(found.demand_tokens.max() for found in forecasts)
    most = max(most, max(found.stock_tokens.max() for found in forecasts))
    exponents = np.log10([min(lows), min(max(highs), most * 1.3)])
    exponents[0] -= 0.08 * (exponents[1] - exponents[0])  # room for a name under the lowest line
    low, high = np.floor(exponents[0] * 4) / 4, np.ceil(exponents[1] * 4) / 4
    return float(10**low), float(10 ** max(high, low + 1.5))


def _bands(years: Array, tokens: Array, colour: str) -> list[dict[str, Any]]:
    """The 95% and the 80% band, each a closed outline."""
    around = np.concatenate([years, years[::-1]])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed(around),
            "y": packed(np.concatenate([tokens[:, place(high)], tokens[::-1, place(low)]])),
            "line": {"width": 0},
            "fill": "toself",
            "fillcolor": translucent(colour, opacity),
            "hoverinfo": "skip",
        }
        for low, high, opacity in BANDS
    ]


def _ghost(ghost: DepletionForecast, colours: Palette) -> list[dict[str, Any]]:
    """The baseline's medians, and the edges of its 80% bands in one trace."""
    edges = [
        tokens[:, edge] for tokens in (ghost.stock_tokens, ghost.demand_tokens) for edge in _EDGES
    ]
    gap = [np.nan]
    x = np.concatenate([part for _ in edges for part in (ghost.years, gap)])
    y = np.concatenate([part for edge in edges for part in (edge, gap)])
    faint = common.ghost_line(x, y, translucent(colours.ghost, 0.55))
    faint["line"] = {"color": translucent(colours.ghost, 0.6), "width": 1, "dash": "1px,3px"}
    return [
        faint,
        *(
            common.ghost_line(ghost.years, tokens[:, _MIDDLE], colours.ghost)
            for tokens in (ghost.stock_tokens, ghost.demand_tokens)
        ),
    ]


def _medians(forecast: DepletionForecast, colours: Palette) -> list[dict[str, Any]]:
    drawn: tuple[tuple[str, Array, Role, float], ...] = (
        (DEMAND, forecast.demand_tokens, "demand", 2.5),
        (STOCK, forecast.stock_tokens, "repeated", 2.5),
        (UNIQUE, forecast.unique_tokens, "human", 1.25),
    )
    traces = []
    for name, tokens, role, width in drawn:
        trillions = tokens[:, [_MIDDLE, *_EDGES]] / 1e12
        trace = common.line(
            forecast.years,
            tokens[:, _MIDDLE],
            colours.line[role],
            width,
            name=name,
            customdata=packed(trillions),
            hovertemplate=(
                f"{name} <b>%{{customdata[0]:,.3~r}}T</b>"
                " (80%: %{customdata[1]:,.3~r}–%{customdata[2]:,.3~r}T)<extra></extra>"
            ),
        )
        del trace["hoverinfo"]
        traces.append(trace)
    return traces


def _labels(request: Request, low: float, high: float) -> list[dict[str, Any]]:
    """Names beside the medians and "today" at its line."""
    forecast, colours = request.outlook.depletion, common.colours_of(request)
    ghost = common.ghost_of(request)
    u = common.along(forecast.years)

    def up(tokens: Array) -> Array:
        found: Array = np.log(tokens[:, _MIDDLE] / low) / np.log(high / low)
        return found

    stock, unique, demand = (
        up(t) for t in (forecast.stock_tokens, forecast.unique_tokens, forecast.demand_tokens)
    )
    now = common.today(request.outlook.scenario)
    lines = [(v, 10.0) for v in (stock, unique, demand)]
    if ghost is not None:
        lines += [(up(t), 4.0) for t in (ghost.stock_tokens, ghost.demand_tokens)]
    placer = Placer(lines, [(now, 0.0, now, 1.0, 3.0)])
    wanted = [
        ("Largest<br>training run", colours.word["demand"], _beside_rising(u, demand)),
        (STOCK, colours.word["repeated"], _along(u, stock, above=True)),
        (UNIQUE, colours.word["human"], _along(u, unique, above=False)),
        ("today", colours.text, _beside_today(now)),
    ]
    found = []
    for text, colour, spots in wanted:
        spot = placer.place(text, spots)
        if spot is not None:
            found.append(annotation(spot, text, colour))
    return found


def _beside_rising(u: Array, v: Array) -> list[Spot]:
    """Places to the left of and above a line, from its top end down, then to the right of it."""
    inside = np.flatnonzero((v >= 0.02) & (v <= 0.98))
    steps = inside[::-1][:: max(1, len(inside) // 12)]
    left = [Spot(float(u[i]), float(v[i]), "right", "middle", dx=-9) for i in steps]
    right = [Spot(float(u[i]), float(v[i]), "left", "middle", dx=9) for i in steps]
    above = [Spot(float(u[i]), float(v[i]), "right", "bottom", dx=-5, dy=5) for i in steps]
    below = [Spot(float(u[i]), float(v[i]), "left", "top", dx=5, dy=-5) for i in steps]
    if not len(steps):  # wholly above the plot or below it
        over = bool(v[0] > 0.5)
        return [Spot(0.0, float(over), "left", "top" if over else "bottom", dx=6)]
    return above + left + below + right


def _along(u: Array, v: Array, above: bool) -> list[Spot]:
    """Places over or under a flat line, from its right end leftwards; then on the other side."""
    found: list[Spot] = []
    for over, gaps in ((above, (5, 10, 16)), (not above, (5, 9))):
        for i in range(len(u) - 1, 0, -7):
            if 0 <= v[i] <= 1:
                side: VAnchor = "bottom" if over else "top"
                anchor: HAnchor = "right" if i > len(u) // 3 else "left"
                found.extend(
                    Spot(
                        float(u[i]),
                        float(v[i]),
                        anchor,
                        side,
                        dx=-4 if anchor == "right" else 4,
                        dy=gap if over else -gap,
                    )
                    for gap in gaps
                )
    return found


def _beside_today(u: float) -> list[Spot]:
    levels = (1.0, 0.0, 0.9, 0.8, 0.1, 0.2, 0.7, 0.6, 0.5)
    found = []
    for v in levels:
        vertical: VAnchor = "top" if v > 0.5 else "bottom"
        found += [Spot(u, v, "left", vertical, dx=5), Spot(u, v, "right", vertical, dx=-5)]
    return found


def _parts(request: Request) -> list[Part]:
    parts = []
    for series, found in common.series_of(request):
        mine = series == common.SCENARIO
        probabilities = SHOWN if mine else SHOWN[1:-1]
        columns = _SHOWN if mine else _SHOWN[1:-1]
        for variable, tokens in ((STOCK, found.stock_tokens), (DEMAND, found.demand_tokens)):
            year, quantile, value = common.grid(found.years, tokens[:, columns], probabilities)
            parts.append(Part(series, variable, "tokens", year, quantile, value))
        if mine:
            unique = found.unique_tokens[:, _MIDDLE]
            parts.append(Part(series, UNIQUE, "tokens", found.years, 0.5, unique))
        parts += common.exhaustion_parts(series, found)
    return parts


def _alt(request: Request) -> str:
    found = request.outlook.depletion
    first, last = [
        [wording.tokens(t[i, _MIDDLE]) for t in (found.stock_tokens, found.demand_tokens)]
        for i in (0, -1)
    ]
    when = wording.interval(*common.middle(found.exhaustion_year))
    text = (
        "Two fans on a logarithmic axis from 2024 to 2040. The median of the effective stock goes "
        f"from {first[0]} to {last[0]} tokens, that of the largest training run from {first[1]} to "
        f"{last[1]}. The stock is exhausted in {when}."
    )
    ghost = common.ghost_of(request)
    if ghost is not None:
        was = wording.interval(*common.middle(ghost.exhaustion_year))
        text += common.under(request, f"it is {was}")
    return text
