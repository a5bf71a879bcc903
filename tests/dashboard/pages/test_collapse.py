"""The Collapse page: its layout, the search, the archive and the simulation in the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from analytics.scenario import Scenario
from dashboard import collapse_blocks, state
from dashboard.app import create_app
from dashboard.jobs.kinds import KINDS
from dashboard.jobs.store import Jobs
from dashboard.pages import collapse, collapse_archive
from dashboard.settings import Settings
from tests.dashboard.posting import answer, page_of


def texts(component: object) -> str:
    if isinstance(component, (list, tuple)):
        return " ".join(texts(one) for one in component)
    if isinstance(component, Component):
        return texts(getattr(component, "children", None))
    return "" if component is None else str(component)


@pytest.mark.parametrize("query", ["", "lab_workflow=accumulate&generation=3", "lab_generations=0"])
def test_the_page_is_laid_out(query) -> None:
    said = texts(collapse.layout(state.parse(query)))
    assert "Schaeffer et al. 2025" in said and "Simulate" in said


def test_a_word_is_looked_up() -> None:
    said = texts(collapse_blocks.word_answer(Scenario(), " Quokka "))
    assert "“quokka”" in said and "2032" in said and "lost by" in said
    assert "not on the list" in texts(collapse_blocks.word_answer(Scenario(), "=1+1"))
    hostile = "<script>alert(1)</script>"
    assert hostile in texts(collapse_blocks.word_answer(Scenario(), hostile))
    assert "Type any word" in texts(collapse_blocks.word_answer(Scenario(), "  "))


def test_the_tile_of_the_chance_names_it_and_says_what_names_mean() -> None:
    said = texts(collapse_blocks.tiles(state.request(state.parse("log2_worlds=6"))))
    assert "severe (low < 5%, moderate < 25%, high < 50%)" in said


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"name": "a.txt", "problem": "it is larger than 20 MB"}, "larger than 20 MB"),
        ({"name": "a.txt", "pieces": "", "numbers": ""}, "it is empty"),
        ({"name": "a.txt", "pieces": 3}, "could not be read"),
        ({"name": "<b>", "kind": "table", "pieces": "a", "numbers": "-1"}, "not a finite number"),
        ({"kind": "text", "pieces": "quokka\x7fthe", "numbers": "2\x7f5"}, "rare tail"),
    ],
)
def test_an_archive_is_answered(posted, said) -> None:
    assert said in texts(collapse_archive.answer(posted, Scenario()))
    assert collapse_archive.answer(None, Scenario()) == []


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[Dash]:
    app = create_app(Settings(home=tmp_path_factory.mktemp("home")))
    yield app
    app.server.extensions["aquifer-kept"].database.close()


@pytest.fixture
def jobs(app, monkeypatch, tmp_path) -> Jobs:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    kept = app.server.extensions["aquifer-kept"]
    monkeypatch.setattr(type(kept.runner), "wake", lambda _self: None)
    found: Jobs = kept.jobs
    return found


SMALL = "lab_language=is&lab_corpus=10000&lab_generations=2"


def followed(app: Dash, pressed: str = "page.data", query: str = SMALL, **values: Any) -> Any:
    """What the page is told, by the last part of what is set; buttons are told apart."""
    page = {"page.data": page_of(query, "/collapse")}
    clicks = {pressed: 1} if pressed != "page.data" else {}
    return answer(app, "follow_simulation", page | clicks | values, triggered=pressed)


def test_a_simulation_is_a_job_of_ones_own(app, jobs, tmp_path) -> None:
    assert "Draws whole corpora" in followed(app)["simulate-said.children"]
    begun = followed(app, "simulate.n_clicks")
    assert begun["simulate-said.children"] == "Waiting to begin …"
    assert (begun["simulate.disabled"], begun["simulate-cancel.disabled"]) == (True, False)
    assert begun["simulation-poll.disabled"] is False
    followed(app, "simulate.n_clicks")  # pressed twice, it is begun once
    (job,) = jobs.list("local")
    assert (job.kind, job.params["link"].partition("?")[0]) == ("simulation", "/collapse")
    assert begun["simulation-job.data"] == {"id": job.id, "active": True}
    # the page of another scenario, and that of somebody else, tell nothing of it
    assert followed(app, query="lab_corpus=20000")["simulation-poll.disabled"] is True
    assert jobs.list("ann") == []

    assert jobs.claim(1) is not None
    jobs.beat(job.id, 1, 0.3, "3 of 10 parts done")
    told = {"simulation-job.data": begun["simulation-job.data"]}
    said = followed(app, "simulation-poll.n_intervals", **told)
    assert said["simulate-said.children"] == "Simulating: 3 of 10 parts done"
    assert "Stopping" in followed(app, "simulate-cancel.n_clicks")["simulate-said.children"]
    jobs.end(job.id, 1, "cancelled")
    said = followed(app, "simulation-poll.n_intervals", **told)
    assert "Called off" in said["simulate-said.children"]
    assert (said["simulate.disabled"], said["simulate-cancel.disabled"]) == (False, True)

    followed(app, "simulate.n_clicks")  # once more, the same row
    assert [one.id for one in jobs.list("local")] == [job.id]
    again = jobs.claim(1)
    assert again is not None
    file = KINDS["simulation"].run(job.params, tmp_path, lambda *_: None)
    jobs.end(job.id, 2, "done", file=file.name)
    done = followed(app, "simulation-poll.n_intervals", **told)
    assert done["simulate-said.children"].startswith("Done:")
    assert done["simulate.disabled"] is True
    assert done["simulation-drawn.data"] == f"{job.id}.2"
    # who opens the link later has it without a job
    jobs.remove("local", job.id)
    assert followed(app)["simulate-said.children"].startswith("Done:")


@pytest.mark.parametrize(
    ("state", "told"),
    [("interrupted", "It was interrupted"), ("failed", "There is not enough memory")],
)
def test_a_simulation_that_ended_badly_says_so(app, jobs, state, told) -> None:
    job = jobs.get("local", followed(app, "simulate.n_clicks")["simulation-job.data"]["id"])
    assert jobs.claim(1) is not None
    jobs.end(job.id, job.attempt + 1, state, error="There is not enough memory for it.")
    said = followed(app)
    assert told in said["simulate-said.children"]
    assert (said["simulate.disabled"], said["simulation-poll.disabled"]) == (False, True)
    jobs.remove("local", job.id)


def test_what_cannot_be_simulated_is_no_job(app, jobs) -> None:
    said = followed(app, "simulate.n_clicks", "lab_corpus=1000000000000")
    assert "at most 1,000,000,000 rows" in said["simulate-said.children"]
    assert jobs.list("local") == []
