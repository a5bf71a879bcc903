"""How the browser tests open a view and read it."""

from playwright.sync_api import Page, expect

from dashboard import views
from tests.browser.harness import settle

VIEWS = {view.path: view.title for view in views.VIEWS}


def visit(page: Page, address: str) -> None:
    """Open an address and wait until nothing on the page moves."""
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    settle(page)


def number(page: Page, label: str) -> str:
    """What a number beside a slider shows."""
    return page.get_by_label(label, exact=True).input_value()


def expect_headline(page: Page, text: str) -> None:
    expect(page.locator("h1")).to_contain_text(text)


def open_group(page: Page, name: str) -> None:
    """Open a group of controls, which gets its controls then."""
    page.locator(".rail").get_by_role("button", name=name).click()
    page.locator(".mantine-Accordion-item", has_text=name).locator(".control").first.wait_for()
