import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.estimates import (
    Estimate,
    lognormal,
    normal,
    reflected_lognormal,
    triangular,
)

INSIDE = np.linspace(0.001, 0.999, 999)

levels = st.floats(0.5, 0.99)
ends = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)).map(sorted)
positive_ends = st.tuples(st.floats(1e-6, 1e15), st.floats(1e-6, 1e15)).map(sorted)
shares = st.tuples(st.floats(0.5, 5.9), st.floats(0.5, 5.9)).map(sorted)
corners = st.tuples(*[st.floats(-1e6, 1e6)] * 3).map(sorted)

estimates = st.one_of(
    st.builds(lambda e, level: normal(e[0], e[1], level), ends, levels),
    st.builds(lambda e, level: lognormal(e[0], e[1], level), positive_ends, levels),
    st.builds(lambda e: reflected_lognormal(e[0], e[1], 6.0, 0.5), shares),
    st.builds(lambda c: triangular(*c), corners),
)


class TestAgainstScipy:
    def test_normal(self):
        z = stats.norm.ppf(0.975)
        expected = stats.norm(0.375, (0.48 - 0.27) / 2 / z).ppf(INSIDE)
        assert normal(0.27, 0.48).quantile(INSIDE) == pytest.approx(expected, rel=1e-12)

    def test_lognormal_by_its_central_90_percent(self):
        z = stats.norm.ppf(0.95)
        oracle = stats.lognorm(s=math.log(13 / 3) / 2 / z, scale=math.sqrt(3e12 * 1.3e13))
        ours = lognormal(3e12, 1.3e13, level=0.90).quantile(INSIDE)
        assert ours == pytest.approx(oracle.ppf(INSIDE), rel=1e-12)

    def test_triangular(self):
        oracle = stats.triang(c=(0.45 - 0.35) / 0.25, loc=0.35, scale=0.25)
        ours = triangular(0.35, 0.45, 0.60).quantile(INSIDE)
        assert ours == pytest.approx(oracle.ppf(INSIDE), rel=1e-12)

    @pytest.mark.parametrize("mode", [0.0, 1.0])
    def test_triangular_with_its_mode_at_an_end(self, mode):
        ours = triangular(0.0, mode, 1.0).quantile(INSIDE)
        assert ours == pytest.approx(stats.triang(c=mode).ppf(INSIDE), rel=1e-12)

    def test_reflected_lognormal(self):
        z = stats.norm.ppf(0.975)
        oracle = stats.lognorm(s=math.log(4) / 2 / z, scale=2.0)
        expected = np.maximum(6 - oracle.ppf(1 - INSIDE), 1.0)
        ours = reflected_lognormal(2.0, 5.0, reflect_at=6.0, floor=1.0).quantile(INSIDE)
        assert ours == pytest.approx(expected, rel=1e-9)


