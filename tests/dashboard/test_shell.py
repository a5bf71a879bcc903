"""The frame around every view: where one is, what one can do, and what went wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from plotly.io.json import to_json_plotly

import analytics
from analytics.scenario import DECLARATIONS, DEFAULT_PRESET, PRESETS, Problem
from dashboard import controls, shell, theme
from dashboard.refreshing import data_line
from dashboard.views import VIEWS
from tests.dashboard.posting import every, words


@pytest.fixture(scope="module")
def page() -> list[Any]:
    return every(shell.layout())


def find(page: list[Any], id: Any) -> Any:
    (found,) = [one for one in page if getattr(one, "id", None) == id]
    return found


def test_it_can_be_sent(page: list[Any]) -> None:
    assert json.loads(to_json_plotly(page[0]))


def test_the_tabs_are_the_views_in_order(page: list[Any]) -> None:
    (nav,) = [one for one in page if type(one).__name__ == "Nav"]
    assert getattr(nav, "aria-label") == "Views"
    assert [(one.href, one.children, getattr(one, "data-view")) for one in nav.children] == [
        (view.path, view.title, view.path) for view in VIEWS if view.tab
    ]


def test_what_the_script_needs_is_there(page: list[Any]) -> None:
    assert find(page, "views").data == [view.path for view in VIEWS]
    assert find(page, "facts").data == controls.facts()
    presets = find(page, "presets").data
    assert list(presets) == list(PRESETS)
    assert all(list(values) == list(DECLARATIONS) for values in presets.values())
    # The script takes the first for what the rail comes with.
    assert next(iter(presets)) == DEFAULT_PRESET
    for empty in ("address", "loaded", "page", "opened", "settled"):
        assert getattr(find(page, empty), "data", None) is None


def test_the_presets_can_be_chosen(page: list[Any]) -> None:
    select = find(page, "preset")
    assert [one["value"] for one in select.data] == list(PRESETS)
    assert [one["label"] for one in select.data] == [preset.name for preset in PRESETS.values()]
    assert select.value == DEFAULT_PRESET
    assert select.allowDeselect is False


def test_landmarks_and_the_way_past_them(page: list[Any]) -> None:
    main = find(page, "main")
    assert (main.role, main.tabIndex) == ("main", -1)
    (skip,) = [one for one in page if getattr(one, "className", "") == "skip"]
    assert skip.href == "#main"
    assert find(page, "said").role == "status"
    (lost,) = [one for one in page if getattr(one, "className", "") == "server-lost"]
    assert lost.role == "alert"


def test_a_button_without_words_has_a_name(page: list[Any]) -> None:
    kinds = {"ActionIcon", "Button", "Burger"}  # the colour scheme's brings its own
    for one in page:
        if type(one).__name__ in kinds:
            attributes = getattr(one, "attributes", {}).get("root", {})
            named = attributes.get("aria-label") or getattr(one, "aria-label", None)
            said = words(getattr(one, "children", None))
            assert named or re.search("[A-Za-z]{2}", said), one


def test_buttons_come_unpressed(page: list[Any]) -> None:
    for id in ("copy-link", "download-scenario", "open-help", "pin", "save-file", "open-file"):
        assert find(page, id).n_clicks == 0
    assert find(page, {"reset": "all"}).n_clicks == 0


def test_the_footer_says_version_and_data(page: list[Any]) -> None:
    (footer,) = [one for one in page if type(one).__name__ == "Footer"]
    assert f"Aquifer {analytics.__version__}" in words(footer)
    assert find(page, "data-line").children == data_line()


def test_the_help_lists_the_keys_there_are(page: list[Any]) -> None:
    said = words(find(page, "keyboard-help"))
    for keys, does in shell.SHORTCUTS:
        assert keys in said
        assert does in said


def test_the_layout_is_new_at_each_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "data_line", lambda: "Data of tomorrow")
    assert find(every(shell.layout()), "data-line").children == "Data of tomorrow"


class TestProblems:
    found = (Problem("overtraining", "5000", "too high"), Problem("<b>", "", "<script>"))

    def test_none_is_nothing(self) -> None:
        assert shell.problems([]) is None

    def test_are_listed_by_field_and_reason(self) -> None:
        alert = shell.problems(iter(self.found))
        items = [words(one) for one in every(alert) if type(one).__name__ == "Li"]
        assert items == ["overtraining : too high", "<b> : <script>"]
        assert "Part of this link could not be used; the rest is loaded" in words(alert)
        assert every(alert)[0].closeButtonLabel == "Dismiss"

    def test_of_a_file_say_what_became_of_it(self) -> None:
        assert "Part of this file" in words(shell.problems(self.found, "file"))
        unusable = words(shell.problems(self.found, "file", usable=False))
        assert "This file could not be used; nothing has changed" in unusable


def test_the_document_has_no_script_of_its_own() -> None:
    text = shell.document()
    assert '<html lang="en">' in text
    assert "<script" not in text
    for slot in ("metas", "css", "app_entry", "config", "scripts", "renderer"):
        assert text.count(f"{{%{slot}%}}") == 1
    for address in re.findall(r'href="([^"]+)"', text):
        assert address.startswith("/assets/")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_theme_is_ten_steps_from_light_to_dark() -> None:
    for steps in (theme.WATER, theme.NIGHT):
        lights = [luminance(step) for step in steps]
        assert len(steps) == 10
        assert lights == sorted(lights, reverse=True)
    white_on = 1.05 / (luminance(theme.WATER[7]) + 0.05)
    on_black = (luminance(theme.WATER[4]) + 0.05) / 0.05
    assert min(white_on, on_black) >= 4.5
