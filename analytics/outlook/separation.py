"""What would separate them: the one disclosure, or the one licence, that would split a tier.

Presence alone leaves most vendors in one tier. Each step tried here is conditional: *if* a vendor
published a certain mix, or signed a certain licence, and nothing else changed. A disclosed mix is
held as firmly as those that are published (``disclosed_strength``), so that this says what a number
would tell, not which number to expect: the mixes tried are what is believed of the vendor, and that
with one route raised by :data:`RAISED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array
from analytics.market.facts import facts
from analytics.moat import MoatInputs
from analytics.moat.inputs import Unit
from analytics.moat.licences import Licence, Market
from analytics.moat.mixes import ROUTES, Disclosed, Presence
from analytics.moat.ranking import APART, pairwise_probability, tiers
from analytics.outlook.joined_criteria import JoinedCriteria, acting_on, criteria_of
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import moat_inputs, scored
from analytics.scenario import LicenceChange, Scenario

WORLDS = 2048
"""Worlds that a step is tried in: a probability of 90% has a standard error of 0.7 points."""

RAISED: Mapping[str, float] = {route: 0.005 if route == "feedback" else 0.2 for route in ROUTES}
"""By how much a disclosed share may lie above what is believed, of all tokens: half a point for
feedback, of which training takes little, and twenty points for every other route; at most half of
what the other routes have, so that none that a vendor confirms is given up."""

DEAL_YEARS = 5.0
"""Term of the licence that is tried."""

_SHOWN = {"raised": 7, "believed": 3, "add": 2, "exclusive": 2}
"""Steps of each kind that are shown."""

Kind = Literal["disclosure", "deal"]
Ranks = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that could happen, and what the ranking would then say.

    Attributes:
        kind: a mix that is disclosed, or a licence.
        vendor: whose.
        route: raised above what is believed; empty for the mix that is believed, or a licence.
        shares: disclosed, in the order of the routes; empty for a licence.
        deal: the licence that is signed, or made exclusive; None for a mix.
        apart: pairs of one tier that would then be told apart.
        tiers: how many tiers there would be.
        moved: mean change of the probabilities that the vendor beats those of its tier.
        other: of its tier, whom it is told from most clearly.
        beats: probability that it would beat that one.
        beat: the same as it is now.
        rank: 5% quantile, median and 95% quantile of its rank, then.
    """

    kind: Kind
    vendor: str
    route: str
    shares: tuple[float, ...]
    deal: LicenceChange | None
    apart: int
    tiers: int
    moved: float
    other: str
    beats: float
    beat: float
    rank: Ranks


@dataclass(frozen=True, slots=True)
class Separation:
    """What would tell apart vendors that now share a tier.

    Attributes:
        vendors: that share a tier with another.
        tiers: how many tiers there are now.
        apart: pairs of one tier that are told apart now: others hold them together.
        steps: tried, those that split a tier most first, then those that move most.
        worlds: that they were tried in.
    """

    vendors: tuple[str, ...]
    tiers: int
    apart: int
    steps: tuple[Step, ...]
    worlds: int

    @property
    def shortlist(self) -> tuple[Step, ...]:
        """Those to be shown, in order.

        Of a vendor only the disclosure that tells most, besides that of what is believed.
        """
        shown: list[Step] = []
        seen: list[str] = []
        for step in self.steps:
            kind = step.deal.action if step.deal else "raised" if step.route else "believed"
            again = kind == "raised" and step.vendor in seen
            if not again and seen.count(kind) < _SHOWN[kind]:
                shown.append(step)
                seen += [kind, step.vendor] if step.route else [kind]
        return tuple(shown)


def separation(scenario: Scenario, data_version: str) -> Separation:
    """Try every single disclosure and licence; kept.

    Args:
        scenario: every assumption; own mixes and licence changes count as made.
        data_version: of the data.

    Raises:
        LookupError: the version is no longer known.
    """
    inputs = moat_inputs(scenario, vendor_facts(data_version))
    few = replace(inputs, draws=min(inputs.draws, WORLDS))
    joined = acting_on(scenario, data_version)
    return _separated(_Case(few, scenario.disclosed_strength, data_version, joined, scenario))


@dataclass(frozen=True, slots=True)
class _Case:
    """What the answer is a function of: scenarios that differ in nothing of it are one case."""

    inputs: MoatInputs
    strength: float
    data_version: str
    joined: Scenario
    scenario: Scenario = field(compare=False)

    def criteria(self, units: tuple[Unit, ...]) -> JoinedCriteria:
        """Headroom and collapse resistance of units."""
        return criteria_of(units, self.joined, self.data_version, self.inputs.draws)