class TestQuantiles:
    @given(estimates)
    def test_never_fall(self, estimate):
        assert np.all(np.diff(estimate.quantile(INSIDE)) >= -1e-9 * abs(estimate.high))

    @given(estimates)
    def test_hit_the_interval(self, estimate):
        tails = np.array([(1 - estimate.level) / 2, (1 + estimate.level) / 2])
        ends = [estimate.low, estimate.high]
        assert estimate.quantile(tails) == pytest.approx(ends, rel=1e-9, abs=1e-9)

    @given(estimates)
    def test_are_finite_at_the_outermost_draws(self, estimate):
        assert np.isfinite(estimate.quantile(np.array([2.0**-31, 1 - 2.0**-31]))).all()

    @given(estimates)
    def test_a_triangle_stays_within_its_corners(self, estimate):
        if estimate.family != "triangular":
            return
        values = estimate.quantile(np.array([2.0**-31, 0.3, 0.5, 0.7, 1 - 2.0**-31]))
        slack = 1e-9 * (estimate.high - estimate.low)
        assert values.min() >= estimate.low - slack
        assert values.max() <= estimate.high + slack

    def test_keep_the_shape(self):
        assert normal(0, 1).quantile(np.full((2, 3), 0.5)).shape == (2, 3)

    @pytest.mark.parametrize(
        "certain",
        [
            normal(3, 3),
            lognormal(3, 3),
            triangular(3, 3, 3),
            reflected_lognormal(3, 3, reflect_at=6, floor=1),
        ],
        ids=lambda estimate: estimate.family,
    )
    def test_of_a_number_known_for_certain_are_that_number(self, certain):
        assert np.all(certain.quantile(INSIDE) == 3.0)
        assert certain.median == 3.0

    def test_of_enormous_numbers_do_not_overflow(self):
        assert lognormal(1e200, 1e250).median == pytest.approx(1e225)

    def test_below_the_floor_are_raised_to_it(self):
        tokens = reflected_lognormal(2.0, 5.0, reflect_at=6.0, floor=1.0)
        assert tokens.quantile(np.array([1e-6]))[0] == 1.0
        # the floor touches half a percent of the worlds
        uniform = np.linspace(0, 1, 100_001)[1:-1]
        assert 0.003 < np.mean(tokens.quantile(uniform) == 1.0) < 0.007

    @pytest.mark.parametrize(
        ("estimate", "median"),
        [
            (normal(0.27, 0.48), 0.375),
            (lognormal(2, 8), 4.0),
            (triangular(0, 1, 2), 1.0),
            (reflected_lognormal(2, 5, reflect_at=6, floor=1), 4.0),
        ],
        ids=lambda value: getattr(value, "family", ""),
    )
    def test_median(self, estimate, median):
        assert estimate.median == pytest.approx(median)


class TestRefuses:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("normal", 2, 1), "the lower end 2 is above the upper end 1"),
            (("normal", math.nan, 1), "not a finite number"),
            (("normal", 0, math.inf), "not a finite number"),
            (("lognormal", 0, 1), "a lognormal must be above 0, not 0"),
            (("lognormal", -1, 1), "a lognormal must be above 0, not -1"),
            (("triangular", 0, 1), "needs low, mode and high"),
            (("triangular", 0, 1, 2), "the mode 2 lies outside 0 to 1"),
            (("triangular", 0, 1, math.nan), "not a finite number"),
            (("normal", 0, 1, 0.5), "takes low and high, no mode"),
            (("normal", 0, 1, None, 1.0), "the level must lie between 0 and 1, not 1"),
            (("normal", 0, 1, None, 0.0), "the level must lie between 0 and 1, not 0"),
            (("reflected", 1, 6, None, 0.95, 6.0), "the upper end 6 must lie below 6"),
            (("reflected", 1, 5), "the upper end 5 must lie below None"),
        ],
        ids=str,
    )
    def test_what_describes_no_distribution(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            Estimate(*arguments)

    @pytest.mark.parametrize("points", [(1.0,), (1.0, 2.0, 3.0)])
    def test_the_wrong_count_of_points(self, points):
        with pytest.raises(ValueError, match=f"takes 2 numbers, not {len(points)}"):
            normal(0, 1).with_points(points)


class TestPoints:
    @given(estimates)
    def test_are_all_that_is_edited(self, estimate):
        assert estimate.with_points(estimate.points) == estimate

    def test_keep_family_and_level(self):
        edited = lognormal(3e12, 1.3e13, level=0.90).with_points((1e12, 2e12))
        assert edited == lognormal(1e12, 2e12, level=0.90)

    def test_of_a_triangle_are_three(self):
        assert triangular(1, 2, 4).points == (1, 2, 4)
        assert triangular(1, 2, 4).with_points((0, 1, 3)) == triangular(0, 1, 3)

    def test_that_are_equal_are_written_alike(self):
        # equal values must give equal links, files and keys
        assert repr(normal(-0.0, 2)) == repr(normal(0, 2.0)) == repr(normal(0.0, 2.0))
