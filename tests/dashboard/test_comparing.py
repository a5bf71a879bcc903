"""A comparison is changed step by step, and stays within what a link holds."""

from __future__ import annotations

import pytest

from analytics.scenario import PRESETS, Mix, Reading, Scenario, to_json, to_query
from analytics.scenario.beside import Beside
from dashboard import comparing, editing, state
from dashboard.comparing import entries, shown_names
from dashboard.state import LONGEST_QUERY

PUBLISHED = PRESETS["as-published"]


@pytest.fixture
def shown() -> state.State:
    return state.parse("preset=as-published&log2_worlds=6")


@pytest.fixture
def three(shown) -> state.State:
    return comparing.add_preset(comparing.add_preset(shown, "overtrained-5x"), "multimodal")


def again(shown: state.State) -> state.State:
    """The state that its link opens."""
    query = state.query(shown.scenario, shown.preset, shown.pinned, shown.options, shown.beside)
    assert len(query) <= LONGEST_QUERY
    found = state.parse(query)
    assert not found.problems
    return found


def test_a_link_reproduces_it(three) -> None:
    named = comparing.rename(comparing.rename(three, 0, "Ours"), 2, "Theirs & more")
    assert entries(again(named)) == entries(named)
    assert shown_names(named) == ("Ours", "Overtrained 5×", "Theirs & more")
    held = state.from_page(editing.as_page(named, "/compare"))
    assert entries(held) == entries(named)


def test_scenarios_are_added_from_anywhere(shown) -> None:
    found = comparing.add(shown, to_query(Scenario(overtraining=5.0), PUBLISHED), "From a library")
    found = comparing.add_file(found, to_json(Scenario(seed=7), PUBLISHED), "A file " * 20)
    found = comparing.add_present(found)
    assert [one.scenario for one in found.beside] == [
        Scenario(overtraining=5.0),
        Scenario(seed=7),
        shown.scenario,
    ]
    assert found.beside[0].called == "From a library"
    assert len(found.beside[1].called) == 60 and found.beside[1].called.endswith("…")
    assert shown_names(found)[3] == f"{shown_names(found)[0]}, as it was"
    with pytest.raises(ValueError, match="at most 4"):
        comparing.add_preset(found, "multimodal")


def test_what_cannot_be_added_is_told(shown, three) -> None:
    with pytest.raises(ValueError, match="there already, as “Overtrained 5×”"):
        comparing.add(three, "preset=overtrained-5x")
    with pytest.raises(ValueError, match="not a scenario file"):
        comparing.add_file(shown, "{}")
    with pytest.raises(KeyError):
        comparing.add_preset(shown, "no-preset")
    with pytest.raises(ValueError, match="longer than 60"):
        comparing.rename(three, 1, "x" * 61)


def test_what_outgrows_the_link_is_told(shown) -> None:
    def long(start: str) -> Scenario:
        shares = (0.1, 0.1, 0.1, 0.6, 0.02, 0.08)
        mixes = tuple(Mix(f"{start}{'ö' * 10} {i}", shares) for i in range(40))
        return Scenario(mixes=mixes)

    one = comparing.add(shown, to_query(long("A"), PUBLISHED, longest=None))
    assert entries(again(one)) == entries(one) and state.left_out(one) == ()
    with pytest.raises(ValueError, match="the link has no room"):
        comparing.add(one, to_query(long("B"), PUBLISHED, longest=None))
    # the page's own scenario may outgrow it later: the lists of the others give way
    grown = state.State(Reading(long("C"), PUBLISHED), options=shown.options, beside=one.beside)
    assert state.left_out(grown) == (0,)
    assert again(grown).beside == (Beside(Scenario(), PUBLISHED),)


def test_moving_opens_and_removing_keeps_one(three) -> None:
    opened = comparing.move(three, 2, 0)
    assert opened.scenario == PRESETS["multimodal"].scenario
    assert opened.preset.id == "multimodal"
    assert [one.preset.id for one in opened.beside] == ["as-published", "overtrained-5x"]
    assert comparing.move(three, 1, 2).beside == three.beside[::-1]
    assert comparing.move(three, 2, 3) is three
    left = comparing.remove(comparing.remove(three, 0), 1)
    assert left.preset.id == "overtrained-5x" and not left.beside
    assert comparing.remove(left, 0) is left


def test_a_set_takes_the_place_of_what_was_there(three) -> None:
    found = comparing.only(three, ("as-published", "recent-growth", "refit-to-date", "multimodal"))
    assert [one.preset.id for one in entries(found)] == [
        "as-published",
        "as-published",
        "recent-growth",
        "refit-to-date",
    ]
    default = state.parse("")
    kept = comparing.only(default, ("as-published", "recent-growth"))
    assert [one.preset.id for one in entries(kept)] == ["as-published", "recent-growth"]


def test_a_name_like_its_own_is_none(three) -> None:
    assert comparing.rename(three, 1, "  Overtrained 5× ").beside == three.beside
    assert comparing.rename(comparing.rename(three, 1, "Mine"), 1, " ").beside == three.beside


def test_links_of_compared_scenarios_tell_their_problems() -> None:
    found = state.parse("with1=preset%3Dnone%26overtraining%3D-1&with2=seed%3D4&with2=seed%3D5")
    assert [one.scenario.seed for one in found.beside] == [2024, 4]
    assert [p.field for p in found.problems] == ["with2", "with1: preset", "with1: overtraining"]
    assert state.from_page({"beside": ["seed=4", 7, None]}).beside[0].scenario.seed == 4
    assert state.from_page({"beside": "seed=4"}).beside == ()
