"""Slides of what would change our mind: what inputs and choices make of the answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE

from analytics import wording
from analytics.depletion.timeline import EARLIEST, HORIZON
from analytics.findings_sensitivity import measured, outcome, variable
from analytics.outlook.vendor_headline import Question
from analytics.quantiles import place
from analytics.sensitivity import EXHAUSTED_BY
from analytics.tornado import Outcome
from dashboard.briefing import grids, native
from dashboard.briefing.native import PERCENT, Axis, Block
from dashboard.briefing.stage import ACROSS, BODY, MARGIN, Box, Stage
from dashboard.briefing.subject import Subject, names_of
from dashboard.figures.chart import Chart

MOST_ROWS = 10
"""Rows of a line each that a slide has room for."""

_KICKER = "What would change our mind"
_STEPS: dict[str, tuple[float, ...]] = {
    "year": (0.5, 1, 2, 5, 10, 20),
    "probability": (0.005, 0.01, 0.02, 0.05, 0.1, 0.25),
}
_BEYOND = 0.12
"""How far out what is beyond the horizon is drawn, of what the other values span."""


def inputs(stage: Stage, told: Subject) -> None:
    """What each uncertain input makes of the answer, as bars about it."""
    asked = _question(told)
    chart, table, middle = _rows(told, "depletion-drivers", asked)
    bars = [
        (name, _values(of), [*of["setting"]])
        for name, of in table.iloc[1:].groupby("series", sort=False)
    ]
    beyond = any(not math.isfinite(x) for _, values, _ in bars for x in values)
    slide = stage.slide(
        chart.title,
        _KICKER,
        told.notes(
            "An input is fixed at its 10% and at its 90% quantile, all others stay as uncertain as "
            "they are. Bars are stacked: the first, without fill, reaches to the lower end.",
            chart,
        ),
        f"{_measured(asked)} if one input were known; {outcome(middle, asked.by)} as it is."
        + (" Light: at its 10%, dark: at its 90% quantile." if bars else "")
        + (f" Bars to the edge go beyond {HORIZON:.0f}." if beyond else ""),
        chart.source,
    )
    if not bars:
        box = Box(MARGIN, BODY.top + 0.4, ACROSS, 1.0)
        stage.write(slide, "No uncertain input moves it.", box, 18)
        return
    axis, ends = _axis(asked.by, [middle, *(x for _, values, _ in bars for x in values)])
    dark, light = native.shades(stage)
    series: dict[tuple[str, str], list[float]] = {
        (shade, side): [] for side in ("lower", "higher") for shade in ("light", "dark")
    }
    base: list[float] = []
    for _, values, _ in bars:
        at_low, at_high = (min(max(x, ends[0]), ends[1]) for x in values)
        lower = "light" if at_low <= at_high else "dark"
        low, high = min(at_low, at_high, middle), max(at_low, at_high, middle)
        base.append(low)
        for shade, side in series:
            wide = middle - low if side == "lower" else high - middle
            series[shade, side].append(wide if (shade == lower) == (side == "lower") else 0.0)
    drawn = native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.BAR_STACKED,
        [f"{name}: {settings[0]} – {settings[1]}" for name, _, settings in bars],
        [
            Block("To the lower end", base, None),
            *(
                Block(
                    f"At its {'10' if shade == 'light' else '90'}%, {side}",
                    values,
                    light if shade == "light" else dark,
                )
                for (shade, side), values in series.items()
            ),
        ],
        axis,
        chart.alt,
        legend=False,
    )
    native.downwards(drawn)


def choices(stage: Stage, told: Subject) -> None:
    """What each choice would make of the answer, as a table."""
    asked = _question(told)
    chart, table, middle = _rows(told, "depletion-choices", asked)
    rows = []
    for name in names_of(table.iloc[1:], "series")[:MOST_ROWS]:
        of = table[table["series"] == name]
        values = _values(of)
        alternatives = "; ".join(
            f"{setting} {outcome(value, asked.by)}"
            for setting, value in zip(of["setting"], values, strict=True)
        )
        rows.append((name, alternatives, _moved(values, middle, asked.by)))
    slide = stage.slide(
        chart.title,
        _KICKER,
        told.notes("One choice is made otherwise, all else is as in the scenario.", chart),
        f"{_measured(asked)}, by choice; {outcome(middle, asked.by)} as it is. None of the "
        "choices is given a probability.",
        chart.source,
    )
    grids.listing(
        stage,
        slide,
        grids.fitted(len(rows) or 1),
        [("Choice", 0.27), (f"{measured(asked)} by alternative", 0.55), ("Moves it by", 0.18)],
        rows or [("No choice moves it", "", "")],
        chart.alt,
    )


def moving(told: Subject) -> Sequence[str]:
    """Fields that move the answer, the most moving first."""
    return names_of(_rows(told, "depletion-drivers", _question(told))[0].table, "field")


def _question(told: Subject) -> Question:
    """The median year; where there is none before the horizon, the chance of exhaustion."""
    middle = float(told.outlook.depletion.exhaustion_year[place(0.5)])
    by: Outcome = "year" if EARLIEST < middle <= HORIZON else "probability"
    return Question(by, year=int(EXHAUSTED_BY))


def _measured(asked: Question) -> str:
    """The outcome at the start of a unit line."""
    if asked.by == "year":
        return "Median year of exhaustion"
    return f"Chance of exhaustion by the end of {asked.year}"


def _rows(told: Subject, name: str, asked: Question) -> tuple[Chart, pd.DataFrame, float]:
    """A chart, its rows of the outcome, and the scenario's own."""
    chart = told.chart(name, drivers=asked.by)
    table = chart.table[chart.table["variable"] == variable(asked)[0]]
    return chart, table, float(table["value"].iloc[0])


def _values(of: pd.DataFrame) -> list[float]:
    """Values of some rows; infinite where a table has none, since they are beyond the horizon."""
    return [float(x) for x in of["value"].fillna(np.inf)]


def _axis(by: Outcome, values: Sequence[float]) -> tuple[Axis, tuple[float, float]]:
    """The axis, and where what is beyond its ends is drawn."""
    inside = [x for x in values if math.isfinite(x) and (by != "year" or x > EARLIEST)]
    low, high = min(inside), max(inside)
    span = max(high - low, 1.0 if by == "year" else 0.02)
    least = low - _BEYOND * span if min(values) < low else low
    most = high + _BEYOND * span if max(values) > high else high
    step = next((s for s in _STEPS[by] if (most - least) / s <= 8), _STEPS[by][-1])
    first = math.floor((least - 0.02 * span) / step) * step
    last = math.ceil((most + 0.02 * span) / step) * step
    if by == "probability":
        form = PERCENT if step >= 0.01 else "0.0%"
        return Axis(max(first, 0.0), min(last, 1.0), step, form), (least, most)
    return Axis(first, last, step, "0" if step >= 1 else "0.0"), (least, most)


def _moved(values: Sequence[float], middle: float, by: Outcome) -> str:
    """How far the farthest alternative moves the answer."""
    far = max((x - middle for x in values), key=abs)
    if not math.isfinite(far):
        return f"beyond {HORIZON:.0f}"
    return wording.years(far, signed=True) if by == "year" else wording.points(far)
