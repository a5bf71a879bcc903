"""The tornados: valid for every scenario, apart by kind, and every bar names its control."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics import findings
from analytics.outlook.drivers import drivers
from analytics.scenario import DECLARATIONS
from dashboard.figures import CHARTS, SLOW, Chart, Request
from dashboard.figures.chart import Scheme
from dashboard.figures.drivers import choices, common, inputs
from dashboard.figures.drivers.common import CHOICES, COLUMNS
from dashboard.figures.labels import width_of
from tests.dashboard.figures.drawing import NAMES, decoded
from tests.dashboard.figures.drawing import request as plain


def request(name: str = "as-published", by: str = "year", scheme: Scheme = "light") -> Request:
    return replace(plain(name, scheme=scheme), options={"drivers": by})


def check(chart: Chart) -> None:
    go.Figure(chart.figure)
    assert list(chart.table.columns) == list(COLUMNS)
    assert chart.table["unit"].isin(["year", "share"]).all()
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and "nan" not in text.split() and "inf" not in text.split()
    low, high = chart.figure["layout"]["xaxis"]["range"]
    assert np.isfinite([low, high]).all() and low < high
    for trace in chart.figure["data"]:
        assert np.isfinite(decoded(trace["x"])).all()


@pytest.mark.parametrize("by", CHOICES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draw", [inputs, choices])
def test_every_tornado_of_every_scenario(draw, name, by) -> None:
    for scheme in ("light", "dark"):
        check(draw(request(name, by, scheme=scheme)))


@pytest.mark.parametrize("by", CHOICES)
@pytest.mark.parametrize("name", NAMES)
def test_every_row_leads_to_a_control(name, by) -> None:
    for draw in (inputs, choices):
        targets = draw(request(name, by)).figure["data"][-1]
        assert set(targets["customdata"]) <= set(DECLARATIONS)
        assert len(targets["customdata"]) == len(set(targets["customdata"])) == len(targets["x"])


def test_inputs_and_choices_do_not_mix() -> None:
    asked = request()
    found = drivers(asked.outlook)
    uncertain = set(inputs(asked).figure["data"][-1]["customdata"])
    chosen = set(choices(asked).figure["data"][-1]["customdata"])
    assert not uncertain & chosen
    assert uncertain <= {bar.field for bar in found.inputs} and len(uncertain) == 10
    assert "demand_growth_from" in chosen and "demand_growth" not in chosen


@pytest.mark.parametrize("by", CHOICES)
def test_bars_reach_from_the_scenario_to_each_setting(by) -> None:
    asked = request(by=by)
    bars = common.widest(drivers(asked.outlook).inputs, by, 10)
    figure = inputs(asked).figure
    tips = set()
    for trace in figure["data"]:
        if trace["type"] == "bar" and trace.get("xaxis") != "x2":
            tips |= {round(trace["base"] + long, 4) for long in decoded(trace["x"])}
    assert tips == {round(x, 4) for bar in bars for x in common.values(bar, by)}


def test_the_line_is_the_scenario_as_it_is() -> None:
    for by in ("year", "probability"):
        asked = request(by=by)
        (bar, *_) = drivers(asked.outlook).inputs
        assert common.base(asked.outlook, by) == pytest.approx(
            bar.base_year if by == "year" else bar.base_probability
        )
    chance = findings.probability_by(asked.outlook, 2032)
    assert f"{100 * chance:.0f}%" in str(inputs(asked).figure["layout"]["annotations"][0]["text"])


def test_the_settings_stand_at_the_ends_of_the_bars() -> None:
    texts = [one["text"] for one in inputs(request()).figure["layout"]["annotations"]]
    for wanted in ("117", "639", "12.7%", "31.5%", "43%"):
        assert wanted in texts
    texts = [one["text"] for one in choices(request()).figure["layout"]["annotations"]]
    assert "since 2024" in texts and "Terms of service" in texts


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("draw", [inputs, choices])
def test_words_at_the_ends_fit_into_the_plot(draw, name) -> None:
    figure = draw(request(name)).figure
    low, high = figure["layout"]["xaxis"]["range"]
    part = figure["layout"]["xaxis"].get("domain", [0, 1])[1]
    for one in figure["layout"]["annotations"]:
        if "xref" in one or "yref" in one:
            continue
        pixels = 400 * part * (one["x"] - low) / (high - low)
        reach = pixels + width_of(one["text"], 11) * (1 if one["xanchor"] == "left" else -1)
        assert -25 <= reach <= 400 * part + 25, one["text"]


def test_the_finding_names_the_widest_bar() -> None:
    assert inputs(request()).title == (
        "Of the uncertain inputs, “Unique indexed pages” moves the median year most: 2027.9 at "
        "117 billion pages, 2030.3 at 639 billion pages, if past growth continues"
    )
    assert choices(request()).title.startswith("Of the choices, “Video opened: 100%” moves")
    assert "which demand path holds makes 20% of the spread" in inputs(request()).unit.lower()


def test_where_nothing_is_uncertain_it_says_so() -> None:
    chart = inputs(request("no uncertainty"))
    assert chart.title.startswith("No uncertain input moves the median year")
    assert len(chart.table) == 1
    (said,) = chart.figure["layout"]["annotations"]
    assert "No uncertain input" in said["text"]


def test_an_answer_beyond_the_horizon_is_drawn_at_the_end_and_empty_in_the_table() -> None:
    chart = choices(request("never exhausted"))
    assert "not after 2100" in chart.title.replace("\u00a0", " ")
    assert np.isnan(chart.table["value"].iloc[0])


def test_the_table_holds_every_bar_and_every_total_index() -> None:
    table = inputs(request()).table
    assert (table["variable"] == "Median exhaustion year").sum() == 1 + 2 * 10
    totals = table[table["variable"] == "Total Sobol’ index"]
    assert len(totals) == 11 and "demand_path" in set(totals["field"])


def test_the_tornados_wait_until_all_is_at_rest() -> None:
    assert {"depletion-drivers", "depletion-choices"} <= SLOW <= set(CHARTS)
