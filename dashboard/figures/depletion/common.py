"""What the depletion charts share: sources, tidy rows, the ghost and the lane of the interval."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics import wording
from analytics.depletion import DepletionForecast
from analytics.depletion.timeline import HORIZON
from analytics.outlook import Outlook
from analytics.quantiles import place
from analytics.scenario import Scenario
from dashboard.figures.chart import Request
from dashboard.figures.labels import NARROWEST, Spot, annotation, width_of
from dashboard.figures.palette import PALETTES, Palette
from dashboard.figures.template import DASH, FIRST_YEAR, LAST_YEAR, packed, template

SCENARIO, BASELINE = "scenario", "baseline"
COLUMNS = ("series", "variable", "unit", "year", "quantile", "value")

_DRAWN = ("stock_tokens", "demand_tokens", "exhaustion_worlds", "supply_share")
"""What of a forecast the charts draw, or what they draw follows from."""

LANE, MAIN = (0.0, 0.135), (0.19, 1.0)
"""Parts of the height: below, the lane of the exhaustion year; above, the chart."""


class Part(NamedTuple):
    """One variable of a chart's table; year, quantile and value are arrays or one value for all."""

    series: str
    variable: str
    unit: str
    year: ArrayLike
    quantile: ArrayLike
    value: ArrayLike


def table(parts: Iterable[Part]) -> pd.DataFrame:
    """The tidy table of a chart: one number a row, empty beyond the horizon."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for part in parts:
        numbers = np.broadcast_arrays(*(np.asarray(x, float).ravel() for x in part[3:]))
        n = len(numbers[0])
        for name, text in zip(COLUMNS[:3], part[:3], strict=True):
            columns[name].append(np.full(n, text, dtype=object))
        for name, values in zip(COLUMNS[3:], numbers, strict=True):
            columns[name].append(np.where(np.isfinite(values), values, np.nan))
    return pd.DataFrame({name: np.concatenate(arrays) for name, arrays in columns.items()})


def grid(years: ArrayLike, values: np.ndarray, probabilities: ArrayLike) -> tuple[np.ndarray, ...]:
    """Years, quantiles and values of a (years, quantiles) array, quantile by quantile."""
    years, probabilities = np.asarray(years), np.asarray(probabilities)
    return (
        np.tile(years, len(probabilities)),
        np.repeat(probabilities, len(years)),
        values.T.ravel(),
    )


def colours_of(request: Request) -> Palette:
    """The palette of a request."""
    return PALETTES[request.scheme]


def series_of(request: Request) -> list[tuple[str, DepletionForecast]]:
    """The forecasts of a chart: the scenario, and the baseline where it is another one."""
    found = [(SCENARIO, request.outlook.depletion)]
    if (ghost := ghost_of(request)) is not None:
        found.append((BASELINE, ghost))
    return found


def ghost_of(request: Request) -> DepletionForecast | None:
    """The baseline's forecast, unless it is the scenario's own to the last number."""
    if request.baseline is None or request.baseline == request.outlook:
        return None
    was, now = request.baseline.depletion, request.outlook.depletion
    return None if all(same(getattr(was, one), getattr(now, one)) for one in _DRAWN) else was


def same(one: ArrayLike, other: ArrayLike) -> bool:
    """Whether two lines are one; two that are infinite in the same place are."""
    return bool(np.array_equal(np.asarray(one), np.asarray(other)))


def baseline_name(request: Request) -> str:
    """What the baseline is called in words."""
    return request.baseline_name or "the pinned baseline"


def dashed(request: Request, shown: bool) -> str:
    """What the dashed lines are, for the unit line; empty where there are none."""
    return f" Dashed grey: {baseline_name(request)}." if shown else ""


def under(request: Request, told: str) -> str:
    """What the dashed lines say, a sentence for the end of an alternative text."""
    return f" Under {baseline_name(request)}, dashed, {told}."


def source(outlook: Outlook) -> str:
    """The source line: the papers whose inputs the scenario uses, and the data's version."""
    scenario = outlook.scenario
    papers = ["Villalobos et al. 2024 (arXiv 2211.04325v2)"]
    if scenario.repetition_rule == "epochs":
        papers.append("Muennighoff et al. 2023")
    if scenario.consent_measure != "off":
        papers.append("Longpre et al. 2024")
    if scenario.contamination:
        papers.append("Dolezal et al. 2026")
    return f"Source: Aquifer after {', '.join(papers)}; data {outlook.key.data_version}"


def today(scenario: Scenario) -> float:
    """Where "today" stands on the time axis, 0 to 1."""
    return (scenario.as_of - FIRST_YEAR) / (LAST_YEAR - FIRST_YEAR)


def middle(quantiles: np.ndarray) -> tuple[float, float, float]:
    """Median and ends of the 80% interval."""
    return tuple(float(quantiles[place(p)]) for p in (0.5, 0.1, 0.9))  # type: ignore[return-value]


def along(years: ArrayLike, first: float = FIRST_YEAR, last: float = LAST_YEAR) -> np.ndarray:
    """Years as fractions of the time axis; what is beyond all years stays beyond."""
    return (np.asarray(years, float) - first) / (last - first)


