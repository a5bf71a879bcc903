"""The pinned baseline behind every chart: where it moves a chart it is seen, told and in the table.

Where it leaves the chart as it is there is no ghost and no word of it.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.outlook import evaluate
from analytics.outlook.join import join
from analytics.scenario import Scenario
from dashboard.figures import CHARTS, Chart, Request
from tests.dashboard.figures.drawing import decoded

NAME = "The <other> one"
FEW = {"log2_worlds": 6, "log2_moat_draws": 8}
DEMAND: dict[str, Any] = {"overtraining": 5.0}
LABORATORY: dict[str, Any] = {
    "lab_generations": 5,
    "lab_human_share": 0.3,
    "temperature": "0.6~0.7~0.8",
    "lab_corpus": 1e6,
}
FIXED = {"collapse-theory", *(one for one in CHARTS if one.startswith("market-"))}
"""Charts that are the same in every scenario: of published formulas, and of facts as of today."""

BESIDE = {one for one in CHARTS if one.startswith("compare-")}
"""Charts that hold scenarios beside each other: the first of them stands where a baseline would."""

VENDORS = {one for one in CHARTS if one.startswith("vendors-") or one == "outlook-vendors"}
"""Charts of the ranking, which its own assumptions move."""

RANKING: dict[str, Any] = {
    "weight_exclusivity": 8.0,
    "mixes": [{"vendor": "OpenAI", "shares": {"public_crawl": 0.5, "proprietary": 0.5}}],
    "licence_term": [1.0, 1.5, 2.0],
}

OWN = {"record-fit", "record-residuals", "record-hindcast"}
"""Charts that the growth of demand alone moves, by how it is fitted."""


def moving(chart_id: str) -> dict[str, Any]:
    """A change that moves a chart."""
    if chart_id in OWN:
        return {"demand_growth_from": "since_2024"}
    return LABORATORY if chart_id.startswith("collapse-") else DEMAND


def leaving(chart_id: str) -> dict[str, Any]:
    """A change that leaves a chart as it is."""
    if chart_id in FIXED:
        return {**DEMAND, **LABORATORY}
    return DEMAND if chart_id.startswith(("collapse-", "record-")) else {"lab_generations": 5}


def draw(
    chart_id: str,
    baseline: dict[str, Any] | None = None,
    options: dict[str, str] | None = None,
    **own: Any,
) -> Chart:
    """A chart of a scenario, with a baseline or without."""
    was = None if baseline is None else evaluate(Scenario.model_validate({**FEW, **baseline}))
    outlook = evaluate(Scenario.model_validate({**FEW, **own}))
    return CHARTS[chart_id](Request(outlook, None, was, NAME, "light", options or {}))


def of_baseline(table: pd.DataFrame) -> pd.Series:
    """Which rows of a table are the baseline's."""
    return table.iloc[:, 0].astype(str).str.lower().str.startswith("baseline")


def dashes(chart: Chart) -> int:
    """How many traces are dashed as the baseline is."""
    return sum(trace.get("line", {}).get("dash") == "4px,3px" for trace in chart.figure["data"])


def check(chart: Chart, plain: Chart) -> None:
    """A ghost is seen and told, and the scenario stays as it was."""
    go.Figure(chart.figure)
    json.dumps(chart.figure, allow_nan=False)
    assert len(chart.figure["data"]) > len(plain.figure["data"])
    assert dashes(chart) > dashes(plain)
    assert NAME in chart.unit and NAME in chart.alt and "dashed" in chart.alt
    assert (chart.title, chart.source) == (plain.title, plain.source)
    assert chart.alt.startswith(plain.alt) and chart.unit.startswith(plain.unit[:-1])
    mine, added = chart.table, [c for c in chart.table if str(c).startswith("baseline")]
    assert added or of_baseline(mine).any()
    left = mine[~of_baseline(mine)].drop(columns=added).reset_index(drop=True)
    pd.testing.assert_frame_equal(left, plain.table, check_dtype=False)


@pytest.mark.parametrize("chart_id", sorted(VENDORS))
def test_a_baseline_that_moves_the_ranking_is_told_and_in_the_table(chart_id: str) -> None:
    chart, plain = draw(chart_id, RANKING), draw(chart_id)
    go.Figure(chart.figure)
    json.dumps(chart.figure, allow_nan=False)
    assert NAME in chart.unit and chart.unit.startswith(plain.unit[:-1])
    assert (chart.title, chart.source) == (plain.title, plain.source)
    # a cell of a heat map has no room for a second one
    table_only = chart_id == "vendors-acceptability"
    assert ("In the table only" in chart.unit) == table_only
    assert len(chart.figure["data"]) > len(plain.figure["data"]) or table_only
    assert of_baseline(chart.table).any()
    left = chart.table[~of_baseline(chart.table)].reset_index(drop=True)
    pd.testing.assert_frame_equal(left, plain.table, check_dtype=False)


@pytest.mark.parametrize("chart_id", [one for one in CHARTS if one not in FIXED | VENDORS | BESIDE])
def test_a_baseline_that_moves_a_chart_is_behind_it(chart_id: str) -> None:
    check(draw(chart_id, moving(chart_id)), draw(chart_id))


