"""The words that a scenario's experiment loses: the whole list, and some of them year by year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.collapse.lexicon import ATTRIBUTION, Lexicon, lexicon, shown
from analytics.collapse.vanishing import Vanishing, words_lost
from analytics.outlook.laboratory import run, year_of
from analytics.scenario import Scenario


def lost_words(scenario: Scenario) -> pd.DataFrame:
    """Every word of letters that is lost.

    Args:
        scenario: its experiment, at the middle temperature.

    Returns:
        Commonest first: word, generation at which it is lost and the year of that, frequency (share
        of all words), language, and in each row the attribution that the list asks for.
    """
    found = run(scenario)
    words, left = lexicon(found.setup.language), found.left[1]
    at = left.lost_at[words.group]
    chosen = np.flatnonzero((at > 0) & shown(words.language.code))
    return pd.DataFrame(
        {
            "word": [words.words[place] for place in chosen.tolist()],
            "lost_at_generation": at[chosen],
            "lost_by_year": [year_of(scenario, int(g)) for g in at[chosen]],
            "frequency": words.frequencies[chosen],
            "language": words.language.code,
            "source": ATTRIBUTION,
        }
    )


def fading_words(scenario: Scenario, most: int) -> pd.DataFrame:
    """Some words year by year, those that go first first.

    As many of each generation that loses words as of any other, evenly along its list, so that
    they begin with any letter; where none is lost, some of those that are left.

    Args:
        scenario: its experiment, at the middle temperature.
        most: how many words.

    Returns:
        A row for each word and generation: word, frequency (share of all words), generation at
        which it is lost (0 for never), generation, its year, and ``gone``, the probability that
        the word is no longer written, given that the first corpus had it.
    """
    found = run(scenario)
    words, left = lexicon(found.setup.language), found.left[1]
    losing = np.flatnonzero(left.lost).tolist() or [0]
    if len(losing) > most:  # from the first to the last
        losing = [losing[i] for i in np.linspace(0, len(losing) - 1, most).round().astype(int)]
    quota = [most // len(losing) + (i < most % len(losing)) for i in range(len(losing))]
    chosen = [
        (word, at)
        for at, few in zip(losing, quota, strict=True)
        for word in _some(words, left, at, few)
    ]
    steps = np.arange(left.generations + 1)
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "word": word,
                    "frequency": float(left.patterns.frequencies[group]),
                    "lost_at_generation": at,
                    "generation": steps,
                    "year": [year_of(scenario, int(g)) for g in steps],
                    "gone": 1.0 - left.kept[:, group],
                }
            )
            for word, at in chosen
            for group in [words.group[words.places[word]]]
        ],
        ignore_index=True,
    )


def _some(words: Lexicon, left: Vanishing, generation: int, few: int) -> list[str]:
    """Words first lost at a generation, evenly along the list, and not those at its very front."""
    found, _ = words_lost(words, left, generation, most=2 * few, evenly=True)
    return found[1::2] if len(found) == 2 * few else found[:few]
