"""Diversity of a set of shares: how concentrated it is, and how many parts it effectively has.

Shares are not negative and sum to 1 along the last axis; whatever stands before it (worlds,
vendors) is kept. Shared by all models.

Sources: Shannon 1948 (entropy); Hill 1973, Ecology 54:427–432 (Hill numbers); US Department of
Justice & FTC, Merger Guidelines 2023, §2.1 (HHI in points, 0–10,000).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp, xlogy

from analytics.estimates import Array

_SUM_TOLERANCE = 1e-6
_NEAR_ONE = 0.5


def hhi(shares: ArrayLike) -> Array:
    """Herfindahl–Hirschman index: Σ (100 p)².

    Args:
        shares: (…, parts), 0–1, summing to 1.

    Returns:
        Points, (…,): 10,000 for a single part, 10,000/k for k equal ones.

    Raises:
        ValueError: shares that are negative, or do not sum to 1, or none.

    >>> float(hhi([0.3, 0.3, 0.2, 0.2]).round(6))
    2600.0
    >>> hhi([[1.0, 0.0], [0.5, 0.5]]).tolist()
    [10000.0, 5000.0]
    """
    parts = _checked(shares)
    points: Array = 1e4 * np.square(parts).sum(axis=-1)
    return points


def entropy(shares: ArrayLike) -> Array:
    """Shannon entropy: −Σ p ln p.

    Args:
        shares: (…, parts), 0–1, summing to 1.

    Returns:
        Nats, (…,): 0 for a single part, ln k for k equal ones.

    Raises:
        ValueError: shares that are negative, or do not sum to 1, or none.

    >>> float(entropy([0.5, 0.5]).round(4)), float(entropy([1.0, 0.0]))
    (0.6931, 0.0)
    """
    parts = _checked(shares)
    nats: Array = 0.0 - xlogy(parts, parts).sum(axis=-1)
    return nats


def hill_number(shares: ArrayLike, order: float) -> Array:
    """Effective number of parts: (Σ p^q)^(1/(1 − q)).

    q = 0 counts the parts that are there, q = 1 is exp(entropy), q = 2 is 1/Σp², and infinite q
    is 1/max p.

    Args:
        shares: (…, parts), 0–1, summing to 1.
        order: q, 0 or more, ``inf`` included; the higher, the less rare parts count.

    Returns:
        Parts, (…,), from 1 to the number of parts.

    Raises:
        ValueError: an order below 0, or shares that are negative, do not sum to 1, or none.

    >>> [float(hill_number([0.5, 0.25, 0.25, 0.0], q).round(3)) for q in (0, 1, 2, np.inf)]
    [3.0, 2.828, 2.667, 2.0]
    """
    if not order >= 0:
        raise ValueError(f"order must be at least 0, not {order:g}")
    parts = _checked(shares)
    if order == 0:
        there: Array = (parts > 0).sum(axis=-1, dtype=np.float64)
        return there
    if order == 1:
        log_number = 0.0 - xlogy(parts, parts).sum(axis=-1)
    elif order == np.inf:
        log_number = -np.log(parts.max(axis=-1))
    elif abs(order - 1) < _NEAR_ONE:
        # Σ p^q − 1 = Σ p (p^(q − 1) − 1), so that nothing cancels as q nears 1
        logs = np.log(np.where(parts > 0, parts, 1.0))
        excess = (parts * np.expm1((order - 1) * logs)).sum(axis=-1)
        log_number = np.log1p(excess) / (1 - order)
    else:
        logs = np.log(np.where(parts > 0, parts, 1.0))
        powers = np.where(parts > 0, order * logs, -np.inf)
        log_number = logsumexp(powers, axis=-1) / (1 - order)
    number: Array = np.exp(log_number)
    return number


def _checked(shares: ArrayLike) -> Array:
    """Shares that sum to exactly 1, (…, parts); ValueError if they are none."""
    parts = np.asarray(shares, dtype=np.float64)
    if not parts.ndim or not parts.shape[-1]:
        raise ValueError("shares must hold at least one part")
    if not (parts >= 0).all():  # a NaN is not, either
        raise ValueError(f"shares must not be negative, but the least is {parts.min():g}")
    total = parts.sum(axis=-1, keepdims=True)
    wrong = total[~(np.abs(total - 1) <= _SUM_TOLERANCE)]
    if wrong.size:
        raise ValueError(f"shares must sum to 1, not to {wrong[0]:g}")
    exact: Array = parts / total
    return exact
