"""The Collapse page in a browser: generations, words, a simulation and one's own archive."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import visit

ADDRESS = "/collapse"
SMALL = "/collapse?v=1&lab_language=is&lab_corpus=10000&lab_generations=3"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1440, True), (820, False)])
def test_the_page_is_accessible_and_fits(new_page, width: int, dark: bool) -> None:
    page = new_page(width=width, height=1000, dark=dark)
    visit(page, ADDRESS)
    expect(page).to_have_title("Collapse – As published (Epoch 2024) – Aquifer")
    assert page.locator(".chart-card").count() >= 8
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert_accessible(page)


def test_its_own_controls_are_open(page: Page) -> None:
    visit(page, ADDRESS)
    expect(page.get_by_role("group", name="Workflow", exact=True)).to_be_attached()
    expect(page.get_by_label("Effective temperature, most likely")).to_be_visible()


def test_the_link_keeps_the_generation(page: Page) -> None:
    visit(page, ADDRESS)
    slider = page.get_by_role("slider", name="Generation shown")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#generation-said")).to_have_text("Generation 7")
    page.wait_for_url("**generation=7**")
    expect(page.get_by_role("heading", name="At generation 7")).to_be_visible()
    visit(page, page.url)
    expect(page.locator("#generation-said")).to_have_text("Generation 7")
    expect(page.get_by_role("slider", name="Generation shown")).to_have_attribute(
        "aria-valuenow", "7"
    )


def test_a_word_is_looked_up_and_a_hostile_one_is_shown_as_it_is(page: Page) -> None:
    visit(page, ADDRESS)
    field = page.get_by_label("Is my word still there?")
    field.fill("quokka")
    expect(page.locator("#word-answer")).to_contain_text("It is lost by 20")
    field.fill("<img src=x onerror=alert(1)>")
    expect(page.locator("#word-answer")).to_contain_text("<img src=x onerror=alert(1)>")
    settle(page)
    assert_accessible(page)


def test_a_simulation_is_followed_and_found_after_a_reload(page: Page) -> None:
    visit(page, SMALL)
    page.get_by_role("button", name="Simulate 20 runs").click()
    said = page.locator("#simulate-said")
    expect(said).to_contain_text("Done", timeout=60_000)
    unit = page.get_by_text("20 simulated runs", exact=False).first
    expect(unit).to_be_attached()
    page.reload()
    expect(said).to_contain_text("Done")
    expect(unit).to_be_attached()


def test_a_simulation_is_called_off(page: Page) -> None:
    visit(page, "/collapse?v=1&lab_corpus=3e7")
    page.get_by_role("button", name="Simulate 20 runs").click()
    expect(page.locator("#simulate-said")).to_contain_text("Simulating")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#simulate-said")).to_contain_text("Called off", timeout=60_000)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"The quokka, the well and <b>=1+1</b>", "rare tail"),
        ("b.csv", b"pattern,frequency\n=1+1,3\n<script>,1\nquokka,5\n", "rare tail"),
        ("c.csv", b"pattern,frequency\nquokka,-1\n", "not a finite number of 0 or above"),
        ("d.csv", b"pattern,frequency\nquokka,inf\n", "not a finite number of 0 or above"),
        ("e.csv", b"word;count;share\na;1;2\n", "needs the columns pattern and frequency"),
        ("f.txt", b"\x00\x01\x02", "binary data"),
        ("g.txt", b"\xff\xfe\xfa", "not UTF-8"),
        ("h.txt", b"  \n", "it is empty"),
        ("i.csv", b"x,1\n" * 2_100_000, "more than 1 million rows"),
        ("j.txt", b"x" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_an_archive_is_answered(page: Page, name: str, content: bytes, said: str) -> None:
    visit(page, ADDRESS)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})
    expect(page.locator("#archive-answer")).to_contain_text(said, timeout=20_000)
    if name == "a.txt":
        settle(page)
        assert_accessible(page)
        page.get_by_role("button", name="Forget it").click()
        expect(page.locator("#archive-answer")).to_be_empty()


@pytest.mark.visual
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_view(new_page, assert_screenshot, dark: bool) -> None:
    page = new_page(width=1440, height=1000, dark=dark)
    visit(page, ADDRESS)
    assert_screenshot(page, f"collapse-whole-1440-{'dark' if dark else 'light'}", full_page=True)
