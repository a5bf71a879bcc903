"""What is assumed of vendors' runs: common inputs are worlds', the others keyed by vendor."""

import pytest

from analytics.scenario import (
    DECLARATIONS,
    DIMENSION,
    GROUPS,
    JOIN_GROUPS,
    MOAT_GROUPS,
    PRESETS,
    VENDOR_GROUPS,
    NewestRun,
    Scenario,
)

OURS = {name: d for name, d in DECLARATIONS.items() if d.group in JOIN_GROUPS}
T = 1e12


def test_groups_stand_together_behind_those_of_the_ranking():
    places = [list(GROUPS).index(group) for group in VENDOR_GROUPS]
    assert places == list(range(places[0], places[0] + len(VENDOR_GROUPS)))
    assert set(JOIN_GROUPS) == {d.group for d in OURS.values()}
    assert VENDOR_GROUPS == MOAT_GROUPS + JOIN_GROUPS


def test_what_is_common_to_vendors_takes_the_next_dimensions():
    assert list(DIMENSION)[25:31] == [
        "licensed_growth",
        "licensed_ceiling",
        "proprietary_growth",
        "feedback_growth",
        "verified_value",
        "unverified_value",
    ]


def test_what_differs_between_vendors_takes_none():
    keyed = {name for name, d in OURS.items() if d.stream == "vendors"}
    assert keyed == {
        "unknown_run_tokens",
        "reach_search",
        "reach_large",
        *(f"proprietary_ceiling_{one}" for one in ("platform", "network", "assistant", "service")),
        "proprietary_ceiling_other",
    }
    assert not keyed & set(DIMENSION)
    with pytest.raises(KeyError, match="reach_search"):
        Scenario().draw("reach_search")


def test_all_of_them_are_marked_as_assumed_and_one_preset_is_about_them():
    assert {d.status for d in OURS.values()} == {"assumption"}
    changed = {id: set(Scenario().differences(one.scenario)) for id, one in PRESETS.items()}
    assert {id for id, names in changed.items() if names & set(OURS)} == {"licensing-boom"}


class TestNewestRun:
    def test_reads_back_what_it_writes(self):
        run = NewestRun("A: B~C", 36.5 * T, 100 * T, 2025.25)
        assert run.as_text() == "A!, B!.C:36.5-100:2025.25"
        assert NewestRun.from_text(run.as_text()) == NewestRun.from_json(run.as_json()) == run

    def test_of_a_known_size_has_one_number(self):
        run = NewestRun("Writer", 4.08 * T, 4.08 * T, 2025.0)
        assert run.as_text() == "Writer:4.08:2025"
        assert NewestRun.from_text("Writer:4.08:2025") == run
        json = {"vendor": "Writer", "low_tokens": 4.08 * T, "year": 2025}
        assert NewestRun.from_json(json) == run

    @pytest.mark.parametrize(
        ("text", "wrong"),
        [
            ("OpenAI", "'OpenAI' is not of the form vendor:low-high:year"),
            ("OpenAI:1-2-3:2025", "'OpenAI:1-2-3:2025' is not of the form"),
            ("OpenAI:x:2025", "OpenAI, tokens: 'x' is not a number"),
            ("OpenAI:50-40:2025", "OpenAI: the lower end of its tokens is above the upper one"),
            ("OpenAI:50:1999", "OpenAI, year: 1999 is below the lowest accepted, 2018"),
            ("OpenAI:0.001:2025", "OpenAI, low_tokens: 1000000000 is below the lowest accepted"),
            (":5:2025", "vendor: the name is missing"),
        ],
    )
    def test_says_what_is_wrong(self, text, wrong):
        with pytest.raises(ValueError, match="^" + wrong):
            NewestRun.from_text(text)

    def test_knows_its_columns(self):
        with pytest.raises(ValueError, match="'tokens' is no column; there are vendor, low_tokens"):
            NewestRun.from_json({"vendor": "OpenAI", "tokens": 1e13})
