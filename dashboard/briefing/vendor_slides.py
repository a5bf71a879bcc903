"""Slides about vendors: the ranking, and collapse risk by year."""

from __future__ import annotations

import math

import numpy as np
from pptx.enum.chart import XL_CHART_TYPE

from analytics import findings_join, wording
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.findings_vendors import ordinal
from dashboard.briefing import grids, native
from dashboard.briefing.fitting import cut
from dashboard.briefing.native import LABEL, PERCENT, Axis, Block, Labels, Line
from dashboard.briefing.stage import BODY, Stage
from dashboard.briefing.subject import Subject, names_of, rows_of, value_of

MOST = 14
"""Vendors that a table on a slide has room for; the CSV has all."""

_RISK = "Risk: less than"


def ranking(stage: Stage, told: Subject) -> None:
    """Ranks as bars: 5–95% of worlds light, the middle half dark, parted at the median."""
    chart = told.chart("vendors-ranking")
    table = rows_of(chart.table, "Rank")
    table = table[table["mix"] != "reference"]
    vendors = names_of(table)[:MOST]
    levels = {
        level: [value_of(table, vendor, level) for vendor in vendors]
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
        f"5–95% (light).{_more(count)}",
        chart.source,
    )
    low, lower, middle, upper, high = levels.values()
    dark, light = native.shades(stage)
    chart_ = native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.BAR_STACKED,
        [
            f"{cut(v, 2.6, native.TYPE)}, {ordinal(rank)}"
            for v, rank in zip(vendors, middle, strict=True)
        ],
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
        f"{wording.share(top)} or more.{_more(len(names_of(table)))}",
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
    alike = all(float(row.max()) == float(row.min()) for row in np.stack([*risks.values()]).T)
    named = _ends_named(first, last, alike, max(len(years) - 3, 0))
    lines = [
        Line(
            vendor,
            years,
            [*risks[vendor]],
            inks.get(vendor, stage.colours.ghost),
            3.0 if vendor in inks else 1.0,
            labels=named.get(vendor, ()),
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


def _ends_named(first: str, last: str, alike: bool, point: int) -> dict[str, Labels]:
    """The names of the highest and of the lowest line, near the end, where lines are flat."""
    if alike:
        return {last: ((point, "All vendors", LABEL.ABOVE),)}
    return {first: ((point, first, LABEL.ABOVE),), last: ((point, last, LABEL.BELOW),)}


def heat(stage: Stage, told: Subject) -> None:
    """Collapse risk of every vendor and year as a shaded table."""
    chart = told.chart("join-risk")
    risks, years = _risks(told), _years(told)
    worlds = told.outlook.joined.tail_kept.shape[-1]
    worst = next(iter(risks))
    shown = [*risks.items()][:MOST]
    slide = stage.slide(
        findings_join.risk_years_title(told.outlook, told.preset),
        "Collapse",
        told.notes(
            "The numbers of the slide before, by vendor and year; vendors in the order of their "
            f"risk in {HEADLINE_YEAR}, {worst} first.",
            chart,
        ),
        f"Collapse risk in percent: chance that less than {wording.share(_threshold(told))} of "
        "the rare tail is kept. Low below 5, moderate below 25, high below 50, severe above."
        + _more(len(risks)),
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


def _more(count: int) -> str:
    """What a slide leaves out of so many vendors."""
    return f" {count - MOST} more in the CSV." if count > MOST else ""


def _apart(low: list[float], high: list[float]) -> list[float]:
    return [b - a for a, b in zip(low, high, strict=True)]
