"""An ecosystem: several vendors publish into one pool, the web, that all of them crawl.

Each period every vendor fits a model to rows of the pool and to new private human rows of its own,
and publishes rows of it; human rows flow into the pool beside them. With N rows in the pool, φ the
probability that two of them are copies of one human row, and vendor v drawing n_pool of them
without replacement, adding n_priv rows of its own and publishing m_v rows,

    n_v = n_pool + n_priv,  w_v = n_pool/n_v,  N′ = N + Σ m_v + r
    χ = 1/N + (1 − 1/N) φ                             two draws from the pool
    F_v = ψ_v = 1/n_v + n_pool (n_pool − 1)/n_v² φ    two draws from the model of v
    N′(N′ − 1) φ′ = N(N − 1) φ + Σ_v [m_v (m_v − 1) ψ_v + 2N m_v w_v χ]
                    + Σ_{u≠v} m_u m_v w_u w_v χ

from φ = 0. All of it is linear in φ: φ′ = c + d φ, with c and d known beforehand.

A vendor's private human rows protect it *and* the commons, and several independent models lose
less than one of the same volume. Confirmed by simulation in
``tests/analytics/collapse/test_recursions.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
from numpy.typing import ArrayLike

from analytics.collapse.arguments import MOST_ROWS, bounded, by_generation, one, whole
from analytics.estimates import Array


class Vendor(TypedDict):
    """Rows of one vendor; each one number or one a period.

    Attributes:
        from_pool: rows drawn from the pool, 0 to all of them.
        private: new human rows of its own, 0 or more.
        published: rows of its model that go into the pool, 0 or more.
    """

    from_pool: ArrayLike
    private: ArrayLike
    published: ArrayLike


def ecosystem(pool: float, vendors: Sequence[Vendor], inflow: ArrayLike, periods: int) -> Array:
    """Diversity lost by the models of vendors that share one pool.

    Args:
        pool: human rows in the pool at first, at least 1.
        vendors: who draws on it, in any number.
        inflow: r, human rows that flow into the pool in a period, 0 or more; one number or
            (periods,). As with what is published, models of the next period are the first to
            see them.
        periods: models of each vendor, 0 or more.

    Returns:
        F, (periods, vendors).

    Raises:
        ValueError: an argument out of bounds or of another length, a vendor without rows or with
            more than the pool has, or with other keys than the three.

    Source: the copying of rows followed through every draw, as in population genetics; the
    workflow after Gerstgrasser et al. 2024, arXiv 2404.01413.

    >>> alone = {"from_pool": 20, "private": 0, "published": 20}
    >>> helped = {"from_pool": 10, "private": 10, "published": 10}
    >>> ecosystem(60, [alone, helped], 4, 30)[-1].round(4).tolist()
    [0.0605, 0.0525]
    >>> ecosystem(60, [], 4, 2).shape
    (2, 0)
    """
    course = _course(pool, vendors, inflow, periods)
    return course.alone + course.pairs * course.copies[:, None]


def commons(pool: float, vendors: Sequence[Vendor], inflow: ArrayLike, periods: int) -> Array:
    """Diversity lost by the pool that the vendors of :func:`ecosystem` share.

    Args:
        pool: human rows in the pool at first, at least 1.
        vendors: who draws on it.
        inflow: human rows that flow into the pool in a period, 0 or more.
        periods: 0 or more.

    Returns:
        χ at the start of each period, (periods,): 1/N at first.

    Raises:
        ValueError: as for :func:`ecosystem`.

    >>> commons(60, [{"from_pool": 20, "private": 0, "published": 20}], 4, 3).round(4).tolist()
    [0.0167, 0.0203, 0.022]
    """
    course = _course(pool, vendors, inflow, periods)
    once = 1 / course.rows
    return once + (1 - once) * course.copies


def detected(
    vendors: Iterable[Vendor], inflow: ArrayLike, tpr: float, fpr: float
) -> tuple[list[Vendor], Array]:
    """What gets into the pool past a detector of synthetic text.

    m → m(1 − TPR), r → r(1 − FPR); private rows are nobody's to filter.

    Args:
        vendors: as for :func:`ecosystem`.
        inflow: human rows that would flow into the pool, one number or (periods,).
        tpr: share of synthetic rows that the detector finds, 0–1.
        fpr: share of human rows that it takes for synthetic, 0–1.

    Returns:
        Vendors and inflow to give to :func:`ecosystem`.

    Raises:
        ValueError: an argument out of bounds.

    >>> vendor = {"from_pool": 20, "private": 0, "published": 20}
    >>> (seen,), rows = detected([vendor], 4, tpr=0.75, fpr=0.5)
    >>> float(seen["published"]), float(rows)
    (5.0, 2.0)
    """
    missed, passed = 1 - one("tpr", tpr, 0, 1), 1 - one("fpr", fpr, 0, 1)
    seen: list[Vendor] = []
    for place, vendor in enumerate(vendors):
        rows = _numbers(place, vendor)["published"]
        published = bounded(f"vendors[{place}] published", rows, 0, MOST_ROWS)
        seen.append({**vendor, "published": published * missed})
    return seen, bounded("inflow", inflow, 0, MOST_ROWS) * passed


@dataclass(frozen=True, eq=False, slots=True)
class _Course:
    """The pool period by period; F = alone + pairs · copies.

    Attributes:
        rows: N, (periods,).
        copies: φ, (periods,).
        alone: 1/n_v, (periods, vendors).
        pairs: n_pool (n_pool − 1)/n_v², (periods, vendors).
    """

    rows: Array
    copies: Array
    alone: Array
    pairs: Array


def _course(pool: float, vendors: Sequence[Vendor], inflow: ArrayLike, periods: int) -> _Course:
    periods = whole("periods", periods)
    start = one("pool", pool, 1, MOST_ROWS)
    fresh = by_generation("inflow", inflow, periods, 0, MOST_ROWS)
    drawn, private, published = _rows(vendors, periods)
    after = start + np.cumsum(published.sum(axis=1) + fresh)
    rows = np.concatenate([[start], after])[:-1]
    _enough(drawn, private, rows)

    size = drawn + private
    alone, pairs = 1 / size, drawn * (drawn - 1) / size**2
    # pairs of rows that a vendor publishes, and pairs of which one at least came from the pool
    own = published * (published - 1)
    copied = published * drawn / size
    shared = copied.sum(axis=1)
    through = 2 * rows * shared + shared**2 - (copied**2).sum(axis=1)
    every = after * (after - 1)
    every[every == 0] = 1  # one row makes no pair: there is nothing to divide
    new = ((own * alone).sum(axis=1) + through / rows) / every
    kept = (rows * (rows - 1) + (own * pairs).sum(axis=1) + through * (1 - 1 / rows)) / every
    copies, phi = [], 0.0
    for more, factor in zip(new.tolist(), kept.tolist(), strict=True):
        copies.append(phi)
        phi = max(more + factor * phi, 0.0)  # a part of a row makes no pair of less than none
    return _Course(rows, np.array(copies), alone, pairs)


def _rows(vendors: Sequence[Vendor], periods: int) -> tuple[Array, Array, Array]:
    """Rows drawn, private and published, each (periods, vendors)."""
    rows: dict[str, list[Array]] = {key: [] for key in Vendor.__annotations__}
    for place, vendor in enumerate(vendors):
        for key, value in _numbers(place, vendor).items():
            name = f"vendors[{place}] {key}"
            rows[key].append(by_generation(name, value, periods, 0, MOST_ROWS))
    drawn, private, published = (
        np.array(one_key).reshape(len(vendors), periods).T for one_key in rows.values()
    )
    return drawn, private, published


def _numbers(place: int, vendor: Vendor) -> Mapping[str, Any]:
    numbers: Mapping[str, Any] = {key: vendor.get(key) for key in Vendor.__annotations__}
    if set(numbers) != set(vendor):
        wanted, given = ", ".join(numbers), ", ".join(vendor)
        raise ValueError(f"vendors[{place}] must have {wanted} and no more, not {given}")
    return numbers


def _enough(drawn: Array, private: Array, pool: Array) -> None:
    """Refuse a corpus without rows, or one of more than the pool has."""
    for period, vendor in np.argwhere(drawn > pool[:, None])[:1].tolist():
        raise ValueError(
            f"vendors[{vendor}] from_pool must be at most the {pool[period]:g} rows of the pool "
            f"in period {period + 1}, not {drawn[period, vendor]:g}"
        )
    for period, vendor in np.argwhere(drawn + private < 1)[:1].tolist():
        raise ValueError(
            f"vendors[{vendor}] from_pool and private must make at least 1 row together, "
            f"not {drawn[period, vendor] + private[period, vendor]:g}"
        )
