"""Assumptions about routes: what a token by each is worth, and how it does on each criterion.

Thirty attributes, route × criterion, and six leverages, all of them judgements. A world draws each
once for all vendors, from the streams of the moat model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.estimates import Estimate, triangular
from analytics.scenario.collapse import CollapseAssumptions
from analytics.scenario.declaration import assumption
from analytics.scenario.mixes import ROUTES

CRITERIA: dict[str, str] = {
    "exclusivity": "Exclusivity",
    "renewability": "Renewability",
    "rights_safety": "Rights safety",
    "human_signal": "Human signal",
    "non_substitutability": "Non-substitutability",
}
"""What a mix is judged by: id → label. Field of an attribute: ``{route}_{criterion}``."""

JOINED_CRITERIA: dict[str, str] = {
    "headroom": "Headroom",
    "collapse_resistance": "Collapse resistance",
}
"""What a vendor is judged by beside its mix, from the join of the models: id → label."""

MEANINGS: dict[str, str] = {
    "exclusivity": "How far {} out of rivals' reach: 0 is what anyone has, 1 what nobody else has.",
    "renewability": "How far {} renewed: 0 is a stock that is used up, 1 a flow that lasts.",
    "rights_safety": "How safe the right to train is where {} used: 0 is in dispute, 1 is settled.",
    "human_signal": "How far {} what people wrote or judged themselves: 0 not at all, 1 wholly.",
    "non_substitutability": "How hard {} to replace: 0 is at once and cheaply, 1 not at all.",
}

_SUBJECTS: dict[str, str] = {
    "public_crawl": "crawled web text is",
    "public_sets": "public data sets are",
    "licensed": "licensed data are",
    "proprietary": "data of a vendor's own users are",
    "feedback": "human feedback is",
    "synthetic": "synthetic text is",
}


def _attribute(criterion: str) -> Callable[[str, float, float, float, str], Any]:
    """A function that declares one route's attribute: lowest, most likely, highest, and why."""

    def declared(route: str, low: float, mode: float, high: float, reason: str) -> Any:
        return assumption(
            triangular(low, mode, high),
            label=ROUTES[route],
            group=f"moat_{criterion}",
            bounds=(0.0, 1.0),
            step=0.01,
            help=MEANINGS[criterion].format(_SUBJECTS[route]),
            source=f"Assumption: {reason}",
            status="assumption",
            stream="moat",
        )

    return declared


_exclusivity = _attribute("exclusivity")
_renewability = _attribute("renewability")
_rights_safety = _attribute("rights_safety")
_human_signal = _attribute("human_signal")
_non_substitutability = _attribute("non_substitutability")


def _leverage(route: str, low: float, mode: float, high: float, reason: str) -> Any:
    """What a token by one route is worth: lowest, most likely, highest, and why."""
    return assumption(
        triangular(low, mode, high),
        label=ROUTES[route],
        group="moat_leverage",
        unit="×",
        bounds=(0.01, 10_000.0),
        log=True,
        help="What a token by this route does for a model, beside a crawled one. A mix is scored "
        "by shares of this worth, not of tokens.",
        source=f"Assumption: {reason}",
        status="assumption",
        stream="moat",
    )