def layout(request: Request, **parts: Any) -> dict[str, Any]:
    """A layout on the scheme's template, which keeps what a reader hovers over across redraws."""
    return {"template": template(request.scheme), "uirevision": "aquifer", **parts}


def line(
    x: ArrayLike, y: ArrayLike, colour: str, width: float = 2.0, **more: Any
) -> dict[str, Any]:
    """A line; years in f8 would be exact, in f4 they are within an hour."""
    style = {"color": colour, "width": width, **more.pop("line", {})}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(x),
        "y": packed(y),
        "line": style,
        "hoverinfo": "skip",
        **more,
    }


def ghost_line(x: ArrayLike, y: ArrayLike, colour: str, **more: Any) -> dict[str, Any]:
    """A line of the baseline."""
    return line(x, y, colour, 1.4, line={"dash": DASH}, **more)


def lane_axis() -> dict[str, Any]:
    """The second y axis, of the lane under a chart."""
    return {
        "domain": list(LANE),
        "anchor": "x",
        "range": [0, 1],
        "visible": False,
        "fixedrange": True,
    }


def lane(
    request: Request,
    first: float = FIRST_YEAR,
    last: float = LAST_YEAR,
    xaxis: str = "x",
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The exhaustion year as a median dot on its 80% and 95% intervals, in the lane under a chart.

    Args:
        request: what is drawn.
        first: left end of the time axis.
        last: right end of the time axis.
        xaxis: the time axis.

    Returns:
        Traces and annotations.
    """
    colours, ghost = colours_of(request), ghost_of(request)
    traces = []
    if ghost is not None:
        traces += _interval(ghost, colours.ghost, 0.06, (first, last), ghost=True)
    traces += _interval(request.outlook.depletion, colours.text, 0.3, (first, last))
    year = middle(request.outlook.depletion.exhaustion_year)
    text = wording.interval(*year)
    head, _, tail = text.partition(" (")
    text = f"<b>{head}</b>" + (f" ({tail}" if tail else "")
    spot = lane_spot(text, *np.clip(along(year, first, last), 0, 1))
    for trace in traces:
        trace["xaxis"] = xaxis
    return traces, [annotation(spot, text, colours.text, "y2")]


def lane_spot(text: str, median: float, low: float, high: float) -> Spot:
    """Where the lane's words stand: over the median, or at the side where they would not fit."""
    narrow = NARROWEST
    width = width_of(text)
    if width / 2 <= median * narrow <= narrow - width / 2:
        return Spot(median, 1.0, "center", "top", dy=2)
    if median < 0.5:
        return Spot(max(0.0, min(low, 1 - width / narrow)), 1.0, "left", "top", dy=2)
    return Spot(min(1.0, max(high, width / narrow)), 1.0, "right", "top", dy=2)


def _interval(
    forecast: DepletionForecast,
    colour: str,
    level: float,
    ends: tuple[float, float],
    ghost: bool = False,
) -> list[dict[str, Any]]:
    """Intervals as far as the time axis shows them; an arrow head where they go on."""
    found = forecast.exhaustion_year
    first, last = ends
    traces = []
    for low, high, width in ((0.025, 0.975, 1.5), (0.1, 0.9, 5.0)):
        if ghost and width < 2:
            continue
        x = [float(found[place(p)]) for p in (low, high)]
        if x[0] <= last and x[1] >= first:
            shown = [max(x[0], first), min(x[1], last)]
            style = {"dash": DASH} if ghost else {}
            thickness = 2.0 if ghost else width
            traces.append(line(shown, [level] * 2, colour, thickness, line=style, yaxis="y2"))
        if not ghost and width > 2 and (x[0] < first or x[1] > last):
            traces.append(_goes_on(x, ends, level, colour))
    median = float(found[place(0.5)])
    if first <= median <= last:
        traces.append(_dot(median, level, colour, ghost))
    return traces


def _dot(x: float, level: float, colour: str, ghost: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed([x], "f8"),
        "y": packed([level]),
        "yaxis": "y2",
        "marker": {
            "size": 7 if ghost else 11,
            "color": colour,
            "symbol": "circle-open" if ghost else "circle",
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _goes_on(
    x: list[float], ends: tuple[float, float], level: float, colour: str
) -> dict[str, Any]:
    """Arrow heads where an interval leaves the time axis."""
    heads = []
    if x[0] < ends[0]:
        heads.append((ends[0], "triangle-left"))
    if x[1] > ends[1]:
        heads.append((ends[1], "triangle-right"))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed([head[0] for head in heads], "f8"),
        "y": packed([level] * len(heads)),
        "yaxis": "y2",
        "marker": {"size": 10, "color": colour, "symbol": [head[1] for head in heads]},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def exhaustion_parts(series: str, forecast: DepletionForecast) -> list[Part]:
    """The quantiles of the exhaustion year that the lane shows, and how much has none."""
    shown = (0.025, 0.1, 0.5, 0.9, 0.975) if series == SCENARIO else (0.1, 0.5, 0.9)
    values = [float(forecast.exhaustion_year[place(p)]) for p in shown]
    never = f"Not exhausted before {HORIZON:.0f}"
    return [
        Part(series, "Exhaustion year", "year", math.nan, shown, values),
        Part(series, never, "share", math.nan, math.nan, forecast.probability_never),
    ]
