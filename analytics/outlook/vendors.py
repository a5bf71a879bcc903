"""Vendors: whose mix is a moat, on the facts in use and the assumptions of a scenario.

Each vendor of the acquisition table is a unit of the ranking; so is one that the analyst adds. The
open models, and a vendor that only crawls the public web, stand beside it: they get a score and the
place they would have. Five criteria are those of the mixes, two come from the join of the models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from analytics.moat import MoatInputs, MoatScore, score
from analytics.moat import drivers as driving
from analytics.moat.criteria import CRITERIA, ROUTE_CRITERIA, Judgements
from analytics.moat.licences import Licence, Market
from analytics.moat.mixes import ROUTES
from analytics.outlook.joined_criteria import (
    JoinedCriteria,
    acting_on,
    criteria_by_seed,
    joined_criteria,
)
from analytics.outlook.result import Outlook
from analytics.outlook.vendor_facts import VendorFacts, vendor_facts
from analytics.outlook.vendor_units import REFERENCE, buyer_of, model_id, own_mixes, units_of
from analytics.scenario import Scenario

__all__ = [
    "REFERENCE",
    "Ranking",
    "buyer_of",
    "drivers",
    "moat_inputs",
    "model_id",
    "own_mixes",
    "ranked_names",
    "ranking",
    "ranking_of",
    "scored",
    "unchanged",
]

_KEPT = 4
"""Rankings that are kept, 40 MB each: a scenario, its baseline, and one before its changes."""
_scoring, _driving = Lock(), Lock()


@dataclass(frozen=True, eq=False, slots=True)
class Ranking:
    """The vendors of a scenario, scored and ranked.

    Attributes:
        facts: what the tables know of them.
        inputs: what the score is a function of.
        moat: the score; its units are named as in the tables, :data:`REFERENCE` is one of them.
        basis: unit → where its mix comes from: ``disclosed``, ``believed`` or ``analyst``.
    """

    facts: VendorFacts
    inputs: MoatInputs
    moat: MoatScore
    basis: Mapping[str, str]

    @property
    def vendors(self) -> tuple[str, ...]:
        """Names of those that are ranked, the best median rank first, ties by mean score."""
        return self.moat.best_first


def ranking(outlook: Outlook) -> Ranking:
    """The ranking of a scenario; kept, and the same for scenarios that differ in nothing it needs.

    Args:
        outlook: the answer; its scenario and its version of the data count.
    """
    return ranking_of(outlook.scenario, outlook.key.data_version)


def ranking_of(scenario: Scenario, data_version: str) -> Ranking:
    """The ranking of a scenario on the data of a version.

    Args:
        scenario: every assumption.
        data_version: of the data.

    Raises:
        LookupError: the version is no longer known.
    """
    facts = vendor_facts(data_version)
    inputs = moat_inputs(scenario, facts)
    with _scoring:
        joined = joined_criteria(inputs.units, scenario, data_version, inputs.draws)
        moat = _scored(inputs, joined)
        return Ranking(facts, inputs, moat, _basis(scenario, facts))


def unchanged(scenario: Scenario) -> Scenario:
    """A scenario without own mixes and licence changes: what a counterfactual is held against."""
    return scenario.model_copy(update={"mixes": (), "licences": ()})


def moat_inputs(scenario: Scenario, facts: VendorFacts) -> MoatInputs:
    """What the moat model is given of a scenario.

    Args:
        scenario: every assumption.
        facts: of the vendors.
    """
    return MoatInputs(
        units=units_of(scenario, facts),
        judgements=_judgements(scenario),
        market=_market(scenario, facts),
        weights=_weights(scenario),
        concentration=scenario.weight_concentration,
        rule=scenario.score_rule,
        leave_one_out=scenario.leave_one_out,
        draws=1 << scenario.log2_moat_draws,
        seed=scenario.seed,
    )


def ranked_names(scenario: Scenario, data_version: str) -> tuple[str, ...]:
    """Names of those that a scenario ranks, in the order of the tables, added ones last.

    Raises:
        LookupError: the version is no longer known.
    """
    units = units_of(scenario, vendor_facts(data_version))
    return tuple(unit.id for unit in units if unit.ranked)


def drivers(outlook: Outlook) -> driving.Drivers:
    """Which group of inputs drives the ranking of a scenario, by all the criteria that it has.

    Headroom and collapse resistance are worked out anew for every set of worlds: from the shares
    of that set's mixes, which are the group that they are for the other criteria, and from all
    that the join rests on beside them, which is a group of its own
    (:data:`analytics.moat.drivers.WORLDS`). Given as arrays they could only be told from the
    rest as a whole, and what undisclosed shares do to headroom would count for the join.

    Args:
        outlook: the answer; its scenario and its version of the data count.

    Returns:
        Indices by group, in as many draws as the ranking has and at most
        :data:`analytics.moat.drivers.DRAWS`; takes most of a second the first time.
    """
    version = outlook.key.data_version
    inputs = moat_inputs(outlook.scenario, vendor_facts(version))
    with _driving:
        return _driven(inputs, acting_on(outlook.scenario, version), version)


@lru_cache(maxsize=_KEPT)
def _driven(inputs: MoatInputs, acts: Scenario, data_version: str) -> driving.Drivers:
    draws = min(driving.DRAWS, inputs.draws)
    return driving.drivers(inputs, draws, criteria_by_seed(acts, data_version, draws))


@lru_cache(maxsize=_KEPT)
def _scored(inputs: MoatInputs, joined: JoinedCriteria) -> MoatScore:
    return scored(inputs, joined)


def scored(inputs: MoatInputs, joined: JoinedCriteria, *, keep: bool = True) -> MoatScore:
    """The score with the criteria of the other models.

    Args:
        inputs: of the moat model.
        joined: of its units, in its draws.
        keep: as :func:`analytics.moat.score` takes it.
    """
    return score(inputs, joined.headroom_years, joined.collapse_resistance, keep=keep)


def _judgements(scenario: Scenario) -> Judgements:
    attributes = tuple(
        tuple(getattr(scenario, f"{route}_{criterion}") for criterion in ROUTE_CRITERIA)
        for route in ROUTES
    )
    return Judgements(attributes, tuple(getattr(scenario, f"leverage_{route}") for route in ROUTES))


def _weights(scenario: Scenario) -> tuple[float, ...] | None:
    """The analyst's weights in the order of all criteria; alike if all are 0, None if none is."""
    if scenario.weight_preference == "none":
        return None
    given = [float(getattr(scenario, f"weight_{name}", 0.0)) for name in CRITERIA]
    return tuple(given) if any(given) else (1.0,) * len(CRITERIA)


