"""What the largest run is made of, year by year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings, wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import Part
from dashboard.figures.depletion.naming import Named, name_bands
from dashboard.figures.labels import annotation
from dashboard.figures.palette import Palette, Role
from dashboard.figures.template import FIRST_YEAR, LAST_YEAR, packed, share_axis, years_axis

NAMES = ("Unique web text", "Its repetition", "Other stocks", "Met by none of these")
_ROLES: tuple[Role, ...] = ("human", "repeated", "other", "synthetic")
_TEXTS = (
    ("Unique web text", "Unique<br>web text"),
    ("Its repetition",),
    ("Other stocks", "Other<br>stocks"),
    (
        "Must come from licensed,<br>proprietary or synthetic data",
        "Licensed, proprietary<br>or synthetic data",
        "Licensed,<br>proprietary or<br>synthetic",
    ),
)


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
    unit = "Expected share of the tokens of the largest run."
    met = None
    if ghost is not None:
        met = 1 - ghost.supply_share[:, -1]
        traces += _edge(ghost.years, met, colours)
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
        unit += f" Dashed: where the unmet share begins under {common.baseline_name(request)}."
    named = name_bands(common.along(forecast.years), shares, _TEXTS, met)
    return Chart(
        title=findings.supply_title(request.outlook, preset=request.preset),
        unit=unit,
        figure={
            "data": [*traces, *_leaders(named, colours)],
            "layout": common.layout(
                request,
                xaxis=years_axis(),
                yaxis=share_axis(),
                annotations=[
                    annotation(one.spot, one.text, colours.on_area[_ROLES[one.on]]) for one in named
                ],
            ),
        },
        table=common.table(parts),
        alt=_alt(request),
        source=common.source(request.outlook),
    )


def _edge(years: Array, met: Array, colours: Palette) -> list[dict[str, Any]]:
    """Where the baseline's unmet demand begins: dashes on a solid ground, seen on every area."""
    return [
        common.line(years, met, colours.paper, 2.5),
        common.ghost_line(years, met, colours.text),
    ]


def _leaders(named: list[Named], colours: Palette) -> list[dict[str, Any]]:
    """A line with a dot from each name that stands outside of its band to the band."""
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": packed([FIRST_YEAR + u * (LAST_YEAR - FIRST_YEAR) for u, _ in one.leader], "f8"),
            "y": packed([v for _, v in one.leader]),
            "line": {"width": 1, "color": colours.on_area[_ROLES[one.on]]},
            "marker": {"size": [6, 0], "color": colours.on_area[_ROLES[one.band]], "opacity": 1},
            "hoverinfo": "skip",
        }
        for one in named
        if one.leader
    ]


def _alt(request: Request) -> str:
    forecast = request.outlook.depletion
    i = int(np.searchsorted(forecast.years, HEADLINE_YEAR))
    web, repeated, other, unmet = (
        wording.probability(float(share)) for share in forecast.supply_share[i]
    )
    others = f", other stocks {other}" if forecast.supply_share[:, 2].any() else ""
    text = (
        "Stacked areas from 2024 to 2040 that sum to 100% of the largest run. At the start of "
        f"{HEADLINE_YEAR} unique web text supplies {web}, its repetition {repeated}{others}; "
        f"{unmet} must come from licensed, proprietary or synthetic data."
    )
    ghost = common.ghost_of(request)
    if ghost is not None:
        was = wording.probability(float(ghost.supply_share[i, -1]))
        text += common.under(request, f"it is {was}")
    return text
