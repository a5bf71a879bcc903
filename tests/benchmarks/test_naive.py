"""The baseline computes the same thing, or its time would say nothing."""

import numpy as np

from analytics.depletion import forecast
from analytics.scenario import Scenario
from benchmarks import naive
from benchmarks.model import BASELINE_INPUTS
from benchmarks.worlds import exhaustion_quantiles, pseudo_random


def test_the_naive_loop_agrees_with_the_model() -> None:
    plain, ours = naive.forecast(3000, seed=1), forecast(Scenario(), {})
    middle = slice(2, 7)  # 10% to 90%
    assert np.allclose(plain.exhaustion[middle], ours.exhaustion_year[middle], atol=0.2)
    for theirs, tokens in ((plain.stock, ours.stock_tokens), (plain.demand, ours.demand_tokens)):
        assert np.allclose(np.array(theirs)[:, middle], np.log10(tokens)[:, middle], atol=0.12)


def test_the_points_benchmark_agrees_with_the_model() -> None:
    years = forecast(Scenario(), {}).exhaustion_year
    found = exhaustion_quantiles(np.random.default_rng(3).random((8192, len(BASELINE_INPUTS))))
    assert np.allclose(found, years[[1, 2, 4, 6, 7]], atol=0.15)
    assert pseudo_random(64, 2, seed=1).shape == (2, 5)
