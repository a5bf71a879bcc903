"""The login in a browser: asked for where one is, legible, and back to what one was at."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Page, expect

from dashboard.database import Database
from dashboard.login.passwords import Passwords
from dashboard.login.users import Users
from dashboard.settings import Settings
from tests.browser.conftest import serving
from tests.browser.harness import assert_accessible, settle

NAME, OTHER, PASSWORD = "ada", "bob", "correct horse battery"
LINK = "/depletion?v=1&overtraining=2"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def users(home) -> Iterator[Users]:
    database = Database.of(Settings(home=home))
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    users = Users(database, Passwords(cheap))
    users.add(NAME, PASSWORD)
    users.add(OTHER, PASSWORD)
    yield users
    database.close()


@pytest.fixture(scope="module")
def server(home, users, tmp_path_factory) -> Iterator[str]:
    """Aquifer behind its login and by two processes, instead of without one and by one."""
    more = {"AQUIFER_LOGIN": "required", "AQUIFER_WORKERS": "2"}
    with serving(home, tmp_path_factory.mktemp("log"), **more) as address:
        yield address


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_a_link_asks_for_a_login_and_opens_after_it(new_page, expected_problems, users) -> None:
    expected_problems.append("401")
    page = new_page()
    page.goto(LINK)
    expect(page).to_have_title("Log in – Aquifer")
    assert_accessible(page)
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("Name or password is wrong.")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LINK}*")
    page.wait_for_selector("body[data-ready]")
    settle(page)
    # What one saves and has done is one's own.
    page.keyboard.press("Control+s")
    page.get_by_label("Name", exact=True).fill("Ada’s runs")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved-as")).to_contain_text("saved")
    page.keyboard.press("l")
    expect(page.get_by_role("row", name="Ada’s runs")).to_be_visible()
    page.get_by_role("button", name="Export the scenario shown").click()
    job = page.locator(".jobs-list li")
    expect(job).to_contain_text("Done", timeout=60_000)
    file = job.get_by_role("link", name="Download").get_attribute("href")
    assert file and page.request.get(file).ok
    theirs = new_page(apart=True)
    theirs.goto("/library")
    log_in(theirs, OTHER)
    expect(theirs.get_by_role("heading", name="Nothing is saved yet.")).to_be_visible()
    expect(theirs.get_by_text("Nothing runs.")).to_be_visible()
    assert theirs.request.get(file).status == 404
    page.go_back()
    settle(page)
    # Logged out from elsewhere, the page says so and keeps what it shows.
    users.end_sessions(NAME)
    page.get_by_role("button", name="Pin baseline").click()
    expect(page.locator(".logged-out")).to_be_visible()
    expect(page.locator(".undrawn")).to_be_hidden()
    page.get_by_role("link", name="log in again").click()
    expect(page).to_have_title("Log in – Aquifer")
    assert page.locator("[name=next]").get_attribute("value").startswith("/depletion?v=1")


@pytest.mark.parametrize(("dark", "width"), [(False, 1440), (True, 820)])
def test_the_account_is_legible_and_logs_out(new_page, expected_problems, dark, width) -> None:
    expected_problems.extend(["401", "request off this server: http://localhost"])
    page = new_page(dark=dark, width=width)
    page.goto("/account")
    assert_accessible(page)
    log_in(page, NAME)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # A link on another site comes without the cookie, and yet to the page it names.
    page.goto(page.url.replace("127.0.0.1", "localhost").replace("account", "login"))
    page.evaluate(
        "location.href = location.href.replace('localhost', '127.0.0.1')"
        ".replace('login', 'account')"
    )
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page).to_have_title("Log in – Aquifer")
