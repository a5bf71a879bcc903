"""The Compare page: what is pressed changes the comparison, or says why not."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash, html
from plotly.io.json import to_json_plotly

from analytics.scenario import PRESETS, to_json
from analytics.scenario.beside import Beside, read_beside
from analytics.sweep import plan_of, read_grid, reading, surface
from analytics.sweep.run import run
from dashboard import comparing, state
from dashboard.blocks import BLOCKS
from dashboard.blocks import drawn as drawn_block
from dashboard.compare_blocks import SETS
from dashboard.figures import CHARTS
from dashboard.pages import compare
from tests.dashboard.figures.drawing import ODD, scenario
from tests.dashboard.posting import answer, every, page_of, post, words

FEW = "log2_worlds=6&log2_moat_draws=8"
NAMED = "A <b>bold</b> one"
TWO = f"{FEW}&with1={quote(f'preset=overtrained-5x&{FEW}&called={quote(NAMED)}')}"
CHARTS_HERE = [id for id in CHARTS if id.startswith("compare-") and id != "compare-sweep"]
"""Of the scenarios themselves; a sweep has its own."""


@cache
def app() -> Dash:
    found = Dash(__name__, suppress_callback_exceptions=True)
    found.layout = html.Div()
    compare.register(found)
    return found


def request(query: str) -> Any:
    return state.request(state.parse(query))


def told(query: str, block: str) -> str:
    return words(BLOCKS[block](request(query)))


def pressed(button: str, query: str = TWO) -> dict[str, Any]:
    values = {'{"compared":["ALL"]}.n_clicks': [1], "page.data": page_of(query, "/compare")}
    id = json.dumps({"compared": button}, separators=(",", ":"))
    return answer(app(), "press", values, {"compared": [button]}, f"{id}.n_clicks")


def beside(answered: dict[str, Any]) -> list[str]:
    return [read_beside(one)[0].preset.id for one in answered["loaded.data"]["state"]["beside"]]


def test_buttons_change_the_comparison() -> None:
    assert beside(pressed("remove:1")) == []
    opened = pressed("open:1")
    assert beside(opened) == ["as-published"]
    assert opened["loaded.data"]["state"]["preset"] == "overtrained-5x"
    assert opened["loaded.data"]["state"]["options"]["called"] == NAMED
    assert opened["loaded.data"]["edited"] is True
    assert pressed("right:0") == opened and pressed("left:1") == opened
    assert beside(pressed("present")) == ["overtrained-5x", "as-published"]
    for id, (_, _, presets) in SETS.items():
        assert beside(pressed(f"set:{id}", "")) == [p for p in presets if p != "as-published"]


def test_a_button_of_a_former_version_does_nothing() -> None:
    values = {'{"compared":["ALL"]}.n_clicks': [1], "page.data": page_of(TWO, "/compare")}
    got = post(app(), "press", values, {"compared": ["fly"]}, '{"compared":"fly"}.n_clicks')
    assert got.status_code == 204


def test_a_preset_is_added_and_why_not() -> None:
    def chosen(preset: str, query: str = TWO) -> dict[str, Any]:
        values = {
            '{"compare-add":["ALL"]}.value': [preset],
            "page.data": page_of(query, "/compare"),
        }
        there = {"compare-add": ["preset"]}
        return answer(app(), "choose", values, there, '{"compare-add":"preset"}.value')

    assert beside(chosen("multimodal")) == ["overtrained-5x", "multimodal"]
    full = "&".join(f"with{i}=seed%3D{i}" for i in (1, 2, 3))
    refused = chosen("multimodal", full)
    assert "loaded.data" not in refused
    assert "at most 4 scenarios" in refused["compare-said.children"]


def test_a_file_is_added_or_refused() -> None:
    def opened(given: Any) -> dict[str, Any]:
        page = page_of(TWO, "/compare")
        return answer(app(), "open_file", {"compare-file.data": given, "page.data": page})

    preset = PRESETS["multimodal"]
    text = to_json(preset.scenario, preset)
    added = opened({"name": "Mine.json", "size": len(text), "text": text})
    assert read_beside(added["loaded.data"]["state"]["beside"][1])[0].called == "Mine"
    for given, why in (
        ({"name": "a.json", "size": 9, "text": "nothing"}, "not a scenario file"),
        ({"name": "a.json", "size": 2_000_000, "text": ""}, "larger than 1 MB"),
    ):
        assert why in opened(given)["compare-said.children"]


def test_scenarios_are_named() -> None:
    def called(name: str) -> Any:
        values = {'{"called":["ALL"]}.value': [NAMED, name], "page.data": page_of(TWO, "/compare")}
        id = {"called": 1}
        got = post(
            app(),
            "call",
            values,
            {"called": [0, 1]},
            json.dumps(id, separators=(",", ":")) + ".value",
        )
        return got

    body = called("Ours").get_json()["response"]
    assert read_beside(body["loaded"]["data"]["state"]["beside"][0])[0].called == "Ours"
    assert called(NAMED).status_code == 204


def test_one_scenario_says_what_to_do() -> None:
    content = BLOCKS["compare-scenarios"](request(FEW))
    buttons = {
        str(one.id["compared"])
        for one in every(content)
        if isinstance(getattr(one, "id", None), dict) and "compared" in one.id
    }
    assert {f"set:{id}" for id in SETS} <= buttons and "remove:0" not in buttons
    assert "Put other scenarios beside" in told(FEW, "compare-headline")
    assert "Nothing is compared yet" in told(FEW, "compare-effects")
    assert "one scenario only" in told(FEW, "compare-inputs")


def test_tables_tell_what_differs() -> None:
    inputs = told(TWO, "compare-inputs")
    assert "Overtraining" in inputs and "5×" in inputs and "Seed" not in inputs
    outputs = told(TWO, "compare-outputs")
    assert "Year of exhaustion" in outputs and "Δ −1.2" in outputs and "sooner in" in outputs
    assert NAMED in outputs
    other_seed = f"{FEW}&with1={quote(f'{FEW}&seed=9')}"
    assert "in other worlds each" in CHARTS["compare-fans"](request(other_seed)).source
    assert "Δ other worlds" in told(other_seed, "compare-outputs")
    assert "no worlds in common" in told(other_seed, "compare-outputs")


def test_what_a_link_has_no_room_for_is_told() -> None:
    mixes = "~".join(f"{quote('ö' * 10)}{i}:10-10-10-60-2-8" for i in range(40))
    long = state.parse(f"{FEW}&mixes={mixes}")
    grown = state.State(
        long.reading,
        options=long.options,
        beside=state.parse(f"with1={quote(f'{FEW}&mixes={mixes}&seed=1')}").beside,
    )
    said = words(BLOCKS["compare-scenarios"](state.request(grown)))
    assert "The link has no room for all of" in said


@pytest.mark.parametrize("id", CHARTS_HERE)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_name_their_scenarios_and_keep_their_markup(id: str, scheme: str) -> None:
    drawn = CHARTS[id](state.request(state.parse(TWO, scheme)))
    text = to_json_plotly(drawn.figure)
    assert "NaN" not in text and "<b>bold" not in text
    assert list(dict.fromkeys(drawn.table["scenario"])) == [
        "As published (Epoch 2024), 2 changes",
        NAMED,
    ]
    assert drawn.table["value"].notna().any() and set(drawn.table["unit"]) <= {
        "tokens",
        "year",
        "share",
        "probability",
        "place",
        "orders of magnitude",
    }
    assert (NAMED in drawn.alt and "same worlds" in drawn.source) or id == "compare-vendors"
    assert "nan" not in f"{drawn.title} {drawn.alt} {drawn.unit}"


@pytest.mark.parametrize("name", ODD)
def test_odd_scenarios_are_drawn(name: str) -> None:
    odd = scenario(name).model_copy(update={"log2_worlds": 6, "log2_moat_draws": 8})
    shown = state.parse(FEW)
    both = state.State(
        shown.reading,
        options=shown.options,
        beside=(Beside(odd, PRESETS["as-published"]),),
    )
    for first in (both, comparing.move(both, 1, 0)):
        asked = state.request(first)
        for id in CHARTS_HERE:
            drawn = CHARTS[id](asked)
            assert "NaN" not in to_json_plotly(drawn.figure)
            assert "nan" not in f"{drawn.title} {drawn.alt}".replace("nanc", "")
        for block in ("compare-headline", "compare-effects", "compare-outputs"):
            said = words(BLOCKS[block](asked))
            assert " nan" not in said and "inf" not in said.split()


@pytest.fixture
def sweeps(tmp_path, monkeypatch):
    """A small sweep where the page looks for one."""
    for module in (reading, surface):
        monkeypatch.setattr(module, "home", lambda: tmp_path)
    axes = "overtraining = [1, 3]\nlog2_moat_draws = [8]\nsynthetic_cap = [0.2, 0.3]"
    text = f"worlds = 64\n[axes]\n{axes}"
    run(plan_of(read_grid(text), text), tmp_path / "tiny", workers=0, out=io.StringIO())
    return "sweep=tiny&across=overtraining&upwards=synthetic_cap"


def test_without_a_sweep_it_is_said_how_to_make_one(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(surface, "home", lambda: tmp_path)
    assert "python -m analytics sweep" in told(FEW, "compare-choosing")
    drawn = CHARTS["compare-sweep"](request(FEW))
    assert drawn.title == "No sweep is kept yet" and len(drawn.table) == 1


def test_a_scenario_of_a_sweep_is_added(sweeps) -> None:
    drawn = CHARTS["compare-sweep"](request(f"{TWO}&{sweeps}"))
    (trace,) = drawn.figure["data"]
    assert trace["type"] == "heatmap" and len(drawn.table) == 4
    number = trace["customdata"][0][1]
    page = page_of(f"{TWO}&{sweeps}".replace("log2_worlds=6", "log2_worlds=7", 1), "/compare")
    clicked = {"points": [{"customdata": number, "x": 0, "y": 1}]}
    id = '{"chart":"compare-sweep","part":"figure"}'
    added = answer(app(), "point", {f"{id}.clickData": clicked, "page.data": page})
    one = read_beside(added["loaded.data"]["state"]["beside"][1])[0]
    assert (one.scenario.overtraining, one.scenario.synthetic_cap) == (3.0, 0.2)
    assert one.called == "tiny: 3×, 20%"
    # in the page's own worlds, so that there is a difference; those of the sweep were 64
    assert (one.scenario.worlds, one.scenario.log2_moat_draws) == (128, 8)
    # and without a pointer
    values = {'{"compare-add":["ALL"]}.value': [str(number)], "page.data": page}
    there = {"compare-add": ["sweep"]}
    chosen = answer(app(), "choose", values, there, '{"compare-add":"sweep"}.value')
    assert chosen["loaded.data"] == added["loaded.data"]
    none = answer(
        app(), "point", {f"{id}.clickData": {"points": [{"customdata": 99}]}, "page.data": page}
    )
    assert "no such scenario" in none["compare-said.children"]
    line = CHARTS["compare-sweep"](request(f"{FEW}&sweep=tiny"))
    assert line.figure["data"][-1]["mode"] == "lines+markers"
    choices = every(drawn_block("compare-choosing", request(FEW)))
    ids = {str(one.id) for one in choices if getattr(one, "id", None)}
    assert {"{'option': 'sweep'}", "{'option': 'upwards'}", "{'compare-add': 'sweep'}"} <= ids
