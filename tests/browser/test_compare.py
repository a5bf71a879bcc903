"""Compare in a browser: a set is one click, names and order are in the link, Back undoes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import visit


def test_a_comparison_is_made_named_moved_and_undone(page: Page) -> None:
    visit(page, "/compare?v=1&log2_worlds=8&log2_moat_draws=8")
    expect(page.locator("h1")).to_contain_text("Put other scenarios beside")
    page.get_by_role("button", name="How well text is used").click()
    page.wait_for_url(re.compile("with3="))
    expect(page.locator(".compared-one")).to_have_count(4)
    expect(page.locator(".compare-offers")).to_have_count(0)
    settle(page)
    expect(page.locator(".compare-effects li")).to_have_count(3)

    name = page.get_by_label("Name of scenario 3")
    name.fill("Five times over")
    name.press("Enter")
    page.wait_for_url(re.compile("Five%252Btimes|Five%2Btimes"))
    expect(page.locator(".compare-table").first).to_contain_text("Five times over")

    page.get_by_role("button", name="Open this one: Five times over").click()
    page.wait_for_url(re.compile("preset=overtrained-5x.*called=Five"))
    expect(page.get_by_label("Name of scenario 1")).to_have_value("Five times over")
    expect(page.locator("#preset")).to_have_value("Overtrained 5×")
    page.get_by_role("button", name=re.compile("^Remove Data-efficient")).click()
    expect(page.locator(".compared-one:not(.compared-add)")).to_have_count(3)
    settle(page)
    assert_accessible(page)

    # a link opened anew shows the same
    page.wait_for_url(re.compile("^(?!.*with3=)"))
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.get_by_label("Name of scenario 1")).to_have_value("Five times over")
    page.go_back()
    expect(page.locator(".compared-one:not(.compared-add)")).to_have_count(4)
