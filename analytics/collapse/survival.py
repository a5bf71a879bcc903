"""Survival: is a rare pattern still there after so many generations?

A pattern is expected λ times in the first, human corpus. Each of its occurrences leaves a Poisson
number of copies in the next corpus, and new human rows may bring it back: a branching process with
immigration, exact in the limit of large corpora. It depends on λ, not on the vocabulary: "a fact
that appears ten times in this generation's human text" means the same at any scale.

Results are (generations + 1, …): index 0 is the first corpus; value g − 1 of a rate belongs to
corpus g.

Source: Suresh, Thangaraj & Khandavally 2024, arXiv 2412.17646 (replace: the time to forget a word
grows in proportion to λ); the other workflows by the same generating function. Confirmed by
simulation in ``tests/analytics/collapse/test_survival.py``.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import ArrayLike

from analytics.collapse.arguments import MOST_ROWS, bounded, by_generation, one, whole
from analytics.estimates import Array

_SMALLEST = sys.float_info.min


def survival(
    expected_count: ArrayLike,
    human_share: ArrayLike,
    growth: ArrayLike | None = None,
    tail_factor: ArrayLike | None = None,
) -> Array:
    """Probability that a pattern is present in each corpus, with fresh human rows each time.

    With m_g = s_g (1 − α_g) ρ_g and η_g = α_g n_g/n_0, from s = e = 0, for g = G … 1:
    e ← e + η_g (s − 1), s ← exp(m_g (s − 1)); P = 1 − exp(λ (e + s − 1)).

    Args:
        expected_count: λ, times that the pattern is expected in the first corpus, 0 or more; one
            number or any shape.
        human_share: α_g, 0–1, (generations,); empty for the first corpus alone.
        growth: ρ_g = n_g/n_{g−1}, above 0; one number or (generations,); 1 if left out.
        tail_factor: s_g, by how much the model that wrote corpus g under-produces the pattern, 0
            or more; one number, (generations,) or one for each pattern, (generations, *shape of
            λ); 1, neither more nor less, if left out.

    Returns:
        P, (generations + 1, *shape of λ).

    Raises:
        ValueError: an argument out of bounds or of another length.

    >>> survival([1, 10, 100], np.zeros(10))[-1].round(3).tolist()
    [0.146, 0.795, 1.0]
    >>> survival(3, [0.3] * 10)[[0, -1]].round(4).tolist()
    [0.9502, 0.8822]
    >>> survival(1, []).round(3).tolist(), survival(0, [0.5]).tolist()
    ([0.632], [0.0, 0.0])
    """
    count = bounded("expected_count", expected_count, 0, MOST_ROWS)
    share = bounded("human_share", human_share, 0, 1)
    if share.ndim != 1:
        raise ValueError(
            f"human_share must hold one value a generation, not be of shape {share.shape}"
        )
    generations = len(share)
    ratio = 1.0 if growth is None else growth
    rho = by_generation("growth", ratio, generations, _SMALLEST, MOST_ROWS)
    factor = _tail_factor(1.0 if tail_factor is None else tail_factor, generations, count.shape)
    per_row = (...,) + (None,) * (factor.ndim - 1)
    copies = factor * ((1 - share) * rho)[per_row]
    return _present(count, _exponent(copies, share * _sizes(rho)))


def survival_accumulate(expected_count: ArrayLike, human_multiple: ArrayLike) -> Array:
    """Probability that a pattern is present when every row is kept.

    P = 1 − exp(−λ K_G): once in, a pattern stays; published rows only copy what is there.

    Args:
        expected_count: λ, times that the pattern is expected in the first corpus, 0 or more; one
            number or any shape.
        human_multiple: K_g, human rows in corpus g ÷ those in the first, at least 1 and never
            falling, (generations,).

    Returns:
        P, (generations + 1, *shape of λ).

    Raises:
        ValueError: an argument out of bounds.

    >>> survival_accumulate(3, [1, 1, 2]).round(4).tolist()
    [0.9502, 0.9502, 0.9502, 0.9975]
    """
    count = bounded("expected_count", expected_count, 0, MOST_ROWS)
    multiple = bounded("human_multiple", human_multiple, 1, MOST_ROWS)
    if multiple.ndim != 1:
        raise ValueError(
            f"human_multiple must hold one value a generation, not be of shape {multiple.shape}"
        )
    if (np.diff(multiple) < 0).any():
        at = int(np.argmax(np.diff(multiple) < 0)) + 1
        raise ValueError(
            f"human_multiple must never fall, since every row is kept, but falls from "
            f"{multiple[at - 1]:g} to {multiple[at]:g} at [{at}]"
        )
    return _present(count, -np.concatenate([[1.0], multiple]))


def survival_anchor(expected_count: ArrayLike, human_share: float, generations: int) -> Array:
    """Probability that a pattern is present when a share of the first corpus is kept each time.

    P = 1 − exp(−λ [a + (1 − a)(1 − s_G)]), s_G from s = 0 by s ← exp((1 − a)(s − 1)): it is in
    the anchor, or descends from the rest of the first corpus. Corpora are of one size.

    Args:
        expected_count: λ, times that the pattern is expected in the first corpus, 0 or more; one
            number or any shape.
        human_share: a, 0–1: part of the first corpus that is part of all later ones.
        generations: corpora after the first, 0 or more.

    Returns:
        P, (generations + 1, *shape of λ); never below 1 − exp(−λa).

    Raises:
        ValueError: an argument out of bounds.

    >>> survival_anchor(3, 0.3, 10)[[0, -1]].round(4).tolist()
    [0.9502, 0.6042]
    """
    count = bounded("expected_count", expected_count, 0, MOST_ROWS)
    share = one("human_share", human_share, 0, 1)
    copies = np.full(whole("generations", generations), 1 - share)
    return _present(count, (1 - share) * _exponent(copies, 0 * copies) - share)


def _exponent(copies: Array, fresh: Array) -> Array:
    """The exponent e + s − 1 of every corpus, (generations + 1, …); m (generations, …), η alike."""
    generations = len(copies)
    gone = np.full((generations + 1, *copies.shape[1:]), -1.0)  # s − 1, precise near 0
    missed = np.zeros_like(gone)
    for g in range(generations, 0, -1):
        missed[g:] += fresh[g - 1] * gone[g:]
        gone[g:] = np.expm1(copies[g - 1] * gone[g:])
    return missed + gone


def _present(count: Array, exponent: Array) -> Array:
    """1 − exp(λ · exponent), (generations + 1, *shape of λ)."""
    if exponent.ndim == 1:
        exponent = exponent[(..., *(None,) * count.ndim)]
    probability: Array = -np.expm1(count * exponent)
    return probability


def _sizes(growth: Array) -> Array:
    """n_g/n_0, (generations,)."""
    with np.errstate(over="ignore"):
        sizes: Array = np.cumprod(growth, dtype=np.float64)
    bounded("n_g/n_0, the product of growth,", sizes, 0, MOST_ROWS)
    return sizes


def _tail_factor(value: ArrayLike, generations: int, shape: tuple[int, ...]) -> Array:
    """(generations,), or (generations, *shape of λ) where each pattern has its own."""
    numbers = bounded("tail_factor", value, 0, MOST_ROWS)
    if numbers.ndim > 1:
        if numbers.shape != (generations, *shape):
            raise ValueError(
                f"tail_factor must be of shape {(generations, *shape)}, one value a generation "
                f"and pattern, not {numbers.shape}"
            )
        return numbers
    return by_generation("tail_factor", numbers, generations, 0, MOST_ROWS)
