"""All state is in the URL: controls write it, and Back, reload and a pasted link read it."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from analytics.scenario import DECLARATIONS, PRESETS, Scenario
from analytics.scenario.codec import to_query
from tests.browser.harness import settle, take_screenshot
from tests.browser.opening import number, open_group, visit

TRACES = "() => [...document.querySelectorAll('.js-plotly-plot')].map((p) => p.data.length)"


def share_of_pixels_that_differ(one: bytes, other: bytes) -> float:
    pictures = [
        np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int) for data in (one, other)
    ]
    assert pictures[0].shape == pictures[1].shape
    return float(np.mean(np.abs(pictures[0] - pictures[1]).max(axis=2) > 24))


GROWTH_LOW = "Growth of training tokens, lower end (OOM/year)"


def test_a_slider_moves_by_keyboard_and_writes_the_link(page: Page) -> None:
    visit(page, "/depletion")
    before = page.locator("h1").inner_text()
    thumb = page.get_by_role("slider", name="Growth of training tokens, lower end")
    thumb.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("demand_growth=0.35~0.48"))
    settle(page)
    assert number(page, GROWTH_LOW) == "0.35"
    assert page.locator("h1").inner_text() != before
    expect(page).to_have_title("Depletion – As published (Epoch 2024), 1 change – Aquifer")
    expect(page.locator("[data-field=demand_growth]")).to_have_attribute("data-changed", "")


KEYS = ("Right", "Up", "Left", "Down", "End", "Right", "Left", "Home", "Left", "Up")
"""Steps, and steps at an end or where the thumbs meet."""


@pytest.mark.parametrize(
    ("name", "field"),
    [("Growth of training tokens, lower end", "demand_growth"), ("Overtraining", "overtraining")],
)
def test_what_a_key_asks_for_is_where_the_slider_goes(page: Page, name: str, field: str) -> None:
    """The page asks before the slider has moved: never for anything else."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/draw") and not (post := request.post_data_json or {})["slow"]:
            asked.append(post["page"]["values"][field])

    visit(page, "/depletion")
    page.on("request", note)
    thumb = page.get_by_role("slider", name=name, exact=True)
    thumb.focus()
    before = thumb.get_attribute("aria-valuenow")
    stood = []
    for key in KEYS:
        page.keyboard.press(key if key in ("Home", "End") else f"Arrow{key}")
        settle(page)
        if (now := thumb.get_attribute("aria-valuenow")) != before:
            stood.append(now)
            before = now
    assert len(asked) == len(stood) > 6
    ends = [float(text.split("~")[0]) for text in asked]
    shown = [float(x) for x in stood if x is not None]
    if DECLARATIONS[field].log:
        shown = [10**x for x in shown]
    assert ends == pytest.approx(shown, 6e-3)


def test_back_is_undo_and_forward_is_redo(page: Page) -> None:
    visit(page, "/")
    first = page.locator("h1").inner_text()
    page.get_by_label("Overtraining (×)", exact=True).fill("100")
    page.wait_for_url(re.compile("overtraining=100"))
    expect(page.locator("h1")).not_to_have_text(first)
    changed = page.locator("h1").inner_text()
    page.go_back()
    expect(page.locator("h1")).to_have_text(first)
    settle(page)
    assert number(page, "Overtraining (×)") == "1"
    page.go_forward()
    expect(page.locator("h1")).to_have_text(changed)
    settle(page)
    assert number(page, "Overtraining (×)") == "100"


def test_reload_and_a_pasted_link_reproduce_the_page(page: Page, new_page) -> None:
    visit(page, "/depletion")
    page.locator("#preset").click()
    page.get_by_role("option", name="Consent crackdown").click()
    page.wait_for_url(re.compile("preset=consent-crackdown"))
    page.get_by_label("Overtraining (×)", exact=True).fill("5")
    page.wait_for_url(re.compile("overtraining=5"))
    settle(page)
    seen = page.locator("#main").inner_text()
    picture = take_screenshot(page)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    settle(page)
    assert page.locator("#main").inner_text() == seen
    other = new_page()
    visit(other, page.url)
    assert other.locator("#main").inner_text() == seen
    assert number(other, "Overtraining (×)") == "5"
    assert share_of_pixels_that_differ(take_screenshot(other), picture) < 0.001


