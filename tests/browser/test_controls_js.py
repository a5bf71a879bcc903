"""The script of the controls: text to widgets and back, for every assumption and any edit."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from analytics.scenario import DECLARATIONS, GROUPS, PRESETS, Declaration
from dashboard import controls
from tests.browser.conftest import ROOT, Profiles
from tests.browser.harness import settle
from tests.browser.opening import number, visit

PARTS = {2: ("low", "high"), 3: ("low", "mode", "high")}
FACTS = controls.facts()
EDITS = 12
SHOWN = 1e-5
"""How far a number may be from what it stands for: six significant digits are shown."""

_EACH = """([calls, facts]) => calls.map(([name, field, ...rest]) =>
    window.aquiferControls[name](facts[field], ...rest))"""

Call = tuple[Any, ...]


def each_field(test: Callable[[Page, str], None]) -> Any:
    """Run a test for each assumption that has a control, a group of them at a time."""

    @pytest.mark.parametrize("group", GROUPS)
    def of_a_group(bare: Page, group: str) -> None:
        for field, declared in DECLARATIONS.items():
            if declared.group == group and declared.kind != "rows":
                test(bare, field)

    of_a_group.__name__, of_a_group.__doc__ = test.__name__, test.__doc__
    return of_a_group


@pytest.fixture(scope="module")
def bare(profiles: Profiles, server: str) -> Iterator[Page]:
    """A page with nothing but the script."""
    page = profiles.of(server).new_page()
    page.add_script_tag(path=ROOT / "dashboard" / "assets" / "controls.js")
    yield page
    page.close()


def run(page: Page, calls: list[Call]) -> list[Any]:
    """Call functions of the script: name, field, then their other arguments."""
    facts = {field: FACTS[field] for _, field, *_ in calls}
    answers: list[Any] = page.evaluate(_EACH, [[list(call) for call in calls], facts])
    return answers


def part_of(widget: Any) -> str:
    """Which part of its control a widget is; empty for one that is none."""
    id = getattr(widget, "id", None)
    return str(id.get("part") or id.get("slider") or "") if isinstance(id, dict) else ""


def text_of(d: Declaration, *points: float) -> str:
    return d.as_text(d.default.with_points(points) if d.kind == "estimate" else points[0])


def points_of(d: Declaration, text: str) -> tuple[float, ...]:
    """The numbers of a text, which must be one that the field accepts."""
    value = d.accept(text)
    return tuple(value.points) if d.kind == "estimate" else (value,)


def numbers(d: Declaration) -> bool:
    return d.kind in ("estimate", "number", "whole")


def drawn(d: Declaration, chance: random.Random, count: int) -> list[float]:
    """Numbers within the bounds, as a person would type them, in order."""
    assert d.low is not None and d.high is not None
    if d.kind == "whole":
        return [float(chance.randint(int(d.low), int(d.high)))]
    made = []
    for _ in range(count):
        at = chance.random()
        stored = d.low * (d.high / d.low) ** at if d.log else d.low + (d.high - d.low) * at
        made.append(min(max(float(f"{stored / d.factor:.4g}") * d.factor, d.low), d.high))
    return sorted(made)


@each_field
def test_widgets_are_as_the_server_makes_them(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    values = [getattr(preset.scenario, field) for preset in PRESETS.values()]
    answers = run(bare, [("widgets", field, d.as_text(value)) for value in values])
    for value, found in zip(values, answers, strict=True):
        made = {
            part_of(one): getattr(one, "checked" if d.kind == "switch" else "value")
            for one in controls.control(d, value)._traverse()
            if part_of(one)
        }
        assert set(found) == set(made)
        for part, there in made.items():
            if isinstance(there, str | bool):
                assert found[part] == there
            else:
                assert found[part] == pytest.approx(there, rel=SHOWN, abs=1e-4)


@each_field
def test_what_is_set_to_what_it_is_stays(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    texts = sorted({d.as_text(getattr(preset.scenario, field)) for preset in PRESETS.values()})
    shown = run(bare, [("widgets", field, text) for text in texts])
    calls = [
        ("edited", field, text, part, value)
        for text, parts in zip(texts, shown, strict=True)
        for part, value in parts.items()
    ]
    for call, answer in zip(calls, run(bare, calls), strict=True):
        assert set(answer) == {"text"}, (call, answer)
        if numbers(d):
            same = pytest.approx(points_of(d, call[2]), rel=SHOWN)
            # a slider that tells where it stands moves the number by its own three digits at most
            near = pytest.approx(points_of(d, call[2]), rel=6e-3, abs=1e-9)
            assert points_of(d, answer["text"]) == (near if call[3] == "slider" else same)
        else:
            assert answer["text"] == call[2]


@each_field
def test_any_edit_of_a_number_is_accepted_and_taken(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    if not numbers(d):
        return
    chance = random.Random(field)
    count = len(d.default.points) if d.kind == "estimate" else 1
    names = PARTS.get(count, ("value",))
    calls: list[Call] = []
    expected = []
    for _ in range(EDITS):
        before = drawn(d, chance, count)
        (typed,) = drawn(d, chance, 1)
        at = chance.randrange(count)
        shown = float(f"{typed / d.factor:.6g}") if d.kind != "whole" else typed
        calls.append(("edited", field, text_of(d, *before), names[at], shown))
        # pushed past a neighbour, a number takes it along
        expected.append(
            [min(x, typed) for x in before[:at]]
            + [typed]
            + [max(x, typed) for x in before[at + 1 :]]
        )
    for call, answer, wanted in zip(calls, run(bare, calls), expected, strict=True):
        assert set(answer) == {"text"}, (call, answer)
        assert points_of(d, answer["text"]) == pytest.approx(wanted, rel=SHOWN), call


@each_field
def test_any_place_on_a_slider_is_accepted(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    found = {
        part_of(one): one
        for one in controls.control(d, d.default)._traverse()
        if part_of(one) in controls.SLIDERS
    }
    chance = random.Random(field)
    text = d.as_text(d.default)
    for part, slider in found.items():
        steps = int((slider.max - slider.min) / slider.step)
        places = [slider.min, slider.max] + [
            min(round(slider.min + chance.randrange(steps) * slider.step, 4), slider.max)
            for _ in range(EDITS)
        ]
        values: list[Any] = places
        if part == "range":
            values = [sorted((one, chance.choice(places))) for one in places]
        calls = [("edited", field, text, part, value) for value in values]
        for value, answer in zip(values, run(bare, calls), strict=True):
            assert set(answer) == {"text"}, (value, answer)
            points = points_of(d, answer["text"])
            ends = (points[0], points[-1]) if part == "range" else points
            wanted = value if part == "range" else [value]
            for end, at in zip(ends, wanted, strict=True):
                stored = (10**at if d.log else at) * d.factor
                assert end == pytest.approx(stored, rel=6e-3, abs=1e-9), (value, answer)


@each_field
def test_a_thumb_that_stands_keeps_its_digits(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    if d.kind != "estimate":
        return
    low, *_, high = d.default.points
    shown = run(bare, [("widgets", field, d.as_text(d.default))])[0]["range"]
    moved = [[shown[0], shown[0] + 0.75 * (shown[1] - shown[0])], [shown[1], shown[1]]]
    for value, at, kept in ((moved[0], 0, low), (moved[1], -1, high)):
        call = ("edited", field, d.as_text(d.default), "range", value)
        assert points_of(d, run(bare, [call])[0]["text"])[at] == kept


@each_field
def test_the_bounds_are_accepted_and_what_is_beyond_is_not(bare: Page, field: str) -> None:
    d = DECLARATIONS[field]
    if not numbers(d):
        return
    assert d.low is not None and d.high is not None
    part = "high" if d.kind == "estimate" else "value"
    text = d.as_text(d.default)
    control = [*controls.control(d, d.default)._traverse()]
    number = next(x for x in control if getattr(x, "id", None) == controls.widget_id(field, part))
    span = number.max - number.min
    for at, bound in ((number.min, d.low), (number.max, d.high)):
        (answer,) = run(bare, [("edited", field, text, part, at)])
        assert points_of(d, answer["text"])[-1] == pytest.approx(bound, rel=SHOWN)
    beyond = [number.min - span * 0.01 - 1, number.max + span * 0.01 + 1]
    for value in beyond:
        (answer,) = run(bare, [("edited", field, text, part, round(value))])
        low, high = answer["error"].split(" to ")
        assert (float(low), float(high)) == (number.min, number.max)
    for value, error in (("", "a number"), (None, "a number"), ("x", "a number")):
        assert run(bare, [("edited", field, text, part, value)]) == [{"error": error}]


def test_a_whole_number_stays_whole(bare: Page) -> None:
    calls: list[Call] = [("edited", "seed", "2024", "value", 1.5)]
    assert run(bare, calls) == [{"error": "whole numbers"}]
    assert run(bare, [("widgets", "seed", "2147483646")]) == [{"value": 2147483646}]
    assert run(bare, [("edited", "seed", "1", "value", 2147483646)]) == [{"text": "2147483646"}]


def test_choices_and_switches_are_their_text(bare: Page) -> None:
    for field, d in DECLARATIONS.items():
        if d.kind == "choice":
            for value in d.options:
                assert run(bare, [("edited", field, "x", "choice", value)]) == [{"text": value}]
                assert run(bare, [("widgets", field, value)]) == [{"choice": value}]
        elif d.kind == "switch":
            for on, text in ((True, "on"), (False, "off")):
                assert run(bare, [("edited", field, "x", "switch", on)]) == [{"text": text}]
                assert run(bare, [("widgets", field, text)]) == [{"switch": on}]


def test_a_list_of_rows_has_no_widget(bare: Page) -> None:
    for field, d in DECLARATIONS.items():
        if d.kind == "rows":
            assert run(bare, [("widgets", field, "A:100-0-0-0-0-0")]) == [{}]


GROWTH_LOW = "Growth of training tokens, lower end (OOM/year)"


def test_a_fitted_growth_stays_shown_when_something_else_is_reset(page: Page) -> None:
    visit(page, "/?preset=refit-to-date&overtraining=7")
    fitted = number(page, GROWTH_LOW)
    assert fitted not in ("", "0.27")
    page.get_by_role("button", name="Reset Overtraining to the preset").click()
    expect(page.locator("#scenario-name")).to_have_text("Refit since 2020")
    settle(page)
    assert number(page, GROWTH_LOW) == fitted
    page.go_back()
    expect(page.locator("#scenario-name")).to_have_text("Refit since 2020, 1 change")
    settle(page)
    assert number(page, GROWTH_LOW) == fitted
    page.locator("#preset").click()
    page.get_by_role("option", name="As published").click()
    expect(page.locator("#scenario-name")).to_have_text("As published (Epoch 2024)")
    settle(page)
    assert number(page, GROWTH_LOW) == "0.27"


def test_what_a_hidden_control_would_switch_on_is_hidden_too(page: Page) -> None:
    visit(page, "/depletion?slowdown=on")
    expect(page.locator("[data-field=slowdown_year]")).to_be_visible()
    visit(page, "/depletion?slowdown=on&demand_path=trend")
    expect(page.locator("[data-field=slowdown]")).to_be_hidden()
    expect(page.locator("[data-field=slowdown_year]")).to_be_hidden()
    # but runs of vendors slow down all the same, where they are shown
    page.locator('nav.views a[data-view="/"]').click()
    expect(page.locator("[data-field=slowdown_year]")).to_be_visible()


def test_a_file_that_is_too_large_is_refused_by_its_size(page: Page, tmp_path: Path) -> None:
    visit(page, "/methods")
    large = tmp_path / "large.json"
    large.write_text(" " * 1_000_001)
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Open scenario file").click()
    choosing.value.set_files(large)
    alert = page.get_by_role("alert").filter(has_text="could not be used")
    expect(alert).to_contain_text("nothing has changed")
    expect(alert).to_contain_text("large.json: not a scenario file: it is larger than 1 MB")
