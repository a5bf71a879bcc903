"""Prices: as their sources have them, and what is assumed is marked so."""

from __future__ import annotations

import pytest

from analytics.market import prices
from tests.analytics.market.shared import FACTS, SIGNED


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
