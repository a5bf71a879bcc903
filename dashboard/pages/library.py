"""Library: saved scenarios, to find, open, compare and delete; and work in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, ctx, dcc, html, no_update, set_props
from dash import State as Held
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.comparison import MOST
from dashboard import icons, saving
from dashboard.attributes import aria
from dashboard.editing import held
from dashboard.identity import LOCAL, current_user
from dashboard.keeping import library
from dashboard.library import Entry, LibraryError, Wanted
from dashboard.library.files import bundle, exported, file_name, imported
from dashboard.library.store import ORDERS, WHOSE
from dashboard.pages import library_jobs, library_versions
from dashboard.pages.library_rows import table
from dashboard.saved import beside, comparison, same
from dashboard.state import State

TITLE = "Library"

MAX_FILE_BYTES = 1_000_000
WHOSE_LABELS = {"all": "All", "mine": "Mine", "shared": "Shared with me", "deleted": "Deleted"}


def layout(_state: State) -> Component:
    """The page; its rows follow by callback, for they are the user's."""
    return html.Div(
        [
            html.H1(TITLE),
            html.P(
                "Scenarios that you saved, each with its notes, tags and every former version. "
                "A name opens it as it was.",
                className="lede",
            ),
            dcc.Store(id="library-changed"),
            dcc.Store(id="library-order", data={"order": "saved", "descending": True}),
            dcc.Store(id="library-picked"),
            dcc.Download(id="library-download"),
            _bar(),
            html.Div(id="library-notice", className="library-notice", role="status"),
            html.Div(id="library-rows", className="library-rows"),
            library_jobs.panel(),
            *library_versions.dialog(),
            library_jobs.dialog(),
        ],
        className="library",
    )


def _bar() -> Component:
    without_login = current_user() == LOCAL
    whose = [one for one in WHOSE if not (without_login and one in ("mine", "shared"))]
    return html.Div(
        [
            dmc.TextInput(
                id="library-search",
                label="Search",
                placeholder="words of a name, a note, a tag …",
                debounce=200,
                value="",
                className="library-search",
            ),
            dmc.MultiSelect(
                id="library-tags",
                label="Tags",
                data=[],
                value=[],
                clearable=True,
                clearButtonProps={"aria-label": "Any tags"},
                w=200,
            ),
            dmc.Select(
                id="library-whose",
                label="Show",
                data=[{"value": one, "label": WHOSE_LABELS[one]} for one in whose],
                value="all",
                allowDeselect=False,
                className="library-whose",
            ),
            html.Div(
                [
                    html.Span(id="library-compare"),
                    _tool("library-import", "folder", "Import files"),
                    _tool("library-export", "download", "Export all"),
                ],
                className="library-tools",
            ),
        ],
        className="library-bar",
    )


def _tool(id: str, icon: str, label: str) -> Component:
    return dmc.Button(label, id=id, leftSection=icons.icon(icon), variant="default", n_clicks=0)


