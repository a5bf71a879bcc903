"""The ranking: each vendor's rank with its band, beside how often it is first, in tiers."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pandas as pd

from analytics import findings_vendors as said
from analytics import wording
from analytics.estimates import Array
from analytics.outlook.vendors import REFERENCE, Ranking
from analytics.outlook.vendors import ranking as ranking_of
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import BASELINE, SCENARIO

_OFFSET = 0.3
"""How far below a row the baseline's is."""


def ranks(request: Request) -> Chart:
    """Draw every vendor's rank: median, middle half and 5–95% band."""
    return _ranks(request, compact=False)


def compact(request: Request) -> Chart:
    """Draw the same for the Outlook, of the ranked alone."""
    return _ranks(request, compact=True)


def _ranks(request: Request, *, compact: bool) -> Chart:
    found, ghost, colours = (
        ranking_of(request.outlook),
        common.ghost_of(request),
        colours_of(request),
    )
    one = common.chosen(request, found)
    vendors = common.shown(found, *(() if compact else (one,)), most=14 if compact else common.MOST)
    units = vendors if compact else (*vendors, REFERENCE)
    rows = np.arange(len(units), dtype=float) + (np.array([u == REFERENCE for u in units]) * 0.35)
    count = len(found.moat.ranked_units)
    # who is not ranked may stand behind all
    places = np.minimum(common.standing(found.moat, units), count + 0.5)
    traces: list[dict[str, Any]] = []
    if ghost is not None:
        traces += _ghosts(ghost, units, rows, colours)
    ranked = np.array([unit != REFERENCE for unit in units])
    for mine, ink in ((ranked, colours.accent), (~ranked, colours.ghost)):
        if mine.any():
            traces += _bands(places[mine], rows[mine], ink)
    inks = [colours.accent if unit != REFERENCE else colours.ghost for unit in units]
    traces.append(common.dots(found, units, places[:, 2], rows, inks, colours, size=10))
    traces.append(
        common.targets(
            rows,
            [_hover(found, unit, place) for unit, place in zip(units, places, strict=True)],
            places[:, 2],
        )
    )
    return Chart(
        title=said.headline(request.outlook, request.preset).rstrip(".")
        if compact
        else said.ranking_title(request.outlook, request.preset),
        unit=f"Rank among {count}, 1 is best: median, middle half (thick) and 5–95% of worlds "
        f"(thin). {common.key(found, units)} Right: chance to be first."
        + common.more(found, units)
        + common.dashed(request, ghost),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=30,
                margin={"l": 118, "r": 62 if compact else 104, "t": 26, "b": 30},
                xaxis=_ranks_axis(count, colours),
                yaxis=common.rows_axis(
                    [common.name(u, colours, bold=not compact and u == one) for u in units],
                    above=0.6,
                )
                | {"tickvals": rows.tolist(), "range": [float(rows[-1]) + 0.6, -0.6]},
                annotations=_words(found, units, rows, colours, tiers=not compact),
                shapes=[] if compact else _tiers(found, vendors, colours),
            ),
        },
        table=_table(found, ghost, (*found.vendors, *(() if compact else (REFERENCE,)))),
        alt=_alt(found, ghost is not None, request),
        source=common.source(request),
    )


def _ranks_axis(count: int, colours: Palette) -> dict[str, Any]:
    step = 1 if count <= 16 else 2 if count <= 30 else 5
    ticks = [rank for rank in range(1, count + 1) if rank == 1 or (rank % step == 0) or step == 1]
    return {
        "range": [0.4, count + 0.6],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [str(rank) for rank in ticks],
        "showgrid": True,
        "gridcolor": colours.grid,
        "showline": False,
        "ticks": "",
        "title": {"text": "rank", "standoff": 2, "font": {"size": 11, "color": colours.quiet}},
    }


def _bands(places: Array, rows: Array, ink: str) -> list[dict[str, Any]]:
    return [
        common.bars(places[:, 0], places[:, 4], rows, translucent(ink, 0.55), 2),
        common.bars(places[:, 1], places[:, 3], rows, translucent(ink, 0.38), 11),
    ]


def _ghosts(
    ghost: Ranking, units: tuple[str, ...], rows: Array, colours: Palette
) -> list[dict[str, Any]]:
    there = [(unit, row) for unit, row in zip(units, rows, strict=True) if unit in ghost.moat.units]
    places = common.standing(ghost.moat, [unit for unit, _ in there])
    at = np.array([row for _, row in there]) + _OFFSET
    middle = {
        "type": "scatter",
        "mode": "markers",
        "x": places[:, 2].tolist(),
        "y": at.tolist(),
        "marker": {"size": 6, "color": colours.ghost, "symbol": "circle-open"},
        "hoverinfo": "skip",
    }
    style = {"dash": "4px,3px"}
    return [
        common.bars(places[:, 0], places[:, 4], at, colours.ghost, 1.4, line=style),
        middle,
    ]


