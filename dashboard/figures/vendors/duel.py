"""Head to head: how far the chosen vendor and its rival are apart, and through which criteria."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendor_charts as charts
from analytics import findings_vendors as said
from analytics import wording
from analytics.estimates import Array
from analytics.moat.result import QUANTILES
from analytics.outlook.vendor_duel import Duel, duel
from analytics.outlook.vendors import Ranking
from analytics.outlook.vendors import ranking as ranking_of
from analytics.quantiles import by_row
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import DASH
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO

_LEFT, _RIGHT = (0.0, 0.5), (0.58, 1.0)
_BINS = 40


def head_to_head(request: Request) -> Chart:
    """Draw the distribution of the difference of two scores, and its parts by criterion."""
    found, ghost, colours = (
        ranking_of(request.outlook),
        common.ghost_of(request),
        colours_of(request),
    )
    one, other = common.chosen(request, found), common.rival(request, found)
    both = duel(found, one, other)
    was = _of(ghost, one, other)
    parts = _quantiles(both)
    reach = max(float(np.abs(np.quantile(both.difference, (0.005, 0.995))).max()), 0.01)
    edges = np.linspace(-reach, reach, _BINS + 1)
    traces = _histogram(both, edges, colours)
    if was is not None:
        traces.append(_outline(was, edges, colours))
    traces += _dots(both, parts, colours)
    if was is not None:
        traces.append(_ghost_dots(was, colours))
    count = len(both.criteria)
    return Chart(
        title=charts.duel_title(found.moat, both),
        unit=f"Left: score of {one} less that of {other}, points of 100, all worlds. Right: the "
        "mean of it by criterion, with 5–95% of worlds; right of 0 speaks for "
        f"{one}." + common.dashed(request, was),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="closest",
                barmode="overlay",
                bargap=0,
                margin={"l": 16, "r": 14, "t": 8, "b": 26},
                xaxis=_axis([-100 * reach, 100 * reach], colours) | {"domain": list(_LEFT)},
                yaxis={
                    "visible": False,
                    "fixedrange": True,
                    "range": [0, _top(both, was, edges)],
                },
                xaxis2=_axis(_span(parts), colours) | {"domain": list(_RIGHT), "anchor": "y2"},
                yaxis2=common.bare_rows(count) | {"anchor": "x2"},
                annotations=_words(found, both, parts, colours),
            ),
        },
        table=_table(both, was, edges),
        alt=_alt(found, both, parts),
        source=common.source(request, "Ang 2005 for the parts"),
    )


def _of(ghost: Ranking | None, one: str, other: str) -> Duel | None:
    if ghost is None or not {one, other} <= set(ghost.moat.units):
        return None
    return duel(ghost, one, other)


def _quantiles(both: Duel) -> Array:
    """Mean, 5% and 95% quantile of the part of each criterion, in points, (criteria, 3)."""
    band = by_row(np.ascontiguousarray(both.parts.T), QUANTILES[::2])
    return 100 * np.column_stack([both.parts.mean(axis=0), band])


def _axis(ends: list[float], colours: Palette) -> dict[str, Any]:
    return {
        "range": ends,
        "zeroline": True,
        "zerolinecolor": colours.text,
        "zerolinewidth": 1.2,
        "showgrid": True,
        "gridcolor": colours.grid,
        "showline": False,
        "ticks": "",
        "nticks": 6,
    }


def _span(parts: Array) -> list[float]:
    low, high = min(float(parts.min()), 0.0), max(float(parts.max()), 0.0)
    room = 0.06 * max(high - low, 0.1)
    return [low - room, high + room]


def _heights(both: Duel, edges: Array) -> Array:
    """Share of the worlds in each bin; what lies beyond is in none."""
    found: Array = np.histogram(both.difference, edges)[0] / len(both.difference)
    return found


def _top(both: Duel, was: Duel | None, edges: Array) -> float:
    """End of the axis: room for the words over the bars, and for the baseline's line."""
    behind = 0.0 if was is None else float(_heights(was, edges).max())
    return max(1.3 * float(_heights(both, edges).max()), 1.05 * behind)


