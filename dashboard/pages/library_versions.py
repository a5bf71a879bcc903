"""Library: the versions of a scenario, to look at and to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.attributes import aria
from dashboard.identity import LOCAL, current_user
from dashboard.keeping import library
from dashboard.library import Conflict, Entry, LibraryError
from dashboard.merging import differences
from dashboard.moments import moment
from dashboard.saved import address

_NAMED = 3
"""Differences that are named of a version; the others are counted."""


def dialog() -> list[Component]:
    """The dialog, closed."""
    return [
        dcc.Store(id="versions-of"),
        dmc.Modal(
            [
                html.P(id="versions-said", className="save-said", role="alert"),
                html.Div(
                    id="versions-list",
                    className="sides-box",
                    tabIndex=0,
                    role="region",
                    **aria(label="Saved versions"),
                ),
            ],
            id="versions-dialog",
            title="Versions",
            size="lg",
            centered=True,
            keepMounted=True,
            closeButtonProps={"aria-label": "Close the versions"},
        ),
    ]


def show(id: str) -> None:
    """Open the dialog on the versions of a scenario; LibraryError if there is none."""
    found = library().versions(current_user(), id)
    set_props("versions-of", {"data": {"id": id, "version": found[0].version}})
    set_props("versions-list", {"children": _table(found)})
    set_props("versions-said", {"children": None})
    set_props("versions-dialog", {"opened": True, "title": f"Versions of “{found[0].name}”"})


def register(app: Dash) -> None:
    """Add the callback of the buttons."""
    app.callback(
        Output("library-changed", "data", allow_duplicate=True),
        Input({"restore": ALL}, "n_clicks"),
        State("versions-of", "data"),
        prevent_initial_call=True,
    )(restore_version)


def restore_version(_clicks: list[int], of: Any) -> Any:
    """Save an old version as the newest."""
    if not isinstance(of, dict) or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    id, number = str(of["id"]), int(ctx.triggered_id["restore"])
    try:
        entry = library().restore(current_user(), id, int(of["version"]), number)
    except Conflict as conflict:
        show(id)
        said = f"Version {conflict.theirs.version} was saved meanwhile: look again."
        set_props("versions-said", {"children": said})
        return no_update
    except LibraryError as error:
        set_props("versions-said", {"children": str(error)})
        return no_update
    show(id)
    said = f"Version {number} is the newest again, as version {entry.version}."
    set_props("said", {"children": said})
    return {"restored": f"{id}.{entry.version}"}


def _table(versions: Sequence[Entry]) -> Component:
    head = [html.Th(text, scope="col") for text in ("Version", "Saved", "What changed", "")]
    before = [*versions[1:], None]
    rows = [
        _row(one, former, newest=one is versions[0])
        for one, former in zip(versions, before, strict=True)
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="sides")


def _row(entry: Entry, former: Entry | None, *, newest: bool) -> Component:
    by = "" if entry.saved_by == LOCAL else f", {entry.saved_by}"
    restore = dmc.Button(
        "Restore",
        id={"restore": entry.version},
        size="compact-xs",
        variant="default",
        n_clicks=0,
        attributes={"root": {"aria-label": f"Restore version {entry.version}"}},
    )
    return html.Tr(
        [
            html.Th(
                html.A(str(entry.version), href=address(entry, version=entry.version)), scope="row"
            ),
            html.Td([moment(entry.saved_at), by]),
            html.Td(_changes(entry, former)),
            html.Td("newest" if newest else restore),
        ]
    )


def _changes(entry: Entry, former: Entry | None) -> str:
    if former is None:
        return f"First saved, as “{entry.name}”"
    found = differences(former, former, entry)
    named = [f"{one.label}: {one.theirs} → {one.mine}" for one in found[:_NAMED]]
    more = len(found) - len(named)
    return "; ".join([*named, *([f"{more} more"] if more else [])]) or "Nothing"
