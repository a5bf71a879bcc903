"""How exact 4,096 worlds are, and what plain pseudo-random numbers take for the same."""

from __future__ import annotations

import math

import numpy as np

from analytics.depletion import forecast
from analytics.depletion.exhaustion import quantiles
from analytics.estimates import Array
from analytics.scenario import Scenario
from benchmarks import naive
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core, seconds
from benchmarks.worlds import PROBABILITIES, PROMISED, pseudo_random, reference

TITLE = "Accuracy of the exhaustion year"


def run(quick: bool) -> list[Row]:
    """Errors against 2^20 worlds, and the naive double loop at equal error."""
    log2_reference, seeds, repeats = (16, 4, 4) if quick else (20, 64, 200)
    truth = reference(log2_reference)
    scenarios = [Scenario(), *(Scenario(seed=seed) for seed in range(seeds - 1))]
    ours = np.array(
        [quantiles(forecast(s, {}).exhaustion_worlds, PROBABILITIES) for s in scenarios]
    )
    worlds = scenarios[0].worlds
    errors, plain = ours - truth, pseudo_random(worlds, repeats, seed=5) - truth
    equal = _equal_worlds(worlds, errors, plain)
    against = f"against 2^{log2_reference} worlds of other points, {seeds} seeds"
    rows = [
        Row(
            f"largest error, {name}",
            float(np.abs(errors[:, chosen]).max()),
            "year",
            repeats=seeds,
            limit=float(PROMISED[chosen[0]]),
            floor=f"standard error of as many pseudo-random worlds ({repeats} runs)",
            floor_value=_rms(plain[:, chosen]),
            note=f"Errors of the exhaustion year {against}; as published, {worlds:,} worlds.",
        )
        for name, chosen in (("10/50/90%", [1, 2, 3]), ("5/95%", [0, 4]))
    ]
    rows.append(
        Row(
            "RMS error, all five quantiles",
            _rms(errors),
            "year",
            repeats=seeds,
            floor="the same of as many pseudo-random worlds",
            floor_value=_rms(plain),
        )
    )
    rows.append(
        Row(
            "pseudo-random worlds of equal RMS error",
            equal,
            "",
            floor="worlds the model takes",
            floor_value=worlds,
            note="A pseudo-random error falls with the square root of the number of worlds.",
        )
    )
    return [*rows, *_naive_loop(equal, quick)]


def _rms(errors: Array) -> float:
    return math.sqrt(float(np.mean(errors**2)))


def _equal_worlds(worlds: int, errors: Array, plain: Array) -> float:
    """Pseudo-random worlds with the RMS error that ours have."""
    return worlds * (_rms(plain) / _rms(errors)) ** 2


def _naive_loop(equal: float, quick: bool) -> list[Row]:
    """Python's loops at as many worlds as it takes them to be as exact."""
    worlds, loops, repeats = (64, 1, 5) if quick else (2000, 5, 50)
    scenarios = [Scenario(seed=50_000 + i) for i in range(repeats + 1)]
    with one_core():
        ours = milliseconds(lambda i: forecast(scenarios[i + 1], {}), repeats, warm_up=1)
        loop = seconds(lambda i: naive.forecast(worlds, seed=i + 1), loops, warm_up=1)
    return [
        of(
            "naive double loop at equal error",
            loop * 1000 * equal / worlds,
            "ms",
            floor=("the model, draws included", ours),
            note=f"The naive loop was timed on {worlds:,} worlds and extrapolated in proportion.",
        )
    ]
