"""The numbers of the refit on the shipped runs, and what each of them depends on.

Fixed to the table as shipped: Epoch AI, *Data on AI Models*, 270 runs up to July 2026. When the
shipped table moves on, these move with it.
"""

import numpy as np
import pytest

from analytics.depletion import hindcast, refit, runs
from analytics.scenario import PRESETS
from data import catalog

PUBLISHED = PRESETS["as-published"].scenario


@pytest.fixture(scope="module")
def table():
    whole = catalog.load("training_runs")
    assert len(whole) == 270
    assert str(whole["published"].max().date()) == "2026-07-15"
    return whole


@pytest.fixture(scope="module")
def frontier(table):
    return runs.frontier_runs(table)


@pytest.mark.parametrize(("tau", "slope"), [(0.9, 0.412), (0.95, 0.389), (0.975, 0.331)])
def test_quantile_slopes_by_the_rule(frontier, tau, slope):
    assert len(frontier) == 164
    fit = refit.quantile_fit(frontier, tau, resamples=100)
    assert fit.slope == pytest.approx(slope, abs=0.001)
    assert fit.slope_low < slope < fit.slope_high


@pytest.mark.parametrize(("tau", "slope"), [(0.9, 0.449), (0.95, 0.407), (0.975, 0.332)])
def test_quantile_slopes_of_all_runs(table, tau, slope):
    """The slopes first worked out for these runs are those of every run, rule aside."""
    every = table[table["training_tokens"].notna()]
    assert len(every) == 214
    assert refit.quantile_fit(every, tau, resamples=100).slope == pytest.approx(slope, abs=0.001)


@pytest.mark.parametrize(
    ("since", "slope", "low", "high", "count"),
    [
        (2018, 0.453, 0.394, 0.511, 40),
        (2020, 0.401, 0.353, 0.449, 30),
        (2024, 0.229, 0.058, 0.400, 10),
    ],
)
def test_top5_slopes_by_the_rule(frontier, since, slope, low, high, count):
    fit = refit.top5_fit(frontier, since)
    assert fit.diagnostics.runs == count
    assert (fit.slope, fit.slope_low, fit.slope_high) == pytest.approx(
        (slope, low, high), abs=0.001
    )


@pytest.mark.parametrize(
    ("since", "slope", "low", "high"), [(2020, 0.40, 0.36, 0.44), (2024, 0.21, 0.11, 0.32)]
)
def test_top5_slopes_of_all_runs_with_the_running_year(table, since, slope, low, high):
    """The slopes first worked out count 2026 as a year, of which two sizes are known."""
    fit = refit.top5_fit(table, since, last_year=2026)
    assert (fit.slope, fit.slope_low, fit.slope_high) == pytest.approx(
        (slope, low, high), abs=0.006
    )


def test_the_run_of_2018_is_flagged(table, frontier):
    for fit in (refit.quantile_fit(frontier, resamples=100), refit.top5_fit(frontier, 2018)):
        flagged = table.loc[fit.rows[fit.outliers]]
        assert list(flagged["training_tokens"]) == [1.45e12]
        assert list(flagged["published"].dt.year) == [2018]
        assert fit.diagnostics.slope_without_outliers > fit.slope + 0.02
    assert not refit.top5_fit(frontier, 2020).outliers.any()


@pytest.mark.parametrize(
    ("year", "tokens"), [(2024.30, 1.5e13), (2024.72, 1.8e13), (2025.33, 3.6e13), (2026.54, 4.5e13)]
)
def test_known_records_lie_inside_the_published_band(table, year, tokens):
    """Llama 3, Qwen2.5, Qwen3 and the largest run of 2026."""
    band = hindcast.trend_quantiles(
        PUBLISHED.demand_2024_tokens, PUBLISHED.demand_growth, np.array([year])
    )[0]
    assert band[1] < np.log10(tokens) < band[7]
    records = runs.record_runs(table)
    dates = runs.decimal_years(records["published"])
    assert np.abs(dates[records["training_tokens"] == tokens] - year).min() < 0.01


def test_coverage_of_the_published_trend(table):
    cast = hindcast.published_hindcast(table, PUBLISHED.demand_2024_tokens, PUBLISHED.demand_growth)
    assert cast.coverage == (8, 8)


def test_coverage_of_the_refit(table):
    """Every record fell inside: the bands are too wide rather than too narrow."""
    counts = hindcast.coverage_table(table).groupby("horizon")[["inside", "total"]].sum()
    assert counts["total"].to_dict() == {1: 12, 2: 10, 3: 10, 4: 8}
    assert counts["inside"].to_dict() == {1: 12, 2: 10, 3: 10, 4: 8}


def test_the_published_trend_scored_better_than_a_refit_would_have(table):
    scores = hindcast.compare(table, PUBLISHED.demand_2024_tokens, PUBLISHED.demand_growth)
    assert scores.records == 8
    assert scores.published == pytest.approx(0.0367, abs=0.0005)
    assert scores.refit == pytest.approx(0.045, abs=0.003)
