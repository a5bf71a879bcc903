"""Parts of a view that are words and numbers, drawn from the same request as the charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics import findings, wording
from dashboard import (
    collapse_blocks,
    compare_blocks,
    driver_blocks,
    join_blocks,
    market_blocks,
    record_blocks,
    run_blocks,
    sensitivity_blocks,
    sweep_blocks,
    vendor_blocks,
    vendor_changes,
)
from dashboard.figures.chart import Request
from dashboard.markup import plain, to_html

TABLE_YEARS = (2026, 2027, 2028, 2029, 2030, 2032, 2035, 2040)


def headline(request: Request) -> list[Component]:
    """The answer in a sentence, and what follows from it."""
    outlook, preset = request.outlook, request.preset
    return [
        html.H1(findings.headline(outlook, preset)),
        html.P(findings.implications(outlook), className="lede"),
    ]


def tiles(request: Request) -> Component:
    """The headline numbers with their intervals, and how far they are from the baseline's."""
    numbers = (
        findings.numbers(request.outlook)
        if request.baseline is None
        else findings.difference(request.outlook, request.baseline)
    )
    return html.Dl([_tile(number, request.baseline_name) for number in numbers], className="tiles")


def _tile(number: findings.Number, baseline: str) -> Component:
    difference = []
    if number.difference_text is not None:
        difference = [
            html.Span(
                [number.difference_text, html.Span(f" against {baseline}", className="against")],
                className="tile-difference",
            )
        ]
    return html.Div(
        [
            html.Dt(number.label),
            html.Dd(
                [
                    html.Span(number.value_text, className="tile-value"),
                    html.Span(number.interval_text or "\u00a0", className="tile-interval"),
                    *difference,
                ]
            ),
        ],
        className="tile",
    )


def probability_table(request: Request) -> Component:
    """P(exhausted by the end of a year), beside the baseline's."""
    baseline = request.baseline
    head = ["Year", "Chance"] + (["Baseline", "Difference"] if baseline else [])
    rows = []
    for year in TABLE_YEARS:
        chance = findings.probability_by(request.outlook, year)
        cells = [str(year), wording.probability(chance)]
        if baseline:
            was = findings.probability_by(baseline, year)
            cells += [
                wording.probability(was),
                "no change" if chance == was else wording.points(chance - was),
            ]
        rows.append(html.Tr([html.Th(cells[0], scope="row"), *map(html.Td, cells[1:])]))
    return html.Table(
        [html.Thead(html.Tr([html.Th(text, scope="col") for text in head])), html.Tbody(rows)],
        className="numbers",
    )


BLOCKS: dict[str, Callable[[Request], Any]] = {
    "headline": headline,
    "tiles": tiles,
    "probability-table": probability_table,
    "drivers-table": driver_blocks.table,
    "record-headline": record_blocks.headline,
    "growth-estimates": record_blocks.estimates,
    "fit-diagnostics": record_blocks.diagnostics,
    "flagged-runs": record_blocks.flagged,
    "coverage-table": record_blocks.coverage,
    "scores": record_blocks.scores,
    "join-findings": join_blocks.findings,
    "join-notes": join_blocks.notes,
    "vendors-headline": vendor_blocks.headline,
    "vendors-sentence": vendor_blocks.sentence,
    "vendors-picking": vendor_blocks.picking,
    "vendors-tiles": vendor_blocks.tiles,
    "vendors-tiers": vendor_blocks.tiers,
    "vendors-central": vendor_blocks.central,
    "vendors-counterfactual": vendor_changes.before_after,
    "vendors-separation": vendor_changes.separating,
    "vendors-runs": run_blocks.runs,
    "market-headline": market_blocks.headline,
    "market-tiles": market_blocks.tiles,
    "market-sums": market_blocks.summed,
    "market-unsummed": market_blocks.left_out,
    "market-measures": market_blocks.measures,
    "market-replacement": market_blocks.replaced,
    "market-sources": market_blocks.sources,
    "collapse-headline": collapse_blocks.headline,
    "collapse-tiles": collapse_blocks.tiles,
    "collapse-words": collapse_blocks.vanishing_table,
    "collapse-word": collapse_blocks.looked_up,
    "compare-headline": compare_blocks.headline,
    "compare-scenarios": compare_blocks.scenarios,
    "compare-effects": compare_blocks.effects,
    "compare-inputs": compare_blocks.inputs,
    "compare-outputs": compare_blocks.outputs,
    "compare-choosing": sweep_blocks.choosing,
    "sensitivity-headline": sensitivity_blocks.headline,
    "sensitivity-answers": sensitivity_blocks.answers,
}


SLOW_BLOCKS = frozenset(
    {
        "join-findings",
        "join-notes",
        "vendors-sentence",
        "vendors-counterfactual",
        "vendors-separation",
        "drivers-table",
        "growth-estimates",
        "coverage-table",
        "scores",
        "collapse-words",
        "compare-effects",
        "compare-outputs",
        "compare-choosing",
        "sensitivity-answers",
    }
)
"""Blocks that take longer than a frame: drawn once the controls have come to rest."""


INTERACTIVE = frozenset(
    {"compare-scenarios", "compare-choosing", "vendors-picking", "vendors-runs"}
)
"""Blocks with components that callbacks listen to; all others are sent as text."""


def drawn(name: str, request: Request) -> Any:
    """A block as it is sent: HTML text, or components if it is interactive."""
    content = BLOCKS[name](request)
    return content if name in INTERACTIVE else to_html(content)


def block(name: str, request: Request) -> Component:
    """A place on a page that the page keeps up to date by what :data:`drawing.PATH` answers."""
    place = html.Div(BLOCKS[name](request), id={"block": name}, className=f"block-{name}")
    return place if name in INTERACTIVE else plain(place)
