"""The Vendors page in a browser: the link has who is looked at, weights act, axe is content."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import open_group, visit

OWN = "mixes=Acme:10-10-10-60-2-8"


def test_the_page_answers_to_its_choices(page: Page) -> None:
    visit(page, f"/vendors?{OWN}&vendor=Nobody")
    expect(page.locator(".problems")).to_contain_text("'Nobody' is none of")
    expect(page.locator("h1")).to_contain_text("The 14 vendors")
    page.locator(".problems .mantine-CloseButton-root").click()

    # who is looked at
    vendor = page.get_by_role("textbox", name="Vendor looked at")
    expect(vendor).to_have_value("First in the ranking")
    vendor.click()
    page.get_by_role("option", name="IBM", exact=True).click()
    page.wait_for_url(re.compile("vendor=IBM"))
    settle(page)
    expect(vendor).to_have_value("IBM")
    expect(page.locator(".chart-title", has_text="IBM’s mean score")).to_have_count(1)
    expect(page.locator(".numbers .chosen")).to_contain_text("IBM")
    page.get_by_role("textbox", name="Compared with").click()
    page.get_by_role("option", name="Acme", exact=True).click()
    page.wait_for_url(re.compile("rival=Acme"))
    expect(page.locator(".chart-title", has_text="Acme beats IBM")).to_have_count(1)

    # what the bars show
    page.locator(".mantine-SegmentedControl-label", has_text="Value shares").click()
    page.wait_for_url(re.compile("shares=value"))
    expect(page.locator(".chart-title", has_text="By value, not tokens")).to_have_count(1)

    # a weight acts and is marked; without a preference there is none to set
    open_group(page, "Moat: score and ranking")
    weight = page.locator(".control[data-field=weight_exclusivity]")
    weight.locator("input").last.fill("9")
    page.wait_for_url(re.compile("weight_exclusivity=9"))
    settle(page)
    expect(weight).to_have_attribute("data-changed", "")
    expect(page.locator("h1")).to_contain_text("assumptions changed")
    assert_accessible(page)
    page.get_by_role("textbox", name="Weights", exact=True).click()
    page.get_by_role("option", name="No preference").click()
    page.wait_for_url(re.compile("weight_preference=none"))
    expect(weight).to_be_hidden()
    settle(page)
    page.go_back()
    expect(weight).to_be_visible(timeout=20_000)


def test_the_outlook_leads_to_the_ranking(page: Page) -> None:
    visit(page, "/")
    expect(page.locator(".block-vendors-sentence")).to_contain_text("Whose data are a moat")
    page.get_by_role("link", name="Full view: outlook vendors").click()
    page.wait_for_url(re.compile("/vendors"))
    settle(page)
    expect(page.locator("h1")).to_contain_text("cannot separate the 13 vendors")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)  # nothing was entered yet
