"""How many words vanish, in words."""

import pytest

from analytics.findings_words import vanished, words_title
from analytics.outlook.laboratory import run
from analytics.scenario import Scenario
from analytics.wording import plain

ICELANDIC = {"lab_language": "is", "lab_corpus": 1e6}


def test_the_title_counts_the_words_that_are_lost() -> None:
    scenario = Scenario(**ICELANDIC, lab_generations=3)
    found = run(scenario)
    count = f"{found.left[1].lost.sum():.0f}"
    said = plain(words_title(scenario))
    assert said.startswith("After 3 generations") and "words of Icelandic have vanished" in said
    assert count in said.replace(" ", "") and plain(vanished(found)) in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lab_workflow": "accumulate"}, "none of the"),
        ({"lab_generations": 0}, "Before any training"),
        ({"lab_generations": 1}, "After 1 generation of"),
    ],
)
def test_where_none_is_lost_that_is_said(change: dict[str, object], said: str) -> None:
    assert said in plain(words_title(Scenario(**ICELANDIC, **change)))
