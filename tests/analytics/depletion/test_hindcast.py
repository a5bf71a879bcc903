"""Hindcast: what was known, what came after, and how it is counted and scored."""

import functools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.depletion import hindcast, runs
from analytics.depletion.demand import trend_path
from analytics.estimates import Draws, lognormal, normal
from analytics.quantiles import PROBABILITIES
from data import catalog

LEVEL, GROWTH = lognormal(3e12, 1.3e13, level=0.90), normal(0.27, 0.48)


@functools.cache
def table() -> pd.DataFrame:
    return catalog.load("training_runs")


@pytest.mark.parametrize("method", ["quantile", "top5"])
class TestHindcast:
    def test_knows_nothing_of_the_future(self, method):
        """Runs after the date may be anything: the band stays as it is."""
        changed = table().copy()
        later = runs.decimal_years(changed["published"]) >= 2023.5
        changed.loc[later, "training_tokens"] *= 7
        one = hindcast.hindcast(table(), 2023.5, method)
        two = hindcast.hindcast(changed, 2023.5, method)
        assert one.band.tobytes() == two.band.tobytes()
        assert one.coverage != two.coverage

    def test_records_since_are_judged_at_their_own_dates(self, method):
        cast = hindcast.hindcast(table(), 2024.0, method)
        assert (cast.record_years >= 2024).all() and (np.diff(cast.log10_tokens) > 0).all()
        assert cast.log10_tokens[0] > np.log10(6.2e12)  # the largest run known by then
        again = hindcast.hindcast(table(), 2024.0, method, years=cast.record_years)
        assert again.band == pytest.approx(cast.forecasts)
        inside = (cast.forecasts[:, 1] <= cast.log10_tokens) & (
            cast.log10_tokens <= cast.forecasts[:, 7]
        )
        assert cast.coverage == (inside.sum(), len(cast.rows)) and len(cast.rows) == 8

    def test_the_fit_is_cut_to_the_years_asked_for(self, method):
        cast = hindcast.hindcast(table(), 2024.0, method)
        assert cast.fit is not None
        assert cast.years[0] == 2024 and cast.years[-1] == 2040
        assert (cast.fit.prediction == cast.band).all()
        assert len(cast.fit.years) == len(cast.fit.line) == len(cast.fit.line_band) == 65
        assert (cast.fit.run_years < 2024).all()

    def test_before_enough_was_known_it_says_so(self, method):
        with pytest.raises(ValueError, match="at least four runs"):
            hindcast.hindcast(table(), 2018.3, method)

    def test_after_the_last_run_nothing_is_counted(self, method):
        cast = hindcast.hindcast(table(), 2026.6, method)
        assert cast.coverage == (0, 0)
        with pytest.raises(ValueError, match="cannot be scored"):
            _ = cast.pinball


class TestPublishedTrend:
    def test_quantiles_are_those_of_the_demand_path(self):
        years = np.array([2024.0, 2026.5, 2032.0])
        draws = Draws(2**14, seed=1)
        path = trend_path(draws.of(LEVEL, 0), draws.of(GROWTH, 1))
        drawn = np.quantile(path.at(years[:, None]), PROBABILITIES, axis=1).T
        exact = hindcast.trend_quantiles(LEVEL, GROWTH, years)
        assert exact == pytest.approx(drawn, abs=0.005)

    def test_a_certain_trend_is_a_line(self):
        certain = hindcast.trend_quantiles(
            lognormal(1e13, 1e13), normal(0.5, 0.5), np.array([2026.0])
        )
        assert certain == pytest.approx(np.full((1, 9), 14.0))

    def test_refuses_other_families(self):
        with pytest.raises(ValueError, match="lognormal and a normal"):
            hindcast.trend_quantiles(normal(1e12, 1e13), GROWTH, np.array([2024.0]))


class TestCoverageTable:
    def test_counts_add_up_to_the_records(self):
        counts = hindcast.coverage_table(table(), dates=(2022.0, 2024.0), method="top5")
        assert list(counts.columns) == ["as_of", "horizon", "inside", "below", "above", "total"]
        assert (counts["inside"] + counts["below"] + counts["above"] == counts["total"]).all()
        assert len(counts) == 8
        for as_of in (2022.0, 2024.0):
            rows = counts[counts["as_of"] == as_of]
            cast = hindcast.hindcast(table(), as_of, "top5")
            ahead = cast.record_years < as_of + 4
            assert rows["total"].sum() == ahead.sum()
            assert rows["inside"].sum() == cast.inside[ahead].sum()

    def test_misses_are_told_apart(self):
        """Runs a thousand times as large as they were all lie above."""
        jump = table().copy()
        later = runs.decimal_years(jump["published"]) >= 2024
        jump.loc[later, "training_tokens"] *= 1e3
        counts = hindcast.coverage_table(jump, dates=(2024.0,), method="top5")
        assert counts["above"].sum() == counts["total"].sum() > 0


class TestPinball:
    @given(arrays(float, 20, elements=st.floats(-5, 5)))
    def test_the_true_quantiles_score_best(self, observed):
        """Among constant forecasts, the sample's own quantile has the least score."""
        for level in (0.1, 0.5, 0.9):
            best = np.quantile(observed, level, method="inverted_cdf")

            def score(value, level=level):
                return hindcast.pinball(np.full((20, 1), value), np.array([level]), observed)

            for other in (best - 1, best + 0.5, float(observed.mean())):
                assert score(best) <= score(other) + 1e-12

    def test_mean_over_levels_is_half_of_the_crps(self):
        """CRPS of a standard normal at 0 is (√2 − 1)/√π (Gneiting & Raftery 2007, eq. 21)."""
        from scipy.special import ndtri

        levels = (np.arange(20_000) + 0.5) / 20_000
        score = hindcast.pinball(ndtri(levels)[None, :], levels, np.zeros(1))
        assert 2 * score == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), rel=1e-3)

    def test_refuses_shapes_that_do_not_fit(self):
        with pytest.raises(ValueError, match="cannot be scored"):
            hindcast.pinball(np.zeros((2, 3)), np.array([0.5]), np.zeros(2))
        with pytest.raises(ValueError, match="cannot be scored"):
            hindcast.pinball(np.zeros((0, 1)), np.array([0.5]), np.zeros(0))

    def test_both_are_scored_on_the_same_records(self):
        scores = hindcast.compare(table(), LEVEL, GROWTH, method="top5")
        ours = hindcast.hindcast(table(), 2024.0, "top5")
        theirs = hindcast.published_hindcast(table(), LEVEL, GROWTH)
        assert list(ours.rows) == list(theirs.rows)
        assert (scores.refit, scores.published) == (ours.pinball, theirs.pinball)
