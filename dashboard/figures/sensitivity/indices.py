"""Sobol' indices of a headline output: what would remain of its spread if all else were known."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics import findings_sensitivity as said
from analytics import wording
from analytics.outlook import sensitivity as of_outlook
from analytics.outlook.sensitivity import Share
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import baseline_name, colours_of, dashed, layout, under
from dashboard.figures.drivers.common import LABEL, nothing, rows_axis, words
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.sensitivity import common
from dashboard.figures.template import DASH, packed, share_axis

SHOWN = 10
COLUMNS = ("series", "field", "control", "variable", "unit", "quantile", "value")
_BAR = 0.2
_TOTAL, _FIRST = "Total Sobol’ index", "First-order Sobol’ index"


def totals(request: Request) -> Chart:
    """Draw the total indices with their sampling error, and the first-order ones in them."""
    asked, colours = common.asked_of(request), colours_of(request)
    if asked.problem:
        return common.refused(request, asked.problem, list(COLUMNS))
    found = of_outlook.shares(request.outlook, asked.question)
    shown = found[:SHOWN]
    was = _was(request, found)
    ghosts = [was.get(one.field) for one in shown] if was is not None else []
    top = max([0.1, *(one.high for one in shown), *(one.total for one in ghosts if one)])
    rows = [float(row) for row in range(len(shown))]
    more = len(found) - len(shown)
    rest = f" {wording.count(more)} more in the table." if more else ""
    return Chart(
        title=said.shares_title(asked.question, found),
        unit=f"Share of the variance of {said.COUNTED[asked.question.by]}. Light: total index, "
        "what would remain if all else were known, with its 90% sampling error. Dark: what knowing "
        f"it alone would take away. Shares overlap.{rest}" + dashed(request, was is not None),
        figure={
            "data": [
                *_bars(shown, rows, colours),
                *([_ghost(ghosts, rows, colours)] if was is not None else []),
                _targets(shown, rows, ghosts, request),
            ],
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=40,
                barmode="overlay",
                bargap=0,
                margin={"l": 12, "r": 14, "t": 10, "b": 26},
                xaxis=share_axis(1.04 * top)
                | _ticks(top)
                | {"showgrid": True, "gridcolor": colours.grid, "showline": False, "ticks": ""},
                yaxis=rows_axis(len(shown)),
                annotations=_labels(shown, colours) or [nothing("No spread to divide", colours)],
            ),
        },
        table=_table(found, was),
        alt=_alt(found) + (_ghost_alt(request, shown, ghosts) if was is not None else ""),
        source=common.source(request, asked.question.by, "Jansen 1999", "Saltelli et al. 2010"),
    )


def _was(request: Request, found: Sequence[Share]) -> dict[str, Share] | None:
    """The baseline's indices by field; None without one, or where they are the same."""
    if request.baseline is None or request.baseline == request.outlook:
        return None
    asked = common.asked_of(request, request.baseline)
    if asked.problem:
        return None
    was = of_outlook.shares(request.baseline, asked.question)
    return None if tuple(was) == tuple(found) else {one.field: one for one in was}


def _bars(shown: Sequence[Share], rows: Sequence[float], colours: Palette) -> list[dict[str, Any]]:
    at = [row + _BAR for row in rows]
    total = [one.total for one in shown]
    light = _bar(total, at, 0.34, translucent(colours.accent, 0.38)) | {
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [max(one.high - one.total, 0.0) for one in shown],
            "arrayminus": [max(one.total - one.low, 0.0) for one in shown],
            "color": colours.text,
            "thickness": 1.3,
            "width": 5,
        }
    }
    return [light, _bar([max(one.first, 0.0) for one in shown], at, 0.34, colours.accent)]


