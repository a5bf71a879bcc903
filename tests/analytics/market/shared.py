"""What the tests of the market share: the facts, odd deals, everything that is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from analytics.market import RIGHTS, Deal, Facts, Value, deals, facts, prepare, prices, terms
from analytics.market.concentration import SIDES, by_count, by_value
from analytics.market.sharing import sharing
from analytics.market.values import BASES
from data import catalog

AS_OF = 2026.89
FACTS = facts(catalog.version())
SIGNED = deals.signed(FACTS.deals, AS_OF)
ACTIVE = deals.active(FACTS.deals, AS_OF)
TABLES = ("deals", "deal_parties", "parties", "party_aliases", "unit_prices", "litigation")
FEW = settings(max_examples=25)


def loaded(**changed: pd.DataFrame) -> Facts:
    return prepare(*(changed.get(name, catalog.load(name)) for name in TABLES))


def everything(found: Facts) -> tuple[Any, ...]:
    """All counts and sums that don't depend on the order of rows."""
    signed, active = deals.signed(found.deals, AS_OF), deals.active(found.deals, AS_OF)
    shared = sharing(active)
    return (
        deals.disclosure(signed),
        deals.by_category(signed),
        deals.by_buyer(signed),
        deals.sums(signed),
        deals.by_year(signed, AS_OF),
        tuple((by_count(active, side), by_value(active, side)) for side in SIDES),
        shared.pairs,
        dict(shared.shared),
        [(one.deal.id, one.end) for one in terms.terms(found.deals, AS_OF)],
        [(one.deal.id, one.low) for one in prices.per_year(signed)],
    )


@st.composite
def some_deals(draw: st.DrawFn) -> list[Deal]:
    """Deals as odd as the table allows, real rows with other values, parties and rights."""
    party = st.sampled_from(("a", "b", "c", "d"))
    made = []
    for i in range(draw(st.integers(1, 8))):
        low = draw(st.floats(1, 1e9))
        value = Value(
            low,
            low * draw(st.floats(1, 3)),
            draw(st.sampled_from((*BASES, "supplier_revenue", "per_unit"))),
            draw(st.sampled_from(("stated", "minimum", "maximum", "approximate", "estimate"))),
        )
        made.append(
            replace(
                SIGNED[0],
                id=f"deal-{i}",
                buyers=tuple(draw(st.sets(party, max_size=3))),
                suppliers=tuple(draw(st.sets(party, max_size=3))),
                unnamed=frozenset(draw(st.sets(st.sampled_from(SIDES)))),
                rights=draw(st.sampled_from(RIGHTS)),
                category=draw(st.sampled_from(("news", "books"))),
                status=draw(st.sampled_from(("announced", "terminated", "talks", "aggregate"))),
                ended=None,
                value=draw(st.none() | st.just(value)),
                summable=value.basis in BASES and draw(st.booleans()),
            )
        )
    return made
