"""Assumptions about moats: how mixes are believed, licences counted, criteria weighed and ranked.

They act on the ranking of vendors alone. Uncertain ones are drawn from the moat model's own
streams, keyed by vendor and input, so that none takes a Sobol' dimension of the worlds.
"""

from __future__ import annotations

from typing import Any, Literal

from analytics.estimates import Estimate, triangular
from analytics.scenario.attributes import RouteAssumptions
from analytics.scenario.declaration import PERCENT, assumption
from analytics.scenario.licences import LicenceChange
from analytics.scenario.mixes import ROUTES, Mix

_JUDGED = "Assumption: a judgement of ours"
_ENTERED = "Empty until you enter some"


def weight(of: str) -> Any:
    """The weight of one criterion."""
    return assumption(
        1.0,
        label=f"Weight of {of}",
        group="moat",
        bounds=(0.0, 10.0),
        step=0.1,
        help=f"What {of} counts beside the other criteria; only the proportion matters. All at 0 "
        "count alike.",
        source="Assumption: all criteria count alike",
        status="assumption",
    )


def _prior(route: str, share: float, reason: str) -> Any:
    """The share of one route where nothing is disclosed."""
    return assumption(
        share,
        label=ROUTES[route],
        group="moat_mixes",
        unit="share",
        bounds=(0.0001, 1.0),
        shown=PERCENT,
        log=True,
        help="Share of training tokens by this route that is expected before a vendor says "
        "anything. The six are taken in proportion.",
        source=f"Assumption: {reason}",
        status="assumption",
    )


_LIKE_DISCLOSED = "about as in the mixes that are disclosed"
_RAISED = "above the disclosed mixes, which are open ones and hardly have it"


