"""The briefing: a scenario as slides with charts that can be edited, and views as pictures."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from analytics.estimates import normal
from analytics.outlook import evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario, to_query
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds
from dashboard.briefing import chrome, deck, pages
from dashboard.briefing.deck import SLIDES
from dashboard.figures import Request
from dashboard.settings import Settings

TITLE = "Briefing"
DECK_MS, PICTURE_MS = 10_000.0, 3_000.0
PRESET = PRESETS[DEFAULT_PRESET]
VIEWS = ("/", "/vendors", "/collapse")
"""Views that are photographed: those with the most charts."""


def run(quick: bool) -> list[Row]:
    """Time a deck of a scenario that nothing is kept of, and pictures of views."""
    repeats = 2 if quick else 5
    return [_deck(repeats), *_pictures(1 if quick else 5)]


def _deck(repeats: int) -> Row:
    def whole(i: int) -> None:
        scenario = Scenario(demand_growth=normal(0.27 + 1e-5 * (i + 77), 0.48))
        deck(Request(evaluate(scenario), PRESET))

    return of(
        f"{len(SLIDES) + 1} slides, of a scenario not seen before",
        milliseconds(whole, repeats),
        "ms",
        limit=DECK_MS,
        note="The bound is that of ten slides.",
    )


def _pictures(repeats: int) -> list[Row]:
    """Each view from its address to its PNG, once the server has answered for it before."""
    settings = replace(Settings.from_env(os.environ), log_level="error")
    taken: dict[str, list[float]] = {path: [] for path in VIEWS}
    rounds = [*VIEWS] * (repeats + 1)
    query = to_query(PRESET.scenario, PRESET)
    before = started = time.perf_counter()
    paths = iter(rounds)
    for name, _ in pages.drawn(settings, rounds, query, [pages.PNG], "light", ("", "")):
        now = time.perf_counter()
        if "@" not in name:  # the same with every pixel doubled comes after it
            taken[next(paths)].append(1000 * (now - before))
        before = time.perf_counter()
    whole = before - started
    size = f"{pages.WINDOW.width}×{pages.WINDOW.height}"
    floor = ("an empty page of that size as PNG", _empty(settings.chrome, repeats))
    return [
        *(
            of(
                f"{path} as PNG, {size}, server and Chromium running",
                found[1:],
                "ms",
                limit=PICTURE_MS,
                floor=floor,
            )
            for path, found in taken.items()
        ),
        Row(
            f"… {2 * len(rounds)} pictures, with the start of both",
            whole,
            "s",
            note="Each view twice: as it is, and with every pixel doubled.",
        ),
    ]


def _empty(named: str | None, repeats: int) -> list[float]:
    """Milliseconds of photographing nothing."""
    with chrome.started(chrome.find(named)) as page:
        page.ask(
            "Emulation.setDeviceMetricsOverride",
            width=pages.WINDOW.width,
            height=pages.WINDOW.height,
            deviceScaleFactor=1,
            mobile=False,
        )
        return list(milliseconds(lambda _: page.picture(), repeats).tolist())
