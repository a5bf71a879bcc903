"""What each scenario trades: compute wasted against collapse risk, over all vendors."""

from __future__ import annotations

import html
import math
from typing import Any

import numpy as np

from analytics import comparison, findings_compare, wording
from analytics.comparison import YEAR, Side
from dashboard.figures.chart import Chart, Request
from dashboard.figures.compare import common
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.labels import HAnchor, Placer, Spot, VAnchor, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import share_axis

TOP = 1.06
_BOTTOM = -0.06


def tradeoff(request: Request) -> Chart:
    """Draw every scenario's compute wasted and collapse risk, and those of each vendor."""
    found, colours = common.compared(request), depletion.colours_of(request)
    places = [_place(side) for side in found]
    known = [x for place in places for x in (place.high, *place.wasted) if not math.isnan(x)]
    most = max([*known, 0.5]) * 1.06
    traces: list[dict[str, Any]] = []
    for i, (side, one) in enumerate(zip(found, places, strict=True)):
        if not math.isnan(one.median):
            traces += _scenario(side, one, i, colours)
    # the scenarios over the vendors of all
    traces.sort(key=lambda trace: trace["meta"])
    return Chart(
        title=findings_compare.tradeoff_title(found),
        unit=(
            f"In {YEAR}. Across: compute wasted, orders of magnitude, mean of vendors, median and "
            "80% interval of worlds. Up: simulated collapse risk, mean of vendors. Small marks: "
            "each vendor."
        ),
        figure={
            "data": traces,
            "layout": depletion.layout(
                request,
                hovermode="closest",
                margin={"l": 62, "r": 18, "t": 10, "b": 46},
                xaxis={
                    "range": [-0.02 * most, most],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                    "title": _titled("compute wasted, orders of magnitude", colours),
                },
                yaxis={
                    **share_axis(),
                    "range": [_BOTTOM, TOP],
                    "title": _titled("collapse risk", colours),
                },
                annotations=_labels(found, places, most, colours),
            ),
        },
        table=common.table(
            part for pair in zip(found, places, strict=True) for part in _parts(*pair)
        ),
        alt=_alt(found, places),
        source=common.source(
            found, "Besiroglu et al. 2024", "Muennighoff et al. 2023", "judgements by Aquifer"
        ),
    )


class _Place:
    """Where a scenario and its vendors are."""

    def __init__(self, side: Side) -> None:
        self.vendors = comparison.vendors(side.outlook)
        measures = {one.id: one for one in comparison.MEASURES}
        wasted = comparison.summary(measures["vendors.wasted"], side.outlook)
        self.median, self.low, self.high = wasted.median, wasted.low, wasted.high
        self.risk = comparison.summary(measures["vendors.risk"], side.outlook).median
        self.wasted = [float(x) for x in np.median(self.vendors.wasted, axis=1)]
        below = self.vendors.tail_kept < side.outlook.scenario.tail_threshold
        self.risks = [float(x) for x in below.mean(axis=1)]


def _place(side: Side) -> _Place:
    return _Place(side)


def _titled(text: str, colours: Palette) -> dict[str, Any]:
    return {"text": text, "standoff": 6, "font": {"size": 11.5, "color": colours.quiet}}


def _scenario(side: Side, one: _Place, i: int, colours: Palette) -> list[dict[str, Any]]:
    ink = colours.scenario[i]
    small = {
        "type": "scatter",
        "mode": "markers",
        "meta": 0,
        "x": one.wasted,
        "y": one.risks,
        "marker": {
            "symbol": common.SYMBOLS[i],
            "size": 7,
            "color": translucent(ink, 0.38),
            "line": {"width": 0},
        },
        "text": [
            f"<b>{html.escape(name)}</b>, {common.short(side.name)}<br>compute wasted "
            f"{x:.2f} OOM, risk {wording.probability(y)}"
            for name, x, y in zip(one.vendors.joined, one.wasted, one.risks, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }
    bar = depletion.line([one.low, one.high], [one.risk] * 2, ink, 2.5, meta=1)
    text = (
        f"<b>{common.short(side.name)}</b><br>compute wasted {one.median:.2f} OOM (80%: "
        f"{one.low:.2f}–{one.high:.2f}), risk {wording.probability(one.risk)}<extra></extra>"
    )
    dot = common.mark(
        one.median, one.risk, i, colours, size=15, hoverinfo=None, hovertemplate=text, meta=2
    )
    return [small, bar, dot]


def _labels(
    found: tuple[Side, ...], places: list[_Place], most: float, colours: Palette
) -> list[dict[str, Any]]:
    """The scenarios' names beside their marks."""

    def across(x: float) -> float:
        return (x / most + 0.02) / 1.02

    def up(y: float) -> float:
        return (y - _BOTTOM) / (TOP - _BOTTOM)

    known = [(i, one) for i, one in enumerate(places) if not math.isnan(one.median)]
    blocks = [
        (across(x) - 0.012, up(y) - 0.02, across(x) + 0.012, up(y) + 0.02, weight)
        for _, one in known
        for x, y, weight in (
            (one.median, one.risk, 20.0),
            *((x, y, 1.5) for x, y in zip(one.wasted, one.risks, strict=True)),
        )
    ]
    blocks += [
        (across(one.low), up(one.risk) - 0.004, across(one.high), up(one.risk) + 0.004, 4.0)
        for _, one in known
    ]
    placer = Placer((), blocks)
    labels = []
    for i, one in known:
        text = common.bold(found[i].name, common.LINE)
        spot = placer.place(text, _around(across(one.median), up(one.risk)))
        if spot is not None:
            labels.append(annotation(spot, text, colours.scenario_word[i]))
    return labels


def _around(u: float, v: float) -> list[Spot]:
    sides: tuple[tuple[HAnchor, VAnchor, float, float], ...] = (
        ("left", "bottom", 8, 8),
        ("right", "bottom", -8, 8),
        ("left", "top", 8, -8),
        ("right", "top", -8, -8),
        ("center", "bottom", 0, 12),
        ("center", "top", 0, -12),
        ("left", "bottom", 8, 24),
        ("right", "bottom", -8, 24),
        ("left", "top", 8, -24),
        ("right", "top", -8, -24),
    )
    return [Spot(u, v, x, y, dx=dx, dy=dy) for x, y, dx, dy in sides]


def _parts(side: Side, one: _Place) -> list[Part]:
    wasted, risk = f"Compute wasted, {YEAR}", f"Collapse risk, {YEAR}"
    unit = "orders of magnitude"
    parts = [
        Part(
            side.name,
            f"{wasted}, mean of vendors",
            unit,
            YEAR,
            (0.1, 0.5, 0.9),
            (one.low, one.median, one.high),
        ),
        Part(side.name, f"{risk}, mean of vendors", "probability", YEAR, math.nan, one.risk),
    ]
    for name, x, y in zip(one.vendors.joined, one.wasted, one.risks, strict=True):
        parts += [
            Part(side.name, f"{wasted}: {name}", unit, YEAR, 0.5, x),
            Part(side.name, f"{risk}: {name}", "probability", YEAR, math.nan, y),
        ]
    return parts


def _alt(found: tuple[Side, ...], places: list[_Place]) -> str:
    told = [
        f"{one.median:.2f} orders of magnitude (80%: {one.low:.2f} to {one.high:.2f}) at a risk of "
        f"{wording.probability(one.risk)}"
        if not math.isnan(one.median)
        else wording.UNKNOWN
        for one in places
    ]
    return (
        "A field with compute wasted across and collapse risk upwards, a large mark for each "
        f"scenario and a small one for each vendor. {common.listed(found, told)}"
    )
