"""How exact 4,096 worlds are, against a million: ±0.05 year, and ±0.1 in the tails."""

import numpy as np
import pytest
from scipy.stats import qmc

from analytics.depletion import forecast
from analytics.depletion.demand import compute_path, trend_path
from analytics.depletion.exhaustion import quantiles, straight_crossing
from analytics.scenario import Scenario

PROBABILITIES = np.array([0.05, 0.10, 0.50, 0.90, 0.95])
PROMISED = np.array([0.10, 0.05, 0.05, 0.05, 0.10])

INPUTS = (
    "indexed_pages",
    "bytes_per_page",
    "bytes_per_token",
    "usable_share",
    "repetition_multiple",
    "page_size_growth",
    "page_count_growth",
    "demand_2024_tokens",
    "demand_growth",
    "compute_2024_flop",
    "compute_growth",
)


@pytest.fixture(scope="module")
def reference():
    """Quantiles of 2^20 worlds, drawn from points of their own: no draw is shared."""
    published = Scenario()
    points = qmc.Sobol(len(INPUTS), rng=np.random.default_rng(20)).random(2**20)
    inside = np.clip(points, 1e-12, 1 - 1e-12)
    drawn = {name: getattr(published, name).quantile(inside[:, i]) for i, name in enumerate(INPUTS)}
    stock = drawn["indexed_pages"] * drawn["bytes_per_page"] / drawn["bytes_per_token"]
    stock *= drawn["usable_share"] * drawn["repetition_multiple"]
    slope = np.log10(drawn["page_size_growth"] * drawn["page_count_growth"])
    trend = trend_path(drawn["demand_2024_tokens"], drawn["demand_growth"])
    compute = compute_path(drawn["compute_2024_flop"], drawn["compute_growth"])
    worlds = [straight_crossing(np.log10(stock), slope, path) for path in (trend, compute)]
    return quantiles(np.concatenate(worlds), PROBABILITIES)


@pytest.mark.parametrize("seed", [Scenario().seed, *range(8)])
def test_the_default_number_of_worlds_keeps_its_promise(reference, seed):
    scenario = Scenario(seed=seed)
    assert scenario.log2_worlds == 12
    ours = quantiles(forecast(scenario, {}).exhaustion_worlds, PROBABILITIES)
    assert np.all(np.abs(ours - reference) <= PROMISED), ours - reference


def test_sixteen_times_the_worlds_are_closer(reference):
    ours = quantiles(forecast(Scenario(log2_worlds=16), {}).exhaustion_worlds, PROBABILITIES)
    assert np.all(np.abs(ours - reference) <= PROMISED / 4), ours - reference
