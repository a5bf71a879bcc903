"""A view on a projector and on paper: what is shown, what is hidden, and that all comes back."""

from playwright.sync_api import Page, expect

from tests.browser.harness import assert_accessible, settle
from tests.browser.opening import visit

CHART = """() => {
  const plot = document.querySelector("[data-stop] .js-plotly-plot");
  const { width, height, right, bottom } = plot.querySelector(".main-svg").getBoundingClientRect();
  return { drawn: plot._fullLayout.width, width, height, right, bottom };
}"""


def test_a_briefing_shows_the_findings_and_then_each_chart(new_page) -> None:
    page: Page = new_page(width=1920, height=1080)
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

    # another view in the midst of it is told from its beginning
    page.get_by_role("button", name="Briefing").click()
    page.keyboard.press("0")
    expect(page.locator("h1")).to_have_text("Methods")
    expect(position).to_contain_text("1 of ")
    page.keyboard.press("b")
    expect(page.locator(".rail")).to_be_visible()


def test_paper_takes_charts_whole_in_light_colours_and_tables_written_out(new_page) -> None:
    page: Page = new_page(width=1920, height=1000, dark=True)
    visit(page, "/vendors?v=1&log2_worlds=8")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "light"
    widths = page.evaluate(
        "[...document.querySelectorAll('#main .js-plotly-plot')].map((p) => p._fullLayout.width)"
    )
    assert len(widths) > 5 and max(widths) <= 1040
    written = page.locator(".written-out tbody tr")
    assert written.count() > 5
    page.emulate_media(media="print")
    for hidden in (".rail", ".header-tools", ".chart-buttons >> nth=0", ".ag-root >> nth=0"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(written.first).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(written).to_have_count(0)
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"
    expect(page.locator(".rail")).to_be_visible()
