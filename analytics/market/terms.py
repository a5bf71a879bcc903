"""When contracts end: known terms as they are, the others by an assumption that looks like one.

Nothing is known of renewals, so that an end is that of the first term. A deal whose term is not
disclosed lasts :data:`ASSUMED_TERM`; its day of announcement may be any between the days reported.
Of a deal that lasts "at least 3 years" the earliest end is known: it lasts as that assumption says,
given that it is no shorter.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analytics.estimates import Array, Estimate, triangular
from analytics.market.deals import signed
from analytics.market.facts import Deal

ASSUMED_TERM: Estimate = triangular(2.0, 3.0, 5.0)
"""Years that a contract without a disclosed term is assumed to last; Aquifer's own judgement."""

FIRST_YEAR, LAST_YEAR = 2024, 2032

_DAYS = 32  # points on which a day that is known as a span is averaged


@dataclass(frozen=True, slots=True)
class Term:
    """The known course of one contract.

    Attributes:
        deal: its row.
        start: decimal year of announcement.
        end: decimal year of the end of its first term, or of its termination; the earliest one if
            it is open.
        open: whether it may end later, since its term is known as a minimum.
        terminated: whether it was ended early.
        planned: when it would have ended; the same as ``end`` unless it was terminated.
    """

    deal: Deal
    start: float
    end: float
    open: bool
    terminated: bool
    planned: float


@dataclass(frozen=True, eq=False, slots=True)
class Calendar:
    """Contracts that end, by calendar year.

    Attributes:
        years: calendar years.
        known: contracts whose disclosed term ends, (years,), those that are open left out.
        terminated: contracts that were ended early, (years,).
        expected: expected number among those without a disclosed end, (years,).
        low: lower end of its 80% interval, (years,).
        high: upper end, (years,).
        ended_by: share of all deals, terminated ones included, whose first term has ended by the
            end of the year, expected, (years,).
        terms: number of deals with a known end.
        unknown: number of deals without a disclosed end.
        least: how many of these disclose the least that they last.
    """

    years: Array
    known: Array
    terminated: Array
    expected: Array
    low: Array
    high: Array
    ended_by: Array
    terms: int
    unknown: int
    least: int


def terms(deals: Iterable[Deal], as_of: float) -> tuple[Term, ...]:
    """The contracts whose end is known, or the earliest that it may be, by end.

    Args:
        deals: rows.
        as_of: decimal year from which one looks.
    """
    found = []
    for one in signed(deals, as_of):
        planned = math.nan if one.term_years is None else one.middle + one.term_years
        if one.status == "terminated" and one.ended is not None:
            found.append(Term(one, one.middle, one.ended, False, True, planned))
        elif one.term_years is not None:
            found.append(Term(one, one.middle, planned, one.term_at_least, False, planned))
    return tuple(sorted(found, key=lambda term: (term.end, term.deal.id)))


def ended_before(
    years: Sequence[float] | Array, deal: Deal, term: Estimate = ASSUMED_TERM
) -> Array:
    """Probability that a contract of an undisclosed term has ended before some dates.

    Args:
        years: decimal years, (dates,).
        deal: whose term is not known, or known as a minimum.
        term: years that it lasts, triangular.

    Returns:
        (dates,), 0–1, the mean over the days on which it may have been announced.
    """
    steps = (np.arange(_DAYS) + 0.5) / _DAYS
    start = deal.first + (deal.last - deal.first) * steps
    low, mode, high = term.points
    shape = (mode - low) / (high - low)
    lasted = np.asarray(years, dtype=np.float64)[:, None] - start
    shorter = stats.triang.cdf(lasted, shape, loc=low, scale=high - low)
    least = (deal.term_years or 0.0) if deal.term_at_least else 0.0
    excluded = float(stats.triang.cdf(least, shape, loc=low, scale=high - low))
    if excluded < 1.0:
        shorter = np.maximum(shorter - excluded, 0.0) / (1.0 - excluded)
    else:
        shorter = (lasted >= least).astype(np.float64)
    chance: Array = shorter.mean(axis=1)
    return chance


def calendar(
    deals: Iterable[Deal], as_of: float, first: int = FIRST_YEAR, last: int = LAST_YEAR
) -> Calendar:
    """How many contracts end in each year.

    Args:
        deals: rows.
        as_of: decimal year from which one looks.
        first: first calendar year.
        last: last calendar year.
    """
    rows = tuple(deals)
    mine = signed(rows, as_of)
    known = [term for term in terms(rows, as_of) if not term.open]
    ending = {term.deal.id for term in known}
    unknown = [one for one in mine if one.id not in ending and one.status != "terminated"]
    years = np.arange(first, last + 1, dtype=np.float64)
    edges = np.append(years, last + 1.0)
    before = np.array([ended_before(edges, one) for one in unknown]).reshape(-1, len(edges))
    within = np.diff(before, axis=1)
    ends = np.array([term.end for term in known])
    early = np.array([term.terminated for term in known], dtype=bool)
    counts = np.array([_interval(chances) for chances in within.T]).reshape(-1, 2)
    ended = before[:, 1:].sum(axis=0) + (ends[:, None] < edges[1:]).sum(axis=0)
    return Calendar(
        years,
        _per_year(ends[~early], edges),
        _per_year(ends[early], edges),
        within.sum(axis=0),
        counts[:, 0],
        counts[:, 1],
        ended / max(len(mine), 1),
        len(known),
        len(unknown),
        sum(one.term_at_least for one in unknown),
    )


def _per_year(ends: Array, edges: Array) -> Array:
    counts, _ = np.histogram(ends, bins=edges)
    return counts.astype(np.float64)


def _interval(chances: Array) -> tuple[float, float]:
    """The central 80% of a number of independent events, each with its own probability."""
    mass = np.ones(1)
    for p in chances:
        mass = np.convolve(mass, [1 - p, p])
    below = np.cumsum(mass)
    low, high = np.searchsorted(below, [0.1 + 1e-12, 0.9 - 1e-12])
    return float(low), float(high)
