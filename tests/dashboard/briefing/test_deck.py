"""The deck, read back: its numbers are the CSV's, its charts can be edited, its bytes are fixed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from analytics import findings
from analytics.estimates import normal
from analytics.exports import tidy
from analytics.exports.vendors import ACCEPTABILITY
from analytics.exports.words import lost_words
from analytics.outlook import evaluate
from analytics.outlook.laboratory import run
from analytics.scenario import PRESETS, Scenario
from analytics.scenario.mixes import Mix
from analytics.wording import plain
from dashboard.briefing import deck, grids
from dashboard.briefing.deck import SLIDES
from dashboard.briefing.stage import Footer, Stage
from dashboard.briefing.word_slides import WORDS
from dashboard.figures import Request
from dashboard.figures.palette import DARK

PRESET = PRESETS["as-published"]
SCENARIO = Scenario(log2_worlds=10, log2_moat_draws=8, overtraining=5.0)
BASE = "https://aquifer.example.org"


@pytest.fixture(scope="module")
def asked():
    return Request(evaluate(SCENARIO), PRESET)


@pytest.fixture(scope="module")
def content(asked):
    return deck(asked, BASE)


@pytest.fixture(scope="module")
def slides(content):
    return list(Presentation(io.BytesIO(content)).slides)


@pytest.fixture(scope="module")
def rows(asked):
    return tidy.rows(asked.outlook, "it", "/")


def charts(slide):
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def by_kicker(slides, kicker):
    return [
        s
        for s in slides
        if kicker.upper() in {x.text_frame.text for x in s.shapes if x.has_text_frame}
    ]


def numbers(series):
    """X and y of a series of an XY chart, or its values."""
    return np.array([float(v) for v in series.values])


def across(series):
    return np.array([float(v.text) for v in series._element.xVal.findall(".//{*}v")])


def of(rows, series, **where):
    found = rows[rows["series"] == series]
    for column, value in where.items():
        found = found[
            np.isclose(found[column], value) if column != "vendor" else found[column] == value
        ]
    return found["value"].to_numpy(float)


def test_every_slide_says_what_it_shows_how_it_was_made_and_where_from(slides):
    assert len(slides) == len(SLIDES) + 1
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        notes = slide.notes_slide.notes_text_frame.text
        assert "Method." in notes and BASE in notes
        footer = next(s for s in slide.shapes if s.name == "Footer").text_frame.text
        assert findings.name(SCENARIO, PRESET) in footer


def test_no_chart_is_a_picture_and_every_chart_is_told_in_words(slides):
    shapes = [shape for slide in slides for shape in slide.shapes]
    assert not [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    drawn = [shape for shape in shapes if shape.has_chart or shape.has_table]
    assert len([shape for shape in drawn if shape.has_chart]) == 7
    for shape in drawn:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")


def test_titles_are_the_findings_of_the_page(asked, slides):
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert findings.fans_title(asked.outlook, PRESET) in titles
    assert findings.supply_title(asked.outlook, preset=PRESET) in titles


def test_fans_are_the_quantiles_of_the_csv(slides, rows):
    fan = charts(by_kicker(slides, "Depletion")[0])[0]
    ids = {
        "Effective stock": "depletion.stock.effective",
        "Largest training run": "depletion.demand",
    }
    assert len(fan.plots[0].series) == 10
    for series in fan.plots[0].series:
        name, level = series.name.rsplit(", ", 1)
        quantile = 0.5 if level == "median" else float(level.rstrip("%")) / 100
        np.testing.assert_allclose(numbers(series), of(rows, ids[name], quantile=quantile))


def test_columns_add_up_to_the_chances_of_the_csv(slides, rows):
    columns = charts(by_kicker(slides, "Depletion")[1])[0].plots[0]
    chances = of(rows, "depletion.exhaustion.probability_by")
    sums = np.cumsum(numbers(columns.series[0]))
    np.testing.assert_allclose(sums[1:-1], chances[: len(sums) - 2], atol=1e-9)
    assert sums[-1] == pytest.approx(1)


def test_areas_are_the_shares_of_the_csv(slides, rows):
    plot = charts(by_kicker(slides, "Supply")[0])[0].plots[0]
    years = [float(year) for year in plot.categories]
    web = [of(rows, "depletion.supply.web", year=year)[0] for year in years]
    np.testing.assert_allclose(numbers(plot.series[0]), web)
    total = np.sum([numbers(series) for series in plot.series], axis=0)
    np.testing.assert_allclose(total, 1.0)


def test_bars_end_at_the_ranks_of_the_csv(slides, rows):
    plot = charts(by_kicker(slides, "Vendors")[0])[0].plots[0]
    ends = np.cumsum([numbers(series) for series in plot.series], axis=0)
    for i, label in enumerate(plot.categories):
        vendor = str(label).rsplit(", ", 1)[0]
        np.testing.assert_allclose(ends[[0, 2, 4], i], of(rows, "vendors.rank", vendor=vendor))


def test_lines_are_the_risks_of_the_csv(slides, rows):
    plot = charts(by_kicker(slides, "Collapse")[0])[0].plots[0]
    for series in plot.series:
        np.testing.assert_allclose(
            numbers(series), of(rows, "outlook.risk", vendor=series.name), atol=1e-9
        )


def test_dots_are_the_medians_of_the_csv(slides, rows):
    plot = charts(by_kicker(slides, "Trade-off")[0])[0].plots[0]
    dots = next(series for series in plot.series if series.name == "Vendors")
    vendors = rows[rows["series"] == "outlook.risk"]["vendor"].unique()
    at = {"year": 2032, "quantile": 0.5}
    kept = [of(rows, "outlook.tail_kept", vendor=v, **at)[0] for v in vendors]
    wasted = [of(rows, "outlook.compute_wasted", vendor=v, **at)[0] for v in vendors]
    np.testing.assert_allclose(sorted(1 - numbers(dots)), sorted(kept), atol=5e-4)
    np.testing.assert_allclose(sorted(across(dots)), sorted(wasted), atol=5e-4)


def test_cells_are_the_chances_of_the_csv(slides, rows):
    ranks, risks = by_kicker(slides, "Vendors")[1], by_kicker(slides, "Collapse")[1]
    for slide, series, worlds in ((ranks, ACCEPTABILITY, 100), (risks, "outlook.risk", 2**10)):
        table = next(shape.table for shape in slide.shapes if shape.has_table)
        (_, *columns), *told = [[cell.text for cell in row.cells] for row in table.rows]
        found = rows[rows["series"].str.startswith(series)]
        column = found["series"].str.rsplit(".").str[-1] if slide is ranks else found["year"]
        keys = zip(found["vendor"], column.astype(int), strict=True)
        chances = dict(zip(keys, found["value"], strict=True))
        for vendor, *texts in told:
            said = [grids.short(chances[vendor, int(one)], worlds) for one in columns]
            assert texts == said


def test_words_fade_as_those_of_the_csv(slides):
    table = next(s.table for s in by_kicker(slides, "Collapse")[2].shapes if s.has_table)
    (_, *years), total, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    listed = lost_words(SCENARIO).set_index("word")
    assert len(rows) == WORDS
    for name, *chances in rows:
        at = years.index(str(listed["lost_by_year"][name.rsplit(", 1 in ", 1)[0]]))
        gone = [int(text.strip("<>")) for text in chances]
        assert gone == sorted(gone) and gone[at] >= 50 and all(p <= 50 for p in gone[:at])
    counts = [int(plain(text).replace(" ", "")) for text in total[1:]]
    lost = run(SCENARIO).left[1].lost.cumsum()[1:]
    np.testing.assert_array_equal(counts, lost)


def test_what_differs_from_the_baseline_is_listed(slides):
    slide = by_kicker(slides, "Assumptions")[0]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    first = [table.cell(i, 0).text for i in range(1, len(table.rows))]
    assert "Overtraining" in first
    assert len(first) == len(PRESET.scenario.differences(SCENARIO))


def test_a_scenario_of_another_kind_is_told_too():
    """No median year before the horizon, no risk anywhere, a long link, long names."""
    named = "Mitteldeutsche Sprachmodellgesellschaft"
    scenario = PRESETS["stop-scaling"].scenario.model_copy(
        update={
            "log2_worlds": 6,
            "log2_moat_draws": 8,
            "demand_growth": normal(0.0, 0.01),
            "demand_path": "trend",
            "mixes": (Mix(named, (0.3, 0.1, 0.25, 0.25, 0.02, 0.08)),),
            "lab_language": "is",
            "lab_generations": 0,
        }
    )
    content = deck(Request(evaluate(scenario)), BASE + "/" + "x" * 200)
    told = list(Presentation(io.BytesIO(content)).slides)
    assert len(told) == len(SLIDES) + 1
    unit = [shape.text_frame.text for shape in told[-4].shapes if shape.has_text_frame]
    assert any(text.startswith("Chance of exhaustion by the end of 2032") for text in unit)
    risks = next(shape.table for shape in told[8].shapes if shape.has_table)
    cut_short = [row.cells[0].text for row in risks.rows if row.cells[0].text.endswith("…")]
    assert cut_short and named.startswith(cut_short[0][:-1])


def test_the_same_scenario_gives_the_same_bytes(asked, content):
    assert deck(asked, BASE) == content


def test_a_dark_deck_lies_on_dark_paper():
    master = Stage("dark", Footer("it", "data", "/")).deck.slide_master.part
    theme = next(r.target_part for r in master.rels.values() if r.reltype.endswith("/theme"))
    assert f'<a:lt1><a:srgbClr val="{DARK.paper[1:].upper()}"/></a:lt1>'.encode() in theme.blob
