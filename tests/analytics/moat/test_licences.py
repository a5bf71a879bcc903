"""Licences: who else buys from a supplier, and how long contracts run."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.estimates import triangular
from analytics.moat.licences import Licence, Market, end_year, terms, weights_of
from tests.analytics.moat.cases import MARKET, licences, market

ONE = Licence("a-x", "a", "x", "news", 2025.0, "training")
NONE_UNSEEN = triangular(0, 0, 0)
SURE = triangular(1, 1, 1)


def of(*rows: Licence, buyer: str = "a", draws: int = 1024, **changes):
    """Terms of one buyer where nothing is uncertain, but for what is changed."""
    certain = replace(
        MARKET,
        licences=rows,
        unseen_buyers=NONE_UNSEEN,
        unknown_term_years=triangular(4, 4, 4),
        renewal=SURE,
        unknown_rights_train=1.0,
    )
    return terms(replace(certain, **changes), [buyer], draws, 0).get(buyer)


def other(buyer: str | None, **changes) -> Licence:
    return replace(replace(ONE, deal=f"{buyer}-x", buyer=buyer), **changes)


class TestExclusivity:
    def test_falls_with_each_other_buyer(self):
        rows = [ONE, other("b"), other("c")]
        for count in (1, 2, 3):
            assert of(*rows[:count]).exclusivity == pytest.approx(1 / count)

    def test_counts_a_buyer_once(self):
        assert of(ONE, other("b"), other("b", deal="b-x-again")).exclusivity == pytest.approx(0.5)

    @pytest.mark.parametrize(
        "nobody",
        [
            other(None),
            other("b", rights="display"),
            other("b", status="talks"),
            other("b", status="revenue"),
            other("b", status="terminated", ended_year=2026.23),
            other("b", from_year=2027.0),
            other("b", supplier="y"),
        ],
    )
    def test_counts_nobody_without_a_name_or_an_active_deal_for_training(self, nobody):
        assert of(ONE, nobody).exclusivity == pytest.approx(1)

    def test_an_exclusive_deal_is_exclusive(self):
        sole = replace(ONE, exclusive="yes")
        assert of(sole, other("b"), unseen_buyers=triangular(0, 1, 2)).exclusivity == pytest.approx(
            1
        )

    def test_unseen_buyers_count_as_well(self):
        found = of(ONE, unseen_buyers=triangular(0, 0.5, 2)).exclusivity
        assert (found.min() >= 1 / 3) and (found.max() <= 1)

    def test_rights_that_nobody_knows_count_in_some_worlds(self):
        found = of(ONE, other("b", rights="unknown"), unknown_rights_train=0.25).exclusivity
        assert (found == 0.5).mean() == pytest.approx(0.25)
        mine = of(replace(ONE, rights="unknown"), unknown_rights_train=0.25)
        assert mine.active.mean() == pytest.approx(0.25)
        assert not mine.exclusivity[~mine.active].any()

    def test_deals_weigh_by_value_or_equally(self):
        dear = replace(ONE, usd_per_year=3e6)
        shared = replace(ONE, deal="a-y", supplier="y", usd_per_year=1e6)
        rows = [dear, shared, replace(shared, deal="b-y", buyer="b")]
        assert of(*rows).exclusivity == pytest.approx(0.75 + 0.25 / 2)
        assert of(*rows, weighting="equal").exclusivity == pytest.approx(0.75)

    def test_suppliers_without_a_name_are_not_one_supplier(self):
        mine = replace(ONE, supplier=None)
        assert of(mine, other("b", supplier=None)).exclusivity == pytest.approx(1)


def test_an_undisclosed_value_is_the_median_of_its_category():
    known = [replace(ONE, deal=f"{i}", usd_per_year=usd) for i, usd in enumerate((1.0, 2.0, 9.0))]
    music = replace(ONE, category="music", usd_per_year=50.0)
    held = market(*known, music)
    asked = [ONE, replace(ONE, category="music"), replace(ONE, category="film"), known[2]]
    assert weights_of(asked, held) == [2.0, 50.0, 5.5, 9.0]
    assert weights_of(asked, market()) == [1.0] * 4
    assert weights_of(asked, replace(held, weighting="equal")) == [1.0] * 4


class TestRunway:
    def test_a_contract_that_is_always_renewed_never_ends(self):
        assert np.isinf(end_year(ONE, replace(MARKET, renewal=SURE), 64, 0)).all()
        assert of(ONE).runway == pytest.approx(1)

    def test_one_that_never_is_ends_with_its_term(self):
        never = triangular(0, 0, 0)
        assert of(replace(ONE, term_years=3.0), renewal=never).runway == pytest.approx(1.5 / 5)

    def test_a_least_term_is_drawn_and_no_shorter(self):
        held = replace(MARKET, unknown_term_years=triangular(2, 3, 5), renewal=triangular(0, 0, 0))
        lasts = [
            end_year(replace(ONE, term_years=y, term_at_least=True), held, 4096, 0) - ONE.from_year
            for y in (1.0, 3.0, 7.0)
        ]
        unknown = end_year(replace(ONE, term_years=None), held, 4096, 0) - ONE.from_year
        assert np.array_equal(lasts[0], unknown)
        assert lasts[1].min() >= 3
        # what is left of tri(2, 3, 5) above 3 falls from 3 to 5
        assert np.median(lasts[1]) == pytest.approx(5 - np.sqrt(2), abs=1e-2)
        assert (lasts[2] == 7).all()

    def test_renewals_are_geometric(self):
        held = replace(MARKET, renewal=triangular(0.75, 0.75, 0.75))
        ends = end_year(replace(ONE, term_years=2.0), held, 8192, 0)
        for renewals in range(4):
            share = (ends == 2027 + 2 * renewals).mean()
            assert share == pytest.approx(0.25 * 0.75**renewals, abs=1e-3)

    def test_a_terminated_deal_is_worth_nothing_from_then_on(self):
        ended = replace(ONE, status="terminated", ended_year=2026.23)
        found = of(ended)
        assert not found.active.any()
        assert not found.runway.any()
        assert of(ended, replace(ONE, deal="a-y", supplier="y")).exclusivity == pytest.approx(1)

    def test_a_more_likely_renewal_never_shortens_it(self):
        low, high = (of(ONE, renewal=triangular(q, q, q)).runway for q in (0.5, 0.8))
        assert (high >= low).all()
        assert high.mean() > low.mean()

    def test_rows_of_one_deal_end_together(self):
        one, two = (end_year(replace(ONE, supplier=x), MARKET, 256, 0) for x in ("x", "y"))
        assert np.array_equal(one, two)


def test_a_buyer_without_a_licence_has_no_terms():
    assert of(ONE, buyer="z") is None
    assert of(replace(ONE, rights="display")) is None


def test_adding_a_deal_elsewhere_changes_nothing_here():
    elsewhere = replace(ONE, deal="b-y", buyer="b", supplier="y")
    one, two = of(ONE, renewal=MARKET.renewal), of(elsewhere, ONE, renewal=MARKET.renewal)
    assert one.exclusivity.tobytes() == two.exclusivity.tobytes()
    assert one.runway.tobytes() == two.runway.tobytes()


def test_the_deals_of_the_table_give_attributes():
    held = market(*licences())
    found = terms(held, ["OpenAI", "Meta", "Amazon", "xAI"], 512, 0)
    assert "xAI" not in found
    for one in found.values():
        assert ((one.exclusivity >= 0) & (one.exclusivity <= 1)).all()
        assert ((one.runway >= 0) & (one.runway <= 1)).all()
        assert (one.exclusivity[one.active] > 0).all()
    assert found["OpenAI"].active.mean() > 0.9


@pytest.mark.parametrize(
    "refused",
    [
        lambda: replace(ONE, term_years=0.0),
        lambda: replace(ONE, term_years=None, term_at_least=True),
        lambda: replace(ONE, usd_per_year=-1.0),
        lambda: replace(MARKET, renewal=triangular(0.5, 0.9, 1.1)),
        lambda: replace(MARKET, unseen_buyers=triangular(-1, 0, 1)),
        lambda: replace(MARKET, unknown_rights_train=1.5),
        lambda: replace(MARKET, weighting="tokens"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_contract_is_refused(refused):
    with pytest.raises(ValueError, match=r"term|value|probab|unseen|weighting"):
        refused()


def test_markets_with_the_same_facts_are_the_same():
    assert market(ONE) == Market(
        (ONE,), 2026.5, MARKET.unseen_buyers, MARKET.unknown_term_years, MARKET.renewal
    )
    assert hash(market(ONE)) == hash(market(ONE))
