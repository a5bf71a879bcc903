"""Routes side by side, and vendors who share a pool."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics import wording
from analytics.collapse.lexicon import ATTRIBUTION
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult
from analytics.outlook.routes import PRIVATE, VENDORS, Routes, Shared, routes, shared
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.collapse.common import TAIL, Named, Part
from dashboard.figures.depletion.common import (
    BASELINE,
    SCENARIO,
    colours_of,
    ghost_line,
    layout,
    line,
)
from dashboard.figures.palette import Palette

OPTION = "private"
SUBSTITUTE, CAPPED = "Substitute", "Supplement, capped"
VERIFIED = "Supplement, capped and verified"
CHOICES = {"on": "With private data", "off": "Without"}

_LEFT, _RIGHT = (0.0, 0.46), (0.54, 1.0)
_LOW = 0.95
"""Where the axis of vendors begins: none loses less than a human corpus."""


def side_by_side(request: Request) -> Chart:
    """Draw synthetic text as substitute and as controlled supplement."""
    colours, found = colours_of(request), routes(request.outlook.scenario)
    setup = found.substitute.setup
    x = found.substitute.generations
    threshold = request.outlook.scenario.tail_threshold
    top = common.top_of(found.substitute.tail_kept, found.verified.tail_kept)
    was = None if request.baseline is None else routes(request.baseline.scenario)
    ghosts = common.ghosts(_middles(found), None if was is None else _middles(was))
    level = None if request.baseline is None else request.baseline.scenario.tail_threshold
    level = None if level == threshold else level
    traces: list[dict[str, Any]] = []
    parts: list[Part] = []
    drawn = (
        (SUBSTITUTE, found.substitute, "", colours.line["synthetic"]),
        (CAPPED, found.capped, "2", colours.line["repeated"]),
        (VERIFIED, found.verified, "2", colours.line["human"]),
    )
    for name, middle in ghosts:
        traces.append(common.ghost(middle, colours, "" if name == SUBSTITUTE else "2"))
        parts.append(common.ghost_part(_variable(name), "share", middle))
    for name, one, number, ink in drawn:
        values = one.tail_interval
        texts = [common.share_interval(row) for row in values]
        area = common.band(x, values[:, 0], values[:, 2], ink, 0.18)
        curve = common.told_line(x, values[:, 1], ink, name, texts)
        traces += [
            trace | {"xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in (area, curve)
        ]
        parts.append(common.intervals(SCENARIO, _variable(name), "share", values))
    last = common.last_of(found.substitute, was.substitute if was and ghosts else None)
    across = np.array([0.0, float(max(last, 1))])
    for number in ("", "2"):
        if level is not None:
            dashes = ghost_line(across, [level] * 2, colours.ghost)
            traces.append(dashes | {"xaxis": f"x{number}", "yaxis": f"y{number}"})
        rule = line(across, [threshold] * 2, colours.quiet, 1, line={"dash": "2px,3px"})
        traces.append(rule | {"xaxis": f"x{number}", "yaxis": f"y{number}"})
    if level is not None:
        parts.append(Part(BASELINE, "Threshold", "share", np.nan, np.nan, level))
    axis = common.generations_axis(last)
    return Chart(
        title=_routes_title(found),
        unit=f"Tail mass kept by generation, without drift; bands 80%; {common.generator(setup)}. "
        f"Dotted: the threshold, {wording.share(threshold)}. The supplement holds "
        f"{wording.share(1 - found.cap)} human text; verified: {wording.share(found.checked)} of "
        "the rest is as good as human, the best that a check can do."
        + common.dashed(request, bool(ghosts) or level is not None),
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 46, "r": 96, "t": 26, "b": 28},
                xaxis=axis | {"domain": list(_LEFT)},
                xaxis2=axis | {"domain": list(_RIGHT), "anchor": "y2"},
                yaxis=common.shares_axis(top),
                yaxis2=common.shares_axis(top) | {"anchor": "x2", "showticklabels": False},
                annotations=[*_heads(colours), *_route_names(found, top, colours)],
            ),
        },
        table=common.table(parts),
        alt=_routes_alt(found) + _routes_under(request, ghosts, level),
        source="Source: Aquifer after Shumailov et al. 2024; Alemohammad et al. 2023. "
        + ATTRIBUTION,
    )


def _middles(found: Routes) -> dict[str, Array]:
    """Tail mass kept on each route, the middle of its interval, (generations + 1,) each."""
    named = {SUBSTITUTE: found.substitute, CAPPED: found.capped, VERIFIED: found.verified}
    return {name: one.tail_interval[:, 1] for name, one in named.items()}


def _variable(name: str) -> str:
    return f"{TAIL}, {name[0].lower()}{name[1:]}"


def _routes_under(request: Request, ghosts: list[tuple[str, Array]], level: float | None) -> str:
    said = [common.ends_of(ghosts, wording.share)] if ghosts else []
    said += [f"the threshold is {wording.share(level)}"] if level is not None else []
    return common.under(request, "; ".join(said)) if said else ""


def _end(one: LabResult) -> str:
    return common.share_interval(one.tail_interval[-1])


def _routes_title(found: Routes) -> str:
    if not found.substitute.setup.generations:
        return "Substitute or supplement: nothing is lost before the first generation"
    return (
        f"{common.after(found.substitute.setup)}, synthetic text as substitute keeps "
        f"{_end(found.substitute)} of the tail’s mass; as controlled supplement "
        f"{_end(found.capped)}, verified {_end(found.verified)}"
    )


def _heads(colours: Palette) -> list[dict[str, Any]]:
    heads = (("Synthetic as substitute", ""), ("Synthetic as controlled supplement", "2"))
    return [
        {
            "text": f"<b>{text}</b>",
            "x": 0,
            "xref": f"x{axis} domain",
            "y": 1,
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 4,
            "showarrow": False,
            "font": {"color": colours.text, "size": 12},
        }
        for text, axis in heads
    ]


def _route_names(found: Routes, top: float, colours: Palette) -> list[dict[str, Any]]:
    named = [
        Named(
            "Cap alone", float(found.capped.tail_interval[-1, 1]) / top, colours.word["repeated"]
        ),
        Named(
            "Cap and<br>verified",
            float(found.verified.tail_interval[-1, 1]) / top,
            colours.word["human"],
        ),
    ]
    return [one | {"xref": "x2 domain"} for one in common.names(named, yref="y2", pixels=260)]


def _routes_alt(found: Routes) -> str:
    return (
        "Two panels of tail mass kept by generation. As substitute it ends at "
        f"{_end(found.substitute)}; as supplement at {_end(found.capped)}, and where verified text "
        f"counts as human at {_end(found.verified)}."
    )


def vendors(request: Request) -> Chart:
    """Draw what vendors who share a pool lose, with and without private data."""
    found, colours = common.result_of(request), colours_of(request)
    setup = found.setup
    lost = shared(setup)
    x = found.generations
    on = request.options.get(OPTION, "on") == "on"
    lines = _lines(lost, on, colours)
    was = common.baseline_of(request)
    ghosts = common.ghosts(
        {name: values for name, values, *_ in lines},
        {name: values for name, values, *_ in _lines(shared(was.setup), on, colours)}
        if was
        else None,
    )
    # as high with private data as without, so that both are seen on one axis
    high = [values for _, values, *_ in _lines(lost, True, colours)]
    top = max(float(values.max()) for values in (*high, *(v for _, v in ghosts))) * 1.04
    traces = [common.ghost(values, colours) for _, values in ghosts]
    traces += [
        common.told_line(
            x, values, ink, name, [common.ratio(float(v)) for v in values], width=width, line=style
        )
        for name, values, ink, _, width, style, _ in lines
    ]
    parts = [Part(SCENARIO, name, "human corpora", x, np.nan, values) for name, values, *_ in lines]
    for name, values in ghosts:
        steps = np.arange(len(values), dtype=float)
        parts.append(Part(BASELINE, name, "human corpora", steps, np.nan, values))
    ends = [
        Named(short, (float(values[-1]) - _LOW) / (top - _LOW), word)
        for _, values, _, word, _, _, short in lines
    ]
    human = wording.share(float(np.mean(setup.shares)) if setup.shares else 0.0)
    return Chart(
        title=_vendors_title(lost, setup.generations),
        unit=f"Diversity lost to drift, as multiples of what one human corpus loses. {VENDORS} "
        "vendors draw on one pool of four human corpora and publish a corpus each a generation; "
        f"{human} of what flows in is human. Private data: {wording.share(PRIVATE)} of a corpus."
        + common.dashed(request, bool(ghosts)),
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 46, "r": 150, "t": 10, "b": 28},
                xaxis=common.generations_axis(common.last_of(found, was if ghosts else None)),
                yaxis={
                    "range": [_LOW, top],
                    "tickmode": "array",
                    "tickvals": _steps(top),
                    "ticktext": [f"{v:g}×" for v in _steps(top)],
                },
                annotations=common.names(ends, pixels=300),
            ),
        },
        table=common.table(parts),
        alt=_vendors_alt(lost)
        + (common.under(request, common.ends_of(ghosts, common.ratio)) if ghosts else ""),
        source="Source: Aquifer after Gerstgrasser et al. 2024; exact to the last row",
    )


def _steps(top: float) -> list[float]:
    step = next(s for s in (0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 1e3, 1e6) if (top - 1) / s <= 7)
    return [float(v) for v in np.arange(1, top, step)]


def _lines(lost: Shared, on: bool, colours: Palette) -> list[tuple[Any, ...]]:
    """Name, values, ink, word colour, width, dash and short name of each line."""
    dash = {"dash": "5px,3px"}
    drawn: list[tuple[Any, ...]] = [
        (
            f"{VENDORS} vendors, no private data",
            lost.none,
            colours.line["synthetic"],
            colours.word["synthetic"],
            2.8,
            {},
            f"{VENDORS} vendors,<br>no private data",
        ),
        (
            "One vendor of the same volume",
            lost.one,
            colours.quiet,
            colours.quiet,
            2.0,
            {},  # what is dashed in grey is the baseline
            "one vendor who<br>publishes as much",
        ),
    ]
    if on:
        drawn += [
            (
                "All with private data",
                lost.all,
                colours.line["human"],
                colours.word["human"],
                2.8,
                {},
                "all with<br>private data",
            ),
            (
                "The only one with private data",
                lost.owner,
                colours.line["repeated"],
                colours.word["repeated"],
                2.0,
                {},
                "the only one<br>with private data",
            ),
            (
                "The others beside it",
                lost.others,
                colours.line["repeated"],
                colours.word["repeated"],
                2.0,
                dash,
                "the others<br>beside it",
            ),
        ]
    return drawn


def _vendors_title(lost: Shared, generations: int) -> str:
    if not generations:
        return "Vendors who share a pool lose nothing before they publish into it"
    none, everyone, others = (float(a[-1]) for a in (lost.none, lost.all, lost.others))
    return (
        f"Private data protects its owner and the commons: {VENDORS} vendors without lose "
        f"{common.ratio(none)} what a human corpus does, all with {common.ratio(everyone)}, and "
        f"one alone brings the others to {common.ratio(others)}"
    )


def _vendors_alt(lost: Shared) -> str:
    ends = [
        common.ratio(float(a[-1])) for a in (lost.none, lost.all, lost.owner, lost.others, lost.one)
    ]
    return (
        f"Lines by generation. At the end {VENDORS} vendors without private data lose {ends[0]} "
        f"what one human corpus does, all with it {ends[1]}, the only one with it {ends[2]}, the "
        f"others beside it {ends[3]}, and one vendor who publishes as much as three {ends[4]}."
    )
