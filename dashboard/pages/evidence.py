"""Evidence: every table of facts with its sources, to filter, read and download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash
import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Input, Output, dcc, html, no_update
from dash import State as Held
from dash.dcc.express import send_bytes
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component

from analytics import wording
from analytics.exports.tidy import table_csv
from dashboard import icons
from dashboard.pages import evidence_grid as grid
from dashboard.pages.evidence_cells import exact, missing
from dashboard.state import State
from data import catalog

TITLE = "Evidence"

PICKER = {"option": "table"}
"""Id of the table picker; its value is part of the page's address."""

_ORIGINS = {"shipped": "as shipped", "refreshed": "refreshed on this machine"}

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
                **_label("About this table"),
            ),
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

    @app.callback(
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
    )
    def show_table(table: str | None, shown: str) -> tuple[Any, ...]:
        # a link that is read sets the picker to what it shows already
        if table == shown or table not in catalog.tables():
            return (no_update,) * 7
        return about(table), grid.column_defs(table), grid.rows(table), {}, [], "", table

    @app.callback(
        Output("evidence-detail", "children"),
        Output("evidence-panel", "hidden"),
        Output("evidence-said", "children"),
        Input("evidence-grid", "selectedRows"),
        prevent_initial_call=True,
    )
    def show_source(selected: list[dict[str, Any]] | None) -> tuple[Any, bool, str]:
        place = _place(selected[0]) if selected else None
        if place is None:
            return None, True, ""
        label = grid.source_label(catalog.source(*place))
        return detail(*place), False, f"Source of the selected row: {label}"

    @app.callback(
        Output("evidence-grid", "selectedRows", allow_duplicate=True),
        Input("evidence-close", "n_clicks"),
        prevent_initial_call=True,
    )
    def close_source(_clicks: int) -> list[Any]:
        return []

    @app.callback(
        Output("evidence-download", "data"),
        Input("evidence-csv", "n_clicks"),
        Held(PICKER, "value"),
        prevent_initial_call=True,
    )
    def download_all(_clicks: int, table: str | None) -> Any:
        return download(table) if table in catalog.tables() else no_update

    @app.callback(
        Output("evidence-download", "data", allow_duplicate=True),
        Input("evidence-csv-shown", "n_clicks"),
        Held(PICKER, "value"),
        Held("evidence-grid", "virtualRowData"),
        prevent_initial_call=True,
    )
    def download_shown(_clicks: int, table: str | None, shown: list[dict[str, Any]] | None) -> Any:
        if table not in catalog.tables():
            return no_update
        places = [_place(row) for row in shown or []]
        return download(table, [at for name, at in filter(None, places) if name == table])

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


def about(table: str) -> list[Component]:
    """What a table holds, on whose terms, how old it is, and what its marks mean."""
    schema = catalog.schema(table)
    origin = catalog.origin(table)
    facts = [
        ("Licence", schema.licence),
        (
            "Data",
            f"{catalog.released():%-d %B %Y}, version {catalog.version()}, {_ORIGINS[origin]}",
        ),
        ("Credit", "; ".join(schema.credits)),
    ]
    children: list[Component] = [
        html.H2([schema.title, html.Small(wording.count(len(catalog.load(table))) + " rows")]),
        html.P(schema.description, className="evidence-description"),
        html.Dl(
            [html.Div([html.Dt(term), html.Dd(words)]) for term, words in facts],
            className="evidence-facts",
        ),
    ]
    problem = catalog.problem(table)
    if problem:
        children.append(
            dmc.Alert(
                f"{problem} The shipped table is in use instead.",
                title="A refreshed table is there, but not used",
                color="orange",
                variant="light",
            )
        )
    legend = _legend(table)
    return [*children, legend] if legend else children


def detail(table: str, row: int) -> Component:
    """The full source of a row, and the row in full."""
    source = catalog.source(table, row)
    record = catalog.load(table).iloc[row].to_dict()
    link = (
        html.A(
            source.url,
            href=source.url,
            target="_blank",
            rel="noopener noreferrer",
            className="evidence-link",
        )
        if source.url and grid.is_address(source.url)
        else source.url
    )
    about_source = [
        ("Producer", source.producer),
        ("Title", source.title),
        ("Citation", source.citation),
        ("Address", link),
        ("Published", source.date_published),
        ("Accessed", source.date_accessed.isoformat()),
        ("Licence", source.licence or "not stated"),
        ("Source id", html.Code(source.source_id)),
    ]
    own = [
        (field.title, exact(record[field.name], field, _unit(record, field)))
        for field in catalog.schema(table).fields
        if field.name != "source_id" and not missing(record[field.name])
    ]
    return html.Div(
        [
            _definitions(about_source),
            html.H3("The row in full"),
            _definitions(own),
        ]
    )


def download(table: str, rows: list[int] | None = None) -> dict[str, Any]:
    """A table, or some of its rows in the order given, as a CSV file for ``dcc.Download``."""
    frame = catalog.load(table)
    name = f"aquifer-{table}-{catalog.version()}"
    if rows is not None:
        frame = frame.iloc[[row for row in rows if 0 <= row < len(frame)]]
        name += "-selection"
    return send_bytes(table_csv(frame), f"{name}.csv", type="text/csv")


def _label(text: str) -> dict[str, Any]:
    """An accessible name, as an argument of any component."""
    return {"aria-label": text}


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
        **_label("Source of the selected row"),
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


def _legend(table: str) -> Component | None:
    items: list[Component] = []
    found = grid.standings(table)
    if [one.key for one in found] != ["published"]:
        items += [
            html.Li(
                [
                    html.Span(one.label, className=f"standing standing-mark-{one.key}"),
                    f" {one.meaning}",
                ]
            )
            for one in found
        ]
    if any(grid.is_judged(table, field.name) for field in catalog.schema(table).fields):
        words = " a column of Aquifer's own reading, not the source's word"
        items.append(html.Li([html.B(grid.JUDGED_MARK), words]))
    if not items:
        return None
    return html.Ul(items, className="evidence-legend", **_label("What the marks mean"))


def _definitions(pairs: list[tuple[str, Any]]) -> Component:
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(words)]) for term, words in pairs if words],
        className="evidence-definitions",
    )


def _unit(record: Mapping[Any, Any], field: catalog.Column) -> str | None:
    """The unit of a value, where another column of the row says it."""
    return str(record["unit"]) if (field.unit or "").startswith("as the unit column") else None


def _place(row: dict[str, Any]) -> tuple[str, int] | None:
    """Table and row that a row of the grid is of; None if it is of none."""
    table, _, index = str(row.get("_id", "")).rpartition(":")
    if table not in catalog.tables() or not index.isdecimal():
        return None
    at = int(index)
    return (table, at) if at < len(catalog.load(table)) else None
