"""What drives the ranking: how much of its spread each group of uncertain inputs makes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendor_charts as charts
from analytics import wording
from analytics.moat.drivers import Drivers
from analytics.outlook import vendors
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import DASH, share_axis
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO


def drivers(request: Request) -> Chart:
    """Draw the Sobol' indices of the ranking over the groups of inputs."""
    found, colours = vendors.drivers(request.outlook), colours_of(request)
    ghost = common.ghost_of(request)
    was = vendors.drivers(request.baseline) if request.baseline and ghost is not None else None
    ranking = found.ranking
    order = np.argsort(-ranking.total[0])
    total, first = ranking.total[0][order], np.maximum(ranking.first[0][order], 0.0)
    low, high = ranking.total_band[:, 0][:, order]
    rows = np.arange(len(order), dtype=float) + 0.14
    bars = [
        _bars(total, rows, 0.26, translucent(colours.accent, 0.38)),
        _bars(first, rows, 0.26, colours.accent),
    ]
    bars[0]["error_x"] = {
        "type": "data",
        "symmetric": False,
        "array": np.maximum(high - total, 0).tolist(),
        "arrayminus": np.maximum(total - low, 0).tolist(),
        "color": colours.text,
        "thickness": 1.3,
        "width": 5,
    }
    labels = []
    for row, i in enumerate(order):
        # the baseline's line goes on behind the words
        labels.append(common.heading(_name(found, int(i)), row, colours, bgcolor=colours.paper))
        labels.append(common.value(_text(found, int(i)), row, colours))
    return Chart(
        title=charts.drivers_title(found),
        unit="Of the ranking by all seven criteria. Share of the variance of all ranks. Light: "
        "total Sobol’ index, what would remain if all else were known, with its 90% sampling "
        "error. Dark: what knowing it alone would take away. Shares overlap."
        + common.dashed(request, ghost, "Open dots, dashed"),
        figure={
            "data": [
                *bars,
                *([_ghost(was, order, rows, colours)] if was else []),
                common.targets(rows, _hovers(found, order), total),
            ],
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=30,
                barmode="overlay",
                bargap=0,
                margin={"l": 16, "r": 14, "t": 6, "b": 26},
                xaxis=share_axis(max(1.0, float(high.max()) * 1.02))
                | {"showgrid": True, "gridcolor": colours.grid, "showline": False, "ticks": ""},
                yaxis=common.bare_rows(len(order)),
                annotations=labels,
            ),
        },
        table=_table(found, was),
        alt=_alt(found, order),
        source=common.source(request, "Jansen 1999", "Saltelli et al. 2010"),
    )


def _bars(values: Any, rows: Any, width: float, ink: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [float(x) for x in values],
        "y": rows.tolist(),
        "width": width,
        "marker": {"color": ink, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _name(found: Drivers, i: int) -> str:
    return f"<b>{charts.GROUPS[found.groups[i]]}</b>"


def _text(found: Drivers, i: int) -> str:
    return wording.share(max(float(found.ranking.total[0, i]), 0.0))


def _hovers(found: Drivers, order: Any) -> list[str]:
    texts = []
    for i in order:
        alone = wording.share(max(float(found.ranking.first[0, i]), 0.0))
        texts.append(
            f"{_name(found, int(i))}<br>{charts.percent(found, int(i))} would remain if all else "
            f"were known<br>{alone} would go if this alone were known"
        )
    return texts


def _ghost(was: Drivers, order: Any, rows: Any, colours: Palette) -> dict[str, Any]:
    """The baseline's total indices, under the bars."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": was.ranking.total[0][order].tolist(),
        "y": (rows + 0.24).tolist(),
        "line": {"color": colours.ghost, "width": 1, "dash": DASH},
        "marker": {"size": 6, "symbol": "circle-open", "color": colours.ghost},
        "hoverinfo": "skip",
    }


def _table(found: Drivers, was: Drivers | None) -> pd.DataFrame:
    rows = _rows(SCENARIO, found)
    if was is not None:
        rows += _rows(BASELINE, was)
    return common.table(rows, "group")


def _rows(series: str, found: Drivers) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    outputs = (
        ("", "ranking", found.ranking, 0),
        *(
            (unit, kind, indices, i)
            for kind, indices in (("rank", found.rank), ("score", found.score))
            for i, unit in enumerate(found.units)
        ),
    )
    for unit, kind, indices, i in outputs:
        for j, group in enumerate(found.groups):
            head = (series, unit)
            for name, value, band in (
                ("Total", indices.total, indices.total_band),
                ("First-order", indices.first, indices.first_band),
            ):
                variable = f"{name} Sobol’ index of {kind}"
                rows += [
                    (*head, variable, charts.GROUPS[group], "share", p, float(x))
                    for p, x in (
                        (np.nan, value[i, j]),
                        (0.05, band[0, i, j]),
                        (0.95, band[1, i, j]),
                    )
                ]
    return rows


def _alt(found: Drivers, order: Any) -> str:
    each = "; ".join(
        f"{charts.GROUPS[found.groups[i]].lower()} {charts.percent(found, int(i))}" for i in order
    )
    return f"A bar for each group of inputs, total Sobol’ index of the ranking: {each}."
