"""Before and after: what the analyst's own mixes and licence changes do to the vendors.

Both rankings are drawn in the same worlds: every stream of random numbers is keyed by name, so that
a difference is what the changes make of each world, without the noise of a second draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.estimates import Array
from analytics.outlook.replacing import Replacement, replacement_of
from analytics.outlook.vendors import Ranking, buyer_of, ranking_of, unchanged
from analytics.scenario import Scenario

POINTS = 100
"""Score points from the worst score to the best."""

LEAST = 0.0005
"""Mean difference of scores from which a vendor that no change names is told: a twentieth of a
point."""


_NOTHING = 1e-9
"""Difference of scores that is rounding."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number with its 5% and 95% quantile.

    Attributes:
        low: 5% quantile.
        middle: median; of differences the mean: in most worlds next to nothing of a closed
            vendor's text is licensed, so that a median hides what a licence is worth in the rest.
        high: 95% quantile.
    """

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a vendor stands.

    Attributes:
        score: 0–1.
        rank: 1 for the best.
        first: probability of rank 1.
        replacement: what its mix would cost.
    """

    score: Span
    rank: Span
    first: float
    replacement: Replacement


@dataclass(frozen=True, slots=True)
class Effect:
    """What the changes do to a vendor.

    Attributes:
        vendor: its name.
        before: without the changes; None for a vendor that they add.
        after: with them.
        difference: of the score in each world, after less before, its mean in the middle; None for
            one that is added.
        better: probability that the changes raise its score; NaN for one that is added.
        usd_per_year: price of the licences added for it, of those that say; None if none does.
        unpriced: licences added for it without a price.
        usd_per_point: what a score point costs a year: the price over what its licence changes
            alone add, on average and at their 95% and 5% quantile; ``inf`` where that is nothing;
            None without a price.
    """

    vendor: str
    before: Standing | None
    after: Standing
    difference: Span | None
    better: float
    usd_per_year: float | None
    unpriced: int
    usd_per_point: Span | None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the changes of a scenario do.

    Attributes:
        effects: of the vendors that a change names, then of others whose score it moves.
        unranked: buyers that a change names and the ranking doesn't have.
        idle: titles of licence changes that change no row: there is no such licence.
    """

    effects: tuple[Effect, ...]
    unranked: tuple[str, ...]
    idle: tuple[str, ...]


def counterfactual(scenario: Scenario, data_version: str) -> Counterfactual:
    """Hold a scenario against itself without own mixes and licence changes.

    Args:
        scenario: every assumption.
        data_version: of the data.

    Returns:
        The effects; none where the scenario has no such change.

    Raises:
        LookupError: the version is no longer known.
    """
    if not scenario.mixes and not scenario.licences:
        return Counterfactual((), (), ())
    after = ranking_of(scenario, data_version)
    before = ranking_of(unchanged(scenario), data_version)
    # what licences add is told apart from what the mixes of the same vendors do
    without = before
    if scenario.mixes and any(one.usd_per_year is not None for one in scenario.licences):
        without = ranking_of(scenario.model_copy(update={"licences": ()}), data_version)
    ranked = after.moat.ranked_units
    named = dict.fromkeys(
        [one.vendor for one in scenario.licences] + [one.vendor for one in scenario.mixes]
    )
    moved = [one for one in ranked if one not in named and _moved(one, before, after)]
    return Counterfactual(
        tuple(
            _effect(one, scenario, data_version, before, without, after)
            for one in [*(one for one in named if one in ranked), *moved]
        ),
        tuple(one for one in named if one not in ranked),
        _idle(scenario, before),
    )


def _effect(
    vendor: str,
    scenario: Scenario,
    data_version: str,
    before: Ranking,
    without: Ranking,
    after: Ranking,
) -> Effect:
    signed = [one for one in scenario.licences if one.action == "add" and one.vendor == vendor]
    prices = [one.usd_per_year for one in signed if one.usd_per_year is not None]
    price = sum(prices) if prices else None
    was = None
    difference, better = None, float("nan")
    if vendor in before.moat.ranked_units:
        was = _standing(vendor, before, data_version)
        shift = _scores(vendor, after) - _scores(vendor, before)
        difference = _difference(shift)
        better = float((shift > _NOTHING).mean())
    return Effect(
        vendor,
        was,
        _standing(vendor, after, data_version),
        difference,
        better,
        price,
        len(signed) - len(prices),
        _per_point(vendor, price, without, after),
    )


def _standing(vendor: str, ranking: Ranking, data_version: str) -> Standing:
    moat = ranking.moat
    at, unit = moat.ranked_units.index(vendor), moat.place(vendor)
    scores, ranks = moat.score_band[:, unit], moat.rank_band[:, at]
    return Standing(
        Span(float(scores[0]), float(moat.median_score[unit]), float(scores[1])),
        Span(float(ranks[0]), float(moat.median_rank[at]), float(ranks[1])),
        float(moat.acceptability[at, 0]),
        replacement_of(moat, vendor, data_version, ranking.inputs.seed),
    )


def _per_point(vendor: str, price: float | None, without: Ranking, after: Ranking) -> Span | None:
    """USD a year for a point: quantiles of what is added, turned round."""
    if price is None or vendor not in without.moat.ranked_units:
        return None
    added = _difference(_scores(vendor, after) - _scores(vendor, without))
    low, middle, high = (
        price / (POINTS * gain) if gain > 0 else float("inf")
        for gain in (added.high, added.middle, added.low)
    )
    return Span(low, middle, high)


def _moved(vendor: str, before: Ranking, after: Ranking) -> bool:
    if vendor not in before.moat.ranked_units:
        return False
    shift = _scores(vendor, after) - _scores(vendor, before)
    return abs(float(shift.mean())) >= LEAST


def _scores(vendor: str, ranking: Ranking) -> Array:
    scores: Array = ranking.moat.scores[:, ranking.moat.place(vendor)]
    return scores


def _difference(values: Array) -> Span:
    low, high = np.quantile(values, (0.05, 0.95)).tolist()
    return Span(low, float(values.mean()), high)


def _idle(scenario: Scenario, before: Ranking) -> tuple[str, ...]:
    """Changes of licences that nobody holds."""
    facts, market = before.facts, before.inputs.market
    held = {(one.buyer, one.supplier) for one in market.licences} if market else set()
    return tuple(
        one.title
        for one in scenario.licences
        if one.action != "add"
        and (buyer_of(one.vendor, facts), facts.parties.get(one.supplier, one.supplier)) not in held
    )
