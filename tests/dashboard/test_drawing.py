"""What a page shows, posted as the browser posts it, also by a tab of a former version."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import pytest
from dash import Dash
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.io.json import to_json_plotly

from analytics.scenario import DECLARATIONS, PRESETS, Scenario
from dashboard import blocks, cards, drawing, state
from dashboard.app import create_app
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures import CHARTS, SLOW
from dashboard.settings import Settings
from dashboard.views import VIEWS
from tests.dashboard.posting import FEW, page_of

QUICK = sorted({*CHARTS} - SLOW)


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app(Settings())


def post(app: Dash, body: Any) -> Any:
    return app.server.test_client().post(drawing.PATH, json=body)


def draw(app: Dash, page: Any, charts: Any = (), blocks: Any = (), *, slow: bool = False) -> Any:
    """The answer to a post; charts and blocks may be anything."""
    body = {"page": page, "charts": charts, "blocks": blocks, "slow": slow}
    got = post(app, body)
    assert got.status_code == 200, got.get_data(as_text=True)
    assert got.mimetype == "application/x-ndjson"
    return read(got)


def read(got: Any) -> dict[str, Any]:
    """An answer: its charts in the order in which they came, and its last line."""
    *charts, last = map(json.loads, got.get_data(as_text=True).splitlines())
    return {"charts": {one.pop("chart"): one for one in charts}, **last}


def told(got: Any) -> set[str]:
    """Charts and blocks that an answer brings."""
    return {*got["charts"], *got["blocks"]}


class TestDraw:
    def test_gives_each_part_of_each_chart_its_own(self, app) -> None:
        page = page_of(f"{FEW}&overtraining=5&exhaustion=bars", scheme="dark")
        got = draw(app, page, [*CHARTS][::-1], [*BLOCKS][::-1])
        assert told(got) == {*QUICK, *BLOCKS} - SLOW_BLOCKS
        request = state.request(state.from_page(page))
        for chart in QUICK:
            drawn = CHARTS[chart](request)
            parts = {part: cards.part(drawn, part) for part in cards.PARTS}
            assert got["charts"][chart]["parts"] == json.loads(to_json_plotly(parts))
        for name in {*BLOCKS} - SLOW_BLOCKS:
            assert got["blocks"][name] == json.loads(to_json_plotly(blocks.drawn(name, request)))

    def test_of_what_is_slow_brings_only_that(self, app) -> None:
        chart = min(SLOW)
        got = draw(app, page_of(), [chart, "depletion-fans"], ["headline", *SLOW_BLOCKS], slow=True)
        assert told(got) == {chart, *SLOW_BLOCKS}
        assert "link" not in got

    def test_what_was_out_of_sight_comes_before_what_is_slow(self, app) -> None:
        slow, late = min(SLOW), "depletion-fans"
        body = {"page": page_of(), "charts": [slow, "depletion-supply", late], "late": [late, slow]}
        got = read(post(app, body | {"blocks": [], "slow": True}))
        assert [*got["charts"]] == [late, slow]
        assert told(read(post(app, body | {"slow": False}))) == {late, "depletion-supply"}

    def test_nothing_twice(self, app) -> None:
        assert told(draw(app, page_of(), QUICK, ["headline"], slow=True)) == set()
        assert told(draw(app, page_of(), [*SLOW], [*SLOW_BLOCKS])) == set()

    def test_does_not_send_again_what_the_page_has(self, app) -> None:
        charts = ["depletion-fans", "market-suits"]
        body = {"page": page_of(), "charts": charts}
        keys = {id: one["key"] for id, one in read(post(app, body))["charts"].items()}
        assert [*keys] == charts
        again = read(post(app, body | {"have": keys}))["charts"]
        assert again == {id: {"key": key} for id, key in keys.items()}
        other = {"have": keys, "page": page_of(f"{FEW}&overtraining=3")}
        fans, suits = read(post(app, body | other))["charts"].values()
        assert fans["key"] != keys["depletion-fans"] and fans["parts"]["figure"]["data"]
        assert suits == {"key": keys["market-suits"]}

    def test_each_line_can_be_read_before_the_next_is_made(self, app, monkeypatch) -> None:
        made = []

        def late(request: Any) -> Any:
            made.append("late")
            return CHARTS["market-suits"](request)

        monkeypatch.setitem(CHARTS, "late", late)
        body = {"page": page_of(), "charts": ["market-suits", "late"]}
        got = app.server.test_client().post(
            drawing.PATH, json=body, headers={"Accept-Encoding": "gzip"}
        )
        assert got.headers["Content-Encoding"] == "gzip"
        unzip = zlib.decompressobj(wbits=31)
        first = json.loads(unzip.decompress(next(got.iter_encoded())))
        assert first["chart"] == "market-suits" and not made
        more = b"".join(map(unzip.decompress, got.iter_encoded())).splitlines()
        assert json.loads(more[0])["chart"] == "late" and "link" in json.loads(more[1])

    def test_what_fails_at_once_is_an_error(self, app, monkeypatch) -> None:
        def broken(request: Any) -> Any:
            raise RuntimeError("out of ink")

        monkeypatch.setitem(CHARTS, "broken", broken)
        got = post(app, {"page": page_of(), "charts": ["broken"]})
        assert got.status_code == 500
        assert "ink" not in got.get_data(as_text=True)

    @pytest.mark.parametrize("have", [None, 7, ["depletion-fans"], {"depletion-fans": [1]}])
    def test_sends_a_chart_whose_key_is_forged(self, app, have) -> None:
        got = post(app, {"page": page_of(), "charts": ["depletion-fans"], "have": have})
        assert read(got)["charts"]["depletion-fans"]["parts"]

    def test_leaves_a_card_of_a_former_version_alone(self, app) -> None:
        got = draw(app, page_of(), ["gone", "depletion-fans"], ["gone", "headline"])
        assert told(got) == {"depletion-fans", "headline"}

    @pytest.mark.parametrize("names", [None, 7, "depletion-fans", {"a": 1}, [None, 3, []]])
    def test_of_forged_names_draws_nothing(self, app, names) -> None:
        assert told(draw(app, page_of(), names, names)) == set()

    @pytest.mark.parametrize("body", [None, [], "page", 7, {}, {"page": None}, {"page": [1]}])
    def test_refuses_what_is_no_post_of_its_own(self, app, body) -> None:
        got = post(app, body)
        assert got.status_code == 400
        assert "Traceback" not in got.get_data(as_text=True)

    def test_refuses_what_is_no_json(self, app) -> None:
        client = app.server.test_client()
        for sent in ({"data": b"{", "content_type": "application/json"}, {"data": b"page=1"}):
            assert client.post(drawing.PATH, **sent).status_code == 400
        assert client.get(drawing.PATH).status_code == 404

    def test_of_a_forged_page_draws_as_far_as_it_goes(self, app) -> None:
        page = {
            "preset": "gone",
            "values": {"wells": 1, "log2_worlds": "6"},
            "options": [],
            "pin": 3,
        }
        got = draw(app, page, ["depletion-exhaustion"], ["headline"])
        assert told(got) == {"depletion-exhaustion", "headline"}


class TestLink:
    @pytest.mark.parametrize("path", [view.path for view in VIEWS])
    def test_links_to_what_is_shown(self, app, path) -> None:
        query = f"{FEW}&preset=multimodal&epochs=9&exhaustion=bars&pin=preset%3Dovertrained-5x"
        page = page_of(query, path, edit=7)
        link = draw(app, page)["link"]
        assert link["query"].startswith("?")
        again = state.parse(link["query"])
        shown = state.from_page(page)
        assert again.problems == ()
        assert (again.scenario, again.preset) == (shown.scenario, shown.preset)
        assert again.options == shown.options
        assert again.pinned is not None and shown.pinned is not None
        assert again.pinned.scenario == shown.pinned.scenario
        assert link["changed"] == ["epochs", "log2_worlds"]
        assert link["edit"] == 7
        title = next(view.title for view in VIEWS if view.path == path)
        assert link["title"] == f"{title} – {PRESETS['multimodal'].name}, 2 changes – Aquifer"

    def test_names_scenario_and_baseline(self, app) -> None:
        said = draw(app, page_of("preset=overtrained-5x&pin=seed%3D3"))["names"]
        assert said["scenario-name"] == "Overtrained 5×"
        assert said["why"] == PRESETS["overtrained-5x"].why
        assert said["baseline"] == "Baseline: As published (Epoch 2024), 1 change"
        assert said["pin"] == "Unpin"
        said = draw(app, page_of(""))["names"]
        assert (said["baseline"], said["pin"]) == ("", "Pin baseline")

    def test_the_scenario_of_a_link_can_be_pinned(self, app) -> None:
        link = draw(app, page_of(f"{FEW}&overtraining=7&exhaustion=bars"))["link"]
        pinned = state.from_page(page_of(pin=link["scenario"])).pinned
        assert pinned is not None
        assert pinned.scenario == Scenario(log2_worlds=6, overtraining=7)
        assert pinned.problems == ()

    def test_tells_a_fitted_growth_and_only_that(self, app) -> None:
        assert draw(app, page_of())["link"]["fitted"] == {}
        fitted = draw(app, page_of("preset=refit-to-date"))["link"]["fitted"]
        growth = DECLARATIONS["demand_growth"].accept(fitted.pop("demand_growth"))
        assert fitted == {}
        assert growth.low != 0.27

    def test_of_a_page_of_a_former_version(self, app) -> None:
        page = page_of(path="/gone") | {"preset": "gone"}
        del page["edit"], page["options"], page["scheme"]
        link = draw(app, page)["link"]
        assert link["title"].startswith(f"{VIEWS[0].title} – ")
        assert state.parse(link["query"]).problems == ()
        assert state.parse(link["query"]).scenario == Scenario(log2_worlds=6)

    @settings(max_examples=25)
    @given(
        st.dictionaries(
            st.sampled_from(["path", "preset", "values", "pin", "options", "scheme", "x"]),
            st.none()
            | st.integers()
            | st.text(max_size=5)
            | st.lists(st.integers(), max_size=2)
            | st.dictionaries(st.sampled_from(["seed", "table", "x"]), st.integers(), max_size=2),
            min_size=1,
        )
    )
    def test_never_fails_on_a_forged_page(self, app, page: Mapping[str, Any]) -> None:
        link = draw(app, page)["link"]
        assert state.parse(link["query"]).problems == ()
