"""Which value of one control keeps a risk under a level, on the data in use.

The risk is a vendor's collapse risk, or the chance that public human text is exhausted by the end
of a year. The control is set to a known value, everything else stays as uncertain as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from analytics.break_even import BreakEven, break_even
from analytics.depletion.exhaustion import probability_by_end_of
from analytics.depletion.forecast import demand_of, stock_of
from analytics.outlook.result import Outlook
from analytics.outlook.sensitivity import checked
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_headline import JOINED, Question, VendorHeadline
from analytics.scenario import DECLARATIONS, Scenario
from analytics.scenario.reading import shortest
from analytics.tornado import Outcome

__all__ = ["CONTROLS", "LEVELS", "Control", "Found", "find", "goal_of", "settings"]

_KEPT = 32
_finding = Lock()

LEVELS = (0.01, 0.99)
"""Least and greatest level of a risk that can be asked for."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control whose break-even can be asked for.

    Attributes:
        field: its assumption, of which bounds, unit and label are declared.
        low: lower end of the range that is looked through, in the stored unit.
        high: upper end.
        log: whether the range is even in the logarithm.
        needs: another assumption, and the value without which this one does nothing.
        goals: the risks that it can act on.
    """

    field: str
    low: float
    high: float
    log: bool = False
    needs: tuple[str, Any] | None = None
    goals: tuple[Outcome, ...] = ("risk",)


CONTROLS: dict[str, Control] = {
    one.field: one
    for one in (
        Control("demand_growth", 0.0, 0.6, goals=("risk", "probability")),
        Control("temperature", 0.5, 1.0, needs=("sharpening", "temperature")),
        Control("top_p", 0.8, 1.0, needs=("sharpening", "nucleus")),
        Control("synthetic_cap", 0.0, 0.95, needs=("synthetic_policy", "controlled")),
        Control("max_epochs", 1.0, 32.0, log=True),
        Control("licensed_growth", 0.0, 2.0),
        Control("licensed_ceiling", 1e12, 1e16, log=True),
        Control(
            "epochs", 1.0, 64.0, True, needs=("repetition_rule", "epochs"), goals=("probability",)
        ),
    )
}
"""Controls by their field; the first is the default."""


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """A break-even.

    Attributes:
        control: what was set.
        question: which risk: ``risk`` or ``probability``, whose and when.
        as_it_is: the risk in the scenario as it is.
        result: the curve and its crossings.
        acts: whether the control takes effect in the scenario.
    """

    control: Control
    question: Question
    as_it_is: float
    result: BreakEven
    acts: bool


def goal_of(question: Question) -> Question:
    """The risk that goes with a headline output: the chance by a year, or the collapse risk."""
    if question.by in ("year", "probability"):
        return Question("probability", "", question.year)
    return question._replace(by="risk")


def settings(control: Control, value: float) -> dict[str, Any]:
    """What is set in a scenario for a control to have a value, the estimates known for certain.

    Growth of demand is that of tokens on either path: compute grows twice as fast, since the rest
    goes into parameters.
    """
    given: dict[str, Any] = {control.field: shortest(value)}
    if control.field == "demand_growth":
        given |= {"demand_growth_from": "interval", "compute_growth": shortest(2 * value)}
    return {
        name: DECLARATIONS[name].accept(text)
        if DECLARATIONS[name].kind != "number"
        else DECLARATIONS[name].accept(float(text))
        for name, text in given.items()
    }


def find(
    outlook: Outlook,
    question: Question,
    control: str,
    level: float,
    low: float | None = None,
    high: float | None = None,
) -> Found:
    """Find where a control brings a risk to a level; half a second where it was not asked before.

    Args:
        outlook: the answer; what is analysed is the scenario as computed.
        question: which risk, whose and when.
        control: one of :data:`CONTROLS`.
        level: of the risk, 0.01 to 0.99.
        low: lower end of the range that is looked through, in the stored unit; the control's own
            by default.
        high: upper end.

    Raises:
        ValueError: names the field, the value and the bound it breaks.
    """
    if control not in CONTROLS:
        raise ValueError(f"control: {control!r} is none of {', '.join(CONTROLS)}")
    if not LEVELS[0] <= level <= LEVELS[1]:
        raise ValueError(f"level: {level:g} is not between {LEVELS[0]:g} and {LEVELS[1]:g}")
    goal = checked(goal_of(question), outlook)
    chosen = CONTROLS[control]
    ends = [
        _end("from", control, chosen.low if low is None else low),
        _end("to", control, chosen.high if high is None else high),
    ]
    if not ends[0] < ends[1]:
        raise ValueError(f"from: {ends[0]:g} is not below {ends[1]:g}")
    with _finding:
        return _found(
            outlook.computed, outlook.key.data_version, goal, control, level, ends[0], ends[1]
        )


def _end(name: str, control: str, value: float) -> float:
    """An end of the range, within the control's bounds; ValueError names the bound it breaks."""
    declared = DECLARATIONS[control]
    try:
        found = declared.accept(value)
    except ValueError as error:
        raise ValueError(f"{name}: {control} {error}") from None
    return float(found.low if declared.kind == "estimate" else found)


@lru_cache(maxsize=_KEPT)
def _found(
    computed: Scenario,
    data_version: str,
    goal: Question,
    control: str,
    level: float,
    low: float,
    high: float,
) -> Found:
    chosen = CONTROLS[control]
    number: Callable[[Mapping[str, Any]], float]
    if goal.by in JOINED:
        headline = VendorHeadline(goal, computed, data_version)
        number, worlds = headline.number, headline.worlds
    else:
        number, worlds = _chance(computed, data_version, goal.year)
    found = break_even(
        lambda value: number(settings(chosen, value)),
        low,
        high,
        level,
        worlds,
        log=chosen.log and low > 0,
    )
    needs = chosen.needs
    acts = goal.by in chosen.goals and (needs is None or getattr(computed, needs[0]) == needs[1])
    return Found(chosen, goal, number({}), found, acts)


def _chance(
    scenario: Scenario, data_version: str, year: int
) -> tuple[Callable[[Mapping[str, Any]], float], int]:
    """The chance by the end of a year with some assumptions changed, and its worlds."""
    tokens = other_tokens(data_version)
    stock, paths = stock_of(scenario, tokens), demand_of(scenario)

    def number(changes: Mapping[str, Any]) -> float:
        other = scenario.model_copy(update=changes)
        supply = stock
        if any(DECLARATIONS[name].group != "demand" for name in changes):
            supply = stock_of(other, tokens)
        years = np.concatenate([supply.crossing(path) for path in demand_of(other)])
        return float(probability_by_end_of(np.array([float(year)]), years)[0])

    return number, scenario.worlds * len(paths)
