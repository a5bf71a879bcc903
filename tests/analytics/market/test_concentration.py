"""Concentration: bounded, blind to order, with what the unnamed could change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.market import Deal, deals
from analytics.market.concentration import SIDES, by_count, by_value, course, hhi_range
from analytics.market.sharing import sharing
from tests.analytics.market.shared import ACTIVE, AS_OF, FACTS, FEW, some_deals


@FEW
@given(some_deals(), st.randoms(use_true_random=False))
def test_concentration_is_bounded_and_blind_to_order(rows: list[Deal], random: Any) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    for side in SIDES:
        one = by_count(rows, side)
        assert one == by_count(mixed, side)
        if one is not None:
            assert 0 < one.hhi_low <= one.hhi + 1e-9 <= one.hhi_high + 2e-9 <= 10_000 + 3e-9
            assert 1e4 / one.parties <= one.hhi + 1e-9
            assert 1 - 1e-9 <= one.effective <= one.parties + 1e-9
        assert by_value(rows, side) == by_value(mixed, side)
        for value in by_value(rows, side):
            assert value.hhi is None or 0 < value.hhi[0] <= value.hhi[1] + 1e-9 <= 10_000 + 2e-9
    assert deals.sums(rows) == deals.sums(mixed)
    assert sharing(rows).shared == sharing(mixed).shared


@FEW
@given(
    st.lists(st.tuples(st.floats(0, 9), st.floats(0.1, 9)), min_size=1, max_size=5),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_the_ends_of_the_hhi_hold_all_that_is_between(spans: Any, at: Any) -> None:
    low = np.array([start for start, _ in spans])
    high = low + np.array([width for _, width in spans])
    inside = low + (high - low) * np.array(at[: len(spans)])
    least, most = hhi_range(low, high)
    if inside.sum() > 0:
        shares = inside / inside.sum()
        assert least - 1e-6 <= 1e4 * np.square(shares).sum() <= most + 1e-6


def test_concentration_of_the_shipped_deals() -> None:
    buyers, suppliers = (by_count(ACTIVE, side) for side in SIDES)
    assert buyers is not None and suppliers is not None
    assert (buyers.largest, suppliers.largest) == ("openai", "shutterstock")
    assert buyers.deals == 90 and buyers.hhi > 3 * suppliers.hhi
    assert buyers.effective == pytest.approx(9.6, abs=0.05)
    path = course(FACTS.deals, "buyer", AS_OF)
    assert path[-1] == (AS_OF, buyers)
    assert [date for date, _ in path] == sorted({date for date, _ in path})


def test_concentration_by_value_has_no_number_where_a_buyer_is_unnamed() -> None:
    found = {(one.basis, one.rights): one for one in by_value(ACTIVE, "buyer")}
    assert found["total", "unknown"].hhi is None
    assert found["initial", "training"].hhi == pytest.approx((2500, 2800))
    assert by_count([], "buyer") is None
