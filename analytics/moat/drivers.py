"""What drives the ranking: Sobol' indices over the groups of inputs.

The total index of a group is the share of the variance that would remain if all other groups were
known, the first-order index the share that would go if this one were. Both come from two
independent sets of streams: the model is run in the worlds of one set with one group at a time
taken from the other (``analytics.indices``). Where the shares decide nearly everything, no
judgement on routes and no choice of weights can tell the units apart: only disclosure can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analytics import indices
from analytics.estimates import Array
from analytics.indices import Indices
from analytics.moat import worlds
from analytics.moat.composite import rank
from analytics.moat.criteria import CRITERIA, ROUTE_CRITERIA, joined_scores
from analytics.moat.inputs import MoatInputs, Unit
from analytics.moat.worlds import Indicators, Mixed, Seeds

WORLDS = "worlds"
"""The group of what the criteria of the other models rest on, beside the shares."""

Joined = Callable[[tuple[Unit, ...], int, int], tuple[Array, Array]]
"""Units, a seed of their shares and one of the worlds → headroom and collapse resistance, (draws,
units)."""

GROUPS = Seeds._fields
"""shares, leverage, attributes, licences (who else buys, terms, renewals), weights, rule,
left_out."""

DRAWS = 4096


@dataclass(frozen=True, eq=False, slots=True)
class Drivers:
    """What drives scores and ranks.

    Attributes:
        groups: of inputs, in the order of the columns.
        units: ids of the ranked units, in the order of the rows.
        score: of each unit's score, (units, groups).
        rank: of each unit's rank.
        ranking: of the ranking as a whole, the variances of all ranks added up, (1, groups).
    """

    groups: tuple[str, ...]
    units: tuple[str, ...]
    score: Indices
    rank: Indices
    ranking: Indices


def drivers(inputs: MoatInputs, draws: int = DRAWS, joined: Joined | None = None) -> Drivers:
    """Sobol' indices of each unit's score and rank, and of the ranking.

    Args:
        inputs: as for the score; units that are not ranked are left aside.
        draws: worlds of each set; the ranked units are scored in nine or ten times as many.
        joined: the criteria of the other models, which add a group; without it they are left
            aside.

    Returns:
        Indices by group; 0 for all groups where nothing varies.
    """
    ranked = tuple(unit for unit in inputs.units if unit.ranked)
    drawn = replace(inputs, units=ranked, draws=draws)
    groups = GROUPS if joined is None else (*GROUPS, WORLDS)
    one, two = (dict.fromkeys(groups, seed) for seed in (inputs.seed, _other(inputs.seed)))
    sets = [one, two, *(one | {group: two[group]} for group in groups)]
    mixed: dict[tuple[int, ...], Mixed] = {}
    added: dict[tuple[int, int], Array] = {}
    scored = []
    for each in sets:
        seeds = Seeds(*(each[group] for group in GROUPS))
        if seeds.of_mixes not in mixed:
            mixed[seeds.of_mixes] = worlds.mixed_anew(drawn, seeds)
        names: tuple[str, ...] = ROUTE_CRITERIA
        criteria = mixed[seeds.of_mixes].criteria
        if joined is not None:
            at = (seeds.shares, each[WORLDS])
            if at not in added:
                others = joined_scores(*joined(ranked, *at)).values()
                added[at] = np.stack([values.T for values in others], axis=1)
            criteria, names = np.concatenate([criteria, added[at]], axis=1), CRITERIA
        scored.append(_scores(drawn, seeds, criteria, names))
    scores = np.stack(scored)  # (sets, draws, units)
    ranks = rank(scores)
    taken = indices.times(draws, inputs.seed)
    return Drivers(
        groups,
        tuple(unit.id for unit in ranked),
        indices.of_sets(scores, taken),
        indices.of_sets(ranks, taken),
        indices.of_sets(ranks, taken, together=True),
    )


def _other(seed: int) -> int:
    """A seed whose streams share nothing with those of ``seed``."""
    return int(np.random.SeedSequence([abs(seed), seed < 0]).generate_state(1, np.uint64)[0])


def _scores(inputs: MoatInputs, seeds: Seeds, criteria: Array, names: tuple[str, ...]) -> Array:
    drawn = worlds.weights(inputs, names, seeds.weights)
    weights, _ = worlds.leave_out(inputs, drawn, seeds.left_out)
    return Indicators(criteria).scores(weights, worlds.geometric(inputs, seeds.rule)).T
