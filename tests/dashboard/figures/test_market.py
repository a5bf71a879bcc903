"""The charts of the market: valid, complete, and unlike where what they show is unlike."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import Any

import plotly.graph_objects as go
import pytest

from analytics.market import RIGHTS, facts
from analytics.market.deals import signed, unsummed
from analytics.outlook import Outlook, evaluate
from analytics.scenario import Scenario
from dashboard.figures import CHARTS, Chart, Request, market
from dashboard.figures.chart import Scheme
from dashboard.figures.market import common
from dashboard.figures.market.sharing import _ink_on
from dashboard.figures.palette import DARK, LIGHT
from data import catalog
from tests.dashboard.figures.drawing import decoded

NAMES = tuple(sorted(market.__all__))
VERSION = catalog.version()
FACTS = facts(VERSION)
OF_DEALS = ("archives", "known", "matrix", "timeline")
CHOICES = (("all", "all"), ("news", "openai"), ("books", "all"), ("books", "openai"))


@cache
def outlook(as_of: float = 2026.89) -> Outlook:
    return evaluate(Scenario(log2_worlds=6, as_of=as_of))


def request(
    supplier: str = "all", buyer: str = "all", scheme: Scheme = "light", as_of: float = 2026.89
) -> Request:
    options = {"supplier": supplier, "buyer": buyer}
    return Request(outlook(as_of), scheme=scheme, options=options)


def draw(name: str, *given: Any, **more: Any) -> Chart:
    return (
        CHARTS[name](request(*given, **more)) if name in CHARTS else _by_name(name, *given, **more)
    )


def _by_name(name: str, *given: Any, **more: Any) -> Chart:
    found: Chart = getattr(market, name)(request(*given, **more))
    return found


def said(chart: Chart) -> str:
    labels = chart.figure["layout"].get("annotations", ())
    return " ".join([chart.title, chart.unit, chart.alt, *(one["text"] for one in labels)])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: "-".join(choice))
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_of_every_choice(name: str, choice: Any, scheme: Scheme) -> None:
    chart = draw(name, *choice, scheme=scheme)
    figure = go.Figure(chart.figure)
    assert figure.layout.title.text is None
    for text in (chart.title, chart.unit, chart.alt, chart.source):
        assert text and not {"nan", "inf", "None"} & set(text.replace(",", " ").split())
    assert not chart.title.endswith(".")
    assert {"series", "variable", "unit"} <= set(chart.table.columns)
    assert VERSION in chart.source


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_of_no_deal_says_what_to_do(name: str) -> None:
    chart = draw(name, "books", "openai")
    if name not in ("prices", "suits", "suppliers", "buyers", "concentration"):
        assert "Choose “All suppliers” and “All buyers”" in said(chart), name


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_of_an_early_day_can_be_drawn(name: str) -> None:
    chart = draw(name, as_of=2024.0)
    go.Figure(chart.figure)
    if name == "suits":
        assert "Set “Today” to a later date" in said(chart)


@pytest.mark.parametrize("name", OF_DEALS)
def test_rows_that_are_deals_name_their_source(name: str) -> None:
    table = draw(name).table
    assert set(common.DEAL_COLUMNS) <= set(table.columns)
    assert len(table) and table["source"].str.len().min() > 3
    assert set(table["deal_id"]) <= {one.id for one in FACTS.deals}


@pytest.mark.parametrize("name", OF_DEALS)
def test_marks_lead_to_rows(name: str) -> None:
    ids = [
        id
        for trace in draw(name).figure["data"]
        for id in trace.get("customdata", ())
        if trace.get("mode") == "markers"
    ]
    assert ids and set(ids) <= {one.id for one in FACTS.deals}


def test_every_deal_is_on_the_timeline_once() -> None:
    chart = draw("timeline")
    ids = [id for trace in chart.figure["data"] for id in trace.get("customdata", ())]
    assert len(ids) == len(set(ids))
    assert {one.id for one in signed(FACTS.deals, 2026.89)} <= set(ids)
    assert sorted(ids) == sorted(chart.table["deal_id"])


def test_what_is_never_summed_is_a_cross_and_what_is_not_stated_is_empty() -> None:
    never = {one.id for one in unsummed(FACTS.deals, 2026.89)}
    for trace in draw("timeline").figure["data"]:
        if trace.get("yaxis") != "y2" and "customdata" in trace:
            crossed = trace["marker"]["symbol"] == "x-thin"
            assert all((id in never) == crossed for id in trace["customdata"])
    marks = {rights: common.marker(rights, LIGHT) for rights in RIGHTS}
    assert marks["unknown"]["color"] == LIGHT.paper != marks["training"]["color"]
    assert len({(one["symbol"], one["color"]) for one in marks.values()}) == 4


@pytest.mark.parametrize("name", ["suppliers", "buyers"])
def test_a_column_for_each_kind_of_rights(name: str) -> None:
    chart = draw(name)
    bars = [trace for trace in chart.figure["data"] if trace["type"] == "bar"]
    assert len({trace["xaxis"] for trace in bars}) == len(bars) == 3
    counted = chart.table[chart.table["variable"].str.startswith("Deals: ")]["value"].sum()
    drawn = sum(x or 0 for trace in bars for x in trace["x"])
    assert drawn == counted
    if name == "suppliers":
        assert counted == 91


def test_the_picked_are_set_off_where_all_stay() -> None:
    assert "<b>News</b>" in said(draw("suppliers", "news"))
    assert "<b>OpenAI</b>" in said(draw("buyers", "all", "openai"))
    assert "<b>OpenAI</b>" in said(draw("matrix", "all", "openai"))
    assert draw("pairs", "all", "openai").table.equals(draw("pairs").table)


def test_years_are_certain_and_possible() -> None:
    chart = draw("years")
    assert chart.title == (
        "Display made 15 of the 20 deals of 2025 that state their rights, 0 of 8 in 2023"
    )
    assert "8–12" in said(chart) and "15–16" in said(chart)


def test_an_assumed_length_is_hollow() -> None:
    chart = draw("prices")
    assert chart.title.startswith("A token of licensed text costs 660 to 990 times")
    traces = [one for one in chart.figure["data"] if one["mode"] == "lines+markers"]
    hollow = [one for one in traces if one["marker"]["symbol"] == "circle-open"]
    assert len(hollow) == 2 and all("assumed" in one["text"][0] for one in hollow)
    assumed = chart.table[chart.table["basis"] == "words in a book assumed"]
    assert set(assumed["series"]) == {
        "Licensed book (training licence)",
        "Settled book (Bartz v. Anthropic)",
    }
    assert "660–990×" in said(chart)


def test_a_quotient_is_hollow_and_bounds_have_arrows() -> None:
    chart = draw("archives")
    table = chart.table.drop_duplicates("deal_id").set_index("deal_id")
    assert table["basis"].value_counts().to_dict() == {"stated": 4, "total over term": 2}
    points = [one for one in chart.figure["data"] if "customdata" in one]
    for one in points:
        is_divided = table.loc[one["customdata"][0], "basis"] == "total over term"
        assert (one["marker"]["color"] == LIGHT.paper) == is_divided
    symbols = [one["marker"].get("symbol", "") for one in chart.figure["data"] if "marker" in one]
    assert symbols.count("triangle-right") == 2 and symbols.count("triangle-left") == 1


def test_the_calendar_draws_the_assumed_unlike_the_known() -> None:
    known, ended, assumed = draw("calendar").figure["data"]
    assert "pattern" in assumed["marker"] and "pattern" not in known["marker"]
    # that of at least 3 years ends no one knows when
    assert sum(known["y"]) + sum(ended["y"]) == 9 and sum(ended["y"]) == 1
    assert sum(assumed["y"]) == pytest.approx(82, abs=0.5)
    assert len(assumed["x"]) == 9 and assumed["x"][-1] == 2032
    assert "2–5 years" in draw("calendar").unit
    sure = draw("calendar", "books")
    assert "not disclosed last" not in sure.title


def test_a_terminated_deal_is_crossed_and_says_when() -> None:
    chart = draw("known")
    assert "terminated Mar 2026" in said(chart) and "lapsed Jul 2025" in said(chart)
    (cross,) = (
        one
        for one in chart.figure["data"]
        if "customdata" in one and one["marker"]["symbol"] == "x"
    )
    assert cross["customdata"] == ["openai-disney-2025-12"]
    assert decoded(cross["x"])[0] == pytest.approx(2026.2247, abs=1e-3)


def test_concentration_has_both_sides_with_what_the_unnamed_could_change() -> None:
    chart = draw("concentration")
    assert "27 named buyers weigh like 9.6 equal ones" in chart.title
    last = chart.table[chart.table["year"] == chart.table["year"].max()]
    points = last[(last["series"] == "buyers") & last["variable"].str.startswith("HHI")]
    assert len(points) == 3 and points["value"].between(0, 10_000).all()
    one = draw("concentration", "books")
    assert one.title.startswith("1 named buyer weighs")


def test_the_matrix_has_suppliers_of_two_buyers_or_more() -> None:
    table = draw("matrix").table
    assert (table.groupby("series")["variable"].nunique() > 1).all()
    assert table["series"].nunique() == 22


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_on_a_cell_stand_out(palette: Any) -> None:
    inks = [_ink_on(share, palette) for share in (0.0, 0.1, 0.9, 1.0)]
    assert inks[0] == inks[1] == palette.text and inks[-1] == palette.paper


def test_suits_have_their_counts_and_no_line_claims_what_is_between() -> None:
    chart = draw("suits")
    dots = [one for one in chart.figure["data"] if one["mode"] == "markers"]
    assert [list(one["y"]) for one in dots] == [[24, 48, 87, 118], [24, 14]]
    assert "rose from 24 in May 2024 to 118 in Jun 2026" in chart.title
    dashes = [one["line"].get("dash") for one in chart.figure["data"] if one["mode"] == "lines"]
    assert dashes[0] == "3px,3px"


def test_names_are_text_and_no_markup() -> None:
    odd = replace(FACTS.deals[0], buyer="<i>A & B</i>", recalled=True, term_years=2.0)
    text = common.told(odd)
    assert "&lt;i&gt;A &amp; B&lt;/i&gt;" in text and "recalled, not verified" in text


def test_an_unknown_choice_is_none() -> None:
    assert common.scene(request("shoes", "all")).picked.category == ""
    assert common.which(common.scene(request())) == ""
    assert set(common.BUYERS) - {"all"} <= set(FACTS.names)


def test_values_are_drawn_where_the_table_has_them() -> None:
    chart = draw("timeline")
    table = chart.table.set_index("deal_id")
    for trace in chart.figure["data"]:
        if "customdata" in trace and trace.get("yaxis") != "y2":
            for id, y in zip(trace["customdata"], decoded(trace["y"]), strict=True):
                low, high = (float(table.loc[id, f"value_{end}"]) for end in ("low", "high"))
                assert y == pytest.approx(math.sqrt(low * high))
    assert table["value_low"].isna().sum() == 70