def _hover(found: Ranking, unit: str, places: Array) -> str:
    head = f"<b>{html.escape(unit)}</b>, {common.MARKS[found.basis[unit]][2]}"
    half = wording.span(*(wording.number(x, 3) for x in (places[1], places[3])))
    if unit not in found.moat.ranked_units:
        low, high = (said.ordinal(np.floor(x)) for x in (places[0], places[4]))
        return f"{head}<br>would stand {said.ordinal(np.floor(places[2]))} (90%: {low} to {high})"
    where = said.place(found.moat, unit)
    return (
        f"{head}<br>rank {said.ranked(where)}, half of worlds {half}<br>score "
        f"{said.scored(where)} of 100<br>first in {said.chance(found.moat, where.first)} of worlds"
    )


def _words(
    found: Ranking, units: tuple[str, ...], rows: Array, colours: Palette, *, tiers: bool
) -> list[dict[str, Any]]:
    moat = found.moat
    heads: dict[str, Any] = {"xref": "paper", "yref": "paper", "yanchor": "bottom", "yshift": 3}
    labels = [common.words("P(1st)", 1, 1, colours.quiet, "right", xshift=50, **heads)]
    for unit, row in zip(units, rows, strict=True):
        if unit in moat.ranked_units:
            text = said.chance(moat, said.place(moat, unit).first)
            labels.append(
                common.words(text, 1, row, colours.text, "right", xref="paper", xshift=50)
            )
    if not tiers:
        return labels
    for tier, first, last in _tier_rows(found, units):
        labels.append(
            common.words(
                f"Tier {tier}",
                1,
                (first + last) / 2,
                colours.quiet,
                "center",
                xref="paper",
                xshift=84,
                textangle=90 if last > first else 0,
            )
        )
    return labels


def _tier_rows(found: Ranking, units: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Tier, first and last row of each."""
    moat = found.moat
    tiers = [moat.tiers[moat.ranked_units.index(u)] for u in units if u in moat.ranked_units]
    return [
        (tier, tiers.index(tier), len(tiers) - 1 - tiers[::-1].index(tier))
        for tier in sorted(set(tiers))
    ]


def _tiers(found: Ranking, units: tuple[str, ...], colours: Palette) -> list[dict[str, Any]]:
    """A bracket beside each tier."""
    shapes = []
    for _, first, last in _tier_rows(found, units):
        shapes.append(
            {
                "type": "line",
                "xref": "paper",
                "xsizemode": "pixel",
                "xanchor": 1,
                "x0": 66,
                "x1": 66,
                "y0": first - 0.38,
                "y1": last + 0.38,
                "line": {"color": colours.axis, "width": 3},
            }
        )
    return shapes


def _table(found: Ranking, ghost: Ranking | None, units: tuple[str, ...]) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for series, one in ((SCENARIO, found), (BASELINE, ghost)):
        if one is None:
            continue
        there = [unit for unit in units if unit in one.moat.units]
        for unit, places in zip(there, common.standing(one.moat, there), strict=True):
            basis = one.basis[unit]
            rows += [
                (series, unit, "Rank", basis, "place", quantile, value)
                for quantile, value in zip(common.QUANTILES, places, strict=True)
            ]
            at = one.moat.place(unit)
            points = (
                one.moat.score_band[0, at],
                one.moat.median_score[at],
                one.moat.score_band[1, at],
            )
            rows += [
                (series, unit, "Score", basis, "points of 100", quantile, 100 * value)
                for quantile, value in zip((0.05, 0.5, 0.95), points, strict=True)
            ]
            if unit in one.moat.ranked_units:
                where = said.place(one.moat, unit)
                rows.append((series, unit, "P(rank 1)", basis, "probability", np.nan, where.first))
                rows.append((series, unit, "Tier", basis, "tier", np.nan, where.tier))
    return common.table(rows, "mix")


def _alt(found: Ranking, ghosted: bool, request: Request) -> str:
    best = "; ".join(f"{v}, {common.told(found, v)}" for v in found.vendors[:4])
    last = found.vendors[-1]
    text = (
        f"{len(found.vendors)} rows, the best median rank first, each a dot on a band of ranks: "
        f"{best}. The last is {last}, {common.told(found, last)}."
    )
    return text + (f" {common.dashed(request, found).strip()}" if ghosted else "")
