"""Every reported deal by date: what it is worth where that is said, and where it is not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_market as said
from analytics import wording
from analytics.estimates import Array
from analytics.market import RIGHTS, Deal
from analytics.market.deals import disclosure, reported
from analytics.market.values import Value
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import line
from dashboard.figures.labels import HAnchor, Spot, VAnchor, annotation, overlap, width_of
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import Palette

_VALUES, _LANES = (0.4, 1.0), (0.0, 0.335)
_FIRST = 2022.0
_LEAST, _MOST = 1.7e6, 2.6e9
_SIZES = np.array([[670.0, 335.0], [910.0, 335.0], [1390.0, 335.0]])
"""Sizes of the upper plot: the card takes the page's whole width, (3, 2) in pixels."""

_TYPE = 11.5
_SPOTS: tuple[tuple[HAnchor, VAnchor, float, float], ...] = (
    ("left", "middle", 10, 0),
    ("right", "middle", -10, 0),
    ("left", "bottom", 4, 8),
    ("right", "bottom", -4, 8),
    ("left", "top", 4, -8),
    ("right", "top", -4, -8),
    ("center", "bottom", 0, 14),
    ("center", "top", 0, -14),
    ("center", "bottom", -50, 20),
    ("center", "top", -50, -20),
    ("left", "bottom", -60, 12),
    ("left", "top", -60, -12),
    ("right", "bottom", 60, 12),
    ("right", "top", 60, -12),
    ("left", "bottom", -30, 22),
    ("left", "top", -30, -22),
    ("right", "bottom", 30, 22),
    ("right", "top", 30, -22),
)
"""Where a name may stand beside its mark, best first."""

_BESIDE = 0.11
_APART = 0.062
"""Years between marks that do not touch in a card of usual width."""


def timeline(request: Request) -> Chart:
    """Draw every deal by date and value."""
    return _timeline(common.scene(request))


@lru_cache(maxsize=32)
def _timeline(scene: Scene) -> Chart:
    deals, colours = scene.deals, scene.colours
    priced = [one for one in _valued(scene) if one.value and one.value.basis != "per_unit"]
    at, drawn = _places(priced), {one.id for one in priced}
    silent = [one for one in deals if one.id not in drawn]
    first, last = _ends(scene)
    lanes = _lanes(silent)
    traces: list[dict[str, Any]] = []
    for one in priced:
        traces += _spans(one, at[one.id], colours)
    for rights in RIGHTS:
        for summable in (True, False):
            mine = [one for one in priced if one.rights == rights and one.summable == summable]
            if mine:
                mark = common.marker(rights, colours, 11 if summable else 9, hollow=not summable)
                if not summable:
                    mark |= {"symbol": "x-thin", "line": {"color": colours.quiet, "width": 2}}
                x, y = [at[one.id] for one in mine], [_height(one) for one in mine]
                traces.append(common.points(mine, x, y, mark))
        mine = [one for one in silent if one.rights == rights]
        if mine:
            levels = [lanes[one.id] for one in mine]
            mark = common.marker(rights, colours, 8.5)
            traces.append(
                common.points(mine, [one.middle for one in mine], levels, mark) | {"yaxis": "y2"}
            )
    now = min(scene.as_of, last)
    traces.append(line([now, now], [_LEAST, _MOST], colours.axis, 1.0))
    labels = [*_names(scene, priced, at, (first, last)), *_lane_names(scene, silent, lanes)]
    if not traces[:-1]:
        labels = [common.nothing(scene, "No deal was reported")]
    return Chart(
        title=_title(scene, deals),
        unit="Reported value in USD, log scale, by date of announcement. Bars: the range reported; "
        "arrows: at least, or up to. Crosses are never summed: estimates, aggregates, revenues, "
        f"a settlement.{common.which(scene)}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 52, "r": 14, "t": 10, "b": 26},
                xaxis=common.years_axis(math.ceil(first), math.floor(last))
                | {"range": [first, last], "anchor": "y2"},
                yaxis={
                    "type": "log",
                    "domain": list(_VALUES),
                    "range": [math.log10(_LEAST), math.log10(_MOST)],
                    "tickmode": "array",
                    "tickvals": [1e7, 1e8, 1e9],
                    "ticktext": ["$10M", "$100M", "$1B"],
                },
                yaxis2={
                    "domain": list(_LANES),
                    "range": [_depth(lanes) + 0.6, -0.9],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
            ),
        },
        table=_table(scene, priced, silent),
        alt=_alt(scene, deals, priced),
        source=common.source(scene),
    )


def _valued(scene: Scene) -> list[Deal]:
    """Every row with a value, deals or not."""
    return [one for one in reported(scene.rows, scene.as_of) if one.value is not None]


