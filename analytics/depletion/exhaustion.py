"""Exhaustion: the first year in which demand reaches the stock, world by world.

Both curves are straight lines in log10 tokens, or straight between whole years, so the crossing has
a closed form in every world; nothing is iterated. A *world* is one joint draw of every uncertain
input, held fixed over the years.

Definition (Villalobos et al. 2024, arXiv 2211.04325v2): text is exhausted when the largest training
run takes the whole effective stock, D(t) ≥ S(t).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from analytics.depletion.demand import DemandPath
from analytics.depletion.timeline import EARLIEST, HORIZON, T0
from analytics.estimates import Array


def straight_crossing(log10_stock: Array, stock_slope: Array, demand: DemandPath) -> Array:
    """Crossing of a stock that grows at a constant rate and a demand that may bend once.

    Args:
        log10_stock: log10 S at the start of 2024, (worlds,).
        stock_slope: orders of magnitude a year, (worlds,).
        demand: log10 D.

    Returns:
        First year with D ≥ S, (worlds,): ``inf`` if not before HORIZON, EARLIEST if before that.
    """

    def meet(line: DemandPath) -> Array:
        gap, closing = log10_stock - line.start, line.slope - stock_slope
        with np.errstate(divide="ignore", invalid="ignore"):
            year = T0 + gap / closing
        # a gap that widens was closed at all earlier times, or never will be
        closed: Array = np.where(closing > 0, year, np.where(gap <= 0, -np.inf, np.inf))
        return closed

    return _within(_first(demand, meet(demand.before_bend()), lambda _: meet(demand.after_bend())))


def tabulated_crossing(knots: Array, log10_stock: Array, demand: DemandPath) -> Array:
    """Crossing of a stock that is log-linear between whole years and a demand that may bend once.

    Args:
        knots: consecutive whole years, (knots,).
        log10_stock: log10 S at the knots, (knots, worlds).
        demand: log10 D.

    Returns:
        First year with D ≥ S, (worlds,): ``inf`` if not before the last knot, the first knot if
        crossed there already.
    """

    def meet(line: DemandPath, not_before: Array | None = None) -> Array:
        over = line.at(knots[:, None]) - log10_stock
        crossed = over >= 0
        if not_before is not None:
            crossed &= knots[:, None] > not_before
        first = crossed.argmax(axis=0)
        world = np.arange(over.shape[1])
        right = np.maximum(first, 1)
        left_over, right_over = over[right - 1, world], over[right, world]
        with np.errstate(divide="ignore", invalid="ignore"):
            year = knots[right - 1] - left_over / (right_over - left_over)
        year = np.where(first == 0, knots[0], year)
        met: Array = np.where(crossed.any(axis=0), year, np.inf)
        return met

    return _within(
        _first(demand, meet(demand.before_bend()), lambda bend: meet(demand.after_bend(), bend))
    )


def _first(demand: DemandPath, before: Array, after: Callable[[Array], Array]) -> Array:
    """The crossing before the bend if there is one, else the one after it."""
    if demand.bend_year is None:
        return before
    first: Array = np.where(before <= demand.bend_year, before, after(demand.bend_year))
    return first


def _within(year: Array) -> Array:
    bounded: Array = np.where(year > HORIZON, np.inf, np.maximum(year, EARLIEST))
    return bounded


def probability_by_end_of(years: Array, exhaustion_year: Array) -> Array:
    """P(exhausted by the end of year Y) = share of worlds with a crossing before Y + 1.

    Args:
        years: whole years Y, (years,).
        exhaustion_year: crossings, (worlds,), ``inf`` for none.

    Returns:
        Probabilities, (years,).
    """
    ordered = np.sort(exhaustion_year)
    return np.searchsorted(ordered, years + 1, side="left") / len(ordered)


def quantiles(exhaustion_year: Array, probabilities: Array) -> Array:
    """Quantiles of a distribution that may reach beyond the horizon.

    Args:
        exhaustion_year: crossings, (worlds,), ``inf`` for none.
        probabilities: (n,).

    Returns:
        Years, (n,); ``inf`` where that much probability lies beyond the horizon. Where a quantile
        falls between a year and infinity it is infinite: nothing is interpolated across.
    """
    ordered = np.sort(exhaustion_year)
    place = probabilities * (len(ordered) - 1)
    low = np.floor(place).astype(int)
    high = np.ceil(place).astype(int)
    bottom, top = ordered[low], ordered[high]
    finite = np.isfinite(top)
    inside = bottom + (np.where(finite, top, bottom) - bottom) * (place - low)
    # inf − inf above is never used
    return np.where(finite, inside, np.where(high == low, bottom, np.inf))


def histogram(exhaustion_year: Array, edges: Array) -> Array:
    """Share of all worlds in each bin, worlds beyond the edges left out of every bin.

    Args:
        exhaustion_year: crossings, (worlds,), ``inf`` for none.
        edges: increasing years, (bins + 1,).

    Returns:
        Probabilities, (bins,); they sum to the probability inside the edges.
    """
    counts: NDArray[np.int64] = np.histogram(exhaustion_year, bins=edges)[0]
    return counts / len(exhaustion_year)
