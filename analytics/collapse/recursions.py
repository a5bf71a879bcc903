"""Drift: the diversity that finite corpora lose from model to model, exactly.

A corpus is a sample; a model fitted to it knows only what the sample holds, and the next corpus is
drawn from that model. F_t is the expected share of diversity lost at model t, the same number for

- patterns, each with a probability p_i: E[Σ q_i²] = S + (1 − S) F_t, S = Σ p_i²;
- a Gaussian whose variance is fitted by maximum likelihood: E[s_t²] / σ² = 1 − F_t and
  E[(μ_t − μ)²] / σ² = F_t.

It is the probability that two draws from model t are copies of one row of human text. What
differs between the workflows is where the rows of a corpus come from.

Everywhere, model 1 is fitted to human text and ``generations`` counts models. A rate is one number
or one a generation: value t − 1 belongs to the corpus that model t is fitted to. n is an effective
sample size of at least 1, not tokens, and need not be whole. With n = 1 all diversity is gone.

Sources: Shumailov et al. 2024, Nature 631:755–759 (replace); Alemohammad et al. 2023,
arXiv 2307.01850 (fresh mix); Bertrand et al. 2023, arXiv 2310.00429 (anchor); Gerstgrasser et al.
2024, arXiv 2404.01413 (accumulate); Kazdan et al. 2024, arXiv 2410.16713 (accumulate-subsample).
Confirmed by simulation in ``tests/analytics/collapse/test_recursions.py``.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from analytics.collapse.arguments import MOST_ROWS, by_generation, one, whole
from analytics.collapse.ecosystem import Vendor, commons, detected, ecosystem
from analytics.estimates import Array

__all__ = [
    "How",
    "Vendor",
    "accumulate",
    "accumulate_inflow",
    "accumulate_limit",
    "accumulate_subsample",
    "commons",
    "detected",
    "ecosystem",
    "human_rows_for",
    "mix",
    "mix_limit",
    "replace",
]

How = Literal["bernoulli", "stratified", "anchor"]
"""How human rows enter a mixed corpus: each row with probability α; exactly αn new ones; the same
αn of the first corpus each time."""

_ROUNDING = 1e-9


def replace(n: ArrayLike, generations: int) -> Array:
    """Diversity lost when each corpus is drawn from the last model alone.

    1 − F_t = Π_{i ≤ t} (1 − 1/n_i).

    Args:
        n: rows of a corpus, at least 1; one number or (generations,).
        generations: models, 0 or more.

    Returns:
        F, (generations,), rising to 1: a single pattern is the only absorbing state.

    Raises:
        ValueError: an argument out of bounds or of another length.

    Source: Shumailov et al. 2024, Nature 631:755–759.

    >>> replace(100, 50).round(3)[[0, 9, 49]].tolist()
    [0.01, 0.096, 0.395]
    >>> replace(1, 2).tolist(), replace(100, 0).tolist()
    ([1.0, 1.0], [])
    """
    rows = by_generation("n", n, whole("generations", generations), 1, MOST_ROWS)
    return _lost(1 / rows)


def mix(n: ArrayLike, human_share: ArrayLike, generations: int, how: How = "bernoulli") -> Array:
    """Diversity lost when a share α of each corpus is human and the rest is the last model's.

    - *bernoulli*: F_t = 1/n_t + (1 − 1/n_t)(1 − α_t)² F_{t−1}
    - *stratified*: F_t = 1/n_t + ((1 − α_t)² − (1 − α_t)/n_t) F_{t−1}
    - *anchor*, with n_r = αn, n_s = (1 − α)n and g_1 = 1/n the probability that an anchor row and
      a row of the model are copies: F ← α²/n_r + 2α(1 − α)g + (1 − α)²(1/n_s + (1 − 1/n_s)F),
      then g ← α/n_r + (1 − α)g, both from the old g

    Less than one stratified synthetic row makes no pair of them: its factor of F is 0, not less.

    Args:
        n: rows of a corpus, at least 1; one number or (generations,); for an anchor one number.
        human_share: α, 0–1; one number or (generations,), of which the first is not used: the
            first corpus is human. For an anchor one number: it stays the same rows.
        generations: models, 0 or more.
        how: where the human rows come from.

    Returns:
        F, (generations,). α = 0 is :func:`replace`; α = 1 stays at 1/n.

    Raises:
        ValueError: an argument out of bounds or of another length, or an anchor of less than one
            row.

    Source: Alemohammad et al. 2023, arXiv 2307.01850 (fresh data loop); Bertrand et al. 2023,
    arXiv 2310.00429, and Shumailov et al. 2024 (anchor).

    >>> [float(mix(100, 0.1, 10, how)[-1].round(4)) for how in ("bernoulli", "anchor")]
    [0.0449, 0.0818]
    >>> mix(4, 1.0, 3).tolist()
    [0.25, 0.25, 0.25]
    """
    generations = whole("generations", generations)
    _known(how)
    if how == "anchor":
        rows, share = one("n", n, 1, MOST_ROWS), one("human_share", human_share, 0, 1)
        _whole_anchor(rows, share)
        return _anchored(rows, share, generations)
    sizes = by_generation("n", n, generations, 1, MOST_ROWS)
    made = 1 - by_generation("human_share", human_share, generations, 0, 1)
    if how == "bernoulli":
        kept = (1 - 1 / sizes) * made**2
    else:
        kept = made * np.maximum(made - 1 / sizes, 0)
    return _linear(1 / sizes, kept)


def _anchored(n: float, share: float, generations: int) -> Array:
    made = 1 - share
    pair = made * (made - 1 / n)
    lost, across, course = 1 / n, 1 / n, []
    for _ in range(generations):
        course.append(min(lost, 1.0))  # above it by rounding alone
        lost = 1 / n + 2 * share * made * across + pair * lost
        across = (1 / n if share else 0.0) + made * across
    return np.array(course)


def mix_limit(n: float, human_share: float, how: How = "bernoulli") -> float:
    """Diversity lost in the long run by :func:`mix`.

    With u = 1 − α: 1/(n − (n − 1)u²) for bernoulli, 1/(n(1 − u²) + u) for stratified and
    (1 + 2u)/(n(1 − u²) + u) for an anchor, whose limit for α = 0 is 1 as well.

    Args:
        n: rows of a corpus, at least 1.
        human_share: α, 0–1.
        how: where the human rows come from.

    Returns:
        F at the fixed point, 0–1.

    Raises:
        ValueError: an argument out of bounds, or an anchor of less than one row.

    >>> round(mix_limit(100, 0.1), 4), mix_limit(100, 0.0), mix_limit(100, 1.0)
    (0.0505, 1.0, 0.01)
    """
    _known(how)
    rows, share = one("n", n, 1, MOST_ROWS), one("human_share", human_share, 0, 1)
    made = 1 - share
    fresh = share * (1 + made)  # 1 − u², precise for a small share
    if how == "bernoulli":
        return 1 / (1 + (rows - 1) * fresh)
    single = fresh + made / rows  # 1 − u² + u/n
    if how == "stratified":
        return 1 / (rows * min(single, 1))
    _whole_anchor(rows, share)
    return min((1 + 2 * made if share else 1) / (rows * single), 1.0)


def accumulate(n: ArrayLike, generations: int, n_human: float | None = None) -> Array:
    """Diversity lost when each model is fitted to all rows so far: the human and all published.

    1 − F_t = (1 − 1/n_0) Π_{i=1..t−1} (1 − y_i/N_i²), N_i = n_0 + Σ_{j ≤ i} y_j, with n_0 human
    rows and y_i = n_{i+1} rows that model i adds.

    Args:
        n: rows added to the corpus, 0 or more, the first at least 1; one number or
            (generations,). The first are human, the others the last model's.
        generations: models, 0 or more.
        n_human: human rows of the first corpus, at least 1, in place of the first ``n``.

    Returns:
        F, (generations,). It stays below :func:`accumulate_limit` where all are of one size.

    Raises:
        ValueError: an argument out of bounds or of another length.

    Source: Gerstgrasser et al. 2024, arXiv 2404.01413.

    >>> accumulate(100, 10).round(4)[[0, 1, 9]].tolist()
    [0.01, 0.0125, 0.0154]
    >>> accumulate(50, 3, n_human=1e6).round(8).tolist()
    [1e-06, 1e-06, 1e-06]
    """
    generations = whole("generations", generations)
    added = by_generation("n", n, generations, 0, MOST_ROWS).copy()
    if n_human is not None:
        added[:1] = one("n_human", n_human, 1, MOST_ROWS)
    elif generations and added[0] < 1:
        raise ValueError(f"n must begin with at least 1 human row, not {added[0]:g}")
    total = np.cumsum(added)
    lost = added / total / total
    lost[:1] = 1 / added[:1]
    return _lost(lost)


def accumulate_limit(n: float) -> float:
    """Diversity lost in the long run by :func:`accumulate` of n rows at a time.

    1 − sin(z)/z with z = π/√n: about π²/(6n), where a corpus of human text alone has 1/n.

    Args:
        n: rows added each time, at least 1.

    Returns:
        F in the limit, 0–1.

    Raises:
        ValueError: fewer than one row.

    Source: Kazdan et al. 2024, arXiv 2410.16713.

    >>> round(accumulate_limit(100), 5), accumulate_limit(1)
    (0.01637, 1.0)
    """
    square = math.pi**2 / one("n", n, 1, MOST_ROWS)
    if square < 0.0025:  # the difference from 1 would be lost to rounding
        return square / 6 * (1 - square / 20 * (1 - square / 42))
    return float(1 - np.sinc(math.sqrt(square) / math.pi))


def accumulate_inflow(
    pool: float, synthetic: ArrayLike, human: ArrayLike, generations: int
) -> Array:
    """Diversity lost when a pool grows by what its models publish and by new human rows.

    With a pool of N rows, m synthetic and r human rows added:
    F ← (((N + m)² − m)F + m + r) / (N + m + r)².

    Args:
        pool: human rows that model 1 is fitted to, at least 1.
        synthetic: m, rows of the last model added to the corpus, 0 or more; one number or
            (generations,), of which the first is not used.
        human: r, new human rows added with them, 0 or more; one number or (generations,), of
            which the first is not used.
        generations: models, 0 or more.

    Returns:
        F, (generations,). Without inflow it is :func:`accumulate`.

    Raises:
        ValueError: an argument out of bounds or of another length.

    Source: Gerstgrasser et al. 2024, arXiv 2404.01413, with an inflow.

    >>> [float(accumulate_inflow(100, 100, r, 10)[-1].round(4)) for r in (0, 50)]
    [0.0154, 0.0044]
    """
    generations = whole("generations", generations)
    first = one("pool", pool, 1, MOST_ROWS)
    made = by_generation("synthetic", synthetic, generations, 0, MOST_ROWS)[1:]
    fresh = by_generation("human", human, generations, 0, MOST_ROWS)[1:]
    after = first + np.cumsum(made + fresh)
    old = 1 - fresh / after  # share of the pool that is not new human text
    kept = old**2 - made / after / after
    new = (made + fresh) / after / after
    start = [1 / first][:generations]
    return _linear(np.concatenate([start, new]), np.concatenate([np.zeros(len(start)), kept]))


def accumulate_subsample(n: float, generations: int) -> Array:
    """Diversity lost when all rows are kept but each model is fitted to n of them only.

    1 − F_t = (1 − 1/n) Π_{i=2..t} (1 − (3n − 1)/((in)(in − 1))).

    Args:
        n: rows of a corpus, drawn without replacement from all so far, and rows that each model
            publishes; at least 1, one number.
        generations: models, 0 or more.

    Returns:
        F, (generations,). It levels off: above :func:`accumulate`, far below :func:`replace`.

    Raises:
        ValueError: an argument out of bounds, or several n.

    Source: Kazdan et al. 2024, arXiv 2410.16713.

    >>> accumulate_subsample(100, 10).round(4)[[0, 1, 9]].tolist()
    [0.01, 0.0174, 0.0262]
    """
    rows = one("n", n, 1, MOST_ROWS)
    pools = rows * np.arange(2, whole("generations", generations) + 1)
    later = (3 * rows - 1) / pools / (pools - 1)
    return _lost(np.concatenate([[1 / rows], later])[:generations])


def human_rows_for(loss: float) -> float:
    """Human rows a generation that hold the loss of a fresh mix: nα = (1/f − 1)/2.

    It is the number of human rows that counts, not their share: :func:`mix_limit` for large
    corpora of which a small share is human.

    Args:
        loss: f, share of diversity lost in the long run, above 0 to 1.

    Returns:
        Rows, 0 or more.

    Raises:
        ValueError: a loss that is no share.

    >>> human_rows_for(0.05), human_rows_for(1)
    (9.5, 0.0)
    """
    return (1 / one("loss", loss, np.finfo(float).tiny, 1) - 1) / 2


def _lost(parts: Array) -> Array:
    """Lost altogether when a part of what is left is lost each time: 1 − Π (1 − part)."""
    with np.errstate(divide="ignore"):  # a part of 1 leaves nothing
        lost: Array = -np.expm1(np.cumsum(np.log1p(-parts)))
    return lost


def _linear(new: Array, kept: Array) -> Array:
    """F_t = new_t + kept_t F_{t−1}, from F_0 = 0."""
    lost, course = 0.0, []
    for more, factor in zip(new.tolist(), kept.tolist(), strict=True):
        lost = more + factor * lost
        course.append(lost)
    return np.array(course)


def _known(how: str) -> None:
    if how not in get_args(How):
        raise ValueError(f"how must be one of {', '.join(get_args(How))}, not {how!r}")


def _whole_anchor(n: float, share: float) -> None:
    if 0 < share * n < 1 - _ROUNDING:
        raise ValueError(
            f"human_share of an anchor must be 0 or keep at least 1 row: {share:g} of {n:g} "
            f"rows keeps {share * n:g}"
        )
