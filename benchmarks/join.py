"""The join of the models: all vendors, their ecosystem, and the criteria that the ranking gets."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np

from analytics.estimates import normal
from analytics.outlook import Outlook, evaluate
from analytics.outlook.ecosystem import ecosystem
from analytics.outlook.joined_criteria import joined_criteria
from analytics.outlook.policies import POLICIES, policies
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import moat_inputs
from analytics.scenario import Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core
from data import catalog

TITLE = "Join of the models, one core"
EVALUATE_MS, JOIN_MS, AGAIN_MS, MEMORY_MB = 100.0, 60.0, 1.0, 150.0
GENERATIONS, BINS = 15, 24


def run(quick: bool) -> list[Row]:
    """Time the join on one core."""
    repeats = 3 if quick else 30
    with one_core():
        return [*_join(repeats), *_beside(repeats)]


def moved(i: int) -> Outlook:
    """Another growth of demand each time: what was drawn for everything else is kept."""
    return evaluate(Scenario(demand_growth=normal(0.27 + 1e-5 * (i + 10), 0.48)))


def _join(repeats: int) -> list[Row]:
    outlooks = {i: moved(i) for i in range(-3, repeats)}
    first = outlooks[0].joined
    vendors, years, worlds = first.tail_kept.shape
    numbers = np.random.default_rng(1).random((BINS, worlds), dtype=np.float32)

    def bare(_: int) -> None:
        for _ in range(GENERATIONS * vendors):
            np.log(np.exp(numbers))

    def whole(i: int) -> None:
        # growth that no other row has asked for
        _ = moved(i + 10_000).joined

    floor = ("as many powers and logarithms", milliseconds(bare, repeats))
    kept = moved(0)
    return [
        of(
            f"depletion and the runs of {vendors} vendors, {years} years, {worlds:,} worlds",
            milliseconds(whole, repeats),
            "ms",
            limit=EVALUATE_MS,
            note="Growth of demand moved; other draws are kept.",
        ),
        of(
            "… the join alone",
            milliseconds(lambda i: outlooks[i].joined, repeats),
            "ms",
            limit=JOIN_MS,
            floor=floor,
        ),
        of(
            "… the same again",
            milliseconds(lambda _: evaluate(kept.scenario).joined, repeats),
            "ms",
            limit=AGAIN_MS,
        ),
        Row(
            "… memory at most",
            _peak(lambda: moved(20_000).joined) / 1e6,
            "MB",
            limit=MEMORY_MB,
        ),
    ]


def _beside(repeats: int) -> list[Row]:
    version = catalog.version()
    inputs = moat_inputs(Scenario(), vendor_facts(version))
    outlooks = {i: moved(i) for i in range(-3, repeats)}

    def shared(i: int) -> None:
        ecosystem(outlooks[i])

    def criteria(i: int) -> None:
        joined_criteria(inputs.units, outlooks[i].scenario, version, inputs.draws)

    def sides(i: int) -> None:
        policies(outlooks[i])

    return [
        of("vendors on one web, and their join", milliseconds(shared, repeats), "ms"),
        of(f"{len(POLICIES)} policies side by side", milliseconds(sides, repeats), "ms"),
        of(
            f"headroom and resistance of {len(inputs.units)} mixes, {inputs.draws:,} draws",
            milliseconds(criteria, repeats),
            "ms",
        ),
    ]


def _peak(action: Callable[[], object]) -> int:
    """Most bytes in use at once while it runs."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
