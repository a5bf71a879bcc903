from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.depletion.demand import DemandPath
from analytics.depletion.exhaustion import (
    earlier_crossing,
    probability_by_end_of,
    quantiles,
    straight_crossing,
    tabulated_crossing,
)
from analytics.depletion.timeline import EARLIEST, FUTURE, HORIZON, PAST, T0

NINE = np.array([0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975])


def one(start, slope, bend=None, after=None):
    """A demand in one world."""
    if bend is None:
        return DemandPath(np.array([start]), np.array([slope]))
    return DemandPath(np.array([start]), np.array([slope]), np.array([bend]), np.array([after]))


def meet(stock, stock_slope, demand):
    (year,) = straight_crossing(np.array([stock]), np.array([stock_slope]), demand)
    return year


class TestStraightLines:
    @pytest.mark.parametrize(
        ("stock", "stock_slope", "demand", "year"),
        [
            pytest.param(14.5, 0.03, one(13.0, 0.33), 2029.0, id="meet"),
            pytest.param(14.5, 0.03, one(14.5, 0.33), 2024.0, id="met in 2024"),
            pytest.param(14.5, 0.03, one(14.8, 0.33), 2023.0, id="met before 2024"),
            pytest.param(14.5, 0.03, one(99.0, 0.33), EARLIEST, id="met before the earliest"),
            pytest.param(14.5, 0.03, one(13.0, 0.03), np.inf, id="parallel below"),
            pytest.param(14.5, 0.03, one(14.5, 0.03), EARLIEST, id="the same line"),
            pytest.param(14.5, 0.03, one(15.0, 0.03), EARLIEST, id="parallel above"),
            pytest.param(14.5, 0.03, one(13.0, 0.01), np.inf, id="gap that widens"),
            pytest.param(14.5, 0.03, one(15.0, 0.01), EARLIEST, id="above, but falling back"),
            pytest.param(14.5, 0.00, one(13.0, 1.5 / 76), 2100.0, id="at the horizon"),
            pytest.param(14.5, 0.00, one(13.0, 1.5 / 76.1), np.inf, id="after the horizon"),
            pytest.param(14.5, 0.00, one(13.0, 5e-324), np.inf, id="hardly closing"),
        ],
    )
    def test(self, stock, stock_slope, demand, year):
        assert meet(stock, stock_slope, demand) == pytest.approx(year)

    @pytest.mark.parametrize(
        ("demand", "year"),
        [
            pytest.param(one(13.0, 0.33, 2030.0, 0.0), 2029.0, id="before the bend"),
            pytest.param(one(13.0, 0.33, 2029.0, 0.0), 2029.0, id="at the bend"),
            pytest.param(one(13.0, 0.33, 2028.0, 0.13), 2031.0, id="after the bend"),
            pytest.param(one(13.0, 0.33, 2028.0, 0.53), 2028.6, id="after it turned up"),
            pytest.param(one(13.0, 0.33, 2028.0, 0.03), np.inf, id="parallel after the bend"),
            # carried back to 2024 this second line would lie above the stock
            pytest.param(one(13.0, 0.33, 2028.9, 0.0), np.inf, id="falling back after the bend"),
            pytest.param(one(14.8, 0.33, 2028.0, 0.0), 2023.0, id="long before the bend"),
        ],
    )
    def test_with_a_bend(self, demand, year):
        assert meet(14.5, 0.03, demand) == pytest.approx(year)


levels = st.floats(11, 16)
slopes = st.floats(-0.2, 0.8)
bends = st.none() | st.tuples(st.floats(T0, 2060), slopes)


class TestATableOfAStraightLine:
    @given(levels, st.floats(-0.1, 0.2), levels, slopes, bends)
    def test_gives_the_same_year(self, stock, stock_slope, start, slope, bend):
        demand = one(start, slope, *(bend or ()))
        straight = meet(stock, stock_slope, demand)
        if straight < T0:
            table = (stock + stock_slope * (PAST - T0))[:, None]
            (tabulated,) = earlier_crossing(PAST, table, demand)
        else:
            table = (stock + stock_slope * (FUTURE - T0))[:, None]
            (tabulated,) = tabulated_crossing(FUTURE, table, demand)
        gap = stock - start
        if np.isfinite(straight) and abs(gap) > 1e-9:
            # lines that are all but parallel have no crossing to speak of
            assert tabulated == pytest.approx(straight, abs=1e-6)
        elif np.isinf(straight) and np.isfinite(tabulated):
            assert tabulated == pytest.approx(HORIZON)

    def test_agrees_to_a_billionth_in_likely_worlds(self):
        rng = np.random.default_rng(8)
        worlds = 20_000
        stock, growth = rng.normal(14.5, 0.35, worlds), rng.normal(0.033, 0.01, worlds)
        table = stock + growth * (FUTURE - T0)[:, None]
        unbent = DemandPath(rng.normal(12.9, 0.2, worlds), rng.normal(0.35, 0.05, worlds))
        bent = DemandPath(
            unbent.start,
            unbent.slope,
            rng.triangular(2024, 2030, 2034, worlds),
            unbent.slope * rng.uniform(0, 0.6, worlds),
        )
        for demand in (unbent, bent):
            # a table from 2024 on has no earlier crossing
            straight = np.maximum(straight_crossing(stock, growth, demand), T0)
            tabulated = tabulated_crossing(FUTURE, table, demand)
            assert np.array_equal(np.isinf(straight), np.isinf(tabulated))
            finite = np.isfinite(straight)
            assert 0.5 < finite.mean() <= 1
            assert straight[finite] == pytest.approx(tabulated[finite], abs=1e-9, rel=0)


