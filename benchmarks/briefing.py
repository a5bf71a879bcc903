"""The briefing: a scenario as slides with charts that can be edited."""

from __future__ import annotations

from analytics.estimates import normal
from analytics.outlook import evaluate
from analytics.scenario import PRESETS, Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds
from dashboard.briefing import deck
from dashboard.briefing.deck import SLIDES
from dashboard.figures import Request

TITLE = "Briefing"
DECK_MS = 10_000.0


def run(quick: bool) -> list[Row]:
    """Time a deck of a scenario that nothing is kept of."""
    repeats = 2 if quick else 5

    def whole(i: int) -> None:
        scenario = Scenario(demand_growth=normal(0.27 + 1e-5 * (i + 77), 0.48))
        deck(Request(evaluate(scenario), PRESETS["as-published"]))

    return [
        of(
            f"{len(SLIDES) + 1} slides, of a scenario not seen before",
            milliseconds(whole, repeats),
            "ms",
            limit=DECK_MS,
        )
    ]
