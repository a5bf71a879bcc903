"""Evidence: every table of facts with its sources, to filter, read and download."""

from __future__ import annotations

from typing import Any

import dash
import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Input, Output, dcc, html, no_update
from dash import State as Held
from dash.dcc.express import send_bytes
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component

from analytics.exports.tidy import table_csv
from dashboard import icons
from dashboard.pages import evidence_grid as grid
from dashboard.pages import evidence_refresh
from dashboard.pages.evidence_words import about, detail, label
from dashboard.state import State
from data import catalog

TITLE = "Evidence"

PICKER = {"option": "table"}
"""Id of the table picker; its value is part of the page's address."""

_TOPICS = {
    "Depletion": (
        "training_runs",
        "stocks",
        "published_forecasts",
        "scaling_laws",
        "consent_restrictions",
        "ai_text_share",
        "crawl_size",
    ),
    "Market": ("deals", "deal_parties", "parties", "party_aliases", "unit_prices", "litigation"),
    "Vendors": ("mixes", "vendor_acquisition", "vendor_transparency"),
    "Collapse": ("collapse_published",),
    "Everything": ("sources",),
}


def layout(state: State) -> Component:
    """The page at a state: the table its link names, or the first."""
    names = catalog.tables()
    table = state.options.get("table", names[0])
    if table not in names:
        table = names[0]
    return html.Div(
        [
            html.H1(TITLE),
            html.P(
                f"Every number in Aquifer rests on one of these {len(names)} tables, and every "
                "row names its source.",
                className="lede",
            ),
            html.Div([_picker(table), _search(), _downloads()], className="evidence-bar"),
            html.Section(
                about(table),
                id="evidence-about",
                className="evidence-about",
                **label("About this table"),
            ),
            evidence_refresh.panel(table),
            evidence_refresh.polling(),
            html.Div(
                [
                    html.Div(_grid(table), className="evidence-grid-box"),
                    _panel(),
                ],
                className="evidence-split",
            ),
            html.P(
                "Select a row – click it, or go to it by the arrow keys and press Space – to read "
                "its source in full and every value to the last digit. A number filter takes "
                "numbers as they read: 15T, $250M, 12%.",
                className="evidence-hint",
            ),
            html.Div(id="evidence-said", className="visually-hidden", role="status"),
            dcc.Store(id="evidence-table", data=table),
            dcc.Download(id="evidence-download"),
        ],
        className="evidence",
    )


