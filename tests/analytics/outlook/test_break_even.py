"""Break-even on the data in use: its settings give its risk, and what cannot be is named."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analytics.outlook import Outlook, evaluate
from analytics.outlook.break_even import CONTROLS, Found, find, goal_of, settings
from analytics.outlook.join import join
from analytics.outlook.sensitivity import Question
from analytics.scenario import DECLARATIONS, Scenario

META = Question("risk", "Meta")


def outlook_of(**changes: Any) -> Outlook:
    return evaluate(Scenario.model_validate({"log2_worlds": 6, **changes}))


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return outlook_of()


def risk(outlook: Outlook, question: Question) -> float:
    found = join(outlook)
    kept = found.tail_kept[found.place(question.vendor), found.at(question.year)]
    return float(np.mean(kept < outlook.scenario.tail_threshold))


def check(found: Found, of: Any) -> None:
    """The settings of a crossing give its risk, which is under the level on one side alone."""
    (one,) = found.result.crossings
    assert of(settings(found.control, one.value)) == one.risk <= found.result.level
    step = 0.02 * (one.bracket[1] - one.bracket[0])
    beyond = one.value + (step if one.under == "below" else -step)
    assert of(settings(found.control, beyond)) >= one.risk


@pytest.mark.parametrize("control", ["temperature", "demand_growth"])
def test_the_scenario_that_is_set_to_it_has_the_risk(control: str, outlook: Outlook) -> None:
    found = find(outlook, META, control, 0.3)
    assert found.acts and found.as_it_is == risk(outlook, META)
    check(found, lambda changes: risk(outlook_of(**changes), META))


def test_the_chance_of_exhaustion_has_one_too(outlook: Outlook) -> None:
    question = Question("probability", "", 2030)
    found = find(outlook, question, "demand_growth", 0.5)

    def chance(changes: dict[str, Any]) -> float:
        worlds = outlook_of(**changes).depletion.exhaustion_worlds
        return float(np.mean(worlds < 2031))

    check(found, chance)
    assert found.result.course == "rising"
    given = settings(found.control, 0.25)
    assert (given["demand_growth"].median, given["compute_growth"].median) == (0.25, 0.5)


def test_a_control_that_does_not_act_is_flat(outlook: Outlook) -> None:
    found = find(outlook, META, "synthetic_cap", 0.2)
    assert not found.acts and found.result.course == "flat" and not found.result.crossings
    capped = find(outlook_of(synthetic_policy="controlled"), META, "synthetic_cap", 0.2)
    assert capped.acts and capped.result.course == "rising" and capped.result.crossings


def test_a_range_of_ones_own_is_looked_through(outlook: Outlook) -> None:
    found = find(outlook, META, "temperature", 0.3, 0.5, 0.6)
    assert [x for x, _ in found.result.ends] == [0.5, 0.6]
    assert not found.result.crossings and not found.result.always_under


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing", 0.2), "control: 'nothing' is none of demand_growth, temperature"),
        (("temperature", 0.0), "level: 0 is not between 0.01 and 0.99"),
        (("temperature", 0.2, 3.0), "from: temperature 3 is above the highest accepted, 2"),
        (("temperature", 0.2, 0.9, 0.8), "from: 0.9 is not below 0.8"),
        (("max_epochs", 0.2, 1.0, 500.0), "to: max_epochs 500 passes is above the highest"),
    ],
)
def test_what_cannot_be_is_named(arguments: Any, message: str, outlook: Outlook) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        find(outlook, META, *arguments)


def test_controls_stay_within_their_declared_bounds() -> None:
    for name, control in CONTROLS.items():
        declared = DECLARATIONS[name]
        assert declared.low is not None and declared.high is not None
        assert declared.low <= control.low < control.high <= declared.high
        for value in (control.low, control.high):
            assert set(settings(control, value)) >= {name}
        assert control.needs is None or control.needs[0] in DECLARATIONS


def test_the_risk_goes_with_the_output() -> None:
    assert goal_of(Question("year", "Meta", 2030)) == Question("probability", "", 2030)
    assert goal_of(Question("rank", "Meta")) == META
