"""From criteria to a score to a rank.

Goalposts are fixed, so that a new unit changes nobody else's score; the weighted geometric mean
lets no strong criterion make up for one that fails (UNDP Human Development Report, technical note
1; Nardo et al. 2008, OECD/JRC Handbook on Constructing Composite Indicators).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.estimates import Array

Rule = Literal["geometric", "arithmetic"]

FLOOR = 0.01
"""Lowest indicator that a geometric mean takes: one at 0 would hide all others."""


def normalise(values: ArrayLike, low: ArrayLike, high: ArrayLike) -> Array:
    """Values between fixed goalposts, capped to 0–1.

    Args:
        values: any shape, in the unit of the goalposts.
        low: goalpost that counts as 0.
        high: goalpost that counts as 1, above ``low``.

    Returns:
        (value − low)/(high − low) within 0–1, shape of ``values``.

    Raises:
        ValueError: goalposts in the wrong order, or a value that is no number.

    >>> normalise([-1, 0, 2.5, 9], 0, 5).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    given, bottom, top = (np.asarray(x, dtype=np.float64) for x in (values, low, high))
    if not (top > bottom).all():
        raise ValueError(f"the upper goalpost {top} must lie above the lower one {bottom}")
    if np.isnan(given).any():
        raise ValueError("a value to normalise is no number")
    return np.clip((given - bottom) / (top - bottom), 0.0, 1.0)


def aggregate(indicators: ArrayLike, weights: ArrayLike, how: Rule) -> Array:
    """Weighted mean of normalised indicators.

    Args:
        indicators: (…, units, indicators), 0 or more.
        weights: (…, indicators), 0 or more, scaled to sum to 1.
        how: ``geometric``, of indicators raised to at least .01, or ``arithmetic``.

    Returns:
        Scores, (…, units).

    Raises:
        ValueError: a negative or missing number, weights that are all 0, or an unknown rule.

    >>> aggregate([[0.9, 0.1], [0.5, 0.5]], [1, 1], "arithmetic").round(3).tolist()
    [0.5, 0.5]
    >>> aggregate([[0.9, 0.1], [0.5, 0.5]], [1, 1], "geometric").round(3).tolist()
    [0.3, 0.5]
    """
    values, parts = (np.asarray(x, dtype=np.float64) for x in (indicators, weights))
    if not (values.min(initial=0) >= 0 and parts.min(initial=0) >= 0):  # nor is a NaN
        raise ValueError("indicators and weights must be numbers, none negative")
    total = parts.sum(axis=-1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("weights must not all be 0")
    parts = parts / total
    match how:
        case "geometric":
            values = logs(values)
        case "arithmetic":
            pass
        case _:
            raise ValueError(f"how must be geometric or arithmetic, not {how}")
    scores: Array = np.einsum("...ui,...i->...u", values, parts)
    return np.exp(scores) if how == "geometric" else scores


def logs(indicators: Array) -> Array:
    """Logarithms of indicators, raised to at least .01: what the geometric mean is the mean of."""
    values: Array = np.maximum(indicators, FLOOR)
    np.log(values, out=values)
    return values


def rank(scores: ArrayLike) -> Array:
    """Ranks, 1 for the best; units with the same score share the mean of their places.

    Args:
        scores: (…, units), finite; more is better.

    Returns:
        Ranks, (…, units).

    Raises:
        ValueError: a score that is not finite.

    >>> rank([0.2, 0.9, 0.2, 0.4]).tolist()
    [3.5, 1.0, 3.5, 2.0]
    """
    given = np.asarray(scores, dtype=np.float64)
    if not np.isfinite(given).all():
        raise ValueError("scores must be finite")
    columns = np.ascontiguousarray(np.moveaxis(given, -1, 0))
    places = np.empty_like(given)
    for unit, own in enumerate(columns):
        above, level = above_and_level(columns, own)
        places[..., unit] = above + (level + 1) / 2
    return places


def above_and_level(columns: Array, own: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How many units have more than a value, and how many have just as much.

    Args:
        columns: scores, (units, …), each unit's in one piece: a quarter of the time.
        own: the value, (…,).

    Returns:
        Two counts, (…,).
    """
    narrow = np.uint8 if len(columns) < 256 else np.intp  # what is added up fits the cache
    above, level = (
        found.view(np.uint8).sum(axis=0, dtype=narrow).astype(np.intp)
        for found in (columns > own, columns == own)
    )
    return above, level


def mean_rank_shift(ranks_a: ArrayLike, ranks_b: ArrayLike) -> Array:
    """How far a choice moves ranks: R_S = mean |rank_a − rank_b|.

    Args:
        ranks_a: (…, units).
        ranks_b: the same shape.

    Returns:
        Places, (…,).

    Source: Saisana, Saltelli & Tarantola 2005, J. R. Stat. Soc. A 168, eq. (2).

    >>> float(mean_rank_shift([1, 2, 3], [3, 2, 1]).round(3))
    1.333
    """
    one, two = (np.asarray(x, dtype=np.float64) for x in (ranks_a, ranks_b))
    shift: Array = np.abs(one - two).mean(axis=-1)
    return shift