class TestATable:
    KNOTS = np.arange(2024.0, 2031.0)

    def crossing(self, stock, demand):
        (year,) = tabulated_crossing(self.KNOTS, np.array(stock)[:, None], demand)
        return year

    @pytest.mark.parametrize(
        ("demand", "year"),
        [
            (one(2.0, 0.0), 2026.0),
            (one(2.5, 0.0), 2025.5),
            (one(9.0, 0.0), 2024.0),
            (one(4.0, 0.0), 2024.0),
            (one(0.5, 0.0), np.inf),
            (one(1.0, 0.0), 2027.0),
            (one(3.25, 0.5, 2024.5, 0.0), 2024.5),
            (one(2.5, 0.5, 2024.5, 0.0), 2025.25),
        ],
    )
    def test_is_searched_for_the_first_crossing(self, demand, year):
        falling_then_rising = [4.0, 3.0, 2.0, 1.0, 2.0, 3.0, 4.0]
        assert self.crossing(falling_then_rising, demand) == pytest.approx(year)

    def test_ends_at_its_last_knot(self):
        rising = np.arange(7.0) + 1
        assert self.crossing(rising, one(0.0, 7 / 6)) == pytest.approx(2030.0)
        assert self.crossing(rising, one(0.0, 6.9 / 6)) == np.inf

    def test_a_bend_past_all_knots_is_none(self):
        rising = np.arange(7.0) * 0.1 + 1
        assert self.crossing(rising, one(0.0, 0.4, 2050.0, 0.0)) == pytest.approx(2024 + 1 / 0.3)


class TestEarlier:
    def crossing(self, stock, demand):
        (year,) = earlier_crossing(np.arange(2020.0, 2025.0), np.array(stock)[:, None], demand)
        return year

    @pytest.mark.parametrize(
        ("stock", "year"),
        [
            pytest.param([3, 2, 1, 0, 0], 2022.0, id="at a knot"),
            pytest.param([3, 2, 1.5, 0.5, 0], 2022.5, id="between knots"),
            pytest.param([1, 1, 1, 1, 1], 2020.0, id="always"),
            pytest.param([3, 0, 3, 0, 0], 2022 + 2 / 3, id="the last of two"),
            pytest.param([3, 3, 3, 3, 3], 2024.0, id="only by a fall in 2024"),
        ],
    )
    def test(self, stock, year):
        assert self.crossing(stock, one(1.0, 0.0)) == pytest.approx(year)


class TestQuantiles:
    def test_are_numpys_where_all_worlds_cross(self):
        years = np.random.default_rng(2).normal(2029, 2, 4096)
        assert quantiles(years, NINE) == pytest.approx(np.quantile(years, NINE), rel=1e-15)

    def test_are_infinite_where_the_probability_lies_beyond_the_horizon(self):
        years = np.array([2030.0, np.inf, 2026.0, np.inf])
        found = quantiles(years, np.array([0.0, 1 / 6, 1 / 3, 0.5, 0.9, 1.0]))
        assert found == pytest.approx([2026, 2028, 2030, np.inf, np.inf, np.inf])

    def test_of_no_crossing_at_all_are_infinite(self):
        assert np.all(np.isinf(quantiles(np.full(64, np.inf), NINE)))

    @given(st.lists(st.floats(1990, 2100) | st.just(np.inf), min_size=1, max_size=50))
    def test_never_fall(self, years):
        found = quantiles(np.array(years), NINE)
        assert all(a <= b + 1e-9 for a, b in pairwise(found))
        assert not np.isnan(found).any()


class TestProbability:
    def test_counts_the_crossings_before_the_next_year(self):
        worlds = np.array([2026.99, 2027.0, 2027.5, np.inf])
        by = probability_by_end_of(np.array([2025.0, 2026.0, 2027.0, 2099.0]), worlds)
        assert by == pytest.approx([0, 0.25, 0.75, 0.75])

    @given(st.lists(st.floats(1990, 2100) | st.just(np.inf), min_size=1, max_size=50))
    def test_never_falls(self, worlds):
        by = probability_by_end_of(np.arange(1990.0, 2101.0), np.array(worlds))
        assert np.all(np.diff(by) >= 0)
        assert by[-1] == pytest.approx(np.mean(np.isfinite(worlds)))
