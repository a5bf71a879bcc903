"""What the charts of collapse share: generations, tidy rows, bands, names at the ends of lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics import wording
from analytics.collapse.lexicon import ATTRIBUTION, lexicon
from analytics.estimates import Array
from analytics.outlook.laboratory import LabResult, Setup, run, setup_of
from dashboard.figures.chart import Request
from dashboard.figures.depletion.common import (
    BASELINE,
    dashed,
    ghost_line,
    layout,
    line,
    same,
    under,
)
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.template import packed

COLUMNS = ("series", "variable", "unit", "generation", "quantile", "value")
TAIL, COVERAGE, SUPPORT = "Tail mass kept", "Tail coverage", "Support kept"
NAMES = {"tail_kept": TAIL, "tail_coverage": COVERAGE, "support_kept": SUPPORT}
ENDS = (0.1, 0.5, 0.9)

WORKFLOWS = {
    "replace": "Replace",
    "mix": "Mix with fresh human text",
    "anchor": "Mix with the same human text",
    "accumulate": "Accumulate",
    "accumulate_inflow": "Accumulate with inflow",
    "accumulate_subsample": "Accumulate, then sample",
}

NAME_ROOM = 132
"""Margin at the right for the names of lines."""


class Part(NamedTuple):
    """One variable of a chart's table; the last three are arrays or one value for all."""

    series: str
    variable: str
    unit: str
    generation: ArrayLike
    quantile: ArrayLike
    value: ArrayLike


def table(parts: Iterable[Part], columns: Sequence[str] = COLUMNS) -> pd.DataFrame:
    """The tidy table of a chart: one number a row, empty where it is infinite."""
    found: dict[str, list[Any]] = {name: [] for name in columns}
    for part in parts:
        numbers = np.broadcast_arrays(*(np.asarray(x, float).ravel() for x in part[3:]))
        for name, text in zip(columns[:3], part[:3], strict=True):
            found[name].append(np.full(len(numbers[0]), text, dtype=object))
        for name, values in zip(columns[3:], numbers, strict=True):
            found[name].append(np.where(np.isfinite(values), values, np.nan))
    return pd.DataFrame({name: np.concatenate(arrays) for name, arrays in found.items()})


def intervals(series: str, variable: str, unit: str, values: Array) -> Part:
    """The ends and the middle of an interval by generation, (generations + 1, 3)."""
    steps = np.arange(len(values), dtype=float)
    return Part(
        series,
        variable,
        unit,
        np.tile(steps, len(ENDS)),
        np.repeat(ENDS, len(steps)),
        values.T.ravel(),
    )


def result_of(request: Request) -> LabResult:
    """What the scenario's experiment gives."""
    return run(request.outlook.scenario)


def baseline_of(request: Request) -> LabResult | None:
    """What the baseline's gives, unless it is the same experiment."""
    if request.baseline is None:
        return None
    if setup_of(request.baseline.scenario) == setup_of(request.outlook.scenario):
        return None
    return run(request.baseline.scenario)


def generations_axis(generations: int, title: str = "") -> dict[str, Any]:
    """Whole generations, from the human corpus on."""
    last = max(generations, 1)
    step = next(s for s in (1, 2, 5, 10, 20) if last / s <= 10)
    ticks = list(range(0, last + 1, step))
    return {
        "range": [-0.02 * last, last * 1.02],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": ["human" if tick == 0 else str(tick) for tick in ticks],
        "hoverformat": ".0f",
        **({"title": {"text": title}} if title else {}),
    }


def top_of(*values: ArrayLike) -> float:
    """Upper end of an axis of shares: 1, or more where a model over-produces the tail."""
    most = max(float(np.max(v)) for v in values)
    return 1.04 if most <= 1.04 else most * 1.05


def shares_axis(top: float) -> dict[str, Any]:
    """Shares in percent, also above 100."""
    step = 0.25 if top <= 1.3 else next(s for s in (0.5, 1, 2, 5, 10, 50, 1e3) if top / s <= 6)
    ticks = np.arange(0, top + 1e-9, step)
    return {
        "range": [0, top],
        "tickmode": "array",
        "tickvals": ticks.tolist(),
        "ticktext": [f"{100 * tick:.0f}%" for tick in ticks],
    }


def band(x: Array, low: Array, high: Array, colour: str, opacity: float = 0.18) -> dict[str, Any]:
    """The area between two lines."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": packed(np.concatenate([x, x[::-1]])),
        "y": packed(np.concatenate([high, low[::-1]])),
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": translucent(colour, opacity),
        "hoverinfo": "skip",
    }


def told_line(
    x: Array, y: Array, colour: str, name: str, texts: Sequence[str], **more: Any
) -> dict[str, Any]:
    """A line whose values are told where the pointer is."""
    trace = line(x, y, colour, more.pop("width", 2.5), text=list(texts), name=name, **more)
    del trace["hoverinfo"]
    trace["hovertemplate"] = f"{name} <b>%{{text}}</b><extra></extra>"
    return trace


class Named(NamedTuple):
    """A line's name at its right end; ``height`` is where it ends, 0 to 1 up the plot."""

    text: str
    height: float
    colour: str


