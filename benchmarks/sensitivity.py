"""What moves a headline output, and where a control breaks even: each as the page asks for it."""

from __future__ import annotations

import numpy as np

from analytics.estimates import normal
from analytics.outlook import Outlook, evaluate
from analytics.outlook.break_even import find
from analytics.outlook.sensitivity import Question, shares, tried
from analytics.outlook.vendor_headline import VendorHeadline
from analytics.scenario import Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core

TITLE = "Sensitivity and break-even, one core"
HEADLINE_MS, LATE_MS, CLOSED_MS, RANK_MS = 20.0, 1500.0, 2500.0, 4000.0
VENDOR = "Meta"
GENERATIONS, BINS, WORLDS = 7, 24, 1024


def run(quick: bool) -> list[Row]:
    """Time both analyses on one core."""
    repeats = 2 if quick else 10
    with one_core():
        return [*_numbers(repeats), *_analyses(repeats)]


def _moved(i: int) -> Outlook:
    """Another growth of demand each time: no answer that is kept is used."""
    return evaluate(Scenario(demand_growth=normal(0.27 + 1e-5 * (i + 10), 0.48)))


def _numbers(repeats: int) -> list[Row]:
    outlook = _moved(0)
    asked = Question("risk", VENDOR)
    headline = VendorHeadline(asked, outlook.computed, outlook.key.data_version)
    numbers = np.random.default_rng(1).random((BINS, WORLDS), dtype=np.float32)

    def bare(_: int) -> None:
        for _ in range(GENERATIONS):
            np.log(np.exp(numbers))

    return [
        of(
            "collapse risk of one vendor in 2032, one assumption changed",
            milliseconds(lambda i: headline.number({"max_epochs": 4.0 + 0.001 * i}), 10 * repeats),
            "ms",
            limit=HEADLINE_MS,
            floor=("as many powers and logarithms", milliseconds(bare, 10 * repeats)),
        )
    ]


def _analyses(repeats: int) -> list[Row]:
    outlooks = {i: _moved(i) for i in range(-3, 4 * repeats)}

    def asked(start: int, question: Question, of_shares: bool) -> float:
        def once(i: int) -> None:
            outlook = _moved(start + i)
            if of_shares:
                shares(outlook, question)
            else:
                tried(outlook, question)

        return milliseconds(once, repeats)

    one, closed = Question("risk", VENDOR), Question("risk")
    found = [
        of("Sobol’ indices of one vendor’s risk", asked(1000, one, True), "ms", limit=LATE_MS),
        of("… and its tornado", asked(1000, one, False), "ms", limit=LATE_MS),
        of("Sobol’ indices of four vendors’ risk", asked(2000, closed, True), "ms", limit=LATE_MS),
        of("… and its tornado", asked(2000, closed, False), "ms", limit=CLOSED_MS),
        of(
            "tornado of a vendor’s expected rank",
            asked(3000, Question("rank", VENDOR), False),
            "ms",
            limit=RANK_MS,
        ),
    ]

    def even(i: int) -> None:
        find(outlooks[i], closed, "temperature", 0.2)

    found.append(
        of("break-even of four vendors’ risk", milliseconds(even, repeats), "ms", limit=LATE_MS)
    )
    return found
