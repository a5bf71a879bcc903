"""Pictures of the views: each in both themes at every width, as the tests take them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.served import aquifer
from dashboard.figures.chart import Scheme
from review.picture import Wanted
from tests.browser import harness
from tests.browser.opening import VIEWS, visit

WIDTHS = (1440, 1920, 1280, 820)
WHOLE = (1280, 820)
"""Widths at which a view is shown in its whole length."""

THEMES: tuple[Scheme, ...] = ("light", "dark")
HEIGHT = 1000
TALLEST = 12_000
"""Pixels of a view in its whole length: nobody looks over more, and Chromium is slow with it."""

PATIENCE_MS = 60_000

Answer = TypeVar("Answer")
Taken = tuple[Wanted, bytes | str]
"""A picture, PNG, or why there is none."""


def wanted() -> list[Wanted]:
    """Every view, theme and width."""
    return [_wanted(path, width, theme) for path in VIEWS for theme in THEMES for width in WIDTHS]


def taken() -> Iterator[Taken]:
    """Take them all, from a server of our own with an empty home; a browser for each theme."""
    try:
        harness.find_chrome()
    except FileNotFoundError as error:
        yield from ((one, str(error)) for one in wanted())
        return
    with aquifer() as served, ThreadPoolExecutor(len(THEMES)) as pool:
        for found in pool.map(lambda theme: _of_theme(served.address, theme), THEMES):
            yield from found


def _of_theme(address: str, theme: Scheme) -> list[Taken]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=harness.find_chrome(),
            args=list(harness.CHROME_ARGUMENTS),
            chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
        )
        found: list[Taken] = []
        for path in VIEWS:
            context = harness.new_context(
                browser, address, width=WIDTHS[0], height=HEIGHT, dark=theme == "dark"
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            shown = _tried(_opened, page, path)
            for width in WIDTHS:
                content = shown if isinstance(shown, str) else _tried(_picture, shown, width)
                found.append((_wanted(path, width, theme), content))
            context.close()
        browser.close()
    return found


def _opened(page: Page, path: str) -> Page:
    visit(page, path)
    return page


def _picture(page: Page, width: int) -> bytes:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return harness.take_screenshot(page, full_page=width in WHOLE, tallest=TALLEST)


def _tried(action: Callable[..., Answer], *arguments: Any) -> Answer | str:
    """What an action returns, or why it failed: the other pictures are still to be taken."""
    try:
        return action(*arguments)
    except (Error, AssertionError) as error:
        return str(error).strip().splitlines()[0]


def _wanted(path: str, width: int, theme: Scheme) -> Wanted:
    name = VIEWS[path].lower().replace(" ", "-")
    whole = ", whole" if width in WHOLE else ""
    return Wanted(VIEWS[path], f"{name}-{width}-{theme}", f"{width} {theme}{whole}")
