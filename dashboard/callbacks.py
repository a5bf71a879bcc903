"""The shell's callbacks: read the address, open a file, fill groups of controls, hand out files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeGuard

from dash import Dash, Input, Output, State, ctx, no_update
from dash.dependencies import ALL, ClientsideFunction
from dash.exceptions import PreventUpdate

from analytics.exports.formats import FORMATS
from analytics.scenario import Problem, Reading, from_json
from dashboard import cards, controls, saved, saving, shell, state
from dashboard.drawing import path_of
from dashboard.editing import as_page
from dashboard.figures import CHARTS
from dashboard.handing import File, chart_file, comparison_file, scenario_file, sent
from dashboard.pictured import pictured
from dashboard.settings import Settings
from dashboard.views import BY_PATH

Page = Mapping[str, Any]
"""Data of the store ``page``: path, preset, values, pin, options, scheme, fresh, edit."""

MAX_FILE_BYTES = 1_000_000
"""A scenario file has some kilobytes; the browser does not even send a larger one."""


def register(app: Dash, settings: Settings) -> None:
    """Add the shell's callbacks to an app."""
    _clientside(app)
    base_url = settings.url or ""

    @app.callback(
        Output("main", "children"),
        Output("loaded", "data"),
        Output("problems", "children"),
        Input("address", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def show(address: Page | None, page: Page | None) -> tuple[Any, Any, Any]:
        """Read an address: the view if it is another one, and the values of all controls."""
        if not _held(address):
            raise PreventUpdate
        path = path_of(address)
        search = str(address.get("search") or "")
        shown, noted = saved.resolved(state.parse(search, str(address.get("scheme"))), search)
        anew = address.get("anew") is True  # asked for while another view was on its way
        moved = anew or not _held(page) or page.get("path") != path
        content: Any = BY_PATH[path].layout(shown) if moved else no_update
        if moved and address.get("pictured") is True:
            content = pictured(content)
        answer = {"state": as_page(shown, path), "drawn": moved, "edited": False, "noted": noted}
        return content, answer, shell.problems(shown.problems)

    @app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("problems", "children", allow_duplicate=True),
        Input("opened", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def open_file(opened: Mapping[str, str] | None, page: Page | None) -> tuple[Any, Any]:
        """Take over a scenario file; what the page shows is kept if it is none."""
        if not _held(opened) or not _held(page):
            raise PreventUpdate
        try:
            reading = _read_file(opened)
        except ValueError as error:
            name = str(opened.get("name") or "file")
            return no_update, shell.problems([Problem(name, "", str(error))], "file", usable=False)
        options = {**(held := state.from_page(page)).options, state.SAVED: ""}
        shown = replace(held, reading=reading, problems=reading.problems, options=options)
        answer = {"state": as_page(shown, path_of(page)), "drawn": False, "edited": True}
        return answer, shell.problems(reading.problems, "file")

    @app.callback(
        Output({"group": ALL}, "children"),
        Input("groups", "value"),
        State({"group": ALL}, "id"),
        State({"group": ALL}, "children"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def open_group(
        opened: list[str], groups: list[Any], children: list[Any], page: Page | None
    ) -> list[Any]:
        """Put the controls into a group that is opened for the first time."""
        if not _held(page):
            raise PreventUpdate
        scenario = state.from_page(page).scenario
        return [
            controls.group_controls(id["group"], scenario)
            if id["group"] in opened and not there
            else no_update
            for id, there in zip(groups, children, strict=True)
        ]

    @app.callback(
        Output("download", "data"),
        Input({"export": ALL}, "n_clicks"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def download(_: Any, page: Page | None) -> Any:
        """The scenario as a file, in the format whose button was pressed."""
        pressed = ctx.triggered_id
        if not ctx.triggered or not ctx.triggered[0]["value"] or not _held(page):
            raise PreventUpdate
        if not isinstance(pressed, Mapping) or pressed.get("export") not in FORMATS:
            raise PreventUpdate  # a menu of a former version
        reading = state.from_page(page).reading
        return sent(scenario_file(reading, pressed["export"], base_url=base_url))

    @app.callback(
        Output("download", "data", allow_duplicate=True),
        Input("save-file", "n_clicks"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def save_file(clicks: int, page: Page | None) -> Any:
        """The scenario as a file that the app and the shell both read."""
        if not clicks or not _held(page):
            raise PreventUpdate
        return sent(scenario_file(state.from_page(page).reading, "json"))

    @app.callback(
        Output("download", "data", allow_duplicate=True),
        Input("compare-csv", "n_clicks"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def download_comparison(clicks: int, page: Page | None) -> Any:
        """All scenarios of a comparison and their differences as one tidy CSV file."""
        if not clicks or not _held(page):
            raise PreventUpdate
        return sent(comparison_file(state.from_page(page), base_url))

    def table_for(chart: str, format: str, page: Page) -> File:
        """What a chart draws, as a file."""
        if chart not in CHARTS:
            raise PreventUpdate  # a card of a former version
        return chart_file(state.from_page(page), chart, format, base_url)

    cards.register(app, table_for)
    saving.register(app)


def _held(data: Page | None) -> TypeGuard[Page]:
    """Whether a store of the browser holds something; nothing is done for one that is empty."""
    return isinstance(data, Mapping) and bool(data)


def _read_file(opened: Page) -> Reading:
    """Read a scenario file as the browser hands it over; ValueError if it is none."""
    text, size = opened.get("text"), opened.get("size")
    if not isinstance(text, str):
        raise ValueError("not a scenario file: it has no text")
    if max(len(text), size if isinstance(size, int) else 0) > MAX_FILE_BYTES:
        raise ValueError("not a scenario file: it is larger than 1 MB")
    return from_json(text)


def _clientside(app: Dash) -> None:
    """What ``assets/state.js`` listens to."""
    facts, presets = State("facts", "data"), State("presets", "data")
    call = app.clientside_callback

    def function(name: str) -> ClientsideFunction:
        return ClientsideFunction("aquifer", name)

    call(function("boot"), Output("address", "data"), Input("views", "data"))
    call(function("loaded"), Input("loaded", "data"), facts, presets, prevent_initial_call=True)
    call(
        function("widget"),
        Input({"field": ALL, "part": ALL}, "value"),
        Input({"field": ALL, "part": ALL}, "checked"),
        State("ready", "data"),
        facts,
        presets,
        prevent_initial_call=True,
    )
    call(function("option"), Input({"option": ALL}, "value"), prevent_initial_call=True)
    call(function("preset"), Input("preset", "value"), prevent_initial_call=True)
    call(function("reset"), Input({"reset": ALL}, "n_clicks"), prevent_initial_call=True)
    call(function("pin"), Input("pin", "n_clicks"), prevent_initial_call=True)
    call(function("mounted"), Input({"group": ALL}, "children"), prevent_initial_call=True)
    call(function("redraw"), Input("data-version", "data"), prevent_initial_call=True)
    call(
        function("copied"),
        Output("said", "children"),
        Input("copy-link", "n_clicks"),
        prevent_initial_call=True,
    )
    call(ClientsideFunction("keys", "keys"), Input("shortcuts", "checked"))
    call(
        ClientsideFunction("files", "open"),
        Input("open-file", "n_clicks"),
        prevent_initial_call=True,
    )
    call(
        ClientsideFunction("keys", "help"),
        Output("keyboard-help", "opened"),
        Input("open-help", "n_clicks"),
        prevent_initial_call=True,
    )
    call(
        function("rail"),
        Output("app-shell", "navbar"),
        Input("burger", "opened"),
        State("app-shell", "navbar"),
        prevent_initial_call=True,
    )
