"""Slides about depletion: stock and demand, the year of exhaustion, what the run is made of."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import XL_CHART_TYPE

from analytics import findings
from dashboard.briefing import native
from dashboard.briefing.native import PERCENT, Axis, Block, Line
from dashboard.briefing.stage import BODY, Stage
from dashboard.briefing.subject import Subject, series_of

_STOCK, _DEMAND = "Effective stock", "Largest training run"
_THICK = 3.0
_LEVELS = (
    (0.025, 0.75, True),
    (0.1, 1.25, False),
    (0.5, _THICK, False),
    (0.9, 1.25, False),
    (0.975, 0.75, True),
)
_TRILLIONS = '#,##0.###,,,,"T"'


def fans(stage: Stage, told: Subject) -> None:
    """Stock and demand, as quantile lines on a log axis."""
    chart = told.chart("depletion-fans")
    slide = stage.slide(
        chart.title,
        "Depletion",
        told.notes(
            f"{findings.EXHAUSTED} Lines are quantiles over joint draws of every uncertain input, "
            "year by year; they are no single futures.",
            chart,
        ),
        "Tokens, log scale: medians (thick), 80% bands (thin) and 95% bands (dashed).",
        chart.source,
    )
    axes: Any = chart.figure["layout"]
    low, high = axes["yaxis"]["range"]
    first, last = axes["xaxis"]["range"]
    lines = []
    for variable, colour in (
        (_STOCK, stage.colours.line["repeated"]),
        (_DEMAND, stage.colours.line["demand"]),
    ):
        for level, width, dash in _LEVELS:
            years, tokens = series_of(chart.table, variable, level)
            name = f"{variable}, median" if level == 0.5 else f"{variable}, {100 * level:g}%"
            lines.append(Line(name, [*years], [*tokens], colour, width, dash))
    native.scatter(
        stage,
        slide,
        BODY,
        lines,
        Axis(first, last, 2, "0"),
        Axis(10.0 ** int(low), 10.0**high, form=_TRILLIONS, log=True),
        chart.alt,
        named=[i for i, line in enumerate(lines) if line.width == _THICK],
    )


def exhaustion(stage: Stage, told: Subject) -> None:
    """The year of exhaustion, as columns."""
    chart = told.chart("depletion-exhaustion", exhaustion="bars")
    slide = stage.slide(
        chart.title,
        "Depletion",
        told.notes(
            f"{findings.EXHAUSTED} A column is a share of the joint draws. "
            f"{findings.chance(told.outlook, preset=told.preset)}",
            chart,
        ),
        "Share of worlds by calendar year of exhaustion.",
        chart.source,
    )
    table = chart.table
    table = table[(table["unit"] == "share") & (table["series"] == "scenario")]
    table = table[table["variable"].str.match("Exhausted|Not exhausted by")]
    names = [
        variable.replace("Exhausted before", "before").replace("Not exhausted by", "after")
        if year != year
        else f"{year:.0f}"
        for variable, year in zip(table["variable"], table["year"], strict=True)
    ]
    native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        names,
        [Block("Share of worlds", [*table["value"]], stage.colours.line["demand"])],
        Axis(0.0, form=PERCENT),
        chart.alt,
        legend=False,
    )


def supply(stage: Stage, told: Subject) -> None:
    """What the largest run is made of, as stacked areas."""
    chart = told.chart("depletion-supply")
    slide = stage.slide(
        chart.title,
        "Supply",
        told.notes(
            "Expected shares of the tokens of the largest run: unique public web text first, then "
            "repeating it as often as is worth it, then further stocks that the scenario opens; "
            "what is left must be licensed, proprietary or synthetic.",
            chart,
        ),
        "Expected share of the tokens of the largest run at the start of each year.",
        chart.source,
    )
    area = stage.colours.area
    parts = (
        ("Unique web text", area["human"]),
        ("Its repetition", area["repeated"]),
        ("Other stocks", area["other"]),
        ("Met by none of these", area["synthetic"]),
    )
    found = {name: series_of(chart.table, name) for name, _ in parts}
    years = found[parts[0][0]][0]
    starts = [i for i, year in enumerate(years) if year % 1 == 0]
    native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.AREA_STACKED,
        [f"{years[i]:.0f}" for i in starts],
        [
            Block(name, [found[name][1][i] for i in starts], colour)
            for name, colour in parts
            if found[name][1].any()  # stocks that the scenario keeps closed need no name
        ],
        Axis(0.0, 1.0, 0.25, PERCENT),
        chart.alt,
    )
