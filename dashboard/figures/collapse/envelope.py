"""The safe envelope: tail mass kept over human share and temperature."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics import wording
from analytics.estimates import Array
from analytics.outlook.laboratory import ENVELOPE_TEMPERATURES, LabResult, envelope, mean_share
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common, envelope_ghost
from dashboard.figures.collapse.envelope_ghost import crossing, place
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed

COLUMNS = ("series", "variable", "unit", "human_share", "level", "value")
LINES = (0.1, 0.25, 0.75, 0.9)


def safe(request: Request) -> Chart:
    """Draw tail mass kept after the last generation, with the scenario's own place marked."""
    found, colours = common.result_of(request), colours_of(request)
    setup, threshold = found.setup, request.outlook.scenario.tail_threshold
    nucleus = setup.top_p < 1
    shares, levels, kept = envelope(setup.workflow, setup.generations, setup.language, nucleus)
    what = "Nucleus kept" if nucleus else "Temperature"
    grid_shares, grid_levels = np.meshgrid(shares, levels)
    heat = {
        "type": "heatmap",
        "x": packed(shares),
        "y": packed(levels),
        "z": packed(kept),
        "zmin": 0,
        "zmax": 1,
        "zsmooth": "best",
        "colorscale": scale(colours),
        "showscale": False,
        "hovertemplate": f"human share %{{x:.0%}}<br>{what.lower()} %{{y:.2f}}<br>"
        "<b>%{z:.0%}</b> of the tail kept<extra></extra>",
    }
    lines = [
        _contour(shares, levels, kept, threshold, colours.text, 2.5, ""),
        *(
            _contour(shares, levels, kept, level, colours.text, 0.8, "dot")
            for level in LINES
            if abs(level - threshold) > 0.04
        ),
    ]
    parts = [
        common.Part(
            "grid",
            f"Tail mass kept; level is {what.lower()}",
            "share",
            grid_shares.ravel(),
            grid_levels.ravel(),
            kept.ravel(),
        )
    ]
    marked, part, notes = _mark(found, colours)
    was = envelope_ghost.ghost_of(request, found)
    return Chart(
        title=_title(found, shares, levels, kept, threshold),
        unit=f"Tail mass kept after {setup.generations} generations, without drift. "
        f"Across: human share{' of what is added' if setup.accumulates else ''}; "
        f"up: {what.lower()}."
        f" Heavy line: {wording.share(threshold)}, the threshold. Marked: the scenario"
        + (", at the mean of its path." if len(set(setup.shares)) > 1 else ".")
        + (envelope_ghost.legend(request, was) if was else ""),
        figure={
            "data": [
                heat,
                *lines,
                *(envelope_ghost.traces(was, colours) if was else []),
                *marked,
            ],
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 46, "r": 18, "t": 10, "b": 34},
                xaxis={
                    "range": [0, 1],
                    "tickmode": "array",
                    "tickvals": [0, 0.25, 0.5, 0.75, 1],
                    "ticktext": ["0% human", "25%", "50%", "75%", "100%"],
                },
                yaxis={"range": [levels[0], levels[-1]], "showgrid": False, "dtick": 0.1},
                annotations=[*_labels(shares, levels, kept, threshold, colours), *notes],
            ),
        },
        table=common.table([*parts, part, *(envelope_ghost.parts(was) if was else [])], COLUMNS),
        alt=_alt(found, shares, levels, kept, threshold, nucleus)
        + (envelope_ghost.told(request, was) if was else ""),
        source=common.source(setup),
    )


def scale(colours: Palette) -> list[list[Any]]:
    """From what is lost (the colour of synthetic text) to what is kept (that of human text)."""
    dark = colours.paper != "#ffffff"
    stops = (
        ("#6b4a12", "#8d6a1e", "#3a4650", "#2f6596", "#3f79b3")
        if dark
        else ("#d9a52c", "#eed28a", "#f2f2ee", "#a9cbe6", "#5d9bcb")
    )
    return [[i / 4, colour] for i, colour in enumerate(stops)]


