"""What the charts of a comparison share: its scenarios, their colours, marks, names and rows."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.comparison import Side, sides
from analytics.scenario import nearest
from analytics.scenario.beside import CALLED, Beside
from dashboard.figures.chart import Request
from dashboard.figures.depletion import common as depletion
from dashboard.figures.depletion.common import Part
from dashboard.figures.palette import Palette

SYMBOLS = ("circle", "square", "diamond", "triangle-up")
"""Marks of the scenarios in their order, for who cannot tell the colours."""

SIGNS = ("●", "■", "◆", "▲")
"""The same in words."""

LONGEST, LINE = 26, 36
"""Letters of a name in a chart: where two share a line, and where it has one to itself."""


def entries_of(request: Request) -> tuple[Beside, ...]:
    """The scenarios of a request, the page's own first."""
    scenario = request.outlook.scenario
    preset = request.preset or nearest(scenario)
    return (Beside(scenario, preset, request.options.get(CALLED, "")), *request.beside)


def compared(request: Request) -> tuple[Side, ...]:
    """The scenarios of a request, answered."""
    return sides(entries_of(request))


def short(name: str, longest: int = LONGEST) -> str:
    """A scenario's name in a chart, which reads markup: cut, and none of it."""
    return html.escape(name if len(name) <= longest else f"{name[: longest - 1]}…")


def bold(name: str, longest: int = LONGEST) -> str:
    """The same, bold."""
    return f"<b>{short(name, longest)}</b>"


def key(found: Sequence[Side]) -> str:
    """Which mark is whose, for the unit line."""
    return ", ".join(f"{sign} {side.name}" for sign, side in zip(SIGNS, found, strict=False)) + "."


def table(parts: Iterable[Part]) -> pd.DataFrame:
    """The tidy table of a chart, in which ``scenario`` says whose a number is."""
    return depletion.table(parts).rename(columns={"series": "scenario"})


def source(found: Sequence[Side], *further: str) -> str:
    """The source line: papers of all scenarios, and whether their worlds are shared."""
    worlds = {(side.outlook.scenario.seed, side.outlook.scenario.worlds) for side in found}
    shared = "same worlds throughout" if len(worlds) == 1 else "in other worlds each"
    papers = dict.fromkeys(
        paper
        for side in found
        for paper in depletion.source(side.outlook)
        .removeprefix("Source: Aquifer after ")
        .partition("; data")[0]
        .split(", ")
    ) | dict.fromkeys(further)
    version = found[0].outlook.key.data_version
    return f"Source: Aquifer after {', '.join(papers)}; {shared}; data {version}"


def listed(found: Sequence[Side], told: Sequence[str]) -> str:
    """``“A”: 1; “B”: 2.``, for who cannot see a chart."""
    pairs = zip(found, told, strict=True)
    return "; ".join(f"“{side.name}”: {text}" for side, text in pairs) + "."


def chance(p: float, side: Side) -> str:
    """A probability counted in the worlds of a scenario's forecast."""
    return wording.probability(p, worlds=len(side.outlook.depletion.exhaustion_worlds))


def mark(x: float, y: float, i: int, colours: Palette, **given: Any) -> dict[str, Any]:
    """The mark of a scenario at one place."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(x)],
        "y": [float(y)],
        "marker": {
            "symbol": SYMBOLS[i],
            "size": given.pop("size", 11),
            "color": colours.scenario[i],
            "line": {"width": 1.5, "color": colours.paper},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        **given,
    }


def sames(values: Sequence[np.ndarray]) -> list[bool]:
    """Whether each line is one that was drawn before."""
    return [any(depletion.same(one, other) for other in values[:i]) for i, one in enumerate(values)]


def key_rows(found: Sequence[Side], colours: Palette) -> tuple[list[dict[str, Any]], float]:
    """Names of the scenarios over a plot, two to a line, and the height they take in pixels.

    Beside their lines they would cover those of others: four lines that start and end together
    leave no room in a narrow card.
    """
    lines = (len(found) + 1) // 2
    labels = [
        {
            "text": f"{SIGNS[i]} {bold(side.name)}",
            "x": 0.5 * (i % 2),
            "y": 1.0,
            "xref": "x domain",
            "yref": "y domain",
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 8 + 18 * (lines - 1 - i // 2),
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": colours.scenario_word[i], "size": 12},
        }
        for i, side in enumerate(found)
    ]
    return labels, 12.0 + 18 * lines
