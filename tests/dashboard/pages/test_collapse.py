"""The Collapse page: its layout, the search, the archive and the simulation in the background."""

from __future__ import annotations

import time

import pytest
from dash.development.base_component import Component

from analytics.outlook.laboratory import setup_of
from analytics.scenario import Scenario
from dashboard import collapse_blocks, state
from dashboard.pages import collapse, collapse_archive
from dashboard.simulating import Simulator


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


def test_a_simulation_runs_is_kept_and_is_called_off() -> None:
    running = Simulator()
    setup = setup_of(Scenario(lab_language="is", lab_corpus=1e4, lab_generations=2))
    assert running.start(setup, 1)
    _wait(running)
    assert running.sampled(setup) is not None and not running.status.failure
    longer = setup_of(Scenario(lab_corpus=1e7, lab_generations=8))
    assert running.start(longer, 1) and not running.start(setup, 1)
    running.cancel()
    _wait(running)
    assert running.status.cancelled and running.sampled(longer) is None
    assert running.start(setup_of(Scenario(lab_corpus=1e12)), 1)
    _wait(running)
    assert "at most" in running.status.failure


def _wait(running: Simulator) -> None:
    deadline = time.monotonic() + 60
    while running.status.running and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not running.status.running