def test_a_link_with_bad_values_says_which_and_loads_the_rest(page: Page) -> None:
    visit(page, "/?v=1&overtraining=1e9&demand_growth=0.5~0.2&usable_share=0.2~0.5&colour=red")
    alert = page.get_by_role("alert").filter(has_text="could not be used")
    expect(alert).to_contain_text("overtraining")
    expect(alert).to_contain_text("1000")
    expect(alert).to_contain_text("lower end 0.5 is above the upper end 0.2")
    expect(alert).to_contain_text("colour")
    open_group(page, "Stock of public text")
    assert number(page, "Usable after quality filters, lower end (%)") == "20"
    assert number(page, "Overtraining (×)") == "1"


def test_hostile_text_in_a_link_stays_text(page: Page) -> None:
    visit(page, "/?preset=<img src=x onerror=alert(1)>&=1&%00=%ff&pin=<script>")
    expect(page.get_by_role("alert").filter(has_text="could not be used")).to_contain_text("<img")
    assert page.locator("#problems img").count() == 0


def test_a_number_out_of_bounds_is_refused_where_it_is_typed(page: Page) -> None:
    visit(page, "/")
    before = page.locator("h1").inner_text()
    page.get_by_label("Overtraining (×)", exact=True).fill("5000")
    expect(page.locator("[data-field=overtraining]")).to_contain_text("Accepts 0.1 to 1000")
    expect(page.locator("h1")).to_have_text(before)


def test_what_differs_from_the_preset_is_marked_and_can_be_reset(page: Page) -> None:
    query = to_query(Scenario(overtraining=7.0, epochs=9.0), PRESETS["as-published"])
    visit(page, "/?" + query)
    expect(page.locator("[data-group=repetition] .group-changes")).to_have_text("1 changed")
    control = page.locator("[data-field=overtraining]")
    expect(control).to_have_attribute("data-changed", "")
    expect(page.locator("#scenario-name")).to_have_text("As published (Epoch 2024), 2 changes")
    control.get_by_role("button", name="Reset Overtraining to the preset").click()
    expect(control).not_to_have_attribute("data-changed", "")
    assert number(page, "Overtraining (×)") == "1"
    expect(page.locator("#scenario-name")).to_have_text("As published (Epoch 2024), 1 change")
    page.get_by_role("button", name="Reset all").click()
    expect(page.locator("#scenario-name")).to_have_text("As published (Epoch 2024)")


def test_a_pinned_baseline_is_ghosted_and_compared(page: Page) -> None:
    visit(page, "/depletion")
    plain = page.evaluate(TRACES)
    page.get_by_role("button", name="Pin baseline").click()
    page.wait_for_url(re.compile("pin="))
    page.locator("#preset").click()
    page.get_by_role("option", name="Consent crackdown").click()
    page.wait_for_url(re.compile("preset=consent-crackdown"))
    settle(page)
    expect(page.locator("#baseline")).to_have_text("Baseline: As published (Epoch 2024)")
    expect(page.locator(".tile-difference").first).to_contain_text("against As published")
    ghosted = page.evaluate(TRACES)
    assert len(ghosted) == len(plain) == 6
    assert all(now > before for now, before in zip(ghosted, plain, strict=True))
    shown = page.url
    visit(page, shown)
    expect(page.locator("#baseline")).to_have_text("Baseline: As published (Epoch 2024)")
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator(".tile-difference")).to_have_count(0)


def test_a_fitted_growth_shows_on_its_slider_until_it_is_moved(page: Page) -> None:
    visit(page, "/")
    page.locator("[data-field=demand_growth_from] input").first.click()
    page.get_by_role("option", name="Refit: largest since 2020").click()
    page.wait_for_url(re.compile("demand_growth_from=since_2020$"))
    settle(page)
    assert number(page, GROWTH_LOW) == "0.353"
    page.get_by_label(GROWTH_LOW, exact=True).fill("0.2")
    page.wait_for_url(re.compile("demand_growth=0.2~0.449"))
    expect(page.locator("[data-field=demand_growth_from] input").first).to_have_value(
        "As published, or your interval"
    )
    page.go_back()
    page.wait_for_url(re.compile("demand_growth_from=since_2020$"))
    settle(page)
    assert number(page, GROWTH_LOW) == "0.353"


