"""Controls: one for every assumption, at its value, named, and none that does nothing."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.outlook import Outlook, evaluate, laboratory
from analytics.outlook.collapse_risk import collapse_risk
from analytics.outlook.vendors import ranking
from analytics.scenario import (
    DECLARATIONS,
    GROUPS,
    JOIN_GROUPS,
    MOAT_GROUPS,
    PRESETS,
    VENDOR_GROUPS,
    Declaration,
    Scenario,
)
from dashboard import controls, state
from tests.analytics.strategies import another_value, scenarios
from tests.dashboard.posting import every, words

RANKING = [name for name, d in DECLARATIONS.items() if d.group in MOAT_GROUPS]
"""Assumptions that act on the ranking of vendors alone."""

JOINED = [name for name, d in DECLARATIONS.items() if d.group in JOIN_GROUPS]
"""Assumptions that act on the runs of vendors alone: that each does, its own tests show."""

BY_KIND = {
    "estimate": [{"low", "high", "range"}, {"low", "mode", "high", "range"}],
    "number": [{"value", "slider"}],
    "whole": [{"value"}],
    "choice": [{"choice"}],
    "switch": [{"switch"}],
}
CONTROLLED = {name: d for name, d in DECLARATIONS.items() if d.kind != "rows"}
"""What has a control: a list of rows has an editor on its own view."""


def widgets(d: Declaration, value: Any) -> dict[str, Any]:
    """The widgets of a control by their part."""
    found = every(controls.control(d, value))
    ids = [(one.id, one) for one in found if isinstance(getattr(one, "id", None), dict)]
    assert all(id["field"] == d.name for id, _ in ids if "field" in id)
    return {id.get("part") or id["slider"]: one for id, one in ids if {"part", "slider"} & {*id}}


def shown(d: Declaration, stored: float) -> float:
    return stored / d.factor


def placed(d: Declaration, stored: float) -> float:
    return math.log10(shown(d, stored)) if d.log else shown(d, stored)


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


@pytest.mark.parametrize("preset", PRESETS.values(), ids=list(PRESETS))
def test_every_control_holds_the_value_within_its_ends(preset) -> None:
    for d in CONTROLLED.values():
        value = getattr(preset.scenario, d.name)
        parts = widgets(d, value)
        assert set(parts) in BY_KIND[d.kind], d.name
        if d.kind == "choice":
            assert parts["choice"].value == value
            assert [one["value"] for one in parts["choice"].data] == list(d.options)
            continue
        if d.kind == "switch":
            assert parts["switch"].checked is value
            continue
        points = value.points if d.kind == "estimate" else (value,)
        numbers = [parts[name] for name in ("low", "mode", "high", "value") if name in parts]
        for number, point in zip(numbers, points, strict=True):
            assert number.value == pytest.approx(shown(d, point), rel=1e-5, abs=1e-12), d.name
            assert number.min <= number.value <= number.max, d.name
            assert number.min == pytest.approx(shown(d, d.low or 0), rel=1e-5)
            assert number.max == pytest.approx(shown(d, d.high or 0), rel=1e-5)
            assert number.step > 0
        for name, ends in (("range", (points[0], points[-1])), ("slider", points)):
            if name in parts:
                slider = parts[name]
                at = slider.value if name == "range" else [slider.value]
                assert at == pytest.approx([placed(d, end) for end in ends], abs=1e-4), d.name
                assert all(slider.min <= one <= slider.max for one in at), d.name
                assert slider.min < slider.max
                assert 0 < slider.step < (slider.max - slider.min) / 10


@settings(max_examples=30)
@given(scenarios())
def test_every_scenario_has_its_controls(scenario) -> None:
    for d in CONTROLLED.values():
        for part, widget in widgets(d, getattr(scenario, d.name)).items():
            if part in ("low", "mode", "high", "value"):
                assert widget.min <= widget.value <= widget.max
            elif part in ("range", "slider"):
                assert np.isfinite(widget.value).all()


def test_a_seed_has_all_its_digits() -> None:
    assert widgets(DECLARATIONS["seed"], 2147483646)["value"].value == 2147483646
    assert widgets(DECLARATIONS["seed"], 1)["value"].max == 2**31 - 1


def rail() -> list[Any]:
    """All controls, as on a page with every group open."""
    opened = [controls.group_controls(group, Scenario()) for group in GROUPS]
    return every([*opened, controls.rail(Scenario())])


def test_every_assumption_has_one_control_in_one_group() -> None:
    found = [
        getattr(one, "data-field")
        for group in GROUPS
        for one in every(controls.group_controls(group, Scenario()))
        if hasattr(one, "data-field")
    ]
    assert Counter(found) == Counter(CONTROLLED.keys())


def test_groups_that_are_closed_come_empty() -> None:
    whole = every(controls.rail(Scenario()))
    places = {one.id["group"]: one.children for one in whole if "group" in _id(one)}
    assert list(places) == list(GROUPS)
    assert {group for group, children in places.items() if children} == {*controls.OPEN_AT_FIRST}
    accordion = next(one for one in whole if _id(one) == {"": "groups"})
    assert accordion.value == list(controls.OPEN_AT_FIRST)


def _id(one: Any) -> dict[str, str]:
    id = getattr(one, "id", None) or {}
    return id if isinstance(id, dict) else {"": id}


def test_every_widget_has_a_name_of_its_own() -> None:
    opened = every([controls.group_controls(group, Scenario()) for group in GROUPS])
    names = []
    for one in opened:
        part = _id(one).get("part") or _id(one).get("slider")
        if part == "range":
            names += [one.thumbFromLabel, one.thumbToLabel]
        elif part == "slider":
            names.append(one.thumbLabel)
        elif part or _id(one).get("reset") or hasattr(one, "data-about"):
            names.append(getattr(one, "aria-label"))
    assert all(names)
    # A slider and the number beside it differ in role, and where there is a unit, by that.
    twice = {name for name, times in Counter(names).items() if times > 1}
    sliders = {controls.spoken(d) for d in DECLARATIONS.values() if d.kind == "number"}
    plain = [controls.spoken(d) for d in DECLARATIONS.values() if d.kind == "estimate"]
    sliders |= {f"{name}, {end} end" for name in plain for end in ("lower", "upper")}
    assert twice <= sliders
    assert max(Counter(names).values()) <= 2


def test_every_control_is_a_group_with_its_label() -> None:
    for d in CONTROLLED.values():
        control = every(controls.control(d, d.default))
        assert control[0].role == "group"
        labelled = [one for one in control if _id(one).get("") == f"label-{d.name}"]
        assert getattr(control[0], "aria-labelledby") == f"label-{d.name}"
        assert [one.children for one in labelled] == [d.label]
        assert ("assumed" in words(control[0])) == (d.status == "assumption")


def test_facts_say_what_the_declarations_say() -> None:
    facts = json.loads(json.dumps(controls.facts(), allow_nan=False))
    assert list(facts) == list(DECLARATIONS)
    for name, fact in facts.items():
        d = DECLARATIONS[name]
        assert (fact["kind"], fact["factor"], fact["log"]) == (d.kind, d.factor, d.log)
        assert (fact["low"], fact["high"], fact["group"]) == (d.low, d.high, d.group)
        assert fact["points"] == (len(d.default.points) if d.kind == "estimate" else 1)
        assert all(len(pair) == 2 and pair[1] for pair in fact["about"]), name
        said = " ".join(text for _, text in fact["about"])
        assert d.help in said
        assert d.source in said


def test_needs_and_sets_name_fields_and_values_that_there_are() -> None:
    for field, (needed, values) in controls.NEEDS.items():
        assert field in DECLARATIONS
        for value in values:
            scenario = Scenario(**{needed: value})
            assert controls.values_of(scenario)[needed] == value
    for field, (other, value) in controls.SETS.items():
        assert field in DECLARATIONS
        assert controls.values_of(Scenario(**{other: value}))[other] == value


@pytest.mark.parametrize("field", [f for f in controls.NEEDS if f not in RANKING])
def test_a_hidden_control_changes_nothing_and_a_shown_one_something(field: str) -> None:
    needed, values = controls.NEEDS[field]
    # a path of the human share that is the same at all its points is as good as none
    on = {"log2_worlds": 6, "lab_share_end": 0.5, **chain(needed)}
    on |= {also: "off" for also, _ in [controls.ALSO[field]]} if field in controls.ALSO else {}
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


@pytest.mark.parametrize("field", controls.ALSO)
def test_a_control_that_acts_on_vendors_all_the_same_is_shown_where_they_are(field: str) -> None:
    (also, values), (needed, _) = controls.ALSO[field], controls.NEEDS[field]
    start = Scenario.model_validate({"log2_worlds": 6, needed: "off", also: values[0]})
    changed = start.model_copy(update={field: another_value(DECLARATIONS[field])})
    assert same_forecast(start, changed) and not same_runs(start, changed)
    group = DECLARATIONS[field].group
    (idle,) = [
        getattr(one, "data-idle")
        for one in every(controls.group_controls(group, start))
        if getattr(one, "data-field", None) == field
    ]
    assert idle == controls.VENDORS_ONLY
    style = (Path(controls.__file__).parent / "assets" / "rail.css").read_text()
    for path in controls.ON_RUNS:
        assert f'[data-view="{path}"][aria-current]) .rail [data-idle="{idle}"]' in style


def same_ranking(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same scores, to the last digit."""
    before, after = (ranking(evaluate(scenario)).moat for scenario in (one, other))
    return before.ranked_units == after.ranked_units and np.array_equal(before.scores, after.scores)


