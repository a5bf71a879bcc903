"""Exhaustion years from points in the unit cube: the same model, whoever draws the points."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from analytics.depletion.demand import compute_path, trend_path
from analytics.depletion.exhaustion import quantiles, straight_crossing
from analytics.estimates import Array
from analytics.scenario import Scenario
from benchmarks.model import BASELINE_INPUTS

PROBABILITIES = np.array([0.05, 0.10, 0.50, 0.90, 0.95])
PROMISED = np.array([0.10, 0.05, 0.05, 0.05, 0.10])
"""Years that 4,096 worlds may be off at these quantiles."""


def exhaustion_quantiles(points: Array) -> Array:
    """Quantiles of the exhaustion year as published, (5,).

    Args:
        points: (worlds, inputs), in the unit cube.
    """
    published = Scenario()
    inside = np.clip(points, 1e-12, 1 - 1e-12)
    drawn = {
        name: getattr(published, name).quantile(inside[:, i])
        for i, name in enumerate(BASELINE_INPUTS)
    }
    stock = drawn["indexed_pages"] * drawn["bytes_per_page"] / drawn["bytes_per_token"]
    stock *= drawn["usable_share"] * drawn["repetition_multiple"]
    slope = np.log10(drawn["page_size_growth"] * drawn["page_count_growth"])
    trend = trend_path(drawn["demand_2024_tokens"], drawn["demand_growth"])
    compute = compute_path(drawn["compute_2024_flop"], drawn["compute_growth"])
    years = [straight_crossing(np.log10(stock), slope, path) for path in (trend, compute)]
    return quantiles(np.concatenate(years), PROBABILITIES)


def reference(log2_worlds: int) -> Array:
    """The quantiles from very many Sobol' points, none of which a scenario shares."""
    points = qmc.Sobol(len(BASELINE_INPUTS), rng=np.random.default_rng(20)).random(1 << log2_worlds)
    return exhaustion_quantiles(points)


def pseudo_random(worlds: int, repeats: int, seed: int) -> Array:
    """The quantiles from pseudo-random points, (repeats, 5)."""
    rng = np.random.default_rng(seed)
    drawn = (rng.random((worlds, len(BASELINE_INPUTS))) for _ in range(repeats))
    return np.array([exhaustion_quantiles(points) for points in drawn])
