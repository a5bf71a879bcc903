"""Every view renders for every preset, with ids of its own and nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from dash._utils import stringify_id
from plotly.io.json import to_json_plotly

from analytics.scenario import PRESETS
from dashboard import state
from dashboard.blocks import BLOCKS
from dashboard.figures import CHARTS
from dashboard.shell import layout
from dashboard.state import NAMES, NUMBERS, OPTIONS, TEXTS
from dashboard.views import BY_PATH, VIEWS, View
from tests.dashboard.posting import every, words


def some(choices: list[str]) -> list[str]:
    """All choices, or of very many the ends and the middle."""
    return choices if len(choices) < 9 else [choices[0], choices[len(choices) // 2], choices[-1]]


views = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.title)
QUERIES = {
    **{id: f"preset={id}&log2_worlds=6" for id in PRESETS},
    "pinned": f"log2_worlds=6&pin={quote('preset=multimodal&log2_worlds=6')}",
    "everything": "log2_worlds=6&consent_measure=robots_all&consent_scope=recharge&slowdown=on"
    "&contamination=on&demand_growth_from=quantile&repetition_rule=epochs",
    "already exhausted": "log2_worlds=6&overtraining=1000&usable_share=0.001",
    "never": "log2_worlds=6&demand_growth=0&compute_growth=0&usable_share=1",
    **{
        f"{key}={value}": f"{key}={value}&log2_worlds=6"
        for key, choices in OPTIONS.items()
        if key
        not in (
            "table",
            "supplier",
            "buyer",
            "output",
            "control",
        )  # each of one view, whose own tests draw them
        for value in some([*choices][1:])
    },
}
"""Links to views, by what is special about them."""
TELLING = ("/evidence", "/methods")
"""Views that tell of the facts or the model, hardly of the scenario: few links say all of it."""
CASES = [
    pytest.param(view, query, id=f"{id}-{view.title}")
    for view in VIEWS
    for id, query in QUERIES.items()
    if view.path not in TELLING or id in ("as-published", "everything", "pinned")
]


def ids(content: Any) -> list[str]:
    found = [getattr(one, "id", None) for one in every(content)]
    return [json.dumps(id, sort_keys=True) for id in found if id is not None]


def names(content: Any) -> list[str]:
    return [one for one in (getattr(x, "aria-label", None) for x in every(content)) if one]


def addresses(content: Any) -> set[str]:
    return {
        str(getattr(one, name))
        for one in every(content)
        for name in ("href", "src")
        if getattr(one, name, None)
    }


def test_paths_and_titles_are_their_own() -> None:
    assert VIEWS[0].path == "/"
    assert len(BY_PATH) == len(VIEWS) == len({view.title for view in VIEWS})
    assert all(re.fullmatch(r"/[a-z-]*", view.path) for view in VIEWS)
    assert len([view for view in VIEWS if view.tab]) <= 10  # the digits that open them


@pytest.mark.parametrize(("view", "query"), CASES)
def test_a_view_renders(view: View, query: str) -> None:
    shown = state.parse(query)
    assert shown.problems == ()
    content = view.layout(shown)
    text = to_json_plotly(content)
    assert json.loads(text)["props"]["children"]
    assert "NaN" not in re.sub(r'"[^"]*"', "", text)
    assert [id for id, times in Counter(ids(content)).items() if times > 1] == []
    said = words(content)
    assert not re.search(r"\b(nan|None|inf)\b", said), said


@views
def test_a_view_has_one_heading_and_names_of_its_own(view: View) -> None:
    content = view.layout(state.parse("log2_worlds=6"))
    assert len([one for one in every(content) if type(one).__name__ == "H1"]) == 1
    page = [layout(), content]
    assert [id for id, times in Counter(ids(page)).items() if times > 1] == []
    assert [name for name, times in Counter(names(page)).items() if times > 1] == []


@views
def test_what_is_labelled_by_an_id_has_one_with_that_id(view: View) -> None:
    page = [*every(layout()), *every(view.layout(state.parse("log2_worlds=6")))]
    there = {stringify_id(one.id) for one in page if getattr(one, "id", None) is not None}
    for one in page:
        for attribute in ("aria-labelledby", "aria-describedby"):
            for id in (getattr(one, attribute, None) or "").split():
                assert id in there


@views
def test_links_lead_to_views_and_sources(view: View) -> None:
    for address in addresses(view.layout(state.parse("log2_worlds=6"))):
        if address.startswith("/") and not address.startswith("/assets/"):
            assert re.split("[?#]", address)[0] in BY_PATH, address
        else:
            assert address.startswith(("https://", "http://", "#", "/assets/")), address


@views
def test_charts_and_blocks_of_a_view_are_drawn_by_the_shell(view: View) -> None:
    for one in every(view.layout(state.parse("log2_worlds=6"))):
        id = getattr(one, "id", None)
        if isinstance(id, dict):
            assert id.get("chart", next(iter(CHARTS))) in CHARTS
            assert id.get("block", next(iter(BLOCKS))) in BLOCKS
            assert id.get("option", next(iter(OPTIONS))) in {*OPTIONS, *NAMES, *TEXTS, *NUMBERS}


@views
@pytest.mark.parametrize("query", ["exhaustion=bars&table=deals&drivers=chance", ""])
def test_choices_show_what_the_link_says(view: View, query: str) -> None:
    shown = state.parse(f"{query}&log2_worlds=6")
    for one in every(view.layout(shown)):
        id = getattr(one, "id", None)
        if isinstance(id, dict) and "option" in id:
            assert one.value == shown.options[id["option"]]


def test_a_chart_is_on_some_view() -> None:
    content = [every(view.layout(state.parse("log2_worlds=6"))) for view in VIEWS]
    found = {
        one.id["chart"]
        for page in content
        for one in page
        if isinstance(getattr(one, "id", None), dict) and "chart" in one.id
    }
    assert found == set(CHARTS)
