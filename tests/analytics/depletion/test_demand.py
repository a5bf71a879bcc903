import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.depletion.demand import (
    DemandPath,
    compute_path,
    log10_flop_from_tokens,
    log10_tokens_from_flop,
    trend_path,
)
from analytics.depletion.timeline import QUARTERS

factors = st.floats(0.1, 1000)
YEARS = QUARTERS[:, None]


class TestTokensAndCompute:
    @given(st.floats(20, 35), factors)
    def test_are_each_others_inverse(self, log10_flop, overtraining):
        tokens = log10_tokens_from_flop(np.array(log10_flop), overtraining)
        back = log10_flop_from_tokens(tokens, overtraining)
        assert back == pytest.approx(log10_flop, abs=1e-9)

    @given(st.floats(20, 35), factors)
    def test_spend_the_compute_at_the_given_tokens_per_parameter(self, log10_flop, overtraining):
        tokens = 10 ** log10_tokens_from_flop(np.array(log10_flop), overtraining)
        parameters = tokens / (20 * overtraining)
        assert np.log10(6 * parameters * tokens) == pytest.approx(log10_flop, abs=1e-9)

    def test_grow_by_the_root_of_overtraining(self):
        optimal, overtrained = (log10_tokens_from_flop(np.array(26.0), k) for k in (1, 100))
        assert overtrained - optimal == pytest.approx(1.0)


class TestTheTrend:
    def test_grows_by_orders_of_magnitude(self):
        path = trend_path(np.array([6e12]), np.array([0.4]))
        assert 10 ** path.at(np.array([[2024.0], [2026.5]])) == pytest.approx(
            np.array([[6e12], [6e13]])
        )

    def test_is_raised_by_the_root_of_overtraining(self):
        path = trend_path(np.array([6e12]), np.array([0.4]), overtraining=25)
        assert 10 ** path.at(np.array([2024.0])) == pytest.approx([3e13])


class TestTheComputePath:
    def test_grows_half_as_fast_as_compute(self):
        path = compute_path(np.array([5e25, 1e26]), np.array([0.6, 0.5]))
        assert path.slope == pytest.approx([0.3, 0.25])
        assert 10**path.start == pytest.approx(20 * np.sqrt(np.array([5e25, 1e26]) / 120))

    def test_keeps_part_of_its_growth_after_the_slowdown(self):
        path = compute_path(
            np.array([5e25]), np.array([0.6]), 1.0, np.array([2030.0]), np.array([0.5])
        )
        levels = path.at(np.array([[2029.0], [2030.0], [2031.0]]))[:, 0]
        assert np.diff(levels) == pytest.approx([0.3, 0.15])


class TestABend:
    BENDING = DemandPath(
        start=np.array([12.8, 13.1]),
        slope=np.array([0.3, 0.4]),
        bend_year=np.array([2027.3, 2031.0]),
        slope_after=np.array([0.1, 0.0]),
    )

    def test_is_continuous(self):
        assert self.BENDING.bend_year is not None
        just = [self.BENDING.at(self.BENDING.bend_year + step) for step in (-1e-9, 0, 1e-9)]
        assert just[0] == pytest.approx(just[1], abs=1e-8)
        assert just[2] == pytest.approx(just[1], abs=1e-8)

    def test_joins_the_two_lines(self):
        assert self.BENDING.bend_year is not None
        expected = np.where(
            self.BENDING.bend_year >= YEARS,
            self.BENDING.before_bend().at(YEARS),
            self.BENDING.after_bend().at(YEARS),
        )
        assert self.BENDING.at(YEARS) == pytest.approx(expected, abs=1e-12)

    def test_in_2024_leaves_the_second_line(self):
        path = DemandPath(np.array([13.0]), np.array([0.5]), np.array([2024.0]), np.array([0.1]))
        assert path.at(YEARS) == pytest.approx(path.after_bend().at(YEARS))

    def test_is_not_there_without_a_year(self):
        straight = DemandPath(np.array([13.0]), np.array([0.5]))
        assert straight.after_bend() is straight

    @pytest.mark.parametrize("path", [BENDING, BENDING.before_bend()], ids=["bent", "straight"])
    def test_some_worlds_are_a_part_of_all(self, path):
        only = np.array([1])
        assert np.array_equal(path.of(only).at(YEARS), path.at(YEARS)[:, only])
