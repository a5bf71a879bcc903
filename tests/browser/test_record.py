"""Track record and drivers in a browser: slow parts come later, and every bar leads somewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible
from tests.browser.opening import visit


def rest(page: Page) -> None:
    """Wait for what is drawn once all is at rest."""
    expect(page.locator(".waiting")).to_have_count(0, timeout=30_000)
    expect(page.locator(".chart-title", has_text="computing")).to_have_count(0, timeout=30_000)


def focused(page: Page) -> str | None:
    """Field of the control that has the focus."""
    script = "() => document.activeElement.closest('.control')?.dataset.field ?? null"
    found: str | None = page.evaluate(script)
    return found


@pytest.mark.parametrize(("path", "dark"), [("/record", False), ("/depletion", True)])
def test_both_pages_are_accessible_before_and_after(new_page, path: str, dark: bool) -> None:
    page = new_page(dark=dark)
    page.goto(path)
    page.wait_for_selector("body[data-ready]")
    assert_accessible(page)
    rest(page)
    assert_accessible(page)


def test_the_date_of_the_hindcast_is_in_the_link(page: Page) -> None:
    visit(page, "/record")
    rest(page)
    title = page.locator(".chart-title", has_text="A fit to the runs published before")
    expect(title).to_contain_text("published before 2024 held 8 of the 8 records")
    page.locator(".mantine-SegmentedControl-label", has_text="2022").click()
    page.wait_for_url(re.compile("hindcast=2022"))
    expect(title).to_contain_text("published before 2022 held 10 of the 10 records")
    page.go_back()
    expect(title).to_contain_text("published before 2024")


def test_another_growth_is_fitted_and_marked_as_in_use(page: Page) -> None:
    visit(page, "/record?demand_growth_from=since_2024")
    rest(page)
    expect(page.locator(".numbers .chosen")).to_contain_text("Five largest a year since 2024")
    expect(page.locator("#main")).to_contain_text("The fit in use.")


def test_a_row_of_the_table_leads_to_its_control(page: Page) -> None:
    visit(page, "/depletion")
    rest(page)
    button = page.get_by_role("button", name="Usable after quality filters", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".control[data-field=usable_share]")).to_be_in_viewport()
    expect(page.locator(".control[data-field=usable_share] :focus")).to_have_count(1)


def test_a_bar_leads_to_its_control(page: Page) -> None:
    visit(page, "/depletion")
    rest(page)
    chart = page.locator("[id*='depletion-choices'][id*='figure'] .nsewdrag").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    # the third of eight rows: what growth is estimated from
    x, y = box["x"] + 0.5 * box["width"], box["y"] + box["height"] * 2.7 / 8
    page.mouse.move(x, y - 4)
    page.mouse.move(x, y)
    expect(page.locator("[id*='depletion-choices'] .hoverlayer")).to_contain_text(
        "Growth estimated from"
    )
    page.mouse.click(x, y)
    expect(page.locator(".control[data-field=demand_growth_from] :focus")).to_have_count(1)
    assert focused(page) == "demand_growth_from"


def test_the_outcome_of_the_bars_is_in_the_link(page: Page) -> None:
    visit(page, "/depletion")
    rest(page)
    page.locator(".mantine-SegmentedControl-label", has_text="Chance by 2032").click()
    page.wait_for_url(re.compile("drivers=probability"))
    title = page.locator(".chart-title", has_text="Of the uncertain inputs")
    expect(title).to_contain_text("moves the chance by 2032 most")
