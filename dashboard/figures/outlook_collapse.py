"""Collapse risk by year beside what is kept of the rare tail, for a public-crawl-only trainer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from analytics import findings_collapse, wording
from analytics.estimates import Array
from analytics.outlook.collapse_risk import CollapseRisk, collapse_risk
from analytics.quantiles import place
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion import common
from dashboard.figures.depletion.common import BASELINE, SCENARIO, Part
from dashboard.figures.labels import Placer, Spot, annotation
from dashboard.figures.palette import translucent
from dashboard.figures.template import FIRST_YEAR, LAST_YEAR, packed, share_axis, years_axis

RISK, KEPT, HUMAN = "Collapse risk", "Tail mass kept", "Human share of a run"
NAMED = (2028, 2030, 2032, 2036)
"""Years named in the words for who cannot see the chart."""

TOP = 1.1
_FIRST, _LAST = FIRST_YEAR - 0.4, LAST_YEAR + 0.4
_ENDS = (place(0.1), place(0.9))


def collapse(request: Request) -> Chart:
    """Draw the risk, and the expected tail mass kept with its 80% band, from today to 2040."""
    found, ghost = collapse_risk(request.outlook), _ghost(request)
    colours = common.colours_of(request)
    risk, kept = colours.line["synthetic"], colours.line["human"]
    traces: list[dict[str, Any]] = [_band(found, kept)]
    if ghost is not None:
        traces += [
            common.ghost_line(ghost.years, ghost.tail_kept_mean, colours.ghost),
            common.ghost_line(ghost.years, ghost.risk, colours.ghost),
        ]
    low, high = (_texts(found.tail_kept[:, end]) for end in _ENDS)
    means = _texts(found.tail_kept_mean)
    traces.append(
        _points(
            found.years,
            found.tail_kept_mean,
            kept,
            [f"{m} (80%: {a} to {b})" for m, a, b in zip(means, low, high, strict=True)],
            "%{x:.0f}: <b>%{text}</b> of the tail kept<extra></extra>",
        )
    )
    traces.append(
        _points(
            found.years,
            found.risk,
            risk,
            _texts(found.risk),
            "%{x:.0f}: <b>%{text}</b> collapse risk<extra></extra>",
        )
    )
    return Chart(
        title=findings_collapse.collapse_title(request.outlook, preset=request.preset),
        unit=(
            "Simulated, one model a year trained on the public crawl alone. Tail mass kept: mean "
            f"and 80% band. Risk: chance of less than {wording.share(found.threshold)}; "
            f"{findings_collapse.BANDS_DECLARED}." + common.dashed(request, ghost is not None)
        ),
        figure={
            "data": traces,
            "layout": common.layout(
                request,
                hovermode="closest",
                xaxis={**years_axis(), "range": [_FIRST, _LAST]},
                yaxis=share_axis(TOP),
                annotations=_labels(request, found, ghost),
            ),
        },
        table=common.table(_parts(found, ghost)),
        alt=_alt(request, found, ghost),
        source=_source(request),
    )


def _ghost(request: Request) -> CollapseRisk | None:
    if request.baseline is None or request.baseline == request.outlook:
        return None
    was, now = collapse_risk(request.baseline), collapse_risk(request.outlook)
    drawn = ("years", "risk", "tail_kept_mean")
    alike = all(common.same(getattr(was, one), getattr(now, one)) for one in drawn)
    return None if alike else was


def _texts(shares: Array) -> list[str]:
    return [wording.probability(float(share)) for share in shares]


def _band(found: CollapseRisk, colour: str) -> dict[str, Any]:
    """The 80% band of the tail mass kept, a closed outline."""
    low, high = (found.tail_kept[:, end] for end in _ENDS)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([found.years, found.years[::-1]])),
        "y": packed(np.concatenate([high, low[::-1]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, 0.16),
        "hoverinfo": "skip",
    }


def _points(
    years: Array, values: Array, colour: str, texts: list[str], hover: str
) -> dict[str, Any]:
    trace = common.line(years, values, colour, 2.5)
    del trace["hoverinfo"]
    return trace | {
        "mode": "lines+markers",
        "marker": {"size": 7, "color": colour},
        "text": texts,
        "hovertemplate": hover,
        "cliponaxis": False,
    }


def _labels(
    request: Request, found: CollapseRisk, ghost: CollapseRisk | None
) -> list[dict[str, Any]]:
    """The names of both lines, where neither is."""
    colours = common.colours_of(request)
    lines = [
        (_across(found.years, found.tail_kept_mean), 10.0),
        (_across(found.years, found.risk), 10.0),
    ]
    if ghost is not None:
        lines += [(_across(ghost.years, v), 4.0) for v in (ghost.tail_kept_mean, ghost.risk)]
    placer = Placer(lines)
    labels = []
    for text, values, colour in (
        (f"<b>{RISK}</b>", found.risk, colours.word["synthetic"]),
        (f"<b>{KEPT}</b>", found.tail_kept_mean, colours.word["human"]),
    ):
        spot = placer.place(text, _beside(found.years, values))
        if spot is not None:
            labels.append(annotation(spot, text, colour))
    return labels


def _across(years: Array, values: Array) -> Array:
    """Heights at even steps across the plot, bare where nothing is drawn."""
    steps = np.linspace(_FIRST, _LAST, 85)
    return np.interp(steps, years, values / TOP, left=-1.0, right=-1.0)


def _beside(years: Array, values: Array) -> list[Spot]:
    """Places over and under a line from its middle outwards, then in the corners."""
    middle = len(years) // 2
    order = sorted(range(len(years)), key=lambda i: abs(i - middle))
    spots = []
    for gap in (7, 14, 24):
        for i in order:
            u = float(common.along(years[i], _FIRST, _LAST))
            v = float(values[i]) / TOP
            for side in ("left", "right"):
                dx = gap if side == "left" else -gap
                spots.append(Spot(u, v, side, "bottom", dx=dx, dy=gap))
                spots.append(Spot(u, v, side, "top", dx=dx, dy=-gap))
    return spots


def _parts(found: CollapseRisk, ghost: CollapseRisk | None) -> list[Part]:
    parts = []
    both = [(SCENARIO, found)] + ([(BASELINE, ghost)] if ghost is not None else [])
    for series, one in both:
        parts += [
            Part(series, RISK, "probability", one.years, math.nan, one.risk),
            Part(series, f"{KEPT}, mean", "share", one.years, math.nan, one.tail_kept_mean),
        ]
        if series == SCENARIO:
            ends = one.tail_kept[:, list(_ENDS)]
            parts.append(Part(series, KEPT, "share", *common.grid(one.years, ends, [0.1, 0.9])))
    return parts


def _alt(request: Request, found: CollapseRisk, ghost: CollapseRisk | None) -> str:
    first, last = _texts(found.tail_kept_mean[[0, -1]])
    text = (
        "Two lines with a point for each year. The simulated risk that less than "
        f"{wording.share(found.threshold)} of the rare tail is kept is {_named(found)}. "
        f"The tail mass kept on average is {first} in {found.years[0]:.0f}"
        + (f" and {last} in {found.years[-1]:.0f}." if len(found.years) > 1 else ".")
    )
    if ghost is not None:
        text += common.under(request, f"the risk is {_named(ghost)}")
    return text


def _named(found: CollapseRisk) -> str:
    years = [year for year in NAMED if year in found.years] or [int(found.years[-1])]
    said = [findings_collapse.at(found, year) for year in years]
    return ", ".join(f"{wording.probability(one.risk)} in {one.year}" for one in said)


def _source(request: Request) -> str:
    scenario = request.outlook.scenario
    papers = ["Shumailov et al. 2024", "Gerstgrasser et al. 2024"]
    if scenario.synthetic_workflow == "replace":
        papers = papers[:1]
    papers.append("wordfreq (Speer 2022, CC BY-SA 4.0)")
    return (
        f"{common.source(request.outlook).partition(';')[0]}, {', '.join(papers)}; "
        f"data {request.outlook.key.data_version}"
    )
