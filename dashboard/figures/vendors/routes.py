"""What each route adds to the chosen vendor's score: exact Shapley shares with their bands."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendor_charts as charts
from analytics import findings_vendors as said
from analytics import wording
from analytics.estimates import Array
from analytics.moat.result import QUANTILES, MoatScore
from analytics.outlook.vendors import Ranking
from analytics.outlook.vendors import ranking as ranking_of
from analytics.quantiles import by_row
from analytics.scenario import ROUTES
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO


@lru_cache(maxsize=4)
def _parts(moat: MoatScore, unit: str) -> tuple[Array, Array]:
    """Means of the parts of a score by route, and their quantiles, (routes, 3)."""
    parts = moat.route_shares(unit)
    return parts.mean(axis=0), by_row(np.ascontiguousarray(parts.T), QUANTILES)


def routes(request: Request) -> Chart:
    """Draw the part of the score that each route makes."""
    found, ghost, colours = (
        ranking_of(request.outlook),
        common.ghost_of(request),
        colours_of(request),
    )
    one = common.chosen(request, found)
    means, bands = _parts(found.moat, one)
    order = [int(i) for i in np.argsort(-means)]
    rows = np.arange(len(order), dtype=float) + 0.14
    labels = list(ROUTES.values())
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": (100 * means[order]).tolist(),
        "y": rows.tolist(),
        "width": 0.3,
        "marker": {"color": [list(colours.route.values())[i] for i in order]},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": (100 * np.maximum(bands[order, 2] - means[order], 0)).tolist(),
            "arrayminus": (100 * np.maximum(means[order] - bands[order, 0], 0)).tolist(),
            "color": colours.text,
            "thickness": 1.3,
            "width": 5,
        },
        "hoverinfo": "skip",
    }
    texts = [_text(means[i], bands[i]) for i in order]
    notes = []
    for row, i in enumerate(order):
        notes.append(common.heading(f"<b>{labels[i]}</b>", row, colours))
        notes.append(common.value(texts[row], row, colours))
    traces = [trace]
    if ghost is not None and one in ghost.moat.units:
        traces.append(_ghost(ghost, one, order, rows, colours))
    hovers = [f"<b>{labels[i]}</b>: {text}" for i, text in zip(order, texts, strict=True)]
    traces.append(common.targets(rows, hovers, 100 * means[order]))
    return Chart(
        title=charts.routes_title(one, means, bands),
        unit=f"Mean part of {one}’s score, points of 100, with 5–95% of worlds. Shapley shares: "
        f"they sum to the mean score, {said.of_100(float(means.sum()))}."
        + common.dashed(request, ghost, "Open dots"),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=30,
                bargap=0,
                margin={"l": 16, "r": 14, "t": 6, "b": 26},
                xaxis={
                    "range": [0, 1.04 * max(100 * float(bands[:, 2].max()), 1.0)],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                    "showline": False,
                    "ticks": "",
                },
                yaxis=common.bare_rows(len(order)),
                annotations=notes,
            ),
        },
        table=_table(found, ghost, one),
        alt=_alt(one, means, bands, order),
        source=common.source(request, "Shapley 1953"),
    )


def _text(mean: float, band: Array) -> str:
    ends = wording.span(*(said.of_100(max(float(x), 0.0)) for x in (band[0], band[2])))
    return f"{said.of_100(float(mean))} (90%: {ends})"


def _ghost(
    ghost: Ranking, one: str, order: list[int], rows: Array, colours: Palette
) -> dict[str, Any]:
    means, _ = _parts(ghost.moat, one)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": (100 * means[order]).tolist(),
        "y": (rows + 0.26).tolist(),
        "marker": {
            "size": 7,
            "symbol": "circle-open",
            "color": colours.ghost,
            "line": {"width": 2},
        },
        "hoverinfo": "skip",
    }


def _table(found: Ranking, ghost: Ranking | None, one: str) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for series, ranked in ((SCENARIO, found), (BASELINE, ghost)):
        if ranked is None or one not in ranked.moat.units:
            continue
        means, bands = _parts(ranked.moat, one)
        for i, route in enumerate(ROUTES):
            head = (series, one, "Shapley share of the score", route, "points of 100")
            rows.append((*head, np.nan, 100 * float(means[i])))
            rows += [(*head, p, 100 * float(x)) for p, x in zip(QUANTILES, bands[i], strict=True)]
        total = ("Mean score", "", "points of 100", np.nan, 100 * float(means.sum()))
        rows.append((series, one, *total))
    return common.table(rows, "route")


def _alt(one: str, means: Array, bands: Array, order: list[int]) -> str:
    labels = list(ROUTES.values())
    each = "; ".join(f"{labels[i].lower()} {_text(means[i], bands[i])}" for i in order)
    return (
        f"Six bars that sum to {one}’s mean score of {said.of_100(float(means.sum()))} of 100: "
        f"{each}."
    )
