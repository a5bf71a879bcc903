"""Depletion: every chart of the model, its choices, and what its words mean."""

from __future__ import annotations

from typing import Any

import pytest

from analytics import findings
from dashboard import state
from dashboard.figures import CHARTS, SLOW
from dashboard.pages import depletion
from dashboard.state import OPTIONS
from tests.dashboard.pages.test_outlook import parts
from tests.dashboard.posting import every, words


def page(query: str = "") -> list[Any]:
    return every(depletion.layout(state.parse(f"log2_worlds=6&{query}")))


def test_it_has_every_chart_of_the_model() -> None:
    wanted = {chart for chart in CHARTS if chart.startswith("depletion-")}
    assert set(parts(page(), "figure")) == wanted


@pytest.mark.parametrize("query", ["", "preset=consent-crackdown", "pin=overtraining%3D5"])
def test_cards_show_their_charts(query: str) -> None:
    request = state.request(state.parse(f"log2_worlds=6&{query}"))
    for chart, title in parts(page(query), "title").items():
        if chart not in SLOW:
            assert words(title) == CHARTS[chart](request).title


@pytest.mark.parametrize("value", OPTIONS["exhaustion"])
def test_the_shape_of_the_distribution_is_a_choice(value: str) -> None:
    content = page(f"exhaustion={value}")
    (choice,) = [one for one in content if getattr(one, "id", None) == {"option": "exhaustion"}]
    assert choice.value == value
    assert {one["value"]: one["label"] for one in choice.data} == OPTIONS["exhaustion"]
    assert getattr(choice, "aria-label") == "Exhaustion year shown as"
    drawn = parts(content, "figure")["depletion-exhaustion"].figure["data"]
    assert any(trace["type"] == "bar" for trace in drawn) == (value == "bars")


def test_it_defines_what_exhausted_means() -> None:
    said = words(depletion.layout(state.parse("log2_worlds=6")))
    assert findings.EXHAUSTED in said


def test_its_table_is_of_the_scenario_shown() -> None:
    early, late = (
        [words(one) for one in page(query) if type(one).__name__ == "Td"]
        for query in ("overtraining=1000", "overtraining=0.1")
    )
    assert len(early) == len(late)
    assert early != late