def test_a_join_that_was_worked_out_twice_is_no_other() -> None:
    """The baseline's is asked for all the time and kept, the scenario's was let go meanwhile."""
    pinned = evaluate(Scenario.model_validate({**FEW, "lab_generations": 5}))
    for seed in range(9):
        assert pinned.joined is evaluate(pinned.scenario).joined
        join(evaluate(Scenario.model_validate({**FEW, "seed": 100 + seed})))
    chart, plain = draw("join-risk", {"lab_generations": 5}), draw("join-risk")
    assert chart.figure == plain.figure


@pytest.mark.parametrize("chart_id", CHARTS)
def test_a_baseline_that_leaves_a_chart_as_it_is_goes_unsaid(chart_id: str) -> None:
    chart, plain = draw(chart_id, leaving(chart_id)), draw(chart_id)
    assert chart.figure == plain.figure
    assert (chart.unit, chart.alt, chart.title) == (plain.unit, plain.alt, plain.title)
    pd.testing.assert_frame_equal(chart.table, plain.table)


@pytest.mark.parametrize(
    ("chart_id", "baseline", "own", "options"),
    [
        ("depletion-drivers", DEMAND, {}, {"drivers": "probability"}),
        ("depletion-choices", DEMAND, {}, {"drivers": "probability"}),
        ("record-residuals", {}, {"demand_growth_from": "quantile"}, {}),
        ("record-residuals", {"demand_growth_from": "quantile"}, {}, {}),
        ("record-hindcast", {}, {"demand_growth_from": "since_2020"}, {"hindcast": "2022"}),
        ("collapse-ranks", {"lab_language": "is"}, {}, {"generation": "3"}),
        ("collapse-envelope", {"sharpening": "nucleus", "top_p": 0.9}, {}, {}),
        ("collapse-envelope", {"tail_threshold": 0.8}, {}, {}),
        ("collapse-routes", {"tail_threshold": 0.8}, {}, {}),
        ("collapse-vendors", LABORATORY, {}, {"private": "off"}),
        ("collapse-course", {"lab_generations": 0}, {}, {}),
        ("collapse-perplexity", {"lab_generations": 12}, {"lab_generations": 0}, {}),
    ],
)
def test_a_baseline_of_another_kind(chart_id, baseline, own, options) -> None:
    check(draw(chart_id, baseline, options, **own), draw(chart_id, None, options, **own))


@pytest.mark.parametrize(
    "chart_id",
    [
        "depletion-drivers",
        "depletion-choices",
        "outlook-collapse",
        "record-residuals",
        "record-hindcast",
        "collapse-course",
        "collapse-perplexity",
        "collapse-ranks",
        "collapse-mechanisms",
        "collapse-vendors",
    ],
)
def test_the_baseline_s_rows_are_what_is_drawn(chart_id: str) -> None:
    chart = draw(chart_id, moving(chart_id))
    along = [np.empty(0)]
    for trace in chart.figure["data"]:
        along += [decoded(trace[axis]).ravel() for axis in ("x", "y")]
    drawn = np.sort(np.concatenate(along))
    drawn = drawn[np.isfinite(drawn)]
    wanted = chart.table.loc[of_baseline(chart.table), "value"].dropna().to_numpy()
    assert len(wanted)
    at = np.clip(np.searchsorted(drawn, wanted), 1, len(drawn) - 1)
    off = np.minimum(abs(drawn[at] - wanted), abs(drawn[at - 1] - wanted))
    seen = wanted > 1e-10 if chart_id == "collapse-ranks" else np.full(len(wanted), True)
    assert (off <= 2e-6 * np.maximum(abs(wanted), 1e-3))[seen].all()


def test_two_intervals_have_no_residuals_of_their_own() -> None:
    chart = draw("record-residuals", {"demand_growth": "0.2~0.3"})
    assert "Dashed" not in chart.unit and not of_baseline(chart.table).any()


def test_an_input_that_is_known_in_the_baseline_has_no_outline() -> None:
    known = draw("depletion-drivers", {"usable_share": "0.2~0.2"}).table
    fields = known.loc[of_baseline(known), "field"]
    assert "usable_share" not in set(fields) and "indexed_pages" in set(fields)


def test_the_outline_of_a_bar_goes_from_the_baseline_to_its_ends() -> None:
    chart = draw("depletion-drivers", DEMAND)
    (line,) = (
        t for t in chart.figure["data"] if t["type"] == "scatter" and len(t["x"]) and _box(t)
    )
    assert np.isnan(decoded(line["x"])).any()
    table = chart.table[of_baseline(chart.table) & (chart.table["unit"] == "year")]
    base = float(table["value"].iloc[0])
    first = table["value"].iloc[1:3]
    box = decoded(line["x"])[:5]
    assert box.min() == pytest.approx(min(base, *first))
    assert box.max() == pytest.approx(max(base, *first))


def _box(trace: dict[str, Any]) -> bool:
    """Whether a trace is the outline of the bars."""
    x = decoded(trace["x"])
    return trace.get("xaxis", "x") == "x" and trace["mode"] == "lines" and np.isnan(x).any()
