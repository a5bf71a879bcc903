"""A sweep: one answer over one axis as a line with its band, or over two as a map."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_sweep as said
from analytics.sweep import Unusable
from analytics.sweep.surface import Dimension, Surface, kept, names, surface
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common as depletion
from dashboard.figures.palette import Palette, ink_on, translucent
from dashboard.figures.vendors.common import VENDOR

SWEEP, ANSWER, ACROSS, UP = "sweep", "answer", "across", "upwards"
"""Options: which sweep, what of it, and over which of its axes."""

_NAMED = 14
"""Values named along an axis; of more, some."""

_WRITTEN = 90
"""Cells of a map whose numbers are written in them, at most."""


def chosen(request: Request) -> Surface | None:
    """What is shown of a sweep; None where none is kept.

    Raises:
        Unusable: the sweep of the link cannot be read.
    """
    there = names()
    if not there:
        return None
    wanted = request.options.get(SWEEP, "")
    options = (request.options.get(key, "") for key in (ANSWER, VENDOR, ACROSS, UP))
    return surface(kept(wanted if wanted in there else there[0]), *options)


def sweep(request: Request) -> Chart:
    """Draw an answer of a sweep; what to do where there is none."""
    try:
        found = chosen(request)
    except Unusable as error:
        return _nothing(request, "This sweep cannot be read", f"{error}.")
    if found is None:
        return _nothing(request, "No sweep is kept yet", said.HOW)
    colours = depletion.colours_of(request)
    drawn = _line(found, colours) if found.up is None else _map(found, colours)
    return Chart(
        title=said.title(found),
        unit=said.unit(found),
        figure={
            "data": drawn["data"],
            "layout": depletion.layout(request, hovermode="closest", **drawn["layout"]),
        },
        table=_table(found),
        alt=said.alt(found),
        source=f"Source: sweep “{found.sweep.name}”, {len(found.grid):,} scenarios; "
        f"Aquifer {found.sweep.manifest.code_version}; data {found.sweep.manifest.data_version}",
    )


def _line(found: Surface, colours: Palette) -> dict[str, Any]:
    x, ink = np.arange(len(found.across.texts)), colours.accent
    middle, low, high = found.middle[0], found.low[0], found.high[0]
    traces: list[dict[str, Any]] = []
    known = np.isfinite(low) & np.isfinite(high)
    if known.any():
        around = np.concatenate([x[known], x[known][::-1]])
        edge = np.concatenate([high[known], low[known][::-1]])
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": around.tolist(),
                "y": edge.tolist(),
                "line": {"width": 0},
                "fill": "toself",
                "fillcolor": translucent(ink, 0.18),
                "hoverinfo": "skip",
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": x.tolist(),
            "y": [None if np.isnan(one) else float(one) for one in middle],
            "line": {"color": ink, "width": 2.5},
            "marker": {"size": 10, "color": ink},
            "customdata": found.numbers[0].tolist(),
            "text": [said.cell(found, 0, i) for i in range(len(x))],
            "hovertemplate": "%{text}<br>Click to compare<extra></extra>",
        }
    )
    axis = _values_axis(found.answer.unit, middle[np.isfinite(middle)])
    layout = {
        "margin": {"l": 66, "r": 18, "t": 10, "b": 62},
        "xaxis": _axis(found.across, colours),
        "yaxis": axis | {"title": _titled(f"{found.answer.label}, {found.answer.unit}", colours)},
    }
    return {"data": traces, "layout": layout}


def _values_axis(unit: str, values: np.ndarray) -> dict[str, Any]:
    if unit in ("share", "probability"):
        return {"tickformat": ".0%", "range": [0, 1.03]}
    return {"tickformat": "d"} if unit == "year" else {"rangemode": "tozero"}


def _map(found: Surface, colours: Palette) -> dict[str, Any]:
    up = found.up
    assert up is not None
    rows, columns = found.middle.shape
    trace = {
        "type": "heatmap",
        "x": list(range(columns)),
        "y": list(range(rows)),
        "z": [[None if np.isnan(z) else float(z) for z in row] for row in found.middle],
        "colorscale": [
            [i / (len(colours.ramp) - 1), colour] for i, colour in enumerate(colours.ramp)
        ],
        "customdata": found.numbers.tolist(),
        "text": [[said.cell(found, j, i) for i in range(columns)] for j in range(rows)],
        "hovertemplate": "%{text}<br>Click to compare<extra></extra>",
        "hoverongaps": False,
        "xgap": 1,
        "ygap": 1,
        "colorbar": {
            "thickness": 12,
            "outlinewidth": 0,
            "tickfont": {"color": colours.quiet},
            **({"tickformat": ".0%"} if found.answer.unit in ("share", "probability") else {}),
            **({"tickformat": "d"} if found.answer.unit == "year" else {}),
        },
    }
    layout = {
        "margin": {"l": 130, "r": 10, "t": 10, "b": 62},
        "xaxis": _axis(found.across, colours) | {"showline": False},
        "yaxis": _axis(up, colours) | {"showgrid": False},
        "annotations": _numbers(found, colours),
    }
    return {"data": [trace], "layout": layout}


def _numbers(found: Surface, colours: Palette) -> list[dict[str, Any]]:
    """The number of every cell, where there are not too many."""
    known = found.middle[np.isfinite(found.middle)]
    if not known.size or found.middle.size > _WRITTEN:
        return []
    least, reach = known.min(), max(float(np.ptp(known)), 1e-12)
    labels = []
    for (j, i), value in np.ndenumerate(found.middle):
        if np.isnan(value):
            continue
        step = round((value - least) / reach * (len(colours.ramp) - 1))
        labels.append(
            {
                "text": said.number(value, found.answer.unit),
                "x": i,
                "y": j,
                "showarrow": False,
                "font": {"size": 11.5, "color": ink_on(colours.ramp[int(step)])},
            }
        )
    return labels


def _axis(one: Dimension, colours: Palette) -> dict[str, Any]:
    """The values of a dimension, named in words."""
    step = -(-len(one.texts) // _NAMED)
    at = list(range(0, len(one.texts), step))
    return {
        "range": [-0.5, len(one.texts) - 0.5],
        "tickmode": "array",
        "tickvals": at,
        "ticktext": [html.escape(_short(one.texts[i])) for i in at],
        "automargin": False,
        "title": _titled(one.label, colours),
    }


def _short(text: str, longest: int = 16) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _titled(text: str, colours: Palette) -> dict[str, Any]:
    font = {"size": 11.5, "color": colours.quiet}
    return {"text": html.escape(text), "standoff": 8, "font": font}


def _table(found: Surface) -> pd.DataFrame:
    """A row a scenario: its place on the axes and the answer with its ends."""
    rows, columns = found.middle.shape
    across = np.tile(np.array(found.across.texts, dtype=object), rows)
    frame = pd.DataFrame({"scenario_number": found.numbers.ravel(), found.across.field: across})
    if found.up is not None:
        frame[found.up.field] = np.repeat(np.array(found.up.texts, dtype=object), columns)
    return frame.assign(
        sweep=found.sweep.name,
        variable=found.answer.meaning,
        vendor=found.vendor,
        unit=found.answer.unit,
        value=found.middle.ravel(),
        low_10=found.low.ravel(),
        high_90=found.high.ravel(),
    )


def _nothing(request: Request, title: str, what: str) -> Chart:
    """The place of a sweep where there is none to draw."""
    axis = {"visible": False}
    return Chart(
        title=title,
        unit=what,
        figure={"data": [], "layout": depletion.layout(request, xaxis=axis, yaxis=axis)},
        table=pd.DataFrame(
            {"sweep": [""], "variable": ["Sweeps kept"], "unit": ["count"], "value": [0]}
        ),
        alt=f"Nothing is drawn. {what}",
        source=f"Source: {said.PLACE}",
    )