def test_weights_are_hidden_where_no_preference_is_held_and_change_nothing() -> None:
    weighed = [field for field in RANKING if field in controls.NEEDS]
    assert len(weighed) == 8
    changed = {name: another_value(DECLARATIONS[name]) for name in weighed}
    none = Scenario(log2_worlds=6, log2_moat_draws=8, weight_preference="none")
    assert same_ranking(none, none.model_copy(update=changed))
    for name in weighed:
        assert controls.NEEDS[name] == ("weight_preference", ("mine",))


def test_every_control_of_the_ranking_changes_it() -> None:
    mixes, licences = "Meta:40-20-15-15-2-8", "add:Meta:Reddit:70000000"
    start = Scenario(log2_worlds=6, log2_moat_draws=9, mixes=mixes, licences=licences)
    for name in RANKING:
        changed = start.model_copy(update={name: another_value(DECLARATIONS[name])})
        assert not same_ranking(start, changed), name


def chain(field: str) -> dict[str, str]:
    """Values under which a control is shown, from its own need upwards."""
    if field not in controls.NEEDS:
        return {}
    needed, values = controls.NEEDS[field]
    return {needed: values[0], **chain(needed)}


def test_every_other_control_changes_something() -> None:
    # What is said of other stocks counts where there are any; today's date is in the sentences.
    stocks = {name: 0.5 for name in DECLARATIONS if name.endswith("_access")}
    start = Scenario(log2_worlds=7, **stocks)
    for name, d in DECLARATIONS.items():
        if name not in controls.NEEDS and name not in {"as_of", *RANKING}:
            changed = start.model_copy(update={name: another_value(d)})
            assert not same_answer(start, changed), name


def test_what_the_ranking_assumes_changes_nothing_else() -> None:
    moat = {name: another_value(DECLARATIONS[name]) for name in (*RANKING, *JOINED)}
    assert same_forecast(Scenario(log2_worlds=6), Scenario(log2_worlds=6, **moat))


def test_groups_are_shown_where_they_act() -> None:
    start = Scenario(log2_worlds=6, mixes="Meta:40-20-15-15-2-8")
    for group, views in controls.ONLY_ON.items():
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
    assert {group for group, views in told.items() if views} == set(controls.ONLY_ON)
    assert set(controls.ONLY_ON) == set(VENDOR_GROUPS)
    style = (Path(controls.__file__).parent / "assets" / "rail.css").read_text()
    for path in {path for paths in controls.ONLY_ON.values() for path in paths}:
        assert f'[data-view="{path}"][aria-current]) .rail [data-views~="{path}"]' in style


def test_preset_values_read_back() -> None:
    for id, values in json.loads(json.dumps(controls.preset_values())).items():
        reading = state.from_controls(values, PRESETS[id])
        assert reading.problems == ()
        assert reading.scenario == PRESETS[id].scenario
