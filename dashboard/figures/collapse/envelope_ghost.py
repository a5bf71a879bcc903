"""The pinned baseline on the map of the safe envelope: its threshold's line and its own place.

A baseline whose models sharpen in the other way (by nucleus, not by temperature, or the reverse)
has no height on this map: what can be shown of it is its human share.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from analytics import wording
from analytics.estimates import Array
from analytics.outlook.laboratory import (
    ENVELOPE_TEMPERATURES,
    LabResult,
    Setup,
    envelope,
    mean_share,
    run,
)
from dashboard.figures.chart import Request
from dashboard.figures.collapse import common
from dashboard.figures.depletion.common import BASELINE, dashed, ghost_line, under
from dashboard.figures.palette import Palette
from dashboard.figures.template import packed

LOW, HIGH = float(ENVELOPE_TEMPERATURES[0]), float(ENVELOPE_TEMPERATURES[-1])
"""Ends of the map's levels, temperatures or nuclei."""


class Was(NamedTuple):
    """The baseline on the map.

    Attributes:
        line: human share that keeps its threshold at each level, (2, points): shares, levels.
        threshold: which is kept there.
        share: its own human share.
        ends: its own levels, at the ends and the middle of the interval, (3,); None where it
            sharpens in the other way.
        kept: tail mass kept there, (3,).
    """

    line: Array
    threshold: float
    share: float
    ends: Array | None
    kept: Array


def ghost_of(request: Request, found: LabResult) -> Was | None:
    """The baseline on the scenario's map; None where it is the same map with the same place."""
    if request.baseline is None:
        return None
    was, threshold = run(request.baseline.scenario), request.baseline.scenario.tail_threshold
    nucleus = found.setup.top_p < 1
    if (was.setup.top_p < 1) != nucleus:
        return Was(np.empty((2, 0)), threshold, place(was.setup)[0], None, was.tail_interval[-1])
    theirs = contour(was.setup, threshold)
    mine = contour(found.setup, request.outlook.scenario.tail_threshold)
    line = np.empty((2, 0)) if np.array_equal(theirs, mine) else theirs
    share, ends = place(was.setup)
    alike = (share, *ends) == (place(found.setup)[0], *place(found.setup)[1])
    if alike and not line.size:
        return None
    return Was(line, threshold, share, ends, was.tail_interval[-1])


def place(setup: Setup) -> tuple[float, Array]:
    """Human share of an experiment, and its levels at the ends and the middle, (3,)."""
    share = mean_share(setup)
    if setup.top_p < 1:
        ends = np.full(3, setup.top_p)
    else:
        ends = setup.temperature.quantile(np.array(common.ENDS))
    return 0.0 if np.isnan(share) else share, np.asarray(ends, float)


def crossing(along: Array, values: Array, level: float) -> float | None:
    """Where rising values first reach a level; None where they never do, or begin above."""
    if values[0] >= level or values[-1] < level:
        return None
    i = int(np.argmax(values >= level))
    part = (level - values[i - 1]) / (values[i] - values[i - 1])
    return float(along[i - 1] + part * (along[i] - along[i - 1]))


def contour(setup: Setup, threshold: float) -> Array:
    """Human share that keeps the threshold at each level where one does, (2, points)."""
    nucleus = setup.top_p < 1
    shares, levels, kept = envelope(setup.workflow, setup.generations, setup.language, nucleus)
    found = [
        (crossing(shares, row, threshold), level) for row, level in zip(kept, levels, strict=True)
    ]
    points = [(share, level) for share, level in found if share is not None]
    return np.array(points, float).reshape(-1, 2).T


def traces(was: Was, colours: Palette) -> list[dict[str, Any]]:
    """Dashes on a ground of paper, so that they are seen on every colour of the map."""
    drawn = [was.line] if was.line.size else []
    share = was.share
    ends = np.array([LOW, HIGH]) if was.ends is None else np.clip(was.ends[[0, 2]], LOW, HIGH)
    drawn.append(np.array([[share, share], ends]))
    found = []
    for x, y in drawn:
        ground = ghost_line(x, y, colours.paper)
        ground["line"] = {"color": colours.paper, "width": 3}
        found += [ground, ghost_line(x, y, colours.ghost)]
    if was.ends is not None:
        found.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": packed([share]),
                "y": packed([float(np.clip(was.ends[1], LOW, HIGH))]),
                "marker": {
                    "size": 10,
                    "color": colours.paper,
                    "line": {"width": 2, "color": colours.ghost},
                },
                "cliponaxis": False,
                "hovertemplate": f"the baseline: {wording.share(share)} human<extra></extra>",
            }
        )
    return found


def legend(request: Request, was: Was) -> str:
    """What the dashes are, for the unit line."""
    if was.ends is None:
        return f"{dashed(request, True)[:-1]}, which sharpens otherwise, at its human share."
    return dashed(request, True)


def parts(was: Was) -> list[common.Part]:
    """The baseline's rows of the chart's table."""
    level = np.nan if was.ends is None else was.ends
    name = "Tail mass kept"
    found = [common.Part(BASELINE, name, "share", was.share, level, was.kept)]
    if was.line.size:
        line = common.Part(
            f"{BASELINE}, threshold", name, "share", was.line[0], was.line[1], was.threshold
        )
        found.append(line)
    return found


def told(request: Request, was: Was) -> str:
    """Where the baseline stands, for the end of the alternative text."""
    said = f"it stands at {wording.share(was.share)} human"
    if was.line.size:
        said += f", and the line marks {wording.share(was.threshold)}"
    return under(request, said)
