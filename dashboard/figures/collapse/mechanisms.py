"""Drift and sharpening apart: which of them loses what."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics import wording
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult, course
from dashboard.figures.chart import Chart, Request
from dashboard.figures.collapse import common
from dashboard.figures.collapse.common import COVERAGE, TAIL, Named, Part
from dashboard.figures.depletion.common import SCENARIO, colours_of, layout
from dashboard.figures.palette import Palette

DRIFT, SHARPENING, BOTH = "Drift alone", "Sharpening alone", "Both"
_LEFT, _RIGHT = (0.0, 0.44), (0.56, 1.0)


def mechanisms(request: Request) -> Chart:
    """Draw tail mass and tail coverage under each mechanism alone, and under both."""
    found, colours = common.result_of(request), colours_of(request)
    setup, x, was = found.setup, found.generations, common.baseline_of(request)
    mass, covered = _mass(found), _covered(found)
    lost = common.ghosts(mass, None if was is None else _mass(was))
    gone = common.ghosts(covered, None if was is None else _covered(was))
    inks = {
        DRIFT: colours.accent,
        SHARPENING: colours.line["synthetic"],
        BOTH: colours.text,
    }
    theirs = [values for _, values in (*lost, *gone)]
    top = common.top_of(*mass.values(), *covered.values(), *theirs)
    traces: list[dict[str, Any]] = []
    parts: list[Part] = []
    panels = ((mass, lost, "", TAIL), (covered, gone, "2", COVERAGE))
    for values, ghosts, number, variable in panels:
        for name, numbers in ghosts:
            traces.append(common.ghost(numbers, colours, number))
            parts.append(common.ghost_part(f"{variable}, {name.lower()}", "share", numbers))
        for name, numbers in values.items():
            trace = common.told_line(
                x,
                numbers,
                inks[name],
                name,
                [wording.share(float(v)) for v in numbers],
                # where they coincide, what both do is seen on what sharpening does
                width=7 if name == SHARPENING else 2.2,
                opacity=0.6 if name == SHARPENING else 1.0,
                line={"dash": "5px,3px"} if name == BOTH else {},
            )
            traces.append(trace | {"xaxis": f"x{number}", "yaxis": f"y{number}"})
            parts.append(Part(SCENARIO, f"{variable}, {name.lower()}", "share", x, 0.5, numbers))
    axis = common.generations_axis(common.last_of(found, was))
    return Chart(
        title=_title(found, mass, covered),
        unit=f"Left: tail mass kept, right: tail coverage, by generation, at the middle of the "
        f"interval. {common.way(setup)}; {common.generator(setup)}; "
        f"{wording.power(setup.rows)} rows." + common.dashed(request, bool(theirs)),
        figure={
            "data": traces,
            "layout": layout(
                request,
                margin={"l": 46, "r": 128, "t": 26, "b": 28},
                xaxis=axis | {"domain": list(_LEFT)},
                xaxis2=axis | {"domain": list(_RIGHT), "anchor": "y2"},
                yaxis=common.shares_axis(top),
                yaxis2=common.shares_axis(top) | {"anchor": "x2"},
                annotations=[*_heads(colours), *_names(covered, top, colours)],
            ),
        },
        table=common.table(parts),
        alt=_alt(mass, covered) + _under(request, lost, gone),
        source=common.source(setup, "Holtzman et al. 2020", "Suresh et al. 2024"),
    )


def _mass(found: LabResult) -> dict[str, Array]:
    """Tail mass kept under each mechanism, (generations + 1,) each."""
    kept = found.tail_interval[:, 1]
    # the mean of drift is exactly 1: what one rare word loses another gains
    return {DRIFT: np.ones(len(kept)), SHARPENING: kept, BOTH: kept}


def _covered(found: LabResult) -> dict[str, Array]:
    """Tail coverage under each mechanism, (generations + 1,) each."""
    return {
        DRIFT: course(found.setup.drift_only).left[1].tail_coverage,
        SHARPENING: _endless(found),
        BOTH: found.left[1].tail_coverage,
    }


def _under(request: Request, lost: list[tuple[str, Array]], gone: list[tuple[str, Array]]) -> str:
    named = [(f"{TAIL} by {name.lower()}", line) for name, line in lost]
    named += [(f"{COVERAGE} by {name.lower()}", line) for name, line in gone]
    return common.under(request, common.ends_of(named, wording.share)) if named else ""


def _endless(found: LabResult) -> Array:
    """Tail coverage in an endless corpus: what is ever written is there."""
    patterns = found.setup.patterns
    there = (found.distribution > 0).astype(float)
    if not patterns.tail_mass:
        return np.ones(len(there))
    covered: Array = there @ (patterns.mass * patterns.tail) / patterns.tail_mass
    return np.minimum(covered, 1.0)


def _heads(colours: Palette) -> list[dict[str, Any]]:
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
        for text, axis in ((TAIL, ""), (COVERAGE, "2"))
    ]


def _names(covered: dict[str, Array], top: float, colours: Palette) -> list[dict[str, Any]]:
    words = {DRIFT: colours.accent, SHARPENING: colours.word["synthetic"], BOTH: colours.text}
    named = [Named(name, float(values[-1]) / top, words[name]) for name, values in covered.items()]
    return [one | {"xref": "x2 domain"} for one in common.names(named, yref="y2", pixels=260)]


def _title(found: LabResult, mass: dict[str, Array], covered: dict[str, Array]) -> str:
    setup = found.setup
    if not setup.generations:
        return "Neither drift nor sharpening has had a generation to work in"
    if not setup.sharpens:
        return (
            f"Without sharpening the tail keeps its mass; drift alone leaves "
            f"{wording.share(float(covered[DRIFT][-1]))} of it covered"
        )
    lost = wording.share(float(max(1 - mass[SHARPENING][-1], 0.0)))
    drift = wording.share(float(covered[DRIFT][-1]))
    both = wording.share(float(covered[BOTH][-1]))
    return (
        f"Sharpening takes {lost} of the tail’s mass, drift none on average; drift leaves {drift} "
        f"of the tail covered, both together {both}"
    )


def _alt(mass: dict[str, Array], covered: dict[str, Array]) -> str:
    ends = [
        f"{name.lower()} {wording.share(float(mass[name][-1]))} and "
        f"{wording.share(float(covered[name][-1]))}"
        for name in (DRIFT, SHARPENING, BOTH)
    ]
    return (
        "Two panels of three lines by generation. Tail mass kept and tail coverage at the end: "
        f"{'; '.join(ends)}."
    )
