"""Compare: four scenarios side by side, as the server answers a change of the first."""

from __future__ import annotations

from urllib.parse import quote

import numpy as np

from analytics import comparison
from analytics.scenario.beside import Beside
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core
from dashboard import drawing, state
from dashboard.blocks import BLOCKS
from dashboard.figures import CHARTS

TITLE = "Compare, one core"
FOUR_MS, MOVED_MS = 1000.0, 1000.0
OTHERS = ("overtrained-5x", "consent-crackdown", "synthetic-supplement")
_VIEW = "compare-"


def run(quick: bool) -> list[Row]:
    """Time the whole page on one core."""
    repeats = 3 if quick else 15
    with one_core():
        return [*_page(repeats), *_differences(repeats)]


def link(i: int, *, every: bool) -> str:
    """A comparison of four in which the growth of demand is another one each time.

    Args:
        i: number of the repeat.
        every: in all scenarios, so that nothing of any is kept; or in the first alone.
    """
    growth = f"demand_growth={0.27 + 1e-5 * (i + 10)}~0.48"
    moved = f"&{growth}" if every else ""
    beside = (f"with{n}={quote(f'preset={id}{moved}', safe='')}" for n, id in enumerate(OTHERS, 1))
    return "&".join([growth, *beside])


def drawn(query: str) -> int:
    """Everything that the page shows, as the server sends it; its length."""
    shown = state.parse(query)
    charts = [id for id in CHARTS if id.startswith(_VIEW)]
    blocks = [name for name in BLOCKS if name.startswith(_VIEW)]
    return sum(
        len(line)
        for slow in (False, True)
        for line in drawing.drawn(shown, charts, blocks, {}, slow=slow, rest={})
    )


def _page(repeats: int) -> list[Row]:
    numbers = np.random.default_rng(1).random((64, 4096))

    def bare(_: int) -> None:
        np.sort(numbers, axis=1)

    return [
        of(
            "all charts and tables of four scenarios, the first moved",
            milliseconds(lambda i: drawn(link(i, every=False)), repeats),
            "ms",
            limit=MOVED_MS,
            floor=("64 sorts of 4,096 numbers", milliseconds(bare, repeats)),
            note="Fast and slow ones together; the others’ answers are kept.",
        ),
        of(
            "… every scenario moved",
            milliseconds(lambda i: drawn(link(i + 10_000, every=True)), repeats),
            "ms",
            limit=FOUR_MS,
            note="Warm draws: what is drawn for inputs that stay is kept, no answer is.",
        ),
        of(
            "… nothing moved",
            milliseconds(lambda _: drawn(link(0, every=False)), repeats),
            "ms",
        ),
    ]


def _differences(repeats: int) -> list[Row]:
    shown = state.parse(link(0, every=False))
    compared = comparison.sides(
        [Beside(shown.scenario, shown.preset), *shown.beside],
    )

    def all_of_them(_: int) -> None:
        for measure in comparison.measures(compared):
            for side in compared:
                comparison.difference(measure, side.outlook, compared[0].outlook)

    return [of("differences of all answers, by world", milliseconds(all_of_them, repeats), "ms")]
