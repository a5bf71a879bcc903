import subprocess
import sys

from analytics.collapse.lexicon import languages
from analytics.scenario import DECLARATIONS, DIMENSION, GROUPS
from analytics.scenario.collapse import LANGUAGES


def test_the_languages_are_those_that_have_a_list_of_words():
    assert {code: one.name for code, one in languages().items()} == LANGUAGES
    assert list(LANGUAGES) == list(languages())
    assert DECLARATIONS["lab_language"].kind == "choice"


def test_a_scenario_needs_no_list_of_words():
    code = "import sys, analytics.scenario; sys.exit('wordfreq' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_draws_of_the_depletion_keep_their_places():
    names = list(DIMENSION)
    assert names[:19][-1] == "other_growth"
    assert names[19:25] == [
        "temperature",
        "max_epochs",
        "public_reach",
        "verified_share",
        "verified_growth",
        "verified_worth",
    ]


def test_the_calculation_is_the_last_group():
    assert list(GROUPS)[-1] == "calculation"
    at = list(GROUPS).index("synthetic")
    assert list(GROUPS)[at : at + 3] == ["synthetic", "generator", "laboratory"]
