"""Vendors: the editor of the mixes. Every edit goes through the scenario, so that Back undoes it.

A row that sums to 100% becomes an own mix of the scenario at once. One that does not is a draft: it
lives in the page alone, is marked, and changes no rank until it is scaled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, ctx, dcc, html, no_update
from dash import State as Held
from dash.dependencies import ALL, ClientsideFunction
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.outlook.vendor_facts import vendor_facts
from analytics.scenario import ROUTES, Scenario, outgrown
from dashboard import editing, icons
from dashboard.attributes import aria
from dashboard.pages import vendors_grid as grid
from dashboard.pages import vendors_mixes as mixes
from dashboard.pages import vendors_upload
from dashboard.pages.vendors_forms import refused
from dashboard.pages.vendors_said import cell_details, problem_lines
from dashboard.state import State
from data import catalog

FIELDS = (
    "mixes",
    "licences",
    "belief_strength",
    "disclosed_strength",
    "analyst_strength",
    *(f"prior_{route}" for route in ROUTES),
)
"""Assumptions that the rows of the grid show."""

_OUTGROWN = (
    "Your mixes are too many for a link: they are on this page, but a copied link leaves them out "
    "and Back does not undo them. Save a scenario file to keep them."
)


def section(shown: State) -> Component:
    """The mixes, to read and to edit."""
    scenario, version = shown.scenario, catalog.version()
    return html.Section(
        [
            html.H2("Mixes: disclosed, believed and yours", id="mixes-title"),
            html.P(
                "Shares of training tokens by route. Closed vendors say which routes they use, not "
                "how much: a share of theirs is the mean of a wide belief. Press Enter on one, or "
                "double-click it, to put your own number in its place; the row is then yours."
            ),
            _legend(),
            _bar(),
            html.Div(id="mixes-answer", role="status", **aria(live="polite")),
            html.Div(_grid(scenario, version), className="mixes-box"),
            html.Div(
                cell_details(None, shown, version, {}),
                id="mixes-detail",
                className="mixes-detail",
                role="region",
                tabIndex=0,
                **aria(live="polite", label="About the selected mix"),
            ),
            html.Div(id="mixes-problems", className="mixes-problems", role="status"),
            html.P(_long(shown), id="mixes-outgrown", className="mixes-outgrown", role="status"),
            dcc.Store(id="mixes-fields", data=list(FIELDS)),
            dcc.Store(id="mixes-seen", data=editing.seen(shown, FIELDS)),
            dcc.Store(id="mixes-drafts", data={}),
            dcc.Store(id="mixes-cell"),
            dcc.Store(id="mixes-file"),
            dcc.Download(id="mixes-download"),
        ],
        className="panel mixes",
        id="mixes",
        **aria(labelledby="mixes-title"),
    )


def _legend() -> Component:
    return html.Ul(
        [
            html.Li([html.Span("62%", className="mix-disclosed"), " disclosed by its maker"]),
            html.Li(
                [
                    html.Span("≈ 62%", className="mix-believed"),
                    " believed; under it what the vendor says of the route",
                ]
            ),
            html.Li([html.Span("62%", className="mix-yours"), " yours"]),
        ],
        className="mixes-legend",
        **aria(label="How the shares differ"),
    )


def _bar() -> Component:
    return html.Div(
        [
            dmc.TextInput(
                id="mixes-name",
                label="Add a vendor",
                placeholder="its name",
                size="xs",
                className="mixes-name",
            ),
            dmc.Button("Add", id="mixes-add", variant="default", size="xs", n_clicks=0),
            html.Span(className="control-gap"),
            dmc.Button(
                "Upload mixes (CSV)",
                id="mixes-upload",
                leftSection=icons.icon("folder"),
                variant="default",
                size="xs",
                n_clicks=0,
            ),
            dmc.Button(
                "Template",
                id="mixes-template",
                leftSection=icons.icon("download"),
                variant="default",
                size="xs",
                n_clicks=0,
                attributes={"root": {"aria-label": "Template of the mixes, CSV"}},
            ),
            dmc.Button(
                "Reset all mixes",
                id={"reset": "mixes"},
                leftSection=icons.icon("undo"),
                variant="default",
                size="xs",
                n_clicks=0,
            ),
        ],
        className="mixes-bar",
    )


def _grid(scenario: Scenario, version: str) -> Component:
    return dag.AgGrid(
        id="mixes-grid",
        columnDefs=grid.column_defs(),
        rowData=grid.rows(scenario, version, {}),
        defaultColDef={
            "flex": 1,
            "sortable": False,
            "resizable": True,
            "suppressMovable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        getRowId="params.data._id",
        dashGridOptions={
            "tooltipShowDelay": 300,
            "animateRows": False,
            "stopEditingWhenCellsLoseFocus": True,
            "tabToNextCell": {"function": "mixTab(params)"},
            "getRowHeight": {"function": "mixRowHeight(params)"},
            "getRowClass": {"function": "mixRowClass(params)"},
        },
        eventListeners={"cellFocused": ["mixFocused(params)"]},
        className="mixes-grid",
        style={"height": "100%", "width": "100%"},
    )


def register(app: Dash) -> None:
    """Register the editor's callbacks."""
    vendors_upload.register(app)
    app.clientside_callback(
        ClientsideFunction("mixes", "seen"),
        Output("mixes-seen", "data"),
        Input("page", "data"),
        Held("mixes-fields", "data"),
        Held("mixes-seen", "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("mixes-grid", "rowData"),
        Output("mixes-problems", "children"),
        Output("mixes-outgrown", "children"),
        Input("mixes-seen", "data"),
        Input("mixes-drafts", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(show_mixes)
    app.callback(
        Output("mixes-detail", "children"),
        Input("mixes-cell", "data"),
        Input("mixes-grid", "rowData"),
        Held("mixes-drafts", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(tell_cell)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("mixes-drafts", "data"),
        Output("mixes-answer", "children"),
        Input("mixes-grid", "cellValueChanged"),
        Held("mixes-drafts", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(type_share)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("mixes-drafts", "data", allow_duplicate=True),
        Output("mixes-answer", "children", allow_duplicate=True),
        Input({"mix": ALL}, "n_clicks"),
        Held("mixes-drafts", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(press_row)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("mixes-name", "value"),
        Output("mixes-name", "error"),
        Input("mixes-add", "n_clicks"),
        Input("mixes-name", "n_submit"),
        Held("mixes-name", "value"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(add_vendor)


def show_mixes(_seen: Any, drafts: Any, page: Any) -> tuple[Any, Any, Any]:
    """Rows of the grid, what is wrong with them, and whether they outgrow a link."""
    shown = editing.held(page)
    held = grid.current(drafts, shown.scenario)
    rows = grid.rows(shown.scenario, catalog.version(), held)
    return rows, problem_lines(held), _long(shown)


def tell_cell(cell: Any, _rows: Any, drafts: Any, page: Any) -> list[Component]:
    """What the cell with the focus rests on, and what can be done with its row."""
    shown = editing.held(page)
    held = grid.current(drafts, shown.scenario)
    return cell_details(cell, shown, catalog.version(), held)


def type_share(events: Any, drafts: Any, page: Any) -> tuple[Any, Any, Any]:
    """Take over what was typed: a mix where the row sums to 100%, a draft where it doesn't."""
    shown = editing.held(page)
    held = grid.current(drafts, shown.scenario)
    wanted = shown.scenario.mixes
    said = []
    for event in events if isinstance(events, list) else []:
        try:
            row = mixes.typed(event, shown.scenario, vendor_facts(catalog.version()))
            if row.sums:
                wanted = mixes.put(wanted, row.mix())
                held.pop(row.vendor, None)
            else:
                held[row.vendor] = row.draft(shown.scenario)
        except ValueError as error:
            said.append(refused(error))
    return _answer(page, shown, wanted), held, said


def press_row(_clicks: list[Any], drafts: Any, page: Any) -> tuple[Any, Any, Any]:
    """Scale a row, drop an edit, reset a row, or remove a vendor of one's own."""
    pressed = ctx.triggered_id
    if not isinstance(pressed, Mapping) or not ctx.triggered[0]["value"]:
        raise PreventUpdate  # a button that has just come
    shown = editing.held(page)
    held = grid.current(drafts, shown.scenario)
    action, _, vendor = str(pressed["mix"]).partition(":")
    draft = held.pop(vendor, None)
    wanted = shown.scenario.mixes
    try:
        if action in ("scale", "keep"):
            if draft is None:
                raise PreventUpdate
            wanted = mixes.put(wanted, mixes.scaled(vendor, draft, keep=action == "keep"))
        elif action != "drop":
            wanted = tuple(mix for mix in wanted if mix.vendor.casefold() != vendor.casefold())
    except ValueError as error:
        return no_update, no_update, [refused(error)]
    return _answer(page, shown, wanted), held, []


def add_vendor(clicks: Any, submitted: Any, name: Any, page: Any) -> tuple[Any, Any, Any]:
    """Add a vendor of one's own with the typical mix, to be edited then."""
    if not clicks and not submitted:
        raise PreventUpdate  # a form that has just come
    shown, version = editing.held(page), catalog.version()
    try:
        vendor = mixes.new_name(name, shown.scenario, vendor_facts(version))
        mix = grid.believed_mix(vendor, shown.scenario, version)
        wanted = mixes.put(shown.scenario.mixes, mix)
    except ValueError as error:
        return no_update, no_update, str(error)
    return editing.edited(page, mixes=wanted), "", None


def _answer(page: Any, shown: State, wanted: Any) -> Any:
    return no_update if wanted == shown.scenario.mixes else editing.edited(page, mixes=wanted)


def _long(shown: State) -> str:
    return _OUTGROWN if "mixes" in outgrown(shown.scenario, shown.preset) else ""
