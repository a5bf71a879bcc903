"""What a chart of a sweep says: its finding, its unit, and each of its cells in words."""

from __future__ import annotations

import numpy as np

from analytics import wording
from analytics.sweep.surface import Surface

PLACE = "the folder sweeps of AQUIFER_HOME"

HOW = (
    "A sweep evaluates many scenarios at once. Write the grid as a TOML file and run: "
    "python -m analytics sweep GRID.toml --name NAME. It is then found here."
)
"""What to do where there is none."""


def title(found: Surface) -> str:
    """What the answer does over the dimensions that are shown."""
    what = found.answer.label
    whose = f"{found.vendor}: {what[0].lower()}{what[1:]}" if found.vendor else what
    known = np.argwhere(np.isfinite(found.middle))
    if not len(known):
        return f"{whose}: nothing is finished here"
    values = [float(found.middle[j, i]) for j, i in known]
    low, high = (known[one] for one in (int(np.argmin(values)), int(np.argmax(values))))
    unit = found.answer.unit
    ends = [number(float(found.middle[j, i]), unit) for j, i in (low, high)]
    if ends[0] == ends[1]:
        return f"{whose} is {ends[0]} throughout"
    return (
        f"{whose} runs from {ends[0]} ({_where(found, *low)}) to {ends[1]} ({_where(found, *high)})"
    )


def unit(found: Surface) -> str:
    """What is drawn, what is held, and what is missing, for the line under the title."""
    plan = found.sweep.manifest
    parts = [f"{found.answer.meaning}, in {found.answer.unit}"]
    if found.answer.low:
        parts[0] += "; median" if found.up is not None else "; median and 80% interval"
    if found.held:
        held = ", ".join(f"{label}: {text}" for label, text in found.held)
        parts.append(f"Held: {held}")
    if not found.sweep.complete:
        parts.append(f"{found.sweep.finished:,} of {plan.blocks:,} blocks are finished")
    parts.append("Axes have a step for each value of the grid")
    return ". ".join(parts) + "."


def cell(found: Surface, row: int, column: int) -> str:
    """One scenario in words: where it is, its answer and interval."""
    middle, low, high = (float(each[row, column]) for each in (found.middle, found.low, found.high))
    if np.isnan(middle):
        value = "none, or beyond the horizon"
    else:
        value = number(middle, found.answer.unit)
        if np.isfinite(low) and np.isfinite(high):
            ends = wording.span(*(number(x, found.answer.unit) for x in (low, high)))
            value += f" (80%: {ends})"
    return f"{_where(found, row, column)}: {value}"


def called(found: Surface, row: int, column: int) -> str:
    """What a scenario of the chart is called in a comparison."""
    values = [found.across.texts[column], *([found.up.texts[row]] if found.up else [])]
    return f"{found.sweep.name}: {', '.join(values)}"


def alt(found: Surface) -> str:
    """The chart in words."""
    what = "A line with its band" if found.up is None else "A map of coloured cells"
    rows, columns = found.middle.shape
    corners = dict.fromkeys([(0, 0), (0, columns - 1), (rows - 1, 0), (rows - 1, columns - 1)])
    told = "; ".join(cell(found, *corner) for corner in corners)
    return f"{what}, {rows * columns} scenarios. At its ends: {told}."


def number(x: float, of: str) -> str:
    """An answer with its unit."""
    match of:
        case "year":
            return wording.year(x)
        case "years":
            return wording.years(x)
        case "share":
            return wording.share(x)
        case "probability":
            return wording.probability(x)
        case "OOM":
            return f"{x:.2f}{wording.NBSP}OOM"
        case _:
            return wording.number(x, 3)


def _where(found: Surface, row: int, column: int) -> str:
    parts = [f"{found.across.label} {found.across.texts[column]}"]
    if found.up is not None:
        parts.append(f"{found.up.label} {found.up.texts[row]}")
    return ", ".join(parts)
