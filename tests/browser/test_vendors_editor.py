"""The editors of the Vendors page as an analyst uses them: mixes, a file, a licence, and back."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import assert_accessible
from tests.browser.opening import visit

START = "/vendors?preset=as-published&log2_worlds=6&log2_moat_draws=8"
SLOW = 30_000
"""Milliseconds to wait for what is drawn once all is at rest, with every slow part of the page."""

HEAD = "vendor,public_crawl,public_sets,licensed,proprietary,feedback,synthetic\n"


def cell(page: Page, row: str, column: str) -> Locator:
    return page.locator(f"#mixes-grid [row-id='{row}'] [col-id='{column}']")


def typed(page: Page, row: str, column: str, value: str) -> None:
    """Type into a cell by the keyboard alone, once it has the focus."""
    cell(page, row, column).click()
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_mixes_are_edited_scaled_undone_and_uploaded(page: Page, tmp_path: Path) -> None:
    visit(page, START)
    page.locator("#mixes").scroll_into_view_if_needed()
    sentence = page.locator("h1").inner_text()

    # a cell tells what it rests on, also by the arrow keys
    cell(page, "OpenAI", "public_sets").click()
    page.keyboard.press("ArrowRight")
    detail = page.locator("#mixes-detail")
    expect(detail).to_contain_text("OpenAI, Licensed: yes.")
    expect(detail).to_contain_text("Foundation Model Transparency Index")
    expect(cell(page, "OpenAI", "licensed")).to_contain_text("≈")
    page.keyboard.press("Tab")
    expect(detail).to_be_focused()

    # a row that does not sum is told, and changes nothing
    typed(page, "OpenAI", "licensed", "40")
    problem = page.locator("#mixes-problems")
    expect(problem).to_contain_text(re.compile(r"OpenAI sums to 13\d\.\d+%, not to 100%"))
    expect(cell(page, "OpenAI", "sum")).to_contain_text("≠ 100%")
    expect(cell(page, "OpenAI", "basis")).to_contain_text("yours, not in use")
    assert "mixes=" not in page.url
    assert_accessible(page)

    # one press scales it: the link has it, the ranking follows, the row is the analyst's
    page.get_by_role("button", name="OpenAI: Keep Licensed, scale the others").click()
    page.wait_for_url(re.compile("mixes=OpenAI:.*-40-"))
    expect(problem).to_be_empty()
    expect(cell(page, "OpenAI", "licensed")).to_contain_text("yours")
    expect(cell(page, "OpenAI", "basis")).to_contain_text("yours")
    expect(page.locator("h1")).not_to_have_text(sentence)
    table = page.locator(".block-vendors-counterfactual")
    expect(table).to_contain_text("OpenAI", timeout=SLOW)

    # Back is undo
    page.go_back()
    expect(cell(page, "OpenAI", "basis")).to_contain_text("believed")
    expect(page.locator("h1")).to_have_text(sentence)
    page.go_forward()
    expect(cell(page, "OpenAI", "basis")).to_contain_text("yours")
    page.wait_for_selector("body[data-rest]", state="attached", timeout=SLOW)

    # a file with a bad row: the others are taken over, and nothing is lost
    path = tmp_path / "mixes.csv"
    path.write_text(HEAD + "Google,50,10,10,20,1,9\nMeta,50,10,10,20,1,29\nAcme,40,20,10,20,1,9\n")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload mixes (CSV)").click()
    chooser.value.set_files(path)
    answer = page.locator("#mixes-answer")
    expect(answer).to_contain_text("2 mixes taken over; 1 thing could not be used")
    expect(answer).to_contain_text("row 3: the six shares sum to 120")
    for row in ("OpenAI", "Google", "Acme"):
        expect(cell(page, row, "basis")).to_contain_text("yours")
    page.wait_for_url(re.compile("Acme.*Google.*OpenAI"))


def test_a_licence_is_signed_held_against_before_and_taken_back(page: Page) -> None:
    visit(page, START)
    panel = page.locator("#licences")
    panel.scroll_into_view_if_needed()
    expect(panel).to_contain_text("Nothing is changed yet", timeout=SLOW)
    separation = page.locator("#separation")
    expect(separation).to_contain_text("would be told apart", timeout=SLOW)

    for label, text in (("Vendor", "xAI"), ("Supplier", "Reddit"), ("Years", "3")):
        panel.get_by_label(label, exact=True).fill(text)
        page.keyboard.press("Escape")
    panel.get_by_label("USD million a year").fill("70")
    panel.get_by_role("switch", name="Exclusive").press("Space")
    panel.get_by_role("button", name="Apply").press("Enter")
    page.wait_for_url(re.compile("licences=add:xAI:Reddit:70000000:3:exclusive"))
    expect(panel).to_contain_text("xAI signs Reddit: exclusive, $70M a year")
    table = panel.get_by_role("region", name="Before and after the changes")
    expect(table).to_contain_text("for $70M a year", timeout=SLOW)
    expect(table).to_contain_text("better in")
    assert_accessible(page)

    panel.get_by_role("button", name=re.compile("Take back: xAI")).click()
    expect(panel).to_contain_text("No licence is changed.")
    expect(panel).to_contain_text("Nothing is changed yet", timeout=SLOW)
