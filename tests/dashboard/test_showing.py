"""When a control is shown: wherever it changes something, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.outlook import Outlook, evaluate, laboratory
from analytics.outlook.collapse_risk import collapse_risk
from analytics.outlook.vendors import ranking
from analytics.scenario import (
    DECLARATIONS,
    JOIN_GROUPS,
    MOAT_GROUPS,
    VENDOR_GROUPS,
    Scenario,
)
from dashboard import controls, showing
from tests.analytics.strategies import another_value
from tests.dashboard.posting import every

RANKING = [name for name, d in DECLARATIONS.items() if d.group in MOAT_GROUPS]
"""Assumptions that act on the ranking of vendors alone."""

JOINED = [name for name, d in DECLARATIONS.items() if d.group in JOIN_GROUPS]
"""Assumptions that act on the runs of vendors alone: that each does, its own tests show."""


def answers(outlook: Outlook) -> dict[str, Any]:
    """Every number of the depletion, of the collapse risk and of the laboratory's setup."""
    parts = (outlook.depletion, collapse_risk(outlook), laboratory.setup_of(outlook.scenario))
    return {
        f"{type(part).__name__}.{name}": getattr(part, name)
        for part in parts
        for name in part.__dataclass_fields__
    }


def same_forecast(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same forecast, to the last digit."""
    before, after = answers(evaluate(one)), answers(evaluate(other))
    return all(
        np.array_equal(value, after[name], equal_nan=True)
        if isinstance(value, np.ndarray)
        else value == after[name]
        for name, value in before.items()
    )


def same_runs(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same runs of vendors, to the last digit."""
    before, after = (evaluate(scenario).joined for scenario in (one, other))
    names = ("tail_kept", "compute_wasted", "effective_tokens", "short_year")
    return before.vendors == after.vendors and all(
        np.array_equal(getattr(before, name), getattr(after, name)) for name in names
    )


def same_answer(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same forecast and the same runs of vendors."""
    return same_forecast(one, other) and same_runs(one, other)


def test_needs_and_sets_name_fields_and_values_that_there_are() -> None:
    for field, (needed, values) in showing.NEEDS.items():
        assert field in DECLARATIONS
        for value in values:
            scenario = Scenario(**{needed: value})
            assert controls.values_of(scenario)[needed] == value
    for field, (other, value) in showing.SETS.items():
        assert field in DECLARATIONS
        assert controls.values_of(Scenario(**{other: value}))[other] == value


@pytest.mark.parametrize("field", [f for f in showing.NEEDS if f not in RANKING])
def test_a_hidden_control_changes_nothing_and_a_shown_one_something(field: str) -> None:
    needed, values = showing.NEEDS[field]
    # a path of the human share that is the same at all its points is as good as none
    on = {"log2_worlds": 6, "lab_share_end": 0.5, **chain(needed)}
    on |= {also: "off" for also, _ in [showing.ALSO[field]]} if field in showing.ALSO else {}
    d = DECLARATIONS[needed]
    off = [x for x in d.options or ("on", "off") if x not in values]
    assert off
    changed = {field: another_value(DECLARATIONS[field])}
    for value in off:
        hidden = Scenario(**{**on, needed: value})
        assert same_answer(hidden, hidden.model_copy(update=changed)), value
    for value in values:
        seen = Scenario(**{**on, needed: value})
        assert not same_answer(seen, seen.model_copy(update=changed)), value


@pytest.mark.parametrize("field", showing.ALSO)
def test_a_control_that_acts_on_vendors_all_the_same_is_shown_where_they_are(field: str) -> None:
    (also, values), (needed, _) = showing.ALSO[field], showing.NEEDS[field]
    start = Scenario.model_validate({"log2_worlds": 6, needed: "off", also: values[0]})
    changed = start.model_copy(update={field: another_value(DECLARATIONS[field])})
    assert same_forecast(start, changed) and not same_runs(start, changed)
    group = DECLARATIONS[field].group
    (idle,) = [
        getattr(one, "data-idle")
        for one in every(controls.group_controls(group, start))
        if getattr(one, "data-field", None) == field
    ]
    assert idle == showing.VENDORS_ONLY
    style = (Path(controls.__file__).parent / "assets" / "rail.css").read_text()
    for path in showing.ON_RUNS:
        assert f'[data-view="{path}"][aria-current]) .rail [data-idle="{idle}"]' in style


def same_ranking(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same scores, to the last digit."""
    before, after = (ranking(evaluate(scenario)).moat for scenario in (one, other))
    return before.ranked_units == after.ranked_units and np.array_equal(before.scores, after.scores)


def test_weights_are_hidden_where_no_preference_is_held_and_change_nothing() -> None:
    weighed = [field for field in RANKING if field in showing.NEEDS]
    assert len(weighed) == 8
    changed = {name: another_value(DECLARATIONS[name]) for name in weighed}
    none = Scenario(log2_worlds=6, log2_moat_draws=8, weight_preference="none")
    assert same_ranking(none, none.model_copy(update=changed))
    for name in weighed:
        assert showing.NEEDS[name] == ("weight_preference", ("mine",))


def test_every_control_of_the_ranking_changes_it() -> None:
    mixes, licences = "Meta:40-20-15-15-2-8", "add:Meta:Reddit:70000000"
    start = Scenario(log2_worlds=6, log2_moat_draws=9, mixes=mixes, licences=licences)
    for name in RANKING:
        changed = start.model_copy(update={name: another_value(DECLARATIONS[name])})
        assert not same_ranking(start, changed), name


def chain(field: str) -> dict[str, str]:
    """Values under which a control is shown, from its own need upwards."""
    if field not in showing.NEEDS:
        return {}
    needed, values = showing.NEEDS[field]
    return {needed: values[0], **chain(needed)}


def test_every_other_control_changes_something() -> None:
    # What is said of other stocks counts where there are any; today's date is in the sentences.
    stocks = {name: 0.5 for name in DECLARATIONS if name.endswith("_access")}
    start = Scenario(log2_worlds=7, **stocks)
    for name, d in DECLARATIONS.items():
        if name not in showing.NEEDS and name not in {"as_of", *RANKING}:
            changed = start.model_copy(update={name: another_value(d)})
            assert not same_answer(start, changed), name


def test_what_the_ranking_assumes_changes_nothing_else() -> None:
    moat = {name: another_value(DECLARATIONS[name]) for name in (*RANKING, *JOINED)}
    assert same_forecast(Scenario(log2_worlds=6), Scenario(log2_worlds=6, **moat))


def test_groups_are_shown_where_they_act() -> None:
    start = Scenario(log2_worlds=6, mixes="Meta:40-20-15-15-2-8")
    for group, views in showing.ONLY_ON.items():
        names = [name for name, d in DECLARATIONS.items() if d.group == group]
        changed = {name: another_value(DECLARATIONS[name]) for name in names}
        # licences act by whether a vendor has signed one, and have no group of controls
        if group != "moat_licences":
            acts = not same_runs(start, start.model_copy(update=changed))
            assert acts == ("/collapse" in views), group


def test_a_group_that_acts_on_some_views_says_which_and_the_style_sheet_knows_them() -> None:
    whole = every(controls.rail(Scenario()))
    items = {getattr(one, "data-group"): one for one in whole if hasattr(one, "data-group")}
    told = {group: getattr(one, "data-views", None) for group, one in items.items()}
    assert {group for group, views in told.items() if views} == set(showing.ONLY_ON)
    assert set(showing.ONLY_ON) == set(VENDOR_GROUPS)
    style = (Path(controls.__file__).parent / "assets" / "rail.css").read_text()
    for path in {path for paths in showing.ONLY_ON.values() for path in paths}:
        assert f'[data-view="{path}"][aria-current]) .rail [data-views~="{path}"]' in style
