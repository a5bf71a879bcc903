"""Charts of the join: the numbers of the cells, the order of the rows, the path of the policies."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics.outlook import evaluate
from analytics.outlook.policies import PATH, policies
from analytics.scenario import Scenario
from dashboard.figures import CHARTS, SLOW, Request
from tests.dashboard.figures.drawing import decoded

FEW = {"log2_worlds": 6}
OUTLOOK = evaluate(Scenario(**FEW))
FOUND = OUTLOOK.joined
RISK = FOUND.risk(0.5)


def draw(id, outlook=OUTLOOK, **options):
    return CHARTS[id](Request(outlook, options=options))


def test_both_are_drawn_once_the_controls_rest():
    assert {"join-risk", "join-tradeoff"} <= SLOW


def test_every_cell_has_its_risk_and_its_number():
    chart = draw("join-risk")
    go.Figure(chart.figure)
    (cells,) = [one for one in chart.figure["data"] if one["type"] == "heatmap"]
    shown = np.array(cells["z"])
    assert np.array_equal(np.sort(shown, axis=None), np.sort(RISK, axis=None))
    # those at most risk first
    at = FOUND.at(2032)
    assert (np.diff(shown[:, at]) <= 0).all()
    numbers = [one["text"] for one in chart.figure["layout"]["annotations"]]
    assert len(numbers) == shown.size
    assert not {"0", "100"} & set(numbers)
    assert "50%" in chart.unit and "low below 5%" in chart.unit
    assert chart.table["variable"].str.startswith("Risk: less than 50%").sum() == RISK.size


def test_the_line_stands_where_the_risk_is_even():
    chart = draw("join-risk")
    (cells,) = [one for one in chart.figure["data"] if one["type"] == "heatmap"]
    (_, line) = [one for one in chart.figure["data"] if one["type"] == "scatter"]
    edges = decoded(line["x"])[::2]
    for edge, risk in zip(edges, cells["z"], strict=True):
        left = [x < 0.5 for year, x in zip(FOUND.years, risk, strict=True) if year < edge]
        assert all(left)
        if edge < FOUND.years[-1]:
            assert risk[len(left)] >= 0.5


def test_the_threshold_is_that_of_the_scenario():
    other = evaluate(Scenario(**FEW, tail_threshold=0.25))
    chart = draw("join-risk", other)
    assert "less than 25%" in chart.unit and "75% of the rare tail is gone" in chart.title
    (cells,) = [one for one in chart.figure["data"] if one["type"] == "heatmap"]
    assert np.sum(cells["z"]) == pytest.approx(FOUND.risk(0.25).sum())


@pytest.mark.parametrize("vendor", ["", "Writer"])
def test_the_path_is_that_of_the_vendor(vendor):
    chart = draw("join-tradeoff", vendor=vendor)
    go.Figure(chart.figure)
    one = vendor or FOUND.vendors[int(RISK[:, FOUND.at(2032)].argmax())]
    assert one in chart.title and one in chart.alt
    way = policies(OUTLOOK)
    i, at = way.vendors.index(one), [way.at(name) for name in PATH]
    (steps,) = [
        trace
        for trace in chart.figure["data"]
        if trace["mode"] == "markers" and trace["marker"].get("symbol") == "square"
    ]
    assert steps["x"] == pytest.approx(way.wasted[at, i].tolist())
    lost = 1 - np.median(way.tail_kept[at, i], axis=-1)
    assert steps["y"] == pytest.approx(lost.tolist())
    # it begins at the vendor's own dot: the scenario fills the gap
    table = chart.table
    mine = table[(table["vendor"] == one) & (table["variable"] == "Compute wasted")]
    assert mine.set_index("quantile")["value"][0.5] == pytest.approx(steps["x"][0])
