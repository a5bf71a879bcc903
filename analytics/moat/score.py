"""One Monte Carlo over shares, leverage, attributes, licences, weights, rule and criteria.

All units live in the same worlds: attributes, leverage, weights, the rule, the criterion that is
left out and the fate of every contract are common, and only the shares of tokens are each unit's
own. The score of a unit depends on no other unit; its rank does.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    given = {"headroom": headroom_years, "collapse_resistance": collapse_resistance}
    there = {name: values for name, values in given.items() if values is not None}
    shape = (inputs.draws, len(inputs.units))
    if wrong := [name for name, values in there.items() if values.shape != shape]:
        raise ValueError(f"{', '.join(wrong)} must be of shape {shape}, draws by units")
    names = (*ROUTE_CRITERIA, *there)
    seeds = worlds.Seeds.of(inputs.seed)
    mixed = worlds.mixed(inputs, inputs.seed) if keep else worlds.mixed_anew(inputs, seeds)
    indicators = _indicators(mixed, headroom_years, collapse_resistance, keep=keep)
    drawn = worlds.weights(inputs, names, seeds.weights)
    weights, left_out = worlds.leave_out(inputs, drawn, seeds.left_out)
    geometric = worlds.geometric(inputs, seeds.rule)
    return MoatScore(
        units=tuple(unit.id for unit in inputs.units),
        ranked=tuple(unit.ranked for unit in inputs.units),
        criteria_names=names,
        mixed=mixed,
        criteria=indicators.values.transpose(2, 0, 1),
        weights=weights.T,
        left_out=left_out,
        geometric=geometric,
        scores=indicators.scores(weights, geometric).T,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Last:
    """What the indicators were last made of, and they."""

    mixed: worlds.Mixed
    headroom_years: Array | None
    collapse_resistance: Array | None
    indicators: worlds.Indicators

    def of(self, mixed: worlds.Mixed, *given: Array | None) -> bool:
        """Whether they were made of these."""
        made_of = (self.mixed, self.headroom_years, self.collapse_resistance)
        return all(one is other for one, other in zip(made_of, (mixed, *given), strict=True))


_last: _Last | None = None


def _indicators(
    mixed: worlds.Mixed,
    headroom_years: Array | None,
    collapse_resistance: Array | None,
    *,
    keep: bool,
) -> worlds.Indicators:
    """The criteria of the routes and those given; the last kept are there for a weight to move."""
    global _last
    given = (headroom_years, collapse_resistance)
    if (last := _last) and last.of(mixed, *given):
        return last.indicators
    joined = joined_scores(*given)
    parts = [mixed.criteria, *(values.T[:, None] for values in joined.values())]
    indicators = worlds.Indicators(np.concatenate(parts, axis=1))
    # what may be written to may be another's by the next call
    if keep and not any(values is not None and values.flags.writeable for values in given):
        _last = _Last(mixed, *given, indicators)
    return indicators
