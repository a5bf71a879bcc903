"""The library as a user meets it: save, rename, reload, open, both sides of a conflict, undo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import serving
from tests.browser.harness import assert_accessible, settle
from tests.browser.looks import assert_looks
from tests.browser.opening import visit

OVERTRAINING = '.control[data-field="overtraining"] .control-number input'
CASE = "/evidence?preset=overtrained-5x&log2_worlds=8"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    """An Aquifer where nobody else saves anything."""
    with serving(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("log")) as address:
        yield address


@pytest.mark.visual
def test_it_is_accessible_fits_and_looks_as_approved(new_page, assert_screenshot) -> None:
    assert_looks(new_page(width=1920, height=1000), assert_screenshot, "/library")


def overtrain(page: Page, value: str) -> None:
    box = page.locator(OVERTRAINING)
    box.fill(value)
    box.press("Enter")
    settle(page)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    settle(page)


def test_a_scenario_is_saved_found_changed_by_two_and_deleted(new_page) -> None:
    page = new_page()
    visit(page, CASE)
    save(page)
    page.get_by_label("Name", exact=True).fill("Runs of Tuesday")
    page.get_by_label("Notes", exact=True).fill("What if?")
    save(page)  # in its dialog it is the dialog's button
    status = page.locator("#saved-as")
    expect(status).to_have_text("Runs of Tuesdaysaved")
    overtrain(page, "8")
    expect(status).to_have_text("Runs of Tuesdaynot saved")
    page.go_back()  # saving was no step: this undoes the change
    settle(page)
    expect(status).to_have_text("Runs of Tuesdaysaved")
    page.reload()
    settle(page)
    expect(status).to_have_text("Runs of Tuesdaysaved")

    page.keyboard.press("l")
    settle(page)
    page.get_by_role("button", name="Rename, notes, tags: Runs of Tuesday").click()
    page.get_by_label("Name", exact=True).fill("Runs of Friday")
    page.get_by_role("button", name="Save", exact=True).last.click()
    row = page.get_by_role("row", name="Runs of Friday")
    expect(row).to_contain_text("What if?")
    settle(page)
    assert_accessible(page)

    # the same scenario in two windows
    page.get_by_role("link", name="Runs of Friday").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Library")
    settle(page)
    other = page.context.new_page()
    visit(other, page.url)
    overtrain(other, "8")
    save(other)
    expect(other.locator("#saved-as")).to_have_text("Runs of Fridaysaved")
    other.close()
    overtrain(page, "3")
    expect(status).to_have_text("Runs of Fridaynewer version")
    save(page)
    dialog = page.get_by_role("dialog", name="Saved meanwhile in another window")
    expect(dialog.get_by_role("row", name="Overtraining")).to_contain_text("8×")
    assert_accessible(page)
    dialog.get_by_text("Theirs", exact=True).click()
    dialog.get_by_role("button", name="Save what is kept").click()
    expect(dialog).to_be_hidden()
    settle(page)
    expect(status).to_have_text("Runs of Fridaysaved")
    assert page.locator(OVERTRAINING).input_value() == "8"

    page.goto("/library")
    page.get_by_role("button", name="Delete: Runs of Friday").click()
    expect(page.get_by_role("heading", name="Nothing is saved yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    page.get_by_role("button", name="Delete: Runs of Friday").click()
    expect(row).to_be_hidden()
