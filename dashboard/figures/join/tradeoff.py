"""Risk against waste: how much of the tail vendors lose, how much compute, and by which policy."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import numpy as np

from analytics import findings_join as told
from analytics import findings_policies as said
from analytics import wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.outlook import Outlook
from analytics.outlook.join import Joined
from analytics.outlook.policies import CAPS, FILL, PATH, REPEAT, STOP, Policies, cap_name, policies
from analytics.regions import nearest_part
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import baseline_name, colours_of, layout, line
from dashboard.figures.join import common
from dashboard.figures.join.common import BASELINE, SCENARIO
from dashboard.figures.labels import Placer, Spot, annotation
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import DASH, share_axis

POLICY = {
    FILL: "Fill the gap",
    **{cap_name(cap): f"Cap {cap:.0%}" for cap in CAPS},
    STOP: "Stop",
    REPEAT: "Repeat",
}
"""Policy → what it is called on the path."""

_BOTTOM = -0.04
_HALF = (0.25, 0.5, 0.75)


def tradeoff(request: Request) -> Chart:
    """Draw tail lost against compute wasted: a dot a vendor, and a path through the policies."""
    found, ghost = request.outlook.joined, common.ghost_of(request)
    threshold = request.outlook.scenario.tail_threshold
    one, colours = common.chosen(request, found), colours_of(request)
    rows = common.shown(found, threshold, one)
    path = _path(policies(request.outlook), one)
    dots = np.array([_middle(found, i) for i in rows])
    regions = [nearest_part(*_worlds(found, i)) for i in rows]
    mine = regions[[found.vendors[i] for i in rows].index(one)]
    right = 1.06 * max(float(x[:, 0].max()) for x in (mine, path, dots))
    right = max(right, 0.25)
    year = f"{found.years[found.at(HEADLINE_YEAR)]:.0f}"
    traces = [
        _region(region, colours, found.vendors[i] == one)
        for i, region in zip(rows, regions, strict=True)
    ]
    if ghost is not None:
        traces.append(_ghost(found, ghost, rows, colours))
    traces += [
        _limit(threshold, right, colours),
        _line(path, colours),
        _steps(path, policies(request.outlook), one, threshold, colours),
        _dots(request.outlook, rows, dots, one, colours),
    ]
    return Chart(
        title=said.tradeoff_title(request.outlook, one, request.preset),
        unit=f"Rare tail lost against compute wasted in {year}, medians; collapse is above the "
        f"line. Shaded: half of {one}’s worlds, those nearest to its median; outlined: the "
        f"others’. Path: {one} by policy." + common.more(found, rows) + _dashed(request, ghost),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 52, "r": 16, "t": 8, "b": 44},
                xaxis={
                    "range": [-0.02 * right, right],
                    "showgrid": True,
                    "gridcolor": colours.grid,
                    "showline": False,
                    "ticks": "",
                    "title": {
                        "text": "compute wasted, orders of magnitude",
                        "standoff": 6,
                        "font": {"size": 11, "color": colours.quiet},
                    },
                },
                yaxis=share_axis() | {"range": [_BOTTOM, 1.04]},
                annotations=_labels(found, rows, dots, path, one, right, threshold, colours),
            ),
        },
        table=common.table(_rows(request, found, ghost, one)),
        alt=_alt(request, found, ghost, one, path),
        source=common.source(request, "Besiroglu et al. 2024", "Muennighoff et al. 2023"),
    )


def _dashed(request: Request, ghost: Joined | None) -> str:
    return "" if ghost is None else f" Dashed grey, from: {baseline_name(request)}."


def _worlds(found: Joined, i: int) -> tuple[Array, Array]:
    """Compute wasted and tail lost in every world, of a vendor by its index."""
    at = found.at(HEADLINE_YEAR)
    return found.compute_wasted[i, at], 1.0 - found.tail_kept[i, at]


def _middle(found: Joined, i: int) -> tuple[float, float]:
    x, y = _worlds(found, i)
    return float(np.median(x)), float(np.median(y))


def _path(found: Policies, vendor: str) -> Array:
    """Medians along the path of policies, (policies, 2)."""
    i = found.vendors.index(vendor)
    at = [found.at(name) for name in PATH]
    lost = 1.0 - np.median(found.tail_kept[at, i], axis=-1)
    return np.column_stack([found.wasted[at, i], lost])


def _region(corners: Array, colours: Palette, mine: bool) -> dict[str, Any]:
    x, y = (np.append(corners[:, n], corners[0, n]) for n in (0, 1))
    if mine:
        ink = {"fill": "toself", "fillcolor": translucent(colours.accent, 0.14)}
        return line(x, y, colours.accent, 1.0, **ink)
    return line(x, y, translucent(colours.axis, 0.55), 0.8)


def _limit(threshold: float, right: float, colours: Palette) -> dict[str, Any]:
    at = 1.0 - threshold
    return line([0.0, right], [at, at], colours.line["synthetic"], 1.4)


def _line(path: Array, colours: Palette) -> dict[str, Any]:
    return line(path[:, 0], path[:, 1], colours.accent, 2.2)


def _steps(
    path: Array, found: Policies, vendor: str, threshold: float, colours: Palette
) -> dict[str, Any]:
    i = found.vendors.index(vendor)
    risk = found.risk(threshold)
    texts = [
        f"<b>{html.escape(vendor)}, {POLICY[name].lower()}</b><br>"
        f"risk {wording.probability(float(risk[found.at(name), i]), found.tail_kept.shape[-1])}"
        f"<br>{told.orders(float(x))} wasted, {wording.probability(float(y))} of the tail lost"
        for name, (x, y) in zip(PATH, path, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": path[:, 0].tolist(),
        "y": path[:, 1].tolist(),
        "marker": {
            "size": 8,
            "symbol": "square",
            "color": colours.paper,
            "line": {"width": 2, "color": colours.accent},
        },
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _dots(
    outlook: Outlook, rows: list[int], dots: Array, one: str, colours: Palette
) -> dict[str, Any]:
    found = outlook.joined
    risk = found.risk(outlook.scenario.tail_threshold)[:, found.at(HEADLINE_YEAR)]
    mine = [found.vendors[i] == one for i in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": dots[:, 0].tolist(),
        "y": dots[:, 1].tolist(),
        "marker": {
            "size": [12 if it else 8 for it in mine],
            "color": [colours.accent if it else colours.quiet for it in mine],
            "line": {"width": 1.5, "color": colours.paper},
        },
        "text": [
            f"<b>{html.escape(found.vendors[i])}</b>: risk "
            f"{told.chance(found, float(risk[i]))}<br>{told.wasted(found, found.vendors[i])} of "
            "compute wasted"
            for i in rows
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _ghost(found: Joined, ghost: Joined, rows: list[int], colours: Palette) -> dict[str, Any]:
    """From where each vendor was in the baseline to where it is."""
    x: list[float | None] = []
    y: list[float | None] = []
    for i in rows:
        if (vendor := found.vendors[i]) in ghost.vendors:
            here, was = _middle(found, i), _middle(ghost, ghost.place(vendor))
            x += [was[0], here[0], None]
            y += [was[1], here[1], None]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "line": {"color": colours.ghost, "width": 1.4, "dash": DASH},
        "marker": {
            "size": [7 if n % 3 == 0 else 0 for n in range(len(x))],
            "symbol": "circle-open",
            "color": colours.ghost,
        },
        "hoverinfo": "skip",
    }


def _labels(
    found: Joined,
    rows: list[int],
    dots: Array,
    path: Array,
    one: str,
    right: float,
    threshold: float,
    colours: Palette,
) -> list[dict[str, Any]]:
    """Names of the chosen vendor and its policies first, then of the others where there is room."""
    low, high = _BOTTOM, 1.04
    left = -0.02 * right

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left), (y - low) / (high - low)

    every = [at(*point) for point in (*dots.tolist(), *path.tolist())]
    blocks = [(u - 0.012, v - 0.02, u + 0.012, v + 0.02, 8.0) for u, v in every]
    level = at(0.0, 1.0 - threshold)[1]
    placer = Placer([(np.full(2, level), 6.0)], blocks)
    wanted = [
        (f"<b>{html.escape(one)}</b>", dots[[found.vendors[i] for i in rows].index(one)], 1e9)
    ]
    labels = []
    inks = {0: colours.text}
    wanted += [(POLICY[name], point, 1e6) for name, point in zip(PATH, path, strict=True)]
    inks |= dict.fromkeys(range(1, len(wanted)), colours.accent)
    wanted += [
        (html.escape(found.vendors[i]), point, 40.0)
        for i, point in zip(rows, dots, strict=True)
        if found.vendors[i] != one
    ]
    for n, (text, (x, y), most) in enumerate(wanted):
        spot = placer.place(text, _around(*at(float(x), float(y))), most)
        if spot is not None:
            labels.append(annotation(spot, text, inks.get(n, colours.quiet), size=11.5))
    return labels


def _around(u: float, v: float) -> list[Spot]:
    """Places beside a dot, to its right first."""
    return [
        spot
        for gap in (8.0, 16.0)
        for spot in (
            Spot(u, v, "left", "middle", dx=gap),
            Spot(u, v, "right", "middle", dx=-gap),
            Spot(u, v, "left", "bottom", dx=gap - 4, dy=gap - 4),
            Spot(u, v, "left", "top", dx=gap - 4, dy=4 - gap),
            Spot(u, v, "right", "bottom", dx=4 - gap, dy=gap - 4),
            Spot(u, v, "right", "top", dx=4 - gap, dy=4 - gap),
            Spot(u, v, "center", "bottom", dy=gap),
            Spot(u, v, "center", "top", dy=-gap),
        )
    ]


def _rows(
    request: Request, found: Joined, ghost: Joined | None, one: str
) -> Iterator[tuple[Any, ...]]:
    for series, joined, outlook in (
        (SCENARIO, found, request.outlook),
        (BASELINE, ghost, request.baseline),
    ):
        if joined is None or outlook is None:
            continue
        threshold = outlook.scenario.tail_threshold
        at = joined.at(HEADLINE_YEAR)
        year, risk = float(joined.years[at]), joined.risk(threshold)[:, at]
        for i in common.order(joined, threshold):
            head = (series, joined.vendors[int(i)])
            yield (*head, "Collapse risk", "probability", year, np.nan, float(risk[i]))
            x, y = _worlds(joined, int(i))
            for quantile in _HALF:
                wasted, lost = (float(np.quantile(one_, quantile)) for one_ in (x, y))
                yield (*head, "Compute wasted", "OOM", year, quantile, wasted)
                yield (*head, "Rare tail lost", "share", year, quantile, lost)
    way = policies(request.outlook)
    risks = way.risk(request.outlook.scenario.tail_threshold)[:, way.vendors.index(one)]
    for name, (x, y) in zip(PATH, _path(way, one).tolist(), strict=True):
        head = (SCENARIO, one)
        text = POLICY[name].lower()
        yield (
            *head,
            f"Collapse risk, {text}",
            "probability",
            way.year,
            np.nan,
            float(risks[way.at(name)]),
        )
        yield (*head, f"Compute wasted, {text}", "OOM", way.year, 0.5, x)
        yield (*head, f"Rare tail lost, {text}", "share", way.year, 0.5, y)


def _alt(request: Request, found: Joined, ghost: Joined | None, one: str, path: Array) -> str:
    steps = "; ".join(
        f"{POLICY[name].lower()} {told.oom(float(x))} and {wording.probability(float(y))}"
        for name, (x, y) in zip(PATH, path, strict=True)
    )
    text = (
        f"A dot for each of {len(found.vendors)} vendors, compute wasted across and rare tail lost "
        f"up. {one} by policy, orders of magnitude wasted and share of the tail lost: {steps}."
    )
    if ghost is not None and one in ghost.vendors:
        was = told.wasted(ghost, one)
        text += f" Under {baseline_name(request)}, dashed, {one} wastes {was}."
    return text
