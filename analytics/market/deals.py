"""Deals counted and their values summed: by rights, by type of supplier, by buyer, by year.

A count is of deals as they were reported; a row that stands for several contracts, a revenue, a
price list, talks or a settlement is none. A sum is of disclosed values of single deals, with its
basis and its rights: training and display are never added, nor is a total to a year's fee.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from analytics.market.facts import Deal
from analytics.market.values import BASES, Amount, add

RIGHTS = ("training", "display", "both", "unknown")
"""What a buyer may do; ``unknown`` is a category of its own."""

SIGNED = ("announced", "terminated")
"""Statuses of what was agreed between a buyer and a supplier."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How much of the market is disclosed.

    Attributes:
        deals: number of deals.
        valued: of these, with any reported value.
        summable: of these, with a value that may be summed.
        termed: with a known term.
        rights: deals by rights, in the order of :data:`RIGHTS`.
    """

    deals: int
    valued: int
    summable: int
    termed: int
    rights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The deals of one type of supplier, or of one buyer.

    Attributes:
        key: category or party id; empty for unnamed parties.
        deals: number of deals.
        summable: of these, with a value that may be summed.
        rights: deals by rights, in the order of :data:`RIGHTS`.
    """

    key: str
    deals: int
    summable: int
    rights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """The disclosed values of one kind.

    Attributes:
        category: type of supplier.
        basis: what the values are of.
        rights: of the deals.
        amount: their sum, as far as it is known, in USD.
        of: number of deals of this type of supplier and these rights, disclosed or not.
    """

    category: str
    basis: str
    rights: str
    amount: Amount
    of: int


@dataclass(frozen=True, slots=True)
class Year:
    """Deals of one calendar year and one kind of rights.

    Attributes:
        year: calendar year.
        rights: of the deals.
        certain: surely announced in it.
        possible: these, and those whose date is known too roughly to tell.
    """

    year: int
    rights: str
    certain: int
    possible: int


def reported(deals: Iterable[Deal], as_of: float) -> list[Deal]:
    """Every row that may have been known on a day; what ended later is not yet terminated.

    Args:
        deals: rows.
        as_of: the day, a decimal year.
    """
    return [
        one
        if one.status != "terminated" or (one.ended is not None and one.ended <= as_of)
        else replace(one, status="announced", ended=None)
        for one in deals
        if one.first <= as_of
    ]


def signed(deals: Iterable[Deal], as_of: float) -> list[Deal]:
    """The deals among the rows: agreed by a day, ended ones included; arguments as above."""
    return [one for one in reported(deals, as_of) if one.status in SIGNED]


def active(deals: Iterable[Deal], as_of: float) -> list[Deal]:
    """The deals that nobody has terminated by a day."""
    return [one for one in signed(deals, as_of) if one.status != "terminated"]


def unsummed(deals: Iterable[Deal], as_of: float) -> list[Deal]:
    """Rows with a value that is never summed, and those that are terminated, in table order."""
    return [
        one
        for one in reported(deals, as_of)
        if not one.summable and (one.value is not None or one.status != "announced")
    ]


def disclosure(deals: Sequence[Deal]) -> Disclosure:
    """How many of how many deals disclose a value, a term, their rights."""
    return Disclosure(
        len(deals),
        sum(one.value is not None for one in deals),
        sum(one.summable for one in deals),
        sum(one.term_years is not None for one in deals),
        _by_rights(deals),
    )


def by_category(deals: Sequence[Deal]) -> tuple[Group, ...]:
    """Deals by type of supplier, the largest first."""
    return _groups(deals, lambda one: (one.category,))


def by_buyer(deals: Sequence[Deal]) -> tuple[Group, ...]:
    """Deals by buyer, the largest first; a group row counts for each of its buyers.

    Unnamed buyers stand last, under an empty key: they are nobody's number of deals.
    """
    found = _groups(deals, lambda one: one.buyers or ("",))
    return (*(one for one in found if one.key), *(one for one in found if not one.key))


def sums(deals: Sequence[Deal]) -> tuple[Sum, ...]:
    """Sums of the disclosed values by type of supplier, basis and rights, the largest first.

    Only what is summable is in one.
    """
    groups: dict[tuple[str, str, str], list[Deal]] = {}
    for one in deals:
        if one.summable and one.value is not None:
            groups.setdefault((one.category, one.value.basis, one.rights), []).append(one)
    found = [
        Sum(
            category,
            basis,
            rights,
            add(one.value for one in mine if one.value is not None),
            sum(one.category == category and one.rights == rights for one in deals),
        )
        for (category, basis, rights), mine in groups.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (BASES.index(one.basis), -one.amount.high, one.category, one.rights),
        )
    )


def by_year(deals: Sequence[Deal], as_of: float) -> tuple[Year, ...]:
    """Deals by calendar year of announcement and rights, from the first year to that of ``as_of``.

    Args:
        deals: signed by ``as_of``.
        as_of: decimal year.
    """
    if not deals:
        return ()
    found = []
    for year in range(math.floor(min(one.first for one in deals)), math.floor(as_of) + 1):
        for rights in RIGHTS:
            spans = [
                (math.floor(one.first), math.floor(one.last))
                for one in deals
                if one.rights == rights
            ]
            certain = sum(first == last == year for first, last in spans)
            possible = sum(first <= year <= last for first, last in spans)
            found.append(Year(year, rights, certain, possible))
    return tuple(found)


def _groups(deals: Sequence[Deal], keys: Callable[[Deal], Iterable[str]]) -> tuple[Group, ...]:
    groups: dict[str, list[Deal]] = {}
    for one in deals:
        for key in keys(one):
            groups.setdefault(key, []).append(one)
    found = [
        Group(key, len(mine), sum(one.summable for one in mine), _by_rights(mine))
        for key, mine in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.deals, one.key)))


def _by_rights(deals: Sequence[Deal]) -> tuple[int, ...]:
    return tuple(sum(one.rights == rights for one in deals) for rights in RIGHTS)
