"""Stock and demand of every scenario, a panel each on one axis, the first behind the others.

Overlaid, four fans of stock and four of demand are eight bands of which most lie on each other:
who changes demand alone leaves the stock where it is. A panel each shows where both cross.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics import findings_compare, wording
from analytics.comparison import Side
from analytics.depletion import DepletionForecast
from analytics.estimates import Array
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.compare import common
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.labels import Placer, Spot, VAnchor, annotation
from dashboard.figures.palette import Palette, Role, translucent
from dashboard.figures.template import (
    FIRST_YEAR,
    LAST_YEAR,
    WIDE_MARGIN,
    packed,
    tokens_axis,
    years_axis,
)

STOCK, DEMAND = "Effective stock", "Largest training run"
_GAP = 0.025
_INNER = {"tickvals": [2026, 2030, 2034, 2038], "ticktext": ["2026", "2030", "2034", "2038"]}
"""Years named under a panel that has neighbours: none at its ends."""

_SHOWN = (0.1, 0.5, 0.9)
_LOW, _MIDDLE, _HIGH = (place(p) for p in _SHOWN)
_LANE = 0.12
"""Part of the height, at the bottom, that is kept for the year of exhaustion."""


def fans(request: Request) -> Chart:
    """Draw the effective stock and the largest run of every scenario, 2024 to 2040."""
    found, colours = common.compared(request), depletion.colours_of(request)
    low, high = _reach([side.outlook.depletion for side in found])
    traces: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    axes: dict[str, Any] = {"yaxis": tokens_axis(low, high)}
    floor = low * (high / low) ** (_LANE * 0.28)
    for i, side in enumerate(found):
        axis = f"x{i + 1}" if i else "x"
        axes[f"xaxis{i + 1}" if i else "xaxis"] = {
            **years_axis(),
            **(_INNER if len(found) > 1 else {}),
            "domain": _domain(i, len(found)),
            "anchor": "y",
        }
        first = found[0].outlook.depletion if i else None
        drawn = _panel(side.outlook.depletion, first, colours)
        drawn += _lane(side.outlook.depletion, floor, i, colours)
        traces += [trace | {"xaxis": axis} for trace in drawn]
        words += _words(side, i, len(found), axis, colours)
    words += _names(found[0].outlook.depletion, low, high, colours)
    ghost = f" Dashed grey: “{found[0].name}”." if len(found) > 1 else ""
    return Chart(
        title=findings_compare.fans_title(found),
        unit="Tokens, log scale: medians with 80% bands. At the foot: year of exhaustion, median "
        f"and 80% interval.{ghost}",
        figure={
            "data": traces,
            "layout": depletion.layout(
                request,
                hovermode="x",
                margin={**WIDE_MARGIN, "t": 26},
                annotations=words,
                **axes,
            ),
        },
        table=common.table(part for side in found for part in _parts(side)),
        alt=_alt(found),
        source=common.source(found),
    )


def _domain(i: int, count: int) -> list[float]:
    width = (1 - _GAP * (count - 1)) / count
    left = i * (width + _GAP)
    return [left, left + width]


def _reach(forecasts: list[DepletionForecast]) -> tuple[float, float]:
    """One token axis for all: from below the least at the start to above the largest stock."""
    least = min(min(one.demand_tokens[0, _LOW], one.stock_tokens[0, _LOW]) for one in forecasts)
    most = max(
        max(one.stock_tokens[:, _HIGH].max() * 2, one.demand_tokens[0, _HIGH] * 2)
        for one in forecasts
    )
    low, high = np.log10([least, most])
    high = max(high, low + 1.5)
    low -= (high - low) * _LANE / (1 - _LANE) + 0.1
    return float(10**low), float(10**high)


def _panel(
    forecast: DepletionForecast, first: DepletionForecast | None, colours: Palette
) -> list[dict[str, Any]]:
    drawn: tuple[tuple[str, Array, Role], ...] = (
        (STOCK, forecast.stock_tokens, "repeated"),
        (DEMAND, forecast.demand_tokens, "demand"),
    )
    traces: list[dict[str, Any]] = [
        _band(forecast.years, tokens, colours.line[role]) for _, tokens, role in drawn
    ]
    if first is not None:
        traces += [
            depletion.ghost_line(first.years, there[:, _MIDDLE], colours.ghost)
            for here, there in (
                (forecast.stock_tokens, first.stock_tokens),
                (forecast.demand_tokens, first.demand_tokens),
            )
            if not depletion.same(here, there)
        ]
    for name, tokens, role in drawn:
        trillions = tokens[:, [_MIDDLE, _LOW, _HIGH]] / 1e12
        traces.append(
            depletion.line(
                forecast.years,
                tokens[:, _MIDDLE],
                colours.line[role],
                2.5,
                name=name,
                customdata=packed(trillions),
                hoverinfo=None,
                hovertemplate=(
                    f"{name} <b>%{{customdata[0]:,.3~r}}T</b>"
                    "<br>80%: %{customdata[1]:,.3~r}–%{customdata[2]:,.3~r}T<extra></extra>"
                ),
            )
        )
    return traces


def _band(years: Array, tokens: Array, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([years, years[::-1]])),
        "y": packed(np.concatenate([tokens[:, _HIGH], tokens[::-1, _LOW]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, 0.2),
        "hoverinfo": "skip",
    }


def _lane(
    forecast: DepletionForecast, level: float, i: int, colours: Palette
) -> list[dict[str, Any]]:
    """The year of exhaustion as a mark on its interval, as far as the panel shows it."""
    median, low, high = depletion.middle(forecast.exhaustion_year)
    ends = np.clip([low, high], FIRST_YEAR, LAST_YEAR)
    traces = []
    if low <= LAST_YEAR and high >= FIRST_YEAR:
        traces.append(depletion.line(ends, [level] * 2, colours.scenario[i], 4.0))
    heads = [
        (at, symbol)
        for beyond, at, symbol in (
            (low < FIRST_YEAR, FIRST_YEAR, "triangle-left"),
            (high > LAST_YEAR, LAST_YEAR, "triangle-right"),
        )
        if beyond
    ]
    if heads:
        marker = {"size": 9, "color": colours.scenario[i], "symbol": [s for _, s in heads]}
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [float(at) for at, _ in heads],
                "y": [level] * len(heads),
                "marker": marker,
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    if FIRST_YEAR <= median <= LAST_YEAR:
        traces.append(common.mark(median, level, i, colours))
    return traces


def _words(side: Side, i: int, count: int, axis: str, colours: Palette) -> list[dict[str, Any]]:
    """The name over a panel and the year at its foot."""
    ink = colours.scenario_word[i]
    when = wording.interval(*depletion.middle(side.outlook.depletion.exhaustion_year))
    head, _, tail = when.partition(" (")
    longest = {4: 22, 3: common.LINE}.get(count, 2 * common.LONGEST)
    name = annotation(Spot(0, 1, "left", "bottom", dy=6), common.bold(side.name, longest), ink)
    year = annotation(
        Spot(0, 0, "left", "bottom", dx=5, dy=0.0),
        f"<b>{head}</b>" + (f" ({tail}" if tail else ""),
        colours.text,
    )
    # over the mark, whose lane is as high as two lines of type
    year |= {"y": _LANE * 0.52}
    return [one | {"xref": f"{axis} domain"} for one in (name, year)]


def _names(
    forecast: DepletionForecast, low: float, high: float, colours: Palette
) -> list[dict[str, Any]]:
    """What is what, in the first panel."""
    u = depletion.along(forecast.years)
    levels = [
        np.log(tokens[:, q] / low) / np.log(high / low)
        for tokens in (forecast.stock_tokens, forecast.demand_tokens)
        for q in (_LOW, _MIDDLE, _HIGH)
    ]
    weights = (1.0, 10.0, 1.0) * 2
    placer = Placer(zip(levels, weights, strict=True), [(0.0, 0.0, 1.0, _LANE + 0.04, 20.0)])
    labels = []
    wanted: tuple[tuple[str, int, Role], ...] = (
        ("Effective<br>stock", 1, "repeated"),
        ("Largest<br>training run", 4, "demand"),
    )
    sides: tuple[tuple[float, VAnchor], ...] = (
        (26, "bottom"),
        (-20, "top"),
        (8, "bottom"),
        (-8, "top"),
    )
    for text, at, role in wanted:
        heights = levels[at]
        inside = [i for i in range(0, len(u), 4) if 0.1 < heights[i] < 0.92]
        spots = [
            Spot(float(u[i]), float(heights[i]), "left", anchor, dx=6, dy=dy)
            for dy, anchor in sides
            for i in inside
        ]
        spot = placer.place(text, spots)
        if spot is not None:
            labels.append(annotation(spot, text, colours.word[role]))
    return labels


def _parts(side: Side) -> list[Part]:
    forecast = side.outlook.depletion
    columns = [_LOW, _MIDDLE, _HIGH]
    return [
        *(
            Part(
                side.name,
                name,
                "tokens",
                *depletion.grid(forecast.years, tokens[:, columns], _SHOWN),
            )
            for name, tokens in (
                (STOCK, forecast.stock_tokens),
                (DEMAND, forecast.demand_tokens),
            )
        ),
        Part(
            side.name,
            "Exhaustion year",
            "year",
            np.nan,
            _SHOWN,
            forecast.exhaustion_year[columns],
        ),
    ]


def _alt(found: tuple[Side, ...]) -> str:
    told = []
    for side in found:
        forecast = side.outlook.depletion
        ends = [
            " to ".join(wording.tokens(float(tokens[i, _MIDDLE])) for i in (0, -1))
            for tokens in (forecast.stock_tokens, forecast.demand_tokens)
        ]
        when = wording.interval(*depletion.middle(forecast.exhaustion_year))
        told.append(f"stock {ends[0]}, largest run {ends[1]}, exhausted in {when}")
    return (
        f"{len(found)} panel{'s' if len(found) > 1 else ''} on one logarithmic axis of tokens from "
        f"{FIRST_YEAR} to {LAST_YEAR}, each with the fan of the effective stock and that of the "
        f"largest training run; medians: {common.listed(found, told)}"
    )
