"""The slide of the words that vanish: some of them, year by year, as a shaded table."""

from __future__ import annotations

import numpy as np

from analytics import findings_words, wording
from analytics.collapse.lexicon import lexicon
from analytics.collapse.vanishing import LOST_BELOW
from analytics.exports.words import fading_words
from analytics.outlook.laboratory import run, year_of
from dashboard.briefing import grids
from dashboard.briefing.stage import BODY, Stage
from dashboard.briefing.subject import Subject, brief
from dashboard.figures.collapse import common

WORDS, GENERATIONS = 11, 10
"""Rows and columns that the table has room for."""

_LONGEST = 22


def vanishing(stage: Stage, told: Subject) -> None:
    """How likely a word is no longer written: all of them counted, then some by name."""
    scenario = told.outlook.scenario
    chart, found = told.chart("collapse-course"), run(scenario)
    setup, words = found.setup, lexicon(found.setup.language)
    steps = _shown(setup.generations)
    lost = np.cumsum(found.left[1].lost)[steps]
    chances = fading_words(scenario, WORDS)
    chances = chances[chances["generation"].isin(steps)]
    rows = [
        (
            f"All {wording.count(words.size)} words",
            [float(n) / words.size for n in lost],
            [wording.count(round(float(n))) for n in lost],
        )
    ]
    for word, of in chances.groupby("word", sort=False):
        rare = wording.tokens(1 / float(of["frequency"].iloc[0]))
        gone = of["gone"].tolist()
        rows.append(
            (
                f"{brief(str(word), _LONGEST)}, 1 in {rare}",
                gone,
                [grids.short(p, 100) for p in gone],
            )
        )
    named = ", ".join(dict.fromkeys(chances["word"]))
    slide = stage.slide(
        findings_words.words_title(scenario),
        "Collapse",
        told.notes(
            f"A simulated workflow, not a forecast of any model: {common.way(setup)}, "
            f"{common.generator(setup)}; a generation a year, a corpus of "
            f"{wording.tokens(setup.rows)} words. How rare a word is, is in human text. Chances "
            "are at the middle temperature, given that the human corpus had the word. A word "
            f"counts as vanished where it is there with a chance below "
            f"{wording.share(LOST_BELOW)}; words of one frequency vanish together. The count is "
            "of all words, numbers among them; “Download the words lost” on the page lists those "
            f"of letters. Words here are a sample along that list: {named}.",
            chart,
        ),
        "Chance in percent that a word is no longer written; first row: words vanished so far. "
        f"{common.way(setup)}.",
        chart.source,
    )
    grids.heat(
        stage,
        slide,
        BODY,
        "Word, and how rare",
        [str(year_of(scenario, step)) for step in steps],
        rows,
        1.0,
        f"A table of {len(rows) - 1} words by year, the stronger the shade the likelier the word "
        f"is gone. Words vanished by {year_of(scenario, steps[-1])}: {rows[0][2][-1]}.",
    )


def _shown(last: int) -> list[int]:
    """Generations from the first to the last, no more than there is room for."""
    if not last:
        return [0]
    some = np.linspace(1, last, min(last, GENERATIONS)).round().astype(int)
    return [int(step) for step in some]
