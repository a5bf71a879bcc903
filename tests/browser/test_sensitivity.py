"""The Sensitivity page in a browser: the link has what is asked, a bar leads to its control."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import visit


def test_the_page_asks_what_its_choices_say(page: Page) -> None:
    visit(page, "/sensitivity?level=200&vendor=Meta&log2_worlds=8")
    expect(page.locator(".problems")).to_contain_text("200% is above the highest accepted, 99%")
    page.locator(".problems .mantine-CloseButton-root").click()
    page.wait_for_selector("body[data-rest]")
    expect(page.locator(".answers li")).to_have_count(3)
    expect(page.locator("h1")).to_contain_text("collapse risk of Meta in 2032 under 20%?")

    # a level is typed, a control is chosen: the link has both
    level = page.get_by_role("textbox", name="Keep the risk under")
    level.fill("35")
    level.press("Tab")
    page.wait_for_url(re.compile("level=35"))
    page.get_by_role("textbox", name="Break-even of").click()
    page.get_by_role("option", name="Effective temperature", exact=True).click()
    page.wait_for_url(re.compile("control=temperature"))
    settle(page)
    page.wait_for_selector("body[data-rest]")
    title = page.locator(".chart-title", has_text="“Effective temperature” of at least")
    expect(title).to_contain_text("keeps the collapse risk of Meta in 2032 under 35%")
    assert_accessible(page)

    # a bar leads to its control, whose group is on this view
    plot = page.locator("""[id='{"chart":"sensitivity-indices","part":"figure"}']""")
    plot.locator(".nsewdrag").first.click(position={"x": 90, "y": 30})
    expect(page.locator(".control.shown")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile("level=35(?!.*control=)|level=35$"))
    expect(page.get_by_role("textbox", name="Break-even of")).to_have_value(
        "Growth of training tokens"
    )
