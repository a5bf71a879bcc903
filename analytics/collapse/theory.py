"""The theory panel: collapse in closed form, where a model is simple enough.

Each function is one published result, or its exact form beside the leading order. Variances are in
units of the human distribution's. By generation, index 0 is the model fitted to human text.
Reproduced in ``tests/reproduction/test_collapse.py``.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln

from analytics.collapse.arguments import MOST_ROWS, bounded, by_generation, one, whole
from analytics.estimates import Array

Workflow = Literal["replace", "accumulate", "accumulate_subsample"]

ACCUMULATE_BOUND = math.pi**2 / 6
"""Σ 1/i²: accumulating never loses more than this many times what one fit loses (Gerstgrasser
et al. 2024, arXiv 2404.01413)."""

_LARGE = 50.0


def gaussian_wasserstein(sizes: ArrayLike) -> float:
    """Expected squared Wasserstein-2 distance to a standard Gaussian after a chain of fits.

    Σ 1/M_i + 2 (1 − Π c4(M_i)) with c4(M) = √(2/(M − 1)) Γ(M/2)/Γ((M − 1)/2): the mean and the
    unbiased variance are fitted to M_i draws from the last fit.

    Args:
        sizes: M_i, draws that each fit sees, at least 2, (fits,).

    Returns:
        E[W2²] in units of the variance, 0 or more.

    Raises:
        ValueError: fewer than two draws.

    Source: exact form of Shumailov et al. 2024, Nature 631:755–759, whose leading order is
    :func:`gaussian_wasserstein_leading`.

    >>> round(gaussian_wasserstein([100] * 11), 4), gaussian_wasserstein([])
    (0.1648, 0.0)
    """
    draws = _sizes(sizes, 2)
    return float((1 / draws).sum() - 2 * np.expm1(_log_c4(draws).sum())) + 0.0


def gaussian_wasserstein_leading(sizes: ArrayLike) -> float:
    """Leading order of :func:`gaussian_wasserstein`: (3/2) Σ 1/M_i.

    It is below the exact value for a few small fits and above it for long chains, in which the
    spread that is left cannot fall below 0.

    Args:
        sizes: M_i, draws that each fit sees, at least 1, (fits,).

    Returns:
        E[W2²] in units of the variance, 0 or more.

    Raises:
        ValueError: fewer than one draw.

    Source: Shumailov et al. 2024, Nature 631:755–759.

    >>> round(gaussian_wasserstein_leading([100] * 11), 4)
    0.165
    """
    return float(1.5 * (1 / _sizes(sizes, 1)).sum())


def log_variance(n: ArrayLike, generations: int) -> Array:
    """Expected logarithm of a Gaussian's fitted variance under replace.

    Σ_{i ≤ t} [ψ((n_i − 1)/2) − ln(n_i/2)], fitted by maximum likelihood. Late in replace the mean
    of s² is carried by a few paths; exp(E[log s²]) is what a typical one has left, and less.

    Args:
        n: rows of a corpus, at least 1; one number or (generations,).
        generations: models, 0 or more.

    Returns:
        E[ln(s_t²/σ²)], (generations,); −inf for a single row.

    Raises:
        ValueError: an argument out of bounds or of another length.

    Source: mean logarithm of a χ² variable with n − 1 degrees of freedom.

    >>> log_variance(100, 50).round(3)[[0, 49]].tolist()
    [-0.02, -1.009]
    """
    rows = by_generation("n", n, whole("generations", generations), 1, MOST_ROWS)
    left = np.maximum(rows - 1, np.finfo(float).tiny)
    a_fit: Array = np.where(rows > 1, digamma(left / 2) - np.log(rows / 2), -np.inf)
    return np.cumsum(a_fit)


def mean_variance(n: float, generations: int, workflow: Workflow) -> Array:
    """How uncertain a fitted mean becomes when the variance is known: n × Var(μ_t).

    t under replace, Σ_{i ≤ t} 1/i² under accumulate. Under accumulate-subsample, from v = 1,
    c = 0, N = n (variance of a row of the pool, covariance of two, rows): V = v/n + (1 − 1/n)c;
    x = v/N + (1 − 1/N)c; c ← [N(N − 1)c + n(n − 1)V + 2Nnx]/((N + n)(N + n − 1));
    v ← (Nv + n(1 + V))/(N + n); N ← N + n.

    Args:
        n: rows that each model publishes, and is fitted to unless it accumulates; at least 1.
        generations: models, 0 or more.
        workflow: what a model is fitted to.

    Returns:
        n Var(μ_t)/σ², (generations,); 1 at first.

    Raises:
        ValueError: an argument out of bounds, or an unknown workflow.

    Source: Gerstgrasser et al. 2024, arXiv 2404.01413; Kazdan et al. 2024, arXiv 2410.16713.

    >>> mean_variance(10, 3, "replace").tolist()
    [1.0, 2.0, 3.0]
    >>> mean_variance(10, 3, "accumulate").round(3).tolist()
    [1.0, 1.25, 1.361]
    >>> mean_variance(10, 3, "accumulate_subsample").round(3).tolist()
    [1.0, 1.737, 2.07]
    """
    rows = one("n", n, 1, MOST_ROWS)
    if workflow == "accumulate_subsample":
        return _subsampled(rows, whole("generations", generations))
    return _piling_up(generations, workflow, ("replace", "accumulate", "accumulate_subsample"))


def _subsampled(n: float, generations: int) -> Array:
    variance, covariance, pool, course = 1.0, 0.0, n, []
    for _ in range(generations):
        mean = variance / n + (1 - 1 / n) * covariance
        across = variance / pool + (1 - 1 / pool) * covariance
        course.append(n * mean)
        after = pool + n
        old, new = pool / after, n / after
        covariance = (
            old * (pool - 1) * covariance + new * (n - 1) * mean + 2 * old * n * across
        ) / (after - 1)
        variance = old * variance + new * (1 + mean)
        pool = after
    return np.array(course)


def regression_excess_error(
    features: float,
    rows: float,
    noise_variance: float,
    generations: int,
    workflow: Literal["replace", "accumulate"],
) -> Array:
    """Excess test error of linear regression on labels that the last model wrote.

    σ² d/(T − d − 1) × t under replace, × Σ_{i ≤ t} 1/i² under accumulate; the same Gaussian
    inputs each time.

    Args:
        features: d, at least 1.
        rows: T, labelled rows a generation, above d + 1.
        noise_variance: σ², 0 or more, in units of the label's square.
        generations: models, 0 or more.
        workflow: whether earlier labels are replaced or kept.

    Returns:
        Test error above σ² by generation, (generations,), in units of the label's square.

    Raises:
        ValueError: an argument out of bounds, or an unknown workflow.

    Source: Gerstgrasser et al. 2024, arXiv 2404.01413, after Dohmatob et al. 2024,
    arXiv 2402.07712.

    >>> regression_excess_error(7, 89, 1.0, 50, "replace").round(3)[[0, 49]].tolist()
    [0.086, 4.321]
    """
    d, t = one("features", features, 1, MOST_ROWS), one("rows", rows, 1, MOST_ROWS)
    if t <= d + 1:
        raise ValueError(f"rows must be above features + 1 = {d + 1:g}, not {t:g}")
    noise = one("noise_variance", noise_variance, 0, MOST_ROWS)
    times = _piling_up(generations, workflow, ("replace", "accumulate"))
    return noise * d / (t - d - 1) * times


def _piling_up(generations: int, workflow: str, known: tuple[str, ...]) -> Array:
    """T under replace, Σ 1/i² under accumulate, (generations,)."""
    if workflow not in known:
        raise ValueError(f"workflow must be one of {', '.join(known)}, not {workflow!r}")
    fits = np.arange(1.0, whole("generations", generations) + 1)
    return fits if workflow == "replace" else np.cumsum(fits**-2)


def best_human_weight(ratio: float) -> float:
    """Weight on the human part that leaves the least error in the long run.

    w = (√(k² + 4k) − k)/2, k the human rows for each synthetic row; the reciprocal of the golden
    ratio at k = 1, and always more than the human share k/(k + 1) of the rows.

    Args:
        ratio: k, 0 or more.

    Returns:
        w, 0–1.

    Raises:
        ValueError: a ratio below 0.

    Source: He, Xu & Cheng 2025, arXiv 2502.18049.

    >>> round(best_human_weight(1), 3), best_human_weight(0)
    (0.618, 0.0)
    """
    root = math.sqrt(one("ratio", ratio, 0, MOST_ROWS))
    return 2 * root / (root + math.hypot(root, 2))  # the same, free of cancellation


def weighted_loop_error(weight: float, ratio: float) -> float:
    """Long-run variance of a mean fitted with weight w on human rows, in units of 1/human rows.

    Each generation μ ← w x̄ + (1 − w)(μ + z̄) with fresh means of n_h human and n_s synthetic
    rows, so that n_h V = [w² + (1 − w)² k]/[1 − (1 − w)²], k = n_h/n_s.

    Args:
        weight: w, above 0 to 1.
        ratio: k, 0 or more.

    Returns:
        n_h V, least at :func:`best_human_weight`.

    Raises:
        ValueError: an argument out of bounds.

    Source: He, Xu & Cheng 2025, arXiv 2502.18049.

    >>> round(weighted_loop_error(best_human_weight(1), 1), 3), weighted_loop_error(1, 1)
    (0.618, 1.0)
    """
    w = one("weight", weight, np.finfo(float).tiny, 1)
    k = one("ratio", ratio, 0, MOST_ROWS)
    return (w**2 + (1 - w) ** 2 * k) / (w * (2 - w))


def fresh_loop_fixed_point(
    n_human: float, n_synthetic: float, sampling_bias: float
) -> tuple[float, float]:
    """Where a Gaussian loop with fresh human rows settles.

    N = n_h + n_s, w = n_s/N; synthetic rows have λ times the variance of their model. At the
    fixed point M = (1 − w)/N + w²M + wλC/N and C = N/(N − 1)·[(1 − w) + w(M + λC) − M].

    Args:
        n_human: n_h, new human rows a generation, at least 1.
        n_synthetic: n_s, rows of the last model, 0 or more; two rows or more altogether.
        sampling_bias: λ, 0–1; 1 is unbiased.

    Returns:
        M, expected squared error of the mean, and C, expected variance by the pooled unbiased
        estimate, both in units of the human variance.

    Raises:
        ValueError: an argument out of bounds.

    Source: Alemohammad et al. 2023, arXiv 2307.01850 (fresh data loop).

    >>> fresh_loop_fixed_point(100, 0, 1.0)
    (0.01, 1.0)
    >>> [round(value, 4) for value in fresh_loop_fixed_point(100, 900, 0.8)]
    [0.0019, 0.3577]
    """
    human = one("n_human", n_human, 1, MOST_ROWS)
    made = one("n_synthetic", n_synthetic, 0, MOST_ROWS)
    bias = one("sampling_bias", sampling_bias, 0, 1)
    rows = human + made
    if rows < 2:
        raise ValueError(
            f"n_human and n_synthetic must make at least 2 rows together, not {rows:g}"
        )
    share, fresh = made / rows, human / rows
    # (1 − w²) M − (wλ/N) C = (1 − w)/N  and  a M + (1 − wλN/(N − 1)) C = a, with a as below
    a = human / (rows - 1)
    mean, cross = fresh * (1 + share), share * bias / rows
    spread = ((1 - bias) * made + human - 1) / (rows - 1)  # 1 − wλN/(N − 1) without cancellation
    determinant = mean * spread + cross * a
    error = (fresh / rows * spread + cross * a) / determinant
    variance = a * (mean - fresh / rows) / determinant
    return error, variance


def strong_collapse_error(
    features: float,
    rows: float,
    synthetic_share: float,
    noise_variance: float,
    shift_variance: float,
) -> float:
    """Test error of linear regression on a mix of good labels and labels of a wrong model.

    σ²φ/(1 − φ) + (p₂² + p₂(1 − p₂)φ/(1 − φ))c², φ = d/n. More rows do not help: p₂²c² stays.

    Args:
        features: d, at least 1.
        rows: n, human and synthetic together, above d.
        synthetic_share: p₂, 0–1.
        noise_variance: σ², 0 or more, in units of the label's square.
        shift_variance: c², mean square by which the synthetic labels are off, 0 or more.

    Returns:
        Test error above σ², in units of the label's square.

    Raises:
        ValueError: an argument out of bounds.

    Source: Dohmatob et al. 2024, *Strong Model Collapse*, arXiv 2410.04840, eq. 11; the limit of
    many features and rows.

    >>> round(strong_collapse_error(100, 1000, 0.1, 1.0, 1.0), 4)
    0.1311
    >>> round(strong_collapse_error(100, 1e12, 0.1, 1.0, 1.0), 4)
    0.01
    """
    d, n = one("features", features, 1, MOST_ROWS), one("rows", rows, 1, MOST_ROWS)
    if n <= d:
        raise ValueError(f"rows must be above features = {d:g}, not {n:g}")
    synthetic = one("synthetic_share", synthetic_share, 0, 1)
    noise = one("noise_variance", noise_variance, 0, MOST_ROWS)
    shift = one("shift_variance", shift_variance, 0, MOST_ROWS)
    odds = d / (n - d)  # φ/(1 − φ)
    return noise * odds + (synthetic**2 + synthetic * (1 - synthetic) * odds) * shift


def _sizes(sizes: ArrayLike, low: float) -> Array:
    draws = bounded("sizes", sizes, low, MOST_ROWS)
    if draws.ndim != 1:
        raise ValueError(f"sizes must hold one value a fit, not be of shape {draws.shape}")
    return draws


def _log_c4(sizes: Array) -> Array:
    """Logarithm of E[s]/σ for the unbiased sample variance of M draws, at most 0."""
    half = (sizes - 1) / 2
    small = np.minimum(half, _LARGE)
    exact = gammaln(small + 0.5) - gammaln(small) - 0.5 * np.log(small)
    # Γ ratios of large numbers cancel; their asymptotic series is exact to rounding from 50 on
    inverse = 1 / np.maximum(half, _LARGE)
    square = inverse**2
    series = -inverse * (1 / 8 - square * (1 / 192 - square * (1 / 640 - square * 17 / 14336)))
    log_c4: Array = np.where(half < _LARGE, exact, series)
    return log_c4