class RouteAssumptions(CollapseAssumptions):
    """Groups *leverage* and those of the five criteria; used by ``analytics.outlook``.

    Like the classes before it, only a part of one long declaration.
    """

    leverage_public_crawl: Estimate = _leverage(
        "public_crawl", 1, 1, 1, "the unit: a crawled token counts as one"
    )
    leverage_public_sets: Estimate = _leverage(
        "public_sets", 1, 2, 4, "curated, so less of it is waste"
    )
    leverage_licensed: Estimate = _leverage(
        "licensed", 1, 4, 10, "edited text, and repeated more often"
    )
    leverage_proprietary: Estimate = _leverage(
        "proprietary", 1, 4, 10, "close to what users ask for"
    )
    leverage_feedback: Estimate = _leverage(
        "feedback", 20, 60, 200, "under a thousandth of the tokens, and it decides post-training"
    )
    leverage_synthetic: Estimate = _leverage(
        "synthetic", 0.3, 1, 2, "worth less or more than what it was made from"
    )

    public_crawl_exclusivity: Estimate = _exclusivity(
        "public_crawl", 0, 0.05, 0.15, "anyone can crawl"
    )
    public_sets_exclusivity: Estimate = _exclusivity(
        "public_sets", 0, 0.02, 0.05, "anyone can download them"
    )
    licensed_exclusivity: Estimate = _exclusivity(
        "licensed",
        0.20,
        0.40,
        0.70,
        "most licences are not exclusive; with known deals, the deals count",
    )
    proprietary_exclusivity: Estimate = _exclusivity(
        "proprietary", 0.70, 0.85, 1, "a vendor's users are its own"
    )
    feedback_exclusivity: Estimate = _exclusivity(
        "feedback", 0.50, 0.70, 0.90, "the same labour vendors serve several"
    )
    synthetic_exclusivity: Estimate = _exclusivity(
        "synthetic", 0.05, 0.15, 0.35, "any strong model can make it"
    )
    public_crawl_renewability: Estimate = _renewability(
        "public_crawl",
        0.30,
        0.45,
        0.60,
        "the web grows slowly, and a third of new text is AI-written",
    )
    public_sets_renewability: Estimate = _renewability(
        "public_sets", 0.05, 0.15, 0.30, "released once, seldom renewed"
    )
    licensed_renewability: Estimate = _renewability(
        "licensed",
        0.30,
        0.50,
        0.70,
        "runs with the contract; with known deals, their runway counts",
    )
    proprietary_renewability: Estimate = _renewability(
        "proprietary", 0.60, 0.80, 0.95, "users write every day"
    )
    feedback_renewability: Estimate = _renewability(
        "feedback", 0.60, 0.75, 0.90, "a flow that can be bought"
    )
    synthetic_renewability: Estimate = _renewability("synthetic", 0.70, 0.85, 1, "without limit")
    public_crawl_rights_safety: Estimate = _rights_safety(
        "public_crawl",
        0.15,
        0.30,
        0.50,
        "terms restrict 45% of C4 (Longpre et al. 2024), and suits are many",
    )
    public_sets_rights_safety: Estimate = _rights_safety(
        "public_sets", 0.40, 0.60, 0.80, "licensed, though some hold shadow libraries"
    )
    licensed_rights_safety: Estimate = _rights_safety(
        "licensed", 0.75, 0.90, 1, "there is a contract"
    )
    proprietary_rights_safety: Estimate = _rights_safety(
        "proprietary", 0.40, 0.60, 0.80, "consent, privacy law and discovery in court"
    )
    feedback_rights_safety: Estimate = _rights_safety("feedback", 0.75, 0.90, 1, "work for hire")
    synthetic_rights_safety: Estimate = _rights_safety(
        "synthetic", 0.40, 0.60, 0.80, "terms against distillation, and claims that are inherited"
    )
    public_crawl_human_signal: Estimate = _human_signal(
        "public_crawl", 0.50, 0.65, 0.80, "AI text and boilerplate among it"
    )
    public_sets_human_signal: Estimate = _human_signal(
        "public_sets", 0.60, 0.75, 0.90, "chosen with care"
    )
    licensed_human_signal: Estimate = _human_signal("licensed", 0.80, 0.90, 1, "edited text")
    proprietary_human_signal: Estimate = _human_signal(
        "proprietary", 0.30, 0.55, 0.80, "half of a log is the model's own output"
    )
    feedback_human_signal: Estimate = _human_signal(
        "feedback", 0.85, 0.95, 1, "some annotators use models"
    )
    synthetic_human_signal: Estimate = _human_signal(
        "synthetic", 0, 0.10, 0.35, "the verified part alone"
    )
    public_crawl_non_substitutability: Estimate = _non_substitutability(
        "public_crawl", 0.05, 0.15, 0.30, "open corpora take its place"
    )
    public_sets_non_substitutability: Estimate = _non_substitutability(
        "public_sets", 0.02, 0.10, 0.25, "copies are everywhere"
    )
    licensed_non_substitutability: Estimate = _non_substitutability(
        "licensed", 0.30, 0.50, 0.70, "archives overlap in part"
    )
    proprietary_non_substitutability: Estimate = _non_substitutability(
        "proprietary", 0.50, 0.70, 0.90, "there is no market for it"
    )
    feedback_non_substitutability: Estimate = _non_substitutability(
        "feedback", 0.40, 0.60, 0.80, "a model's feedback is far cheaper"
    )
    synthetic_non_substitutability: Estimate = _non_substitutability(
        "synthetic", 0.02, 0.10, 0.25, "about a thousandth of a licence's price"
    )
