"""Controls: one for every assumption, at its value, named, and none that does nothing."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from analytics.scenario import (
    DECLARATIONS,
    GROUPS,
    PRESETS,
    Declaration,
    Scenario,
)
from dashboard import controls, state
from tests.analytics.strategies import scenarios
from tests.dashboard.posting import every, words

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


def test_preset_values_read_back() -> None:
    for id, values in json.loads(json.dumps(controls.preset_values())).items():
        reading = state.from_controls(values, PRESETS[id])
        assert reading.problems == ()
        assert reading.scenario == PRESETS[id].scenario
