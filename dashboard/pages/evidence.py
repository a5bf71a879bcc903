"""Evidence: every table of facts with its sources, to filter, read and download."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import dash
import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Input, Output, dcc, html, no_update
from dash import State as Held
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component

from dashboard import icons
from dashboard.attributes import aria
from dashboard.handing import facts_file, sent
from dashboard.pages import evidence_grid as grid
from dashboard.pages import evidence_refresh
from dashboard.pages.evidence_picker import PICKER, picker
from dashboard.pages.evidence_words import about, detail
from dashboard.state import State
from data import catalog

TITLE = "Evidence"

_ROW_ID = re.compile(r"([a-z_]{1,64}):(?:([0-9a-f]{8}):)?([0-9]{1,9})", re.ASCII)
# A page of a former version has no digest in the ids of its rows.

_REPLACED = "The table was replaced after this page showed it. Here it is as it is now; "


class _Place(NamedTuple):
    """Which row of which table a row of the grid is; not current if the table was replaced."""

    table: str
    row: int
    current: bool


def layout(state: State) -> Component:
    """The page at a state: the table its link names, or the first."""
    names, facts = catalog.tables(), catalog.snapshot()
    table = state.options.get("table", names[0])
    if table not in names:
        table = names[0]
    return html.Div(
        [
            html.H1(TITLE),
            html.P(
                f"The facts are in these {len(names)} tables, and every row names its source. The "
                "defaults of the assumptions name theirs on Methods.",
                className="lede",
            ),
            html.Div([picker(table, facts), _search(), _downloads()], className="evidence-bar"),
            html.Section(
                about(table, facts),
                id="evidence-about",
                className="evidence-about",
                **aria(label="About this table"),
            ),
            evidence_refresh.panel(table),
            evidence_refresh.polling(),
            html.Div(
                [
                    html.Div(_grid(table, facts), className="evidence-grid-box"),
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
        Held("evidence-table", "data"),
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
        Input("evidence-xlsx", "n_clicks"),
        Held(PICKER, "value"),
        prevent_initial_call=True,
    )(download_workbook)
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
        ClientsideFunction("evidenceLink", "searched"),
        Input("evidence-search", "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("evidenceLink", "listen"),
        Input("evidence-grid", "virtualRowData"),
    )
    app.clientside_callback(
        ClientsideFunction("evidence", "count"),
        Output("evidence-count", "children"),
        Output("evidence-csv-shown", "disabled"),
        Input("evidence-grid", "virtualRowData"),
        Input("evidence-grid", "rowData"),
    )


def show_table(table: str | None, shown: str | None) -> tuple[Any, ...]:
    """Fill the page with the table picked, unless it is the one that is shown.

    What is to be filtered and selected in it the browser knows from the link.
    """
    if table is None or table == shown or table not in catalog.tables():
        return (no_update,) * 5
    facts = catalog.snapshot()
    words = about(table, facts)
    return words, grid.column_defs(table, facts), grid.rows(table, facts), {}, table


def show_source(selected: list[dict[str, Any]] | None, shown: str | None) -> tuple[Any, bool, str]:
    """Content of the panel, whether it is hidden, and what is said of it to a screen reader."""
    facts = catalog.snapshot()
    places = _places(selected, facts)
    if not places:
        return None, True, ""
    place = places[0]
    if not place.current:
        if place.table == shown:
            evidence_refresh.show_anew(place.table, f"{_REPLACED}select the row again.")
        return None, True, ""
    name = grid.source_label(facts.source(place.table, place.row))
    panel = detail(place.table, place.row, facts)
    return panel, False, f"Source of the selected row: {name}"


def close_source(_clicks: int | None) -> list[Any]:
    """No row selected."""
    return []


def download_all(clicks: int | None, table: str | None) -> Any:
    """The whole table as a file."""
    return download(table) if clicks and table in catalog.tables() else no_update


def download_workbook(clicks: int | None, table: str | None) -> Any:
    """The whole table as a workbook."""
    if not clicks or table not in catalog.tables():
        return no_update
    return sent(facts_file(table, "xlsx", catalog.snapshot()))


def download_shown(
    clicks: int | None, table: str | None, shown: list[dict[str, Any]] | None
) -> Any:
    """The rows that search and filters leave, in the order shown, as a file."""
    if not clicks or table not in catalog.tables():
        return no_update
    facts = catalog.snapshot()
    places = [one for one in _places(shown, facts) if one.table == table]
    if not all(one.current for one in places):
        evidence_refresh.show_anew(table, f"{_REPLACED}nothing was downloaded, so download again.")
        return no_update
    return download(table, [one.row for one in places], facts)


def download(
    table: str, rows: list[int] | None = None, facts: catalog.Snapshot | None = None
) -> dict[str, Any]:
    """A table, or some of its rows in the order given, as a CSV file for ``dcc.Download``."""
    facts = facts or catalog.snapshot()
    frame = None
    if rows is not None:
        whole = facts.load(table)
        frame = whole.iloc[[row for row in rows if 0 <= row < len(whole)]]
    return sent(facts_file(table, "csv", facts, frame))


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
            dmc.Button(
                "XLSX",
                id="evidence-xlsx",
                leftSection=icons.icon("download"),
                variant="default",
                attributes={"root": {"aria-label": "XLSX, whole table"}},
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
        **aria(label="Source of the selected row"),
    )


def _grid(table: str, facts: catalog.Snapshot) -> Component:
    return dag.AgGrid(
        id="evidence-grid",
        columnDefs=grid.column_defs(table, facts),
        rowData=grid.rows(table, facts),
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
        dashGridOptions=grid.reading("No row matches the search and the filters.", rowHeight=36),
        className="evidence-grid",
        style={"height": "100%", "width": "100%"},
    )


def _places(rows: Any, facts: catalog.Snapshot) -> list[_Place]:
    """The rows of tables that rows of the grid are; what is none is left out."""
    found = (_place(row, facts) for row in (rows if isinstance(rows, list) else []))
    return [one for one in found if one is not None]


def _place(row: Any, facts: catalog.Snapshot) -> _Place | None:
    id = row.get("_id") if isinstance(row, dict) else None
    read = _ROW_ID.fullmatch(id) if isinstance(id, str) else None
    if read is None or read[1] not in catalog.tables():
        return None
    table, row_number = read[1], int(read[3])
    if read[2] != facts.digest(table):
        return _Place(table, row_number, current=False)
    return _Place(table, row_number, current=True) if row_number < facts.count(table) else None
