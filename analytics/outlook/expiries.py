"""When the training licences of ranked vendors end: as known, or as assumed, and renewed or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.market.facts import facts
from analytics.moat.licences import Licence, Market, end_year
from analytics.outlook.vendors import Ranking

WORLDS = 2048
"""Worlds that renewals and unknown terms are drawn in."""

_LEVELS = (0.05, 0.5, 0.95)
_OWN = "own: "


@dataclass(frozen=True, slots=True)
class Expiry:
    """The end of one licence.

    Attributes:
        vendor: who trains.
        supplier: whose data they are; empty where no name is known.
        deal: its id; that of one that the scenario adds begins with ``own``.
        rights: training, both or unknown.
        start: decimal year.
        first_end: of the first term as known or, where it is not, its median as assumed; of one
            that was terminated the day of that; the earliest one if it is open.
        open: whether it may end later, since its term is known as a minimum.
        assumed: whether the term is not known.
        terminated: whether it was ended before its term.
        ends: 5% quantile, median and 95% quantile of the end with renewals; ``inf`` for never.
    """

    vendor: str
    supplier: str
    deal: str
    rights: str
    start: float
    first_end: float
    open: bool
    assumed: bool
    terminated: bool
    ends: tuple[float, float, float]

    @property
    def known(self) -> bool:
        """Whether the end is known to the day of announcement and the length of the term."""
        return not self.assumed and not self.open

    @property
    def own(self) -> bool:
        """Whether the scenario adds it."""
        return self.deal.startswith(_OWN)


def expiries(ranking: Ranking, data_version: str) -> tuple[Expiry, ...]:
    """The licences of the ranked vendors, by vendor, those whose first term ends first, first.

    Args:
        ranking: with the licences that the scenario changes.
        data_version: of the names of suppliers.
    """
    units = ranking.inputs.units
    buyers = tuple((one.buyer, one.id) for one in units if one.ranked and one.buyer is not None)
    if ranking.inputs.market is None:
        return ()
    return _expiries(ranking.inputs.market, buyers, ranking.inputs.seed, data_version)


@lru_cache(maxsize=8)
def _expiries(
    market: Market, buyers: tuple[tuple[str, str], ...], seed: int, data_version: str
) -> tuple[Expiry, ...]:
    names, vendors = facts(data_version).names, dict(buyers)
    term = float(market.unknown_term_years.quantile(np.array([0.5]))[0])
    found = []
    for one in market.licences:
        if not one.counts or one.buyer not in vendors:
            continue
        length = term if one.term_years is None else one.term_years
        found.append(
            Expiry(
                vendor=vendors[one.buyer],
                supplier=names.get(one.supplier or "", one.supplier or ""),
                deal=one.deal,
                rights=one.rights,
                start=one.from_year,
                first_end=one.from_year + length if one.ended_year is None else one.ended_year,
                open=one.term_at_least and one.ended_year is None,
                assumed=one.term_years is None and one.ended_year is None,
                terminated=one.ended_year is not None,
                ends=_ends(one, market, seed),
            )
        )
    found.sort(key=lambda one: (one.vendor.casefold(), one.first_end, one.supplier, one.deal))
    return tuple(found)


def next_known(found: Iterable[Expiry], as_of: float) -> Expiry | None:
    """The next known term that ends; None if none does."""
    ahead = [
        one
        for one in found
        if one.known and not one.terminated and one.first_end > as_of and not one.own
    ]
    return min(ahead, key=lambda one: one.first_end, default=None)


def _ends(one: Licence, market: Market, seed: int) -> tuple[float, float, float]:
    drawn = np.sort(end_year(one, market, WORLDS, seed))
    low, middle, high = (float(drawn[int(level * (WORLDS - 1))]) for level in _LEVELS)
    return low, middle, high
