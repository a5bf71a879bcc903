"""What is asked on the sensitivity page, and its two tornados."""

from __future__ import annotations

from typing import NamedTuple, cast

import pandas as pd

from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.findings_sensitivity import OUTPUTS
from analytics.outlook import Outlook
from analytics.outlook import sensitivity as of_outlook
from analytics.outlook.break_even import CONTROLS as CONTROLS_OF
from analytics.outlook.break_even import goal_of
from analytics.outlook.crawl import run_years
from analytics.outlook.vendor_headline import Question
from analytics.scenario import DECLARATIONS
from analytics.tornado import Bar, Outcome
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.depletion.common import source as of_depletion
from dashboard.figures.drivers import common as rows
from dashboard.figures.drivers.choices import drawn as drawn_choices
from dashboard.figures.drivers.common import Rows
from dashboard.figures.drivers.inputs import drawn as drawn_inputs

OUTPUT, CONTROL, LEVEL, YEAR = "output", "control", "level", "year"
"""Options: which headline output; which control, level in percent and year of a break-even."""

VENDOR = "vendor"

OUTPUT_CHOICES: dict[str, str] = {str(by): label for by, label in OUTPUTS.items()}
CONTROL_CHOICES = {name: DECLARATIONS[name].label for name in CONTROLS_OF}
"""What may be asked; the first of each is the default."""

DEFAULT_LEVEL = 20.0
"""Percent."""


class Asked(NamedTuple):
    """What a page asks.

    Attributes:
        question: which headline output.
        control: field of the control of the break-even.
        level: of the risk, 0–1.
        problem: why it cannot be answered; empty if it can.
        no_risk: why the risk that goes with it has no break-even; empty if it has.
    """

    question: Question
    control: str
    level: float
    problem: str
    no_risk: str


def asked_of(request: Request, outlook: Outlook | None = None) -> Asked:
    """What a request asks; of its baseline where that is given.

    The year is the first of the runs where that is later.
    """
    options, of = request.options, outlook or request.outlook
    by = cast(Outcome, options.get(OUTPUT) or next(iter(OUTPUT_CHOICES)))
    year = int(float(options.get(YEAR) or HEADLINE_YEAR))
    first = int(run_years(of.scenario)[0])
    question = Question(by, options.get(VENDOR, ""), max(year, first))
    control = options.get(CONTROL) or next(iter(CONTROL_CHOICES))
    level = float(options.get(LEVEL) or DEFAULT_LEVEL) / 100
    filled, problem = _checked(question, of)
    _, no_risk = _checked(goal_of(filled), of)
    return Asked(filled, control, level, problem, no_risk)


def _checked(question: Question, outlook: Outlook) -> tuple[Question, str]:
    """A question with its vendor filled in, and why it cannot be answered."""
    try:
        return of_outlook.checked(question, outlook), ""
    except ValueError as error:
        return question, str(error)


def inputs(request: Request) -> Chart:
    """Draw the uncertain inputs that move a headline output most."""
    asked = asked_of(request)
    if asked.problem:
        return refused(request, asked.problem, list(rows.COLUMNS))

    def found(outlook: Outlook) -> Rows:
        return _rows(request, outlook, "inputs")

    return drawn_inputs(request, asked.question, found, source(request, asked.question.by))


def choices(request: Request) -> Chart:
    """Draw the choices that move a headline output most."""
    asked = asked_of(request)
    if asked.problem:
        return refused(request, asked.problem, list(rows.COLUMNS))

    def found(outlook: Outlook) -> Rows:
        return _rows(request, outlook, "choices")

    return drawn_choices(request, asked.question, found, source(request, asked.question.by))


def _rows(request: Request, outlook: Outlook, kind: str) -> Rows:
    """The bars of a scenario, or of its baseline; none where that cannot be asked the same."""
    asked = asked_of(request, outlook)
    if asked.problem:
        return Rows(float("nan"), (), {})
    found = of_outlook.tried(outlook, asked.question)
    bars: tuple[Bar, ...] = getattr(found, kind)
    return Rows(found.base, bars, {})


def refused(request: Request, problem: str, columns: list[str]) -> Chart:
    """A chart of what cannot be answered: it says why, and what can."""
    text = f"Not to be answered: {problem}"
    colours = colours_of(request)
    return Chart(
        title=text,
        unit="Choose another above.",
        figure={
            "data": [],
            "layout": layout(
                request,
                xaxis={"visible": False},
                yaxis={"visible": False},
                annotations=[rows.nothing("Choose another vendor or year above", colours)],
            ),
        },
        table=pd.DataFrame(columns=columns),
        alt=f"Nothing is drawn. {text}",
        source=source(request),
    )


def source(request: Request, by: Outcome = "risk", *papers: str) -> str:
    """The source line of a chart about an output, and the papers of its method."""
    if by in ("year", "probability"):
        of_stock, _, data = of_depletion(request.outlook).partition("; ")
        return f"{', '.join((of_stock, *papers))}; {data}"
    models = "the moat score and the join" if by == "rank" else "the join of the three models"
    after = f" after {', '.join(papers)}" if papers else ""
    return f"Source: Aquifer, {models}{after}; data {request.outlook.key.data_version}"
