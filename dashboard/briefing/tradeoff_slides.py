"""The slide of the trade-off: risk against compute wasted, with names that do not collide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.outlook.policies import PATH
from dashboard.briefing import native
from dashboard.briefing.fitting import cut, inches
from dashboard.briefing.native import LABEL, PERCENT, Axis, Labels, Line
from dashboard.briefing.stage import BODY, Box, Stage
from dashboard.briefing.subject import Subject, names_of, rows_of, series_of, value_of
from dashboard.figures.join.tradeoff import POLICY

_WIDE, _HIGH = 10.5, 3.3
"""Inches of the plot."""

_NAME = 1.25
"""Inches of a dot's name; Office wraps what is wider."""

_OVER = 0.04
"""Square inches of other words that a name may touch."""


def tradeoff(stage: Stage, told: Subject) -> None:
    """Tail lost against compute wasted: a dot a vendor, and one vendor's path through policies."""
    chart = told.chart("join-tradeoff")
    table = chart.table
    wasted, lost = rows_of(table, "Compute wasted", 0.5), rows_of(table, "Rare tail lost", 0.5)
    vendors = names_of(wasted)
    x, y = ([value_of(of, v) for v in vendors] for of in (wasted, lost))
    steps = [(name, POLICY[name].lower()) for name in PATH]
    path = [
        (
            POLICY[name],
            _named(table, f"Compute wasted, {said}"),
            _named(table, f"Rare tail lost, {said}"),
        )
        for name, said in steps
    ]
    whose = str(table[table["variable"] == f"Rare tail lost, {steps[0][1]}"]["vendor"].iloc[0])
    year = int(wasted["year"].iloc[0])
    right = math.ceil(max(*x, *(step[1] for step in path)) * 2.2 + 0.2) / 2
    path_labels, taken = _path_named(path, right)
    labels, hidden = spread(vendors, x, y, right, taken)
    slide = stage.slide(
        chart.title,
        "Trade-off",
        told.notes(
            "Medians over the draws. Compute wasted: by how many orders of magnitude less compute "
            "would reach as far if text were without end, by a scaling law with repetition.",
            chart,
        ),
        f"Rare tail lost against compute wasted in {year}, medians. Line: {whose} by policy. "
        "Dashed: where collapse begins." + _unnamed(hidden),
        chart.source,
    )
    limit = 1.0 - told.outlook.scenario.tail_threshold
    colours = stage.colours
    lines = [
        Line("Collapse", [0.0, right], [limit, limit], colours.ghost, 1.25, True),
        Line(
            f"{whose} by policy",
            [step[1] for step in path],
            [step[2] for step in path],
            colours.line["demand"],
            2.0,
            dot=8,
            labels=path_labels,
        ),
        Line(
            "Vendors",
            x,
            y,
            colours.line["human"],
            0.0,
            dot=9,
            labels=labels,
        ),
    ]
    native.scatter(
        stage,
        slide,
        BODY,
        # LibreOffice leaves out a series that a longer one follows
        sorted(lines, key=lambda line: -len(line.x)),
        Axis(0.0, right, 0.5, "0.0", "Compute wasted, orders of magnitude"),
        Axis(0.0, 1.0, 0.25, PERCENT, "Rare tail lost"),
        chart.alt,
    )


def _path_named(path: Sequence[tuple[str, float, float]], right: float) -> tuple[Labels, list[Box]]:
    """Names of the policies, but for those that would write over the one before; their boxes."""
    taken: list[Box] = []
    found = []
    for i, (name, across, up) in enumerate(path):
        sides = _beside(name, _WIDE * across / right, _HIGH * (1 - up))
        last = i == len(path) - 1 and not _outside(sides[LABEL.LEFT])
        side = LABEL.LEFT if last else LABEL.RIGHT
        box = sides[side]
        if sum(_shared(box, other) for other in taken) <= _OVER:
            found.append((i, name, side))
            taken.append(box)
    return tuple(found), taken


def spread(
    vendors: Sequence[str],
    x: Sequence[float],
    y: Sequence[float],
    right: float,
    taken: Sequence[Box],
) -> tuple[Labels, list[str]]:
    """Sides for the names of dots, so that none is written over; and who has no room for one."""
    dots = [(_WIDE * a / right, _HIGH * (1 - b)) for a, b in zip(x, y, strict=True)]
    marks = [Box(a - 0.06, b - 0.06, 0.12, 0.12) for a, b in dots]
    words = [*taken]
    found, hidden = [], []
    for i, (vendor, dot) in enumerate(zip(vendors, dots, strict=True)):
        sides = _beside(cut(vendor, _NAME, native.TYPE), *dot)
        written = {
            side: sum(_shared(box, o) for o in words) + _outside(box) for side, box in sides.items()
        }
        marked = {side: sum(_shared(box, o) for o in marks) for side, box in sides.items()}
        best = min(sides, key=lambda side: 4 * written[side] + marked[side])
        if written[best] > _OVER:
            hidden.append(vendor)
            continue
        words.append(sides[best])
        found.append((i, cut(vendor, _NAME, native.TYPE), best))
    return tuple(found), hidden


def _beside(name: str, across: float, down: float) -> dict[Any, Box]:
    """The places of a dot's name."""
    wide, high = inches(name, native.TYPE) + 0.05, 0.2
    return {
        LABEL.LEFT: Box(across - wide - 0.08, down - high / 2, wide, high),
        LABEL.ABOVE: Box(across - wide / 2, down - high - 0.08, wide, high),
        LABEL.BELOW: Box(across - wide / 2, down + 0.08, wide, high),
        LABEL.RIGHT: Box(across + 0.08, down - high / 2, wide, high),
    }


def _unnamed(vendors: Sequence[str]) -> str:
    """Whose dots have no name, for the line under the title."""
    if len(vendors) > 3:
        return f" {len(vendors)} dots lie too close to others for a name; the CSV has all."
    named = ", ".join(cut(vendor, _NAME, native.TYPE) for vendor in vendors)
    return f" Without room for a name: {named}." if vendors else ""


def _outside(box: Box) -> float:
    """Area of a box left of the plot or well under it, where the numbers of the axes stand."""
    left, under = max(-box.left, 0.0), max(box.top + box.height - _HIGH - 0.11, 0.0)
    return left * box.height + under * box.width


def _shared(one: Box, other: Box) -> float:
    """Area that two boxes share."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(across, 0.0) * max(down, 0.0)


def _named(table: pd.DataFrame, variable: str) -> float:
    return float(series_of(table, variable)[1][0])
