"""Deals: nothing is summed that must not be, and what is no deal is not counted."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given

from analytics.market import RIGHTS, Deal, deals, prices
from analytics.market.concentration import SIDES, by_value
from analytics.market.values import BASES
from tests.analytics.market.shared import ACTIVE, AS_OF, FACTS, FEW, SIGNED, some_deals


def test_what_is_no_deal_is_not_counted() -> None:
    assert len(FACTS.deals) == 98
    others = {one.status for one in FACTS.deals} - set(deals.SIGNED)
    assert others == {"aggregate", "revenue", "price_list", "talks", "preliminary"}
    assert len(SIGNED) == sum(one.status in deals.SIGNED for one in FACTS.deals) == 91
    assert {one.status for one in ACTIVE} == {"announced"}
    assert deals.disclosure(SIGNED).summable == 14


def test_rights_not_stated_are_a_category_of_their_own() -> None:
    found = dict(zip(RIGHTS, deals.disclosure(SIGNED).rights, strict=True))
    assert found == {"training": 27, "display": 21, "both": 0, "unknown": 43}
    for group in (*deals.by_category(SIGNED), *deals.by_buyer(SIGNED)):
        assert sum(group.rights) == group.deals >= group.summable


def test_unsummed_rows_have_a_reason_and_none_is_in_a_sum() -> None:
    left = deals.unsummed(FACTS.deals, AS_OF)
    assert len(left) == 15 and all(one.reason and not one.summable for one in left)
    said = {one.status for one in left}
    assert {"aggregate", "revenue", "price_list", "talks", "preliminary", "terminated"} <= said
    sums = deals.sums(SIGNED)
    assert sum(one.amount.deals for one in sums) == 14
    assert not {one.basis for one in sums} - set(BASES)


def test_sums_of_the_shipped_deals() -> None:
    found = {(s.category, s.basis, s.rights): s.amount for s in deals.sums(SIGNED)}
    news = found["news", "total", "unknown"]
    assert (news.deals, news.low, news.open_above) == (2, 2.75e8, True)
    # up to $50M may be nothing: only the other deal is sure
    assert found["news", "per_year", "training"].low == 2e7
    assert found["stock_media", "initial", "training"].high == 2e8


@FEW
@given(some_deals())
def test_no_unsummable_row_is_ever_in_a_sum(rows: list[Deal]) -> None:
    for found in deals.sums(rows):
        mine = [
            one
            for one in rows
            if one.summable
            and one.value is not None
            and (one.category, one.value.basis, one.rights)
            == (found.category, found.basis, found.rights)
        ]
        assert found.amount.deals == len(mine)
        assert found.amount.high == pytest.approx(sum(one.value.high for one in mine if one.value))
        assert 0 <= found.amount.low <= found.amount.high
    bare = [replace(one, summable=False) for one in rows]
    assert deals.sums(bare) == () and prices.per_year(bare) == ()
    assert all(by_value(bare, side) == () for side in SIDES)


def test_deals_of_an_uncertain_year_are_possible_in_both() -> None:
    rows = [replace(SIGNED[0], first=2022.0, last=2023.99, rights="training")]
    found = {(y.year, y.rights): y for y in deals.by_year(rows, 2024.5)}
    assert [
        (found[y, "training"].certain, found[y, "training"].possible) for y in (2022, 2023)
    ] == [
        (0, 1),
        (0, 1),
    ]
    assert found[2024, "training"].possible == 0
    certain = sum(one.certain for one in deals.by_year(SIGNED, AS_OF))
    assert certain == sum(math.floor(one.first) == math.floor(one.last) for one in SIGNED)
    assert deals.by_year([], AS_OF) == ()