def test_a_scenario_file_is_saved_and_opened(page: Page, tmp_path) -> None:
    visit(page, "/?preset=multimodal&overtraining=7")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save scenario file").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    visit(page, "/depletion")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Open scenario file").click()
    choosing.value.set_files(path)
    page.wait_for_url(re.compile("preset=multimodal.*overtraining=7"))
    expect(page.locator("#scenario-name")).to_have_text("Multimodal and private stocks, 1 change")
    assert number(page, "Overtraining (×)") == "7"
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[1, 2")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Open scenario file").click()
    choosing.value.set_files(wrong)
    expect(page.get_by_role("alert")).to_contain_text("not a scenario file")
    expect(page.locator("#scenario-name")).to_have_text("Multimodal and private stocks, 1 change")


def test_tabs_keep_the_scenario(page: Page) -> None:
    visit(page, "/?" + to_query(Scenario(overtraining=5.0), PRESETS["as-published"]))
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Depletion").click()
    page.wait_for_url(re.compile("/depletion.*overtraining=5"))
    settle(page)
    assert number(page, "Overtraining (×)") == "5"
    expect(page.locator('a[data-view="/depletion"]').first).to_have_attribute(
        "aria-current", "page"
    )
    page.go_back()
    expect(page).to_have_title(re.compile("^Outlook – "))


def test_back_before_the_view_has_come_is_back(page: Page) -> None:
    visit(page, "/depletion")
    page.get_by_role("link", name="Methods", exact=True).click()
    page.go_back()
    settle(page)
    expect(page).to_have_title(re.compile("^Depletion – "))
    expect(page.locator(".dash-graph").first).to_be_visible()


def test_a_choice_of_the_view_is_in_the_link_too(page: Page) -> None:
    visit(page, "/depletion")
    page.get_by_text("Histogram", exact=True).click()
    page.wait_for_url(re.compile("exhaustion=bars"))
    visit(page, page.url)
    expect(page.get_by_label("Histogram", exact=True)).to_be_checked()


def test_controls_without_effect_are_hidden(page: Page) -> None:
    visit(page, "/depletion")
    expect(page.locator("[data-field=slowdown_year]")).to_be_hidden()
    page.get_by_role("switch", name="Compute slows down").check(force=True)
    expect(page.locator("[data-field=slowdown_year]")).to_be_visible()


def test_keyboard_help_and_views(page: Page) -> None:
    visit(page, "/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("2")
    page.wait_for_url(re.compile("/depletion"))


def test_the_page_is_at_rest_only_once_its_last_change_is_drawn(page: Page) -> None:
    visit(page, "/depletion")
    held: list[Route] = []

    def hold(route: Route) -> None:
        post = route.request.post_data_json
        assert post is not None
        if post["slow"]:
            route.continue_()
        else:
            held.append(route)

    page.route("**/draw", hold)
    page.get_by_role("slider", name="Growth of training tokens, lower end").focus()
    with page.expect_request_finished(lambda one: one.url.endswith("/draw")):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.locator("body[data-rest]").count() == 0
    held[0].continue_()
    page.wait_for_selector("body[data-rest]")
    expect(page).to_have_url(re.compile("demand_growth=0.28~0.48"))


def test_a_lost_server_keeps_the_settings(page: Page, expected_problems: list[str]) -> None:
    expected_problems.append("ERR_FAILED|Failed to fetch|Callback|callback")
    visit(page, "/")
    page.route("**/draw", lambda route: route.abort())
    page.route("**/health", lambda route: route.abort())
    page.get_by_label("Overtraining (×)", exact=True).fill("5")
    expect(page.locator(".server-lost")).to_be_visible()
    assert number(page, "Overtraining (×)") == "5"
    page.unroute("**/draw")
    page.unroute("**/health")
    expect(page.locator(".server-lost")).to_be_hidden(timeout=10_000)
    page.wait_for_url(re.compile("overtraining=5"))


def test_the_server_answers_what_the_page_holds(page: Page) -> None:
    """The link that the page wrote parses to the scenario that the page shows."""
    from dashboard import state

    visit(page, "/")
    open_group(page, "Stock of public text")
    page.get_by_label("Usable after quality filters, upper end (%)", exact=True).fill("55")
    page.wait_for_url(re.compile("usable_share"))
    shown = state.parse(page.url.split("?", 1)[1])
    assert shown.problems == ()
    assert shown.scenario.usable_share.points == (0.10, 0.55)
    assert json.loads(shown.scenario.model_dump_json())["usable_share"] == [0.10, 0.55]
