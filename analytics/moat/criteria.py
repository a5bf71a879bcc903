"""Five criteria of a moat, as the routes of a mix have them, and two from the other models.

Criteria follow Barney 1991, J. Management 17 (value, rarity, inimitability, non-substitutability).
A route's weight in them is its share of *value*, not of tokens: feedback is under 0.1% of tokens
and decides post-training. Transparency is no criterion: it sets the width of the band. Nor is
diversity: it is resilience, and anyone can download a diverse corpus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.estimates import Array, Estimate
from analytics.moat.composite import normalise
from analytics.moat.mixes import ROUTES
from analytics.moat.streams import drawn

ROUTE_CRITERIA = (
    "exclusivity",
    "renewability",
    "rights_safety",
    "human_signal",
    "non_substitutability",
)
"""Criteria that a route has attributes for."""

JOINED_CRITERIA = ("headroom", "collapse_resistance")
"""Criteria that come from the depletion and collapse models, where they are given."""

CRITERIA = (*ROUTE_CRITERIA, *JOINED_CRITERIA)

HEADROOM_YEARS = (0.0, 5.0)
"""Goalposts of headroom: years of public text that own routes add."""

LICENSED = ROUTES.index("licensed")
EXCLUSIVITY = ROUTE_CRITERIA.index("exclusivity")
RENEWABILITY = ROUTE_CRITERIA.index("renewability")

AttributeTable = tuple[tuple[Estimate, ...], ...]
"""Attributes 0–1: a row a route, a column a criterion, in the orders above."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is held of the routes, common to all units.

    Args:
        attributes: 0–1, six routes by five criteria.
        leverage: worth of a token by route, that of public crawl being 1; above 0.

    Raises:
        ValueError: a table of another shape, or estimates outside those bounds.
    """

    attributes: AttributeTable
    leverage: tuple[Estimate, ...]

    def __post_init__(self) -> None:
        """Refuse tables of another shape, and numbers that are no attributes."""
        shape = (len(self.attributes), {len(row) for row in self.attributes}, len(self.leverage))
        if shape != (len(ROUTES), {len(ROUTE_CRITERIA)}, len(ROUTES)):
            raise ValueError("attributes take six routes by five criteria, leverage six routes")
        for one in (one for row in self.attributes for one in row):
            if not 0 <= one.low <= one.high <= 1:
                raise ValueError(f"an attribute lies between 0 and 1, not {one.points}")
        if not all(one.low > 0 for one in self.leverage):
            raise ValueError("leverage must be above 0")


def attributes(judgements: Judgements, draws: int, seed: int) -> Array:
    """Attributes of the routes in every world.

    Args:
        judgements: the estimates.
        draws: number of worlds.
        seed: of all streams together.

    Returns:
        0–1, (criteria, routes, draws).
    """
    table = [
        [
            drawn(judgements.attributes[k][j], draws, seed, f"attribute/{route}/{criterion}")
            for k, route in enumerate(ROUTES)
        ]
        for j, criterion in enumerate(ROUTE_CRITERIA)
    ]
    found: Array = np.array(table).clip(0.0, 1.0)
    return found


def leverage(judgements: Judgements, draws: int, seed: int) -> Array:
    """Worth of a token by route in every world, (routes, draws)."""
    return np.array(
        [
            drawn(one, draws, seed, f"leverage/{route}")
            for route, one in zip(ROUTES, judgements.leverage, strict=True)
        ]
    )


def value_shares(token_shares: Array, worth: Array, kept: Array | None = None) -> Array:
    """Shares of a mix's value: ω_k ∝ π_k i_k.

    Args:
        token_shares: π of one mix, (routes, draws), 0–1.
        worth: i, leverage by route, (routes, draws).
        kept: share of the licensed text that stays usable, (draws,); all of it by default.

    Returns:
        ω, shape of ``token_shares``, summing to 1 over the routes.
    """
    value: Array = token_shares * worth
    if kept is not None:
        # what has gone is worth next to nothing, but a mix of nothing else still has a mix
        value[LICENSED] *= np.maximum(kept, 1e-9)
    value /= value.sum(axis=0)
    return value


def route_scores(
    shares: Array,
    table: Array,
    licensed_exclusivity: Array | None = None,
    licensed_renewability: Array | None = None,
) -> Array:
    """Criteria of one mix: C_j = Σ_k ω_k a_kj.

    Args:
        shares: ω, value shares, (routes, draws).
        table: a, attributes, (criteria, routes, draws).
        licensed_exclusivity: of this mix's own licences, (draws,), in place of the table's.
        licensed_renewability: licence runway, likewise.

    Returns:
        0–1, (criteria, draws).
    """
    scores: Array = np.einsum("kn,jkn->jn", shares, table)
    own = {EXCLUSIVITY: licensed_exclusivity, RENEWABILITY: licensed_renewability}
    for criterion, attribute in own.items():
        if attribute is not None:
            scores[criterion] += shares[LICENSED] * (attribute - table[criterion, LICENSED])
    return scores.clip(0.0, 1.0, out=scores)


def joined_scores(
    headroom_years: Array | None, collapse_resistance: Array | None
) -> dict[str, Array]:
    """The criteria of the other models between their goalposts, those that are given.

    Args:
        headroom_years: (draws, units), 0 or more; capped at 5.
        collapse_resistance: κ, (draws, units), 0–1.

    Returns:
        By criterion, 0–1, (draws, units).
    """
    given = {}
    if headroom_years is not None:
        given["headroom"] = normalise(headroom_years, *HEADROOM_YEARS)
    if collapse_resistance is not None:
        given["collapse_resistance"] = normalise(collapse_resistance, 0.0, 1.0)
    return given
