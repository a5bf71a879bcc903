"""How concentrated buying and selling are: HHI and the effective number of parties.

A market measure, of signings: one deal of one named party. A group row is a signing of each of its
parties; a party without a name is in none. What the unnamed could change stands beside the number:
the HHI if each of them were somebody new, and if all were the largest party.

Source: US Department of Justice & FTC, Merger Guidelines 2023, §2.1 (HHI); Hill 1973, Ecology
54:427–432 (effective number, 1/Σp²).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics import diversity
from analytics.market.deals import active
from analytics.market.facts import Deal
from analytics.market.values import BASES

Side = Literal["buyer", "supplier"]
SIDES: tuple[Side, ...] = ("buyer", "supplier")


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated one side of the market is, by number of signings.

    Attributes:
        side: buyer or supplier.
        deals: deals counted.
        signings: one deal of one named party: the denominator of shares.
        unnamed: deals with a party of this side that has no name.
        parties: number of named parties.
        largest: id of the party with most signings.
        largest_share: its share of signings, 0–1.
        hhi: points, 0–10,000, of the named.
        hhi_low: if each unnamed party were somebody new.
        hhi_high: if all unnamed were the largest party.
    """

    side: Side
    deals: int
    signings: int
    unnamed: int
    parties: int
    largest: str
    largest_share: float
    hhi: float
    hhi_low: float
    hhi_high: float

    @property
    def effective(self) -> float:
        """Number of equal parties that would be as concentrated, 1/Σp²."""
        return 1e4 / self.hhi

    @property
    def effective_low(self) -> float:
        """The effective number at the highest HHI."""
        return 1e4 / self.hhi_high

    @property
    def effective_high(self) -> float:
        """The effective number at the lowest HHI."""
        return 1e4 / self.hhi_low


@dataclass(frozen=True, slots=True)
class ByValue:
    """How concentrated the disclosed values of one basis and one kind of rights are.

    Attributes:
        side: buyer or supplier.
        basis: what the values are of.
        rights: of the deals.
        deals: deals with such a value and a named party.
        of: deals with such a value.
        parties: number of named parties.
        hhi: the lowest and the highest HHI that the reported ends allow, points; None where one of
            the deals names no party of this side.
    """

    side: Side
    basis: str
    rights: str
    deals: int
    of: int
    parties: int
    hhi: tuple[float, float] | None


def parties_of(deal: Deal, side: Side) -> tuple[str, ...]:
    """The named parties of one side."""
    return deal.buyers if side == "buyer" else deal.suppliers


def signings(deals: Iterable[Deal], side: Side) -> Counter[str]:
    """Party id → number of deals that it is in."""
    return Counter(party for one in deals for party in parties_of(one, side))


def by_count(deals: Sequence[Deal], side: Side) -> Concentration | None:
    """Concentration by number of signings.

    Args:
        deals: to count, each one once for each of its named parties.
        side: whose.

    Returns:
        The measure; None if no party has a name.
    """
    counted = signings(deals, side)
    if not counted:
        return None
    unnamed = sum(side in one.unnamed for one in deals)
    counts = np.array(sorted(counted.values(), reverse=True), dtype=np.float64)
    # ties go to the name that comes first, so that the order of rows is nothing
    largest = min(counted, key=lambda party: (-counted[party], party))
    top = np.concatenate([[counts[0] + unnamed], counts[1:]])
    return Concentration(
        side,
        len(deals),
        int(counts.sum()),
        unnamed,
        len(counts),
        largest,
        float(counts[0] / counts.sum()),
        _hhi(counts),
        _hhi(np.concatenate([counts, np.ones(unnamed)])),
        _hhi(top),
    )


def course(
    deals: Iterable[Deal], side: Side, as_of: float, first: float = 2023.5, step: float = 0.25
) -> tuple[tuple[float, Concentration], ...]:
    """Concentration of all deals signed so far, by quarter.

    Args:
        deals: rows.
        side: whose.
        as_of: last date, a decimal year.
        first: first date.
        step: years between dates.

    Returns:
        Date and measure, only where a party has a name; the last one is of ``as_of``.
    """
    rows = tuple(deals)
    dates = [*np.arange(first, as_of, step).tolist(), as_of]
    found = ((date, by_count(active(rows, date), side)) for date in dates)
    return tuple((date, one) for date, one in found if one is not None)


def by_value(deals: Sequence[Deal], side: Side) -> tuple[ByValue, ...]:
    """Concentration of disclosed values, for each basis and kind of rights with two or more.

    Args:
        deals: to look at; only summable values count. A deal of several parties is shared equally.
        side: whose.
    """
    groups: dict[tuple[str, str], list[Deal]] = {}
    for one in deals:
        if one.summable and one.value is not None:
            groups.setdefault((one.value.basis, one.rights), []).append(one)
    found = []
    for (basis, rights), mine in sorted(
        groups.items(), key=lambda item: (BASES.index(item[0][0]), item[0][1])
    ):
        named = [one for one in mine if parties_of(one, side)]
        if len(mine) < 2:
            continue
        low: dict[str, float] = {}
        high: dict[str, float] = {}
        for one in sorted(named, key=lambda one: one.id):
            parties = parties_of(one, side)
            for party in parties:
                if one.value is not None:
                    least = 0.0 if one.value.at_most else one.value.low
                    low[party] = low.get(party, 0.0) + least / len(parties)
                    high[party] = high.get(party, 0.0) + one.value.high / len(parties)
        whole = len(named) == len(mine) and not any(side in one.unnamed for one in mine)
        ends = [np.array([amounts[party] for party in sorted(low)]) for amounts in (low, high)]
        measure = hhi_range(*ends) if whole else None
        found.append(ByValue(side, basis, rights, len(named), len(mine), len(low), measure))
    return tuple(found)


def hhi_range(low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """The lowest and the highest HHI of amounts that are known within ends.

    The lowest is where all amounts are as alike as the ends allow: each as near as may be to one
    common amount, Σx²/Σx. The highest is at a corner: the largest amounts high, the others low.

    Args:
        low: (parties,), none negative.
        high: (parties,), at least one above 0.

    Returns:
        Points, 0–10,000.

    >>> [round(x) for x in hhi_range(np.array([1.0, 1.0]), np.array([3.0, 1.0]))]
    [5000, 6250]
    """
    level = float(high.max())
    for _ in range(200):
        alike = np.clip(level, low, high)
        nearer = float(np.square(alike).sum() / alike.sum())
        if math.isclose(nearer, level, rel_tol=1e-12):
            break
        level = nearer
    least = _hhi(np.clip(level, low, high))
    corners = []
    for order in (np.argsort(-high, kind="stable"), np.argsort(-low, kind="stable")):
        for k in range(1, len(order) + 1):
            corner = low.copy()
            corner[order[:k]] = high[order[:k]]
            corners.append(_hhi(corner))
    return least, max(*corners, least)


def _hhi(amounts: np.ndarray) -> float:
    return float(diversity.hhi(amounts / amounts.sum()))