def _bar(values: Sequence[float], rows: Sequence[float], width: float, ink: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(rows),
        "width": width,
        "marker": {"color": ink, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _ghost(
    ghosts: Sequence[Share | None], rows: Sequence[float], colours: Palette
) -> dict[str, Any]:
    """The baseline's total indices: a dashed outline of each bar."""
    x: list[float] = []
    y: list[float] = []
    for one, row in zip(ghosts, rows, strict=True):
        if one is not None:
            top, bottom = row + _BAR - 0.21, row + _BAR + 0.21
            x += [0.0, one.total, one.total, 0.0, float("nan")]
            y += [top, top, bottom, bottom, float("nan")]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(x, "f8"),
        "y": packed(y, "f8"),
        "line": {"color": colours.ghost, "width": 1.4, "dash": DASH},
        "connectgaps": False,
        "hoverinfo": "skip",
    }


def _targets(
    shown: Sequence[Share],
    rows: Sequence[float],
    ghosts: Sequence[Share | None],
    request: Request,
) -> dict[str, Any]:
    """One unseen point a row, which tells what is in it and leads to its control."""
    texts = []
    for i, one in enumerate(shown):
        lines = [
            f"<b>{html.escape(one.label)}</b>",
            f"{said.share_text(one)} would remain if all else were known",
            f"{wording.share(max(one.first, 0.0))} would go if this alone were known",
        ]
        if not one.told_apart:
            lines.append("within sampling error of next to nothing")
        ghost = ghosts[i] if ghosts else None
        if ghost is not None:
            was = html.escape(baseline_name(request))
            lines.append(f"<i>{was}</i>: {wording.share(max(ghost.total, 0.0))}")
        texts.append("<br>".join([*lines, "Click: go to its control"]))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.total for one in shown],
        "y": list(rows),
        "marker": {"size": 1, "opacity": 0},
        "customdata": [one.leads for one in shown],
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _labels(shown: Sequence[Share], colours: Palette) -> list[dict[str, Any]]:
    found = []
    for row, one in enumerate(shown):
        heading = f"<b>{html.escape(one.label)}</b>"
        if not one.told_apart:
            heading += f'  <span style="color:{colours.quiet}">within noise</span>'
        more: dict[str, Any] = {"xref": "paper", "bgcolor": colours.paper, "size": 12.0}
        found.append(words(heading, 0.0, row + LABEL, colours.text, "left", **more))
        value = wording.share(max(one.total, 0.0))
        found.append(words(value, 1.0, row + LABEL, colours.text, "right", **more))
    return found


def _ticks(top: float) -> dict[str, Any]:
    step = next(one for one in (0.02, 0.05, 0.1, 0.2, 0.25) if top / one <= 6 or one == 0.25)
    ticks = [i * step for i in range(int(1.04 * top / step) + 1)]
    return {"tickvals": ticks, "ticktext": [f"{100 * x:.0f}%" for x in ticks]}


def _table(found: Sequence[Share], was: dict[str, Share] | None) -> pd.DataFrame:
    rows = [row for one in found for row in _rows(one.label, one)]
    for one in (was or {}).values():
        rows += _rows(f"Baseline: {one.label}", one)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(series: str, one: Share) -> list[tuple[Any, ...]]:
    nan = float("nan")
    numbers = (
        (_TOTAL, ((nan, one.total), (0.05, one.low), (0.95, one.high))),
        (_FIRST, ((nan, one.first), (0.05, one.first_low), (0.95, one.first_high))),
    )
    return [
        (series, one.field, one.leads, variable, "share", quantile, value)
        for variable, values in numbers
        for quantile, value in values
    ]


def _alt(found: Sequence[Share]) -> str:
    if not found:
        return "No bars: nothing uncertain acts, and there is no spread to divide."
    told = "; ".join(f"{one.label}, {said.share_text(one)}" for one in found[:5])
    return f"A bar for each input, total Sobol’ index, from the largest: {told}."


def _ghost_alt(request: Request, shown: Sequence[Share], ghosts: Sequence[Share | None]) -> str:
    told = [
        f"{one.label}, {wording.share(max(ghost.total, 0.0))}"
        for one, ghost in zip(shown[:3], ghosts[:3], strict=True)
        if ghost is not None
    ]
    return under(request, "total indices are " + ("; ".join(told) or "others"))
