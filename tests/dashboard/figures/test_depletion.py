"""The charts of depletion: valid, complete and legible for every preset and odd scenario."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outlook import evaluate
from analytics.scenario import Scenario
from dashboard.figures import CHARTS, Chart, Request
from dashboard.figures.depletion import exhaustion, fans, probability, supply
from dashboard.figures.labels import overlap
from tests.dashboard.figures.drawing import NAMES, SIZES, decoded, label_boxes, request

SHAPES = ("quantiles", "bars")
FORECAST = ("depletion-fans", "depletion-exhaustion", "depletion-probability", "depletion-supply")
CASES = [
    pytest.param(chart, name, pinned, shape, id=f"{chart} {name} {pinned} {shape}")
    for chart in FORECAST
    for name in NAMES
    for pinned in (False, True)
    for shape in (SHAPES if chart == "depletion-exhaustion" else SHAPES[:1])
]
COLUMNS = ["series", "variable", "unit", "year", "quantile", "value"]


def values(table: pd.DataFrame, **where: Any) -> np.ndarray:
    for column, wanted in where.items():
        table = table[table[column] == wanted]
    return table["value"].to_numpy()


def drawn(chart: Chart, axis: str = "y") -> np.ndarray:
    """Every number that the figure draws on an axis."""
    arrays = [decoded(trace[axis]).ravel() for trace in chart.figure["data"]]
    return np.concatenate(arrays)


def is_drawn(wanted: np.ndarray, among: np.ndarray) -> bool:
    among = np.sort(among[np.isfinite(among)])
    at = np.clip(np.searchsorted(among, wanted), 1, len(among) - 1)
    off = np.minimum(abs(among[at] - wanted), abs(among[at - 1] - wanted))
    return bool((off <= 1e-6 * np.maximum(abs(wanted), 1e-3)).all())


def check(chart: Chart) -> None:
    """What holds for every chart."""
    figure = go.Figure(chart.figure)
    assert figure.layout.title.text is None
    assert figure.layout.showlegend is None and not figure.layout.template.layout.showlegend
    assert list(chart.table.columns) == COLUMNS
    assert chart.table["unit"].isin(["tokens", "year", "share"]).all()
    assert not chart.table.duplicated(["series", "variable", "year", "quantile"]).any()
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and "nan" not in text.split() and "inf" not in text.split()
    assert not any(f" {end}" in chart.title for end in ("0%", "100%"))
    assert 1 <= chart.alt.count(". ") <= 4


def check_labels(figure: dict[str, Any]) -> None:
    found = label_boxes(figure)
    for text, box in found.items():
        assert (box[:, :2] >= -1).all() and (box[:, 2:] <= SIZES + 1).all(), text
    for (one, box), (other, another) in itertools.combinations(found.items(), 2):
        assert not overlap(box, another, gap=0).any(), (one, other)


def moves(name: str) -> bool:
    """Whether a scenario has another forecast than the pinned one; some differ in collapse only."""
    asked = request(name, pinned=True)
    assert asked.baseline is not None
    was, now = asked.baseline.depletion, asked.outlook.depletion
    return not np.array_equal(was.exhaustion_worlds, now.exhaustion_worlds)


@pytest.mark.parametrize(("chart_id", "name", "pinned", "shape"), CASES)
def test_every_chart_of_every_scenario(chart_id, name, pinned, shape) -> None:
    for scheme in ("light", "dark"):
        chart = CHARTS[chart_id](request(name, pinned=pinned, scheme=scheme, shape=shape))
        check(chart)
        check_labels(chart.figure)
    has_ghost = pinned and moves(name)
    assert ("baseline" in set(chart.table["series"])) == has_ghost
    assert ("Dashed" in chart.unit) == ("dashed" in chart.alt) == has_ghost


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pinned", [False, True])
def test_the_fans_table_is_what_is_drawn(name, pinned) -> None:
    chart = fans(request(name, pinned=pinned))
    tokens = chart.table[chart.table["unit"] == "tokens"]
    assert is_drawn(tokens["value"].to_numpy(), drawn(chart))
    quantiles = tokens[tokens["series"] == "scenario"].groupby("variable")["quantile"].nunique()
    assert quantiles.to_dict() == {
        "Effective stock": 5,
        "Largest training run": 5,
        "Unique stock": 1,
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_exhaustion_table_is_what_is_drawn(name, shape) -> None:
    chart = exhaustion(request(name, pinned=True, shape=shape))
    table = chart.table
    for series in set(table["series"]):
        shares = table[(table["series"] == series) & table["variable"].str.startswith("Exhausted")]
        later = values(table, series=series, variable="Not exhausted by 2040")
        assert shares["value"].sum() + later.sum() == pytest.approx(1)
    if shape == "bars":
        bars = decoded(chart.figure["data"][0]["y"])
        mine = values(table, series="scenario", unit="share")
        assert bars == pytest.approx(mine[:19], abs=1e-7)
    else:
        dots = values(table, variable="Exhaustion year, dots")
        column = decoded(chart.figure["data"][0]["x"])
        assert len(dots) == len(column) == 50
        inside = (dots >= 2024) & (dots < 2041)
        assert (np.floor(dots[inside]) == column[inside]).all()
        assert (column[~(dots < 2041)] > 2041).all() and (column[dots < 2024] < 2024).all()


@pytest.mark.parametrize("name", NAMES)
def test_dots_never_lie_on_each_other(name) -> None:
    dots = exhaustion(request(name)).figure["data"][0]
    places = list(zip(decoded(dots["x"]), decoded(dots["y"]), strict=True))
    assert len(set(places)) == 50


@pytest.mark.parametrize("name", NAMES)
def test_the_probabilities_are_drawn(name) -> None:
    chart = probability(request(name, pinned=True))
    mine = values(chart.table, series="scenario")
    assert len(mine) == len(range(2024, 2041))
    assert is_drawn(mine, drawn(chart))


@pytest.mark.parametrize("name", NAMES)
def test_the_supply_table_is_what_is_drawn_and_sums_to_one(name) -> None:
    chart = supply(request(name))
    sums = chart.table.groupby("year")["value"].sum()
    assert sums.to_numpy() == pytest.approx(1)
    stack = [t for t in chart.figure["data"] if "stackgroup" in t]
    assert sum(decoded(t["y"]) for t in stack) == pytest.approx(1, abs=1e-6)
    assert is_drawn(chart.table["value"].to_numpy(), np.append(drawn(chart), 0.0))


def test_token_ticks_are_words_of_the_field() -> None:
    axis = fans(request("as-published")).figure["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert axis["ticktext"] == ["1T", "10T", "100T", "1000T", "10\u202f000T"]


def test_the_axis_holds_stock_and_crossing() -> None:
    for name in NAMES:
        chart = fans(request(name))
        low, high = chart.figure["layout"]["yaxis"]["range"]
        stock = values(chart.table, variable="Effective stock")
        assert low < np.log10(stock.min()) and np.log10(stock.max()) < high
        assert 1.5 <= high - low < 9


def test_the_lane_is_never_empty() -> None:
    for name in NAMES:
        for draw in (fans, exhaustion):
            lane = [t for t in draw(request(name)).figure["data"] if t.get("yaxis") == "y2"]
            assert lane and all(np.isfinite(decoded(t["x"])).all() for t in lane)


def test_what_lies_beyond_the_chart_is_said() -> None:
    texts = [
        a["text"]
        for a in exhaustion(request("mostly beyond the chart")).figure["layout"]["annotations"]
    ]
    assert any("after 2040" in text for text in texts)
    never = exhaustion(request("never exhausted"))
    assert values(never.table, variable="Not exhausted before 2100").tolist() == [1.0]
    assert np.isnan(values(never.table, variable="Exhaustion year")).all()


def test_a_pinned_copy_of_the_scenario_is_no_ghost() -> None:
    outlook = evaluate(Scenario())
    for draw in (CHARTS[chart] for chart in FORECAST):
        assert "Dashed" not in draw(Request(outlook, None, outlook, "the same")).unit


def test_same_request_same_bytes() -> None:
    for draw in (CHARTS[chart] for chart in FORECAST):
        assert draw(request("multimodal")).figure == draw(request("multimodal")).figure


@settings(max_examples=25)
@given(
    growth=st.tuples(st.floats(0.01, 0.8), st.floats(0.0, 0.5)),
    overtraining=st.floats(1, 100),
    usable=st.floats(0.01, 0.5),
    as_of=st.floats(2024, 2040),
    path=st.sampled_from(["trend", "compute", "pooled"]),
    others=st.floats(0, 1),
    pinned=st.booleans(),
    shape=st.sampled_from(SHAPES),
)
def test_random_scenarios(growth, overtraining, usable, as_of, path, others, pinned, shape) -> None:
    scenario = Scenario(
        log2_worlds=6,
        demand_growth=f"{growth[0]}~{growth[0] + growth[1]}",
        overtraining=overtraining,
        usable_share=f"{usable}~{usable * 1.5}",
        as_of=as_of,
        demand_path=path,
        books_access=others,
        images_access=others,
    )
    baseline = evaluate(Scenario(log2_worlds=6)) if pinned else None
    asked = Request(evaluate(scenario), None, baseline, "Base", "dark", {"exhaustion": shape})
    for draw in (CHARTS[chart] for chart in FORECAST):
        chart = draw(asked)
        check(chart)
        check_labels(chart.figure)
