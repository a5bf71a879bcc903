"""What of a view is in a picture of it."""

from __future__ import annotations

from typing import Any

import pytest
from dash import html

from dashboard import state
from dashboard.pictured import COLUMNS, ROWS, pictured
from dashboard.views import VIEWS


def spans(*widths: int) -> html.Div:
    places = [html.Div(str(i), className=f"span-{width} side") for i, width in enumerate(widths)]
    return html.Div([html.P("before"), html.Div(places, className="grid some"), html.P("after")])


def kept(content: Any) -> list[str]:
    return [place.children for place in content.children[1].children]


@pytest.mark.parametrize(
    ("widths", "count"),
    [
        ((12,), 1),
        ((6, 6, 12, 4, 4, 4, 12), 7),
        ((6, 6, 12, 4, 4, 4, 12, 3), 7),
        # what does not fit beside the last begins a row of its own
        ((8, 6, 8, 6, 12), 4),
        ((12,) * 9, ROWS),
        ((1,) * 60, ROWS * COLUMNS),
    ],
)
def test_so_many_rows_of_the_grid_are_kept(widths: tuple[int, ...], count: int) -> None:
    assert kept(pictured(spans(*widths))) == [str(i) for i in range(count)]


def test_what_stands_outside_the_grid_stays() -> None:
    found: Any = pictured(spans(*(12,) * 9)).children
    assert (found[0].children, found[2].children) == ("before", "after")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.path)
def test_every_view_can_be_pictured(view) -> None:
    whole, cut = (len([*content._traverse()]) for content in _both(view))
    assert 0 < cut <= whole


def _both(view) -> tuple:
    shown = state.parse("log2_worlds=6&log2_moat_draws=8")
    return view.layout(shown), pictured(view.layout(shown))
