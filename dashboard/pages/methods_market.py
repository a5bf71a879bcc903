"""Methods: how deals are counted and summed, what concentration means, when contracts end."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analytics import findings_market as said
from analytics.market import facts
from analytics.market.deals import disclosure, signed
from analytics.market.prices import BOOK_WORDS, WORDS_PER_TOKEN
from analytics.market.terms import ASSUMED_TERM
from analytics.scenario import Scenario
from analytics.wording import count
from dashboard.glossary import glossary_link
from dashboard.pages.methods_equations import Equation, Symbol, cards
from dashboard.pages.methods_join import JOIN
from dashboard.pages.methods_vendors import RUNS
from data import catalog

_GUIDELINES = "US Department of Justice & FTC, Merger Guidelines 2023, §2.1; Hill 1973"
_JUDGED = "Aquifer's own; its inputs are marked as assumed"

MARKET = (
    Equation(
        "concentration",
        "Concentration of buyers and of suppliers",
        "A deal is a signing of each of its named parties; spellings of one party count as one, "
        "and parties without a name as none. What these could change is the interval: all of them "
        "new, or all of them the largest.",
        r"""\mathrm{HHI}=\sum_i\,(100\,p_i)^2\qquad p_i=\frac{n_i}{\sum_j n_j}\qquad
N_{\mathrm{eff}}=\frac{1}{\sum_i p_i^2}=\frac{10^4}{\mathrm{HHI}}""",
        (
            Symbol("n_i", "signings of party i, or its disclosed values of one basis and rights"),
            Symbol(r"N_{\mathrm{eff}}", "effective number: equal parties that weigh the same"),
        ),
        _GUIDELINES,
        "analytics.market.concentration.by_count",
        reproduced="",
    ),
    Equation(
        "concentration-value",
        "Concentration by value, where values are ranges",
        "The lowest HHI is where amounts are as alike as their reported ends allow, the highest at "
        "a corner of them. It is given only where every deal of the group names the party.",
        r"""\mathrm{HHI}_{\min}:\ x_i=\min\{\max\{\ell,\,a_i\},\,b_i\},\ \
\ell=\frac{\sum x_i^2}{\sum x_i}\qquad
\mathrm{HHI}_{\max}:\ x_i\in\{a_i,\,b_i\}""",
        (Symbol("a_i,\\ b_i", "lower and upper end of what party i paid or was paid, in USD"),),
        _JUDGED,
        "analytics.market.concentration.hhi_range",
        reproduced="",
    ),
    Equation(
        "terms",
        "Ends of contracts",
        "A disclosed term ends when it ends. One that is not disclosed is triangular; a day known "
        "as a span is averaged over it. One that is disclosed as a minimum is as the others, given "
        "that it is no shorter: F is then (F − F(least)) / (1 − F(least)). Ends in a year are "
        "independent events, whose number has the interval shown. Renewals are not known, so that "
        "an end is that of the first term.",
        r"""E_y=\sum_d\bigl[F(y+1-s_d)-F(y-s_d)\bigr]\qquad F=\mathrm{tri}(2,\,3,\,5)""",
        (
            Symbol("E_y", "expected ends in the year y among undisclosed terms"),
            Symbol("s_d", "announcement of deal d"),
            Symbol("F", "distribution of the length of a term, in years: an assumption"),
        ),
        _JUDGED,
        "analytics.market.terms.calendar",
        reproduced="",
    ),
    Equation(
        "price-gap",
        "The gap in price between licensed and synthetic text",
        "The lowest licensed price over the highest synthetic one, and the other way round. It is "
        "a gap of prices, not of worth: rephrasing needs a text to rephrase.",
        r"""g\in\left[\frac{P^{\mathrm{lic}}_{\mathrm{low}}}{P^{\mathrm{syn}}_{\mathrm{high}}},\
\frac{P^{\mathrm{lic}}_{\mathrm{high}}}{P^{\mathrm{syn}}_{\mathrm{low}}}\right]""",
        (Symbol("P", "USD a token, from the table of prices of data"),),
        "Prices row by row in Evidence",
        "analytics.market.prices.gap",
        reproduced="",
    ),
)
"""What the Market view computes, in its order."""


def content() -> list[Component]:
    """What is counted and summed, then every equation as a card."""
    deals = signed(facts(catalog.version()).deals, Scenario().as_of)
    found = disclosure(deals)
    fewest, most = (count(int(words)) for words in BOOK_WORDS)
    low, mode, high = ASSUMED_TERM.points
    return [
        html.P(
            f"The Market view counts {said.deals_counted(found.deals)}: what was reported as "
            "agreed between a buyer and a supplier, also if it was ended since. Aggregates, "
            "revenues, price lists, talks and a settlement stand beside them and are neither "
            "counted nor summed."
        ),
        html.P(
            [
                f"{said.RULE} ",
                glossary_link("summable", "What is summable"),
                f" is decided row by row, with its reason: {found.summable} of {found.deals} "
                "deals. A minimum leaves a sum open above; of a maximum nothing may have been "
                "paid.",
            ]
        ),
        html.P(
            [
                "Rights are a reading of each source: an explicit word of its note or title "
                "decides, else the kind of deal, else they are not stated. ",
                f"That is so for {found.rights[-1]} of {found.deals} deals, a category of its "
                "own; ",
                glossary_link("training-right", "training"),
                " and ",
                glossary_link("display-right", "display"),
                " rights are two fields and never added up.",
            ]
        ),
        html.P(
            f"Two assumptions are the view’s own and are drawn unlike facts: a term that is not "
            f"disclosed lasts {low:g} to {high:g} years, most likely {mode:g}; a book has {fewest} "
            f"to {most} words at {WORDS_PER_TOKEN:g} words a token, which turns the price of a "
            "book into one of a token."
        ),
        html.P(
            "Reported deals are not all deals: small, private and non-English ones are missing "
            "more often than others. Counts of suits come from two trackers and grow with a "
            "company’s size: context, no penalty."
        ),
        *cards(MARKET, after=len(JOIN) + len(RUNS)),
    ]