def _contour(
    x: Array, y: Array, z: Array, level: float, colour: str, width: float, dash: str
) -> dict[str, Any]:
    return {
        "type": "contour",
        "x": packed(x),
        "y": packed(y),
        "z": packed(z),
        "autocontour": False,
        "contours": {"coloring": "none", "start": level, "end": level, "size": 1},
        "line": {"color": colour, "width": width, **({"dash": dash} if dash else {})},
        "showscale": False,
        "hoverinfo": "skip",
    }


def _labels(
    shares: Array, levels: Array, kept: Array, threshold: float, colours: Palette
) -> list[dict[str, Any]]:
    """The share that is kept, beside each line where it crosses a low level."""
    row = 4
    found = []
    for level in (threshold, *(one for one in LINES if abs(one - threshold) > 0.04)):
        at = crossing(shares, kept[row], level)
        if at is None or not 0.02 < at < 0.96:
            continue
        text = f"{wording.share(level)} kept"
        found.append(
            {
                "text": f"<b>{text}</b>" if level == threshold else wording.share(level),
                "x": at,
                "y": float(levels[row]),
                "xanchor": "right",
                "yanchor": "bottom",
                "xshift": -3,
                "showarrow": False,
                "font": {"color": colours.text, "size": 12},
            }
        )
    return found


def _mark(
    found: LabResult, colours: Palette
) -> tuple[list[dict[str, Any]], common.Part, list[dict[str, Any]]]:
    """The scenario: its share, and its temperature with the interval."""
    share, levels = place(found.setup)
    low, middle, high = (float(np.clip(v, 0.5, 1.0)) for v in levels)
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": packed([share, share]),
            "y": packed([low, high]),
            "line": {"color": colours.text, "width": 3},
            "cliponaxis": False,
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": packed([share]),
            "y": packed([middle]),
            "marker": {
                "size": 14,
                "color": colours.paper,
                "line": {"width": 3, "color": colours.text},
            },
            "cliponaxis": False,
            "hovertemplate": f"the scenario: {wording.share(share)} human<extra></extra>",
        },
    ]
    left = share > 0.6
    note = {
        "text": "<b>this scenario</b>",
        "x": share,
        "y": middle,
        "xanchor": "right" if left else "left",
        "yanchor": "middle",
        "xshift": -12 if left else 12,
        "showarrow": False,
        "font": {"color": colours.text, "size": 12},
    }
    values = found.tail_interval[-1]
    # the tail kept rises with temperature and nucleus, so that the ends go together
    part = common.Part("scenario", "Tail mass kept", "share", share, levels, values)
    return traces, part, [note]


def _needed(
    found: LabResult, shares: Array, levels: Array, kept: Array, threshold: float
) -> list[float | None]:
    """Human share that keeps the threshold at the ends and the middle of the interval."""
    _, ends = place(found.setup)
    needed: list[float | None] = []
    for level in ends:
        at = np.clip(float(level), levels[0], levels[-1])
        row = np.array([np.interp(at, levels, kept[:, i]) for i in range(len(shares))])
        needed.append(0.0 if row[0] >= threshold else crossing(shares, row, threshold))
    return needed


def _title(found: LabResult, shares: Array, levels: Array, kept: Array, threshold: float) -> str:
    setup = found.setup
    if not setup.generations:
        return "Nothing is lost before a model is trained on another's output"
    high, middle, low = _needed(found, shares, levels, kept, threshold)
    if middle is None or low is None or high is None:
        return f"No human share below 100% keeps {wording.share(threshold)} of the tail here"
    needed = wording.interval(middle, low, high, wording.share)
    return (
        f"To keep {wording.share(threshold)} of the tail for {setup.generations} generations, "
        f"{needed} of {'what is added' if setup.accumulates else 'each corpus'} must be human"
    )


def _alt(
    found: LabResult, shares: Array, levels: Array, kept: Array, threshold: float, nucleus: bool
) -> str:
    what = "nucleus" if nucleus else "temperature"
    return (
        f"A map of human share across and {what} up, from {wording.share(float(kept.min()))} of "
        f"the tail kept to {wording.share(float(kept.max()))}. A line marks "
        f"{wording.share(threshold)}. The scenario stands at "
        f"{wording.share(mean_share(found.setup) if found.setup.shares else 0.0)} human."
    )


__all__ = ["ENVELOPE_TEMPERATURES", "safe", "scale"]
