"""What becomes of the words of a language, in sentences.

As in ``analytics.findings``: the count comes with its interval, which is that of the temperature.
"""

from __future__ import annotations

import numpy as np

from analytics import wording
from analytics.collapse.lexicon import lexicon
from analytics.outlook.laboratory import LabResult, run, year_of
from analytics.scenario import Scenario


def words_title(scenario: Scenario) -> str:
    """Title of the words that vanish in a scenario's experiment: how many of how many, by when."""
    found = run(scenario)
    setup, words = found.setup, lexicon(found.setup.language)
    all_words = f"{wording.count(words.size)} words of {words.language.name}"
    if not setup.generations:
        return f"Before any training on models’ output none of the {all_words} has vanished"
    last = setup.generations
    after = (
        f"After {last} generation{'s' if last > 1 else ''} of training on models’ output, by "
        f"{year_of(scenario, last)},"
    )
    if not any(one.lost.any() for one in found.left):
        return f"{after} none of the {all_words} is likely to have vanished"
    return f"{after} {vanished(found)} of the {all_words} have vanished"


def vanished(found: LabResult) -> str:
    """How many words are lost by the last generation, with the 80% interval."""
    low, middle, high = np.sort([one.lost.sum() for one in found.left]).tolist()
    return wording.interval(middle, low, high, lambda x: wording.count(round(x)))
