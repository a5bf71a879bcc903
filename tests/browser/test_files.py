"""What a user takes away: CSV, PNG, SVG, and each equal to what the model says."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from analytics.exports.formats import FORMATS, make
from analytics.outlook import evaluate
from analytics.scenario import PRESETS
from dashboard.figures import CHARTS
from dashboard.figures.chart import Request
from tests.browser.harness import assert_accessible
from tests.browser.opening import visit


def saved(page: Page, button: str, folder: Path, index: int = 0) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).nth(index).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_download_scenario_is_the_export_of_the_shell(page: Page, tmp_path: Path) -> None:
    visit(page, "/?preset=overtrained-5x")
    opener, formats = page.locator("#download-scenario"), page.locator("#export-menu")
    opener.click()
    expect(formats.get_by_role("button").first).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(formats).to_be_hidden()
    expect(opener).to_be_focused()
    preset = PRESETS["overtrained-5x"]
    for format in (FORMATS["csv"], FORMATS["xlsx"]):
        opener.click()
        path = saved(page, f"{format.label} {format.help}", tmp_path)
        expect(formats).to_be_hidden()
        assert path.name == f"aquifer-overtrained-5x.{format.ending}"
        assert path.read_bytes() == make(format, preset.scenario, preset)
    # a program reads the same at the address
    answer = page.request.get("/export/scenario.xlsx?preset=overtrained-5x")
    assert answer.body() == path.read_bytes()


ON_PAGE = {
    "depletion": "/depletion",
    "record": "/record",
    "vendors": "/vendors",
    "market": "/market",
    "collapse": "/collapse",
    "outlook": "/",
    "sensitivity": "/sensitivity",
    "join": "/",
    "compare": "/compare",
}


@pytest.mark.parametrize("view", ON_PAGE)
def test_each_charts_csv_is_what_is_drawn(page: Page, tmp_path: Path, view: str) -> None:
    visit(page, ON_PAGE[view] + "?preset=consent-crackdown")
    preset = PRESETS["consent-crackdown"]
    request = Request(evaluate(preset.scenario), preset)
    mine = [one for one in CHARTS if one.split("-")[0] == view]
    for chart in {
        mine[0],
        mine[len(mine) // 2],
    }:  # what any other says is one post, see the tests of the API
        button = page.locator(f"""[id='{{"chart":"{chart}","part":"csv"}}']""")
        with page.expect_download() as waiting:
            button.click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.name == f"aquifer-{chart}-consent-crackdown.csv"
        drawn = CHARTS[chart](request)
        read = pd.read_csv(io.BytesIO(path.read_bytes()))
        told = ["scenario", "baseline", "source", "data_version", "link"]
        told = [one for one in told if one not in drawn.table]
        assert [*read.columns][: drawn.table.shape[1]] == [*drawn.table.columns]
        # a comparison has no baseline behind it
        assert {*told} - {"baseline"} <= {*read.columns} <= {*drawn.table.columns, *told}
        assert set(read["scenario"]) == {"Consent crackdown"}
        assert len(read) == len(drawn.table) > 0
        for column in drawn.table.select_dtypes("number"):
            np.testing.assert_allclose(read[column], drawn.table[column], rtol=1e-5)


def test_every_chart_is_on_a_view() -> None:
    assert {chart.split("-")[0] for chart in CHARTS} == set(ON_PAGE)


def test_png_and_svg_at_slide_size_carry_title_and_source(page: Page, tmp_path: Path) -> None:
    visit(page, "/depletion")
    png = saved(page, re.compile("PNG"), tmp_path)  # type: ignore[arg-type]
    with Image.open(png) as image:
        assert image.size == (1920, 1080)
        assert len(image.convert("RGB").getcolors(2**24) or []) > 50
    svg = saved(page, re.compile("SVG"), tmp_path)  # type: ignore[arg-type]
    text = " ".join(ElementTree.parse(svg).getroot().itertext())
    assert "Villalobos" in text
    assert "Aquifer" in text
    assert "As published" in text
