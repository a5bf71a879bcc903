"""The plain baseline: two loops over worlds and years, Python's own random numbers, no arrays.

It is how one would write the model down first: draw a world, walk through its years, note both
levels, sort at the end. It gives the same quantiles as the model, within its sampling error.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

NINE = (0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975)
YEARS = [2024.0 + quarter / 4 for quarter in range(65)]
Z90, Z95 = 1.6448536269514722, 1.959963984540054


@dataclass(frozen=True)
class NaiveForecast:
    """Quantiles of log10 tokens by year, and of the exhaustion year."""

    stock: list[list[float]]
    demand: list[list[float]]
    exhaustion: list[float]


def forecast(worlds: int, seed: int) -> NaiveForecast:
    """The depletion model as published (Villalobos et al. 2024, arXiv 2211.04325v2).

    Args:
        worlds: joint draws of every uncertain input.
        seed: of the pseudo-random numbers.
    """
    rng = random.Random(seed)
    stocks: list[list[float]] = [[] for _ in YEARS]
    demands: list[list[float]] = [[] for _ in YEARS]
    crossings = []
    for _ in range(worlds):
        pages = _lognormal(rng, 7.5e10, 1e12, Z95)
        bytes_per_page = _lognormal(rng, 6100, 8200, Z95)
        bytes_per_token = max(6 - _lognormal(rng, 1, 4, Z95), 1)
        usable = _lognormal(rng, 0.10, 0.40, Z95)
        repetition = _lognormal(rng, 2, 5, Z95)
        growth = _lognormal(rng, 1.02, 1.04, Z95) * _lognormal(rng, 1.00, 1.10, Z95)
        tokens = pages * bytes_per_page / bytes_per_token * usable * repetition
        stock, stock_slope = math.log10(tokens), math.log10(growth)
        trend = math.log10(_lognormal(rng, 3e12, 1.3e13, Z90))
        trend_slope = _normal(rng, 0.27, 0.48, Z95)
        flop = _lognormal(rng, 3e25, 1e26, Z90)
        compute = math.log10(20 * math.sqrt(flop / 120))
        compute_slope = _normal(rng, 0.48, 0.72, Z90) / 2
        for i, year in enumerate(YEARS):
            stocks[i].append(stock + stock_slope * (year - 2024))
            demands[i].append(trend + trend_slope * (year - 2024))
            demands[i].append(compute + compute_slope * (year - 2024))
        for start, slope in ((trend, trend_slope), (compute, compute_slope)):
            if slope > stock_slope:
                crossings.append(2024 + (stock - start) / (slope - stock_slope))
            else:
                crossings.append(math.inf)
    return NaiveForecast(
        [_quantiles(levels) for levels in stocks],
        [_quantiles(levels) for levels in demands],
        _quantiles(crossings),
    )


def _lognormal(rng: random.Random, low: float, high: float, z: float) -> float:
    middle, half = (math.log(low) + math.log(high)) / 2, (math.log(high) - math.log(low)) / 2
    return math.exp(rng.gauss(middle, half / z))


def _normal(rng: random.Random, low: float, high: float, z: float) -> float:
    return rng.gauss((low + high) / 2, (high - low) / 2 / z)


def _quantiles(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    found = []
    for probability in NINE:
        at = probability * (len(ordered) - 1)
        low, high = ordered[math.floor(at)], ordered[math.ceil(at)]
        found.append(low + (high - low) * (at - math.floor(at)) if high < math.inf else math.inf)
    return found
