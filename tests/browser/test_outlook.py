"""The three models together on the Outlook: whose path is drawn is in the link, and Back undoes."""

import re

from playwright.sync_api import Page, expect

from tests.browser.harness import settle
from tests.browser.opening import visit


def test_the_vendor_whose_policies_are_drawn_is_in_the_link(page: Page) -> None:
    visit(page, "/?log2_worlds=6&log2_moat_draws=8")
    settle(page)
    title = page.locator('[id*=\'"chart":"join-tradeoff"\'][id*=\'"part":"title"\']')
    expect(title).not_to_contain_text("Google")
    expect(page.locator(".join-findings li")).to_have_count(4)
    expect(page.locator(".join-notes li")).to_have_count(7)
    page.get_by_role("textbox", name="Vendor whose policies are shown").click()
    page.get_by_role("option", name="Google").click()
    expect(title).to_contain_text("Google’s risk")
    page.wait_for_url(re.compile("vendor=Google"))
    page.go_back()
    expect(title).not_to_contain_text("Google’s risk")
