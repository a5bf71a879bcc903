"""Fixtures of the browser tests: the served app, a Chromium, and pages that are watched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser import harness

# A machine with two cores runs several browsers and servers at once.
expect.set_options(timeout=20_000)

ROOT = Path(__file__).parents[2]
_WATCHES = pytest.StashKey[list[harness.Watch]]()
_NAMES = pytest.StashKey[dict[str, str]]()


class NewPage(Protocol):
    """Opens a watched page, where nothing is remembered; addresses may be paths such as `/`.

    `apart`: as somebody else's browser, with a session of its own.
    """

    def __call__(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        reduced_motion: bool = True,
        apart: bool = False,
    ) -> Page: ...


class AssertScreenshot(Protocol):
    """Compares a page at rest with `tests/browser/approved/<name>.png`."""

    def __call__(
        self, page: Page, name: str, *, full_page: bool = False, mask: tuple[str, ...] = ()
    ) -> None: ...


# The scope is the package's, not the session's: while Playwright runs, its event loop occupies
# the thread, and a test elsewhere that wants a loop of its own would fail.
@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Aquifer, served as a user would, with a home of its own."""
    with serving(tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("log")) as address:
        yield address


@contextmanager
def serving(home: Path, logs: Path, **more: str) -> Iterator[str]:
    """Serve Aquifer as a user would.

    Args:
        home: its AQUIFER_HOME.
        logs: directory for its log.
        more: variables of its environment.

    Yields:
        Its address.
    """
    log = logs / "server.log"
    environ = os.environ | {"PORT": "0", "AQUIFER_HOME": str(home)} | more
    environ.pop("AQUIFER_URL", None)
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            [sys.executable, "-m", "dashboard"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            # It prints where it is as soon as it accepts connections, or ends.
            said = process.stdout.readline()
            assert said.startswith("Aquifer is at "), f"it did not start:\n{log.read_text()}"
            address = said.split()[3]
            _wait_for_health(address)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=15)
    assert process.returncode == 0, f"it did not end cleanly:\n{log.read_text()[-4000:]}"


def _wait_for_health(address: str) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


class Profiles:
    """A Chromium for each server, with a profile of its own on disk.

    In a profile Chromium keeps the page's scripts compiled, which a context made anew for each test
    must do anew: half of what loading a page takes.
    """

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        """Keep profiles in a folder."""
        self._playwright = playwright
        self._folder = folder
        self._contexts: dict[str, BrowserContext] = {}

    def of(self, server: str) -> BrowserContext:
        """The Chromium for a server's pages, without a window; started where there is none."""
        if server not in self._contexts:
            self._contexts[server] = self._playwright.chromium.launch_persistent_context(
                self._folder / f"{len(self._contexts)}",
                executable_path=harness.find_chrome(),
                args=list(harness.CHROME_ARGUMENTS),
                chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
                base_url=server,
                viewport={"width": 1440, "height": 900},
                device_scale_factor=1,
                color_scheme="light",
                reduced_motion="reduce",
                locale="en-GB",
                timezone_id="UTC",
            )
            self._contexts[server].add_init_script(harness.BEFORE_ALL)
        return self._contexts[server]

    def close(self) -> None:
        """End each Chromium."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="package")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profiles]:
    """The machine's Chromium, by server."""
    with sync_playwright() as playwright:
        profiles = Profiles(playwright, tmp_path_factory.mktemp("profiles"))
        yield profiles
        profiles.close()


@pytest.fixture
def expected_problems() -> list[str]:
    """Regular expressions a test adds for the console errors and requests it provokes."""
    return []


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, profiles: Profiles, server: str, expected_problems: list[str]
) -> Iterator[NewPage]:
    """A function that opens a watched page; the test fails if any of its pages had a problem."""
    context = profiles.of(server)
    watches = request.node.stash.setdefault(_WATCHES, [])
    watches.append(harness.Watch(context, server, expected_problems))
    others: list[BrowserContext] = []

    def open_page(
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        reduced_motion: bool = True,
        apart: bool = False,
    ) -> Page:
        if apart:
            assert context.browser is not None
            other = harness.new_context(
                context.browser, server, width=width, height=height, dark=dark, still=reduced_motion
            )
            others.append(other)
            watches.append(harness.Watch(other, server, expected_problems))
            return other.new_page()
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if reduced_motion else "no-preference",
        )
        # what a page before it has left: a session, the colours that were picked
        forget = {"origin": server, "storageTypes": "cookies,local_storage,indexeddb"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", forget)
        return page

    first = {*context.pages}
    yield open_page
    watches[0].stop()
    for page in {*context.pages} - first:
        page.close()
    for other in others:
        other.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page of 1440 by 900, light and without motion."""
    return new_page()


@pytest.fixture
def assert_screenshot(request: pytest.FixtureRequest) -> AssertScreenshot:
    """A function that compares a page with its approved screenshot, or approves it."""
    approve = bool(request.config.getoption("--approve"))
    names = request.config.stash.setdefault(_NAMES, {})

    def compare(
        page: Page, name: str, *, full_page: bool = False, mask: tuple[str, ...] = ()
    ) -> None:
        # two tests of one picture would each overwrite what the other has approved
        taker = names.setdefault(name, request.node.nodeid)
        assert taker == request.node.nodeid, f"{taker} has a screenshot of the name {name}, too"
        actual = harness.take_screenshot(page, full_page=full_page, mask=mask)
        harness.compare_screenshot(actual, name, approve=approve)

    return compare


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    # Within the call, not in a fixture's teardown: so the test itself is what fails.
    result = yield
    for watch in pyfuncitem.stash.get(_WATCHES, []):
        watch.check()
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
