"""The library's page: finding, deleting with undo, versions, files, and work in the background."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash

from analytics.scenario import Scenario
from dashboard import state
from dashboard.app import create_app
from dashboard.jobs.store import Jobs
from dashboard.keeping import Kept
from dashboard.library import Draft, Entry, Library, Wanted
from dashboard.pages.library_rows import MOST_ROWS, table
from dashboard.settings import Settings
from tests.dashboard.posting import FEW, POST, answer, every, page_of, post, set_by, words

ME = "local"


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[Dash]:
    app = create_app(Settings(home=tmp_path_factory.mktemp("home")))
    yield app
    kept(app).database.close()


def kept(app: Dash) -> Kept:
    found: Kept = app.server.extensions["aquifer-kept"]
    return found


@pytest.fixture
def library(app) -> Library:
    found = kept(app).library
    for entry in found.find(ME):
        found.delete(entry.owner, entry.id)
    return found


@pytest.fixture
def jobs(app, monkeypatch) -> Jobs:
    found = kept(app)
    monkeypatch.setattr(type(found.runner), "wake", lambda _self: None)
    for job in found.jobs.list(ME):
        found.jobs.cancel(ME, job.id)
        found.jobs.remove(ME, job.id)
    return found.jobs


def save(library: Library, name: str, query: str = FEW, user: str = ME, **more: Any) -> Entry:
    shown = state.parse(query)
    shared = more.pop("shared", False)
    draft = Draft.of(shown.scenario, shown.preset, name, **more)
    return library.add(user, draft, shared=shared)


def listed(app: Dash, **wanted: Any) -> str:
    values = {f"library-{name}.value": value for name, value in wanted.items()}
    return words(answer(app, "list_library", values)["library-rows.children"])


def act(app: Dash, action: str, id: str) -> dict[str, Any]:
    return set_by(press(app, "act_on_scenario", {"library": action, "id": id}))


def press(app: Dash, name: str, id: dict[str, Any], **state: Any) -> Any:
    """Post the callback of a button that is one of many, ``id`` → value of its states."""
    key, called = next(
        (key, one)
        for key, one in app.callback_map.items()
        if getattr(one.get("callback"), "__name__", None) == name
    )
    parts = [part.rpartition(".") for part in key.strip(".").split("...")]
    named = [{"id": one, "property": property} for one, _, property in parts]
    body = {
        "output": key,
        "outputs": named if key.startswith("..") else named[0],
        "inputs": [[{"id": id, "property": "n_clicks", "value": 1}]],
        "state": [
            {"id": one["id"], "property": one["property"], "value": state[one["id"]]}
            for one in called["state"]
        ],
        "changedPropIds": [f"{json.dumps(id, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return app.server.test_client().post(POST, json=body)


def test_it_says_what_to_do_while_there_is_nothing(app, library) -> None:
    assert "Nothing is saved yet." in listed(app)
    assert "Ctrl S" in listed(app)
    assert "No scenario matches." in listed(app, search="x")
    assert "brought back for 30 days" in words(table([], Wanted(whose="deleted"), ME))
    assert "Nobody shares" in words(table([], Wanted(whose="shared"), ME))


def test_what_is_saved_is_listed_with_all_that_tells_it_apart(app, library) -> None:
    save(library, "One", f"{FEW}&epochs=3", notes="For Tuesday", tags=["eu"])
    save(library, "Other", data_version="0123456789ab", user="ann", shared=True)
    save(library, "Hers", user="ann")
    said = listed(app)
    for told in ("2 scenarios", "One", "For Tuesday", "eu", "As published (Epoch 2024), 2 changes"):
        assert told in said
    assert "made on other data" in said
    assert "shared by ann" in said
    assert "Hers" not in said
    found = listed(app, search="tuesday")
    assert "1 scenario" in found and "One" in found and "Other" not in found
    assert "Other" not in listed(app, tags=["eu"])
    assert "Nothing" not in listed(app, whose="no such choice")
    content = answer(app, "list_library", {})
    assert content["library-tags.data"] == ["eu"]


def test_only_its_owner_gets_a_button_to_delete(library) -> None:
    mine, hers = save(library, "Mine"), save(library, "Hers", user="ann", shared=True)
    shown = every(table([mine, hers], Wanted(), ME))
    ids = [one.id for one in shown if isinstance(getattr(one, "id", None), dict)]
    deletable = [one["id"] for one in ids if one.get("library") == "delete"]
    assert deletable == [mine.id]
    names = [
        one.attributes["root"]["aria-label"] for one in shown if type(one).__name__ == "ActionIcon"
    ]
    assert len(set(names)) == len(names) == 9


def test_a_long_list_says_that_it_goes_on(library) -> None:
    one = save(library, "Case")
    said = words(table([one] * (MOST_ROWS + 1), Wanted(), ME))
    assert f"{MOST_ROWS + 1} scenarios; the first {MOST_ROWS} are here" in said


def test_a_deleted_one_comes_back_by_undo(app, library) -> None:
    entry = save(library, "Case")
    done = act(app, "delete", entry.id)
    assert "“Case” is deleted" in words(done["library-notice.children"])
    (undo,) = [
        one["props"]["id"] for one in done["library-notice.children"] if one["type"] == "Button"
    ]
    assert undo == {"library": "undelete", "id": entry.id}
    assert "Nothing is saved yet" in listed(app)
    assert "Bring back" in listed(app, whose="deleted")
    act(app, "undelete", entry.id)
    assert library.get(ME, entry.id) == entry
    gone = act(app, "delete", "0123456789abcdef")
    assert "not in your library" in words(gone["library-notice.children"])


def test_a_row_is_copied_renamed_and_handed_out(app, library) -> None:
    entry = save(library, "Case", f"{FEW}&epochs=3", tags=["t"])
    act(app, "copy", entry.id)
    assert {one.name for one in library.find(ME)} == {"Case", "Case (copy)"}
    asked = act(app, "describe", entry.id)
    assert asked["save-dialog.opened"] is True
    assert asked["save-intent.data"] == {"id": entry.id, "base": 1, "content": "kept"}
    sent = act(app, "export", entry.id)["library-download.data"]
    assert sent["filename"] == "aquifer-case.json"
    values = {
        "library-picked.data": {
            "files": [
                {"name": "a.json", "size": 9, "text": sent["content"]},
                {"name": "b.json", "size": 9, "text": "no"},
                {"name": "c.json", "size": 2_000_000, "text": ""},
            ]
        }
    }
    done = answer(app, "import_files", values)
    said = words(done["library-notice.children"])
    assert "1 of 3 files imported." in said
    assert "b.json: not a scenario file" in said
    assert "c.json: not a scenario file: it is larger than 1 MB" in said
    (id,) = done["library-changed.data"]["imported"]
    again = library.get(ME, id)
    assert (again.name, again.tags, again.content) == ("Case", ("t",), entry.content)
    archive = answer(app, "export_all", {"library-export.n_clicks": 1})["library-download.data"]
    assert archive["filename"] == "aquifer-library.zip"


def test_versions_say_what_changed_and_come_back(app, library) -> None:
    entry = save(library, "Case", f"{FEW}&epochs=3")
    other = Draft.of(Scenario(log2_worlds=6, epochs=9), state.parse("").preset, "Case")
    library.save(ME, entry.id, 1, other)
    shown = act(app, "versions", entry.id)
    said = words(shown["versions-list.children"])
    assert "3 passes → " in said and "9 passes" in said
    assert "First saved" in said
    of = {"versions-of": {"id": entry.id, "version": 2}}
    assert press(app, "restore_version", {"restore": 1}, **of).status_code == 200
    now = library.get(ME, entry.id)
    assert (now.version, now.content) == (3, entry.content)
    late = press(app, "restore_version", {"restore": 1}, **of).get_json()
    assert "saved meanwhile" in late["sideUpdate"]["versions-said"]["children"]
    assert library.get(ME, entry.id).version == 3


def test_columns_sort_both_ways(library) -> None:
    save(library, "Case")
    head = [
        one
        for one in every(table(library.find(ME), Wanted(order="name", descending=False), ME))
        if type(one).__name__ == "Th" and getattr(one, "aria-sort", None)
    ]
    assert [getattr(one, "aria-sort") for one in head] == ["ascending", "none", "none"]


def jobs_said(app: Dash) -> tuple[str, bool]:
    found = answer(app, "list_jobs", {})
    return words(found["jobs-rows.children"]), found["jobs-poll.disabled"]


def test_a_sweep_is_asked_for_and_errors_are_named(app, jobs) -> None:
    assert "Nothing runs." in jobs_said(app)[0]

    def start(grid: str) -> dict[str, Any]:
        values = {"sweep-start.n_clicks": 1, "sweep-grid.value": grid, "page.data": page_of()}
        return answer(app, "start_sweep", values, triggered="sweep-start.n_clicks")

    wrong = start("[axes]\novertrainin = [1]")
    assert wrong["sweep-dialog.opened"] is True
    assert "did you mean overtraining?" in words(wrong["sweep-problems.children"])
    assert jobs.list(ME) == []
    assert start("[axes]\novertraining = [1, 2]")["sweep-dialog.opened"] is False
    said, quiet = jobs_said(app)
    assert "Sweep: 2 scenarios along overtraining" in said
    assert "Waiting" in said
    assert quiet is False


def test_a_job_is_followed_to_its_file(app, jobs) -> None:
    client = app.server.test_client()
    job = jobs.submit(ME, "export", "Export: a case", {})
    assert jobs.claim(9) is not None
    jobs.beat(job.id, 1, 0.42, "evaluating")
    assert "Running 42%" in jobs_said(app)[0]
    assert client.get(f"/jobs/{job.id}/file").status_code == 404
    jobs.folder(job.id).mkdir(parents=True)
    (jobs.folder(job.id) / "a.csv").write_text("x")
    jobs.end(job.id, 1, "done", file="a.csv")
    said, quiet = jobs_said(app)
    assert "Done" in said and "Download" in said
    assert quiet is True
    with client.get(f"/jobs/{job.id}/file") as got:
        assert (got.status_code, got.data) == (200, b"x")
        assert got.headers["Content-Disposition"] == "attachment; filename=a.csv"
    theirs = jobs.submit("ann", "export", "Hers", {})
    (jobs.folder(theirs.id)).mkdir()
    assert "Hers" not in jobs_said(app)[0]
    assert client.get(f"/jobs/{theirs.id}/file").status_code == 404
    jobs.cancel("ann", theirs.id)


def test_what_is_interrupted_can_go_on(app, jobs) -> None:
    job = jobs.submit(ME, "sweep", "Sweep: a case", {})
    assert jobs.claim(9) is not None
    jobs.end(job.id, 1, "interrupted", error="Its process ended; repeat it.")
    said, _ = jobs_said(app)
    assert "Interrupted" in said and "Go on" in said
    assert post(app, "act_on_job", {"job-export.n_clicks": 1, "page.data": page_of()}).status_code
    assert "Export: As published (Epoch 2024), 1 change" in jobs_said(app)[0]


def test_one_is_compared_with_that_shown_and_two_to_four_together(app, library) -> None:
    ids = [save(library, f"Case {n}", f"{FEW}&epochs={n}").id for n in (3, 4, 5, 6, 7)]

    def chosen(count: int) -> Any:
        values: dict[str, Any] = {'{"library-pick":["ALL"]}.checked': [n < count for n in range(5)]}
        there = {"library-pick": ids}
        values["page.data"] = page_of(f"{FEW}&epochs=8")
        (*_, last) = answer(app, "compare_chosen", values, there)["library-compare.children"]
        return last

    assert chosen(0)["props"]["disabled"]
    beside = state.parse(chosen(1)["props"]["href"].partition("?")[2])
    assert (beside.scenario.epochs, beside.beside[0].scenario.epochs) == (8, 3)
    assert beside.beside[0].called == "Case 3"
    assert chosen(5)["props"]["disabled"]
    assert words(chosen(4)) == "Compare 4"
    shown = state.parse(chosen(2)["props"]["href"].partition("?")[2])
    assert (shown.scenario.epochs, shown.beside[0].scenario.epochs) == (3, 4)