def _histogram(both: Duel, edges: Array, colours: Palette) -> list[dict[str, Any]]:
    middle, heights = 50 * (edges[1:] + edges[:-1]), _heights(both, edges)
    inks = [colours.accent if x > 0 else translucent(colours.ghost, 0.7) for x in middle]
    ends = [f"{a:.0f} to {b:.0f}" for a, b in zip(100 * edges[:-1], 100 * edges[1:], strict=True)]
    return [
        {
            "type": "bar",
            "x": middle.tolist(),
            "y": heights.tolist(),
            "width": float(100 * (edges[1] - edges[0])) * 0.94,
            "marker": {"color": inks, "line": {"width": 0}},
            "customdata": [
                f"{text.replace('-', wording.MINUS)} points: {wording.share(float(h))} of worlds"
                for text, h in zip(ends, heights, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]


def _outline(was: Duel, edges: Array, colours: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": (50 * (edges[1:] + edges[:-1])).tolist(),
        "y": _heights(was, edges).tolist(),
        "line": {"color": colours.ghost, "width": 1.4, "dash": DASH, "shape": "hvh"},
        "hoverinfo": "skip",
    }


def _dots(both: Duel, parts: Array, colours: Palette) -> list[dict[str, Any]]:
    rows = np.arange(len(parts), dtype=float) + 0.16
    inks = [colours.accent if x > 0 else colours.ghost for x in parts[:, 0]]
    lines = common.bars(parts[:, 1], parts[:, 2], rows, translucent(colours.ghost, 0.55), 3)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": parts[:, 0].tolist(),
        "y": rows.tolist(),
        "marker": {"size": 10, "color": inks},
        "text": [
            f"<b>{charts.criterion(name)}</b>: {_points(line)}"
            for name, line in zip(both.criteria, parts, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }
    return [trace | {"xaxis": "x2", "yaxis": "y2"} for trace in (lines, dots)]


def _ghost_dots(was: Duel, colours: Palette) -> dict[str, Any]:
    means = 100 * was.parts.mean(axis=0)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": means.tolist(),
        "y": (np.arange(len(means)) + 0.34).tolist(),
        "xaxis": "x2",
        "yaxis": "y2",
        "marker": {"size": 6, "symbol": "circle-open", "color": colours.ghost},
        "hoverinfo": "skip",
    }


def _points(line: Array) -> str:
    mean, low, high = (wording.signed(float(x), lambda y: wording.number(y, 2)) for x in line)
    return f"{mean} (90%: {low} to {high})"


def _words(found: Ranking, both: Duel, parts: Array, colours: Palette) -> list[dict[str, Any]]:
    moat = found.moat
    top: dict[str, Any] = {"xref": "x domain", "yref": "paper", "yanchor": "top", "size": 12}
    sides = (
        (both.other, 1 - both.wins, 0.0, "left", colours.quiet),
        (both.one, both.wins, 1.0, "right", colours.accent),
    )
    labels = [
        common.words(
            f"<b>{html.escape(_cut(name))}</b><br>ahead in<br>{said.chance(moat, p)}",
            x,
            1,
            ink,
            anchor,
            align=anchor,
            **top,
        )
        for name, p, x, anchor, ink in sides
    ]
    for row, (name, line) in enumerate(zip(both.criteria, parts, strict=True)):
        text = charts.criterion(name)
        where: dict[str, Any] = {
            "xref": "x2 domain",
            "yref": "y2",
            "bgcolor": colours.paper,
        }
        labels.append(common.heading(f"{text[0].upper()}{text[1:]}", row, colours, **where))
        mean = wording.signed(float(line[0]), lambda y: wording.number(y, 2))
        labels.append(common.value(mean, row, colours, **where))
    return labels


def _cut(name: str, longest: int = 14) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _table(both: Duel, was: Duel | None, edges: Array) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for series, one in ((SCENARIO, both), (BASELINE, was)):
        if one is None:
            continue
        pair = f"{one.one} less {one.other}"
        rows.append((series, pair, f"P({one.one} ahead)", "probability", np.nan, one.wins))
        rows += [
            (series, pair, "Difference of scores", "points of 100", p, 100 * float(x))
            for p, x in zip(QUANTILES, np.quantile(one.difference, QUANTILES), strict=True)
        ]
        for name, line in zip(one.criteria, _quantiles(one), strict=True):
            variable = f"Part of {charts.criterion(name)}"
            rows += [
                (series, pair, variable, "points of 100", p, float(x))
                for p, x in zip((np.nan, 0.05, 0.95), line, strict=True)
            ]
        rows += [
            (
                series,
                pair,
                f"Share of worlds from {100 * a:.3g} to {100 * b:.3g} points",
                "share",
                np.nan,
                float(h),
            )
            for a, b, h in zip(edges[:-1], edges[1:], _heights(one, edges), strict=True)
        ]
    return common.table(rows)


def _alt(found: Ranking, both: Duel, parts: Array) -> str:
    low, middle, high = (100 * float(x) for x in np.quantile(both.difference, QUANTILES))
    each = "; ".join(
        f"{charts.criterion(name)} {_points(line)}"
        for name, line in zip(both.criteria, parts, strict=True)
    )
    return (
        f"A histogram of the score of {both.one} less that of {both.other}: "
        f"{_points(np.array([middle, low, high]))} points; {both.one} is ahead in "
        f"{said.chance(found.moat, both.wins)} of worlds. By criterion: {each}."
    )
