"""Units of the ranking: vendors, added ones, open models and a reference, and their mixes."""

from __future__ import annotations

from analytics.moat import Unit
from analytics.moat.mixes import ROUTES, Analyst, Belief, Disclosed, Presence
from analytics.outlook.vendor_facts import OpenModel, Vendor, VendorFacts
from analytics.scenario import Mix, Scenario

REFERENCE = "Public crawl only"
"""The named reference: a vendor that has what anyone can crawl, and nothing else."""


def units_of(scenario: Scenario, facts: VendorFacts) -> tuple[Unit, ...]:
    """Vendors, added ones, open models and the reference, each with what is believed of its mix."""
    strength = scenario.analyst_strength
    own = {name: Analyst(mix.shares, strength) for name, mix in own_mixes(scenario, facts).items()}
    known = {one.name: one for one in facts.vendors}
    units = [
        Unit(one.name, own.get(one.name) or _presence(one, scenario), buyer=one.party)
        for one in facts.vendors
    ]
    units += [
        Unit(name, belief, buyer=buyer_of(name, facts))
        for name, belief in own.items()
        if name not in known
    ]
    makers = {one.maker for one in facts.models} - known.keys() - own.keys()
    newest: set[str] = set()
    for model in facts.models:
        ranked = scenario.rank_open_models and model.maker in makers - newest
        newest.add(model.maker)
        belief = Disclosed(model.shares, scenario.disclosed_strength)
        units.append(Unit(model_id(model), belief, ranked=ranked))
    crawl = Disclosed((1.0, 0.0, 0.0, 0.0, 0.0, 0.0), scenario.disclosed_strength)
    return (*units, Unit(REFERENCE, crawl, ranked=False))


def own_mixes(scenario: Scenario, facts: VendorFacts) -> dict[str, Mix]:
    """Unit → the analyst's own mix: of a vendor of the tables, whichever its capitals, or another.

    One that is named as an open model or the reference is left out: these are what they are.
    """
    names = {one.name.casefold(): one.name for one in facts.vendors}
    taken = {id.casefold() for id in (REFERENCE, *map(model_id, facts.models))}
    return {
        names.get(mix.vendor.casefold(), mix.vendor): mix
        for mix in scenario.mixes
        if mix.vendor.casefold() not in taken
    }


def model_id(model: OpenModel) -> str:
    """The unit of an open model: its maker and its name, which no vendor has."""
    return f"{model.maker}: {model.name}"


def buyer_of(name: str, facts: VendorFacts) -> str:
    """The id of a vendor as a buyer of licences; its name where the tables don't know it."""
    return facts.parties.get(name, name)


def _presence(vendor: Vendor, scenario: Scenario) -> Belief:
    """What a vendor's answers leave to believe; a licence that a scenario adds is one it has."""
    answers = {route: evidence.answer for route, evidence in vendor.answers.items()}
    signs = (one.action == "add" and one.vendor == vendor.name for one in scenario.licences)
    if any(signs):
        answers["licensed"] = "yes"
    prior = tuple(float(getattr(scenario, f"prior_{route}")) for route in ROUTES)
    return Presence(
        tuple(answers[route] for route in ROUTES),
        tuple(share / sum(prior) for share in prior),
        scenario.belief_strength,
    )