def _ends(scene: Scene) -> tuple[float, float]:
    return _FIRST - 0.1, max(2027.0, math.ceil(scene.as_of)) + 0.02


def _height(one: Deal) -> float:
    """Where a value is drawn: the geometric middle of its range."""
    if one.value is None:
        return math.nan
    return math.sqrt(one.value.low * one.value.high)


def _spans(one: Deal, at: float, colours: Palette) -> list[dict[str, Any]]:
    """The range of a value, an arrow where it is open, and the days that it may be of."""
    if one.value is None:
        return []
    if not one.summable:
        return []
    ink = common.ink_of(one.rights, colours)
    found = []
    if one.value.high > one.value.low:
        found.append(line([at] * 2, [one.value.low, one.value.high], ink, 3.0))
    if one.last - one.first > 0.1:
        days = line([one.first, one.last], [_height(one)] * 2, ink, 1.0)
        found.append(days | {"line": {"color": ink, "width": 1, "dash": "2px,3px"}})
    if one.value.at_least or one.value.at_most:
        up = 1 if one.value.at_least else -1
        found.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [at],
                "y": [_arrow(one.value)],
                "marker": {
                    "symbol": "triangle-up" if up > 0 else "triangle-down",
                    "size": 8,
                    "color": ink,
                },
                "hoverinfo": "skip",
            }
        )
    return found


def _arrow(value: Value) -> float:
    """Where the arrow of an open value stands: beyond the end that is open."""
    return value.high * 1.42 if value.at_least else value.low / 1.42


def _lanes(deals: Sequence[Deal]) -> dict[str, float]:
    """A row for each deal, a lane for each kind of rights, no mark on another."""
    found: dict[str, float] = {}
    top = 0.0
    for rights in RIGHTS:
        mine = sorted((d for d in deals if d.rights == rights), key=lambda d: (d.middle, d.id))
        ends: list[float] = []
        for one in mine:
            free = [i for i, end in enumerate(ends) if one.middle - end >= _APART]
            level = free[0] if free else len(ends)
            ends[level : level + 1] = [one.middle]
            found[one.id] = top + level
        top += len(ends) + 1.1 if mine else 0.0
    return found


def _depth(lanes: dict[str, float]) -> float:
    return max(lanes.values(), default=1.0)


def _lane_names(
    scene: Scene, silent: Sequence[Deal], lanes: dict[str, float]
) -> list[dict[str, Any]]:
    """The name of each lane at its left end, above it the name of all."""
    colours, found = scene.colours, []
    for rights in RIGHTS:
        mine = [one for one in silent if one.rights == rights]
        if not mine:
            continue
        at = min(lanes[one.id] for one in mine)
        text = f"<b>{said.RIGHTS_NAMES[rights]}</b> {len(mine)}"
        found.append(
            common.words(text, 0, at - 0.05, colours.text, xref="paper", yref="y2", xshift=6)
            | {"bgcolor": colours.paper}
        )
    if silent:
        text = f"No value, or only that of a unit: {common.plural(len(silent), 'deal')}, by rights"
        found.append(
            common.words(
                text, 0, _LANES[1], colours.quiet, xref="paper", yref="paper", xshift=6, yshift=13
            )
        )
    return found


def _names(
    scene: Scene, priced: Sequence[Deal], at: Mapping[str, float], ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """Who and how much, beside the marks: what can be summed first, then the largest."""
    colours, span, (first, last) = scene.colours, math.log10(_MOST / _LEAST), ends
    places = {
        one.id: ((at[one.id] - first) / (last - first), math.log10(_height(one) / _LEAST) / span)
        for one in priced
    }
    arrows = [
        (places[one.id][0], math.log10(_arrow(one.value) / _LEAST) / span)
        for one in priced
        if one.summable and one.value and (one.value.at_least or one.value.at_most)
    ]
    marks = np.array([*places.values(), *arrows]).reshape(-1, 1, 2) * _SIZES
    taken = [np.concatenate([mark - 6, mark + 6], axis=1) for mark in marks]
    found = []
    for mine in _alike(priced):
        u, v = places[mine[-1].id]
        text = f"{_short(mine)} {_amount(mine[0])}{' each' if len(mine) > 1 else ''}"
        for anchor, yanchor, dx, dy in _SPOTS:
            spot = Spot(u, v, anchor, yanchor, dx, dy)
            box = _box(spot, text)
            inside = (box[:, :2] >= 0).all() and (box[:, 2:] <= _SIZES).all()
            if inside and not any(overlap(box, other, 1.0).any() for other in taken):
                taken.append(box)
                ink = colours.text if mine[0].summable else colours.quiet
                found.append(annotation(spot, text, ink, size=_TYPE))
                break
    return found


def _box(spot: Spot, text: str) -> Array:
    """The box of a name at every size of plot, (sizes, 4) in pixels."""
    size = np.array([0.86 * width_of(text, _TYPE), _TYPE * 1.25])  # it is on the generous side
    back = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "middle": 0.5, "top": 1.0}
    corner = np.array([spot.u, spot.v]) * _SIZES + np.array([spot.dx, spot.dy])
    corner = corner - size * np.array([back[spot.xanchor], back[spot.yanchor]])
    return np.concatenate([corner, corner + size], axis=1)


