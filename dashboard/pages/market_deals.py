"""The deals of the Market page, row by row, and the source of the one selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html, no_update
from dash import State as Held
from dash.dcc.express import send_bytes
from dash.development.base_component import Component

from analytics import findings_market as said
from analytics import wording
from analytics.exports.table import table_csv
from analytics.market.deals import reported
from analytics.market.facts import Deal
from dashboard import icons, state
from dashboard.attributes import aria
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.pages import evidence_grid as grid
from dashboard.pages.evidence_words import detail
from dashboard.state import State
from data import catalog

GRID, SHOWN, SOURCE = "market-grid", "market-shown", "market-source"

_COLUMNS = (
    *("buyer", "supplier", "announced_from", "category", "rights", "value"),
    *("summable_reason", "term_years", "status", "exclusive"),
)
_HEADERS = {"announced_from": "Announced", "summable_reason": "Why (not) summed"}
_WIDTHS = {
    **{"buyer": 104, "supplier": 150, "announced_from": 122, "category": 104, "rights": 92},
    **{
        "value": 176,
        "summable_reason": 170,
        "term_years": 78,
        "status": 96,
        "exclusive": 92,
        "_standing_label": 104,
    },
}
_HINT = (
    "Select a deal – click its row or its mark in a chart, or go to it by the arrow keys and press "
    "Space – to read its source in full."
)


def panel(shown: State) -> Component:
    """The table, and beside it the source of the deal selected."""
    scene = common.scene(state.request(shown))
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Every deal and every row beside them", id="market-deals-title"),
                    dmc.Button(
                        "CSV, rows shown",
                        id="market-csv",
                        leftSection=icons.icon("download"),
                        variant="default",
                        size="compact-sm",
                    ),
                ],
                className="market-deals-head",
            ),
            html.Div(
                [
                    html.Div(_grid(scene), className="market-grid-box"),
                    html.Aside(
                        html.P(_HINT),
                        id=SOURCE,
                        className="market-source",
                        tabIndex=0,
                        **aria(label="Source of the selected deal"),
                    ),
                ],
                className="market-deals",
            ),
            dcc.Store(id=SHOWN, data=_key(scene)),
            dcc.Download(id="market-file"),
        ],
        className="panel",
        **aria(labelledby="market-deals-title"),
    )


def rows(scene: Scene) -> list[dict[str, Any]]:
    """Rows of the grid: those of Evidence, of the picked deals, with the value in one cell."""
    facts = catalog.snapshot(scene.version)
    picked = {one.row: one for one in reported(scene.rows, scene.as_of)}
    found = []
    for row in grid.rows("deals", facts):
        one = picked.get(row["_row"])
        if one is not None:
            text = said.value(one.value) if one.value else "not disclosed"
            found.append(
                row
                | {
                    "value": one.value.low if one.value else None,
                    "_shown": row["_shown"] | {"value": text, "term_years": _term(one)},
                    "_exact": row["_exact"] | {"value": _why(one)},
                    "_summed": one.summable,
                }
            )
    return found


def columns(version: str) -> list[dict[str, Any]]:
    """Columns of the grid: some of Evidence's, and the value in one."""
    facts = catalog.snapshot(version)
    known = {one["colId"].removeprefix("deals."): one for one in grid.column_defs("deals", facts)}
    known["value"] = known["value_low_usd"] | {
        "colId": "deals.value",
        "field": "value",
        "headerName": "Value",
        "headerTooltip": "As reported; sorted by its lower end. Crossed out: never summed.",
        "tooltipField": "_exact.value",
        "minWidth": 190,
        "cellClassRules": {
            "market-undisclosed": {"function": "evidenceEmpty(params)"},
            "market-unsummed": {"function": "marketUnsummed(params)"},
        },
    }
    chosen = [known[name] for name in (*_COLUMNS, "standing", "source_id") if name in known]
    return [
        one
        | {
            "headerName": _HEADERS.get(one["field"], one["headerName"]),
            "minWidth": _WIDTHS.get(one["field"], one["minWidth"]),
            "suppressHeaderFilterButton": True,
        }
        for one in chosen
    ]


def register(app: Dash) -> None:
    """Follow what is picked, show the source of a row, hand out the rows."""
    app.callback(
        Output(GRID, "rowData"),
        Output(SHOWN, "data"),
        Input("page", "data"),
        Input(GRID, "id"),
        Held(SHOWN, "data"),
        prevent_initial_call=True,
    )(follow_deal)
    app.callback(
        Output(SOURCE, "children"),
        Input(GRID, "selectedRows"),
        prevent_initial_call=True,
    )(show_deal)
    app.callback(
        Output("market-file", "data"),
        Input("market-csv", "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(download)


def follow_deal(page: Mapping[str, Any] | None, _grid: str, shown: str | None) -> tuple[Any, Any]:
    """Rows of what is picked, unless they are shown."""
    if not page:
        return no_update, no_update
    scene = common.scene(state.request(state.from_page(page)))
    key = _key(scene)
    return (no_update, no_update) if key == shown else (rows(scene), key)


def show_deal(selected: list[dict[str, Any]] | None) -> Component:
    """The source of the selected row, or what to do to see one."""
    row = selected[0].get("_row") if selected and isinstance(selected[0], dict) else None
    facts = catalog.snapshot()
    if not isinstance(row, int) or not 0 <= row < facts.count("deals"):
        return html.P(_HINT)
    return detail("deals", row, facts)


def download(clicks: int | None, page: Mapping[str, Any] | None) -> Any:
    """The rows of what is picked, every column, with the address of each source."""
    if not clicks or not page:
        return no_update
    scene = common.scene(state.request(state.from_page(page)))
    facts = catalog.snapshot(scene.version)
    mine = [one.row for one in reported(scene.rows, scene.as_of)]
    frame = facts.load("deals").iloc[mine]
    sources = [facts.source("deals", row) for row in mine]
    frame = frame.assign(
        source=[one.url or one.citation for one in sources], data_version=scene.version
    )
    name = f"aquifer-market-deals-{scene.version}.csv"
    return send_bytes(table_csv(frame), name, type="text/csv")


def _term(one: Deal) -> str:
    """The term in its narrow column, its unit in the header."""
    sign = {"minimum": "≥ ", "maximum": "≤ "}.get(one.term_bound, "")
    return wording.UNKNOWN if one.term_years is None else f"{sign}{one.term_years:g}"


def _why(one: Deal) -> str:
    return f"{said.value(one.value)}: {one.reason}" if one.value else one.reason


def _key(scene: Scene) -> str:
    """What the rows depend on."""
    return f"{scene.version} {scene.as_of:g} {scene.picked.category} {scene.picked.buyer}"


def _grid(scene: Scene) -> Component:
    return dag.AgGrid(
        id=GRID,
        columnDefs=columns(scene.version),
        rowData=rows(scene),
        defaultColDef={
            "flex": 1,
            "resizable": True,
            "sortable": True,
            "suppressHeaderMenuButton": True,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        getRowId="params.data.deal_id",
        dashGridOptions=grid.reading(
            "No deal of this choice: pick “All suppliers” and “All buyers”.",
            rowHeight=34,
            # what is skipped off the screen is not read aloud, and not laid out when the page is
            suppressContentVisibilityAuto=True,
        ),
        className="evidence-grid",
        style={"height": "100%", "width": "100%"},
    )
