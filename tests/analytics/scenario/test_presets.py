import re
from itertools import combinations

import pytest

from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario, nearest

each = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


@each
def test_has_a_stable_id_a_name_and_a_reason(preset):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", preset.id)
    assert PRESETS[preset.id] is preset
    assert preset.name
    assert preset.why.endswith(".")
    assert len(preset.why) > 40
    assert len(preset.source) > 20
    assert not preset.source.endswith(".")


@each
def test_differs_from_as_published_in_a_few_assumptions(preset):
    differences = Scenario().differences(preset.scenario)
    if preset.id == DEFAULT_PRESET:
        assert differences == ()
    else:
        assert 1 <= len(differences) <= 6


@each
def test_leaves_the_calculation_alone(preset):
    # so that presets share their worlds: a difference between two is no noise
    for name in ("as_of", "log2_worlds", "seed"):
        assert getattr(preset.scenario, name) == getattr(Scenario(), name)


@each
def test_is_nearest_to_itself(preset):
    assert nearest(preset.scenario) is preset


def test_no_two_are_alike():
    for one, other in combinations(PRESETS.values(), 2):
        assert one.scenario != other.scenario
        assert one.name != other.name


def test_a_small_change_stays_near_its_preset():
    crackdown = PRESETS["consent-crackdown"]
    assert nearest(crackdown.scenario.model_copy(update={"overtraining": 2.0})) is crackdown


def test_of_equally_near_presets_the_first_counts():
    assert nearest(Scenario(overtraining=2.0)).id == DEFAULT_PRESET
    assert next(iter(PRESETS)) == DEFAULT_PRESET
