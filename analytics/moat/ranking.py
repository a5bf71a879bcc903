"""What a ranking can tell: how often each unit takes each place, and who is told apart from whom.

Stochastic multicriteria acceptability analysis (Lahdelma & Salminen 2001, Operations Research
49:444–454; Tervonen & Figueira 2008, J. Multi-Criteria Decision Analysis 15:1–14). Ties are split:
units with the same score take the places between them in equal parts, and beat each other in half
of such worlds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import combinations
from math import comb
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from analytics.estimates import Array
from analytics.moat.composite import Rule, above_and_level, aggregate

Player = TypeVar("Player", bound=Hashable)

APART = 0.9
"""Probability above which one unit stands apart from another."""


def rank_acceptability(
    indicators: ArrayLike, weights: ArrayLike, how: Rule = "arithmetic"
) -> Array:
    """Share of the weights that put a unit at a rank.

    Args:
        indicators: (units, indicators), normalised.
        weights: (draws, indicators), each row scaled to sum to 1.
        how: rule of aggregation.

    Returns:
        b, (units, ranks), rows and columns summing to 1.

    >>> rank_acceptability([[1, 0], [0, 1]], [[0.7, 0.3], [0.6, 0.4], [0.5, 0.5]]).round(3).tolist()
    [[0.833, 0.167], [0.167, 0.833]]
    """
    return acceptability(_scores(indicators, weights, how))


def central_weights(indicators: ArrayLike, weights: ArrayLike, how: Rule = "arithmetic") -> Array:
    """Mean of the weights with which a unit comes first: the preferences that speak for it.

    Args:
        indicators: (units, indicators), normalised.
        weights: (draws, indicators).
        how: rule of aggregation.

    Returns:
        (units, indicators), rows summing to 1; NaN for a unit that never comes first.
    """
    return central(_scores(indicators, weights, how), np.asarray(weights, dtype=np.float64))


def acceptability(scores: Array) -> Array:
    """Probability of each rank.

    Args:
        scores: (draws, units); more is better.

    Returns:
        b, (units, ranks): column 0 is the first rank.
    """
    units = scores.shape[1]
    columns = np.ascontiguousarray(scores.T)
    table = np.zeros((units, units))
    for unit, own in enumerate(columns):
        above, level = above_and_level(columns, own)
        for tied in np.flatnonzero(
            np.bincount(level)
        ).tolist():  # units that share a place split those they take
            found = np.bincount(above[level == tied], minlength=units) / tied
            for place in range(tied):
                table[unit, place:] += found[: units - place]
    table /= len(scores)
    return table


def central(scores: Array, weights: Array) -> Array:
    """Mean weights in the worlds in which a unit comes first.

    Args:
        scores: (draws, units).
        weights: (draws, indicators).

    Returns:
        (units, indicators); NaN for a unit that never comes first.
    """
    first = (scores == scores.max(axis=1, keepdims=True)).astype(np.float64)
    first /= first.sum(axis=1, keepdims=True)
    times = first.sum(axis=0)[:, None]
    sums = first.T @ (weights / weights.sum(axis=1, keepdims=True))
    mean: Array = np.divide(sums, times, out=np.full_like(sums, np.nan), where=times > 0)
    return mean


def pairwise_probability(scores: Array) -> Array:
    """P(i beats j), a tie counting half.

    Args:
        scores: (draws, units).

    Returns:
        (units, units), ½ on the diagonal; P_ij + P_ji = 1.
    """
    columns = np.ascontiguousarray(scores.T)
    units = len(columns)
    table = np.full((units, units), 0.5)
    for i, j in combinations(range(units), 2):
        more = np.count_nonzero(columns[i] > columns[j])
        level = np.count_nonzero(columns[i] == columns[j])
        table[i, j] = (more + level / 2) / scores.shape[0]
        table[j, i] = 1 - table[i, j]
    return table


def tiers(pairwise: Array, apart: float = APART) -> tuple[int, ...]:
    """Tiers that the ranking can tell apart.

    Two units share a tier where neither beats the other with a probability above ``apart``. That
    alone is no partition: A and B may be alike, B and C too, but not A and C. Tiers are therefore
    the strongly connected parts of the graph with an arrow from i to j wherever i is *not* clearly
    below j (P_ij ≥ 1 − apart). Between any two units there is an arrow at least one way, so that
    the parts have one order; it depends on no order of the units. Every member of a higher tier
    beats every member of a lower one with a probability above ``apart``, and no finer partition in
    which units alike share a tier has that property.

    Args:
        pairwise: P(i beats j), (units, units).
        apart: from ½ to below 1.

    Returns:
        Tier of each unit, 1 for the highest.

    >>> tiers(np.array([[0.5, 0.8, 0.95], [0.2, 0.5, 0.95], [0.05, 0.05, 0.5]]))
    (1, 1, 2)
    """
    beaten = pairwise > apart
    count, part = connected_components(~beaten.T, directed=True, connection="strong")
    # a unit of a lower part is beaten by all of the higher ones, so by more than any of those is
    losses = [int(beaten[:, part == one].sum(axis=0).max()) for one in range(count)]
    place = {one: tier for tier, one in enumerate(np.argsort(losses).tolist(), 1)}
    return tuple(place[one] for one in part.tolist())


def shapley(value: Callable[[frozenset[Player]], float], players: Sequence[Player]) -> list[float]:
    """Exact Shapley values: what each player adds, over all orders of joining.

    Args:
        value: of a set of players; that of no players may be other than 0.
        players: distinct, few: ``value`` is asked 2ⁿ times.

    Returns:
        One value a player, summing to value(all) − value(none).

    Source: Shapley 1953, Contributions to the Theory of Games II.

    >>> glove = lambda who: float("L" in who and len(who) > 1)
    >>> [round(part, 4) for part in shapley(glove, ["L", "R1", "R2"])]
    [0.6667, 0.1667, 0.1667]
    """
    count = len(players)
    worth = {
        frozenset(some): value(frozenset(some))
        for size in range(count + 1)
        for some in combinations(players, size)
    }
    return [
        sum(
            (all_of - worth[some - {player}]) / (count * comb(count - 1, len(some) - 1))
            for some, all_of in worth.items()
            if player in some
        )
        for player in players
    ]


def _scores(indicators: ArrayLike, weights: ArrayLike, how: Rule) -> Array:
    """Scores of fixed indicators under many weights, (draws, units)."""
    values = np.asarray(indicators, dtype=np.float64)
    return aggregate(values, np.asarray(weights, dtype=np.float64), how)
