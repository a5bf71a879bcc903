"""The depletion model: both fans, nine quantiles and the exhaustion distribution, and its draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import qmc

from analytics.depletion import forecast
from analytics.depletion.timeline import QUARTERS
from analytics.estimates import DIMENSIONS, Array, normal
from analytics.outlook.stocks import other_tokens
from analytics.scenario import Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core
from data import catalog

TITLE = "Model, one core"
MODEL_MS, DRAWS_MS = 15.0, 6.0

BASELINE_INPUTS = (
    "indexed_pages",
    "bytes_per_page",
    "bytes_per_token",
    "usable_share",
    "page_size_growth",
    "page_count_growth",
    "repetition_multiple",
    "demand_2024_tokens",
    "demand_growth",
    "compute_2024_flop",
    "compute_growth",
)
"""The uncertain inputs of the scenario as published."""

EVERYTHING_ON = {
    "slowdown": True,
    "consent_measure": "robots_all",
    "contamination": True,
    "images_access": 1.0,
    "books_access": 0.5,
    "messages_access": 0.1,
}
"""Every part of the model at work: demand bends, the stock bends, other stocks add to it."""

_WARM_UP = 3


def run(quick: bool) -> list[Row]:
    """Time the model on one core."""
    repeats = 5 if quick else 200
    with one_core():
        return [*_fans(repeats), *_draws(repeats)]


def _fans(repeats: int) -> list[Row]:
    published, everything = Scenario(), Scenario(**EVERYTHING_ON)
    others = other_tokens(catalog.version())
    # as on a dragged slider: one interval is another each time, and that input is drawn anew
    moved = [
        published.model_copy(update={"demand_growth": normal(0.27, 0.40 + i / 1e4)})
        for i in range(repeats + _WARM_UP)
    ]
    floor = (
        "one multiply-add and 16-bit radix sort of as many numbers",
        milliseconds(_bare_arrays(published.worlds), repeats, _WARM_UP),
    )

    def row(figure: str, action: Callable[[int], object]) -> Row:
        measured = milliseconds(action, repeats, _WARM_UP)
        return of(figure, measured, "ms", limit=MODEL_MS, floor=floor)

    return [
        row("fans + exhaustion, as published", lambda _: forecast(published, others)),
        row("… one input moved, drawn anew", lambda i: forecast(moved[i + _WARM_UP], others)),
        row("… every switch of the model on", lambda _: forecast(everything, others)),
    ]


def _bare_arrays(worlds: int) -> Callable[[int], None]:
    """Fill and sort what the three fans hold: demand on two paths, unique and effective stock."""
    count = 4 * worlds
    years = np.arange(len(QUARTERS), dtype=np.float32)[:, None]
    slope = np.random.default_rng(1).random(count, dtype=np.float32)

    def fill_and_sort(_: int) -> None:
        levels = years * slope
        levels += slope
        levels.astype(np.uint16).sort(axis=1, kind="stable")

    return fill_and_sort


def _draws(repeats: int) -> list[Row]:
    scenarios = [Scenario(seed=10_000 + i) for i in range(repeats + _WARM_UP)]  # none drawn before
    worlds = scenarios[0].worlds
    points = np.clip(_bare_points(worlds, seed=1).T, 2.0**-31, 1 - 2.0**-31)
    estimates = [getattr(scenarios[0], name) for name in BASELINE_INPUTS]

    def invert(_: int) -> None:
        for estimate, row in zip(estimates, points, strict=False):
            estimate.quantile(row)

    floor = (
        f"the {DIMENSIONS} × {worlds:,} points by scipy's Sobol alone",
        milliseconds(lambda i: _bare_points(worlds, i + _WARM_UP), repeats, _WARM_UP),
    )
    drawn = milliseconds(
        lambda i: [scenarios[i + _WARM_UP].draw(name) for name in BASELINE_INPUTS],
        repeats,
        _WARM_UP,
    )
    inverted = milliseconds(invert, repeats, _WARM_UP)
    return [
        of("draws, as published", drawn, "ms", limit=DRAWS_MS, floor=floor),
        of(f"… of these, {len(estimates)} inverse distribution functions", inverted, "ms"),
    ]


def _bare_points(worlds: int, seed: int) -> Array:
    sampler = qmc.Sobol(DIMENSIONS, scramble=True, rng=np.random.default_rng(seed))
    points: Array = sampler.random(worlds)
    return points
