"""Exhaustion: the first year in which demand reaches the stock, world by world.

Both curves are straight lines in log10 tokens, or straight between whole years, so the crossing has
a closed form in every world; nothing is iterated. A *world* is one joint draw of every uncertain
input, held fixed over the years.

Definition (Villalobos et al. 2024, arXiv 2211.04325v2): text is exhausted when the largest training
run takes the whole effective stock, D(t) ≥ S(t). Worlds in which it does at the start of 2024 are
carried back to the crossing that led there; others are searched from 2024 on.
"""

from __future__ import annotations

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
        Where it is so in 2024 already, the year from which on it has been.
    """
    before = _meet(T0, log10_stock - demand.start, demand.slope - stock_slope)
    if demand.bend_year is None or demand.slope_after is None:
        return _within(before)
    bend = demand.bend_year
    gap = log10_stock + stock_slope * (bend - T0) - demand.at(bend)
    after = _meet(bend, gap, demand.slope_after - stock_slope)
    # a world that has not crossed by the bend crosses after it, whatever rounding says
    return _within(np.where(before <= bend, before, np.maximum(after, bend)))


def _meet(since: Array | float, gap: Array, closing: Array) -> Array:
    """Year in which a gap closes at a constant rate, on an endless straight line."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        year = since + gap / closing
    # a gap that widens was closed at all earlier times, or never will be
    closed: Array = np.where(closing > 0, year, np.where(gap <= 0, -np.inf, np.inf))
    return closed


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
    before = _first_of(knots, log10_stock, demand.before_bend())
    if demand.bend_year is None:
        return _within(before)
    after = _first_of(knots, log10_stock, demand.after_bend(), not_before=demand.bend_year)
    return _within(np.where(before <= demand.bend_year, before, after))


def _first_of(
    knots: Array, log10_stock: Array, line: DemandPath, not_before: Array | None = None
) -> Array:
    """First crossing of one straight line, after ``not_before`` where that is given."""
    over = line.at(knots[:, None])
    over -= log10_stock
    crossed = over >= 0
    if not_before is not None:
        crossed &= knots[:, None] > not_before
    world = np.arange(over.shape[1])
    first = crossed.argmax(axis=0)
    right = np.maximum(first, 1)
    year = _between(knots, right, over[right - 1, world], over[right, world])
    year = np.where(first == 0, knots[0], year)
    if not_before is not None:
        year = np.maximum(year, not_before)
    return np.where(crossed[first, world], year, np.inf)


def _between(knots: Array, right: NDArray[np.intp], left_over: Array, right_over: Array) -> Array:
    """Where a straight line crosses zero in the year that ends with the knot ``right``."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        part = left_over / (left_over - right_over)
    # only rounding, or a world that does not cross here, leaves the year
    return knots[right] - 1.0 + np.clip(np.nan_to_num(part), 0.0, 1.0)


def earlier_crossing(knots: Array, log10_stock: Array, demand: DemandPath) -> Array:
    """Crossing in worlds where demand has reached the stock by the last knot.

    Of several, the one after which demand has stayed above the stock.

    Args:
        knots: consecutive whole years up to 2024, (knots,).
        log10_stock: log10 S at the knots, log-linear between them, (knots, worlds).
        demand: log10 D; no demand bends as early as that.

    Returns:
        Last year from which on D ≥ S, (worlds,): the first knot if it always was, the last knot if
        not even there (the stock falls at once at that moment).
    """
    over = demand.before_bend().at(knots[:, None]) - log10_stock
    world = np.arange(over.shape[1])
    short = over < 0
    left = len(knots) - 1 - short[::-1].argmax(axis=0)  # the last knot at which it is short
    right = np.minimum(left + 1, len(knots) - 1)
    year = _between(knots, right, over[left, world], over[right, world])
    year = np.where(left == len(knots) - 1, knots[-1], year)
    return np.where(short.any(axis=0), year, knots[0])


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
    reached = np.isfinite(ordered[high])
    bottom, top = (np.where(reached, ordered[at], 0.0) for at in (low, high))
    return np.where(reached, bottom + (top - bottom) * (place - low), np.inf)