def _alike(priced: Sequence[Deal]) -> list[list[Deal]]:
    """Deals of one supplier and one value as one name."""
    groups: dict[Any, list[Deal]] = {}
    for one in priced:
        key = (one.supplier, one.value, one.summable) if one.buyers else one.id
        groups.setdefault(key, []).append(one)
    return sorted(
        groups.values(), key=lambda mine: (not mine[0].summable, -_height(mine[0]), mine[0].id)
    )


def _places(priced: Sequence[Deal]) -> dict[str, float]:
    """Where each deal is drawn; those of one supplier and of the same two years side by side."""
    rough: dict[Any, list[str]] = {}
    for one in priced:
        if one.summable and one.last - one.first > 1.5:
            rough.setdefault((one.supplier, one.first, one.last), []).append(one.id)
    beside = {
        id: (n - (len(mine) - 1) / 2) * _BESIDE
        for mine in rough.values()
        for n, id in enumerate(sorted(mine))
    }
    return {one.id: one.middle + beside.get(one.id, 0.0) for one in priced}


def _short(deals: Sequence[Deal]) -> str:
    supplier = deals[0].supplier.split(" (")[0].split(" / ")[0]
    if deals[0].buyer.startswith("("):
        return supplier
    if deals[0].status == "preliminary":
        supplier = "authors’ class"
    buyers = ", ".join(one.buyer for one in deals) if len(deals) < 3 else f"{len(deals)} buyers"
    return f"{buyers}–{supplier}"


def _amount(one: Deal) -> str:
    if one.value is None:
        return ""
    signs = {"minimum": "≥ ", "maximum": "≤ ", "estimate": "est. ", "approximate": "~"}
    ends = wording.span(wording.usd(one.value.low), wording.usd(one.value.high))
    after = "/yr" if one.value.basis == "per_year" else ""
    return f"{signs.get(one.value.bound, '')}{ends}{after}"


def _title(scene: Scene, deals: Sequence[Deal]) -> str:
    found = disclosure(deals)
    if not found.deals:
        return (
            f"No deal{scene.picked.said(scene.facts)} was reported by {wording.year(scene.as_of)}"
        )
    years = [one for one in deals if one.summable and one.value and one.value.basis == "total"]
    most = max(years, key=_height, default=None)
    named = f"{common.plural(found.valued, 'names', 'name')} any value"
    summed = f"{found.summable or 'none'} can be summed"
    text = f"Of {said.deals_counted(found.deals)}, {named} and {summed}"
    if most is None or most.value is None:
        return text
    return f"{text}; the largest contract is {said.value(most.value)} ({_short([most])})"


def _table(scene: Scene, priced: Sequence[Deal], silent: Sequence[Deal]) -> pd.DataFrame:
    mine = [*priced, *silent]
    return common.deal_rows(
        scene.version,
        mine,
        series=[
            "value" if one.value is not None and one in priced else "not disclosed" for one in mine
        ],
        variable=["Reported value" for _ in mine],
        unit=[f"USD, {said.BASIS_NAMES[one.value.basis]}" if one.value else "" for one in mine],
        announced_from=[one.first for one in mine],
        announced_to=[one.last for one in mine],
        value_low=[one.value.low if one.value else np.nan for one in mine],
        value_high=[one.value.high if one.value else np.nan for one in mine],
        bound=[one.value.bound if one.value else "" for one in mine],
        summable=[str(one.summable).lower() for one in mine],
        summable_reason=[one.reason for one in mine],
    )


def _alt(scene: Scene, deals: Sequence[Deal], priced: Sequence[Deal]) -> str:
    if not deals:
        return "An empty chart: no deal was reported for this choice."
    top = sorted((one for one in priced if one.summable), key=_height, reverse=True)[:5]
    each = "; ".join(f"{_short([one])} {said.value(one.value)}" for one in top if one.value)
    crosses = sum(not one.summable for one in priced)
    return (
        f"Marks by date from {_FIRST:.0f} on. Above, {len(priced)} rows with a value on a "
        f"logarithmic axis, {crosses} of them crosses that are never summed; the largest others: "
        f"{each or 'none'}. Below, deals without a disclosed value in a lane for each kind of "
        "rights."
    )
