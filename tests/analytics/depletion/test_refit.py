"""Refit: which runs count, the line through them, its intervals, its flags."""

import functools
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.depletion import refit, runs
from analytics.depletion.quantile_lines import organization_weights, quantile_lines
from analytics.quantiles import PROBABILITIES, place
from data import catalog

MEDIAN = place(0.5)


def table(*rows: tuple[str, str, str, float], confidence: str = "Confident") -> pd.DataFrame:
    """Runs as (model, organization, date, tokens)."""
    frame = pd.DataFrame(rows, columns=["model", "organization", "published", "training_tokens"])
    return frame.assign(published=pd.to_datetime(frame["published"]), confidence=confidence)


def growing(
    slope: float, *, years: range, noise: float = 0.2, a_year: int = 12, seed: int = 1
) -> pd.DataFrame:
    """Runs whose log10 tokens rise by ``slope`` a year, from 12 organisations."""
    rng = np.random.default_rng(seed)
    rows = []
    for year in years:
        for i in range(a_year):
            date = pd.Timestamp(year, 1, 1) + pd.Timedelta(days=int(rng.integers(0, 365)))
            size = 12.8 + slope * (catalog.decimal_year(date.date()) - 2024) + rng.normal(0, noise)
            rows.append((f"Model{'abcdefghijkl'[i]}", f"Lab {i}", str(date.date()), 10**size))
    return table(*rows)


@functools.cache
def frontier() -> pd.DataFrame:
    return runs.frontier_runs(catalog.load("training_runs"))


class TestFamily:
    @pytest.mark.parametrize(
        ("names", "family"),
        [
            (("Llama 2-70B", "Llama 3.1-405B", "LLaMA-65B", "Llama 4 Scout"), "llama"),
            (("Qwen-72B", "Qwen1.5-72B", "Qwen2.5 Instruct (72B)", "Qwen3-Max"), "qwen"),
            (("GPT-1", "GPT-4 (Mar 2023)", "GPT-NeoX-20B"), "gpt"),
            (("GLM-4 (0520)", "GLM-4.5"), "glm"),
            (("T5-3B", "T5-11B"), "t5"),
            (("PanGu-Σ", "Pangu Ultra"), "pangu"),
            (("U-PaLM (540B)",), "upalm"),
            (("S4",), "s4"),
            (("4 layer QRNN (h=2500)",), "layer"),
            (("2024",), "2024"),
        ],
    )
    def test_versions_sizes_and_variants_are_one(self, names, family):
        assert {runs.model_family(name) for name in names} == {family}

    def test_a_new_name_is_a_new_family(self):
        names = ("QwQ-32B", "Qwen2-72B", "PaLM 2", "Flan-PaLM 540B", "LaMDA", "ChatGLM3-6B")
        assert len({runs.model_family(name) for name in names}) == len(names)

    @given(st.text(min_size=1))
    def test_every_name_has_one_whatever_its_case(self, name):
        assert runs.model_family(name) == runs.model_family(name.casefold())


class TestRule:
    def test_the_largest_run_per_organisation_family_and_year(self):
        kept = runs.frontier_runs(
            table(
                ("Llama 3-70B", "Meta AI", "2024-04-18", 1.5e13),
                ("Llama 3.1-405B", "Meta AI", "2024-07-23", 1.56e13),
                ("Llama 4 Scout", "Meta AI", "2025-04-05", 3e13),
                ("OPT-175B", "Meta AI", "2024-05-02", 1.8e11),
                ("Llama 3-70B", "A copier", "2024-06-01", 1.5e13),
            )
        )
        assert list(kept.index) == [3, 4, 1, 2]

    def test_of_equally_large_runs_the_first(self):
        twins = table(
            ("Qwen2.5-72B", "Alibaba", "2024-09-19", 1.8e13),
            ("Qwen2.5-32B", "Alibaba", "2024-09-17", 1.8e13),
        )
        assert list(runs.frontier_runs(twins).index) == [1]

    def test_unknown_speculative_and_tiny_runs_are_left_out(self):
        known = table(
            ("A", "Lab", "2024-01-01", np.nan),
            ("B", "Lab", "2024-01-01", 1e8),
            ("C", "Lab", "2024-01-01", 2e8),
        )
        rumour = table(("D", "Lab", "2024-01-01", 1e13), confidence="Speculative")
        both = pd.concat([known, rumour], ignore_index=True)
        assert list(runs.frontier_runs(both)["model"]) == ["C"]

    def test_the_window_is_closed_below_and_open_above(self):
        dated = table(
            ("A", "Lab", "2019-12-31", 1e10),
            ("B", "Lab", "2020-01-01", 1e10),
            ("C", "Lab", "2021-01-01", 1e10),
        )
        assert list(runs.frontier_runs(dated, since=2020, until=2021)["model"]) == ["B"]

    def test_the_callers_frame_stays_as_it_was(self):
        given_runs = catalog.load("training_runs")
        before = given_runs.copy(deep=True)
        runs.frontier_runs(given_runs)
        pd.testing.assert_frame_equal(given_runs, before)

    def test_the_running_year_is_not_complete(self):
        largest = runs.yearly_largest(growing(0.4, years=range(2020, 2025)), since=2021)
        assert largest["published"].dt.year.value_counts().to_dict() == {
            2021: 5,
            2022: 5,
            2023: 5,
        }

    def test_records_only_ever_rise(self):
        sizes = runs.record_runs(catalog.load("training_runs"))["training_tokens"]
        assert (np.diff(sizes) > 0).all()

    def test_a_flagged_run_hides_no_record(self):
        hidden = table(
            ("Wrong", "Lab", "2018-06-01", 1e12),
            ("A", "Lab", "2019-06-01", 1e10),
            ("B", "Lab", "2020-06-01", 1e11),
        )
        assert list(runs.record_runs(hidden)["model"]) == ["Wrong"]
        told = runs.record_runs(hidden, leave_out=np.array([0]))
        assert list(told["model"]) == ["A", "B"]