def register(app: Dash) -> None:
    """Add the page's callbacks to an app."""
    app.callback(
        Output("library-rows", "children"),
        Output("library-tags", "data"),
        Input("library-search", "value"),
        Input("library-tags", "value"),
        Input("library-whose", "value"),
        Input("library-order", "data"),
        Input("library-changed", "data"),
        Input("saved", "data"),
    )(list_library)
    app.callback(
        Output("library-order", "data"),
        Input({"library-order": ALL}, "n_clicks"),
        Held("library-order", "data"),
        prevent_initial_call=True,
    )(sort_library)
    app.callback(
        Output("library-changed", "data"),
        Output("library-notice", "children"),
        Input({"library": ALL, "id": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(act_on_scenario)
    app.callback(
        Output("library-compare", "children"),
        Input({"library-pick": ALL}, "checked"),
        Input("settled", "data"),
        Held({"library-pick": ALL}, "id"),
        Held("page", "data"),
    )(compare_chosen)
    app.callback(
        Output("library-changed", "data", allow_duplicate=True),
        Output("library-notice", "children", allow_duplicate=True),
        Input("library-picked", "data"),
        prevent_initial_call=True,
    )(import_files)
    app.callback(
        Output("library-download", "data"),
        Input("library-export", "n_clicks"),
        prevent_initial_call=True,
    )(export_all)
    app.clientside_callback(
        ClientsideFunction("library", "pick"),
        Input("library-import", "n_clicks"),
        prevent_initial_call=True,
    )
    library_versions.register(app)
    library_jobs.register(app)


def list_library(
    search: str | None,
    tags: list[str] | None,
    whose: str | None,
    order: Mapping[str, Any] | None,
    _changed: Any,
    _saved: Any,
) -> tuple[Component, list[str]]:
    """The scenarios that match, and the tags that there are."""
    user, order = current_user(), order or {}
    wanted = Wanted(
        search=(search or "")[:200],
        tags=tuple(tags or ()),
        whose=whose if whose in WHOSE else "all",
        order=order.get("order") if order.get("order") in ORDERS else "saved",  # type: ignore[arg-type]
        descending=order.get("descending") is not False,
    )
    books = library()
    return table(books.find(user, wanted), wanted, user), books.tags(user)


def sort_library(_clicks: list[int], order: Mapping[str, Any] | None) -> dict[str, Any]:
    """Sort by a column, or the other way round."""
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate
    by = ctx.triggered_id["library-order"]
    now = order or {}
    again, first = now.get("order") == by, by not in ("name", "preset")
    return {"order": by, "descending": now.get("descending") is False if again else first}


def act_on_scenario(_clicks: list[int]) -> tuple[Any, Any]:
    """Do what a button of a row says; what changed, and what is said of it."""
    if not ctx.triggered or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    action, id = ctx.triggered_id["library"], str(ctx.triggered_id["id"])
    user, books = current_user(), library()
    try:
        if action == "delete":
            entry = books.delete(user, id)
            return _changed(entry), _deleted(entry)
        if action == "undelete":
            entry = books.undelete(user, id)
            return _changed(entry), _said(f"“{entry.name}” is back.")
        if action == "copy":
            entry = books.duplicate(user, id)
            return _changed(entry), _said(f"“{entry.name}” is made.")
        entry = books.get(user, id)
        if action == "versions":
            library_versions.show(id)
        elif action == "export":
            sent = dcc.send_string(exported(entry), file_name(entry), type="application/json")
            set_props("library-download", {"data": sent})
        elif action == "describe":
            intent = {"id": id, "base": entry.version, "content": saving.KEEP}
            saving.ask(intent, entry.name, entry, title="Name, notes, tags")
            set_props("save-dialog", {"opened": True})
    except LibraryError as error:
        return {"failed": id}, _said(str(error))
    return no_update, no_update


def compare_chosen(
    checked: list[bool], _settled: Any, ids: list[Mapping[str, str]], page: Any
) -> list[Component]:
    """The link that compares what is chosen, one alone with the scenario shown; or why not."""
    chosen = [id["library-pick"] for id, one in zip(ids, checked, strict=True) if one]
    why = f"Choose one scenario to compare with that shown, or two to {MOST}"
    if 1 <= len(chosen) <= MOST:
        user, books = current_user(), library()
        try:
            entries = [books.get(user, id) for id in chosen]
            if len(entries) > 1:
                return [_compare_link(f"Compare {len(entries)}", "", comparison(entries))]
            shown = held(page)
            if same(entries[0], shown):
                raise ValueError("this is the scenario shown: choose another one, or both")
            with_it = f"Compare “{entries[0].name}” with the scenario shown"
            return [_compare_link("Compare", with_it, beside(shown, entries[0]))]
        except (LibraryError, ValueError) as error:
            why = f"{error}"
    told = html.Span(why, className="compare-why") if chosen else None
    off = dmc.Button(
        "Compare", variant="default", disabled=True, attributes={"root": {"title": why}}
    )
    return [told, off] if told else [off]


def _compare_link(label: str, title: str, address: str) -> Component:
    return html.A(label, title=title or None, href=address, className="compare-link")


def import_files(picked: Mapping[str, Any] | None) -> tuple[Any, Any]:
    """Save each of the files that is a scenario; say of the others why they are none."""
    files = picked.get("files") if isinstance(picked, Mapping) else None
    if not isinstance(files, list) or not files:
        raise PreventUpdate
    user, books = current_user(), library()
    made: list[Entry] = []
    told: list[str] = []
    for file in files:
        name, text, size = (file.get(key) for key in ("name", "text", "size"))
        name = str(name or "file")[:120]
        try:
            if not isinstance(text, str) or max(len(text), int(size or 0)) > MAX_FILE_BYTES:
                raise ValueError("not a scenario file: it is larger than 1 MB")
            draft, problems = imported(name, text)
        except ValueError as error:
            told.append(f"{name}: {error}")
            continue
        made.append(books.add(user, draft))
        told += [f"{name}: {one}" for one in problems]
    count = f"{len(made)} of {len(files)} {'file' if len(files) == 1 else 'files'} imported."
    list_ = html.Ul([html.Li(one) for one in told]) if told else None
    return {"imported": [one.id for one in made]}, [html.P(count), list_]


def export_all(clicks: int | None) -> Any:
    """Every scenario that the user sees, as files in one archive."""
    if not clicks:
        raise PreventUpdate
    entries = library().find(current_user(), replace(Wanted(), order="name", descending=False))
    return dcc.send_bytes(bundle(entries), "aquifer-library.zip", type="application/zip")


def _changed(entry: Entry) -> dict[str, str]:
    return {"changed": f"{entry.id}.{entry.version}.{entry.deleted_at}"}


def _said(text: str) -> Sequence[Component]:
    return [html.P(text)]


def _deleted(entry: Entry) -> Sequence[Component]:
    return [
        html.P(f"“{entry.name}” is deleted; it can be brought back for 30 days."),
        dmc.Button(
            "Undo",
            id={"library": "undelete", "id": entry.id},
            size="compact-sm",
            variant="default",
            n_clicks=0,
            **aria(label=f"Undo: bring back “{entry.name}”"),
        ),
    ]
