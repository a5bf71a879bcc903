"""Evidence in a browser: what is searched, filtered, sorted and selected is in the address."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.opening import visit

LINK = (
    "/evidence?table=deals&search=news&filter=rights:contains:training%3B"
    "announced_from:greaterThan:2023-01-01&sort=buyer:desc&row=meta-news-corp-2026-03"
)


def test_a_link_brings_the_rows_and_the_source_back(page: Page) -> None:
    visit(page, LINK)
    rows = page.locator("#evidence-grid .ag-center-cols-container .ag-row")
    panel = page.locator("#evidence-panel")
    expect(panel).to_contain_text("at least 3 years")
    expect(page.locator("#evidence-search")).to_have_value("news")
    buyers = page.evaluate(
        """() => [...document.querySelectorAll("#evidence-grid [col-id='deals.buyer'].ag-cell")]
          .map((cell) => [Number(cell.parentElement.getAttribute("row-index")), cell.innerText])
          .sort((a, b) => a[0] - b[0]).map((one) => one[1])"""
    )
    assert buyers == sorted(buyers, key=str.casefold, reverse=True) and len(buyers) > 1
    count = rows.count()
    expect(page.locator("#evidence-count")).to_have_text(re.compile(rf"^{count} of \d+ rows$"))
    assert "row=meta-news-corp" in page.url and "sort=buyer" in page.url

    # a search is a step, the row that is read is none
    page.locator("#evidence-search").fill("Reddit")
    page.wait_for_url(re.compile("search=Reddit"))
    expect(page.locator("#evidence-count")).not_to_have_text(re.compile(rf"^{count} of"))
    page.get_by_role("button", name="Close").click()
    page.wait_for_url(lambda url: "row=" not in url)
    page.go_back()
    expect(page.locator("#evidence-search")).to_have_value("news")
    expect(rows).to_have_count(count)
    assert "filter=rights" in page.url

    # of another table nothing was asked yet; Back brings the former one as it was
    page.get_by_role("textbox", name="Table", exact=True).click()
    page.get_by_role("option", name=re.compile("^Prices")).click()
    page.wait_for_url(re.compile("table=unit_prices"))
    expect(page.locator("#evidence-count")).to_have_text(re.compile("^All"))
    assert "search=" not in page.url and "filter=" not in page.url
    page.go_back()
    expect(page.locator("#evidence-count")).to_have_text(re.compile(rf"^{count} of \d+ rows$"))
    assert "sort=buyer" in page.url
