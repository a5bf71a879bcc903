"""Drivers: what is analysed is the scenario as computed, once."""

from __future__ import annotations

import pytest

from analytics.outlook import evaluate
from analytics.outlook.drivers import drivers, width
from analytics.scenario import Scenario


def test_inputs_and_choices_are_apart_and_the_widest_come_first() -> None:
    found = drivers(evaluate(Scenario()))
    assert {bar.kind for bar in found.inputs} == {"uncertain"}
    assert {bar.kind for bar in found.choices} == {"choice"}
    for bars in (found.inputs, found.choices):
        widths = [width(bar, "year") for bar in bars]
        assert widths == sorted(widths, reverse=True)
    assert {"demand_growth", "demand_path"} <= {bar.field for bar in found.choices}
    assert {bar.field for bar in found.inputs} | {"demand_path"} >= {
        field for field, total in found.totals.items() if total > 0.01
    }


@pytest.mark.parametrize("source", ["interval", "since_2024"])
def test_the_base_is_the_answer_of_the_scenario(source) -> None:
    outlook = evaluate(Scenario(demand_growth_from=source))
    found = drivers(outlook)
    median = outlook.depletion.exhaustion_year[4]
    for bar in (*found.inputs, *found.choices):
        assert bar.base_year == pytest.approx(median, abs=1e-6)


def test_it_is_computed_once() -> None:
    outlook = evaluate(Scenario())
    assert drivers(outlook) is drivers(outlook)
