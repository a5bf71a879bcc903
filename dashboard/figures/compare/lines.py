"""Lines by year, one a scenario: chance of exhaustion, tail mass kept, collapse risk."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from analytics import findings_collapse, findings_compare, wording
from analytics.comparison import Side
from analytics.estimates import Array
from analytics.outlook.collapse_risk import collapse_risk
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.compare import common
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import (
    FIRST_YEAR,
    LAST_YEAR,
    MARGIN,
    packed,
    share_axis,
    years_axis,
)

TOP = 1.03
_FIRST, _LAST = FIRST_YEAR - 0.4, LAST_YEAR + 0.4
NAMED = (2028, 2032, 2036)
"""Years named in the words for who cannot see the chart."""

_ENDS = (place(0.1), place(0.9))


def probability(request: Request) -> Chart:
    """Draw P(exhausted by the end of Y) of every scenario."""
    found = common.compared(request)
    forecasts = [side.outlook.depletion for side in found]
    return _chart(
        request,
        found,
        [(one.year_ends, one.probability_by) for one in forecasts],
        title=findings_compare.probability_title(found),
        unit="Probability that the stock is exhausted by the end of the year.",
        variable="P(exhausted by the end of the year)",
        source=common.source(found),
    )


def tail(request: Request) -> Chart:
    """Draw the expected tail mass kept of every scenario, with its 80% band."""
    found = common.compared(request)
    risks = [collapse_risk(side.outlook) for side in found]
    return _chart(
        request,
        found,
        [(one.years, one.tail_kept_mean) for one in risks],
        bands=[one.tail_kept[:, list(_ENDS)] for one in risks],
        title=findings_compare.tail_title(found),
        unit="Tail mass kept by a trainer who has only the public crawl: mean and 80% band.",
        variable="Tail mass kept, mean",
        source=_collapse_source(found),
    )


def risk(request: Request) -> Chart:
    """Draw the simulated collapse risk of every scenario."""
    found = common.compared(request)
    risks = [collapse_risk(side.outlook) for side in found]
    thresholds = dict.fromkeys(wording.share(one.threshold) for one in risks)
    return _chart(
        request,
        found,
        [(one.years, one.risk) for one in risks],
        title=findings_compare.risk_title(found),
        unit=(
            f"Simulated chance that a trainer on the crawl keeps less than "
            f"{' or '.join(thresholds)} of the rare tail; {findings_collapse.BANDS_DECLARED}."
        ),
        variable="Collapse risk",
        source=_collapse_source(found),
    )


def _chart(
    request: Request,
    found: Sequence[Side],
    lines: Sequence[tuple[Array, Array]],
    *,
    title: str,
    unit: str,
    variable: str,
    source: str,
    bands: Sequence[Array] | None = None,
) -> Chart:
    colours = depletion.colours_of(request)
    names, height = common.key_rows(found, colours)
    again = common.sames([values for _, values in lines])
    traces = [
        _band(years, ends, colours.scenario[i])
        for i, ((years, _), ends) in enumerate(zip(lines, bands or (), strict=False))
    ]
    for i, (side, (years, values)) in enumerate(zip(found, lines, strict=True)):
        traces.append(_line(side, years, values, i, again[i], colours))
    parts = []
    for i, (side, (years, values)) in enumerate(zip(found, lines, strict=True)):
        kind = "share" if bands else "probability"
        parts.append(Part(side.name, variable, kind, years, math.nan, values))
        if bands:
            name = variable.removesuffix(", mean")
            cells = depletion.grid(years, bands[i], (0.1, 0.9))
            parts.append(Part(side.name, name, kind, *cells))
    return Chart(
        title=title,
        unit=unit,
        figure={
            "data": traces,
            "layout": depletion.layout(
                request,
                hovermode="closest",
                xaxis={**years_axis(), "range": [_FIRST, _LAST]},
                yaxis=share_axis(TOP),
                margin={**MARGIN, "t": height},
                annotations=names,
            ),
        },
        table=common.table(parts),
        alt=_alt(found, lines, variable),
        source=source,
    )


def _line(
    side: Side, years: Array, values: Array, i: int, again: bool, colours: Palette
) -> dict[str, Any]:
    """A line with its marks; dashed over one that it lies on, so that both are seen."""
    ink = colours.scenario[i]
    trace = depletion.line(years, values, ink, 2.5)
    if again:
        trace["line"]["dash"] = f"{5 + 3 * i}px,7px"
    del trace["hoverinfo"]
    return trace | {
        "mode": "lines+markers",
        "marker": {
            "size": 7,
            "symbol": common.SYMBOLS[i],
            "color": ink,
            "line": {"width": 1, "color": colours.paper},
        },
        "text": [wording.probability(float(one)) for one in values],
        "hovertemplate": (
            f"{common.short(side.name)}, %{{x:.0f}}: <b>%{{text}}</b><extra></extra>"
        ),
        "cliponaxis": False,
    }


def _band(years: Array, ends: Array, colour: str) -> dict[str, Any]:
    low, high = ends.T
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([years, years[::-1]])),
        "y": packed(np.concatenate([high, low[::-1]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, 0.1),
        "hoverinfo": "skip",
    }


def _alt(found: Sequence[Side], lines: Sequence[tuple[Array, Array]], variable: str) -> str:
    told = []
    for years, values in lines:
        there = dict.fromkeys(int(np.abs(years - year).argmin()) for year in NAMED)
        said = (f"{wording.probability(float(values[i]))} in {years[i]:.0f}" for i in there)
        told.append(", ".join(said))
    return f"A line with a mark a year for each scenario. {variable}: {common.listed(found, told)}"


def _collapse_source(found: Sequence[Side]) -> str:
    papers = ["Shumailov et al. 2024", "wordfreq (Speer 2022, CC BY-SA 4.0)"]
    if any(side.outlook.scenario.synthetic_workflow != "replace" for side in found):
        papers.insert(1, "Gerstgrasser et al. 2024")
    return common.source(found, *papers)
