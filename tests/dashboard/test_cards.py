"""Cards: what a chart needs around it, and buttons that give it away."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dash
import pandas as pd
import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import cards
from dashboard.figures.chart import Chart
from dashboard.handing import File

ASSETS = Path(cards.__file__).parent / "assets"

CHART = Chart(
    title="Demand outgrows text in 2029",
    unit="Tokens",
    figure={"data": [], "layout": {}},
    table=pd.DataFrame({"year": [2029]}),
    alt="Two lines cross.",
    source="Source: a paper",
)


def every(component: Any) -> list[Any]:
    """A component and all that is inside it."""
    if isinstance(component, (list, tuple)):
        return [one for part in component for one in every(part)]
    if not isinstance(component, Component):
        return []
    return [component, *every(getattr(component, "children", None))]


def by_part(card: Any) -> dict[str, Any]:
    found = [one for one in every(card) if isinstance(getattr(one, "id", None), dict)]
    assert all(one.id["chart"] == "depletion-fans" for one in found)
    return {one.id["part"]: one for one in found}


@pytest.fixture
def card() -> Component:
    return cards.chart_card("depletion-fans", CHART, height=320, link="/depletion")


def test_every_part_shows_its_part_of_the_chart(card: Component) -> None:
    parts = by_part(card)
    assert set(parts) == {*cards.PARTS, "csv", "xlsx", "png", "svg", "download"}
    for name, prop in cards.PARTS.items():
        assert getattr(parts[name], prop) == cards.part(CHART, name)


def test_no_chart_is_uploaded(card: Component) -> None:
    config = by_part(card)["figure"].config
    assert config["plotlyServerURL"] == ""
    assert "sendChartToCloud" in config["modeBarButtonsToRemove"]
    assert config["displayModeBar"] is False


def test_the_picture_is_named_and_described(card: Component) -> None:
    picture = next(one for one in every(card) if getattr(one, "role", None) == "img")
    ids = {json.dumps(p.id, sort_keys=True, separators=(",", ":")) for p in by_part(card).values()}
    for attribute in ("aria-labelledby", "aria-describedby"):
        named = getattr(picture, attribute)
        assert named in ids
        assert not re.search(r"\s", named)  # a space would part it into two ids


def test_every_button_has_a_name_that_no_finding_changes(card: Component) -> None:
    names = {getattr(one, "aria-label") for one in every(card) if isinstance(one, html.Button)}
    kinds = ("CSV", "XLSX", "PNG", "SVG")
    assert names == {f"Download {kind}: depletion fans" for kind in kinds}


def test_heights_are_fixed(card: Component) -> None:
    assert by_part(card)["figure"].style["height"] == 320


def test_a_link_and_a_choice_are_optional() -> None:
    choice = dcc.RadioItems(id="how")
    bare = every(cards.chart_card("depletion-fans", CHART, height=1))
    full = every(cards.chart_card("depletion-fans", CHART, height=1, link="/x", choice=choice))
    assert not any(getattr(one, "href", None) for one in bare)
    assert [one.href for one in full if getattr(one, "href", None)] == ["/x"]
    assert choice in full and choice not in bare


def post(
    app: dash.Dash, clicks: int | None, page: Mapping[str, Any] | None, format: str = "csv"
) -> Any:
    body = {
        "output": '{"chart":["MATCH"],"part":"download"}.data',
        "outputs": {"id": {"chart": "depletion-fans", "part": "download"}, "property": "data"},
        "inputs": [
            {
                "id": {"chart": "depletion-fans", "part": one},
                "property": "n_clicks",
                "value": clicks if one == format else None,
            }
            for one in ("csv", "xlsx")
        ],
        "state": [{"id": "page", "property": "data", "value": page}],
        "changedPropIds": [f'{{"chart":"depletion-fans","part":"{format}"}}.n_clicks'],
    }
    return app.server.test_client().post("/_dash-update-component", json=body)


@pytest.fixture
def app() -> dash.Dash:
    app = dash.Dash(__name__, suppress_callback_exceptions=True)
    app.layout = html.Div()

    def table_for(chart: str, format: str, page: Mapping[str, Any]) -> File:
        name = f"{chart}-{page.get('preset')}.{format}"
        return File(name, "text/csv", b"\xef\xbb\xbfyear\r\n2029\r\n")

    cards.register(app, table_for)
    return app


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_table_is_handed_out_byte_by_byte(app: dash.Dash, format: str) -> None:
    answer = post(app, 1, {"preset": "multimodal"}, format)
    (data,) = answer.get_json()["response"].values()
    assert data["data"]["filename"] == f"depletion-fans-multimodal.{format}"
    assert base64.b64decode(data["data"]["content"]) == b"\xef\xbb\xbfyear\r\n2029\r\n"


def test_no_click_no_file(app: dash.Dash) -> None:
    assert post(app, None, {}).status_code == 204


def test_pictures_are_made_by_the_asset_without_inline_script(app: dash.Dash) -> None:
    script = (ASSETS / "export.js").read_text()
    made = [
        callback["clientside_function"]
        for callback in app._callback_list
        if callback.get("clientside_function")
    ]
    assert {one["function_name"] for one in made} == {"png", "svg"}
    assert all(one["namespace"] == "cards" for one in made)
    assert "dash_clientside.cards" in script
    assert not re.search(r"\beval\(|new Function|https?://(?!www\.w3\.org/)", script)
