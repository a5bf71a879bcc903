"""Sizes of newest runs: the form, the table, and what of it counts."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from dash import Dash, html
from dash.exceptions import PreventUpdate

from analytics.scenario import DECLARATIONS, NewestRun, Scenario
from dashboard.blocks import BLOCKS
from dashboard.pages import vendors_runs as editor
from dashboard.state import parse, request
from tests.dashboard.posting import answer, every, page_of, words

FEW = "log2_worlds=6&log2_moat_draws=8"
MINE = NewestRun("OpenAI", 36e12, 100e12, 2025.2)


@cache
def app() -> Dash:
    found = Dash(__name__, suppress_callback_exceptions=True)
    found.layout = html.Div()
    editor.register(found)
    return found


def made(loaded: Any) -> set[str]:
    found = DECLARATIONS["newest_runs"].accept(loaded["state"]["values"]["newest_runs"])
    return {one.as_text() for one in found}


def test_the_form_enters_a_run_and_finds_the_vendor_whichever_its_capitals() -> None:
    page = page_of(f"{FEW}&newest_runs=OpenAI:5:2024~Acme:1:2025", "/vendors")
    loaded, told = editor.apply_run(1, "openai", 36, 100, 2025.2, page)
    assert made(loaded) == {MINE.as_text(), "Acme:1:2025"} and told == []
    assert loaded["edited"] is True
    known = editor.read("Writer", 4, "", None, Scenario())
    assert known == NewestRun("Writer", 4e12, 4e12, Scenario().as_of)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("", 1, 2, 2025), "vendor: the name is missing"),
        (("xAI", None, 2, 2025), "tokens: the size is missing"),
        (("xAI", 9, 2, 2025), "the lower end of its tokens is above the upper one"),
        (("xAI", 1, 2, 1990), "year: 1990"),
        (("Midjourney", 1, 2, 2025), "Midjourney has no text model"),
    ],
)
def test_what_cannot_be_is_refused_by_column_and_rule(given: Any, reason: str) -> None:
    vendor, low, high, year = given
    loaded, told = editor.apply_run(1, vendor, low, high, year, page_of(FEW, "/vendors"))
    assert type(loaded).__name__ == "NoUpdate"
    assert reason in words(told)
    with pytest.raises(PreventUpdate):
        editor.apply_run(0, "xAI", 1, 2, 2025, page_of(FEW))


def test_the_table_marks_what_is_known_and_takes_back_what_is_entered() -> None:
    table = BLOCKS["vendors-runs"](
        request(parse(f"{FEW}&newest_runs={MINE.as_text()}~Nobody:1:2025"))
    )
    text = words(table)
    assert "36\u2013100\u00a0trillion" in text and "your size" in text
    assert "disclosed" in text and "assumed from compute" in text
    assert "Nobody: no vendor with a text model has this name" in text
    (back,) = [one for one in every(table) if isinstance(getattr(one, "id", None), dict)]
    assert back.id == {"run": MINE.as_text()}
    got = answer(
        app(),
        "take_run_back",
        {
            '{"run":["ALL"]}.n_clicks': [1],
            "page.data": page_of(f"{FEW}&newest_runs={MINE.as_text()}", "/vendors"),
        },
        {"run": [MINE.as_text()]},
        triggered='{"run":"' + MINE.as_text() + '"}.n_clicks',
    )
    assert made(got["loaded.data"]) == set()


def test_the_section_holds_form_answer_and_table() -> None:
    # with a run of one's own there is something to click in the table
    section = editor.section(parse(f"{FEW}&newest_runs={MINE.as_text()}"))
    ids = [str(getattr(one, "id", "")) for one in every(section)]
    assert {"run-apply", "runs-answer", "{'block': 'vendors-runs'}"} <= set(ids)
