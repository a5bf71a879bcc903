"""The Collapse page in a browser: generations, words, a simulation and one's own archive.

That it is accessible and fits at every width is tested with the other views (test_views.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.looks import COLOURS
from tests.browser.opening import visit

ADDRESS = "/collapse"
SMALL = "/collapse?v=1&lab_language=is&lab_corpus=10000&lab_generations=3"
LONG = "/collapse?v=1&lab_corpus=100000000&lab_generations=9"

ARCHIVES = [
    ("b.csv", b"pattern,frequency\n=1+1,3\n<script>,1\nquokka,5\n", "rare tail"),
    ("c.csv", b"pattern,frequency\nquokka,-1\n", "not a finite number of 0 or above"),
    ("d.csv", b"pattern,frequency\nquokka,inf\n", "not a finite number of 0 or above"),
    ("e.csv", b"word;count;share\na;1;2\n", "needs the columns pattern and frequency"),
    ("f.txt", b"\x00\x01\x02", "binary data"),
    ("g.txt", b"\xff\xfe\xfa", "not UTF-8"),
    ("h.txt", b"  \n", "it is empty"),
    ("i.csv", b"x,1\n" * 2_100_000, "more than 1 million rows"),
    ("j.txt", b"x" * 20_000_001, "larger than 20 MB"),
    ("a.txt", b"The quokka, the well and <b>=1+1</b>", "rare tail"),
]


def test_the_link_keeps_the_generation_the_word_and_the_result(page: Page) -> None:
    visit(page, ADDRESS)
    assert page.locator(".chart-card").count() >= 9
    # its own controls are open, and at the top of the rail
    expect(page.get_by_role("group", name="Workflow", exact=True)).to_be_attached()
    expect(page.get_by_label("Effective temperature, most likely")).to_be_in_viewport()
    page.get_by_role("slider", name="Generation shown").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#generation-said")).to_have_text("Generation 7")
    page.wait_for_url("**generation=7**")
    expect(page.get_by_role("heading", name="At generation 7")).to_be_visible()

    word, answer = page.get_by_label("Is my word still there?"), page.locator("#word-answer")
    word.fill("quokka")
    expect(answer).to_contain_text("It is lost by 20")
    page.wait_for_url("**word=quokka**")
    word.fill("<img src=x onerror=alert(1)>")
    expect(answer).to_contain_text("“<img src=x onerror=alert(1)>” is not on the list")
    page.wait_for_url("**word=%3Cimg**")
    page.go_back()
    expect(word).to_have_value("quokka")
    expect(answer).to_contain_text("It is lost by 20")

    page.get_by_label("Published result").first.click()
    page.get_by_role("option", name="Labels of the last model").click()
    expect(page.get_by_role("heading", name="After 10 generations labels")).to_be_visible()
    page.wait_for_url("**theory=labels**")

    visit(page, page.url)
    expect(page.locator("#generation-said")).to_have_text("Generation 7")
    expect(page.get_by_role("slider", name="Generation shown")).to_have_attribute(
        "aria-valuenow", "7"
    )
    expect(word).to_have_value("quokka")
    expect(answer).to_contain_text("It is lost by 20")
    expect(page.get_by_role("heading", name="After 10 generations labels")).to_be_visible()
    assert_accessible(page)


def test_a_simulation_is_followed_found_after_a_reload_and_called_off(page: Page) -> None:
    visit(page, f"{SMALL}&word={'x' * 61}")
    expect(page.get_by_text("it has 61 characters; at most 60 are looked up")).to_be_visible()
    start, said = (
        page.get_by_role("button", name="Simulate 20 runs"),
        page.locator("#simulate-said"),
    )
    start.click()
    expect(said).to_contain_text("Done", timeout=60_000)
    unit = page.get_by_text("20 simulated runs", exact=False).first
    expect(unit).to_be_attached()
    corpus = page.get_by_label("Corpus (million rows)", exact=True)
    corpus.fill("100")
    corpus.press("Enter")
    expect(said).to_contain_text("Draws whole corpora")
    visit(page, LONG)
    start.click()
    expect(said).to_contain_text("parts done")
    page.reload()
    expect(said).to_contain_text("Simulating")
    page.wait_for_selector("body[data-rest]")
    page.get_by_role("button", name="Cancel").click()
    expect(said).to_contain_text("Called off", timeout=60_000)
    # both are rows of the library's, the first with its file
    page.keyboard.press("l")
    row = page.locator(".jobs-list li")
    expect(row).to_have_count(2)
    expect(row.first).to_contain_text("Cancelled")
    expect(row.first.get_by_role("button", name="Repeat")).to_be_visible()
    expect(row.last.get_by_role("link", name="Download")).to_be_visible()
    row.last.get_by_role("link", name="Open").click()
    expect(said).to_contain_text("Done")
    expect(unit).to_be_attached()


def test_an_archive_is_answered(page: Page, tmp_path: Path) -> None:
    visit(page, ADDRESS)
    answer = page.locator("#archive-answer")
    for name, content, said in ARCHIVES:
        (tmp_path / name).write_bytes(content)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Choose a file").click()
        chooser.value.set_files(tmp_path / name)
        # each answer begins with the name of its own file
        expect(answer.locator("strong")).to_have_text(name, timeout=20_000)
        expect(answer).to_contain_text(said)
    settle(page)
    assert_accessible(page)
    page.get_by_role("button", name="Forget it").click()
    expect(answer).to_be_empty()


@pytest.mark.visual
def test_view(new_page, assert_screenshot) -> None:
    page = new_page(width=1440, height=1000)
    visit(page, ADDRESS)
    for scheme in COLOURS:
        page.emulate_media(color_scheme=scheme)
        settle(page)
        assert_screenshot(page, f"collapse-whole-1440-{scheme}", full_page=True)
