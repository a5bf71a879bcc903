"""The sensitivity charts: every output, every control, what leads where, what cannot be asked."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics.findings_sensitivity import OUTPUTS
from analytics.outlook import evaluate
from analytics.outlook.break_even import CONTROLS, find
from analytics.outlook.sensitivity import Question
from analytics.scenario import DECLARATIONS, Scenario
from dashboard.figures import CHARTS, SLOW, Chart, Request
from dashboard.figures.chart import Scheme
from dashboard.figures.sensitivity.common import asked_of
from tests.dashboard.figures.drawing import decoded

FEW = {"log2_worlds": 6, "log2_moat_draws": 8}
OURS = [one for one in CHARTS if one.startswith("sensitivity-")]


def request(
    scheme: Scheme = "light", scenario: dict[str, Any] | None = None, **options: str
) -> Request:
    outlook = evaluate(Scenario.model_validate({**FEW, **(scenario or {})}))
    return Request(outlook, None, None, "", scheme, options)


def check(chart: Chart) -> None:
    go.Figure(chart.figure)
    json.dumps(chart.figure, allow_nan=False)
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and "nan" not in text.split() and "inf" not in text.split()


def test_all_are_drawn_late() -> None:
    assert len(OURS) == 4 and set(OURS) <= SLOW


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_is_drawn_and_every_row_leads_to_a_control(output: str) -> None:
    for scheme in ("light", "dark"):
        asked = request(scheme, output=output, vendor="Meta", year="2030")
        for id in OURS[:3]:
            chart = CHARTS[id](asked)
            check(chart)
            targets = chart.figure["data"][-1]
            assert set(targets["customdata"]) <= set(DECLARATIONS)
            assert len(chart.table) >= len(targets["customdata"]) > 0
    assert "2030" in chart.title or output in ("year", "rank")


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("output", ["risk", "probability"])
def test_every_control_is_drawn(control: str, output: str) -> None:
    chart = CHARTS["sensitivity-break-even"](
        request(output=output, vendor="Anthropic", control=control, level="30")
    )
    check(chart)
    low, high = chart.figure["layout"]["xaxis"]["range"]
    assert low < high
    curve = chart.table[chart.table["series"] == "curve"]
    assert len(curve) >= 13 and curve["value"].between(0, 1).all()


def test_the_crossing_is_marked_where_it_is() -> None:
    asked = request(vendor="Meta", control="temperature", level="30")
    chart = CHARTS["sensitivity-break-even"](asked)
    found = find(asked.outlook, Question("risk", "Meta"), "temperature", 0.3)
    (one,) = found.result.crossings
    dot = chart.figure["data"][-1]
    assert decoded(dot["x"]) == pytest.approx([one.value])
    assert decoded(dot["y"]) == pytest.approx([0.3])
    told = chart.table[chart.table["series"] == "crossing"]
    assert told["value"].to_numpy() == pytest.approx([one.value, one.low, one.high])
    ends = chart.table[chart.table["series"] == "bracket"]
    assert ends["setting"].to_numpy() == pytest.approx(one.bracket)


def test_error_bars_hold_the_total_indices() -> None:
    chart = CHARTS["sensitivity-indices"](request(vendor="Meta"))
    bars = chart.figure["data"][0]
    assert (np.array(bars["error_x"]["arrayminus"]) >= 0).all()
    totals = chart.table[chart.table["variable"] == "Total Sobol’ index"]
    shown = totals[totals["quantile"].isna()]["value"].to_numpy()[: len(bars["x"])]
    assert np.array(bars["x"]) == pytest.approx(shown)
    assert "sampling error" in chart.unit


def test_a_vendor_that_is_not_joined_is_refused_where_it_matters() -> None:
    for output, drawn in (("risk", 0), ("rank", 3)):
        asked = request(output=output, vendor="Midjourney")
        charts = [CHARTS[id](asked) for id in OURS]
        for chart in charts:
            check(chart)
        refused = [chart for chart in charts if chart.title.startswith("Not to be answered")]
        assert len(charts) - len(refused) == drawn
        assert all("'Midjourney' has no text model" in chart.title for chart in refused)


def test_a_year_before_the_first_run_is_the_first() -> None:
    assert asked_of(request(year="2024")).question.year == 2026
    late = asked_of(request(scenario={"as_of": 2040.0}))
    assert late.question.year == 2040 and not late.problem


def test_nothing_uncertain_nothing_to_draw() -> None:
    known = {
        name: tuple([d.default.median] * len(d.default.points))
        for name, d in DECLARATIONS.items()
        if d.kind == "estimate" and d.stream == "worlds"
    }
    asked = request(scenario={**known, "demand_path": "trend"}, output="year")
    for id in OURS[:2]:
        check(CHARTS[id](asked))
    assert CHARTS["sensitivity-indices"](asked).title.startswith("Nothing uncertain acts")
