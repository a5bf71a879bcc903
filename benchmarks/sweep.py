"""A sweep: scenarios a second with one process and with two, and what 10,000 would take.

``make bench`` sweeps a few hundred and extrapolates; ``python -m benchmarks.sweep 10000`` sweeps as
many as you say.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import NamedTuple

from analytics.sweep import plan_of, read_grid
from analytics.sweep.processes import in_processes
from analytics.sweep.run import text_of
from benchmarks import machine, rows
from benchmarks.rows import Row

TITLE = "Sweep, all figures of a scenario and its vendors"
SCENARIOS, QUICK, WHOLE = 320, 48, 10_000
MINUTES = 20.0


class Speed(NamedTuple):
    """How fast so many processes are.

    Attributes:
        first: seconds until the first block is there: starting Python, reading the facts.
        rate: scenarios a second from then on.
    """

    first: float
    rate: float


def run(quick: bool) -> list[Row]:
    """Sweep with one process and with two."""
    return measured(QUICK if quick else SCENARIOS)


def measured(scenarios: int) -> list[Row]:
    """Rows of a sweep of so many scenarios, each with runs of its own."""
    one, two = (speed(scenarios, workers) for workers in (1, 2))
    minutes = (two.first + WHOLE / two.rate) / 60
    told = f"From {scenarios:,} scenarios, each with other runs; 4,096 worlds, 8,192 of the score."
    busy = "Two processes on two cores that nobody else uses; where others do, both figures fall."
    return [
        Row("one process", one.rate, "/s", repeats=scenarios),
        Row("two processes", two.rate, "/s", repeats=scenarios),
        Row("… of twice one", 100 * two.rate / (2 * one.rate), "%", note=busy),
        Row("until the first block of eight", two.first, "s"),
        Row(
            f"{WHOLE:,} scenarios on 2 cores" + (", extrapolated" if scenarios < WHOLE else ""),
            minutes,
            "min",
            limit=MINUTES,
            note=told,
        ),
    ]


def speed(scenarios: int, workers: int) -> Speed:
    """Sweep with so many processes.

    No two scenarios share their runs: each must be computed whole, as in most sweeps.
    """
    axis = f"{{from = 1, to = 5, steps = {scenarios // 2}}}"
    text = f'[axes]\novertraining = {axis}\nsynthetic_policy = ["fill", "stop"]'
    plan = plan_of(read_grid(text))
    started = begun = time.perf_counter()
    first, counted = 0.0, 0
    blocks = in_processes(text_of(plan), range(plan.blocks), workers)
    for done, (block, _) in enumerate(blocks, 1):
        now = time.perf_counter()
        if done == 1:
            first = now - started
        if done <= workers:
            begun = now  # every process has started by then
        else:
            counted += len(plan.numbers(block))
    return Speed(first, counted / (time.perf_counter() - begun))


def main(arguments: Sequence[str]) -> int:
    """Sweep as many scenarios as asked for."""
    os.environ.update(dict.fromkeys(machine.THREADS, "1"))
    scenarios = int(arguments[0]) if arguments else WHOLE
    print(rows.table([(TITLE, measured(scenarios))]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
