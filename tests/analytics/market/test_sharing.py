"""Sharing: who has suppliers in common with whom."""

from __future__ import annotations

from analytics.market.sharing import sharing
from tests.analytics.market.shared import ACTIVE


def test_who_shares_suppliers() -> None:
    found = sharing(ACTIVE)
    assert found.multi[0] == "shutterstock"
    pair = found.pairs[0]
    assert pair == ("openai", "google") and len(found.shared[pair]) == 6
    assert found.cells["people-inc", "meta"] == ("display",)
    for (one, other), both in found.shared.items():
        assert all(one in found.buyers_of(s) and other in found.buyers_of(s) for s in both)
