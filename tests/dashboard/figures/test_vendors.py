"""The charts of the vendors: valid, complete, true to the ranking, honest about what is known."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.io.json import to_json_plotly

from analytics.moat.result import QUANTILES
from analytics.outlook import evaluate
from analytics.outlook.vendor_duel import duel
from analytics.outlook.vendors import REFERENCE, drivers, model_id, ranking
from analytics.scenario import ROUTES, Scenario
from dashboard.figures import CHARTS, SLOW, Request
from dashboard.figures.chart import Chart
from dashboard.figures.template import DASH
from dashboard.figures.vendors import common
from dashboard.figures.vendors.strips import BAR

IDS = (
    "vendors-ranking",
    "vendors-acceptability",
    "vendors-mixes",
    "vendors-criteria",
    "vendors-routes",
    "vendors-duel",
    "vendors-drivers",
    "outlook-vendors",
)
OWN = "OpenAI:50-10-15-15-2-8~Acme <b>&:10-10-10-60-2-8"
MANY = "~".join(f"Vendor {i}:50-10-15-15-2-8" for i in range(20))
CASES: dict[str, dict[str, Any]] = {
    "default": {},
    "own mixes": {"mixes": OWN, "weight_exclusivity": 5.0},
    "open models ranked": {"rank_open_models": True, "score_rule": "arithmetic"},
    "many": {"mixes": MANY},
    "nothing uncertain": {"leave_one_out": False, "weight_concentration": 1000.0},
}


@cache
def request(case: str = "default", pinned: str | None = None, dark: bool = False, **options: str):
    def outlook(name: str):
        return evaluate(Scenario(log2_worlds=6, log2_moat_draws=9, **CASES[name]))

    return Request(
        outlook(case),
        baseline=outlook(pinned) if pinned else None,
        baseline_name="The other" if pinned else "",
        scheme="dark" if dark else "light",
        options=options,
    )


def check(chart: Chart, id: str) -> None:
    figure = go.Figure(chart.figure)
    assert figure.layout.title.text is None
    assert list(chart.table.columns[:3]) == list(common.COLUMNS[:3]), id
    assert list(chart.table.columns[-3:]) == ["unit", "quantile", "value"], id
    keys = [c for c in chart.table.columns if c != "value"]
    assert not chart.table.duplicated(keys).any(), id
    assert np.isfinite(chart.table["value"]).all(), id
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and not {"nan", "inf", "None"} & set(text.split()), (id, text)
    assert "NaN" not in to_json_plotly(chart.figure)
    assert chart.source.startswith("Source: ") and chart.source.endswith("data " + VERSION)


VERSION = request().outlook.key.data_version


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_every_chart_of_every_case(case, dark) -> None:
    for id in IDS:
        check(CHARTS[id](request(case, dark=dark)), id)


def test_what_takes_longer_than_a_frame_is_slow() -> None:
    assert {"outlook-vendors", "vendors-drivers", "vendors-routes"} <= SLOW
    assert not {"vendors-ranking", "vendors-acceptability", "vendors-duel"} & SLOW


@pytest.mark.parametrize("id", IDS)
def test_a_baseline_is_behind_only_where_its_ranking_is_another(id) -> None:
    draw = CHARTS[id]
    same = draw(request(pinned="default"))
    assert set(same.table["series"]) == {"scenario"} and "The other" not in same.unit
    other = draw(request("own mixes", pinned="default", vendor="OpenAI", rival="Meta"))
    assert "baseline" in set(other.table["series"])
    assert "The other" in other.unit


def test_ranks_are_those_of_the_ranking() -> None:
    asked = request("own mixes")
    found = ranking(asked.outlook)
    table = CHARTS["vendors-ranking"](asked).table
    for vendor in found.vendors:
        i = found.moat.ranked_units.index(vendor)
        mine = table[(table["vendor"] == vendor) & (table["variable"] == "Rank")]
        by = mine.set_index("quantile")["value"]
        np.testing.assert_array_equal(by[[0.05, 0.95]], found.moat.rank_band[:, i])
        assert by[0.5] == found.moat.median_rank[i]
        basis = "analyst" if vendor in ("OpenAI", "Acme <b>&") else "believed"
        assert set(mine["mix"]) == {basis}
    first = table[table["variable"] == "P(rank 1)"].set_index("vendor")["value"]
    assert first.sum() == pytest.approx(1.0)
    assert REFERENCE in set(table["vendor"]) and REFERENCE not in first.index


def test_own_mixes_and_believed_ones_look_different() -> None:
    figure = CHARTS["vendors-ranking"](request("own mixes")).figure
    (marks,) = [
        t["marker"] for t in figure["data"] if isinstance(t.get("marker", {}).get("symbol"), list)
    ]
    assert {"diamond", "circle", "x-thin"} == set(marks["symbol"])
    hollow = dict(zip(marks["symbol"], marks["color"], strict=True))
    assert hollow["circle"] != hollow["diamond"]
    fills = [
        t["marker"]
        for t in CHARTS["vendors-mixes"](request("own mixes")).figure["data"]
        if t["type"] == "bar"
    ]
    kinds = {("pattern" in fill, fill["line"]["width"] > 1) for fill in fills}
    assert kinds == {(True, False), (False, True), (False, False)}


@pytest.mark.parametrize(("case", "roomy"), [("own mixes", True), ("many", False)])
def test_the_strip_under_a_bar_is_the_baseline_s_mix(case: str, roomy: bool) -> None:
    asked = request(case, pinned="default" if roomy else "own mixes", vendor="OpenAI")
    data = CHARTS["vendors-mixes"](asked).figure["data"]
    edge = [t for t in data if t.get("line", {}).get("dash") == DASH]
    assert edge and all(None in t["y"] for t in edge)
    low = [t for t in data if t["type"] == "bar" and max(t["width"]) < 0.25]
    high = [t for t in data if t["type"] == "bar" and t not in low]
    assert len(low) == len(ROUTES) * len(edge)
    spans = [
        {
            (t["yaxis"], y - w / 2, y + w / 2)
            for t in some
            for y, w in zip(t["y"], t["width"], strict=True)
        }
        for some in (low, high)
    ]
    # none of the strips is over a bar, and each is whole
    assert all(
        axis != other or a > d - 1e-9 or b < c + 1e-9
        for axis, a, b in spans[0]
        for other, c, d in spans[1]
    )
    np.testing.assert_allclose(sum(np.array(t["x"]) for t in low), 1.0)
    # where rows are close a bar makes room
    assert (min(w for t in high for w in t["width"]) == BAR) is roomy


def test_a_name_is_text_and_no_markup() -> None:
    for id in IDS:
        chart = CHARTS[id](request("own mixes", vendor="Acme <b>&", rival="Acme <b>&"))
        drawn = to_json_plotly(chart.figure)
        assert "Acme <b>&" not in drawn.replace("\\u003c", "<").replace("\\u003e", ">").replace(
            "\\u0026", "&"
        ), id


def test_acceptability_is_that_of_the_ranking_and_numbered_where_there_is_room() -> None:
    asked = request()
    moat = ranking(asked.outlook).moat
    chart = CHARTS["vendors-acceptability"](asked)
    z = np.array(chart.figure["data"][0]["z"])
    np.testing.assert_allclose(z.sum(axis=1), 1)
    np.testing.assert_allclose(np.sort(z, axis=0), np.sort(moat.acceptability, axis=0))
    words = [text for ink in chart.figure["data"][1:] for text in ink["text"]]
    assert len(words) == 13 * 13 and not {"0", "100"} & set(words)
    assert len(CHARTS["vendors-acceptability"](request("many")).figure["data"]) == 1


def test_the_vendors_of_a_chart_are_limited_and_the_rest_is_told_of() -> None:
    asked = request("many")
    for id in ("vendors-ranking", "vendors-criteria", "vendors-acceptability"):
        chart = CHARTS[id](asked)
        assert "9 more in the table" in chart.unit, id
        assert chart.table["vendor"].nunique() >= 33, id
    last = ranking(asked.outlook).vendors[-1]
    names = CHARTS["vendors-ranking"](request("many", vendor=last)).figure["layout"]["yaxis"]
    assert any(last in name for name in names["ticktext"])


@pytest.mark.parametrize("kind", common.KINDS)
def test_mixes_are_those_of_the_belief(kind) -> None:
    asked = request("own mixes", shares=kind)
    found = ranking(asked.outlook)
    table = CHARTS["vendors-mixes"](asked).table
    variable = {"tokens": "Token share", "value": "Value share"}[kind]
    means = table[(table["variable"] == variable) & table["quantile"].isna()]
    wide = means.pivot(index="vendor", columns="route", values="value")[list(ROUTES)]
    np.testing.assert_allclose(wide.sum(axis=1), 1, atol=1e-9)
    assert set(wide.index) == set(found.moat.units)
    shares = found.moat.token_shares if kind == "tokens" else found.moat.value_shares
    at = found.moat.place("OpenAI")
    np.testing.assert_allclose(wide.loc["OpenAI"], shares[:, at].mean(axis=0))


def test_open_models_stand_under_their_makers_with_what_is_not_text() -> None:
    asked = request()
    found = ranking(asked.outlook)
    notes = [n["text"] for n in CHARTS["vendors-mixes"](asked).figure["layout"]["annotations"]]
    text = " ".join(notes)
    for model in found.facts.models:
        assert f"{model.name}, {model.year}" in text
        for modality, _ in model.modalities:
            assert modality in text
    table = CHARTS["vendors-mixes"](asked).table
    flags = table.drop_duplicates("vendor").set_index("vendor")["other_modalities"]
    assert flags[model_id(found.facts.models[0])]


def test_routes_sum_to_the_score() -> None:
    asked = request("own mixes", vendor="Meta")
    moat = ranking(asked.outlook).moat
    table = CHARTS["vendors-routes"](asked).table
    parts = table[table["quantile"].isna()]
    total = parts[parts["variable"] == "Mean score"]["value"].item()
    shares = parts[parts["variable"] != "Mean score"]["value"]
    assert len(shares) == 6 and shares.sum() == pytest.approx(total)
    assert total == pytest.approx(100 * moat.scores[:, moat.place("Meta")].mean())


def test_the_duel_is_of_the_two_that_were_chosen() -> None:
    asked = request(vendor="IBM", rival="Writer")
    both = duel(ranking(asked.outlook), "IBM", "Writer")
    chart = CHARTS["vendors-duel"](asked)
    by = chart.table.set_index("variable")["value"]
    assert by["P(IBM ahead)"] == both.wins
    middle = chart.table[chart.table["variable"] == "Difference of scores"]["value"]
    np.testing.assert_allclose(middle, 100 * np.quantile(both.difference, QUANTILES))
    # who is compared with itself is compared with the best of the others
    alone = CHARTS["vendors-duel"](request(vendor="IBM", rival="IBM"))
    assert "P(IBM ahead)" in set(alone.table["variable"])
    assert "IBM less IBM" not in set(alone.table["vendor"])


def test_the_drivers_carry_their_error() -> None:
    asked = request()
    found = drivers(asked.outlook)
    table = CHARTS["vendors-drivers"](asked).table
    whole = table[(table["variable"] == "Total Sobol’ index of ranking") & table["quantile"].isna()]
    np.testing.assert_array_equal(whole["value"], found.ranking.total[0])
    assert set(table["quantile"].dropna()) == {0.05, 0.95}


def test_an_unknown_choice_is_the_first_of_the_ranking() -> None:
    asked = request(vendor="Nobody", rival="Nobody", shares="weight")
    found = ranking(asked.outlook)
    assert common.chosen(asked, found) == found.vendors[0]
    assert common.rival(asked, found) == found.vendors[1]
    assert common.kind_of(asked) == "tokens"
