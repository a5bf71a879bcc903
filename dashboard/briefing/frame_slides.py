"""Slides around the charts: cover, findings, what would change our mind, assumptions, sources."""

from __future__ import annotations

from analytics import findings, findings_collapse, findings_vendors, wording
from analytics.scenario import DECLARATIONS
from dashboard.briefing import grids, sensitivity_slides
from dashboard.briefing.stage import ACROSS, BODY, HEIGHT, MARGIN, Box, Stage, rgb
from dashboard.briefing.subject import Subject, brief

MOST_WRAPPED = 8
"""Rows of two lines each that a slide has room for."""

_STATUS = {"published": "published", "measured": "measured", "assumption": "assumed by Aquifer"}


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
        f"{_capital(told.footer.data)}\n{brief(told.link, 240)}",
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
        slide = stage.slide(
            f"No assumption differs from “{base.name}”; these move the answer most",
            "Assumptions",
            notes,
        )
        fields = [name for name in sensitivity_slides.moving(told) if name in DECLARATIONS][
            :MOST_WRAPPED
        ]
        rows = [
            (
                DECLARATIONS[name].label,
                wording.value(DECLARATIONS[name], getattr(scenario, name)),
                _origin(name, 86),
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
                _origin(name, 70),
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
        stage,
        slide,
        grids.fitted(len(rows), 0.46),
        heads,
        rows,
        "Assumptions, row by row.",
        size=12,
    )


def sources(stage: Stage, told: Subject, slides: dict[str, list[int]]) -> None:
    """Every source, with the slides that rest on it."""
    rows = []
    for source, charts in told.sources:
        numbers = sorted({n for name in charts.split(", ") for n in slides.get(name, ())})
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


def _origin(name: str, most: int) -> str:
    """Where a value comes from; its status stays whole however long the source is."""
    declared = DECLARATIONS[name]
    status = _STATUS[declared.status]
    return f"{brief(declared.source, most - len(status) - 3)} ({status})"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"
