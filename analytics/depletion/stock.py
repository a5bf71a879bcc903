"""The stock of human text: how many tokens there are, and how many of them count.

Two stocks, never mixed up. *Unique* human text U(t) has no repetition; *effective* text S(t) is
U(t) times the repetition multiple. Levels are log10 tokens, arrays are (years, worlds).

U(t) is defined at whole years and log-linear between them. With c the AI share of new text, r the
share withdrawn by its publishers, Γ the growth a year and k running over the other stocks,

    U(t) = U(t0) [1 + Σ_{j=t0}^{t−1} (1 − c(j + ½)) (Γ^{j+1−t0} − Γ^{j−t0})] (1 − r(t))
           + Σ_k access_k · usable_k · tokens_k · growth^{t−t0}

which is U(t0)·Γ^{t−t0} when c = r = 0 and no other stock is on.

Source: Villalobos et al. 2024, arXiv 2211.04325v2; consent after Longpre et al. 2024,
arXiv 2407.14933; AI text after Dolezal et al. 2026, arXiv 2604.26965.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.depletion.timeline import T0
from analytics.estimates import Array

Real = TypeVar("Real", np.float32, np.float64)

EPOCH_HALF_LIFE = 15.387756
"""R* of Muennighoff et al. 2023, arXiv 2305.16264: how fast repeated text loses its worth."""


def indexed_tokens(pages: Array, bytes_per_page: Array, bytes_per_token: Array) -> Array:
    """Tokens of text in the indexed web, before any quality filter.

    Args:
        pages: unique pages, (worlds,).
        bytes_per_page: bytes of text on a page, (worlds,).
        bytes_per_token: bytes in a token, (worlds,).

    Returns:
        Tokens, (worlds,).
    """
    return pages * bytes_per_page / bytes_per_token


def repetition_multiple(epochs: float) -> float:
    """Effective tokens for each unique token after a number of passes.

    1 + R*(1 − exp(−(e − 1)/R*)), Muennighoff et al. 2023, arXiv 2305.16264, eq. 5.

    Args:
        epochs: passes over the text, at least 1.

    Returns:
        Multiple, from 1 to 1 + R*.

    Raises:
        ValueError: fewer than one pass.

    >>> round(repetition_multiple(4), 2)
    3.73
    >>> repetition_multiple(1)
    1.0
    >>> round(repetition_multiple(1e9), 2)
    16.39
    """
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1, not {epochs:g}")
    return 1.0 + EPOCH_HALF_LIFE * -float(np.expm1(-(epochs - 1) / EPOCH_HALF_LIFE))


def logistic(years: Array, rate: float, midpoint: float) -> Array:
    """An S-curve from 0 to 1.

    Args:
        years: any shape.
        rate: steepness, 1/year.
        midpoint: year at which it is ½.

    Returns:
        Shares, shape of ``years``.
    """
    # exp of a large number would overflow long before the curve leaves 0 or 1
    return 1.0 / (1.0 + np.exp(np.clip(-rate * (years - midpoint), -700, 700)))


def increments(growth: Array, years: Array) -> Array:
    """Text added in each year to come, for each token at t0: Γ^{j+1−t0} − Γ^{j−t0}.

    Args:
        growth: Γ, factor a year, (worlds,).
        years: whole years j, (years,).

    Returns:
        (years, worlds); zero before t0, from where the past is carried back by growth alone, and
        where the web shrinks: nothing is new there, and what goes is human text.
    """
    elapsed = np.maximum(years - T0, 0.0)[:, None]
    a_year = (years >= T0)[:, None] * np.maximum(growth - 1.0, 0.0)
    added: Array = np.exp(elapsed * np.log(growth)) * a_year
    return added


def human_multiple(growth: Array, years: Array, kept_share: Array | float) -> Array:
    """Human text at whole years, for each token at t0, when only a share of new text counts.

    Args:
        growth: Γ, factor a year, (worlds,).
        years: consecutive whole years that include t0, (years,).
        kept_share: share of the text added in year j that counts, (years, worlds) or broadcasting
            to it; (1 − c(j + ½)), and (1 − r(j + ½)) where consent binds new text only.

    Returns:
        (years, worlds). Before t0, and where the web shrinks, it is Γ^{t−t0}.
    """
    grown = np.exp((years - T0)[:, None] * np.log(growth))
    recharged = (years >= T0)[:, None] & (growth >= 1.0)
    multiple: Array = np.where(recharged, 1.0, grown) + _until(years, growth, kept_share)
    return multiple


def ai_multiple(growth: Array, years: Array, ai_share_new: Array | float) -> Array:
    """AI text published beside the human text since t0, for each human token at t0.

    Args:
        growth: Γ, factor a year, (worlds,).
        years: consecutive whole years that include t0, (years,).
        ai_share_new: share of the text added in year j that is AI text and counts, (years, worlds)
            or broadcasting to it; c(j + ½), times (1 − r(j + ½)) where consent binds new text only.

    Returns:
        (years, worlds). Zero up to t0.
    """
    return _until(years, growth, ai_share_new)


def _until(years: Array, growth: Array, share: Array | float) -> Array:
    """Sum of a share of the increments in the years before each year, (years, worlds)."""
    added = share * increments(growth, years)
    before: Array = np.cumsum(added, axis=0)
    before -= added
    return before


def ai_share_of_stock(human: Array, ai: Array, filter_recall: Array) -> Array:
    """Share of AI text in the crawlable stock, after a filter that finds part of it.

    Args:
        human: unique human tokens, (years, worlds).
        ai: AI tokens published beside them, (years, worlds).
        filter_recall: share of AI text recognised and left out, (worlds,).

    Returns:
        A(1 − f) / (A(1 − f) + U), (years, worlds).
    """
    kept = ai * (1.0 - filter_recall)
    return kept / (kept + human)


def between_knots(years: Array, knots: Array, log_values: NDArray[Real]) -> NDArray[Real]:
    """Log-linear interpolation between whole years.

    Args:
        years: where to read, (n,), inside the knots.
        knots: consecutive whole years, (knots,).
        log_values: logarithms at the knots, (knots, worlds).

    Returns:
        Logarithms at ``years``, (n, worlds), exact at the knots, as precise as they are given.
    """
    left = np.clip((years - knots[0]).astype(int), 0, len(knots) - 2)
    weight = (years - knots[left])[:, None].astype(log_values.dtype)
    between: NDArray[Real] = log_values[left + 1]
    between *= weight
    start: NDArray[Real] = log_values[left]
    start *= 1 - weight
    between += start
    return between