class TestQuantileLines:
    @pytest.mark.parametrize("tau", [0.5, 0.9, 0.95, 0.975])
    @pytest.mark.parametrize("until", [2022.0, 2024.0, 2027.0])
    def test_agrees_with_statsmodels(self, tau, until):
        import statsmodels.api as sm

        known = runs.frontier_runs(catalog.load("training_runs"), until=until)
        x = runs.decimal_years(known["published"]) - 2024
        y = np.log10(known["training_tokens"].to_numpy())
        reference = sm.QuantReg(y, sm.add_constant(x)).fit(q=tau, p_tol=1e-9, max_iter=10_000)
        (ours,) = quantile_lines(x, y, tau, np.ones((len(x), 1)))
        assert ours == pytest.approx(reference.params, abs=1e-5)

    @given(st.integers(0, 10_000), st.sampled_from([0.25, 0.5, 0.9]))
    def test_a_weight_is_a_repetition(self, seed, tau):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(0, 8, 12), rng.normal(size=12)
        weights = rng.integers(0, 4, 12) + (np.arange(12) < 4)
        repeated = np.repeat(np.arange(12), weights)
        (weighted,) = quantile_lines(x, y, tau, weights[:, None].astype(float))
        (plain,) = quantile_lines(x[repeated], y[repeated], tau, np.ones((len(repeated), 1)))

        def loss(line):
            above = y - line[0] - line[1] * x
            return weights @ np.where(above > 0, tau * above, (tau - 1) * above)

        # two lines may be equally good; their losses are the same
        assert loss(weighted) == pytest.approx(loss(plain), abs=1e-9)

    @given(st.integers(0, 10_000), st.floats(-2, 2), st.floats(0.1, 10))
    def test_equivariant(self, seed, tilt, scale):
        rng = np.random.default_rng(seed)
        x, y, even = rng.uniform(0, 8, 15), rng.normal(size=15), np.ones((15, 1))
        (line,) = quantile_lines(x, y, 0.9, even)
        (moved,) = quantile_lines(x, scale * y + tilt * x + 1, 0.9, even)
        assert moved == pytest.approx(scale * line + [1, tilt], abs=1e-6)

    def test_resamples_whole_organisations(self):
        weights = organization_weights(frontier(), 400, seed=3)
        names = frontier()["organization"]
        for name in ("Google", "Meta AI", "Alibaba"):
            rows = weights[(names == name).to_numpy()]
            assert (rows == rows[0]).all()
        each = pd.DataFrame(weights).groupby(names.to_numpy()).first()
        assert (each.sum() == names.nunique()).all()

    def test_a_block_of_resamples_does_not_depend_on_how_many_there_are(self):
        few, many = (organization_weights(frontier(), n, seed=3) for n in (150, 400))
        assert (few == many[:, :150]).all()
        assert (organization_weights(frontier(), 150, seed=4) != few).any()