def _market(scenario: Scenario, facts: VendorFacts) -> Market:
    return Market(
        licences=_licences(scenario, facts),
        as_of=scenario.as_of,
        unseen_buyers=scenario.unseen_buyers,
        unknown_term_years=scenario.licence_term,
        renewal=scenario.renewal_chance,
        unknown_rights_train=scenario.unknown_rights_train,
        weighting=scenario.licence_weighting,
        rights_end=scenario.rights_end_with_contract,
    )


def _licences(scenario: Scenario, facts: VendorFacts) -> tuple[Licence, ...]:
    """The licences of the tables after those that a scenario adds, ends or makes exclusive."""
    found = list(facts.licences)
    for change in scenario.licences:
        buyer = buyer_of(change.vendor, facts)
        supplier = facts.parties.get(change.supplier, change.supplier)
        if change.action == "add":
            found.append(
                Licence(
                    deal=f"own: {buyer}, {supplier}",
                    buyer=buyer,
                    supplier=supplier,
                    category=facts.categories.get(supplier, "own"),
                    from_year=scenario.as_of,
                    rights="training",
                    term_years=change.years,
                    exclusive="yes" if change.exclusive else "no",
                    usd_per_year=change.usd_per_year,
                )
            )
            continue
        for i, one in enumerate(found):
            if (one.buyer, one.supplier) != (buyer, supplier):
                continue
            if change.action == "end":
                found[i] = replace(one, status="terminated", ended_year=scenario.as_of)
            else:
                found[i] = replace(one, exclusive="yes")
    return tuple(found)


def _basis(scenario: Scenario, facts: VendorFacts) -> dict[str, str]:
    own = own_mixes(scenario, facts)
    return (
        {one.name: "believed" for one in facts.vendors}
        | dict.fromkeys(own, "analyst")
        | {model_id(one): "disclosed" for one in facts.models}
        | {REFERENCE: "reference"}
    )
