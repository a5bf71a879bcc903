"""What each route contributes to a score: exact Shapley values over the 64 sets of six routes."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array
from analytics.moat.composite import FLOOR
from analytics.moat.criteria import EXCLUSIVITY, LICENSED, RENEWABILITY


def route_parts(
    value_shares: Array,
    attributes: Array,
    licensed: Array,
    joined: Array,
    weights: Array,
    geometric: NDArray[np.bool_],
) -> Array:
    """Shapley value of each route in each world.

    V(S) is the score with the value shares of all other routes at 0, *not renormalised*: what is
    missing is missing. What is left without any route, V(∅) – the floor of the geometric mean, and
    the criteria of the other models, which stay as they are – is no route's own and goes to all by
    their value shares, so that the parts sum to the score and a route without a share has none.

    Args:
        value_shares: ω of one unit, (draws, routes).
        attributes: of the routes, (draws, routes, criteria of routes).
        licensed: the unit's exclusivity and renewability of licensed text, (draws, 2).
        joined: criteria of the other models, (draws, none to two).
        weights: (draws, all criteria).
        geometric: rule of each world, (draws,).

    Returns:
        (draws, routes), summing to the score.

    Source: Shapley 1953; as parts of a composite, Shorrocks 2013, J. Economic Inequality 11.
    """
    routes, own = value_shares.shape[1], attributes.shape[2]
    table = attributes.transpose(1, 2, 0).copy()  # (routes, criteria, draws): draws contiguous
    table[LICENSED, [EXCLUSIVITY, RENEWABILITY]] = licensed.T
    table *= value_shares.T[:, None]
    weighed = np.ascontiguousarray(weights.T)
    constant = np.log(np.maximum(joined.T, FLOOR)), joined.T
    fixed = [np.einsum("jn,jn->n", weighed[own:], part) for part in constant]

    sums = np.zeros((2**routes, own, len(value_shares)))
    for some in range(1, 2**routes):
        last = some & -some
        np.add(sums[some ^ last], table[last.bit_length() - 1], out=sums[some])
    if geometric.any():
        logs = np.log(np.maximum(sums, FLOOR))
        worth = np.exp(np.einsum("sjn,jn->sn", logs, weighed[:own]) + fixed[0])
    if not geometric.all():
        arithmetic = np.einsum("sjn,jn->sn", sums, weighed[:own]) + fixed[1]
        worth = np.where(geometric, worth, arithmetic) if geometric.any() else arithmetic

    parts: Array = worth[0] * value_shares.T
    for some in range(1, 2**routes):
        share = 1 / (routes * comb(routes - 1, some.bit_count() - 1))
        for route in range(routes):
            if some >> route & 1:
                parts[route] += share * (worth[some] - worth[some ^ 1 << route])
    return parts.T
