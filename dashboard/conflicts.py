"""Somebody else saved first: both versions side by side, and what to keep of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.attributes import aria
from dashboard.editing import as_page, held
from dashboard.identity import LOCAL, current_user
from dashboard.keeping import library
from dashboard.library import Conflict, Draft, Entry, LibraryError
from dashboard.merging import Difference, differences, merged
from dashboard.moments import moment
from dashboard.saved import mark
from dashboard.state import SAVED


def dialog() -> list[Component]:
    """The dialog, closed, and the store of what was to be saved."""
    return [
        dcc.Store(id="conflict"),
        dmc.Modal(
            [
                html.Div(id="conflict-sides"),
                html.P(id="conflict-said", className="save-said", role="alert"),
                html.Div(
                    [
                        dmc.Button(
                            "Open theirs", id="conflict-theirs", variant="default", n_clicks=0
                        ),
                        dmc.Button(
                            "Save mine as a new scenario",
                            id="conflict-new",
                            variant="default",
                            n_clicks=0,
                        ),
                        dmc.Button("Save what is kept", id="conflict-merge", n_clicks=0),
                    ],
                    className="dialog-buttons",
                ),
            ],
            id="conflict-dialog",
            title="Saved meanwhile",
            size="xl",
            centered=True,
            keepMounted=True,
            closeButtonProps={"aria-label": "Close without saving"},
        ),
    ]


def show(theirs: Entry, base: int, mine: Draft, intent: Mapping[str, Any]) -> None:
    """Open the dialog on a version that was saved meanwhile and the one that was to be."""
    first = library().get(current_user(), theirs.id, base)
    found = differences(first, theirs, mine)
    set_props(
        "conflict",
        {
            "data": {
                "id": theirs.id,
                "version": theirs.version,
                "mine": asdict(_plain(mine)),
                "kept": intent.get("content") == "kept",
            }
        },
    )
    set_props("conflict-sides", {"children": _sides(theirs, base, found)})
    set_props("conflict-said", {"children": None})
    title = "Saved meanwhile " + _by(theirs)
    set_props("conflict-dialog", {"opened": True, "title": title})


def register(app: Dash) -> None:
    """Add the callback of the dialog's buttons."""
    app.callback(
        Output("conflict-dialog", "opened"),
        Output("loaded", "data", allow_duplicate=True),
        Input("conflict-theirs", "n_clicks"),
        Input("conflict-new", "n_clicks"),
        Input("conflict-merge", "n_clicks"),
        State({"conflict": ALL}, "value"),
        State({"conflict": ALL}, "id"),
        State("conflict", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )(resolve_conflict)


def resolve_conflict(
    _theirs: int,
    _new: int,
    _merge: int,
    sides: list[str],
    ids: list[Mapping[str, str]],
    conflict: Mapping[str, Any] | None,
    page: Any,
) -> tuple[bool, Any]:
    """Do as the button says; whether the dialog stays open, and what the view shows then."""
    from dashboard.saving import done

    shown = held(page)
    if not isinstance(conflict, Mapping) or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    user, books = current_user(), library()
    mine = Draft(**{**conflict["mine"], "tags": tuple(conflict["mine"]["tags"])})
    on_page = not conflict.get("kept")
    try:
        theirs = books.get(user, str(conflict["id"]))
        if ctx.triggered_id == "conflict-new":
            done(books.add(user, mine), shown=on_page)
            return False, no_update
        if ctx.triggered_id == "conflict-merge":
            kept = {id["conflict"]: side for id, side in zip(ids, sides, strict=True)}
            draft = merged(theirs, mine, kept)
            theirs = books.save(user, theirs.id, int(conflict["version"]), draft)
            done(theirs, shown=on_page)
            if not on_page:
                return False, no_update
    except Conflict as again:
        show(again.theirs, int(conflict["version"]), mine, {"content": conflict.get("kept")})
        set_props("conflict-said", {"children": "It was saved once more; look again."})
        return True, no_update
    except (LibraryError, ValueError) as error:  # the latter: two sides that exclude each other
        set_props("conflict-said", {"children": str(error)})
        return True, no_update
    options = {**shown.options, SAVED: mark(theirs)}
    state = replace(shown, reading=theirs.reading(), options=options)
    return False, {
        "state": as_page(state, str(page.get("path") or "/")),
        "drawn": False,
        "edited": True,
    }


def _sides(theirs: Entry, base: int, found: list[Difference]) -> list[Component]:
    by = _by(theirs)
    if not found:
        same = f"Both are the same: version {theirs.version}, saved {by}, is what you have."
        return [html.P(same)]
    head = html.Tr(
        [
            html.Th("", scope="col"),
            html.Th(["Theirs: version ", str(theirs.version), ", ", by], scope="col"),
            html.Th("Mine, not saved", scope="col"),
            html.Th("Keep", scope="col"),
        ]
    )
    return [
        html.P(
            [
                f"You began with version {base} of “{theirs.name}”. Since then version "
                f"{theirs.version} was saved {by}, ",
                moment(theirs.saved_at),
                f". They differ in {len(found)} {'thing' if len(found) == 1 else 'things'}; "
                "versions stay in the library whatever you do.",
            ]
        ),
        html.Div(
            html.Table(
                [html.Thead(head), html.Tbody([_side(one) for one in found])], className="sides"
            ),
            className="sides-box",
            tabIndex=0,
            role="region",
            **aria(label="Differences"),
        ),
    ]


def _by(theirs: Entry) -> str:
    own = theirs.saved_by in (LOCAL, current_user())
    return "in another window" if own else f"by {theirs.saved_by}"


def _side(one: Difference) -> Component:
    return html.Tr(
        [
            html.Th(one.label, scope="row"),
            html.Td(one.theirs),
            html.Td(one.mine),
            html.Td(
                dmc.SegmentedControl(
                    id={"conflict": one.key},
                    data=[
                        {"value": "theirs", "label": "Theirs"},
                        {"value": "mine", "label": "Mine"},
                    ],
                    value=one.kept,
                    size="xs",
                    **aria(label=f"Keep of {one.label}"),
                )
            ),
        ]
    )


def _plain(mine: Draft) -> Draft:
    """A draft and nothing more of it, also of one that is an entry."""
    return mine if type(mine) is Draft else Draft(**{k: getattr(mine, k) for k in _FIELDS})


_FIELDS = tuple(Draft.__dataclass_fields__)
