"""What it would cost to buy a mix at market prices.

The gap in price is the finding: licensed text costs about a thousand times what rephrased synthetic
text does, so that price, and not scarcity alone, drives substitution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.estimates import Array
from analytics.moat.mixes import ROUTES
from analytics.moat.streams import uniforms


@dataclass(frozen=True, eq=False, slots=True)
class ReplacementCost:
    """Cost of a mix, of the routes that have a price.

    Attributes:
        routes: those with a price, in the order of ``ROUTES``.
        usd: drawn cost by route, (draws, routes).
        at_low: cost at the lowest prices, the mean mix and the median size, by route, (routes,).
        at_high: the same at the highest prices.
        priced_share: share of the tokens that the prices cover, (draws,); the rest has no market.
    """

    routes: tuple[str, ...]
    usd: Array
    at_low: Array
    at_high: Array
    priced_share: Array

    @property
    def total(self) -> Array:
        """Drawn cost of all priced routes together, USD, (draws,)."""
        total: Array = self.usd.sum(axis=1)
        return total


def replacement_cost(
    token_shares: Array,
    tokens: Array | float,
    prices: Mapping[str, tuple[float, float]],
    seed: int,
) -> ReplacementCost:
    """What the tokens of a mix would cost.

    Args:
        token_shares: of one unit, (draws, 6), in the order of ``ROUTES``.
        tokens: size of the training run, one number or (draws,).
        prices: lowest and highest price by route, USD per token, above 0. In between every order of
            magnitude is as likely; a route without a price has no market and no cost.
        seed: of all streams together: the price of a route is one in a world, for all units.

    Returns:
        The cost by route.

    Raises:
        ValueError: a price for no route, or one that is none.
    """
    if unknown := set(prices) - set(ROUTES):
        raise ValueError(f"no such route: {', '.join(sorted(unknown))}")
    if not all(0 < low <= high < math.inf for low, high in prices.values()):
        raise ValueError("prices must be above 0, the lower one first")
    draws = token_shares.shape[0]
    size = np.broadcast_to(np.asarray(tokens, dtype=np.float64), (draws,))
    routes = tuple(route for route in ROUTES if route in prices)
    shares = token_shares[:, [ROUTES.index(route) for route in routes]]
    volume = shares * size[:, None]
    low, high = np.array([prices[route] for route in routes]).reshape(-1, 2).T
    luck = [uniforms(draws, seed, f"price/{route}") for route in routes]
    price = low * (high / low) ** np.array(luck).reshape(-1, draws).T
    typical = shares.mean(axis=0) * float(np.median(size))
    return ReplacementCost(
        routes, volume * price, typical * low, typical * high, shares.sum(axis=1)
    )
