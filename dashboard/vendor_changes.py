"""Vendors: what changes would do, in tables: one's own before and after, and what would separate.

Both follow the controls once these have come to rest.
"""

from __future__ import annotations

import math
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.findings_vendors import of_100, ordinal
from analytics.outlook.counterfactual import (
    LEAST,
    POINTS,
    Counterfactual,
    Effect,
    Span,
    Standing,
    counterfactual,
)
from analytics.outlook.replacing import Replacement
from analytics.outlook.separation import RAISED, Separation, Step, separation
from analytics.scenario import ROUTES
from dashboard.attributes import aria
from dashboard.figures.chart import Request

_NOUNS = {
    "public_crawl": "the public crawl is",
    "public_sets": "public sets are",
    "licensed": "licensed data are",
    "proprietary": "proprietary data are",
    "feedback": "human feedback is",
    "synthetic": "synthetic data are",
}
_HEAD = ("", "Before", "After", "Difference")
_SMALL = 1000.0
"""USD below which a replacement cost is not told exactly: the mixes are not known that well."""


def before_after(request: Request) -> list[Component]:
    """The vendors that own mixes and licence changes concern, before, after and by how much."""
    outlook = request.outlook
    found = counterfactual(outlook.scenario, outlook.key.data_version)
    if not (found.effects or found.unranked or found.idle):
        return [
            html.P(
                "Nothing is changed yet. Add, end or make exclusive a licence above, or edit a "
                "mix: the table then holds the vendors it concerns against what the tables say."
            )
        ]
    worlds = 1 << outlook.scenario.log2_moat_draws
    return [
        *_notes(found),
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(text, scope="col") for text in _HEAD])),
                    *(_body(one, worlds) for one in found.effects),
                ],
                className="numbers changes",
            ),
            className="table-box changes-box",
            tabIndex=0,
            role="region",
            **aria(label="Before and after the changes"),
        ),
        html.P(
            "Scores of 100; in brackets 90% of worlds. Before and after are drawn in the same "
            "worlds, so that a difference is no noise of drawing; it is the mean over worlds. "
            "A replacement cost is that of licensed text, at the price of a word, and of synthetic "
            "text: the other routes have no market.",
            className="fine",
        ),
    ]


def _notes(found: Counterfactual) -> list[Component]:
    said = [
        f"{one} is not in the ranking: add it as a vendor, with a mix of its own, to see what the "
        "licence does for it. Its licence counts against the exclusivity of others."
        for one in found.unranked
    ]
    said += [f"“{one}” changes nothing: the tables have no such licence." for one in found.idle]
    return [html.P(text, className="mixes-refused") for text in said]


def _body(one: Effect, worlds: int) -> Component:
    before, after = one.before, one.after

    def row(label: str, was: str, now: str, difference: Any) -> Component:
        by = html.Td(html.Span(difference, className="difference"))
        return html.Tr([html.Th(label, scope="row"), html.Td(was), html.Td(now), by])

    chance = f"better in {wording.probability(one.better, worlds)} of worlds"
    none = wording.UNKNOWN
    rows = [
        row(
            "Score",
            _of_100(before.score) if before else none,
            _of_100(after.score),
            [points(one.difference), html.Small(chance)] if one.difference else "added",
        ),
        row(
            "Rank",
            _rank(before.rank) if before else none,
            _rank(after.rank),
            _places(before, after),
        ),
        row(
            "First",
            wording.probability(before.first, worlds) if before else none,
            wording.probability(after.first, worlds),
            wording.points(after.first - before.first) if before else "",
        ),
        row(
            "Replacement cost",
            _cost(before.replacement) if before else none,
            _cost(after.replacement),
            _more(before, after),
        ),
    ]
    if one.usd_per_year is not None or one.unpriced:
        rows.append(row("Cost per point", none, per_point(one), ""))
    size = after.replacement.run
    about = (
        f" – replacement of {wording.tokens(size.tokens)} tokens, as {size.model}, {size.year}"
        if size
        else " – replacement of each trillion tokens: the size of its runs is not known"
    )
    title = [html.Strong(one.vendor), html.Span(about, className="against")]
    return html.Tbody(
        [
            html.Tr(html.Th(title, scope="rowgroup", colSpan=len(_HEAD)), className="group-row"),
            *rows,
        ]
    )


def points(difference: Span) -> str:
    """A difference of scores in points of 100, with its band."""
    low, middle, high = (
        wording.signed(POINTS * x, lambda y: wording.number(y, 2)) if abs(x) >= LEAST / 10 else "0"
        for x in (difference.low, difference.middle, difference.high)
    )
    return f"{middle} ({low} to {high})"


def per_point(one: Effect) -> str:
    """What a score point costs a year, or why that is not known."""
    if one.usd_per_point is None or one.usd_per_year is None:
        return "no price given"
    unpriced = f", {one.unpriced} more without a price" if one.unpriced else ""
    paid = f"for {wording.usd(one.usd_per_year)} a year{unpriced}"
    span = one.usd_per_point
    if not math.isfinite(span.middle):
        return f"no gain on average, {paid}"
    high = wording.usd(span.high) if math.isfinite(span.high) else "no gain"
    return f"{wording.usd(span.middle)} a year ({wording.usd(span.low)} to {high}), {paid}"


def _of_100(span: Span) -> str:
    return f"{of_100(span.middle)} ({wording.span(of_100(span.low), of_100(span.high))})"


def _rank(span: Span) -> str:
    return f"{ordinal(span.middle)} ({ordinal(span.low)} to {ordinal(span.high)})"


