"""One Monte Carlo over shares, leverage, attributes, licences, weights, rule and criteria.

All units live in the same worlds: attributes, leverage, weights, the rule, the criterion that is
left out and the fate of every contract are common, and only the shares of tokens are each unit's
own. The score of a unit depends on no other unit; its rank does.
"""

from __future__ import annotations

import numpy as np

from analytics.estimates import Array
from analytics.moat import worlds
from analytics.moat.criteria import ROUTE_CRITERIA, joined_scores
from analytics.moat.inputs import MoatInputs, Unit
from analytics.moat.result import MoatScore

__all__ = ["MoatInputs", "MoatScore", "Unit", "score"]


def score(
    inputs: MoatInputs,
    headroom_years: Array | None = None,
    collapse_resistance: Array | None = None,
    *,
    keep: bool = True,
) -> MoatScore:
    """Score and rank the mixes.

    Args:
        inputs: beliefs, judgements, licences, weights and the rule.
        headroom_years: years of public text that a unit's own routes add, (draws, units), 0 or
            more; without them that criterion is not scored.
        collapse_resistance: diversity of the tail that a unit keeps, 0–1, (draws, units); likewise.
        keep: whether to keep the mixes for a next call that differs in weights or rule alone; not
            where many are tried once, which would drive out what is wanted again.

    Returns:
        The score; the same inputs give the same bytes.

    Raises:
        ValueError: no criterion that is there has a weight, or arrays of another shape.
    """
    joined = joined_scores(headroom_years, collapse_resistance)
    shape = (inputs.draws, len(inputs.units))
    if wrong := [name for name, values in joined.items() if values.shape != shape]:
        raise ValueError(f"{', '.join(wrong)} must be of shape {shape}, draws by units")
    names = (*ROUTE_CRITERIA, *joined)
    seeds = worlds.Seeds.of(inputs.seed)
    mixed = worlds.mixed(inputs, inputs.seed) if keep else worlds.mixed_anew(inputs, seeds)
    criteria = mixed.criteria
    if joined:
        criteria = np.concatenate([criteria, *(v.T[:, None] for v in joined.values())], axis=1)
    drawn = worlds.weights(inputs, names, seeds.weights)
    weights, left_out = worlds.leave_out(inputs, drawn, seeds.left_out)
    geometric = worlds.geometric(inputs, seeds.rule)
    return MoatScore(
        units=tuple(unit.id for unit in inputs.units),
        ranked=tuple(unit.ranked for unit in inputs.units),
        criteria_names=names,
        mixed=mixed,
        criteria=criteria.transpose(2, 0, 1),
        weights=weights.T,
        left_out=left_out,
        geometric=geometric,
        scores=worlds.scores(criteria, weights, geometric).T,
    )