@lru_cache(maxsize=8)
def _separated(case: _Case) -> Separation:
    """Only ranked units are scored: no unit's score depends on another."""
    inputs = _ranked(case.inputs)
    joined = case.criteria(inputs.units)
    now = np.array(scored(inputs, joined, keep=False).scores)
    before = pairwise_probability(now)
    tier = np.array(tiers(before))
    alone = np.arange(len(tier))
    mates = {at: np.flatnonzero((tier == tier[at]) & (alone != at)) for at in alone.tolist()}
    scene = _Scene(inputs, before, {at: mate for at, mate in mates.items() if mate.size})
    steps = []
    for at in scene.mates:
        unit = inputs.units[at]
        for route, shares in _mixes(unit):
            known = replace(unit, belief=Disclosed(shares, case.strength))
            then = now.copy()
            alone_known = replace(inputs, units=(known,))
            criteria = case.criteria((known,))
            then[:, at] = scored(alone_known, criteria, keep=False).scores[:, 0]
            steps.append(Step("disclosure", unit.id, route, shares, None, *scene.told(at, then)))
        for change in _deals(unit, inputs.market, case):
            signed = case.scenario.model_copy(update={"licences": _with(change, case.scenario)})
            tried = moat_inputs(signed, vendor_facts(case.data_version))
            tried = _ranked(replace(tried, draws=inputs.draws))
            criteria = joined.replaced(at, case.criteria((tried.units[at],)))
            then = scored(tried, criteria, keep=False).scores
            steps.append(Step("deal", unit.id, "", (), change, *scene.told(at, then)))
    steps.sort(key=lambda one: (-one.apart, -one.tiers, -one.moved))
    names = tuple(inputs.units[at].id for at in scene.mates)
    return Separation(names, int(tier.max()), scene.apart(before), tuple(steps), inputs.draws)


def _ranked(inputs: MoatInputs) -> MoatInputs:
    return replace(inputs, units=tuple(unit for unit in inputs.units if unit.ranked))


@dataclass(frozen=True, eq=False, slots=True)
class _Scene:
    """How things stand: the ranked units, P(i beats j), and with whom each shares its tier."""

    inputs: MoatInputs
    before: Array
    mates: Mapping[int, NDArray[np.intp]]

    def apart(self, pairs: Array) -> int:
        """Pairs of one tier of which one beats the other almost surely."""
        return sum(
            bool(max(pairs[i, j], pairs[j, i]) > APART)
            for i, others in self.mates.items()
            for j in others.tolist()
            if i < j
        )

    def told(self, at: int, scores: Array) -> tuple[int, int, float, str, float, float, Ranks]:
        """What the ranking then says of the unit at an index: the last fields of a Step."""
        after, mates = pairwise_probability(scores), self.mates[at]
        most = int(mates[np.argmax(np.abs(after[at, mates] - 0.5))])
        own, rest = scores[:, at, None], np.delete(scores, at, axis=1)
        ranks = 1 + (rest > own).sum(axis=1) + (rest == own).sum(axis=1) / 2
        low, middle, high = np.quantile(ranks, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
        return (
            self.apart(after),
            max(tiers(after)),
            float(np.abs(after[at, mates] - self.before[at, mates]).mean()),
            self.inputs.units[most].id,
            float(after[at, most]),
            float(self.before[at, most]),
            (low, middle, high),
        )


def _mixes(unit: Unit) -> Iterator[tuple[str, tuple[float, ...]]]:
    """What a unit may disclose: what is believed, and that with one route raised.

    Nothing for one that has; no route that it denies.
    """
    if isinstance(unit.belief, Disclosed):
        return
    mean = unit.belief.mean
    yield "", mean
    denied = unit.belief.answers if isinstance(unit.belief, Presence) else ()
    for k, route in enumerate(ROUTES):
        if (denied and denied[k] in ("no", "own_crawl")) or not mean[k]:
            continue
        raised = mean[k] + min(RAISED[route], (1 - mean[k]) / 2)
        rest = (1 - raised) / (1 - mean[k]) if mean[k] < 1 else 0.0
        yield route, tuple(raised if i == k else share * rest for i, share in enumerate(mean))


def _deals(unit: Unit, market: Market | None, case: _Case) -> Iterator[LicenceChange]:
    """Licences to try: one with the dearest supplier, exclusive, and its own dearest made so."""
    if market is None or unit.buyer is None:
        return
    running = [
        one
        for one in market.licences
        if one.counts and one.supplier is not None and one.ended_year is None
    ]
    dearest = max(
        (one for one in running if one.usd_per_year),
        key=lambda one: one.usd_per_year or 0.0,
        default=None,
    )
    if dearest is not None:
        supplier = _name(dearest, case)
        price = dearest.usd_per_year
        yield LicenceChange("add", unit.id, supplier, price, DEAL_YEARS, exclusive=True)
    own = [one for one in running if one.buyer == unit.buyer and one.exclusive != "yes"]
    if own:
        best = max(own, key=lambda one: one.usd_per_year or 0.0)
        yield LicenceChange("exclusive", unit.id, _name(best, case))


def _name(licence: Licence, case: _Case) -> str:
    """The supplier's name, where the facts know it back."""
    party = str(licence.supplier)
    name = facts(case.data_version).names.get(party, party)
    return name if vendor_facts(case.data_version).parties.get(name) == party else party


def _with(change: LicenceChange, scenario: Scenario) -> tuple[LicenceChange, ...]:
    """The scenario's changes and another, which takes the place of one between the same two."""
    kept = [one for one in scenario.licences if one.key != change.key]
    return tuple(sorted((*kept, change), key=lambda one: one.key))
