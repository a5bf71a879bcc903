"""Saving what a view shows: by callback, as the browser asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash

from analytics.scenario import Mix, Scenario
from dashboard import comparing, state
from dashboard.app import create_app
from dashboard.keeping import Kept
from dashboard.library import Draft, Entry
from dashboard.saved import comparison
from dashboard.settings import Settings
from tests.dashboard.posting import FEW, answer, page_of, words

ME = "local"


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[Dash]:
    app = create_app(Settings(home=tmp_path_factory.mktemp("home")))
    yield app
    kept(app).database.close()


def kept(app: Dash) -> Kept:
    found: Kept = app.server.extensions["aquifer-kept"]
    return found


def saved(app: Dash, query: str = FEW, name: str = "Case", **more: Any) -> Entry:
    shown = state.parse(query)
    draft = Draft.of(shown.scenario, shown.preset, name, **more)
    return kept(app).library.add(ME, draft)


def press(app: Dash, button: str, page: Any, last: Any = None) -> dict[str, Any]:
    values = {f"{button}.n_clicks": 1, "page.data": page, "saved.data": last}
    return answer(app, "press_save", values, triggered=f"{button}.n_clicks")


def submit(
    app: Dash, page: Any, intent: Any, button: str = "save-submit", **fields: Any
) -> dict[str, Any]:
    values = {f"{button}.n_clicks": 1, "page.data": page, "save-intent.data": intent}
    values |= {"save-name.value": "Case", "save-notes.value": "", "save-tags.value": []}
    values |= {f"save-{name}.value": value for name, value in fields.items()}
    return answer(app, "submit_save", values, triggered=f"{button}.n_clicks")


def status(app: Dash, query: str, saved: Any = None) -> str:
    values = {"settled.data": 1, "saved.data": saved, "page.data": page_of(query)}
    told = answer(app, "tell_saved", values)["saved-as.children"]
    return " ".join(words(one["props"]["children"]) for one in (told or [])[1:])


def test_what_has_no_name_is_asked_for_one_and_kept(app) -> None:
    page = page_of(f"{FEW}&overtraining=6")
    asked = press(app, "library-save", page)
    assert asked["save-dialog.opened"] is True
    assert asked["save-name.value"] == "As published (Epoch 2024), 2 changes"
    done = submit(app, page, asked["save-intent.data"], name="  New one", tags=["x"], notes="n")
    assert done["save-dialog.opened"] is False
    assert done["said.children"] == "“New one” is saved"
    id = done["saved.data"]["saved"].split(".")[0]
    entry = kept(app).library.get(ME, id)
    assert (entry.name, entry.notes, entry.tags, entry.version) == ("New one", "n", ("x",), 1)
    assert entry.reading().scenario == Scenario(log2_worlds=6, overtraining=6)


def test_what_cannot_be_kept_is_told_at_its_field(app) -> None:
    done = submit(app, page_of(), {"id": None}, name=" ")
    assert done["save-dialog.opened"] is True
    assert done["save-name.error"] == "Give it a name."
    assert "saved.data" not in done


def test_a_saved_one_is_saved_again_without_a_question(app) -> None:
    entry = saved(app, notes="Why", tags=["t"])
    again = press(app, "library-save", page_of(f"{FEW}&saved={entry.id}.1"))
    assert (again["save-dialog.opened"], again["said.children"]) == (
        False,
        "“Case” is saved already",
    )
    done = press(app, "library-save", page_of(f"{FEW}&epochs=3&saved={entry.id}.1"))
    assert done["saved.data"]["saved"] == f"{entry.id}.2"
    now = kept(app).library.get(ME, entry.id)
    assert (now.version, now.notes, now.tags) == (2, "Why", ("t",))
    # Back leads to a link of version 1: this page has seen version 2, so it is no conflict
    back = page_of(f"{FEW}&epochs=2&saved={entry.id}.1")
    assert press(app, "library-save", back, done["saved.data"])["saved.data"]["of"][-2:] == ".3"
    asked = press(app, "library-describe", back)
    assert (asked["save-name.value"], asked["save-choice.hidden"]) == ("Case", False)
    as_new = submit(app, back, asked["save-intent.data"], "save-as-new", name="Another")
    assert as_new["saved.data"]["saved"].split(".")[0] != entry.id
    assert kept(app).library.get(ME, entry.id).version == 3


def test_the_name_of_another_page_changes_no_scenario(app) -> None:
    entry = saved(app, f"{FEW}&epochs=3")
    intent = {"id": entry.id, "base": 1, "content": "kept"}
    done = submit(app, page_of(f"{FEW}&epochs=9"), intent, name="Renamed")
    assert done["saved.data"]["saved"] is None
    now = kept(app).library.get(ME, entry.id)
    assert (now.name, now.version, now.content) == ("Renamed", 2, entry.content)


def conflict(app: Dash) -> tuple[Entry, dict[str, Any], dict[str, Any]]:
    """A scenario, the page of somebody who is late, and what the dialog got."""
    entry = saved(app, f"{FEW}&epochs=3")
    other = state.parse(f"{FEW}&epochs=9")
    kept(app).library.save(ME, entry.id, 1, Draft.of(other.scenario, other.preset, "Theirs"))
    page = page_of(f"{FEW}&epochs=3&overtraining=6&saved={entry.id}.1")
    return entry, page, press(app, "library-save", page)


def resolve(app: Dash, button: str, page: Any, shown: Any, **sides: str) -> dict[str, Any]:
    values = {
        f"conflict-{button}.n_clicks": 1,
        "page.data": page,
        "conflict.data": shown["conflict.data"],
        '{"conflict":["ALL"]}.value': list(sides.values()),
    }
    there = {"conflict": list(sides)}
    return answer(app, "resolve_conflict", values, there, triggered=f"conflict-{button}.n_clicks")


def test_two_saves_are_shown_side_by_side_and_what_is_kept_of_each_is_saved(app) -> None:
    entry, page, shown = conflict(app)
    assert shown["conflict-dialog.opened"] is True
    said = words(shown["conflict-sides.children"])
    assert "You began with version 1 of “Theirs”. Since then version 2 was saved" in said
    for told in ("Name Theirs Case", "Overtraining 1× 6×", "9 passes 3 passes"):
        assert told in said
    assert kept(app).library.get(ME, entry.id).version == 2
    done = resolve(app, "merge", page, shown, name="theirs", epochs="theirs", overtraining="mine")
    assert done["conflict-dialog.opened"] is False
    now = kept(app).library.get(ME, entry.id)
    assert (now.version, now.name) == (3, "Theirs")
    assert now.reading().scenario == Scenario(log2_worlds=6, epochs=9, overtraining=6)
    assert done["loaded.data"]["state"]["options"]["saved"] == f"{entry.id}.3"
    assert done["loaded.data"]["edited"] is True  # Back undoes it


def test_mine_can_be_kept_as_a_new_one_and_theirs_opened(app) -> None:
    entry, page, shown = conflict(app)
    done = resolve(app, "new", page, shown)
    id = done["saved.data"]["saved"].split(".")[0]
    assert id != entry.id
    mine = kept(app).library.get(ME, id).reading().scenario
    assert mine == Scenario(log2_worlds=6, epochs=3, overtraining=6)
    assert kept(app).library.get(ME, entry.id).version == 2
    opened = resolve(app, "theirs", page, shown)
    assert opened["loaded.data"]["state"]["values"]["epochs"] == "9"
    assert kept(app).library.get(ME, entry.id).version == 2


def test_a_third_save_in_the_dialog_is_a_conflict_again(app) -> None:
    entry, page, shown = conflict(app)
    third = Draft.of(Scenario(epochs=5), state.parse("").preset, "Third")
    kept(app).library.save(ME, entry.id, 2, third)
    again = resolve(app, "merge", page, shown, name="mine")
    assert again["conflict-dialog.opened"] is True
    assert again["conflict.data"]["version"] == 3
    assert kept(app).library.get(ME, entry.id).name == "Third"


def test_the_header_says_whether_what_is_shown_is_saved(app) -> None:
    entry = saved(app, f"{FEW}&epochs=3", "Shown")
    assert status(app, FEW) == ""
    assert status(app, f"{FEW}&saved=0123456789abcdef.1") == ""
    assert status(app, f"{FEW}&epochs=3&saved={entry.id}.1") == "Shown saved"
    assert status(app, f"{FEW}&epochs=4&saved={entry.id}.1") == "Shown not saved"
    other = Draft.of(Scenario(), state.parse("").preset, "Newer")
    kept(app).library.save(ME, entry.id, 1, other)
    assert status(app, f"{FEW}&epochs=3&saved={entry.id}.1") == "Shown newer version"
    mine = {"saved": None, "of": f"{entry.id}.2"}
    assert status(app, f"{FEW}&epochs=3&saved={entry.id}.1", mine) == "Shown saved"


def follow(app: Dash, search: str) -> dict[str, Any]:
    address = {"path": "/library", "search": search, "scheme": "light"}
    return answer(app, "show", {"address.data": address, "page.data": None})


def test_a_short_link_opens_what_is_saved(app) -> None:
    entry = saved(app, f"preset=multimodal&{FEW}&epochs=3", data_version="0123456789ab")
    loaded = follow(app, f"?saved={entry.id}")
    shown = loaded["loaded.data"]
    assert shown["noted"] is True
    assert (shown["state"]["preset"], shown["state"]["values"]["epochs"]) == ("multimodal", "3")
    assert shown["state"]["options"]["saved"] == f"{entry.id}.1"
    assert "Made on other data" in words(loaded["problems.children"])
    kept(app).library.delete(ME, entry.id)
    gone = follow(app, f"?saved={entry.id}")
    assert gone["loaded.data"]["state"]["options"]["saved"] == ""
    assert "not in your library" in words(gone["problems.children"])


def test_a_list_too_long_for_a_link_comes_from_the_library(app) -> None:
    mixes = tuple(Mix(f"{'水' * 30} {i}", (1.0, 0, 0, 0, 0, 0)) for i in range(30))
    shown = state.parse(FEW)
    scenario = shown.scenario.model_copy(update={"mixes": mixes})
    entry = kept(app).library.add(ME, Draft.of(scenario, shown.preset, "Long"))
    link = state.query(scenario, shown.preset, None, {"saved": f"{entry.id}.1"})
    assert state.parse(link).scenario.mixes == ()
    loaded = follow(app, f"?{link}")["loaded.data"]
    assert loaded["noted"] is False
    assert loaded["state"]["values"]["mixes"].count("水" * 30) == 30


def test_saved_scenarios_are_compared_by_a_link(app) -> None:
    entries = [saved(app, f"{FEW}&epochs={n}", f"Case {n} {'x' * 70}") for n in (3, 4, 5)]
    path, _, query = comparison(entries).partition("?")
    shown = state.parse(query)
    assert (path, shown.problems) == ("/compare", ())
    found = [(one.scenario.epochs, one.called[:6]) for one in comparing.entries(shown)]
    assert found == [(3, "Case 3"), (4, "Case 4"), (5, "Case 5")]
    assert shown.options["saved"] == f"{entries[0].id}.1"
    assert comparing.move(shown, 1, 0).options["saved"] == ""
    with pytest.raises(ValueError, match="there already"):
        comparison([entries[0], entries[0]])
