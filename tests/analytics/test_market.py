"""The market: nothing is summed that must not be, and what is counted is counted once."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.market import RIGHTS, Deal, Facts, Value, deals, facts, prepare, prices, terms
from analytics.market.concentration import SIDES, by_count, by_value, course, hhi_range
from analytics.market.sharing import sharing
from analytics.market.suits import course as suits_course
from analytics.market.values import BASES, add
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


@pytest.mark.parametrize("basis", ["settlement", "supplier_revenue", "per_unit", "unspecified"])
def test_other_bases_are_refused(basis: str) -> None:
    with pytest.raises(ValueError, match="never added"):
        add([Value(1, 1, basis, "stated")])


def test_two_bases_are_refused() -> None:
    with pytest.raises(ValueError, match="per_year, total"):
        add([Value(1, 1, "total", "stated"), Value(1, 1, "per_year", "stated")])


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


def test_the_order_of_rows_is_irrelevant() -> None:
    mixed = {name: catalog.load(name).sample(frac=1, random_state=7) for name in TABLES}
    assert everything(loaded(**mixed)) == everything(FACTS)


def test_a_duplicate_alias_changes_nothing() -> None:
    aliases = catalog.load("party_aliases")
    twice = pd.concat([aliases, aliases.iloc[::3]], ignore_index=True)
    assert everything(loaded(party_aliases=twice)) == everything(FACTS)


def test_an_alias_makes_two_spellings_one_party() -> None:
    parties = catalog.load("deal_parties")
    at = parties.index[(parties["party_id"] == "wiley")]
    other = parties.copy()
    other.loc[at[0], ["party_id", "name"]] = ["informa", "Wiley"]
    found = {one.id: one for one in loaded(deal_parties=other).deals}
    assert found[str(parties.loc[at[0], "deal_id"])].suppliers == ("wiley",)


def test_group_rows_are_split_and_unnamed_parties_are_none() -> None:
    known = {one.id: one for one in FACTS.deals}
    klay = known["klay-universal-music-2025-11"]
    assert set(klay.suppliers) == {"universal-music", "sony-music", "warner-music"}
    troveo = known["openai-troveo-2025-01"]
    assert len(troveo.buyers) == 3 and troveo.unnamed == {"buyer"}
    assert known["unnamed-wiley-2024-03"].buyers == ()
    named = {party for one in FACTS.deals for party in (*one.buyers, *one.suppliers)}
    assert "unnamed" not in named


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


def test_who_shares_suppliers() -> None:
    found = sharing(ACTIVE)
    assert found.multi[0] == "shutterstock"
    pair = found.pairs[0]
    assert pair == ("openai", "google") and len(found.shared[pair]) == 6
    assert found.cells["people-inc", "meta"] == ("display",)
    for (one, other), both in found.shared.items():
        assert all(one in found.buyers_of(s) and other in found.buyers_of(s) for s in both)


def test_known_terms_are_exact_and_a_terminated_deal_has_ended() -> None:
    found = {one.deal.id: one for one in terms.terms(FACTS.deals, AS_OF)}
    springer = found["openai-axel-springer-2023-12"]
    assert springer.end == pytest.approx(catalog.decimal_year(pd.Timestamp("2026-12-13").date()))
    disney = found["openai-disney-2025-12"]
    assert disney.terminated and disney.end < AS_OF < disney.planned
    assert disney.end == pytest.approx(catalog.decimal_year(pd.Timestamp("2026-03-24").date()))
    before = {one.deal.id: one for one in terms.terms(FACTS.deals, 2026.0)}
    assert not before["openai-disney-2025-12"].terminated


def test_the_calendar_counts_every_deal_once() -> None:
    found = terms.calendar(FACTS.deals, AS_OF, first=2020, last=2035)
    assert found.terms + found.unknown == len(SIGNED)
    assert found.known.sum() + found.terminated.sum() == found.terms
    assert found.expected.sum() == pytest.approx(found.unknown)
    assert (found.low <= found.expected + 1).all() and (found.expected <= found.high + 1).all()
    assert (np.diff(found.ended_by) >= 0).all() and found.ended_by[-1] == pytest.approx(1)


@pytest.mark.parametrize(("lasted", "share"), [(2, 0), (3, 1 / 3), (4, 5 / 6), (5, 1)])
def test_an_assumed_term_is_triangular(lasted: float, share: float) -> None:
    one = replace(SIGNED[0], first=2024.0, last=2024.0, term_years=None)
    assert terms.ended_before([2024 + lasted], one)[0] == pytest.approx(share)


def test_licensed_text_costs_about_a_thousand_times_synthetic_text() -> None:
    found = prices.gap(FACTS.prices)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.00075 / 1.14e-6, 0.00075 / 7.6e-7))
    assert found.orders == pytest.approx((2.818, 2.994), abs=1e-3)
    assert prices.gap([]) is None


def test_only_the_length_of_a_book_is_assumed() -> None:
    found = {one.price.id: one for one in prices.per_token(FACTS.prices)}
    assert {id for id, one in found.items() if one.assumed} == set(prices.BOOKS)
    book = found["licensed_book"]
    assert (book.low, book.high) == pytest.approx((5000 / 200_000, 5000 / (200_000 / 3)))
    cost = {one.price.id: (low, high) for one, low, high in prices.replacement(FACTS.prices, 1e12)}
    assert cost["licensed_text"] == pytest.approx((7.5e8, 7.5e8))


def test_a_year_costs_what_is_stated_or_a_total_over_its_term() -> None:
    found = {one.deal.id: one for one in prices.per_year(SIGNED)}
    assert found["openai-news-corp-2024-05"].high == pytest.approx(5e7)
    assert found["openai-news-corp-2024-05"].divided
    assert not found["google-reddit-2024-02"].divided
    assert all(one.deal.value and one.deal.value.basis != "initial" for one in found.values())


def test_suits_so_far() -> None:
    found = suits_course(FACTS.suits, AS_OF)
    assert [one.suits for one in found.total] == [24, 48, 87, 118]
    assert [(one.defendant, one.suits) for one in found.named] == [("OpenAI", 24), ("Meta", 14)]
    assert len(suits_course(FACTS.suits, 2025.0).total) == 1


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
