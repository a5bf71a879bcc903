"""What drives the ranking: Sobol' indices over the groups of inputs.

The total index of a group is the share of the variance that would remain if all other groups were
known, the first-order index the share that would go if this one were. Both come from two
independent sets of streams: the model is run in the worlds of one set with one group at a time
taken from the other (pick and freeze), by the estimators of Jansen 1999, Comput. Phys. Commun.
117:35–43. Where the shares decide nearly everything, no judgement on routes and no choice of
weights can tell the units apart: only disclosure can.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analytics.estimates import Array
from analytics.moat import worlds
from analytics.moat.composite import rank
from analytics.moat.criteria import ROUTE_CRITERIA
from analytics.moat.inputs import MoatInputs
from analytics.moat.worlds import Mixed, Seeds

GROUPS = Seeds._fields
"""shares, leverage, attributes (licences with them), weights, rule, left_out."""

DRAWS = 4096

_RESAMPLES = 200
_BAND = (0.05, 0.95)


@dataclass(frozen=True, eq=False, slots=True)
class Indices:
    """Sobol' indices with the interval of their sampling error.

    Attributes:
        total: (outputs, groups), 0–1 within that error.
        first: first-order, likewise.
        total_band: 5% and 95% quantile over resampled worlds, (2, outputs, groups).
        first_band: likewise.
    """

    total: Array
    first: Array
    total_band: Array
    first_band: Array


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


def drivers(inputs: MoatInputs, draws: int = DRAWS) -> Drivers:
    """Sobol' indices of each unit's score and rank, and of the ranking.

    Criteria of the other models are left aside: how far they are uncertain is not drawn here.

    Args:
        inputs: as for the score; units that are not ranked are left aside.
        draws: worlds of each set; the ranked units are scored in eight times as many.

    Returns:
        Indices by group; 0 for all groups where nothing varies.
    """
    ranked = tuple(unit for unit in inputs.units if unit.ranked)
    drawn = replace(inputs, units=ranked, draws=draws)
    one, two = Seeds.of(inputs.seed), Seeds.of(_other(inputs.seed))
    sets = [one, two, *(one._replace(**{group: getattr(two, group)}) for group in GROUPS)]
    mixed = {
        seeds[:3]: worlds.mixed_anew(drawn, seeds) for seeds in {s[:3]: s for s in sets}.values()
    }
    # (sets, draws, units)
    scores = np.stack([_scores(drawn, seeds, mixed[seeds[:3]]) for seeds in sets])
    ranks = rank(scores)
    rng = np.random.default_rng(inputs.seed)
    times = rng.multinomial(draws, np.full(draws, 1 / draws), _RESAMPLES).astype(np.float64)
    return Drivers(
        GROUPS,
        tuple(unit.id for unit in ranked),
        _indices(scores, times),
        _indices(ranks, times),
        _indices(ranks, times, together=True),
    )


def _other(seed: int) -> int:
    """A seed whose streams share nothing with those of ``seed``."""
    return int(np.random.SeedSequence([abs(seed), seed < 0]).generate_state(1, np.uint64)[0])


def _scores(inputs: MoatInputs, seeds: Seeds, mixed: Mixed) -> Array:
    drawn = worlds.weights(inputs, ROUTE_CRITERIA, seeds.weights)
    weights, _ = worlds.leave_out(inputs, drawn, seeds.left_out)
    return worlds.scores(mixed.criteria, weights, worlds.geometric(inputs, seeds.rule)).T


def _indices(values: Array, times: Array, *, together: bool = False) -> Indices:
    """Indices of each output, or of all added up.

    Args:
        values: (sets, draws, outputs): one set, the other, and one with each group of the other.
        times: how often each resample takes each world, (resamples, draws).
        together: whether the variances of all outputs are added up.
    """
    of_one, of_two, mixed = values[0], values[1], values[2:]
    centre = values[:2].mean(axis=(0, 1))
    spread = ((of_one - centre) ** 2 + (of_two - centre) ** 2) / 2  # (draws, outputs)
    without = (of_one - mixed) ** 2 / 2  # what this group alone moves
    others = (of_two - mixed) ** 2 / 2  # what all but this group move
    if together:
        spread, without, others = (
            part.sum(axis=-1, keepdims=True) for part in (spread, without, others)
        )

    each = (without, others)

    def estimates(weights: Array) -> tuple[Array, Array]:
        variance = weights @ spread  # (resamples, outputs)
        moved, rest = (np.tensordot(weights, part, (1, 1)).transpose(0, 2, 1) for part in each)
        there = (variance > 0)[..., None]
        base = np.where(there, variance[..., None], 1.0)
        return moved / base, np.where(there, 1 - rest / base, 0.0)

    total, first = (found[0] for found in estimates(np.full((1, len(spread)), 1 / len(spread))))
    bands = [np.quantile(found, _BAND, axis=0) for found in estimates(times / len(spread))]
    return Indices(total, first, *bands)
