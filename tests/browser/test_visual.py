"""Approved screenshots of every view; `make screenshots` takes them anew for review."""

import pytest

from tests.browser.harness import settle
from tests.browser.opening import VIEWS, visit


def name(path: str) -> str:
    """What the approved screenshots of a view are called."""
    return VIEWS[path].lower().replace(" ", "-")


@pytest.mark.visual
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", VIEWS)
def test_view(new_page, assert_screenshot, path: str, dark: bool) -> None:
    page = new_page(width=1440, height=1000, dark=dark)
    visit(page, path)
    for width in (1440, 1920):
        page.set_viewport_size({"width": width, "height": 1000})
        settle(page)
        assert_screenshot(page, f"{name(path)}-{width}-{'dark' if dark else 'light'}")


@pytest.mark.visual
@pytest.mark.parametrize("path", ["/", "/depletion"])
def test_view_on_a_tablet(new_page, assert_screenshot, path: str) -> None:
    page = new_page(width=820, height=1180)
    visit(page, path)
    assert_screenshot(page, f"{name(path)}-820-light", full_page=True)


@pytest.mark.visual
def test_depletion_against_a_pinned_baseline(new_page, assert_screenshot) -> None:
    page = new_page(width=1440, height=1000)
    visit(page, "/depletion?preset=consent-crackdown&pin=preset%3Das-published")
    assert_screenshot(page, "depletion-pinned-1440-light", full_page=True)
