"""The market in words and tables: the answer, what may be summed, what may not, what it is like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics import findings_market as said
from analytics import wording
from analytics.findings import Number
from analytics.market.concentration import SIDES, ByValue, Concentration, by_count, by_value
from analytics.market.deals import Sum, sums, unsummed
from analytics.market.facts import Deal
from analytics.market.prices import BOOK_WORDS, replacement
from analytics.scenario import Reading, nearest
from dashboard import state
from dashboard.attributes import aria
from dashboard.figures.chart import Request
from dashboard.figures.market import common
from dashboard.glossary import glossary_link

TRILLION = 1e12


def headline(request: Request) -> list[Component]:
    """How much of the market is disclosed, and what it is like, in sentences."""
    scene = common.scene(request)
    return [
        html.H1(said.headline(scene.facts, scene.as_of, scene.picked)),
        html.P(
            f"{said.implications(scene.facts, scene.as_of)} Deals are those reported: there are "
            "others that nobody has reported.",
            className="lede",
        ),
    ]


def tiles(request: Request) -> Component:
    """The numbers of the market, each with its denominator or range."""
    scene = common.scene(request)
    found = said.numbers(scene.facts, scene.as_of, scene.picked)
    return html.Dl([_tile(one) for one in found], className="tiles")


def _tile(one: Number) -> Component:
    return html.Div(
        [
            html.Dt(one.label),
            html.Dd(
                [
                    html.Span(one.value_text, className="tile-value"),
                    html.Span(one.interval_text or "\u00a0", className="tile-interval"),
                ]
            ),
        ],
        className="tile",
    )


def summed(request: Request) -> list[Component]:
    """The sums that there are: one for each type of supplier, basis and kind of rights."""
    scene = common.scene(request)
    found = sums(scene.deals)
    if not found:
        text = (
            "No deal here has a disclosed value that can be summed. Choose “All suppliers” "
            "and “All buyers” to see those that do."
        )
        return [html.P(text), _evidence(request, "deals", "All deals in Evidence")]
    head = ("Supplier", "Value of", "Rights", "Deals", "Sum")
    return [
        _scrolling(_table(head, [_sum(one) for one in found]), "Sums of disclosed values"),
        html.P(
            [
                f"{said.RULE} Training and display are never added up; of an “up to” nothing may "
                "have been paid, so that it adds only to the upper end. ",
                glossary_link("summable", "What is summable"),
                ". ",
                _evidence(request, "deals", "All deals in Evidence"),
            ]
        ),
    ]


def _sum(one: Sum) -> Component:
    cells: list[Any] = [
        said.BASIS_NAMES[one.basis],
        said.RIGHTS_NAMES[one.rights],
        f"{one.amount.deals} of {one.of}",
        html.Strong(said.amount(one.amount)),
    ]
    return html.Tr(
        [
            html.Th(said.CATEGORIES.get(one.category, one.category), scope="row"),
            *map(html.Td, cells),
        ]
    )


def left_out(request: Request) -> list[Component]:
    """The rows that are in no sum though they have a value or were signed, each with its reason."""
    scene = common.scene(request)
    found = unsummed(scene.rows, scene.as_of)
    if not found:
        return [html.P("Every value of these deals can be summed, within its basis and rights.")]
    others = sum(one.value is None and one.status == "announced" for one in scene.deals)
    head = ("Row", "Reported", "Why it is in no sum")
    table = _table(head, [_left_out(one) for one in found], "numbers market-reasons")
    return [
        _scrolling(table, "Rows that are never summed"),
        html.P(
            [
                f"{common.plural(len(found), 'row')}; besides, "
                f"{common.plural(others, 'deal')} without a disclosed value. ",
                _evidence(request, "deals", "Each with its source in Evidence"),
            ]
        ),
    ]


def _left_out(one: Deal) -> Component:
    name = f"{one.buyer} – {one.supplier}"
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(said.value(one.value) if one.value else wording.UNKNOWN),
            html.Td(one.reason),
        ]
    )


def measures(request: Request) -> list[Component]:
    """Concentration of buyers and suppliers, by deals and, where values are disclosed, by them."""
    scene = common.scene(request)
    rows = scene.whole
    counted = [one for side in SIDES if (one := by_count(rows, side)) is not None]
    valued = [one for side in SIDES for one in by_value(rows, side)]
    if not counted:
        return [html.P("No party of these deals has a name; choose “All suppliers”.")]
    head = ("Measured by", "Of", "HHI", "Equal parties")
    body = [_counted(one) for one in counted] + [_valued(one) for one in valued]
    return [
        _scrolling(_table(head, body), "Concentration of buyers and suppliers"),
        html.P(
            [
                glossary_link("hhi", "HHI"),
                " from 0 to 10 000 and the ",
                glossary_link("effective-number", "effective number"),
                " of equal parties. In brackets: if the unnamed were all new, or all the largest. "
                "By value: whatever the reported ends allow. A measure of this market, not of "
                "anybody’s mix of sources. ",
                _evidence(request, "deal_parties", "Parties in Evidence"),
            ]
        ),
    ]


def _counted(one: Concentration) -> Component:
    ends = wording.span(said.hhi(one.hhi_low), said.hhi(one.hhi_high))
    equal = wording.span(
        wording.number(one.effective_low, 2), wording.number(one.effective_high, 2)
    )
    return html.Tr(
        [
            html.Th(f"{said.side_name(one.side)}, by signings", scope="row"),
            html.Td(f"{one.signings} signings of {one.parties} named"),
            html.Td(said.hhi(one.hhi) + (f" ({ends})" if one.unnamed else "")),
            html.Td(wording.number(one.effective, 2) + (f" ({equal})" if one.unnamed else "")),
        ]
    )


def _valued(one: ByValue) -> Component:
    what = f"{said.BASIS_NAMES[one.basis]}, {said.RIGHTS_NAMES[one.rights]}"
    return html.Tr(
        [
            html.Th(f"{said.side_name(one.side)}, by value: {what}", scope="row"),
            html.Td(f"{one.deals} of {common.plural(one.of, 'deal')}"),
            html.Td(said.hhi_value(one)),
            html.Td(said.effective_value(one)),
        ]
    )


def replaced(request: Request) -> list[Component]:
    """What a trillion tokens would cost at each price."""
    scene = common.scene(request)
    found = replacement(scene.facts.prices, TRILLION)
    body = [
        html.Tr(
            [
                html.Th(one.price.item, scope="row"),
                html.Td(wording.span(wording.usd(low), wording.usd(high))),
                html.Td("assumed length" if one.assumed else f"{one.price.confidence} confidence"),
            ]
        )
        for one, low, high in found
    ]
    fewest, most = (wording.count(int(words)) for words in BOOK_WORDS)
    return [
        _scrolling(
            _table(("A trillion tokens of", "At its price", "How sure"), body), "Replacement cost"
        ),
        html.P(
            [
                "What replacing a trillion tokens would cost if the price of one held for all: no "
                "market sells that much, so an order of magnitude, not an offer. The gap in price, "
                "not scarcity alone, drives substitution by synthetic text. Books: "
                f"{fewest} to {most} words, an assumption. ",
                _evidence(request, "unit_prices", "Prices in Evidence"),
            ]
        ),
    ]


def _evidence(request: Request, table: str, words: str) -> Component:
    """A link to a table of Evidence that takes the state of the page along."""
    scenario, baseline = request.outlook.scenario, request.baseline
    pinned = None if baseline is None else Reading(baseline.scenario, nearest(baseline.scenario))
    options = {**request.options, "table": table}
    preset = request.preset or nearest(scenario)
    query = state.query(scenario, preset, pinned, options, request.beside)
    return html.A(words, href=f"/evidence?{query}", className="to-evidence")


def sources(request: Request) -> Component:
    """Links to the tables behind the page."""
    found = (
        ("deals", "Licensing deals"),
        ("deal_parties", "Parties to the deals"),
        ("unit_prices", "Prices of data"),
        ("litigation", "Suits"),
    )
    links: list[Any] = ["Every row with its source, in Evidence: "]
    for n, (table, words) in enumerate(found):
        links += [", " if n else "", _evidence(request, table, words)]
    return html.P([*links, "."], className="market-sources")


def _table(head: Sequence[str], body: Iterable[Component], name: str = "numbers") -> Component:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(list(body)),
        ],
        className=name,
    )


def _scrolling(table: Component, label: str) -> Component:
    """A table in a box that scrolls where it is too large."""
    return html.Div(table, className="table-box", tabIndex=0, role="region", **aria(label=label))
