"""What the largest run is made of, year by year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings, wording
from analytics.estimates import Array
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import Part
from dashboard.figures.labels import SIZES, Spot, annotation, width_of
from dashboard.figures.palette import Role
from dashboard.figures.template import packed, share_axis, years_axis

NAMES = ("Unique web text", "Its repetition", "Other stocks", "Met by none of these")
_ROLES: tuple[Role, ...] = ("human", "repeated", "other", "synthetic")
_TEXTS = (
    ("Unique web text", "Unique<br>web text"),
    ("Its repetition",),
    ("Other stocks",),
    (
        "Must come from licensed,<br>proprietary or synthetic data",
        "Licensed, proprietary<br>or synthetic data",
    ),
)
_NEGLIGIBLE = 0.01


def supply(request: Request) -> Chart:
    """Draw the expected shares of the largest run's tokens, 2024 to 2040."""
    forecast, colours = request.outlook.depletion, common.colours_of(request)
    shares = forecast.supply_share
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "stackgroup": "run",
            "name": name,
            "x": packed(forecast.years),
            "y": packed(shares[:, i]),
            "line": {"width": 1, "color": colours.paper},
            "fillcolor": colours.area[role],
            "hovertemplate": f"{name} <b>%{{y:.1%}}</b><extra></extra>",
        }
        for i, (name, role) in enumerate(zip(NAMES, _ROLES, strict=True))
        if shares[:, i].any()
    ]
    ghost = common.ghost_of(request)
    parts = [
        Part(common.SCENARIO, name, "share", forecast.years, math.nan, shares[:, i])
        for i, name in enumerate(NAMES)
    ]
    if ghost is not None:
        met = 1 - ghost.supply_share[:, -1]
        traces.append(_edge(ghost.years, met, colours.text))
        parts.append(
            Part(
                common.BASELINE,
                NAMES[-1],
                "share",
                ghost.years,
                math.nan,
                ghost.supply_share[:, -1],
            )
        )
    return Chart(
        title=findings.supply_title(request.outlook, preset=request.preset),
        unit="Expected share of the tokens of the largest run."
        + common.dashed(request).replace("Dashed grey:", "Dashed: where unmet demand begins,"),
        figure={
            "data": traces,
            "layout": common.layout(
                request,
                xaxis={**years_axis(), "hoverformat": ".2f"},
                yaxis=share_axis(),
                annotations=_labels(request),
            ),
        },
        table=common.table(parts),
        alt=_alt(request),
        source=common.source(request.outlook),
    )


def _edge(years: Array, met: Array, colour: str) -> dict[str, Any]:
    return common.ghost_line(years, met, colour)


def _labels(request: Request) -> list[dict[str, Any]]:
    """A name in each band, where the band is thick enough for it at every size of plot."""
    forecast, colours = request.outlook.depletion, common.colours_of(request)
    ghost = common.ghost_of(request)
    edge = None if ghost is None else 1 - ghost.supply_share[:, -1]
    top = np.cumsum(forecast.supply_share, axis=1)
    bottom = top - forecast.supply_share
    found = []
    for i, role in enumerate(_ROLES):
        if forecast.supply_share[:, i].max() < _NEGLIGIBLE:
            continue
        for text in _TEXTS[i]:
            spot = _inside(forecast.years, bottom[:, i], top[:, i], text, edge)
            if spot is not None:
                found.append(annotation(spot, text, colours.on_area[role]))
                break
    return found


def _inside(years: Array, bottom: Array, top: Array, text: str, edge: Array | None) -> Spot | None:
    """The middle of the roomiest place in a band; None if it is too thin everywhere."""
    lines = text.split("<br>")
    width = max(width_of(line) for line in lines) + 8
    height = len(lines) * 16.0 + 4
    u = common.along(years)
    best: tuple[float, Spot] | None = None
    for i in range(2, len(u) - 2, 2):
        room, lowest, highest = math.inf, -math.inf, math.inf
        for across, up in SIZES:
            half = width / 2 / across
            if u[i] - half < 0 or u[i] + half > 1:
                room = -1
                break
            span = (u >= u[i] - half - 0.016) & (u <= u[i] + half + 0.016)
            floor, ceiling = float(bottom[span].max()), float(top[span].min())
            if edge is not None:
                floor, ceiling = _beside(edge[span], floor, ceiling)
            lowest, highest = max(lowest, floor), min(highest, ceiling)
            room = min(room, (ceiling - floor) * up - height)
        # the middle must do for all sizes: narrow plots have the widest labels
        if room >= 0 and (best is None or room > best[0]):
            best = room, Spot(float(u[i]), (lowest + highest) / 2, "center", "middle")
    return None if best is None else best[1]


def _beside(edge: Array, floor: float, ceiling: float) -> tuple[float, float]:
    """The larger part of a band above or below the ghosted edge."""
    low, high = float(edge.min()), float(edge.max())
    if high <= floor or low >= ceiling:
        return floor, ceiling
    return max(((floor, min(low, ceiling)), (max(high, floor), ceiling)), key=lambda p: p[1] - p[0])


def _alt(request: Request) -> str:
    forecast = request.outlook.depletion
    i = int(np.searchsorted(forecast.years, 2032.0))
    web, repeated, other, unmet = (
        wording.probability(float(share)) for share in forecast.supply_share[i]
    )
    others = f", other stocks {other}" if forecast.supply_share[:, 2].any() else ""
    text = (
        "Stacked areas from 2024 to 2040 that sum to 100% of the largest run. At the start of "
        f"2032 unique web text supplies {web}, its repetition {repeated}{others}; {unmet} must "
        "come from licensed, proprietary or synthetic data."
    )
    ghost = common.ghost_of(request)
    if ghost is not None:
        was = wording.probability(float(ghost.supply_share[i, -1]))
        name = request.baseline_name or "the pinned baseline"
        text += f" Under {name}, dashed, it is {was}."
    return text
