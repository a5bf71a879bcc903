"""Collapse risk by vendor and year, the number in its cell."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from analytics import findings_join as said
from analytics import wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.findings_collapse import BANDS_DECLARED
from analytics.outlook.join import Joined
from analytics.quantiles import PROBABILITIES, by_row, place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import baseline_name, colours_of, ghost_line, layout, line
from dashboard.figures.join import common
from dashboard.figures.join.common import BASELINE, SCENARIO
from dashboard.figures.palette import Palette, ink_on
from dashboard.figures.vendors.common import name, rows_axis, words

EVEN = 0.5
"""The risk at which the line stands."""

_ENDS = (place(0.1), place(0.5), place(0.9))


def by_year(request: Request) -> Chart:
    """Draw the risk of every vendor in every year."""
    found, ghost = request.outlook.joined, common.ghost_of(request)
    threshold = request.outlook.scenario.tail_threshold
    one, colours = common.chosen(request, found), colours_of(request)
    rows = common.shown(found, threshold, one)
    risk = found.risk(threshold)
    drawn = risk[rows]
    vendors = [found.vendors[i] for i in rows]
    lines = _seen(_even(found, drawn, colours.text), colours)
    if ghost is not None and request.baseline is not None:
        was = ghost.risk(request.baseline.scenario.tail_threshold)
        there = [was[ghost.place(v)] if v in ghost.vendors else None for v in vendors]
        lines = [*_seen(_ghost(found, ghost, there, colours), colours), *lines]
    return Chart(
        title=said.risk_title(request.outlook, request.preset),
        unit="Collapse risk in percent: chance that less than "
        f"{wording.share(threshold)} of the rare tail is kept, one model a year; "
        f"{BANDS_DECLARED}. Line: where it passes {wording.share(EVEN)}."
        + common.more(found, rows)
        + (f" Dashed grey: {baseline_name(request)}." if ghost is not None else ""),
        figure={
            "data": [_cells(found, rows, drawn, colours), *lines],
            "layout": layout(
                request,
                hovermode="closest",
                margin={"l": 96, "r": 12, "t": 6, "b": 30},
                xaxis={
                    "range": [found.years[0] - 0.5, found.years[-1] + 0.5],
                    "tickmode": "linear",
                    "tick0": HEADLINE_YEAR,
                    "dtick": 2,
                    "ticks": "",
                    "showline": False,
                    "hoverformat": ".0f",
                },
                yaxis=rows_axis([name(v, colours, bold=v == one) for v in vendors]),
                annotations=_numbers(found, drawn, colours),
            ),
        },
        table=common.table(_rows(request, found, ghost)),
        alt=_alt(request, found, ghost, vendors),
        source=common.source(request),
    )


def _cells(found: Joined, rows: Sequence[int], risk: Array, colours: Palette) -> dict[str, Any]:
    steps = len(colours.ramp) - 1
    return {
        "type": "heatmap",
        "x": found.years.tolist(),
        "y": list(range(len(rows))),
        "z": risk.tolist(),
        "zmin": 0.0,
        "zmax": 1.0,
        "colorscale": [[i / steps, colour] for i, colour in enumerate(colours.ramp)],
        "showscale": False,
        "xgap": 1.5,
        "ygap": 1.5,
        "text": _hovers(found, rows, risk),
        "hovertemplate": "%{text}<extra></extra>",
    }


def _hovers(found: Joined, rows: Sequence[int], risk: Array) -> list[list[str]]:
    texts = []
    for i, line_ in zip(rows, risk, strict=True):
        kept = by_row(found.tail_kept[i])[:, list(_ENDS)]
        vendor = html.escape(found.vendors[i])
        texts.append(
            [
                f"<b>{vendor}</b> in {year:.0f}: risk {said.chance(found, float(chance))}<br>"
                + wording.interval(middle, low, high, wording.probability)
                + " of the rare tail kept"
                for year, chance, (low, middle, high) in zip(
                    found.years, line_, kept.tolist(), strict=True
                )
            ]
        )
    return texts


def _numbers(found: Joined, risk: Array, colours: Palette) -> list[dict[str, Any]]:
    steps = len(colours.ramp) - 1
    return [
        words(
            _short(float(chance), found.tail_kept.shape[-1]),
            float(year),
            row,
            ink_on(colours.ramp[round(float(chance) * steps)]),
            "center",
            size=11,
        )
        for row, of_vendor in enumerate(risk)
        for year, chance in zip(found.years, of_vendor, strict=True)
    ]


def _short(chance: float, worlds: int) -> str:
    """A chance in percent, in a cell of little room; what is in no world is below 3 in n."""
    least = max(0.01, 3 / worlds)
    if chance < least:
        return f"<{100 * least:.0f}"
    return f">{100 * (1 - least):.0f}" if chance > 1 - least else f"{100 * chance:.0f}"


def _passed(years: Array, risk: Array) -> Array:
    """Left edge of the first year in which the risk is even; the right end where in none, (n,)."""
    even = risk >= EVEN
    first = np.where(even.any(axis=1), even.argmax(axis=1), len(years))
    edges: Array = np.append(years - 0.5, years[-1] + 0.5)[first]
    return edges


def _stairs(edges: Array, rows: Sequence[float]) -> tuple[list[float], list[float]]:
    """A line down the rows, along the edge of each."""
    x = np.repeat(edges, 2).tolist()
    y = [y for row in rows for y in (row - 0.5, row + 0.5)]
    return x, y


def _even(found: Joined, risk: Array, colour: str) -> dict[str, Any]:
    x, y = _stairs(_passed(found.years, risk), range(len(risk)))
    return line(x, y, colour, 2.0, cliponaxis=False)


def _seen(drawn: dict[str, Any], colours: Palette) -> list[dict[str, Any]]:
    """A line on a ground of paper, so that it is seen on every colour."""
    width = drawn["line"]["width"] + 2.2
    return [{**drawn, "line": {"color": colours.paper, "width": width}}, drawn]


def _ghost(
    found: Joined, ghost: Joined, risk: Sequence[Array | None], colours: Palette
) -> dict[str, Any]:
    """The same line of the baseline, on the years that are drawn, a little to the left."""
    at = [row for row, one in enumerate(risk) if one is not None]
    edges = _passed(ghost.years, np.array([risk[row] for row in at]))
    ends = (found.years[0] - 0.5, found.years[-1] + 0.5)
    x, y = _stairs(np.clip(edges - 0.08, *ends), at)
    return ghost_line(x, y, colours.ghost, cliponaxis=False)


def _rows(request: Request, found: Joined, ghost: Joined | None) -> Iterator[tuple[Any, ...]]:
    for series, one, outlook in (
        (SCENARIO, found, request.outlook),
        (BASELINE, ghost, request.baseline),
    ):
        if one is None or outlook is None:
            continue
        threshold = outlook.scenario.tail_threshold
        risk = one.risk(threshold)
        for i in common.order(one, threshold):
            vendor = one.vendors[int(i)]
            kept = by_row(one.tail_kept[i])[:, list(_ENDS)]
            for year, chance, quantiles in zip(one.years, risk[i], kept, strict=True):
                head = (series, vendor)
                told = f"Risk: less than {wording.share(threshold)} of the tail kept"
                yield (*head, told, "probability", year, np.nan, float(chance))
                for place_, value in zip(_ENDS, quantiles, strict=True):
                    quantile = float(PROBABILITIES[place_])
                    yield (*head, "Rare tail kept", "share", year, quantile, float(value))


def _alt(request: Request, found: Joined, ghost: Joined | None, vendors: Sequence[str]) -> str:
    threshold = request.outlook.scenario.tail_threshold
    text = (
        f"A grid of {len(vendors)} vendors by {len(found.years)} years, darker for more risk. "
        f"In {HEADLINE_YEAR}: {_told(found, threshold, vendors[:6])}."
    )
    if ghost is not None and request.baseline is not None:
        was = request.baseline.scenario.tail_threshold
        there = [v for v in vendors if v in ghost.vendors][:6]
        text += f" Under {baseline_name(request)}, dashed: {_told(ghost, was, there)}."
    return text


def _told(found: Joined, threshold: float, vendors: Sequence[str]) -> str:
    risk = found.risk(threshold)[:, found.at(HEADLINE_YEAR)]
    return "; ".join(f"{v} {said.chance(found, float(risk[found.place(v)]))}" for v in vendors)
