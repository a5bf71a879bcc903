"""Words as HTML text: what the browser reads is what the components said, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import dash_mantine_components as dmc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard import blocks, state
from dashboard.attributes import aria
from dashboard.blocks import BLOCKS, INTERACTIVE
from dashboard.markup import plain, still, to_html
from tests.dashboard.posting import FEW, every, words

texts = st.text(max_size=20)
leaves = st.builds(lambda text, title: html.Span(text, title=title), texts, texts)
trees = st.recursive(
    texts | st.integers() | leaves,
    lambda inside: st.builds(html.Div, st.lists(inside, max_size=4)),
    max_leaves=8,
)


class Reader(HTMLParser):
    """Tags, attributes and text of some HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def said(content: Any) -> str:
    """All text, as the parts of a list follow each other."""
    if isinstance(content, list | tuple):
        return "".join(map(said, content))
    if isinstance(content, Component):
        return said(getattr(content, "children", None))
    return "" if content is None else str(content)


@given(trees)
def test_text_comes_back_whatever_it_is(content: Any) -> None:
    read = Reader(to_html(content))
    assert read.text == said(content)
    titles = [one.title for one in every(content) if hasattr(one, "title")]
    assert [tag[1]["title"] for tag in read.tags if tag[0] == "span"] == titles


@pytest.mark.parametrize(
    ("component", "text"),
    [
        (html.A("a & b", href="/x?a=1&b=2"), '<a href="/x?a=1&amp;b=2">a &amp; b</a>'),
        (html.Td("1", className="n", colSpan=2), '<td class="n" colspan="2">1</td>'),
        (html.P(["a", html.Br(), None, "b"]), "<p>a<br>b</p>"),
        (html.Label("x", htmlFor="y"), '<label for="y">x</label>'),
        (html.Details("x", open=True), "<details open>x</details>"),
        (html.Details("x", open=False), "<details>x</details>"),
        (
            html.Div(style={"minHeight": 20, "lineHeight": 1, "--at": 3, "width": "5%"}),
            '<div style="min-height:20px;line-height:1;--at:3;width:5%"></div>',
        ),
        (
            html.Div(id={"b": 1, "a": "x"}),
            '<div id="{&quot;a&quot;:&quot;x&quot;,&quot;b&quot;:1}"></div>',
        ),
        (html.Span(0, **aria(label="<")), '<span aria-label="&lt;">0</span>'),
    ],
)
def test_what_components_become(component: Component, text: str) -> None:
    assert Reader(to_html(component)).tags == Reader(text).tags
    assert len(to_html(component)) == len(text)  # attributes may stand in another order


@pytest.mark.parametrize("other", [dmc.Text("x"), dcc.Markdown("x"), {"x": 1}, html.P(n_clicks=0)])
def test_what_is_no_html_is_refused(other: Any) -> None:
    with pytest.raises(TypeError, match="no HTML"):
        to_html(html.Div([other]))


def test_a_place_keeps_what_it_says_for_those_who_read_components() -> None:
    place = plain(html.P(["at ", html.B("most")], id="x"))
    props = place.to_plotly_json()["props"]
    assert props == {"id": "x", "children": None, "data-html": "at <b>most</b>"}
    assert words(place) == "at  most"
    assert to_html(html.Div(place)) == '<div><p id="x">at <b>most</b></p></div>'


def test_what_is_html_alone_is_still_and_what_is_not_stays() -> None:
    clicked = html.Button("b", id="b", n_clicks=0)
    made = still([html.P("a"), html.Div([html.H2("c"), html.Div([clicked, "d"])]), "e"])
    assert words(made).split() == ["a", "c", "b", "d", "e"]
    assert [type(one).__name__ for one in every(made)] == ["P", "Div", "H2", "Div", "Button"]
    assert made[0].plain == "a" and made[1].children[1].children == [clicked, "d"]


@pytest.mark.parametrize("query", [FEW, f"{FEW}&pin=preset%3Dmultimodal"])
def test_blocks_are_text_unless_something_is_to_be_clicked(query: str) -> None:
    request = state.request(state.parse(query))
    for name in BLOCKS:
        if name not in INTERACTIVE:
            sent = blocks.drawn(name, request)
            assert (
                Reader(sent).text.split() == "".join(words(BLOCKS[name](request))).split() or sent
            )
