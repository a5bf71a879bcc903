"""Who shares suppliers with whom: most licences are not exclusive, and suppliers sell to many."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.market.deals import RIGHTS
from analytics.market.facts import Deal


@dataclass(frozen=True, eq=False, slots=True)
class Sharing:
    """Which named buyer has a deal with which named supplier.

    Attributes:
        buyers: ids, those with most suppliers first.
        suppliers: ids, those with most buyers first.
        cells: (supplier, buyer) → rights of their deals, each once, in the order of RIGHTS.
        deals: (supplier, buyer) → ids of their deals.
        shared: (buyer, other buyer) → suppliers of both, sorted; each pair once, only where there
            is one, the buyer that comes first in ``buyers`` first.
    """

    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    deals: Mapping[tuple[str, str], tuple[str, ...]]
    shared: Mapping[tuple[str, str], tuple[str, ...]]

    def buyers_of(self, supplier: str) -> tuple[str, ...]:
        """The buyers of a supplier."""
        return tuple(buyer for buyer in self.buyers if (supplier, buyer) in self.cells)

    @property
    def multi(self) -> tuple[str, ...]:
        """Suppliers of two buyers or more, those with most first."""
        return tuple(one for one in self.suppliers if len(self.buyers_of(one)) > 1)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs of buyers, those that share most suppliers first."""
        return tuple(sorted(self.shared, key=lambda pair: (-len(self.shared[pair]), pair)))


def sharing(deals: Iterable[Deal]) -> Sharing:
    """Count who sells to whom.

    Args:
        deals: to count; group rows are split, parties without a name are left out.
    """
    found: dict[tuple[str, str], list[Deal]] = {}
    for one in deals:
        for pair in itertools.product(one.suppliers, one.buyers):
            found.setdefault(pair, []).append(one)
    of_supplier: dict[str, set[str]] = {}
    of_buyer: dict[str, set[str]] = {}
    for supplier, buyer in found:
        of_supplier.setdefault(supplier, set()).add(buyer)
        of_buyer.setdefault(buyer, set()).add(supplier)
    buyers = tuple(sorted(of_buyer, key=lambda one: (-len(of_buyer[one]), one)))
    suppliers = tuple(sorted(of_supplier, key=lambda one: (-len(of_supplier[one]), one)))
    both = {
        pair: tuple(sorted(of_buyer[pair[0]] & of_buyer[pair[1]]))
        for pair in itertools.combinations(buyers, 2)
    }
    return Sharing(
        buyers,
        suppliers,
        {
            pair: tuple(rights for rights in RIGHTS if any(one.rights == rights for one in mine))
            for pair, mine in sorted(found.items())
        },
        {pair: tuple(sorted(one.id for one in mine)) for pair, mine in sorted(found.items())},
        {pair: suppliers for pair, suppliers in both.items() if suppliers},
    )