class TestFits:
    @pytest.mark.parametrize("true_slope", [0.0, 0.25, 0.5])
    def test_both_find_the_slope_that_is_there(self, true_slope):
        made = growing(true_slope, years=range(2016, 2025), noise=0.1)
        for fit in (refit.quantile_fit(made), refit.top5_fit(made, 2016)):
            assert fit.slope == pytest.approx(true_slope, abs=0.04)
            assert fit.slope_low < true_slope < fit.slope_high

    def test_the_line_of_a_quantile_has_that_share_below_it(self):
        for tau in (0.5, 0.9, 0.975):
            fit = refit.quantile_fit(frontier(), tau)
            assert fit.diagnostics.share_below == pytest.approx(tau, abs=2 / len(frontier()))

    def test_top5_is_ordinary_least_squares(self):
        import statsmodels.api as sm

        fit = refit.top5_fit(frontier(), 2020)
        x, at = fit.run_years - 2024, np.array([2024.0, 2032.0])
        result = sm.OLS(fit.log10_tokens, sm.add_constant(x)).fit()
        there = refit.top5_fit(frontier(), 2020, years=at)
        expected = result.get_prediction(sm.add_constant(at - 2024)).summary_frame(alpha=0.1)
        assert there.line == pytest.approx(expected["mean"].to_numpy())
        for quantiles, name in ((there.line_band, "mean_ci"), (there.prediction, "obs_ci")):
            assert quantiles[:, 1] == pytest.approx(expected[f"{name}_lower"].to_numpy())
            assert quantiles[:, 7] == pytest.approx(expected[f"{name}_upper"].to_numpy())
        assert there.prediction[0] == pytest.approx(there.prediction_2024)

    @pytest.mark.parametrize("method", ["quantile", "top5"])
    def test_bands_are_ordered_and_nested(self, method):
        fit = (
            refit.quantile_fit(frontier())
            if method == "quantile"
            else refit.top5_fit(frontier(), 2018)
        )
        for band in (fit.line_band, fit.prediction):
            assert band.shape == (len(fit.years), len(PROBABILITIES))
            assert (np.diff(band, axis=1) >= 0).all()
        assert (np.ptp(fit.prediction, axis=1) > np.ptp(fit.line_band, axis=1)).all()
        assert fit.years[0] == 2018 and fit.years[-1] == 2040

    def test_points_lead_back_to_the_table(self):
        whole = catalog.load("training_runs")
        fit = refit.top5_fit(frontier(), 2020)
        assert 10**fit.log10_tokens == pytest.approx(whole["training_tokens"][fit.rows].to_numpy())
        assert (np.diff(fit.run_years) >= 0).all()
        line = fit.log10_level + fit.slope * (fit.run_years - 2024)
        assert fit.log10_tokens - fit.residuals == pytest.approx(line)

    def test_flags_agree_with_statsmodels(self):
        import statsmodels.api as sm

        fit = refit.top5_fit(frontier(), 2018)
        result = sm.OLS(fit.log10_tokens, sm.add_constant(fit.run_years - 2024)).fit()
        assert (fit.outliers == (result.outlier_test()[:, 2] < 0.05)).all()

    def test_an_outlier_is_flagged_and_its_weight_told(self):
        made = growing(0.4, years=range(2016, 2025), seed=2)
        clean = refit.top5_fit(made, 2016)
        made["training_tokens"] *= np.where(made.index == 3, 1e4, 1.0)
        odd = refit.top5_fit(made, 2016)
        assert not clean.outliers.any()
        assert list(odd.rows[odd.outliers]) == [3]
        assert clean.diagnostics.slope_without_outliers == pytest.approx(clean.slope)
        assert odd.diagnostics.slope_without_outliers > odd.slope
        also = refit.quantile_fit(made)
        assert list(also.rows[also.outliers]) == [3]

    def test_the_same_seed_gives_the_same_bytes(self):
        one, two = (refit.quantile_fit(frontier(), seed=5) for _ in range(2))
        assert one.prediction.tobytes() == two.prediction.tobytes()
        other = refit.quantile_fit(frontier(), seed=6)
        assert other.slope == one.slope and other.slope_low != one.slope_low

    def test_results_are_read_only(self):
        fit = refit.top5_fit(frontier(), 2020)
        with pytest.raises(ValueError, match="read-only"):
            fit.line[0] = 0.0

    @pytest.mark.parametrize("tau", [0.4, 1.0, float("nan")])
    def test_refuses_a_quantile_that_is_no_frontier(self, tau):
        with pytest.raises(ValueError, match="tau must lie between"):
            refit.quantile_fit(frontier(), tau)

    def test_refuses_too_few_runs(self):
        with pytest.raises(ValueError, match="at least four runs"):
            refit.top5_fit(frontier(), 2026)

    def test_warns_of_nothing(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for until in (2021.0, 2023.5, 2026.0):
                known = runs.frontier_runs(catalog.load("training_runs"), until=until)
                refit.quantile_fit(known, 0.95)
                refit.top5_fit(known, 2018)


class TestEstimates:
    def test_growth_is_the_interval_of_the_slope(self):
        fit = refit.top5_fit(frontier(), 2020)
        growth = refit.as_estimate(fit)
        assert (growth.family, growth.level) == ("normal", 0.95)
        assert growth.points == pytest.approx((fit.slope_low, fit.slope_high), abs=5e-4)

    def test_growth_is_not_negative(self):
        falling = growing(-0.3, years=range(2016, 2025))
        assert refit.as_estimate(refit.top5_fit(falling, 2016)).points == (0.0, 0.0)
