"""Slides about vendors: the ranking, collapse risk by year, risk against compute wasted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE

from analytics import findings_join, wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.findings_vendors import ordinal
from analytics.outlook.policies import PATH
from dashboard.briefing import grids, native
from dashboard.briefing.native import LABEL, PERCENT, Axis, Block, Line
from dashboard.briefing.stage import BODY, Box, Stage
from dashboard.briefing.subject import Subject, names_of, rows_of, series_of
from dashboard.figures.join.tradeoff import POLICY

MOST = 14
"""Vendors that a table on a slide has room for; the CSV has all."""

_RISK = "Risk: less than"
_WIDE, _HIGH = 11.3, 3.3  # of the plot of the trade-off, in inches


def ranking(stage: Stage, told: Subject) -> None:
    """Ranks as bars: 5–95% of worlds light, the middle half dark, parted at the median."""
    chart = told.chart("vendors-ranking")
    table = rows_of(chart.table, "Rank")
    table = table[table["mix"] != "reference"]
    vendors = names_of(table)[:MOST]
    levels = {
        level: [_value(table, vendor, level) for vendor in vendors]
        for level in (0.05, 0.25, 0.5, 0.75, 0.95)
    }
    count = len(names_of(table))
    slide = stage.slide(
        chart.title,
        "Vendors",
        told.notes(
            "A vendor’s mix of data is a belief as wide as what it discloses, scored by seven "
            "criteria in every draw. Bars are stacked: the first, without fill, reaches to the 5% "
            "quantile, the others from there to the 25%, 50%, 75% and 95% quantile.",
            chart,
        ),
        f"Rank among {count}, 1 is best: middle half of worlds (dark, parted at the median) and "
        "5–95% (light).",
        chart.source,
    )
    low, lower, middle, upper, high = levels.values()
    dark, light = stage.colours.line["human"], stage.colours.area["repeated"]
    chart_ = native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.BAR_STACKED,
        [f"{v}, {ordinal(rank)}" for v, rank in zip(vendors, middle, strict=True)],
        [
            Block("5%", low, None),
            Block("5% to 25%", _apart(low, lower), light),
            Block("25% to median", _apart(lower, middle), dark),
            Block("Median to 75%", _apart(middle, upper), dark),
            Block("75% to 95%", _apart(upper, high), light),
        ],
        Axis(1.0, float(count), 1.0, "0"),
        chart.alt,
        legend=False,
    )
    native.downwards(chart_)


def acceptability(stage: Stage, told: Subject) -> None:
    """The chance of each rank as a shaded table."""
    chart = told.chart("vendors-acceptability")
    table = chart.table[chart.table["series"] == "scenario"]
    vendors = names_of(table)[:MOST]
    ranks = sorted({int(rank) for rank in table["rank"]})[:MOST]
    found = {
        vendor: [
            float(table[(table["vendor"] == vendor) & (table["rank"] == rank)]["value"].iloc[0])
            for rank in ranks
        ]
        for vendor in vendors
    }
    top = max(0.05, math.ceil(20 * max(max(row) for row in found.values())) / 20)
    slide = stage.slide(
        chart.title,
        "Vendors",
        told.notes("Share of the draws in which a vendor has a rank.", chart),
        "Chance of each rank in percent; the strongest shade stands for "
        f"{wording.share(top)} or more.",
        chart.source,
    )
    grids.heat(
        stage,
        slide,
        BODY,
        "Rank",
        [str(rank) for rank in ranks],
        [(vendor, row, [grids.short(x, 100) for x in row]) for vendor, row in found.items()],
        top,
        chart.alt,
    )


def collapse(stage: Stage, told: Subject) -> None:
    """Collapse risk by year: a line a vendor, the two ends named."""
    chart = told.chart("join-risk")
    risks = _risks(told)
    years = [*_years(told)]
    vendors = [*risks]
    at = years.index(HEADLINE_YEAR) if HEADLINE_YEAR in years else len(years) // 2
    first, last = max(vendors, key=lambda v: risks[v][at]), min(vendors, key=lambda v: risks[v][at])
    slide = stage.slide(
        chart.title,
        "Collapse",
        told.notes(
            "Simulated: one model a year, trained on the vendor’s own text, what is public and "
            "what fills the gap. The risk is the share of draws in which less of the rare tail "
            "is kept than the threshold.",
            chart,
        ),
        f"Collapse risk: chance that less than {wording.share(_threshold(told))} of the rare tail "
        f"is kept. A line for each of {len(vendors)} vendors; the next slide names them all.",
        chart.source,
    )
    inks = {first: stage.colours.text, last: stage.colours.accent}
    lines = [
        Line(
            vendor,
            years,
            [*risks[vendor]],
            inks.get(vendor, stage.colours.ghost),
            3.0 if vendor in inks else 1.0,
            labels=((at, vendor, LABEL.ABOVE if vendor == first else LABEL.BELOW),)
            if vendor in inks
            else (),
        )
        for vendor in sorted(vendors, key=lambda v: v in inks)
    ]
    native.by_category(
        stage,
        slide,
        BODY,
        [f"{year:.0f}" for year in years],
        lines,
        Axis(0.0, 1.0, 0.25, PERCENT),
        chart.alt,
    )


def heat(stage: Stage, told: Subject) -> None:
    """Collapse risk of every vendor and year as a shaded table."""
    chart = told.chart("join-risk")
    risks, years = _risks(told), _years(told)
    worlds = told.outlook.joined.tail_kept.shape[-1]
    worst = next(iter(risks))
    shown = [*risks.items()][:MOST]
    left = len(risks) - len(shown)
    slide = stage.slide(
        findings_join.risk_years_title(told.outlook, told.preset),
        "Collapse",
        told.notes(
            "The numbers of the slide before, by vendor and year; vendors in the order of their "
            f"risk in {HEADLINE_YEAR}, {worst} first.",
            chart,
        ),
        f"Collapse risk in percent: chance that less than {wording.share(_threshold(told))} of "
        "the rare tail is kept. Low below 5%, moderate below 25%, high below 50%, severe above."
        + (f" {left} more in the CSV." if left else ""),
        chart.source,
    )
    grids.heat(
        stage,
        slide,
        BODY,
        "Vendor",
        [f"{year:.0f}" for year in years],
        [(vendor, [*row], [grids.short(float(x), worlds) for x in row]) for vendor, row in shown],
        1.0,
        chart.alt,
    )


def tradeoff(stage: Stage, told: Subject) -> None:
    """Tail lost against compute wasted: a dot a vendor, and one vendor's path through policies."""
    chart = told.chart("join-tradeoff")
    table = chart.table
    wasted, lost = rows_of(table, "Compute wasted", 0.5), rows_of(table, "Rare tail lost", 0.5)
    vendors = names_of(wasted)
    x, y = ([_value(of, v) for v in vendors] for of in (wasted, lost))
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
    slide = stage.slide(
        chart.title,
        "Trade-off",
        told.notes(
            "Medians over the draws. Compute wasted: by how many orders of magnitude less compute "
            "would reach as far if text were without end, by a scaling law with repetition.",
            chart,
        ),
        f"Rare tail lost against compute wasted in {year}, medians. Line: {whose} by policy. "
        "Dashed: where collapse begins.",
        chart.source,
    )
    right = math.ceil(max(*x, *(step[1] for step in path)) * 2.2 + 0.2) / 2
    limit = 1.0 - _threshold(told)
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
            labels=tuple(
                (i, step[0], LABEL.LEFT if i == len(path) - 1 else LABEL.RIGHT)
                for i, step in enumerate(path)
            ),
        ),
        Line(
            "Vendors",
            x,
            y,
            colours.line["human"],
            0.0,
            dot=9,
            labels=_spread(vendors, x, y, right),
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


def _spread(
    vendors: Sequence[str], x: Sequence[float], y: Sequence[float], right: float
) -> tuple[tuple[int, str, Any], ...]:
    """Sides for the names of dots, so that neighbours do not write over each other."""
    dots = [(_WIDE * a / right, _HIGH * (1 - b)) for a, b in zip(x, y, strict=True)]
    taken = [Box(a - 0.07, b - 0.07, 0.14, 0.14) for a, b in dots]
    found = []
    for i, (vendor, (across, down)) in enumerate(zip(vendors, dots, strict=True)):
        wide, high = 0.09 * len(vendor) + 0.08, 0.2
        sides = {
            LABEL.LEFT: Box(across - wide - 0.08, down - high / 2, wide, high),
            LABEL.ABOVE: Box(across - wide / 2, down - high - 0.08, wide, high),
            LABEL.BELOW: Box(across - wide / 2, down + 0.08, wide, high),
            LABEL.RIGHT: Box(across + 0.08, down - high / 2, wide, high),
        }
        costs = {side: sum(_shared(box, other) for other in taken) for side, box in sides.items()}
        best = min(costs, key=lambda side: costs[side])
        taken.append(sides[best])
        found.append((i, vendor, best))
    return tuple(found)


def _shared(one: Box, other: Box) -> float:
    """Area that two boxes share."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(across, 0.0) * max(down, 0.0)


def _risks(told: Subject) -> dict[str, Array]:
    """Vendor → risk by year, those at most risk first."""
    table = told.chart("join-risk").table
    table = table[(table["series"] == "scenario") & table["variable"].str.startswith(_RISK)]
    return {
        vendor: table[table["vendor"] == vendor]["value"].to_numpy(float)
        for vendor in names_of(table)
    }


def _years(told: Subject) -> Array:
    return told.outlook.joined.years


def _threshold(told: Subject) -> float:
    return told.outlook.scenario.tail_threshold


def _value(table: pd.DataFrame, vendor: str, level: float | None = None) -> float:
    kept = table["vendor"] == vendor
    if level is not None:
        kept &= np.isclose(table["quantile"], level)
    return float(table[kept]["value"].iloc[0])


def _named(table: pd.DataFrame, variable: str) -> float:
    return float(series_of(table, variable)[1][0])


def _apart(low: list[float], high: list[float]) -> list[float]:
    return [b - a for a, b in zip(low, high, strict=True)]