class MoatAssumptions(RouteAssumptions):
    """Groups *moat*, *mixes* and *licences*; used by ``analytics.outlook``.

    Like the classes before it, only a part of one long declaration.
    """

    weight_exclusivity: float = weight("exclusivity")
    weight_renewability: float = weight("renewability")
    weight_rights_safety: float = weight("rights safety")
    weight_human_signal: float = weight("human signal")
    weight_non_substitutability: float = weight("non-substitutability")
    weight_preference: Literal["mine", "none"] = assumption(
        "mine",
        label="Weights",
        group="moat",
        options={"mine": "As set here", "none": "No preference"},
        help="Whether the weights set here are meant, or any weights are as likely as any others.",
        source="Lahdelma & Salminen 2001, Operations Research 49(3): no preference is weights "
        "drawn evenly; which is meant is an assumption",
        status="assumption",
    )
    weight_concentration: float = assumption(
        30.0,
        label="How firmly the weights hold",
        group="moat",
        bounds=(1.0, 1000.0),
        log=True,
        help="Concentration of the Dirichlet distribution around the weights. At 30 a weight of "
        "20% is mostly between 9% and 33%; at 1000 it is as good as fixed.",
        source=_JUDGED,
        status="assumption",
    )
    score_rule: Literal["geometric", "arithmetic", "either"] = assumption(
        "geometric",
        label="Criteria are combined by",
        group="moat",
        options={
            "geometric": "Geometric mean",
            "arithmetic": "Arithmetic mean",
            "either": "Either, at even odds",
        },
        help="A geometric mean lets no criterion make up for one that fails; an arithmetic one "
        "lets it. Either draws the rule anew in every world.",
        source="Barney 1991, Journal of Management 17(1): an advantage lasts only where no "
        "condition fails; the choice is an assumption",
        status="assumption",
    )
    leave_one_out: bool = assumption(
        True,
        label="Leave out one criterion at random",
        group="moat",
        help="Every world scores without one of the criteria, so that the bands also tell how "
        "much the ranking hangs on which criteria there are.",
        source="Assumption: on, since the choice of the criteria is a judgement as well",
        status="assumption",
    )
    rank_open_models: bool = assumption(
        False,
        label="Rank makers of open models too",
        group="moat",
        help="Add those whose mixes are published, such as research institutes, to the vendors "
        "that are ranked.",
        source="Off: they are known by their mixes, not as rivals for licences",
        status="assumption",
    )
    log2_moat_draws: int = assumption(
        13,
        label="Draws of the ranking, as a power of two",
        group="moat",
        bounds=(8, 16),
        step=1,
        help="Worlds in which the vendors are ranked: 13 is 8,192.",
        source="Assumption: a probability is then good to about a point",
        status="assumption",
    )

    prior_public_crawl: float = _prior("public_crawl", 0.65, _LIKE_DISCLOSED)
    prior_public_sets: float = _prior("public_sets", 0.20, _LIKE_DISCLOSED)
    prior_licensed: float = _prior("licensed", 0.03, _RAISED)
    prior_proprietary: float = _prior("proprietary", 0.03, _RAISED)
    prior_feedback: float = _prior("feedback", 0.005, "small by volume wherever it is told")
    prior_synthetic: float = _prior("synthetic", 0.085, _LIKE_DISCLOSED)
    belief_strength: float = assumption(
        2.0,
        label="Strength of what is only answered",
        group="moat_mixes",
        bounds=(0.1, 100.0),
        log=True,
        help="Concentration of the belief about a vendor that says which routes it uses but not "
        "how much: the lower, the wider its band.",
        source="Assumption: two, so that the answers bind little",
        status="assumption",
    )
    disclosed_strength: float = assumption(
        200.0,
        label="Strength of what is disclosed",
        group="moat_mixes",
        bounds=(1.0, 1e5),
        log=True,
        help="Concentration of the belief about a mix whose shares are published, for an older "
        "or smaller model than the newest.",
        source=_JUDGED,
        status="assumption",
    )
    analyst_strength: float = assumption(
        12.0,
        label="Strength of your own mixes",
        group="moat_mixes",
        bounds=(1.0, 1e4),
        log=True,
        help="Concentration of the belief about a mix that you entered yourself.",
        source=_JUDGED,
        status="assumption",
    )
    mixes: tuple[Mix, ...] = assumption(
        (),
        label="Own mixes",
        group="moat_mixes",
        help="Mixes that you entered: they take the place of what is believed of a vendor, or "
        "add one that the tables don't know.",
        source=_ENTERED,
        status="assumption",
    )

    unseen_buyers: Estimate = assumption(
        triangular(0.0, 0.5, 2.0),
        label="Buyers that are not known of",
        group="moat_licences",
        unit="buyers",
        bounds=(0.0, 50.0),
        step=0.1,
        help="Further buyers of a supplier's data for training, beside those whose deals are "
        "public: a licence is worth the less to each, the more have it.",
        source="Assumption: not all deals are announced",
        status="assumption",
        stream="moat",
    )
    licence_term: Estimate = assumption(
        triangular(2.0, 3.0, 5.0),
        label="Term of a licence",
        group="moat_licences",
        unit="years",
        bounds=(0.1, 50.0),
        step=0.5,
        help="How long a licence runs where its term is not public.",
        source="Assumption: around the terms that are public",
        status="assumption",
        stream="moat",
    )
    renewal_chance: Estimate = assumption(
        triangular(0.5, 0.75, 0.95),
        label="Chance of renewal",
        group="moat_licences",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Chance that a licence is renewed when it ends. One that was terminated is not.",
        source=_JUDGED,
        status="assumption",
        stream="moat",
    )
    unknown_rights_train: float = assumption(
        0.5,
        label="Deals of unknown rights that allow training",
        group="moat_licences",
        unit="share",
        bounds=(0.0, 1.0),
        shown=PERCENT,
        help="Chance that a licence allows training where neither party has said so; one for "
        "display alone never counts.",
        source="Assumption: even odds",
        status="assumption",
    )
    licence_weighting: Literal["value", "equal"] = assumption(
        "value",
        label="Licences count",
        group="moat_licences",
        options={"value": "By yearly value", "equal": "All alike"},
        help="How a vendor's licences are weighed. By value, one whose price is not public counts "
        "as the middle one of its kind.",
        source=_JUDGED,
        status="assumption",
    )
    rights_end_with_contract: bool = assumption(
        False,
        label="Rights end with the contract",
        group="moat_licences",
        help="Whether what was trained on under a licence has to go when the licence ends.",
        source="Assumption: off, since what a model has learned stays in it",
        status="assumption",
    )
    licences: tuple[LicenceChange, ...] = assumption(
        (),
        label="Licence changes",
        group="moat_licences",
        help="Licences that you signed for a vendor, ended, or made exclusive, to see what that "
        "would change.",
        source=_ENTERED,
        status="assumption",
    )
