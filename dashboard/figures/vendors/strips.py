"""Mixes of the pinned baseline: a low strip of the same routes under each bar that it differs from.

A bar is full, so that a second one has no room in its place. Where rows stand close to each other
the bar makes room for the strip.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from analytics.estimates import Array
from analytics.scenario import ROUTES
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import DASH

BAR = 0.52
"""Height of a bar, in rows; the words stand over it."""

_ROOMY = 1.3
"""Distance between rows from which a strip fits under a whole bar."""

_LEAST = 5e-4
"""A share that differs by less looks the same."""


class Place(NamedTuple):
    """Where a row's bar and the strip under it stand, in rows from the top.

    Attributes:
        bar: middle of the bar.
        height: of the bar.
        strip: middle of the strip.
        low: height of the strip.
    """

    bar: float
    height: float
    strip: float
    low: float


def place(y: float, step: float, *, ghosted: bool) -> Place:
    """Where the marks of a row stand.

    Args:
        y: of the row.
        step: distance between rows.
        ghosted: whether the baseline has another mix.
    """
    middle = y + 0.2
    if step >= _ROOMY or not ghosted:
        return Place(middle, BAR, middle + BAR / 2 + 0.16, 0.22)
    top = middle - BAR / 2
    return Place(top + 0.18, 0.36, top + 0.46, 0.14)


def differing(
    units: Iterable[str], now: Mapping[str, Array], then: Mapping[str, Array]
) -> dict[str, Array]:
    """The baseline's mean shares of the units of which they are others, (routes,)."""
    return {
        unit: then[unit]
        for unit in units
        if unit in then and float(np.abs(now[unit] - then[unit]).max()) >= _LEAST
    }


def strips(
    units: Sequence[str],
    places: Sequence[Place],
    was: Mapping[str, Array],
    number: str,
    colours: Palette,
) -> list[dict[str, Any]]:
    """The strips of a column, and a dashed line around each.

    Args:
        units: of the rows.
        places: of the rows.
        was: mean shares in the baseline of those that differ, (routes,).
        number: of the column's axes.
        colours: of the scheme.
    """
    rows = [(was[unit], there) for unit, there in zip(units, places, strict=True) if unit in was]
    if not rows:
        return []
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}", "hoverinfo": "skip"}
    fills = [
        {
            "type": "bar",
            "orientation": "h",
            "x": [float(shares[k]) for shares, _ in rows],
            "y": [there.strip for _, there in rows],
            "width": [there.low for _, there in rows],
            "marker": {"color": translucent(colours.route[route], 0.45), "line": {"width": 0}},
            **axes,
        }
        for k, route in enumerate(ROUTES)
    ]
    return [*fills, _outlines(rows, colours) | axes]


def _outlines(rows: Sequence[tuple[Array, Place]], colours: Palette) -> dict[str, Any]:
    """A frame around each strip with a line at each border of two routes."""
    x: list[float | None] = []
    y: list[float | None] = []
    for shares, there in rows:
        top, foot = there.strip - there.low / 2, there.strip + there.low / 2
        x += [0.0, 1.0, 1.0, 0.0, 0.0, None]
        y += [top, top, foot, foot, top, None]
        for border in np.cumsum(shares)[:-1]:
            x += [float(border), float(border), None]
            y += [top, foot, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colours.ghost, "width": 1, "dash": DASH},
    }
