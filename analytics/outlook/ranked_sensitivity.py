"""What moves a vendor's expected rank.

The tornado ranks all vendors anew for every setting of an assumption, in fewer draws than the
vendors' page takes; all settings share them. The Sobol' indices split the variance of the vendor's
rank by group of inputs, since the worth of six routes by five criteria alone is three dozen
numbers. Criteria of the other models are among them: what they rest on beside the shares is a group
of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analytics import tornado
from analytics.indices import Share, shares_of
from analytics.moat import MoatInputs, Unit
from analytics.moat import drivers as by_group
from analytics.outlook import joined_sensitivity
from analytics.outlook.growth import growth_options
from analytics.outlook.joined_criteria import (
    JoinedCriteria,
    acting_on,
    criteria_by_seed,
    criteria_of,
)
from analytics.outlook.joined_sensitivity import GROWTH_FROM
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendor_headline import Question
from analytics.outlook.vendor_inputs import NO_TEXT_MODEL
from analytics.outlook.vendors import moat_inputs, ranked_names, ranking_of, scored
from analytics.scenario import DECLARATIONS, MOAT_GROUPS, Scenario
from analytics.tornado import Answer, Bar

DRAWS = 1024
"""Draws of the tornado, a power of two."""

DRAWS_BY_GROUP = 2048
"""Draws of each set of the Sobol' indices, a power of two."""

LOG2_WORLDS = 8
"""Worlds of the criteria that come from the join, as a power of two."""

TRIED = 0.02
"""Least share of the spread of the tail kept, for an input of the join that the tornado tries."""

GROUPS: dict[str, tuple[str, str]] = {
    "shares": ("Undisclosed shares of the mixes", "belief_strength"),
    "leverage": ("Worth of a token by route", "leverage_licensed"),
    "attributes": ("Judgements on routes", "licensed_exclusivity"),
    "licences": ("Terms and other buyers of licences", "licence_term"),
    "weights": ("Weights of the criteria", "weight_preference"),
    "rule": ("Rule of aggregation", "score_rule"),
    "left_out": ("Criterion left out", "leave_one_out"),
    by_group.WORLDS: ("Stock, demand, runs and tail", "demand_growth"),
}
"""Group of inputs → what it is called, and one of its controls."""

_HEADROOM = ("vendor_text",)
"""Groups of the join of which every input is tried: they make headroom."""


def vendor_of(question: Question, scenario: Scenario, data_version: str) -> str:
    """The vendor of a question about a rank; the first of the ranking if it names none.

    Raises:
        ValueError: no vendor of that name is ranked.
        LookupError: the version is no longer known.
    """
    if not question.vendor:
        return ranking_of(scenario, data_version).vendors[0]
    names = ranked_names(scenario, data_version)
    if question.vendor not in names:
        raise ValueError(f"vendor: {question.vendor!r} is not ranked; there are {', '.join(names)}")
    return question.vendor


def bars(question: Question, scenario: Scenario, data_version: str) -> tuple[float, list[Bar]]:
    """A vendor's expected rank, and its tornado, the widest bar first.

    Args:
        question: whose; the year is of no account.
        scenario: as it is computed, its growth of demand an interval.
        data_version: of the data.
    """
    vendor = vendor_of(question, scenario, data_version)
    known, acts = _few(scenario, data_version), _acts(scenario, data_version)

    def joined(units: tuple[Unit, ...], other: Scenario) -> JoinedCriteria:
        return criteria_of(units, other, data_version, known.draws)

    as_it_is = joined(known.units, acts)

    def ranked(inputs: MoatInputs, criteria: JoinedCriteria) -> Answer:
        moat = scored(inputs, criteria, keep=False)
        return {"rank": float(moat.ranks[:, moat.ranked_units.index(vendor)].mean())}

    def answer(name: str, value: Any) -> Answer:
        if DECLARATIONS[name].group not in MOAT_GROUPS:
            return ranked(known, joined(known.units, acts.model_copy(update={name: value})))
        inputs = _few(scenario.model_copy(update={name: value}), data_version)
        same = inputs.units == known.units
        return ranked(inputs, as_it_is if same else joined(inputs.units, acts))

    base = ranked(known, as_it_is)
    tried = _tried(vendor, scenario, data_version)
    found = [tornado.bar(scenario, name, answer, base) for name in tried]
    options = growth_options(data_version)
    more = (tuple(options.values()), tuple(options))
    found.append(tornado.bar(scenario, "demand_growth", answer, base, *more))
    return base["rank"], tornado.moving(found, "rank")


def shares(question: Question, scenario: Scenario, data_version: str) -> tuple[Share, ...]:
    """Sobol' indices of a vendor's rank by group of inputs, the largest total first.

    Args:
        question: whose; the year is of no account.
        scenario: as it is computed, its growth of demand an interval.
        data_version: of the data.
    """
    vendor = vendor_of(question, scenario, data_version)
    joined = criteria_by_seed(_acts(scenario, data_version), data_version, DRAWS_BY_GROUP)
    inputs = moat_inputs(scenario, vendor_facts(data_version))
    found = by_group.drivers(inputs, DRAWS_BY_GROUP, joined)
    names = [(group, *GROUPS[group]) for group in found.groups]
    return shares_of(names, found.rank, found.units.index(vendor))


def _few(scenario: Scenario, data_version: str) -> MoatInputs:
    """What the moat model is given, of the ranked units alone and in few draws."""
    inputs = moat_inputs(scenario, vendor_facts(data_version))
    ranked = tuple(unit for unit in inputs.units if unit.ranked)
    return replace(inputs, units=ranked, draws=min(DRAWS, inputs.draws))


def _acts(scenario: Scenario, data_version: str) -> Scenario:
    acts = acting_on(scenario, data_version)
    return acts.model_copy(update={"log2_worlds": min(LOG2_WORLDS, acts.log2_worlds)})


def _tried(vendor: str, scenario: Scenario, data_version: str) -> list[str]:
    """Assumptions that the tornado tries, in declaration order."""
    # whoever has no text model stands for a trainer of middle size: the closed ones are as good
    whose = "" if vendor in NO_TEXT_MODEL else vendor
    risk = Question("risk", whose)
    divided = joined_sensitivity.shares(risk, scenario, data_version, worlds=256)
    acting = {one.field for one in divided if one.total >= TRIED}

    def tried(name: str, group: str, kind: str) -> bool:
        if group in MOAT_GROUPS:
            return True
        chosen = group in joined_sensitivity.GROUPS and kind in ("choice", "switch")
        return name in acting or group in _HEADROOM or (chosen and name != GROWTH_FROM)

    return [name for name, d in DECLARATIONS.items() if tried(name, d.group, d.kind)]
