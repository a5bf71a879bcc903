"""The table of drivers: every row leads to a control that there is."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.outlook import evaluate
from analytics.outlook.drivers import drivers
from analytics.scenario import DECLARATIONS, PRESETS, Scenario
from dashboard import driver_blocks, waiting
from dashboard.figures import Request
from dashboard.state import parse
from tests.dashboard.figures.drawing import NARROW
from tests.dashboard.test_record_blocks import all_of, words


def table(name: str = "as-published") -> tuple[Request, list[Any]]:
    asked = Request(evaluate(PRESETS[name].scenario))
    return asked, driver_blocks.table(asked)


@pytest.mark.parametrize("name", PRESETS)
def test_every_assumption_that_moves_the_answer_has_a_button_to_its_control(name) -> None:
    asked, found = table(name)
    bars = drivers(asked.outlook)
    buttons = all_of(found, "Button")
    assert len(buttons) == len(bars.inputs) + len(bars.choices)
    for button in buttons:
        field = getattr(button, "data-control")
        assert words(button).removesuffix(" opened") == DECLARATIONS[field].label


def test_a_row_for_each_setting_and_a_share_for_each_input() -> None:
    asked, found = table()
    bars = drivers(asked.outlook)
    settings = sum(len(bar.settings) for bar in (*bars.inputs, *bars.choices))
    body = [row for part in all_of(found, "Tbody") for row in all_of(part, "Tr")]
    assert len(body) == settings + 2  # the headings of the two groups
    text = words(found)
    assert "117 billion pages 2027.9" in text and "43%" in text
    assert "since 2024 2030.3" in text and "20%" in text  # which demand path holds


def test_where_nothing_is_uncertain_only_choices_are_left() -> None:
    outlook = evaluate(Scenario.model_validate({"demand_path": "trend", **NARROW}))
    found = driver_blocks.table(Request(outlook))
    assert len(all_of(found, "Tbody")) == 1
    assert "Uncertain inputs" not in words(found)


def test_the_section_waits_at_its_final_size() -> None:
    cells = driver_blocks.section(parse("drivers=probability"))
    (control,) = all_of(cells, "SegmentedControl")
    assert control.id == {"option": "drivers"} and control.value == "probability"
    graphs = all_of(cells, "Graph")
    assert [graph.id["chart"] for graph in graphs] == ["depletion-drivers", "depletion-choices"]
    assert all(graph.style == {"height": 480} for graph in graphs)
    assert words(cells).count(waiting.COMPUTING) == 1
    assert "computing …" in words(all_of(cells, "H3"))


def test_a_waiting_card_says_so_in_its_picture_in_both_schemes() -> None:
    for scheme in ("light", "dark"):
        card = waiting.waiting_card("depletion-drivers", height=300, scheme=scheme)
        (graph,) = all_of(card, "Graph")
        assert graph.figure["layout"]["annotations"][0]["text"] == waiting.COMPUTING
    block: Any = waiting.waiting_block("scores", height=120)
    assert block.style == {"minHeight": 120} and block.id == {"block": "scores"}
    bare: Any = waiting.waiting_block("scores")
    assert bare.style == {}
