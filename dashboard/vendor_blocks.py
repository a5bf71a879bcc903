"""The vendors in words and tables: the answer, tiers, weights, and why data may be no moat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import html
from dash.development.base_component import Component

from analytics import findings_vendor_charts as charts
from analytics import findings_vendors as said
from analytics import wording
from analytics.findings import Number
from analytics.outlook.vendors import ranking
from dashboard.attributes import aria
from dashboard.figures.chart import Request
from dashboard.figures.vendors import common
from dashboard.figures.vendors.common import RIVAL, VENDOR
from dashboard.glossary import glossary_link

FIRST = "First in the ranking"
NEXT = "The next one"


def headline(request: Request) -> list[Component]:
    """What the ranking can tell, in a sentence, and what it rests on."""
    return [
        html.H1(said.headline(request.outlook, request.preset)),
        html.P(said.implications(request.outlook), className="lede"),
    ]


def sentence(request: Request) -> Component:
    """The ranking in one sentence, for the Outlook."""
    return html.P(said.on_outlook(request.outlook), className="lede")


def tiles(request: Request) -> Component:
    """The numbers of the ranking, and what they were in the baseline."""
    numbers = (
        said.numbers(request.outlook)
        if request.baseline is None
        else said.difference(request.outlook, request.baseline)
    )
    return html.Dl([_tile(one, request.baseline_name) for one in numbers], className="tiles")


def _tile(one: Number, baseline: str) -> Component:
    told: list[Component] = []
    if one.difference_text is not None:
        against = html.Span(f" in {baseline}", className="against")
        told = [html.Span([one.difference_text, against], className="tile-difference")]
    return html.Div(
        [
            html.Dt(one.label),
            html.Dd(
                [
                    html.Span(one.value_text, className="tile-value"),
                    html.Span(one.interval_text, className="tile-interval"),
                    *told,
                ]
            ),
        ],
        className="tile",
    )


def picking(request: Request) -> Component:
    """Whose mix is looked at, and with whom it is compared; the link keeps both."""
    names = sorted(ranking(request.outlook).moat.ranked_units, key=str.casefold)
    return html.Div(
        [
            _select(VENDOR, "Vendor looked at", FIRST, names, request),
            _select(RIVAL, "Compared with", NEXT, names, request),
            html.P(
                "Criteria, routes and the head-to-head are about the vendor chosen here. Weights, "
                "rule and beliefs are among the controls, under Moat.",
                className="picking-words",
            ),
        ],
        className="picking",
    )


def _select(
    option: str, label: str, default: str, names: Sequence[str], request: Request
) -> Component:
    return dmc.Select(
        id={"option": option},
        label=label,
        data=[{"value": "", "label": default}, *({"value": n, "label": n} for n in names)],
        value=request.options.get(option, ""),
        allowDeselect=False,
        searchable=len(names) > 20,
        size="sm",
        w=220,
    )


def tiers(request: Request) -> list[Component]:
    """Rank, score and tier of every vendor, and how often the chosen one beats it."""
    found = ranking(request.outlook)
    moat, one = found.moat, common.chosen(request, found)
    at = moat.ranked_units.index(one)
    body = []
    for vendor in found.vendors:
        where = said.place(moat, vendor)
        beats = float(moat.pairwise[at, moat.ranked_units.index(vendor)])
        low, high = wording.number(where.low, 3), wording.number(where.high, 3)
        cells = [
            str(where.tier),
            f"{wording.number(where.rank, 3)} ({wording.span(low, high)})",
            said.scored(where).replace("90%: ", ""),
            said.chance(moat, where.first),
            wording.UNKNOWN if vendor == one else said.chance(moat, beats),
        ]
        mark = [] if found.basis[vendor] == "believed" else [_mark(found.basis[vendor])]
        body.append(
            html.Tr(
                [html.Th([vendor, *mark], scope="row"), *map(html.Td, cells)],
                className="chosen" if vendor == one else "",
            )
        )
    head = ("Vendor", "Tier", "Median rank (90%)", "Score of 100 (90%)", "First", f"{one} beats it")
    return [
        _scrolling(_table(head, body), "Ranks, scores and tiers"),
        html.P(
            [
                "Two vendors share a ",
                glossary_link("tier"),
                " where neither beats the other in more than 90% of worlds, directly or by way of "
                "others. ",
                glossary_link("head-to-head", "Head-to-head"),
                " chances are counted in the same worlds.",
            ]
        ),
    ]


def _mark(basis: str) -> Component:
    text = {"analyst": "your mix", "disclosed": "disclosed"}[basis]
    return html.Span(text, className="in-use")


def central(request: Request) -> list[Component]:
    """With which weights each vendor comes first."""
    found = ranking(request.outlook)
    moat = found.moat
    mean = moat.weights.mean(axis=0)
    mean = mean / mean.sum()
    body = []
    for vendor in found.vendors:
        i = moat.ranked_units.index(vendor)
        weights = moat.central_weights[i]
        chance = said.chance(moat, float(moat.acceptability[i, 0]))
        if np.isnan(weights).any():
            cells = [wording.UNKNOWN] * len(mean)
        else:
            cells = [wording.share(float(weight)) for weight in weights]
        body.append(html.Tr([html.Th(vendor, scope="row"), *map(html.Td, (chance, *cells))]))
    body.append(
        html.Tr(
            [
                html.Th("All worlds", scope="row"),
                html.Td(""),
                *(html.Td(wording.share(float(weight))) for weight in mean),
            ],
            className="total",
        )
    )
    names = [charts.criterion(name) for name in moat.criteria_names]
    head = ("Vendor", "First", *(f"{name[0].upper()}{name[1:]}" for name in names))
    return [
        _scrolling(_table(head, body), "Who would be first under which weights"),
        html.P(
            [
                f"{charts.central_said(found)} ",
                glossary_link("central-weights", "Central weights"),
                " are the mean of the weights in the worlds in which a vendor is first; a "
                "criterion left out counts 0.",
            ]
        ),
    ]


COUNTER_CASE: tuple[tuple[str, str], ...] = (
    (
        "More data seldom makes a network effect. ",
        "What the next token adds falls while its cost rises; most of what is called a data moat "
        "is scale that a rival can buy (Casado & Lauten 2019, “The Empty Promise of Data Moats”).",
    ),
    (
        "Learning from data protects only under conditions: ",
        "that what is learned is worth much, lasts, can’t be copied, and comes back to users fast "
        "(Hagiu & Wright 2020, Harvard Business Review 98(1)).",
    ),
    (
        "Diversity is resilience, not moat. ",
        "The Pile has the most diverse of the disclosed mixes, and anyone could download it.",
    ),
    (
        "Transparency is no moat either: ",
        "it sets only how wide a band is. A vendor that discloses more is known better, not "
        "ranked higher.",
    ),
    (
        "Most licences are not exclusive, and they end. ",
        "A supplier with several buyers protects none of them from the others.",
    ),
)
"""Why data may be no moat: lead and text."""


def counter_case() -> Component:
    """The case against the page's own premise."""
    return html.Section(
        [
            html.H2("Why data may be no moat", id="counter-title"),
            html.Ul(
                [html.Li([html.Strong(lead), text]) for lead, text in COUNTER_CASE],
                className="counter-case",
            ),
            html.P(
                [
                    "A score tells how hard a mix would be to replace, by criteria that are "
                    f"judgements of ours; it does not tell who has the better model. {said.SEVEN} ",
                    html.A("Equations, reasons and limits", href="/methods#moat"),
                ]
            ),
        ],
        className="panel",
        **aria(labelledby="counter-title"),
    )


def _table(head: Sequence[str], body: Iterable[Any]) -> Component:
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(list(body)),
        ],
        className="numbers",
    )


def _scrolling(table: Component, label: str) -> Component:
    """A table in a box that scrolls where it is too large."""
    return html.Div(table, className="table-box", tabIndex=0, role="region", **aria(label=label))
