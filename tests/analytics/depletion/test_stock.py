import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.depletion.stock import (
    ai_multiple,
    ai_share_of_stock,
    between_knots,
    human_multiple,
    increments,
    indexed_tokens,
    logistic,
    repetition_multiple,
)
from analytics.depletion.timeline import CHARTED, FUTURE, PAST, QUARTERS, T0

GROWTH = np.array([0.8, 0.97, 1.0, 1.02, 1.08, 1.5])
AXIS = np.arange(1990.0, 2101.0)

growths = st.lists(st.floats(0.25, 4.0), min_size=1, max_size=8).map(np.array)
shares = st.floats(0.0, 0.99)


def test_indexed_tokens():
    tokens = indexed_tokens(np.array([2.5e11]), np.array([7000.0]), np.array([4.0]))
    assert tokens == pytest.approx([4.375e14])


class TestRepetition:
    @pytest.mark.parametrize(("epochs", "multiple"), [(1, 1.0), (2, 1.968), (4, 3.726)])
    def test_few_passes_are_nearly_as_good_as_new_text(self, epochs, multiple):
        assert repetition_multiple(epochs) == pytest.approx(multiple, abs=0.001)

    @given(st.floats(1, 1e6), st.floats(1, 1e6))
    def test_more_passes_are_never_worth_less(self, one, other):
        fewer, more = sorted([one, other])
        assert 1 <= repetition_multiple(fewer) <= repetition_multiple(more) <= 1 + 15.387756

    @given(st.floats(1, 1e6))
    def test_a_pass_is_worth_no_more_than_new_text(self, epochs):
        assert repetition_multiple(epochs) <= epochs * (1 + 1e-12)

    def test_there_is_no_less_than_one_pass(self):
        with pytest.raises(ValueError, match=r"epochs must be at least 1, not 0\.5"):
            repetition_multiple(0.5)


class TestLogistic:
    def test_is_a_half_at_its_midpoint(self):
        assert logistic(np.array([2024.06]), 3.3, 2024.06) == pytest.approx([0.5])

    def test_passes_through_what_was_measured(self):
        # Longpre et al. 2024: 1% in June 2023, 6% in April 2024
        measured = 0.09 * logistic(np.array([2023.46, 2024.29]), 3.3, 2024.06)
        assert measured == pytest.approx([0.01, 0.06], abs=0.005)

    @given(st.floats(0.1, 20), st.floats(2015, 2050))
    def test_rises_from_0_to_1_without_overflow(self, rate, midpoint):
        curve = logistic(AXIS, rate, midpoint)
        assert np.all(np.diff(curve) >= 0)
        assert np.all((curve >= 0) & (curve <= 1))


class TestHumanMultiple:
    @pytest.mark.parametrize("years", [PAST, CHARTED, FUTURE, AXIS], ids=len)
    def test_is_plain_growth_when_all_new_text_counts(self, years):
        expected = GROWTH ** (years - T0)[:, None]
        assert human_multiple(GROWTH, years, 1.0) == pytest.approx(expected, rel=1e-12)

    @given(growths)
    def test_is_plain_growth_for_any_growth(self, growth):
        expected = np.exp((AXIS - T0)[:, None] * np.log(growth))
        assert human_multiple(growth, AXIS, 1.0) == pytest.approx(expected, rel=1e-9)

    def test_stands_still_when_no_new_text_counts(self):
        multiple = human_multiple(np.array([1.08]), FUTURE, 0.0)
        assert np.all(multiple == 1.0)

    def test_follows_the_sum_of_what_counts(self):
        kept = np.linspace(1.0, 0.2, len(CHARTED))[:, None]
        multiple = human_multiple(np.array([1.1]), CHARTED, kept)
        total = 1.0
        for i, year in enumerate(CHARTED):
            assert multiple[i, 0] == pytest.approx(total)
            total += kept[i, 0] * (1.1 ** (year + 1 - T0) - 1.1 ** (year - T0))

    def test_carries_the_past_back_by_growth_alone(self):
        multiple = human_multiple(GROWTH, PAST, 0.3)
        assert multiple == pytest.approx(GROWTH ** (PAST - T0)[:, None])

    @given(growths, shares, shares)
    def test_is_more_where_more_counts(self, growth, one, other):
        less, more = sorted([one, other])
        difference = human_multiple(growth, FUTURE, more) - human_multiple(growth, FUTURE, less)
        assert np.all(difference >= 0)

    @given(growths, shares)
    def test_a_shrinking_web_shrinks_whatever_counts_of_new_text(self, growth, kept):
        shrinking = growth[growth < 1]
        multiple = human_multiple(shrinking, FUTURE, kept)
        assert multiple == pytest.approx(shrinking ** (FUTURE - T0)[:, None], rel=1e-9)
        assert np.all(multiple > 0)


class TestIncrements:
    def test_are_the_yearly_differences_of_growth(self):
        powers = 1.08 ** np.arange(5)
        added = increments(np.array([1.08]), np.arange(2024.0, 2028.0))
        assert added[:, 0] == pytest.approx(np.diff(powers))

    def test_are_zero_before_2024_and_where_the_web_shrinks(self):
        added = increments(np.array([0.9, 1.08]), np.array([2022.0, 2023.0, 2024.0, 2025.0]))
        assert np.all(added[:2] == 0)
        assert np.all(added[:, 0] == 0)
        assert np.all(added[2:, 1] > 0)


class TestAiText:
    @given(growths, shares)
    def test_and_human_text_are_all_text(self, growth, share):
        human = human_multiple(growth, FUTURE, 1.0 - share)
        ai = ai_multiple(growth, FUTURE, share)
        everything = np.exp((FUTURE - T0)[:, None] * np.log(growth))
        assert human + ai == pytest.approx(everything, rel=1e-9)

    @given(growths, shares, st.floats(0, 1))
    def test_is_a_share_of_the_stock(self, growth, share, recall):
        human = human_multiple(growth, FUTURE, 1.0 - share)
        ai = ai_multiple(growth, FUTURE, share)
        of_stock = ai_share_of_stock(human, ai, np.array([recall]))
        assert np.all(of_stock >= 0)
        # never more of the stock than of the new text
        assert np.all(of_stock <= share + 1e-9)
        assert np.all(np.diff(of_stock, axis=0) >= -1e-12)
        assert np.all(of_stock[0] == 0)

    def test_that_a_filter_finds_is_gone(self):
        one = np.ones((1, 1))
        assert ai_share_of_stock(one, one, np.array([0.0])) == 0.5
        assert ai_share_of_stock(one, one, np.array([0.5])) == pytest.approx(1 / 3)
        assert ai_share_of_stock(one, one, np.array([1.0])) == 0.0


class TestBetweenKnots:
    TABLE = np.random.default_rng(1).normal(14, 2, size=(len(CHARTED), 5))

    def test_is_exact_at_the_knots(self):
        assert np.array_equal(between_knots(CHARTED, CHARTED, self.TABLE), self.TABLE)

    def test_is_linear_between_them(self):
        expected = np.stack([np.interp(QUARTERS, CHARTED, column) for column in self.TABLE.T], 1)
        assert between_knots(QUARTERS, CHARTED, self.TABLE) == pytest.approx(expected, rel=1e-13)

    @pytest.mark.parametrize("precision", [np.float32, np.float64])
    def test_keeps_the_precision(self, precision):
        table = self.TABLE.astype(precision)
        assert between_knots(QUARTERS, CHARTED, table).dtype == precision
        assert table.tobytes() == self.TABLE.astype(precision).tobytes()
