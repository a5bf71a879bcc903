"""How a view is looked at: every width, light and dark, in one go."""

from typing import Literal

from playwright.sync_api import Page, expect

from tests.browser.conftest import AssertScreenshot
from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import VIEWS, visit

ON_A_TABLET = ("/", "/depletion")
"""Views that have an approved screenshot of their whole length on a tablet."""

Scheme = Literal["light", "dark"]
COLOURS: tuple[Scheme, Scheme] = ("light", "dark")

LOOKS: tuple[tuple[int, Scheme], ...] = (
    (1920, "light"),
    (1440, "light"),
    (1280, "light"),
    (820, "light"),
    (1440, "dark"),
    (1920, "dark"),
)
"""Widths and colours that a view goes through, one after the other."""

OF_COLOUR = ("color-contrast", "link-in-text-block")
"""Rules that what is right in the light may break in the dark."""


# A view takes seconds to open: what is asked of it as it stands is asked in one go.
def assert_looks(page: Page, assert_screenshot: AssertScreenshot, path: str) -> None:
    """Check that a view is accessible, fits every width and looks as approved, light and dark."""
    visit(page, path)
    expect(page).to_have_title(f"{VIEWS[path]} – As published (Epoch 2024) – Aquifer")
    assert page.locator("html").get_attribute("lang") == "en"
    name = VIEWS[path].lower().replace(" ", "-")
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 1000})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
        if width >= 1440:
            assert_screenshot(page, f"{name}-{width}-{scheme}")
        if (width, scheme) == (820, "light"):
            assert_accessible(page)
        if (width, scheme) == (1440, "dark"):
            assert_accessible(page, only=OF_COLOUR)
        if width == 820 and path in ON_A_TABLET:
            assert_screenshot(page, f"{name}-820-light", full_page=True)