def names(
    found: Sequence[Named], *, yref: str = "y", pixels: float = 280.0
) -> list[dict[str, Any]]:
    """Names beside the ends of lines, moved apart so that none lies on another.

    Args:
        found: the names.
        yref: the y axis.
        pixels: height of the plot, about.
    """
    lines = [one.text.count("<br>") + 1 for one in found]
    order = sorted(range(len(found)), key=lambda i: found[i].height)
    places = [min(max(found[i].height, 0.0), 1.0) for i in order]
    halves = [lines[i] * 15.5 / 2 / pixels for i in order]
    for _ in range(40):
        for i in range(len(places) - 1):
            apart = halves[i] + halves[i + 1]
            short = apart - (places[i + 1] - places[i])
            if short > 0:
                places[i] -= short / 2
                places[i + 1] += short / 2
        if places and places[0] < halves[0] - 0.05:
            places[0] = halves[0] - 0.05
        if places and places[-1] > 1.0:
            places[-1] = 1.0
    return [
        {
            "text": found[i].text,
            "x": 1,
            "xref": "x domain",
            "y": place,
            "yref": f"{yref} domain",
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": 7,
            "showarrow": False,
            "align": "left",
            "borderpad": 0,
            "font": {"color": found[i].colour, "size": 12},
        }
        for i, place in zip(order, places, strict=True)
    ]


def ghost(values: Array, colours: Palette, number: str = "") -> dict[str, Any]:
    """A line of the baseline by generation, in the panel of this number."""
    steps = np.arange(len(values), dtype=float)
    return ghost_line(steps, values, colours.ghost, xaxis=f"x{number}", yaxis=f"y{number}")


def last_of(*found: LabResult | None) -> int:
    """The last generation of some experiments."""
    return max(one.setup.generations for one in found if one is not None)


def ghost_part(variable: str, unit: str, values: Array) -> Part:
    """The row of a line of the baseline, by generation."""
    return Part(BASELINE, variable, unit, np.arange(len(values), dtype=float), 0.5, values)


def ghosts(
    mine: Mapping[str, Array], theirs: Mapping[str, Array] | None
) -> list[tuple[str, Array]]:
    """The baseline's lines that are not the scenario's own, by name, (generations + 1,) each.

    Args:
        mine: the scenario's lines.
        theirs: the baseline's, of the same names; None without a baseline.
    """
    if theirs is None:
        return []
    return [(name, values) for name, values in theirs.items() if not same(values, mine[name])]


def ends_of(found: Iterable[tuple[str, Array]], form: Callable[[float], str]) -> str:
    """What lines end at, for an alternative text: ``tail mass kept ends at 12%``."""
    said = "; ".join(f"{name[0].lower()}{name[1:]} {form(float(line[-1]))}" for name, line in found)
    return f"the lines end at {said}"


def share_interval(values: ArrayLike) -> str:
    """``12% (80%: 10–26%)`` from the three of an interval."""
    low, middle, high = (float(v) for v in np.asarray(values))
    return wording.interval(middle, low, high, wording.share)


def ratio(x: float) -> str:
    """A perplexity ratio in words."""
    if math.isinf(x):
        return "infinite"
    return f"{wording.power(x, 2) if x >= 1000 else wording.number(x, 2 if x >= 10 else 3)}×"


def after(setup: Setup) -> str:
    """``After 8 generations``."""
    n = setup.generations
    return "In the human corpus" if n == 0 else f"After {n} generation{'s' if n > 1 else ''}"


def way(setup: Setup) -> str:
    """The workflow with its human share, for the unit line."""
    text = WORKFLOWS[setup.workflow]
    if any(setup.shares):
        low, high = min(setup.shares), max(setup.shares)
        share = wording.span(wording.share(low), wording.share(high))
        of = " of what is added" if setup.accumulates else ""
        text += f", {share}{of} human or as good"
    return text


def generator(setup: Setup) -> str:
    """How models sharpen, for the unit line."""
    if setup.top_p < 1:
        return f"nucleus {wording.share(setup.top_p)}"
    low, middle, high = setup.temperature.quantile(np.array(ENDS)).tolist()
    two = lambda x: f"{x:.2f}"  # noqa: E731
    return f"temperature {wording.interval(middle, low, high, two)}"


def source(setup: Setup, *papers: str) -> str:
    """The source line: models, then whose words."""
    known = {
        "replace": "Shumailov et al. 2024",
        "mix": "Alemohammad et al. 2023",
        "anchor": "Shumailov et al. 2024; Bertrand et al. 2023",
        "accumulate": "Gerstgrasser et al. 2024",
        "accumulate_inflow": "Gerstgrasser et al. 2024",
        "accumulate_subsample": "Kazdan et al. 2024",
    }
    named = "; ".join(dict.fromkeys((known[setup.workflow], *papers)))
    return f"Source: Aquifer after {named}. {ATTRIBUTION}"


def language(setup: Setup) -> str:
    """The language and how many words its list has."""
    words = lexicon(setup.language)
    return f"{words.language.name}, {wording.count(words.size)} words"


__all__ = ["dashed", "layout", "line", "same", "under"]
