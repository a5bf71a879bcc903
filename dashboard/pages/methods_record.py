"""Methods: growth estimated from the runs, what it does to the answer, and the record so far."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.depletion.hindcast import published_hindcast
from analytics.depletion.timeline import T0
from analytics.outlook import evaluate
from analytics.quantiles import place
from analytics.scenario import DECLARATIONS, Scenario
from dashboard.glossary import glossary_link
from dashboard.pages.methods_tables import scrolling
from dashboard.record_blocks import HINDSIGHT, TOP5_RULE
from data import catalog


def content() -> list[Component]:
    """What each estimate of growth gives, and how the published trend has fared."""
    return [
        html.P(
            [
                "Past growth of ",
                glossary_link("demand"),
                " can be estimated in several ways from the same runs. As published, this "
                "choice moves the chance by 2032 more than any uncertain input, so it is the first "
                "control; the median year moves more with the pages of the indexed web, and with "
                "images and video if they count. The table puts every choice to the model with "
                f"all else as published. Largest since a year: {TOP5_RULE}.",
            ]
        ),
        _choices(),
        html.P(f"{_record()} {HINDSIGHT}", className="after-table"),
    ]


def _choices() -> Component:
    titles = ("Growth estimated from", "OOM a year (95%)", "Exhaustion (80%)")
    rows = []
    for choice, label in DECLARATIONS["demand_growth_from"].options.items():
        scenario = Scenario.model_validate({"demand_growth_from": choice})
        outlook = evaluate(scenario)
        growth = outlook.growth.estimate
        quantiles = outlook.depletion.exhaustion_year
        middle, low, high = (quantiles[place(p)] for p in (0.5, 0.1, 0.9))
        ends = wording.span(wording.number(growth.low, 2), wording.number(growth.high, 2))
        rows.append(
            html.Tr(
                [
                    html.Th(label, scope="row"),
                    html.Td(f"{wording.number(growth.median, 2)} ({ends})", className="figure"),
                    html.Td(wording.interval(middle, low, high), className="figure"),
                ]
            )
        )
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in titles]))
    table = html.Table([head, html.Tbody(rows)], className="methods-table")
    return scrolling(table, "What each estimate of growth gives")


def _record() -> str:
    """How many runs since 2024 the band of the published trend held."""
    published = Scenario()
    cast = published_hindcast(
        catalog.load("training_runs"), published.demand_2024_tokens, published.demand_growth
    )
    inside, total = cast.coverage
    if not total:
        return f"No training run has set a record since the start of {T0:.0f}."
    return (
        f"A forecast earns trust by its record. Since the start of {T0:.0f}, {total} training runs "
        f"have set a record in tokens; the 5–95% band of the published trend held {inside} of "
        f"them. They are few, and not independent of each other: a count, not a proof."
    )
