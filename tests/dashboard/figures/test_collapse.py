"""The charts of collapse: valid, complete and as drawn, for every workflow at its edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.outlook import evaluate
from analytics.scenario import Scenario
from dashboard.figures import CHARTS, Request
from dashboard.figures.collapse import theory
from dashboard.figures.collapse.ranks import generation_of
from tests.dashboard.figures.drawing import decoded

IDS = [id for id in CHARTS if id.startswith("collapse-") and id != "collapse-theory"]
CASES: dict[str, dict[str, Any]] = {
    "default": {},
    "replace": {"lab_workflow": "replace", "lab_generations": 50},
    "anchor": {"lab_workflow": "anchor", "sharpening": "nucleus"},
    "accumulate": {"lab_workflow": "accumulate", "lab_generations": 1},
    "inflow": {"lab_workflow": "accumulate_inflow", "lab_verified_share": 1.0},
    "subsample": {"lab_workflow": "accumulate_subsample"},
    "none": {"lab_generations": 0},
    "no sharpening": {"temperature": "1~1~1"},
    "hot": {"temperature": "1.2~1.5~2"},
    "cold": {"temperature": "0.05~0.05~0.05", "lab_human_share": 0.0},
    "path, another language": {"lab_path": True, "lab_share_end": 1.0, "lab_language": "is"},
    "tiny": {"lab_corpus": 100.0},
}
BASE = evaluate(Scenario(log2_worlds=6))


def request(name: str, *, pinned: bool = False, **options: str) -> Request:
    outlook = evaluate(Scenario(log2_worlds=6, **CASES[name]))
    return Request(outlook, None, BASE if pinned else None, "Base", "dark", options)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("chart_id", IDS)
def test_every_chart_of_every_workflow(chart_id, name) -> None:
    for options in ({}, {"generation": "3", "private": "off"}):
        chart = CHARTS[chart_id](request(name, pinned=True, **options))
        go.Figure(chart.figure)
        for text in (chart.title, chart.unit, chart.alt, chart.source):
            assert text and "nan" not in text and "inf " not in text
        assert len(chart.table) and not chart.title.endswith(".")


def test_the_table_is_what_is_drawn() -> None:
    chart = CHARTS["collapse-course"](request("default"))
    drawn = np.concatenate([decoded(trace["y"]) for trace in chart.figure["data"]])
    for value in chart.table["value"]:
        assert np.abs(drawn - value).min() < 1e-6
    heat = CHARTS["collapse-envelope"](request("default"))
    grid = heat.table[heat.table["series"] == "grid"]["value"].to_numpy()
    assert decoded(heat.figure["data"][0]["z"]).ravel() == pytest.approx(grid, abs=1e-6)


def test_only_a_baseline_with_another_experiment_is_a_ghost() -> None:
    assert "Dashed" not in CHARTS["collapse-course"](request("default", pinned=True)).unit
    assert "Dashed" in CHARTS["collapse-course"](request("replace", pinned=True)).unit


def test_what_lines_of_a_pool_are_of_is_said() -> None:
    said = "those of the pool that corpora are drawn from"
    assert said in CHARTS["collapse-course"](request("subsample")).unit
    assert said not in CHARTS["collapse-course"](request("accumulate")).unit


@pytest.mark.parametrize("topic", theory.CHOICES)
def test_the_theory_panel_draws_lines_dots_and_a_finding(topic) -> None:
    chart = CHARTS["collapse-theory"](request("default", theory=topic))
    go.Figure(chart.figure)
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and "nan" not in text and "<br>" not in text
    drawn = np.concatenate([decoded(trace["y"]) for trace in chart.figure["data"]])
    lines = chart.table[(chart.table["series"] == "theory")]
    means = chart.table[chart.table["variable"].str.endswith("mean")]
    for value in pd.concat([lines, means])["value"].dropna():
        assert np.abs(drawn / value - 1).min() < 1e-6
    assert set(chart.table["series"]) == {"theory", "simulation"}
    assert any(digit in chart.title for digit in "123456789")


def test_a_generation_beyond_the_last_is_the_last() -> None:
    asked = request("default", generation="40")
    from analytics.outlook.laboratory import run

    assert generation_of(asked, run(asked.outlook.scenario)) == 8


def test_same_request_same_bytes() -> None:
    for chart_id in IDS:
        assert (
            CHARTS[chart_id](request("default")).figure
            == CHARTS[chart_id](request("default")).figure
        )
