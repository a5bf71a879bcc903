"""What the Monte Carlo says: scores, ranks, and how far they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array
from analytics.moat import ranking
from analytics.moat.attribution import route_parts
from analytics.moat.composite import above_and_level, aggregate, mean_rank_shift, rank
from analytics.moat.worlds import Mixed
from analytics.quantiles import by_row

QUANTILES = np.array([0.05, 0.5, 0.95])
"""Lower end of a band, median, upper end."""


@dataclass(frozen=True, eq=False)
class MoatScore:
    """Scores of all units, and the ranking of those that are ranked; arrays are read-only.

    Ties are split: units with the same score share the mean of the places they take, each of these
    places in equal parts, and beat each other in half of such worlds.

    Attributes:
        units: ids, in the order given.
        ranked: whether each takes part in the ranking.
        criteria_names: those that are scored.
        mixed: the mixes behind the criteria, as the model has them.
        criteria: normalised, 0–1, (draws, units, criteria).
        weights: used in each world, (draws, criteria); 0 for the criterion left out.
        left_out: index of the criterion left out, −1 for none, (draws,).
        geometric: whether the world took the geometric rule, (draws,).
        scores: 0–1, (draws, units).
    """

    units: tuple[str, ...]
    ranked: tuple[bool, ...]
    criteria_names: tuple[str, ...]
    mixed: Mixed
    criteria: Array
    weights: Array
    left_out: NDArray[np.intp]
    geometric: NDArray[np.bool_]
    scores: Array

    def __post_init__(self) -> None:
        """Close every array to writing."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def token_shares(self) -> Array:
        """π, 0–1, (draws, units, routes)."""
        return _closed(np.array(self.mixed.token_shares).transpose(2, 0, 1))

    @property
    def value_shares(self) -> Array:
        """ω, 0–1, (draws, units, routes)."""
        every = [self.mixed.value_shares(at) for at in range(len(self.units))]
        return _closed(np.array(every).transpose(2, 0, 1))

    @property
    def attributes(self) -> Array:
        """Of the routes, common to all units, 0–1, (draws, routes, criteria of routes)."""
        return self.mixed.attributes.transpose(2, 1, 0)

    @property
    def licensed(self) -> Array:
        """Exclusivity and renewability of each unit's licensed text, 0–1, (draws, units, 2)."""
        return self.mixed.licensed.transpose(2, 0, 1)

    @cached_property
    def ranked_units(self) -> tuple[str, ...]:
        """Ids of the units in the ranking, in the order given."""
        return tuple(unit for unit, in_it in zip(self.units, self.ranked, strict=True) if in_it)

    @cached_property
    def ranked_scores(self) -> Array:
        """Scores of the units in the ranking, (draws, ranked)."""
        return _closed(self.scores[:, np.array(self.ranked)])

    @cached_property
    def ranks(self) -> Array:
        """Ranks, 1 for the best, (draws, ranked)."""
        return _closed(rank(self.ranked_scores))

    def stands(self, unit: str) -> Array:
        """Where a unit stands, or would if it alone joined the ranking, (draws,).

        Args:
            unit: its id.

        Raises:
            ValueError: no unit of that id.
        """
        if unit in self.ranked_units:
            return self.ranks[:, self.ranked_units.index(unit)]
        own = np.ascontiguousarray(self.scores[:, self.place(unit)])
        above, level = above_and_level(np.ascontiguousarray(self.ranked_scores.T), own)
        return _closed(above + 1 + level / 2)

    @cached_property
    def _score_quantiles(self) -> Array:
        return _closed(by_row(np.ascontiguousarray(self.scores.T), QUANTILES).T)

    @property
    def median_score(self) -> Array:
        """(units,); as the band, to one part in 65,535 of the unit's range."""
        median: Array = self._score_quantiles[1]
        return median

    @property
    def score_band(self) -> Array:
        """5% and 95% quantile of the score, (2, units)."""
        band: Array = self._score_quantiles[::2]
        return band

    @cached_property
    def _rank_quantiles(self) -> Array:
        # ranks are whole or, where units tie, half: a quantile is one of them, its double whole
        twice = np.sort((2 * self.ranks.T).astype(np.uint16), axis=1, kind="stable")
        at = np.ceil(QUANTILES * twice.shape[1]).astype(int) - 1
        return _closed(twice[:, at].T / 2)

    @property
    def median_rank(self) -> Array:
        """(ranked,)."""
        median: Array = self._rank_quantiles[1]
        return median

    @property
    def rank_band(self) -> Array:
        """5% and 95% quantile of the rank, (2, ranked)."""
        band: Array = self._rank_quantiles[::2]
        return band

    @cached_property
    def best_first(self) -> tuple[str, ...]:
        """Ids of the units in the ranking, the best median rank first, ties by mean score."""
        order = sorted(
            range(len(self.ranked_units)),
            key=lambda i: (self.median_rank[i], -float(self.ranked_scores[:, i].mean())),
        )
        return tuple(self.ranked_units[i] for i in order)

    @cached_property
    def acceptability(self) -> Array:
        """b: probability of each rank, (ranked, ranks); rows and columns sum to 1."""
        return _closed(ranking.acceptability(self.ranked_scores))

    @cached_property
    def pairwise(self) -> Array:
        """P(i beats j), (ranked, ranked), ½ on the diagonal."""
        return _closed(ranking.pairwise_probability(self.ranked_scores))

    @cached_property
    def tiers(self) -> tuple[int, ...]:
        """Tier of each unit in the ranking, 1 for the highest; see :func:`.ranking.tiers`."""
        return ranking.tiers(self.pairwise)

    @cached_property
    def central_weights(self) -> Array:
        """Mean weights with which a unit comes first, (ranked, criteria); NaN if it never does."""
        return _closed(ranking.central(self.ranked_scores, self.weights))

    @cached_property
    def rule_shift(self) -> float:
        """R_S: places by which a rank differs between the two rules, mean over units and worlds."""
        criteria = self.criteria[:, np.array(self.ranked)]
        one, two = (
            rank(aggregate(criteria, self.weights, how)) for how in ("geometric", "arithmetic")
        )
        return float(mean_rank_shift(one, two).mean())

    def place(self, unit: str) -> int:
        """Index of a unit among all; ValueError if there is none of that id."""
        return self.units.index(unit)

    def route_shares(self, unit: str) -> Array:
        """What each route contributes to a unit's score: exact Shapley values.

        Args:
            unit: its id.

        Returns:
            (draws, routes), summing to the score.

        Raises:
            ValueError: no unit of that id.
        """
        at = self.place(unit)
        return _closed(
            route_parts(
                self.mixed.value_shares(at).T,
                self.attributes,
                self.licensed[:, at],
                self.criteria[:, at, self.attributes.shape[2] :],
                self.weights,
                self.geometric,
            )
        )


def _closed(array: Array) -> Array:
    array.setflags(write=False)
    return array
