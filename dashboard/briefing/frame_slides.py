"""Slides around the charts: cover, findings, what would change our mind, assumptions, sources."""

from __future__ import annotations

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE

from analytics import findings, findings_collapse, findings_vendors, wording
from analytics.scenario import DECLARATIONS
from dashboard.briefing import grids, native
from dashboard.briefing.native import Axis, Block
from dashboard.briefing.stage import ACROSS, BODY, HEIGHT, MARGIN, Box, Stage, rgb
from dashboard.briefing.subject import Subject, brief, names_of

MOST_ROWS, MOST_WRAPPED = 10, 8
"""Rows that a slide has room for: of a line each, and of two."""

_STATUS = {"published": "published", "measured": "measured", "assumption": "assumed by Aquifer"}
_MEDIAN = "Median exhaustion year"


def cover(stage: Stage, told: Subject) -> None:
    """The question, and which scenario answers it."""
    preset = told.preset
    slide = stage.slide(
        "When does public human text run out, how sure is that, and what would change it?",
        "Aquifer briefing",
        told.notes(
            "Three models meet: how long public human text lasts, whose mix of data sets a vendor "
            "apart, and what training on synthetic text does to the rare end of language. All "
            "numbers come from joint draws of every uncertain input, and stand in the scenario’s "
            "CSV. A forecast is conditional: it carries past growth on."
        ),
    )
    bar = slide.shapes.add_shape(1, *Box(0, 0, 0.22, HEIGHT).emu)
    bar.name = "Edge"
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb(stage.colours.accent)
    bar.line.fill.background()
    stage.write(slide, told.name, Box(MARGIN, 2.5, ACROSS, 0.6), 30, "accent", bold=True)
    stage.write(slide, preset.why, Box(MARGIN, 3.2, ACROSS - 2, 0.9), 18)
    stage.write(
        slide,
        f"{_capital(told.footer.data)}\n{told.link}",
        Box(MARGIN, 5.6, ACROSS, 1.0),
        13,
        "quiet",
    )


def three(stage: Stage, told: Subject) -> None:
    """One finding of each model, each with its number."""
    outlook, preset = told.outlook, told.preset
    year = findings.numbers(outlook)[0]
    tiers = findings_vendors.numbers(outlook)[0]
    risk = findings_collapse.collapse_numbers(outlook)[0]
    found = (
        (year.value_text, _labelled(year), findings.headline(outlook, preset)),
        (tiers.value_text, tiers.label, findings_vendors.on_outlook(outlook)),
        (risk.value_text, _labelled(risk), findings_collapse.collapse(outlook, preset=preset)),
    )
    slide = stage.slide(
        "Three findings: when text runs out, whose data are a moat, what is lost of the rare tail",
        "In short",
        told.notes(" ".join(text for _, _, text in found)),
    )
    for i, (number, label, text) in enumerate(found):
        top = 2.05 + 1.62 * i
        stage.write(slide, number, Box(MARGIN, top, 2.9, 0.7), 36, "accent", bold=True)
        stage.write(slide, label, Box(MARGIN, top + 0.7, 2.9, 0.5), 12, "quiet")
        stage.write(slide, text, Box(MARGIN + 3.1, top + 0.08, ACROSS - 3.1, 1.4), 18)


def sensitivity(stage: Stage, told: Subject) -> None:
    """What moves the median year of exhaustion, as bars about it."""
    chart = told.chart("depletion-drivers", drivers="year")
    table = chart.table[chart.table["variable"] == _MEDIAN]
    middle = float(table["value"].iloc[0])
    bars = [
        (name, of["value"].to_numpy(float), [*of["setting"]])
        for name, of in table.iloc[1:].groupby("series", sort=False)
    ]
    slide = stage.slide(
        chart.title,
        "What would change our mind",
        told.notes(
            "An input is fixed at its 10% and at its 90% quantile, all others stay as uncertain as "
            "they are. Bars are stacked: the first, without fill, reaches to the earlier year.",
            chart,
        ),
        f"Median year of exhaustion if one input were known; {wording.year(middle, 1)} as it is. "
        "Light: at its 10%, dark: at its 90% quantile.",
        chart.source,
    )
    base: list[float] = []
    ends = ("light, earlier", "dark, earlier", "light, later", "dark, later")
    sides: dict[str, list[float]] = {end: [] for end in ends}
    for _, (at_low, at_high), _ in bars:
        earlier = "light" if at_low <= at_high else "dark"
        later = "dark" if earlier == "light" else "light"
        low, high = min(at_low, at_high, middle), max(at_low, at_high, middle)
        base.append(low)
        for shade in ("light", "dark"):
            sides[f"{shade}, earlier"].append(middle - low if shade == earlier else 0.0)
            sides[f"{shade}, later"].append(high - middle if shade == later else 0.0)
    shades = {"light": stage.colours.area["repeated"], "dark": stage.colours.line["human"]}
    names = {"light": "At its 10%", "dark": "At its 90%"}
    first, last = min(base), max(float(max(values)) for _, values, _ in bars)
    drawn = native.blocks(
        stage,
        slide,
        BODY,
        XL_CHART_TYPE.BAR_STACKED,
        [f"{name}: {settings[0]} – {settings[1]}" for name, _, settings in bars],
        [
            Block("To the earlier year", base, None),
            *(
                Block(
                    f"{names[key.split(',')[0]]},{key.split(',')[1]}",
                    values,
                    shades[key.split(",")[0]],
                )
                for key, values in sides.items()
            ),
        ],
        Axis(float(int(2 * first)) / 2 - 0.5, float(int(2 * last)) / 2 + 1.0, 0.5, "0.0"),
        chart.alt,
        legend=False,
    )
    native.downwards(drawn)


