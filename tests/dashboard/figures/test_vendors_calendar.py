"""The calendar of licences: known ends solid, assumed ones hatched, terminations marked."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics.estimates import triangular
from analytics.moat.licences import end_year
from analytics.outlook import evaluate
from analytics.outlook.expiries import Expiry, expiries, next_known
from analytics.outlook.vendors import ranking
from analytics.scenario import LicenceChange, Scenario
from dashboard.figures.chart import Chart, Request, Scheme
from dashboard.figures.template import DASH
from dashboard.figures.vendors.calendar import calendar
from data import catalog

SIGNED = LicenceChange("add", "xAI", "Reddit", 70e6, 3.0, exclusive=True)


def draw(*licences: LicenceChange, scheme: Scheme = "light") -> Chart:
    return calendar(Request(evaluate(scenario(*licences)), scheme=scheme))


def scenario(*licences: LicenceChange) -> Scenario:
    return Scenario(log2_worlds=6, log2_moat_draws=8, licences=licences)


@pytest.fixture(scope="module")
def found() -> tuple[Expiry, ...]:
    return expiries(ranking(evaluate(scenario())), catalog.version())


def test_every_training_licence_of_a_ranked_vendor_is_there_once(
    found: tuple[Expiry, ...],
) -> None:
    there = ranking(evaluate(scenario()))
    market = there.inputs.market
    assert market is not None
    buyers = {one.buyer for one in there.inputs.units if one.ranked}
    licences = [one for one in market.licences if one.counts and one.buyer in buyers]
    assert len(found) == len(licences) > 40
    assert [one.vendor.casefold() for one in found] == sorted(
        one.vendor.casefold() for one in found
    )
    for one in found:
        assert one.start < one.first_end
        assert one.ends[0] <= one.ends[1] <= one.ends[2]
        if not one.assumed:
            assert one.first_end <= one.ends[0] + 1e-9


def test_known_terms_are_the_tables_and_renewals_the_models(found: tuple[Expiry, ...]) -> None:
    market = ranking(evaluate(scenario())).inputs.market
    assert market is not None
    springer = next(one for one in found if one.supplier == "Axel Springer")
    licence = next(one for one in market.licences if one.deal == springer.deal)
    assert licence.term_years is not None
    assert springer.first_end == pytest.approx(licence.from_year + licence.term_years)
    assert math.floor(springer.first_end) == 2026 and springer.first_end > 2026.9
    drawn = end_year(licence, market, 2048, 0)
    assert springer.ends[1] == pytest.approx(np.quantile(drawn, 0.5, method="inverted_cdf"))
    disney = next(one for one in found if "Disney" in one.supplier)
    assert disney.terminated and not disney.assumed
    assert disney.first_end == pytest.approx(2026 + 82 / 365)  # 24 March
    assert set(disney.ends) == {disney.first_end}


def test_the_next_known_end_is_told() -> None:
    chart = draw()
    assert "OpenAI – Axel Springer, about Dec 2026" in chart.title
    assert "terminated Mar 2026" in chart.alt
    assert next_known((), 2026.9) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_solid_hatched_and_crossed_are_three_looks(scheme: Scheme) -> None:
    chart = draw(scheme=scheme)
    go.Figure({**chart.figure, "layout": {**chart.figure["layout"], "template": None}})
    solid, hatched = (t for t in chart.figure["data"] if t["type"] == "bar")
    assert "pattern" not in solid["marker"] and hatched["marker"]["pattern"]["shape"] == "/"
    (crosses,) = (t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "x")
    assert len(crosses["x"]) == 1
    texts = [one["text"] for one in chart.figure["layout"]["annotations"]]
    assert any(text.startswith("as of") for text in texts)
    rows = len(solid["y"]) + len(hatched["y"])
    assert rows == len(chart.figure["layout"]["yaxis"]["ticktext"])
    assert chart.table["series"].nunique() <= rows
    assert set(chart.table["basis"]) == {"known", "at least", "assumed", "terminated"}


def test_a_term_that_is_a_minimum_is_open_at_its_end(found: tuple[Expiry, ...]) -> None:
    (one,) = (one for one in found if one.open)
    assert (one.vendor, one.supplier) == ("Meta", "News Corp") and not one.known
    assert one.first_end - one.start == pytest.approx(3)
    market = ranking(evaluate(scenario())).inputs.market
    assert market is not None
    licence = next(held for held in market.licences if held.deal == one.deal)
    never = replace(market, renewal=triangular(0, 0, 0))
    first = end_year(licence, never, 512, 0) - one.start
    assert first.min() >= 3 and first.max() > 4.5
    chart = draw()
    (arrows,) = (
        t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "triangle-right"
    )
    assert arrows["x"] == [one.first_end]
    texts = [label["text"] for label in chart.figure["layout"]["annotations"]]
    assert "Mar 2029 or later" in texts and "Mar 2029 or later" in chart.alt
    mine = chart.table[chart.table["deal_id"] == one.deal]
    assert "Earliest end of the first term" in set(mine["variable"])
    assert set(mine["basis"]) == {"at least"}


def test_the_baseline_s_ends_are_under_the_bars() -> None:
    shorter = scenario().model_copy(update={"licence_term": triangular(1, 1.5, 2)})
    baseline = evaluate(shorter)
    chart = calendar(Request(evaluate(scenario(SIGNED)), baseline=baseline, baseline_name="Other"))
    lines, rings = chart.figure["data"][-2:]
    assert lines["line"]["dash"] == DASH and rings["marker"]["symbol"] == "circle-open"
    was = expiries(ranking(baseline), catalog.version())
    moved = [one for one in was if one.assumed]
    ends = set(np.round(lines["x"][1::3], 6))
    assert len(lines["x"]) == 3 * (len(moved) + 1)  # and the open one, which has no assumed part
    # what is renewed beyond the axis has no ring
    assert 0 < len(rings["x"]) <= len(moved) and max(rings["x"]) < 2034.3
    assert {round(one.first_end, 6) for one in moved} <= ends


def test_own_licences_and_ends_are_drawn_as_such() -> None:
    ended = LicenceChange("end", "OpenAI", "News Corp")
    chart = draw(SIGNED, ended)
    names = chart.figure["layout"]["yaxis"]["ticktext"]
    assert any("Reddit (yours)" in name for name in names)
    assert "own" in set(chart.table["basis"])
    (crosses,) = (t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "x")
    assert len(crosses["x"]) == 2
