"""A view on a projector and on paper: what is shown, what is hidden, and that all comes back."""

from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import visit

CHART = """() => {
  const plot = document.querySelector("[data-stop] .js-plotly-plot");
  const { width, height, right, bottom } = plot.querySelector(".main-svg").getBoundingClientRect();
  return { drawn: plot._fullLayout.width, width, height, right, bottom };
}"""
WIDTHS = (
    """[...document.querySelectorAll("#main .js-plotly-plot")].map((p) => p._fullLayout.width)"""
)
FITTED = """document.querySelectorAll("#main .main-svg[viewBox]").length"""
SCHEME = "document.documentElement.dataset.mantineColorScheme"


# A view takes seconds to open: what is asked of it as it stands is asked in one go.
def test_a_view_on_a_projector_and_on_paper(new_page) -> None:
    page: Page = new_page(width=1920, height=1080, dark=True)
    visit(page, "/depletion?v=1&preset=overtrained-5x&log2_worlds=8")
    cards = page.locator(".chart-card")
    titles = page.locator(".chart-title").all_inner_texts()
    stops = len(titles) + 1
    position = page.locator("#briefing-position")
    page.locator("#copy-link").focus()
    page.keyboard.press("b")
    expect(position).to_have_text(f"1 of {stops}")
    expect(page.locator("h1")).to_be_visible()
    for hidden in (".rail", ".views", ".header-tools", ".chart-card >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()

    page.keyboard.press("PageDown")
    expect(cards.filter(visible=True)).to_have_count(1)
    expect(page.locator("#said")).to_have_text(f"2 of {stops}: {titles[0]}")
    expect(page.locator("h1")).to_be_hidden()
    # what a picture of the screen has to say by itself
    for shown in ("#scenario-name", "#data-line", "[data-stop] .chart-source"):
        expect(page.locator(shown)).to_be_visible()
    expect(page.locator("[data-stop] .chart-buttons")).to_be_hidden()
    settle(page)
    chart = page.evaluate(CHART)
    # drawn anew for the room, and larger: it fills the width and stays within the window
    assert chart["width"] > 1700 and 1.3 < chart["width"] / chart["drawn"] < 3
    assert chart["height"] > 500 and chart["right"] <= 1920 and chart["bottom"] <= 1080
    assert_accessible(page)

    page.keyboard.press("End")
    expect(position).to_have_text(f"{stops} of {stops}")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(position).to_have_text(f"{stops - 1} of {stops}")
    page.keyboard.press("Escape")
    expect(page.locator(".rail")).to_be_visible()
    expect(page.locator("#copy-link")).to_be_focused()
    assert page.locator("[data-stop], [data-way]").count() == 0

    # charts on paper: as wide as their places on a sheet across, whatever the window, and light
    settle(page)
    widths = page.evaluate(WIDTHS)
    # at once: a browser lays the sheet out as soon as it has told of it
    fitted = page.evaluate(f"(dispatchEvent(new Event('beforeprint')), [{WIDTHS}, {FITTED}])")
    assert {*fitted[0]} == {1400, 674, 916} and fitted[1]
    assert page.evaluate(SCHEME) == "light"
    expect(page.locator(".rail")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".rail")).to_be_visible()
    assert page.evaluate(SCHEME) == "dark" and not page.evaluate(FITTED)
    settle(page)
    assert page.evaluate(WIDTHS) == widths

    # another view in the midst of a briefing is told from its beginning
    page.get_by_role("button", name="Briefing").click()
    page.keyboard.press("9")
    expect(page.locator("h1")).to_have_text("Evidence")
    expect(position).to_contain_text("1 of ")
    page.keyboard.press("b")
    expect(page.locator(".rail")).to_be_visible()

    # a table that scrolls on a screen is written out, as far as is sensible
    expect(page.locator(".ag-row >> nth=0")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".written-out tbody tr")).to_have_count(200)
    expect(page.locator(".written-out caption")).to_contain_text("The first 200 of")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".written-out")).to_have_count(0)