def _places(before: Standing | None, after: Standing) -> str:
    if before is None:
        return ""
    up = before.rank.middle - after.rank.middle
    if not up:
        return "same median"
    noun = "place" if abs(up) == 1 else "places"
    return f"{wording.number(abs(up), 2)} {noun} {'up' if up > 0 else 'down'}"


def _cost(cost: Replacement) -> str:
    return f"{_usd(cost.median)} ({wording.span(_usd(cost.low), _usd(cost.high))})"


def _more(before: Standing | None, after: Standing) -> str:
    if before is None:
        return ""
    more = after.replacement.median - before.replacement.median
    return wording.signed(more, _usd) if abs(more) >= _SMALL else "no change"


def _usd(x: float) -> str:
    return wording.usd(x) if x >= _SMALL else f"<{wording.NBSP}{wording.usd(_SMALL)}"


def separating(request: Request) -> list[Component]:
    """Which one disclosure or licence would split a tier, or moves it most."""
    outlook = request.outlook
    found = separation(outlook.scenario, outlook.key.data_version)
    if not found.steps:
        return [html.P("No two vendors share a tier: there is nothing left to separate.")]
    head = ("If …", "Told apart", "Tiers", "Most clearly", "Its rank then")
    return [
        html.P(headline(found), className="separation-finding"),
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
                    html.Tbody([_step(one, found) for one in found.shortlist]),
                ],
                className="numbers separation",
            ),
            className="table-box separation-box",
            tabIndex=0,
            role="region",
            **aria(label="What would separate the vendors"),
        ),
        html.P(
            f"Each row is conditional, no forecast: {len(found.steps)} single steps were tried in "
            f"{wording.count(found.worlds)} worlds, all else as it is. A vendor publishes the "
            "mix that is believed of it, or that with one route "
            f"{POINTS * RAISED['licensed']:g} points of tokens higher (feedback "
            f"{POINTS * RAISED['feedback']:g}), at the others’ cost; it signs the dearest supplier "
            "with a disclosed price, alone; or its dearest licence becomes exclusive. Shown are "
            "those of each kind that tell most. Told apart are pairs of one tier, one of which "
            "would beat the other in more than 90% of worlds.",
            className="fine",
        ),
    ]


def headline(found: Separation) -> str:
    """What would separate the vendors, in a sentence or two."""
    best = found.steps[0]
    share = f"{len(found.vendors)} vendors share a tier with another"
    if found.apart:
        share += f", though {found.apart} pairs of them are apart: others hold them together"
    share += ". "
    if best.apart > found.apart:
        deals = [one for one in found.steps if one.kind == "deal"]
        told = max((one.apart for one in deals), default=found.apart)
        licence = (
            f" No single licence would tell any {'further ' * bool(found.apart)}two of them apart."
            if deals and told <= found.apart
            else ""
        )
        return (
            f"{share}If {condition(best)}, {_pairs(best, found)} would be told apart, and "
            f"{_tiers(best, found)}.{licence}"
        )
    return (
        f"{share}No single disclosure or licence that was tried would tell two of them apart. What "
        f"moves them most: if {condition(best)}, it would beat {best.other} in "
        f"{wording.probability(best.beats, found.worlds)} of worlds, now "
        f"{wording.probability(best.beat, found.worlds)}."
    )


def condition(step: Step) -> str:
    """What would have to happen, as a clause: ``Writer disclosed that feedback is 2.5% …``."""
    if step.deal is not None:
        deal = step.deal
        if deal.action == "exclusive":
            return f"{deal.vendor}’s licence with {deal.supplier} became exclusive"
        price = f" at {wording.usd(deal.usd_per_year)} a year" if deal.usd_per_year else ""
        return f"{deal.vendor} signed {deal.supplier}, exclusively,{price} for {deal.years:g} years"
    if not step.route:
        return f"{step.vendor} disclosed just the mix that is believed of it"
    share = step.shares[list(ROUTES).index(step.route)]
    return f"{step.vendor} disclosed that {_NOUNS[step.route]} {_percent(share)} of its tokens"


def _percent(share: float) -> str:
    """A share of a mix: feedback is told from none."""
    return f"{wording.number(100 * share, 2)}%"


def _step(one: Step, found: Separation) -> Component:
    clause = condition(one)
    mix = (
        ", ".join(
            f"{label.lower()} {_percent(share)}"
            for label, share in zip(ROUTES.values(), one.shares, strict=True)
        )
        if one.shares
        else ""
    )
    verb = "above" if one.beats >= 0.5 else "below"
    chance = wording.probability(max(one.beats, 1 - one.beats), found.worlds)
    was = wording.probability(one.beat if one.beats >= 0.5 else 1 - one.beat, found.worlds)
    low, middle, high = one.rank
    return html.Tr(
        [
            html.Th([clause, html.Small(mix)] if mix else clause, scope="row"),
            html.Td(_pairs(one, found)),
            html.Td(wording.count(one.tiers)),
            html.Td(f"{verb} {one.other} in {chance} of worlds, now {was}"),
            html.Td(f"{ordinal(middle)} ({ordinal(low)} to {ordinal(high)})"),
        ]
    )


def _pairs(one: Step, found: Separation) -> str:
    """Pairs that are told apart then and are not now."""
    more = one.apart - found.apart
    noun = "pair" if abs(more) == 1 else "pairs"
    return f"{more or 'no'} {noun}" if more >= 0 else f"{-more} {noun} fewer"


def _tiers(best: Step, found: Separation) -> str:
    if best.tiers == found.tiers:
        count = "1 tier" if best.tiers == 1 else f"{best.tiers} tiers"
        return f"there would still be {count}: those in between hold them together"
    return f"there would be {best.tiers} tiers instead of {found.tiers}"
