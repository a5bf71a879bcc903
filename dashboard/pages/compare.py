"""Compare: two to four scenarios side by side, on the same axes and in the same worlds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Held
from dash.dependencies import ALL
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.sweep import listing
from dashboard import blocks, comparing, editing, icons, state, sweep_blocks
from dashboard.attributes import aria
from dashboard.cards import chart_card, part_id
from dashboard.compare_blocks import SETS
from dashboard.figures import CHARTS
from dashboard.state import State
from dashboard.waiting import COMPUTING, waiting_block, waiting_card

TITLE = "Compare"
PATH = "/compare"

MAX_FILE_BYTES = 1_000_000
"""Of a scenario file; the browser does not even send a larger one."""


def layout(shown: State) -> Component:
    """The scenarios, what each changes, and their charts and tables."""
    request = state.request(shown)

    def card(chart: str, height: int) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height)

    def slow(chart: str, height: int) -> Component:
        return waiting_card(chart, height=height, scheme=shown.scheme)

    return html.Div(
        [
            dcc.Store(id="compare-file"),
            blocks.block("compare-headline", request),
            blocks.block("compare-scenarios", request),
            html.Div(id="compare-said", className="compare-said", role="alert"),
            html.Div(
                [
                    html.Div(
                        _panel("What each changes", waiting_block("compare-effects")),
                        className="span-12",
                    ),
                    html.Div(card("compare-fans", 340), className="span-12"),
                    html.Div(card("compare-exhaustion", 400), className="span-6"),
                    html.Div(card("compare-probability", 400), className="span-6"),
                    html.Div(slow("compare-tail", 380), className="span-6"),
                    html.Div(slow("compare-risk", 380), className="span-6"),
                    html.Div(slow("compare-tradeoff", 620), className="span-6"),
                    html.Div(slow("compare-vendors", 620), className="span-6"),
                    html.Div(
                        _panel("Assumptions that differ", blocks.block("compare-inputs", request)),
                        className="span-12",
                    ),
                    html.Div(
                        _panel(
                            "Answers, and how far they are from the first",
                            waiting_block("compare-outputs", height=520),
                            _download(),
                        ),
                        className="span-12",
                    ),
                    html.Div(
                        _panel("From a sweep", _choosing()),
                        className="span-12",
                    ),
                    # without a sweep the panel says how one is made; a chart has nothing to draw
                    html.Div(slow("compare-sweep", 380), className="span-12", hidden=not listing()),
                ],
                className="grid compare",
            ),
        ]
    )


def _choosing() -> Component:
    """The place of what is chosen of a sweep: components, not the text of other slow blocks."""
    waiting = html.P(COMPUTING, className="waiting")
    return html.Div(waiting, id={"block": "compare-choosing"}, style={"minHeight": 70})


def _panel(title: str, content: Component, tool: Component | None = None) -> Component:
    key = f"{title.lower().split(',')[0].replace(' ', '-')}-title"
    return html.Section(
        [html.Div([html.H2(title, id=key), tool], className="panel-head"), content],
        className="panel",
        **aria(labelledby=key),
    )


def _download() -> Component:
    return dmc.Button(
        "Download the comparison (CSV)",
        id="compare-csv",
        leftSection=icons.icon("download"),
        variant="default",
        size="compact-sm",
        n_clicks=0,
    )


def register(app: Dash) -> None:
    """Changes to the comparison; the shell draws everything and hands out its file."""
    loaded = Output("loaded", "data", allow_duplicate=True)
    told = Output("compare-said", "children", allow_duplicate=True)
    for change, given in (
        (press, Input({"compared": ALL}, "n_clicks")),
        (choose, Input({"compare-add": ALL}, "value")),
        (call, Input({"called": ALL}, "value")),
        (point, Input(part_id("figure", "compare-sweep"), "clickData")),
        (open_file, Input("compare-file", "data")),
    ):
        page = Held("page", "data")
        app.callback(loaded, told, given, page, prevent_initial_call=True)(change)


def press(_clicks: list[Any], page: Any) -> tuple[Any, Any]:
    """A button of the comparison: move, open, remove, add the present one, take a set."""
    action, _, at = _pressed("compared").partition(":")
    shown = editing.held(page)
    match action:
        case "left" | "right":
            step = -1 if action == "left" else 1
            return _answer(page, lambda: comparing.move(shown, int(at), int(at) + step))
        case "open":
            return _answer(page, lambda: comparing.move(shown, int(at), 0))
        case "remove":
            return _answer(page, lambda: comparing.remove(shown, int(at)))
        case "present":
            return _answer(page, lambda: comparing.add_present(shown))
        case "set" if at in SETS:
            return _answer(page, lambda: comparing.only(shown, SETS[at][2]))
    raise PreventUpdate  # a button of a former version


def choose(_values: list[Any], page: Any) -> tuple[Any, Any]:
    """A preset, or a scenario of the sweep that is looked at, is added."""
    what, chosen = _pressed("compare-add"), str(ctx.triggered[0]["value"])
    shown = editing.held(page)
    if what == "sweep":
        return _answer(page, lambda: sweep_blocks.add(shown, chosen))
    return _answer(page, lambda: comparing.add_preset(shown, chosen))


def point(clicked: Any, page: Any) -> tuple[Any, Any]:
    """A scenario of the sweep is clicked in its chart."""
    try:
        number = str(clicked["points"][0]["customdata"])
    except (TypeError, KeyError, IndexError):
        raise PreventUpdate from None
    shown = editing.held(page)
    return _answer(page, lambda: sweep_blocks.add(shown, number))


def call(_values: list[Any], page: Any) -> tuple[Any, Any]:
    """A scenario is named."""
    at = ctx.triggered_id
    if not isinstance(at, Mapping) or not isinstance(at.get("called"), int):
        raise PreventUpdate
    name, shown = ctx.triggered[0]["value"], editing.held(page)
    i = at["called"]
    there = comparing.shown_names(shown)
    if not isinstance(name, str) or i >= len(there) or name == there[i]:
        raise PreventUpdate  # it was made anew with the name it has
    return _answer(page, lambda: comparing.rename(shown, i, name))


def open_file(given: Mapping[str, Any] | None, page: Any) -> tuple[Any, Any]:
    """A scenario file is added, under its own name."""
    if not isinstance(given, Mapping):
        raise PreventUpdate
    shown = editing.held(page)
    text, name = given.get("text"), str(given.get("name") or "")

    def added() -> State:
        size = given.get("size")
        if not isinstance(text, str) or not text:
            raise ValueError(f"{name or 'the file'} is not a scenario file, or larger than 1 MB")
        if max(len(text), size if isinstance(size, int) else 0) > MAX_FILE_BYTES:
            raise ValueError(f"{name or 'the file'} is larger than 1 MB")
        return comparing.add_file(shown, text, name.removesuffix(".json"))

    return _answer(page, added)


def _pressed(kind: str) -> str:
    """What was pressed or chosen; nothing was if the place was only made anew."""
    pressed = ctx.triggered_id
    if not isinstance(pressed, Mapping) or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    return str(pressed.get(kind, ""))


def _answer(page: Mapping[str, Any], change: Any) -> tuple[Any, Any]:
    """The changed state for the browser, or why nothing has changed."""
    try:
        shown: State = change()
    except (ValueError, KeyError) as error:
        return no_update, f"{error}. Nothing has changed."
    path = str(page.get("path") or PATH)
    return {"state": editing.as_page(shown, path), "drawn": False, "edited": True}, []
