"""The Market page in a browser: what is picked, a mark that leads to its source, the whole page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.looks import COLOURS
from tests.browser.opening import visit


def unfold(page: Page) -> None:
    """Make the window as high as the page, so that the table of deals is drawn as well."""
    for _ in range(2):  # what is drawn then may make it higher
        height = page.evaluate("document.documentElement.scrollHeight")
        width = page.evaluate("window.innerWidth")
        page.set_viewport_size({"width": width, "height": height})
        settle(page)


def test_a_mark_and_a_key_lead_to_the_source_of_a_deal(page: Page) -> None:
    visit(page, "/market?supplier=forum")
    expect(page.locator("h1")).to_contain_text("Of 7 reported deals with suppliers of forums")
    chart = page.locator("[id*='market-archives'][id*='figure']")
    chart.scroll_into_view_if_needed()
    mark = chart.locator(".points path").last
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y - 3)
    page.mouse.move(x, y)
    expect(chart.locator(".hoverlayer")).to_contain_text("Google – Reddit")
    page.mouse.click(x, y)
    source = page.locator("#market-source")
    expect(source).to_contain_text("google-reddit-2024-02")
    expect(source.locator("a[href^=http]").first).to_be_visible()
    # the row has the focus: the arrow keys and Space go on from there
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(source).not_to_contain_text("google-reddit-2024-02")
    settle(page)
    assert_accessible(page)


def test_what_is_picked_is_in_the_link_and_evidence_keeps_it(page: Page) -> None:
    visit(page, "/market")
    page.locator("input[id*='supplier']").click()
    page.get_by_role("option", name="News", exact=True).click()
    page.wait_for_url(re.compile("supplier=news"))
    title = page.locator(".chart-title", has_text="reported deals")
    expect(title.first).to_contain_text("Of 38 reported deals")
    expect(page.locator("#market-grid .ag-row", has_text="Shutterstock")).to_have_count(0)
    page.locator(".market-sources").get_by_role("link", name="Prices of data").click()
    page.wait_for_url(re.compile("/evidence.*table=unit_prices"))
    assert "supplier=news" in page.url
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Of 38 reported deals with suppliers of news")


@pytest.mark.visual
def test_view(new_page, assert_screenshot) -> None:
    page = new_page(width=1440, height=1000)
    visit(page, "/market")
    unfold(page)
    for scheme in COLOURS:
        page.emulate_media(color_scheme=scheme)
        settle(page)
        assert_screenshot(page, f"market-whole-1440-{scheme}")