def choices(stage: Stage, told: Subject) -> None:
    """What each choice would make of the median year, as a table."""
    chart = told.chart("depletion-choices", drivers="year")
    table = chart.table[chart.table["variable"] == _MEDIAN]
    middle = float(table["value"].iloc[0])
    rows = []
    for name in names_of(table.iloc[1:], "series")[:MOST_ROWS]:
        of = table[table["series"] == name]
        rows.append(
            (
                name,
                "; ".join(
                    f"{setting} {wording.year(float(value), 1)}"
                    for setting, value in zip(of["setting"], of["value"], strict=True)
                ),
                _moved(of, middle),
            )
        )
    slide = stage.slide(
        chart.title,
        "What would change our mind",
        told.notes("One choice is made otherwise, all else is as in the scenario.", chart),
        f"Median year of exhaustion by choice; {wording.year(middle, 1)} as it is. None of the "
        "choices is given a probability.",
        chart.source,
    )
    grids.listing(
        stage,
        slide,
        _fitted(len(rows)),
        [("Choice", 0.27), ("Median year by alternative", 0.55), ("Moves it by", 0.18)],
        rows,
        chart.alt,
    )


def assumptions(stage: Stage, told: Subject) -> None:
    """Where the scenario differs from the baseline; of a baseline, what it rests on."""
    scenario, base = told.outlook.scenario, told.baseline
    differing = base.scenario.differences(scenario)
    rows: list[tuple[str, ...]]
    notes = told.notes(
        "Every assumption, with unit and source, is in the view “assumptions” of the CSV and "
        "stands on the page beside its control."
    )
    if not differing:
        moving = names_of(told.chart("depletion-drivers", drivers="year").table, "field")
        slide = stage.slide(
            f"No assumption differs from “{base.name}”; these move the answer most",
            "Assumptions",
            notes,
        )
        fields = [name for name in moving if name in DECLARATIONS][:MOST_WRAPPED]
        rows = [
            (
                DECLARATIONS[name].label,
                wording.value(DECLARATIONS[name], getattr(scenario, name)),
                brief(_origin(name), 90),
            )
            for name in fields
        ]
        heads = [("Assumption", 0.3), ("Value", 0.28), ("Where it comes from", 0.42)]
    else:
        count = f"{len(differing)} assumption{'s' if len(differing) > 1 else ''}"
        verb = "differ" if len(differing) > 1 else "differs"
        left = len(differing) - MOST_WRAPPED
        slide = stage.slide(
            f"{count} {verb} from “{base.name}”",
            "Assumptions",
            notes,
            f"{left} more in the CSV." if left > 0 else "",
        )
        rows = [
            (
                DECLARATIONS[name].label,
                brief(wording.value(DECLARATIONS[name], getattr(base.scenario, name)), 60),
                brief(wording.value(DECLARATIONS[name], getattr(scenario, name)), 60),
                brief(_origin(name), 70),
            )
            for name in differing[:MOST_WRAPPED]
        ]
        heads = [
            ("Assumption", 0.24),
            (brief(base.name, 34), 0.22),
            ("Here", 0.22),
            ("The baseline’s source", 0.32),
        ]
    grids.listing(
        stage, slide, _fitted(len(rows), 0.46), heads, rows, "Assumptions, row by row.", size=12
    )


def sources(stage: Stage, told: Subject, slides: dict[str, int]) -> None:
    """Every source, with the slides that rest on it."""
    rows = []
    for source, charts in told.sources:
        numbers = sorted({slides[name] for name in charts.split(", ") if name in slides})
        if numbers:
            rows.append((_capital(source), ", ".join(map(str, numbers))))
    key = told.outlook.key
    rows.append(
        (
            f"Every number: Aquifer {key.code_version}, data version {key.data_version}; the same "
            f"scenario gives the same deck. {brief(told.link, 200)}",
            "all",
        )
    )
    slide = stage.slide(
        "Where the numbers come from",
        "Sources",
        told.notes("Sources are those of the charts on the page, named row by row in the data."),
    )
    grids.listing(
        stage,
        slide,
        Box(BODY.left, 1.6, BODY.width, 0.62 * (len(rows) + 1)),
        [("Source", 0.88), ("Slides", 0.12)],
        rows,
        "Sources, and the slides that rest on each.",
        size=12,
    )


def _labelled(number: findings.Number) -> str:
    """What a number is, and its interval."""
    return f"{number.label}\n{number.interval_text}" if number.interval_text else number.label


def _fitted(rows: int, each: float = 0.4) -> Box:
    """A table is as high as its rows, and no higher than the body."""
    return Box(BODY.left, BODY.top, BODY.width, min(BODY.height, each * (rows + 1)))


def _moved(of: pd.DataFrame, middle: float) -> str:
    """How far the farthest alternative moves the median year."""
    far = max((float(x) - middle for x in of["value"]), key=abs)
    if abs(far) == float("inf"):
        return "beyond the horizon"
    return wording.years(far, signed=True)


def _origin(name: str) -> str:
    declared = DECLARATIONS[name]
    return f"{declared.source} ({_STATUS[declared.status]})"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
