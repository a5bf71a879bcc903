"""The criteria: where each vendor stands in each of them, the chosen one highlighted."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendor_charts as charts
from analytics import findings_vendors as said
from analytics import wording
from analytics.estimates import Array
from analytics.outlook.vendors import REFERENCE, Ranking
from analytics.outlook.vendors import ranking as ranking_of
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import DASH
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO

_GAP = 0.025
_ENDS = (0.05, 0.5, 0.95)


def criteria(request: Request) -> Chart:
    """Draw a panel for each criterion, a row for each vendor."""
    found, ghost, colours = (
        ranking_of(request.outlook),
        common.ghost_of(request),
        colours_of(request),
    )
    one = common.chosen(request, found)
    units = (*common.shown(found, one), REFERENCE)
    values = charts.criterion_quantiles(found.moat, units)
    rows = np.arange(len(units), dtype=float)
    rows[-1] += 0.35
    names = found.moat.criteria_names
    traces: list[dict[str, Any]] = []
    for j in range(len(names)):
        panel = _panel(found, units, values[:, j], rows, one, names[j], colours)
        if ghost is not None and one in ghost.moat.units:
            panel += _ghost(ghost, one, j, rows[units.index(one)], colours)
        number = "" if j == 0 else str(j + 1)
        traces += [trace | {"xaxis": f"x{number}"} for trace in panel]
    return Chart(
        title=charts.criteria_title(request.outlook, one, request.preset),
        unit=f"Criteria of 100, median and 5–95% of worlds; {html.escape(one)} in colour. "
        f"{common.key(found, units)} By rank; over each panel its mean weight."
        + common.more(found, units)
        + common.dashed(request, ghost),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 118, "r": 10, "t": 44, "b": 26},
                yaxis=common.rows_axis(
                    [common.name(unit, colours, bold=unit == one) for unit in units]
                )
                | {"tickvals": rows.tolist(), "range": [float(rows[-1]) + 0.6, -0.6]},
                annotations=_heads(found, colours),
                **_axes(len(names), colours),
            ),
        },
        table=_table(found, ghost),
        alt=_alt(found, values, names),
        source=common.source(request),
    )


def _panel(
    found: Ranking,
    units: Sequence[str],
    values: Array,
    rows: Array,
    one: str,
    criterion: str,
    colours: Palette,
) -> list[dict[str, Any]]:
    """One criterion: bands, marks, and what is told on hover."""
    mine = np.array([unit == one for unit in units])
    inks = [colours.accent if own else colours.ghost for own in mine]
    traces = [
        common.bars(
            values[~mine, 0], values[~mine, 2], rows[~mine], translucent(colours.ghost, 0.45), 2
        ),
        common.bars(
            values[mine, 0], values[mine, 2], rows[mine], translucent(colours.accent, 0.5), 5
        ),
    ]
    traces.append(common.dots(found, units, values[:, 1], rows, inks, colours, size=8))
    texts = [
        f"<b>{html.escape(unit)}</b>, {charts.criterion(criterion)}: "
        f"{said.of_100(float(line[1]))} (90%: "
        f"{wording.span(said.of_100(float(line[0])), said.of_100(float(line[2])))})"
        for unit, line in zip(units, values, strict=True)
    ]
    return [
        *traces,
        common.targets(rows, texts, values[:, 1]) | {"marker": {"size": 14, "opacity": 0}},
    ]


def _ghost(ghost: Ranking, one: str, j: int, row: float, colours: Palette) -> list[dict[str, Any]]:
    line = charts.criterion_quantiles(ghost.moat, (one,))[:, j]
    at, style = np.array([row + 0.3]), {"dash": DASH}
    return [
        common.bars(line[:, 0], line[:, 2], at, colours.text, 1.4, line=style),
        common.dots(ghost, (one,), line[:, 1], at, [colours.text], colours, size=5),
    ]


def _axes(count: int, colours: Palette) -> dict[str, Any]:
    width = (1 - _GAP * (count - 1)) / count
    axes = {}
    for j in range(count):
        start = j * (width + _GAP)
        axes[f"xaxis{'' if j == 0 else j + 1}"] = {
            "domain": [start, min(start + width, 1.0)],
            "anchor": "y",
            "range": [-0.02, 1.02],
            "tickmode": "array",
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": ["0", "", "50", "", "100"],
            "showgrid": True,
            "gridcolor": colours.grid,
            "showline": False,
            "ticks": "",
        }
    return axes


def _heads(found: Ranking, colours: Palette) -> list[dict[str, Any]]:
    weights = found.moat.weights.mean(axis=0)
    labels = []
    for j, (name, weight) in enumerate(zip(found.moat.criteria_names, weights, strict=True)):
        text = charts.criterion(name)
        labels.append(
            common.words(
                f"<b>{text[0].upper()}{text[1:]}</b>"
                f'<br><span style="color:{colours.quiet}">weight {wording.share(weight)}</span>',
                0,
                1,
                colours.text,
                "left",
                xref=f"x{'' if j == 0 else j + 1} domain",
                yref="paper",
                yanchor="bottom",
                yshift=4,
                align="left",
            )
        )
    return labels


def _table(found: Ranking, ghost: Ranking | None) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for series, ranked in ((SCENARIO, found), (BASELINE, ghost)):
        if ranked is None:
            continue
        moat, units = ranked.moat, (*ranked.vendors, REFERENCE)
        for unit, lines in zip(units, charts.criterion_quantiles(moat, units), strict=True):
            for name, line in zip(moat.criteria_names, lines, strict=True):
                rows += [
                    (
                        series,
                        unit,
                        charts.criterion(name),
                        ranked.basis[unit],
                        "points of 100",
                        p,
                        100 * x,
                    )
                    for p, x in zip(_ENDS, line, strict=True)
                ]
        mean = moat.weights.mean(axis=0)
        rows += [
            (series, "", f"Mean weight of {charts.criterion(name)}", "", "share", np.nan, float(w))
            for name, w in zip(moat.criteria_names, mean, strict=True)
        ]
    return common.table(rows, "mix")


def _alt(found: Ranking, values: Array, names: Sequence[str]) -> str:
    first = found.vendors[0]
    each = ", ".join(
        f"{charts.criterion(name)} {said.of_100(float(values[0, j, 1]))}"
        for j, name in enumerate(names)
    )
    spread = "; ".join(
        f"{charts.criterion(name)} {said.of_100(float(values[:-1, j, 1].min()))} to "
        f"{said.of_100(float(values[:-1, j, 1].max()))}"
        for j, name in enumerate(names)
    )
    return (
        f"{len(names)} panels with a row for each vendor. Medians of {first}: {each}. Medians of "
        f"all vendors range: {spread}."
    )
