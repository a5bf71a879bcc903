import copy
import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from pydantic import ValidationError

from analytics.scenario import DECLARATIONS, Scenario
from data import catalog
from tests.analytics.strategies import another_value, changes, scenarios

ROOT = Path(__file__).parents[3]

FROZEN_FIELDS = [
    "demand_growth",
    "demand_path",
    "demand_2024_tokens",
    "compute_2024_flop",
    "compute_growth",
    "slowdown",
    "slowdown_year",
    "slowdown_rate",
    "overtraining",
    "indexed_pages",
    "bytes_per_page",
    "bytes_per_token",
    "page_size_growth",
    "page_count_growth",
    "usable_share",
    "repetition_rule",
    "repetition_multiple",
    "epochs",
    "consent_measure",
    "consent_scope",
    "robots_all_share",
    "robots_head_share",
    "terms_share",
    "consent_rate",
    "consent_midpoint",
    "contamination",
    "ai_share_new",
    "ai_share_rate",
    "ai_share_midpoint",
    "ai_filter_recall",
    "images_access",
    "video_access",
    "youtube_access",
    "books_access",
    "facebook_access",
    "messages_access",
    "email_access",
    "other_usable_share",
    "multimodal_error",
    "other_growth",
    "as_of",
    "log2_worlds",
    "seed",
]

every_field = pytest.mark.parametrize("name", DECLARATIONS)


class TestAScenario:
    def test_is_frozen(self):
        with pytest.raises(ValidationError, match="frozen"):
            Scenario().overtraining = 5.0  # type: ignore[misc]

    def test_knows_no_other_assumption(self):
        with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
            Scenario(**{"overtrainig": 5.0})

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
    @every_field
    def test_holds_no_nan_and_no_infinity(self, name, value):
        with pytest.raises(ValidationError, match=name):
            Scenario(**{name: value})

    def test_names_field_value_and_bound(self):
        with pytest.raises(ValidationError) as refused:
            Scenario(overtraining=5000)
        message = str(refused.value)
        assert "overtraining" in message
        assert "5000 × is above the highest accepted, 1000 ×" in message

    def test_looks_ahead_from_the_date_of_the_data(self):
        assert Scenario().as_of == pytest.approx(catalog.decimal_year(catalog.released()), abs=0.01)

    def test_counts_its_worlds(self):
        assert Scenario().worlds == 4096
        assert Scenario(log2_worlds=16).worlds == 65536

    @given(scenarios())
    def test_equals_one_made_of_its_own_values(self, scenario):
        again = Scenario(**{name: getattr(scenario, name) for name in DECLARATIONS})
        assert again == scenario
        assert hash(again) == hash(scenario)
        assert again.key == scenario.key

    @given(scenarios())
    def test_survives_copying_and_pickling(self, scenario):
        assert scenario.key
        for twin in (copy.copy(scenario), copy.deepcopy(scenario), scenario.model_copy()):
            assert twin == scenario
            assert twin.key == scenario.key
        assert pickle.loads(pickle.dumps(scenario)) == scenario

    def test_can_be_a_key(self):
        assert {Scenario(): 1}[Scenario()] == 1
        assert len({Scenario(), Scenario(seed=1), Scenario(seed=1)}) == 2


class TestAChangedCopy:
    @given(changes())
    def test_is_what_the_changes_make(self, changed):
        original = Scenario()
        assert original.key  # worked out before the copy is made
        assert original.model_copy(update=changed).key == Scenario(**changed).key

    def test_is_checked(self):
        with pytest.raises(ValidationError, match="above the highest accepted"):
            Scenario().model_copy(update={"overtraining": 5000})
        with pytest.raises(ValidationError, match="Extra inputs"):
            Scenario().model_copy(update={"overtrainig": 5})

    @every_field
    def test_differs_where_it_was_changed(self, name):
        changed = Scenario().model_copy(update={name: another_value(DECLARATIONS[name])})
        assert Scenario().differences(changed) == (name,)
        assert changed.differences(Scenario()) == (name,)
        assert Scenario().differences(Scenario()) == ()

    def test_lists_differences_in_declaration_order(self):
        changed = Scenario(seed=1, overtraining=2, demand_path="trend")
        assert Scenario().differences(changed) == ("demand_path", "overtraining", "seed")


class TestTheKey:
    def test_does_not_move(self):
        # the assumptions of the first version, as that version would have written them
        values = Scenario(as_of=2026.5).model_dump(mode="json")
        canonical = json.dumps({name: values[name] for name in FROZEN_FIELDS}, sort_keys=True)
        digest = hashlib.sha256(canonical.encode()).hexdigest()[:16]
        assert digest == "6f875caab4ec7222", (
            "a default or the way in which it is written has changed: outlooks kept under the old "
            "key are lost. Appending an assumption does not fail here."
        )

    def test_is_the_hash_of_every_assumption(self):
        scenario = Scenario(as_of=2026.5)
        values = {name: d.as_json(getattr(scenario, name)) for name, d in DECLARATIONS.items()}
        canonical = json.dumps(values, sort_keys=True)
        assert scenario.key == hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def test_is_the_same_in_another_process(self):
        code = "from analytics.scenario import Scenario; print(Scenario(as_of=2026.5).key)"
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": "77"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.strip() == Scenario(as_of=2026.5).key

    @every_field
    def test_changes_with(self, name):
        changed = Scenario(**{name: another_value(DECLARATIONS[name])})
        assert changed.key != Scenario().key
        assert changed != Scenario()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"overtraining": 5}, {"overtraining": 5.0}),
            ({"overtraining": "5"}, {"overtraining": 5.0}),
            ({"images_access": -0.0}, {}),
            ({"repetition_multiple": (2, 5)}, {}),
            ({"slowdown_year": "2027~2030~2034"}, {}),
            ({"slowdown": "off"}, {}),
        ],
        ids=str,
    )
    def test_is_one_for_equal_scenarios(self, one, other):
        assert Scenario(**one) == Scenario(**other)
        assert Scenario(**one).key == Scenario(**other).key