def register(app: dash.Dash) -> None:
    """Register the page's callbacks."""
    evidence_refresh.register(app)
    app.callback(
        Output("evidence-about", "children"),
        Output("evidence-grid", "columnDefs"),
        Output("evidence-grid", "rowData"),
        Output("evidence-grid", "filterModel"),
        Output("evidence-grid", "selectedRows"),
        Output("evidence-search", "value"),
        Output("evidence-table", "data"),
        Input(PICKER, "value"),
        Held("evidence-table", "data"),
        prevent_initial_call=True,
    )(show_table)
    app.callback(
        Output("evidence-detail", "children"),
        Output("evidence-panel", "hidden"),
        Output("evidence-said", "children"),
        Input("evidence-grid", "selectedRows"),
        prevent_initial_call=True,
    )(show_source)
    app.callback(
        Output("evidence-grid", "selectedRows", allow_duplicate=True),
        Input("evidence-close", "n_clicks"),
        prevent_initial_call=True,
    )(close_source)
    app.callback(
        Output("evidence-download", "data"),
        Input("evidence-csv", "n_clicks"),
        Held(PICKER, "value"),
        prevent_initial_call=True,
    )(download_all)
    app.callback(
        Output("evidence-download", "data", allow_duplicate=True),
        Input("evidence-csv-shown", "n_clicks"),
        Held(PICKER, "value"),
        Held("evidence-grid", "virtualRowData"),
        prevent_initial_call=True,
    )(download_shown)
    app.clientside_callback(
        ClientsideFunction("evidence", "search"),
        Output("evidence-grid", "dashGridOptions"),
        Input("evidence-search", "value"),
        Held("evidence-grid", "dashGridOptions"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("evidence", "count"),
        Output("evidence-count", "children"),
        Output("evidence-csv-shown", "disabled"),
        Input("evidence-grid", "virtualRowData"),
        Input("evidence-grid", "rowData"),
    )


def show_table(table: str | None, shown: str | None) -> tuple[Any, ...]:
    """Fill the page with the table picked, unless it is the one that is shown."""
    if table is None or table == shown or table not in catalog.tables():
        return (no_update,) * 7
    return about(table), grid.column_defs(table), grid.rows(table), {}, [], "", table


def show_source(selected: list[dict[str, Any]] | None) -> tuple[Any, bool, str]:
    """Content of the panel, whether it is hidden, and what is said of it to a screen reader."""
    place = _place(selected[0]) if selected else None
    if place is None:
        return None, True, ""
    name = grid.source_label(catalog.source(*place))
    return detail(*place), False, f"Source of the selected row: {name}"


def close_source(_clicks: int | None) -> list[Any]:
    """No row selected."""
    return []


def download_all(clicks: int | None, table: str | None) -> Any:
    """The whole table as a file."""
    return download(table) if clicks and table in catalog.tables() else no_update


def download_shown(
    clicks: int | None, table: str | None, shown: list[dict[str, Any]] | None
) -> Any:
    """The rows that search and filters leave, in the order shown, as a file."""
    if not clicks or table not in catalog.tables():
        return no_update
    places = [_place(row) for row in shown or []]
    return download(table, [at for name, at in filter(None, places) if name == table])


def download(table: str, rows: list[int] | None = None) -> dict[str, Any]:
    """A table, or some of its rows in the order given, as a CSV file for ``dcc.Download``."""
    frame = catalog.load(table)
    name = f"aquifer-{table}-{catalog.version()}"
    if rows is not None:
        frame = frame.iloc[[row for row in rows if 0 <= row < len(frame)]]
        name += "-selection"
    return send_bytes(table_csv(frame), f"{name}.csv", type="text/csv")


def _picker(table: str) -> Component:
    known = {name: topic for topic, members in _TOPICS.items() for name in members}
    groups: dict[str, list[dict[str, str]]] = {topic: [] for topic in (*_TOPICS, "Other")}
    for name in catalog.tables():
        label = f"{catalog.schema(name).title} ({len(catalog.load(name))})"
        groups[known.get(name, "Other")].append({"value": name, "label": label})
    return dmc.Select(
        id=PICKER,
        label="Table",
        data=[{"group": topic, "items": items} for topic, items in groups.items() if items],
        value=table,
        searchable=True,
        allowDeselect=False,
        maxDropdownHeight=420,
        className="evidence-picker",
    )


def _search() -> Component:
    return dmc.TextInput(
        id="evidence-search",
        label="Search all columns",
        placeholder="a model, a vendor, a word of a note …",
        debounce=150,
        className="evidence-search",
    )


def _downloads() -> Component:
    return html.Div(
        [
            html.Span("All rows", id="evidence-count", className="evidence-count", role="status"),
            dmc.Button(
                "CSV, rows shown",
                id="evidence-csv-shown",
                leftSection=icons.icon("download"),
                variant="default",
                disabled=True,
            ),
            dmc.Button(
                "CSV",
                id="evidence-csv",
                leftSection=icons.icon("download"),
                variant="default",
                attributes={"root": {"aria-label": "CSV, whole table"}},
            ),
        ],
        className="evidence-downloads",
    )


def _panel() -> Component:
    return html.Aside(
        [
            html.Div(
                [
                    html.H2("Source of the row"),
                    dmc.Button("Close", id="evidence-close", variant="default", size="compact-sm"),
                ],
                className="evidence-panel-head",
            ),
            html.Div(id="evidence-detail", className="evidence-detail"),
        ],
        id="evidence-panel",
        className="evidence-panel",
        hidden=True,
        tabIndex=0,
        **label("Source of the selected row"),
    )


def _grid(table: str) -> Component:
    return dag.AgGrid(
        id="evidence-grid",
        columnDefs=grid.column_defs(table),
        rowData=grid.rows(table),
        defaultColDef={
            "flex": 1,
            "resizable": True,
            "sortable": True,
            "floatingFilter": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        getRowId="params.data._id",
        dashGridOptions={
            "rowSelection": {
                "mode": "singleRow",
                "checkboxes": False,
                "enableClickSelection": True,
            },
            "getRowClass": {"function": "evidenceRowClass(params)"},
            "tooltipShowDelay": 400,
            "rowHeight": 36,
            "animateRows": False,
            "enableCellTextSelection": True,
            "localeText": {
                "noRowsToShow": "No row matches the search and the filters.",
                "noMatchingRows": "No row matches the search and the filters.",
            },
        },
        className="evidence-grid",
        style={"height": "100%", "width": "100%"},
    )


def _place(row: dict[str, Any]) -> tuple[str, int] | None:
    """Table and row that a row of the grid is of; None if it is of none."""
    table, _, index = str(row.get("_id", "")).rpartition(":")
    if table not in catalog.tables() or not index.isdecimal():
        return None
    at = int(index)
    return (table, at) if at < len(catalog.load(table)) else None
