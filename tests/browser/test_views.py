"""Every view loads, is accessible, fits every width and looks as approved, light and dark.

`make screenshots` takes the approved pictures anew, for review.
"""

import pytest
from playwright.sync_api import Page, expect

from analytics.scenario import GROUPS
from dashboard import showing
from tests.browser.harness import assert_accessible, settle
from tests.browser.looks import assert_looks
from tests.browser.opening import VIEWS, open_group, visit

LIBRARY = "/library"
"""What it shows depends on what was saved: it is looked at where nothing was (test_library.py)."""


@pytest.mark.visual
@pytest.mark.parametrize("path", [path for path in VIEWS if path != LIBRARY])
def test_a_view_is_accessible_fits_and_looks_as_approved(
    new_page, assert_screenshot, path: str
) -> None:
    assert_looks(new_page(width=1920, height=1000), assert_screenshot, path)


@pytest.mark.visual
def test_depletion_against_a_pinned_baseline(new_page, assert_screenshot) -> None:
    page = new_page(width=1440, height=1000)
    visit(page, "/depletion?preset=consent-crackdown&pin=preset%3Das-published")
    assert_screenshot(page, "depletion-pinned-1440-light", full_page=True)


def test_the_page_is_accessible_with_everything_open(new_page) -> None:
    page = new_page(height=1000)
    visit(page, "/depletion?v=1&consent_measure=terms&contamination=on&slowdown=on&foo=1")
    for group in [group for group in GROUPS if group not in showing.ONLY_ON][1:]:
        open_group(page, GROUPS[group])
    settle(page)
    assert_accessible(page)
    page.get_by_role("button", name="About Growth of training tokens").click()
    expect(page.get_by_text("Villalobos et al. 2024", exact=False).first).to_be_visible()
    assert_accessible(page)


def test_groups_of_controls_are_shown_where_they_act(page: Page) -> None:
    visit(page, "/?score_rule=arithmetic")
    moat = page.locator('.rail [data-group="moat"]')
    expect(moat).to_contain_text("1 changed")
    open_group(page, GROUPS["moat"])
    expect(page.get_by_role("textbox", name="Criteria are combined by")).to_have_value(
        "Arithmetic mean"
    )
    page.locator('nav.views a[data-view="/depletion"]').click()
    expect(moat).to_be_hidden()
    expect(page.locator('.rail [data-group="demand"]')).to_be_visible()


def test_the_controls_open_on_a_tablet(new_page) -> None:
    page = new_page(width=820, height=1100)
    visit(page, "/")
    expect(page.locator("#preset")).not_to_be_in_viewport()
    page.get_by_role("button", name="Scenario controls").click()
    expect(page.locator("#preset")).to_be_in_viewport()
    settle(page)
    assert_accessible(page)


def test_the_colour_scheme_redraws_the_charts(page: Page) -> None:
    visit(page, "/depletion")
    colour = "document.querySelector('.js-plotly-plot')._fullLayout.font.color"
    light = page.evaluate(colour)
    page.get_by_role("button", name="Toggle color scheme").click()
    settle(page)
    page.wait_for_function(f"{colour} !== {light!r}")


def test_no_chart_offers_to_upload(page: Page) -> None:
    visit(page, "/depletion")
    plots = page.locator(".js-plotly-plot")
    assert plots.count() == 6
    for plot in plots.all():
        plot.hover()
    assert page.get_by_text("Share chart").count() == 0
    assert page.locator('[data-title*="cloud" i], [data-title*="share" i]').count() == 0


def test_nothing_shifts_when_the_view_loads(page: Page) -> None:
    page.add_init_script(
        """window.shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            if (document.body.dataset.ready && !entry.hadRecentInput) window.shifts += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });"""
    )
    visit(page, "/depletion")
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifts") < 0.02


def test_an_unknown_address_is_a_404_in_the_same_style(
    page: Page, expected_problems: list[str]
) -> None:
    expected_problems.append("404")
    answer = page.goto("/vendor-x")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("link")).to_have_attribute("href", "/")
