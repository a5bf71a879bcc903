"""What the market says in sentences: denominators, bounds, and no judgement of an HHI."""

from __future__ import annotations

import pytest

from analytics import findings_market as said
from analytics.findings_market import EVERY, Picked
from analytics.market import Value, facts
from analytics.market.concentration import SIDES, by_count, by_value
from analytics.market.deals import active, disclosure, signed
from analytics.market.prices import gap
from analytics.market.values import Amount
from analytics.wording import plain
from data import catalog

AS_OF = 2026.89
FACTS = facts(catalog.version())


def test_the_headline_has_its_denominator_and_names_what_is_not_stated() -> None:
    assert said.headline(FACTS, AS_OF) == (
        "Of 91 reported deals, 14 disclose a value that can be summed, and 43 leave open whether "
        "it is for training or display"
    )
    one = said.headline(FACTS, AS_OF, Picked("books"))
    assert one.startswith("Of 1 reported deal with suppliers of books, none disclose")
    assert "and none leave open" in one
    nothing = said.headline(FACTS, AS_OF, Picked("books", "openai"))
    assert nothing == "No deal of OpenAI with suppliers of books was reported by 2026"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(1.6e7, 1.6e7, "per_year", "minimum"), "at least $16M a year"),
        (Value(5e7, 5e7, "per_year", "maximum"), "up to $50M a year"),
        (Value(2.5e8, 2.5e8, "total", "approximate"), "about $250M"),
        (Value(6e6, 6e6, "total", "estimate"), "est. $6M"),
        (Value(1, 4, "per_unit", "stated", "minute of video"), "$1–$4 per minute of video"),
        (Value(2.5e7, 5e7, "initial", "stated"), "$25M–$50M at first"),
    ],
)
def test_a_value_says_how_it_is_meant(value: Value, text: str) -> None:
    assert said.value(value) == text


def test_a_sum_with_a_minimum_stays_at_least() -> None:
    assert said.amount(Amount(2, 2.75e8, 2.8e8, True)) == "at least $275M"
    assert said.amount(Amount(2, 2e7, 7.5e7, False)) == "$20M–$75M"


def test_the_gap_is_a_range_with_its_orders_of_magnitude() -> None:
    found = gap(FACTS.prices)
    assert found is not None
    assert said.gap_sentence(found) == (
        "A token of licensed text costs 660 to 990 times one of rephrased synthetic text, 2.8 to "
        "3.0 orders of magnitude"
    )


def test_implications_are_of_the_whole_market() -> None:
    text = plain(said.implications(FACTS, AS_OF))
    assert "OpenAI signed 25% of the 87 signings of named buyers." in text
    assert "22 of 55 suppliers with a named buyer sell to two or more" in text


def test_numbers_have_denominators_or_ranges() -> None:
    found = {one.label: one for one in said.numbers(FACTS, AS_OF)}
    assert found["Deals reported"].interval_text == "27 training, 21 display, 43 not stated"
    assert found["Values that can be summed"].value_text == "14 of 91"
    assert found["Licensed over synthetic text"].value_text == "660–990×"
    assert "82 of 91" in found["First terms over by end 2028"].interval_text
    none = {one.label: one for one in said.numbers(FACTS, AS_OF, Picked("books", "openai"))}
    assert none["First terms over by end 2028"].value_text == "–"


def test_rights_of_some_deals() -> None:
    books = disclosure(Picked("books").among(signed(FACTS.deals, AS_OF)))
    assert said.rights(books) == "1 training"


def test_concentration_is_told_and_not_judged() -> None:
    rows = active(FACTS.deals, AS_OF)
    for side in SIDES:
        found = by_count(rows, side)
        assert found is not None
        text = said.concentration(found, dict(FACTS.names))
        assert f"{found.parties} named {side}s" in text and "HHI" in text
        assert not any(word in text for word in ("high", "concentrated", "moderate"))
        for one in by_value(rows, side):
            if one.hhi is None:
                assert "name no" in said.hhi_value(one) and said.effective_value(one) == "–"
            else:
                assert said.hhi_value(one)[0].isdigit()


def test_picking_is_of_both_and_of_all_by_default() -> None:
    rows = signed(FACTS.deals, AS_OF)
    assert EVERY.among(rows) == rows and EVERY.said(FACTS) == ""
    mine = Picked("news", "openai").among(rows)
    assert {one.category for one in mine} == {"news"}
    assert all("openai" in one.buyers for one in mine) and len(mine) < len(rows)
    assert Picked("news", "openai").said(FACTS) == " of OpenAI with suppliers of news"


def test_every_type_of_supplier_of_the_table_has_a_name() -> None:
    (column,) = (one for one in catalog.schema("deals").fields if one.name == "category")
    assert set(said.CATEGORIES) == set(column.enum or ())


def test_dates_are_months_and_years() -> None:
    assert said.date(2026.0) == "Jan 2026" and said.date(2026.999) == "Dec 2026"
    assert said.date(2023.5, day_known=False) == "2023"
