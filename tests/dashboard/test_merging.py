"""Two versions side by side: every difference is told, and either side of it can be kept."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scenario import PRESETS, Scenario, from_json
from dashboard.library import Draft
from dashboard.merging import differences, merged

ONE, OTHER = PRESETS["as-published"], PRESETS["overtrained-5x"]
BASE = Draft.of(Scenario(), ONE, "Case", "Why", ["a"])
THEIRS = Draft.of(Scenario(overtraining=8, epochs=3), ONE, "Theirs", "Why", ["a"], "0123456789ab")
MINE = Draft.of(Scenario(overtraining=3, seed=7), OTHER, "Case", "Because", ["b"])


def test_what_differs_is_told_as_it_reads_with_the_side_that_changed_it() -> None:
    told = {
        one.key: (one.label, one.theirs, one.mine, one.kept)
        for one in differences(BASE, THEIRS, MINE)
    }
    assert told["name"] == ("Name", "Theirs", "Case", "theirs")
    assert told["notes"] == ("Notes", "Why", "Because", "mine")
    assert told["tags"] == ("Tags", "a", "b", "mine")
    assert told["preset"][1:] == (ONE.name, OTHER.name, "mine")
    assert told["overtraining"][1:] == ("8×", "3×", "mine")  # both changed it
    assert told["epochs"][3] == "theirs"
    assert told["seed"][3] == "mine"
    assert list(told) == ["name", "notes", "tags", "preset", "overtraining", "epochs", "seed"]
    assert differences(BASE, MINE, MINE) == []


KEYS = [one.key for one in differences(BASE, THEIRS, MINE)]


@settings(max_examples=8)
@given(st.fixed_dictionaries({key: st.sampled_from(["theirs", "mine"]) for key in KEYS}))
def test_a_merged_draft_has_of_each_difference_the_side_that_was_kept(kept) -> None:
    draft = merged(THEIRS, MINE, kept)
    assert {one.key for one in differences(BASE, THEIRS, draft)} == {
        key for key in KEYS if kept[key] == "mine"
    }
    assert {one.key for one in differences(BASE, MINE, draft)} == {
        key for key in KEYS if kept[key] == "theirs"
    }


def test_one_whole_side_stays_made_on_its_data() -> None:
    assert merged(THEIRS, MINE, dict.fromkeys(KEYS, "theirs")) == THEIRS
    assert merged(THEIRS, MINE, {}) == MINE
    assert from_json(merged(THEIRS, MINE, {"seed": "theirs"}).content).problems == ()
