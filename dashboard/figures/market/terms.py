"""When contracts end: known terms one by one, and all of them by year with the unknown assumed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics import findings_market as said
from analytics import wording
from analytics.market.terms import ASSUMED_TERM, LAST_YEAR, Calendar, Term
from analytics.market.terms import calendar as ends_of
from analytics.market.terms import terms as terms_of
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import line
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import Palette, translucent

_ASSUMED = "–".join(f"{x:g}" for x in (ASSUMED_TERM.low, ASSUMED_TERM.high))


def known(request: Request) -> Chart:
    """Draw the contracts whose term is known from beginning to end."""
    return _known(common.scene(request))


@lru_cache(maxsize=32)
def _known(scene: Scene) -> Chart:
    colours, found = scene.colours, terms_of(scene.rows, scene.as_of)
    first, last = 2023.0, float(LAST_YEAR + 1)
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for n, one in enumerate(found):
        ink = common.ink_of(one.deal.rights, colours)
        so_far = min(max(scene.as_of, one.start), one.end)
        y = n + 0.2
        traces.append(line([one.start, so_far], [y, y], ink, 7.0))
        if so_far < one.end:
            traces.append(line([so_far, one.end], [y, y], translucent(ink, 0.35), 7.0))
        if one.terminated and not math.isnan(one.planned):
            rest = line([one.end, one.planned], [y, y], colours.ghost, 1.4)
            traces.append(
                rest | {"line": {"color": colours.ghost, "width": 1.4, "dash": "2px,3px"}}
            )
        traces.append(common.points([one.deal], [one.end], [y], _mark(one, ink, colours)))
        buyer, supplier = one.deal.buyer, one.deal.supplier.split(" (")[0]
        text = f"{buyer} – {supplier}"
        if one.deal.recalled:
            text += f' <span style="color:{colours.quiet}">(recalled)</span>'
        labels += [
            common.words(text, 0, n - 0.2, colours.text, xref="paper"),
            common.words(
                _end(one, scene.as_of),
                max(one.end, one.planned if one.terminated else one.end),
                y,
                colours.quiet,
                xshift=16 if one.open else 12,
            ),
        ]
    if found:
        traces.append(line([scene.as_of] * 2, [-0.6, len(found) - 0.4], colours.axis, 1.0))
        labels.append(
            common.words(
                f"today, {said.date(scene.as_of)}",
                scene.as_of,
                1,
                colours.quiet,
                "center",
                yref="paper",
                yshift=8,
            )
        )
    else:
        labels = [common.nothing(scene, "No deal here discloses its term")]
    return Chart(
        title=_known_title(scene, found),
        unit="From announcement to the end of the first term; what is left of it is pale. An "
        "arrow: at least so long, the end itself is not disclosed. A cross: terminated; renewals "
        f"are not known.{common.which(scene)}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 12, "r": 14, "t": 22, "b": 26},
                xaxis=common.years_axis(2023, LAST_YEAR) | {"range": [first, last]},
                yaxis={
                    "range": [max(len(found), 1) - 0.3, -0.65],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
            ),
        },
        table=_known_table(scene, found),
        alt=_known_alt(scene, found),
        source=common.source(scene),
    )


def _mark(one: Term, ink: str, colours: Palette) -> dict[str, Any]:
    """The end of a bar: a stroke, an arrow where it may be later, a cross where it was earlier."""
    if one.terminated:
        line = {"color": colours.paper, "width": 1}
        return {"size": 11, "symbol": "x", "color": colours.text, "line": line}
    symbol, size = ("triangle-right", 13) if one.open else ("line-ns", 9)
    return {"size": size, "symbol": symbol, "color": ink, "line": {"color": ink, "width": 2.4}}


def _end(one: Term, as_of: float) -> str:
    if one.terminated:
        return f"terminated {said.date(one.end)}"
    if one.open:
        return f"{said.date(one.end)} or later"
    return f"{'lapsed' if one.end <= as_of else ''} {said.date(one.end)}".strip()


def _known_title(scene: Scene, found: Sequence[Term]) -> str:
    of = len(scene.deals)
    running = [one for one in found if one.end > scene.as_of and not one.open]
    if not found:
        return f"Of {common.plural(of, 'deal')}, none discloses when it ends"
    ended = [one for one in found if not one.open]
    says = "discloses its" if len(ended) == 1 else "disclose their"
    opening = f"{len(ended)} of {common.plural(of, 'deal')} {says} end"
    if len(ended) < len(found):
        opening += f", {len(found) - len(ended)} the earliest that it may be"
    if not running:
        return f"{opening}, and all of these are over"
    first = running[0]
    name = f"{first.deal.buyer} – {first.deal.supplier.split(' (')[0]}"
    return f"{opening}; the next is {name} in {said.date(first.end)}"


def _known_table(scene: Scene, found: Sequence[Term]) -> pd.DataFrame:
    return common.deal_rows(
        scene.version,
        [one.deal for one in found],
        series=[f"{one.deal.buyer} – {one.deal.supplier}" for one in found],
        variable=[_variable(one) for one in found],
        unit=["year" for _ in found],
        start=[one.start for one in found],
        value=[one.end for one in found],
        planned_end=[one.planned for one in found],
        recalled=[str(one.deal.recalled).lower() for one in found],
    )


def _variable(one: Term) -> str:
    if one.terminated:
        return "Terminated"
    return "Earliest end of the first term" if one.open else "End of the first term"


def _known_alt(scene: Scene, found: Sequence[Term]) -> str:
    each = "; ".join(
        f"{one.deal.buyer} – {one.deal.supplier.split(' (')[0]}, {_end(one, scene.as_of)}"
        for one in found
    )
    return f"A bar in time for each contract of a known term. {each or 'There is none'}."


def calendar(request: Request) -> Chart:
    """Draw how many contracts end in each year."""
    return _calendar(common.scene(request))


@lru_cache(maxsize=32)
def _calendar(scene: Scene) -> Chart:
    colours, found = scene.colours, ends_of(scene.rows, scene.as_of)
    years = found.years.tolist()
    solid = {"type": "bar", "width": 0.34, "offset": -0.38}
    traces: list[dict[str, Any]] = [
        solid
        | {
            "x": years,
            "y": found.known.tolist(),
            "marker": {"color": colours.text},
            "customdata": [
                f"{y:.0f}: {n:.0f} known terms end" for y, n in zip(years, found.known, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        solid
        | {
            "x": years,
            "y": found.terminated.tolist(),
            "base": found.known.tolist(),
            "marker": {"color": colours.paper, "line": {"color": colours.text, "width": 2}},
            "customdata": [
                f"{y:.0f}: {n:.0f} terminated" for y, n in zip(years, found.terminated, strict=True)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        {
            "type": "bar",
            "width": 0.4,
            "offset": -0.02,
            "x": years,
            "y": found.expected.tolist(),
            "marker": {
                "color": translucent(colours.ghost, 0.12),
                "line": {"color": colours.ghost, "width": 1.4},
                "pattern": {"shape": "/", "fgcolor": colours.ghost, "size": 6, "solidity": 0.25},
            },
            "error_y": {
                "type": "data",
                "symmetric": False,
                "array": (found.high - found.expected).clip(0).tolist(),
                "arrayminus": (found.expected - found.low).clip(0).tolist(),
                "color": colours.text,
                "thickness": 1.4,
                "width": 4,
            },
            "customdata": [_told(found, i) for i in range(len(years))],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    ]
    labels = [
        *(
            common.words(
                f"{k + t:.0f}", y - 0.21, k + t, colours.text, "center", yshift=9, size=11.5
            )
            for y, k, t in zip(years, found.known, found.terminated, strict=True)
            if k + t
        ),
        *(
            common.words(
                f"~{e:.0f}", y + 0.18, max(h, e), colours.quiet, "center", yshift=9, size=11.5
            )
            for y, e, h in zip(years, found.expected, found.high, strict=True)
            if e >= 0.5
        ),
        common.words(
            f'<span style="color:{colours.text}">■</span> term disclosed: {found.terms}'
            f"{_of_these(found)}<br>▨ end assumed: {found.unknown}, bar 80%",
            1,
            1,
            colours.quiet,
            "right",
            xref="paper",
            yref="paper",
            yanchor="top",
        )
        | {"align": "left"},
    ]
    top = max([*(found.high + 0), *(found.known + found.terminated), 1.0]) * 1.22
    if not found.terms + found.unknown:
        labels, traces = [common.nothing(scene, "No deal was reported")], []
    return Chart(
        title=_calendar_title(scene, found),
        unit="Number of first terms that end in a calendar year. Solid: the term is disclosed. "
        f"Hatched: it is not, and assumed to be {_ASSUMED} years, most likely "
        f"{ASSUMED_TERM.points[1]:g}{_least(found)}; expected number and 80% interval."
        f"{common.which(scene)}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 30, "r": 10, "t": 10, "b": 26},
                barmode="overlay",
                xaxis=common.years_axis(int(years[0]), int(years[-1]))
                | {"range": [years[0] - 0.55, years[-1] + 0.55]},
                yaxis={"range": [0, top]},
                annotations=labels,
            ),
        },
        table=_calendar_table(found),
        alt=_calendar_alt(found),
        source=common.source(scene) + ". Assumed terms by Aquifer",
    )


def _of_these(found: Calendar) -> str:
    early = int(found.terminated.sum())
    return f" (hollow: {early} terminated)" if early else ""


def _least(found: Calendar) -> str:
    """That of some the least term is known."""
    return f" (of {found.least} no less than it discloses as its least)" if found.least else ""


def _told(found: Calendar, i: int) -> str:
    low, high = (f"{x[i]:.0f}" for x in (found.low, found.high))
    return (
        f"{found.years[i]:.0f}: about <b>{wording.number(float(found.expected[i]), 2)}</b> of "
        f"{found.unknown} assumed terms end (80%: {wording.span(low, high)})"
    )


def _calendar_title(scene: Scene, found: Calendar) -> str:
    total = found.terms + found.unknown
    if not total:
        return "No deal was reported for this choice"
    share = wording.share(said.ended_by(found, 2028))
    given = (
        f", if the {found.unknown} of {total} that are not disclosed last {_ASSUMED} years"
        if found.unknown
        else ""
    )
    return f"By the end of 2028, {share} of first terms are over{given}"


def _calendar_table(found: Calendar) -> pd.DataFrame:
    rows: list[tuple[str, str, str, float, float, float]] = []
    for i, year in enumerate(found.years):
        rows += [
            ("disclosed", "First terms that end", "deals", year, math.nan, found.known[i]),
            ("disclosed", "Deals terminated", "deals", year, math.nan, found.terminated[i]),
            (
                "assumed",
                "First terms that end, expected",
                "deals",
                year,
                math.nan,
                found.expected[i],
            ),
            ("assumed", "First terms that end", "deals", year, 0.1, found.low[i]),
            ("assumed", "First terms that end", "deals", year, 0.9, found.high[i]),
            (
                "all",
                "First terms over by the end of the year",
                "share",
                year,
                math.nan,
                found.ended_by[i],
            ),
        ]
    return pd.DataFrame(rows, columns=["series", "variable", "unit", "year", "quantile", "value"])


def _calendar_alt(found: Calendar) -> str:
    each = "; ".join(
        f"{year:.0f}: {k:.0f} disclosed, about {e:.0f} assumed"
        for year, k, e in zip(found.years, found.known, found.expected, strict=True)
        if k or e >= 0.5
    )
    opening = "Two bars by year, of disclosed and of assumed ends of contracts."
    return f"{opening} {each or 'There is none'}."
