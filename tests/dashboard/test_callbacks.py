"""The shell's callbacks, posted as the browser posts them, also by a tab of a former version."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pandas as pd
import pytest
from dash import Dash
from plotly.io.json import to_json_plotly

from analytics import findings
from analytics.exports.formats import FORMATS, make
from analytics.exports.table import table_csv
from analytics.scenario import DEFAULT_PRESET, GROUPS, PRESETS, Scenario, to_json
from dashboard import controls, editing, handing, state
from dashboard.app import create_app
from dashboard.figures import CHARTS
from dashboard.settings import Settings
from dashboard.views import VIEWS
from data import catalog
from tests.dashboard.posting import FEW, answer, page_of, post, words


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app(Settings())


def address(path: str = "/", search: str = f"?{FEW}", **more: Any) -> dict[str, Any]:
    return {"path": path, "search": search, "hash": "", "scheme": "light", "at": 1.5, **more}


def show(app: Dash, where: Any, page: Any = None) -> dict[str, Any]:
    return answer(app, "show", {"address.data": where, "page.data": page})


class TestShow:
    @pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.title)
    def test_brings_the_view_of_a_path_and_the_state(self, app, view) -> None:
        shown = show(app, address(view.path, f"?{FEW}&overtraining=7", scheme="dark"))
        assert shown["main.children"]
        loaded = shown["loaded.data"]
        assert (loaded["drawn"], loaded["edited"]) == (True, False)
        assert loaded["state"] == editing.as_page(
            state.parse(f"{FEW}&overtraining=7", "dark"), view.path
        )
        assert shown["problems.children"] is None

    def test_of_the_view_that_is_there_brings_only_the_state(self, app) -> None:
        where = address("/depletion", f"?{FEW}&overtraining=9")
        shown = show(app, where, page_of(path="/depletion"))
        assert "main.children" not in shown
        assert shown["loaded.data"]["drawn"] is False
        assert shown["loaded.data"]["state"]["values"]["overtraining"] == "9"

    def test_of_one_that_was_left_before_it_came_brings_it_anew(self, app) -> None:
        shown = show(app, address("/depletion", anew=True), page_of(path="/depletion"))
        assert shown["main.children"]
        assert shown["loaded.data"]["drawn"] is True

    def test_of_another_view_brings_that(self, app) -> None:
        shown = show(app, address("/methods"), page_of(path="/depletion"))
        assert "Methods" in words(shown["main.children"])
        assert shown["loaded.data"]["state"]["path"] == "/methods"

    def test_says_what_of_a_link_could_not_be_used(self, app) -> None:
        shown = show(app, address("/depletion", f"?{FEW}&overtraining=5000&colour=red"))
        said = words(shown["problems.children"])
        assert "Part of this link could not be used; the rest is loaded" in said
        assert "5000 × is above the highest accepted, 1000 ×" in said
        assert "colour" in said
        assert shown["loaded.data"]["state"]["values"]["overtraining"] == "1"
        assert shown["loaded.data"]["state"]["values"]["log2_worlds"] == "6"

    @pytest.mark.parametrize(
        "where", [{"path": "/nowhere"}, {"path": ["/"], "search": 7}, {"scheme": None, "at": "x"}]
    )
    def test_of_a_malformed_address_is_the_outlook(self, app, where) -> None:
        assert show(app, where)["loaded.data"]["state"]["path"] == "/"

    @pytest.mark.parametrize("where", [None, {}, "text", [1]])
    def test_of_no_address_does_nothing(self, app, where) -> None:
        assert post(app, "show", {"address.data": where}).status_code == 204


class TestFiles:
    def opened(self, app: Dash, page: Any = None, **file: Any) -> Any:
        values = {"opened.data": file, "page.data": page or page_of(path="/depletion")}
        return answer(app, "open_file", values)

    def test_one_is_taken_over_and_the_view_kept(self, app) -> None:
        scenario = PRESETS["multimodal"].scenario.model_copy(update={"epochs": 9.0})
        page = page_of("overtraining=3&exhaustion=bars&pin=preset%3Dmultimodal", "/depletion")
        text = to_json(scenario, PRESETS["multimodal"])
        got = self.opened(app, page, name="a.json", text=text, size=len(text))
        loaded = got["loaded.data"]
        assert (loaded["drawn"], loaded["edited"]) == (False, True)
        shown = state.from_page(loaded["state"])
        assert (shown.scenario, shown.preset.id) == (scenario, "multimodal")
        assert loaded["state"]["path"] == "/depletion"
        assert (loaded["state"]["options"], loaded["state"]["pin"]) == (
            page["options"],
            page["pin"],
        )
        assert got["problems.children"] is None

    def test_a_part_that_is_wrong_is_said_and_the_rest_taken(self, app) -> None:
        text = json.dumps({"values": {"overtraining": 5000, "epochs": 9, "wells": 1}})
        got = self.opened(app, name="a.json", text=text)
        assert state.from_page(got["loaded.data"]["state"]).scenario == Scenario(epochs=9)
        said = words(got["problems.children"])
        assert "Part of this file could not be used; the rest is loaded" in said
        assert "5000 × is above the highest accepted, 1000 ×" in said and "wells" in said

    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            ({"text": "[1, 2"}, "not a scenario file: it is not JSON"),
            ({"text": "[]"}, 'not a scenario file: it has no "values"'),
            ({"text": "", "size": 3_000_000}, "not a scenario file: it is larger than 1 MB"),
            ({"text": "x" * 1_000_001}, "not a scenario file: it is larger than 1 MB"),
            ({"text": None}, "not a scenario file: it has no text"),
            ({"size": "large"}, "not a scenario file: it has no text"),
        ],
    )
    def test_one_that_is_none_leaves_the_page(self, app, file, reason) -> None:
        got = self.opened(app, **{"name": "mine.json", **file})
        assert "loaded.data" not in got
        said = words(got["problems.children"])
        assert "This file could not be used; nothing has changed" in said
        assert reason in said
        assert "mine.json" in said

    def test_a_saved_one_opens_again(self, app) -> None:
        page = page_of("preset=multimodal&epochs=9&log2_worlds=7")
        got = answer(app, "save_file", {"save-file.n_clicks": 1, "page.data": page})
        file = got["download.data"]
        assert file["filename"].startswith("aquifer-multimodal-")
        assert file["filename"].endswith(".json")
        text = base64.b64decode(file["content"]).decode()
        opened = self.opened(app, name=file["filename"], text=text)
        assert opened["loaded.data"]["state"]["values"] == page["values"]

    @pytest.mark.parametrize("format", FORMATS)
    def test_the_download_is_the_export_of_the_shell(self, app, format) -> None:
        page = page_of(f"{FEW}&preset=overtrained-5x")
        got = self.taken(app, format, page).get_json()["response"]["download"]["data"]
        shown = state.from_page(page)
        wanted = make(FORMATS[format], shown.scenario, shown.preset)
        assert base64.b64decode(got["content"]) == wanted
        assert got["type"] == FORMATS[format].media
        assert got["filename"].endswith(f".{FORMATS[format].ending}")

    def taken(self, app, format, page, clicks=1) -> Any:
        values = {'{"export":["ALL"]}.n_clicks': [clicks], "page.data": page}
        clicked = f'{{"export":"{format}"}}.n_clicks'
        return post(app, "download", values, {"export": [format]}, clicked)

    def test_its_links_are_absolute_where_an_address_is_set(self) -> None:
        public = create_app(Settings(url="https://aquifer.example.org"))
        body = self.taken(public, "csv", page_of())
        content = base64.b64decode(body.get_json()["response"]["download"]["data"]["content"])
        assert b"https://aquifer.example.org/?v=1" in content

    def test_no_click_no_file(self, app) -> None:
        for clicks, page in ((0, page_of()), (None, page_of()), (1, None), (1, {})):
            values = {"save-file.n_clicks": clicks, "page.data": page}
            assert post(app, "save_file", values).status_code == 204
            assert self.taken(app, "csv", page, clicks).status_code == 204
        assert self.taken(app, "gone", page_of()).status_code == 204

    @pytest.mark.parametrize("chart", CHARTS)
    def test_a_chart_is_downloaded_as_drawn(self, app, chart) -> None:
        page = page_of(f"{FEW}&exhaustion=bars")
        csv, xlsx = (f'{{"chart":["MATCH"],"part":"{one}"}}.n_clicks' for one in ("csv", "xlsx"))
        clicked = f'{{"chart":"{chart}","part":"csv"}}.n_clicks'
        values = {csv: 1, xlsx: None, "page.data": page}
        (got,) = answer(app, "download_table", values, {"chart": [chart]}, clicked).values()
        drawn = CHARTS[chart](state.request(state.from_page(page)))
        # a chart of a comparison says itself whose a number is
        mine = [] if "scenario" in drawn.table else ["scenario", "baseline"]
        told = [*mine, "data_version", "link"]
        own = "source" in drawn.table  # rows of facts name their own
        told += [] if own else ["source"]
        file, table = (
            pd.read_csv(io.BytesIO(content))
            for content in (base64.b64decode(got["content"]), table_csv(drawn.table))
        )
        pd.testing.assert_frame_equal(file.drop(columns=told), table)
        assert own or set(file["source"]) == {drawn.source}
        assert set(file["data_version"]) == {catalog.version()}
        assert (
            state.parse(file["link"][0].split("?", 1)[1]).scenario == state.from_page(page).scenario
        )
        assert got["filename"].startswith(f"aquifer-{chart}-{DEFAULT_PRESET}-")

    def test_a_chart_that_is_gone_is_none(self, app) -> None:
        csv, xlsx = (f'{{"chart":["MATCH"],"part":"{one}"}}.n_clicks' for one in ("csv", "xlsx"))
        values = {csv: 1, xlsx: None, "page.data": page_of()}
        clicked = '{"chart":"gone","part":"csv"}.n_clicks'
        assert post(app, "download_table", values, {"chart": ["gone"]}, clicked).status_code == 204

    def test_names_say_preset_and_whether_it_was_changed(self) -> None:
        stem = handing.file_stem
        assert stem(state.parse("preset=multimodal").reading) == "multimodal"
        one, other = (stem(state.parse(f"seed={seed}").reading) for seed in (1, 2))
        assert one != other
        assert one.startswith("as-published-")
        assert findings.name(Scenario(seed=1)) == "As published (Epoch 2024), 1 change"


class TestGroups:
    def opened(self, app: Dash, groups: list[str], there: list[Any], page: Any) -> Any:
        values = {
            "groups.value": groups,
            '{"group":["ALL"]}.children': there,
            "page.data": page,
        }
        return post(app, "open_group", values, {"group": GROUPS})

    def test_get_their_controls_once_at_the_values_of_the_page(self, app) -> None:
        there: list[Any] = [[{"props": {}}], *[[] for _ in [*GROUPS][1:]]]
        got = self.opened(app, ["demand", "stock"], there, page_of("usable_share=0.2~0.3"))
        response = got.get_json()["response"]
        assert list(response) == ['{"group":"stock"}']
        made = json.loads(
            to_json_plotly(controls.group_controls("stock", Scenario(usable_share=(0.2, 0.3))))
        )
        assert response['{"group":"stock"}']["children"] == made

    def test_of_no_page_stay_closed(self, app) -> None:
        assert self.opened(app, ["stock"], [[] for _ in GROUPS], None).status_code == 204
