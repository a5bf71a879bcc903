"""Market: every chart in its place, what is picked in the link, and each deal with its source."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from dash import no_update

from dashboard.figures import CHARTS
from dashboard.figures.market import common
from dashboard.pages import market, market_deals, methods_market
from dashboard.state import OPTIONS, parse, query, request
from dashboard.views import VIEWS
from data import catalog
from tests.dashboard.test_record_blocks import all_of, words

FEW = "log2_worlds=6"
ROOT = Path(__file__).parents[3]


def scene(text: str = "") -> common.Scene:
    return common.scene(request(parse(f"{FEW}&{text}")))


def page(**options: str) -> dict[str, Any]:
    state = parse(FEW)
    return {"preset": "as-published", "values": {}, "options": {**state.options, **options}}


def test_the_view_stands_between_the_record_and_collapse() -> None:
    paths = [view.path for view in VIEWS]
    assert paths.index("/record") < paths.index("/market") < paths.index("/collapse")


def test_every_chart_of_the_market_is_on_the_page_and_nothing_waits() -> None:
    content = market.layout(parse(FEW))
    drawn = {graph.id["chart"] for graph in all_of(content, "Graph")}
    assert drawn == {id for id in CHARTS if id.startswith("market-")} and len(drawn) == 12
    assert "Computing" not in words(content)


@pytest.mark.parametrize("key", ["supplier", "buyer"])
def test_what_is_picked_is_in_the_link(key: str) -> None:
    value = [*OPTIONS[key]][2]
    state = parse(f"{FEW}&{key}={value}")
    assert not state.problems
    (select,) = (one for one in all_of(market.layout(state), "Select") if one.id == {"option": key})
    assert select.value == value
    assert f"{key}={value}" in query(state.scenario, state.preset, None, state.options)
    wrong = parse(f"{key}=shoes")
    assert [one.field for one in wrong.problems] == [key] and wrong.options[key] == "all"


def test_the_grid_has_every_row_and_values_not_disclosed_look_different() -> None:
    found = market_deals.rows(scene())
    assert len(found) == 98
    shown = {row["deal_id"]: row["_shown"]["value"] for row in found}
    assert shown["openai-le-monde-2024-03"] == "not disclosed"
    assert shown["openai-axel-springer-2023-12"] == "at least $25M–$30M"
    value = next(one for one in market_deals.columns(catalog.version()) if one["field"] == "value")
    assert set(value["cellClassRules"]) == {"market-undisclosed", "market-unsummed"}
    assert sum(row["_summed"] for row in found) == 14
    assert all(row["_link"].get("source_id") or row["source_id"] for row in found)


def test_the_grid_follows_what_is_picked_and_is_not_sent_anew_without_need() -> None:
    first = market_deals._key(scene())
    assert market_deals.follow_deal(page(), "g", first) == (no_update, no_update)
    rows, key = market_deals.follow_deal(page(supplier="news", buyer="openai"), "g", first)
    assert 10 < len(rows) < 30 and key != first
    assert {row["buyer"] for row in rows} == {"OpenAI"}
    assert market_deals.follow_deal(None, "g", first) == (no_update, no_update)


@pytest.mark.parametrize("selected", [None, [], [{}], [{"_row": 98}], [{"_row": "1"}], ["x"]])
def test_without_a_row_the_panel_says_what_to_do(selected: Any) -> None:
    assert "Select a deal" in words(market_deals.show_deal(selected))


def test_a_row_leads_to_its_source() -> None:
    (row,) = (r for r in market_deals.rows(scene()) if r["deal_id"] == "google-reddit-2024-02")
    found = market_deals.show_deal([row])
    (link,) = (one for one in all_of(found, "A") if str(one.href).startswith("http"))
    assert link.target == "_blank"
    assert "google-reddit-2024-02" in words(found)


def test_the_file_has_the_rows_shown_with_their_sources() -> None:
    file = market_deals.download(1, page(supplier="books"))
    assert file["filename"].startswith("aquifer-market-deals-")
    assert market_deals.download(None, page()) is no_update


@pytest.mark.parametrize("equation", methods_market.MARKET, ids=lambda one: one.key)
def test_the_equations_are_computed_and_checked_where_they_say(equation: Any) -> None:
    module = importlib.import_module(equation.module)
    assert callable(getattr(module, equation.code.rpartition(".")[2]))
    assert all((ROOT / name).is_file() for name in equation.tests)
    assert equation.tex.count("{") == equation.tex.count("}")


def test_methods_count_what_is_not_stated() -> None:
    text = words(methods_market.content())
    assert "43 of 91 deals" in text and "14 of 91 deals" in text and "2 to 5 years" in text
