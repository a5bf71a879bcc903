"""Save what a view shows: the button in the header, its dialog, and what it says of the state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, set_props
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics import findings
from dashboard import conflicts, icons
from dashboard.attributes import aria, data
from dashboard.editing import held
from dashboard.identity import LOCAL, current_user
from dashboard.keeping import library
from dashboard.library import Conflict, Draft, Entry, Gone, LibraryError, Unfit
from dashboard.library.entries import NAME_LENGTH, NOTES_LENGTH
from dashboard.saved import mark, place, same, shown_entry
from dashboard.state import State as Shown

FIELDS = ("save-name", "save-notes", "save-tags")
KEEP = "kept"
"""Of an intent: only name, notes and tags are to change."""


def button() -> Component:
    """The button with its menu, and beside it what is known of the state."""
    return html.Div(
        [
            html.Span(id="saved-as", className="saved-as", role="status", **aria(live="polite")),
            dmc.Button(
                "Save",
                id="library-save",
                leftSection=icons.icon("save"),
                variant="default",
                size="compact-sm",
                n_clicks=0,
                className="save-button",
                attributes={"root": {"title": "Save to the library (Ctrl or ⌘ S)"}},
            ),
            dmc.ActionIcon(
                icons.icon("pencil"),
                id="library-describe",
                variant="default",
                size=26,
                n_clicks=0,
                className="save-more",
                attributes={
                    "root": {
                        "aria-label": "Name, notes, tags, or save as new",
                        "title": "Name, notes, tags, or save as new",
                    }
                },
            ),
        ],
        className="save-tools",
    )


def dialogs() -> list[Component]:
    """What opens over a view, and what the browser holds of it."""
    return [
        dcc.Store(id="saved"),
        dcc.Store(id="save-intent"),
        dmc.Modal(
            [
                dmc.TextInput(
                    id="save-name",
                    label="Name",
                    attributes={"input": {"maxLength": NAME_LENGTH}},
                    **data(autofocus="true"),
                ),
                dmc.Textarea(
                    id="save-notes",
                    label="Notes",
                    description="What it is for, what was assumed and why",
                    attributes={"input": {"maxLength": NOTES_LENGTH}},
                    autosize=True,
                    minRows=3,
                    maxRows=10,
                    mt="sm",
                ),
                dmc.TagsInput(
                    id="save-tags",
                    label="Tags",
                    description="Enter after each",
                    data=[],
                    value=[],
                    mt="sm",
                    clearable=True,
                    clearButtonProps={"aria-label": "Remove all tags"},
                ),
                html.Div(
                    dmc.Checkbox(
                        id="save-shared", label="Everybody on this server sees it", checked=False
                    ),
                    id="save-sharing",
                    className="save-sharing",
                ),
                html.P(id="save-said", className="save-said", role="alert"),
                html.Div(
                    [
                        html.Span(
                            dmc.Button(
                                "Save as new", id="save-as-new", variant="default", n_clicks=0
                            ),
                            id="save-choice",
                            hidden=True,
                        ),
                        dmc.Button("Save", id="save-submit", n_clicks=0),
                    ],
                    className="dialog-buttons",
                ),
            ],
            id="save-dialog",
            title="Save to the library",
            centered=True,
            keepMounted=True,
            closeButtonProps={"aria-label": "Close the dialog"},
        ),
        *conflicts.dialog(),
    ]


def register(app: Dash) -> None:
    """Add the callbacks of the button and its dialogs."""
    app.callback(
        Output("save-dialog", "opened"),
        Input("library-save", "n_clicks"),
        Input("library-describe", "n_clicks"),
        State("page", "data"),
        State("saved", "data"),
        prevent_initial_call=True,
    )(press_save)
    app.callback(
        Output("save-dialog", "opened", allow_duplicate=True),
        Input("save-submit", "n_clicks"),
        Input("save-name", "n_submit"),
        Input("save-as-new", "n_clicks"),
        *[State(id, "value") for id in FIELDS],
        State("save-shared", "checked"),
        State("save-intent", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )(submit_save)
    app.callback(
        Output("saved-as", "children"),
        Output("library-save", "variant"),
        Input("settled", "data"),
        Input("saved", "data"),
        State("page", "data"),
        prevent_initial_call=True,
    )(tell_saved)
    app.clientside_callback(
        ClientsideFunction("library", "saved"), Input("saved", "data"), prevent_initial_call=True
    )
    conflicts.register(app)


def press_save(_save: int, _describe: int, page: Any, last: Mapping[str, Any] | None) -> bool:
    """Save at once what has a name, or ask for one; whether the dialog is open then."""
    pressed, shown = ctx.triggered_id, held(page)
    if not ctx.triggered[0]["value"]:
        raise PreventUpdate
    entry = shown_entry(shown)
    if entry is None:
        name = findings.name(shown.scenario, shown.preset)
        ask({"id": None}, name, None, title="Save to the library")
        return True
    base = _seen_version(entry, last)
    intent = {"id": entry.id, "base": base}
    if pressed == "library-describe":
        ask(intent, entry.name, entry, title="Name, notes, tags")
        return True
    known = entry if base == entry.version else library().get(current_user(), entry.id, base)
    if base == entry.version and same(entry, shown):
        newest = library().get(current_user(), entry.id)
        if newest.version == base:
            set_props("said", {"children": f"“{entry.name}” is saved already"})
            return False
    keep(intent, _draft(shown, known.name, known.notes, known.tags))
    return False


def submit_save(
    _click: int | None,
    _enter: int | None,
    _new: int | None,
    name: str | None,
    notes: str | None,
    tags: list[str] | None,
    shared: bool | None,
    intent: Mapping[str, Any] | None,
    page: Any,
) -> bool:
    """Save what the dialog says; whether it stays open."""
    shown = held(page)
    if not isinstance(intent, Mapping) or not any(one["value"] for one in ctx.triggered):
        raise PreventUpdate
    wipe_errors()
    as_new = ctx.triggered_id == "save-as-new"
    try:
        fields = (name or "", notes or "", tuple(tags or ()))
        draft = _draft(shown, *fields)
        if intent.get("content") == KEEP:
            draft = _with_content(draft, intent)
        keep({"id": None} if as_new else intent, draft, shared=bool(shared))
    except Unfit as error:
        set_props(f"save-{error.field}", {"error": str(error)})
        return True
    except LibraryError as error:
        set_props("save-said", {"children": str(error)})
        return True
    return False


def tell_saved(_settled: Any, saved: Any, page: Any) -> tuple[Any, str]:
    """What is known of the state: which scenario of the library it is, and whether it still is."""
    shown = held(page)
    if ctx.triggered_id == "saved" and isinstance(saved, Mapping):
        named = place({"saved": saved.get("saved")})
        entry = _entry(named) if named else None
        changed = False
    else:
        entry = shown_entry(shown)
        changed = entry is not None and not same(entry, shown)
    if entry is None:
        return None, "default"
    newest = _entry((entry.id, None))
    newer = newest is not None and newest.version > entry.version and not _own(entry, saved)
    state, word = (
        ("newer", "newer version")
        if newer
        else (("changed", "not saved") if changed else ("saved", "saved"))
    )
    return [
        html.Span(className="saved-dot", **data(state=state)),
        html.Span(entry.name, className="saved-name", title=f"{entry.name}: {word}"),
        html.Span(word, className="saved-state"),
    ], ("light" if changed else "default")


def ask(intent: Mapping[str, Any], name: str, entry: Entry | None, *, title: str) -> None:
    """Fill the dialog; what the user submits is what ``intent`` is about."""
    user = current_user()
    wipe_errors()
    mine = entry is None or entry.owner == user
    set_props("save-intent", {"data": dict(intent)})
    set_props("save-dialog", {"title": title})
    set_props("save-name", {"value": name})
    set_props("save-notes", {"value": entry.notes if entry else ""})
    set_props(
        "save-tags", {"value": list(entry.tags) if entry else [], "data": library().tags(user)}
    )
    shared = bool(entry and entry.shared and intent.get("id"))
    set_props("save-shared", {"checked": shared})
    set_props("save-sharing", {"hidden": user == LOCAL or not mine})
    set_props("save-choice", {"hidden": entry is None or intent.get("content") == KEEP})


def keep(intent: Mapping[str, Any], draft: Draft, *, shared: bool | None = None) -> None:
    """Save a draft, or show both sides of a conflict.

    Raises:
        LibraryError: it cannot be saved.
    """
    user, books = current_user(), library()
    if not intent.get("id"):
        done(books.add(user, draft, shared=bool(shared)))
        return
    id, base = str(intent["id"]), int(intent["base"])
    try:
        entry = books.save(user, id, base, draft)
    except Conflict as conflict:
        conflicts.show(conflict.theirs, base, draft, intent)
        return
    if shared is not None and entry.owner == user and entry.shared != shared:
        entry = books.share(user, id, shared)
    done(entry, shown=intent.get("content") != KEEP)


def done(entry: Entry, *, shown: bool = True) -> None:
    """Tell that a scenario is saved.

    Args:
        entry: the scenario.
        shown: whether the view shows it.
    """
    version = "" if entry.version == 1 else f" as version {entry.version}"
    set_props("said", {"children": f"“{entry.name}” is saved{version}"})
    set_props("saved", {"data": {"saved": mark(entry) if shown else None, "of": mark(entry)}})


def wipe_errors() -> None:
    """Take back what was said of a former try."""
    for id in FIELDS:
        set_props(id, {"error": None})
    set_props("save-said", {"children": None})


def _draft(shown: Shown, name: str, notes: str, tags: tuple[str, ...]) -> Draft:
    return Draft.of(shown.scenario, shown.preset, name, notes, tags)


def _with_content(draft: Draft, intent: Mapping[str, Any]) -> Draft:
    """The draft with the scenario of the version that its name is to be changed of."""
    from dataclasses import replace

    base = library().get(current_user(), str(intent["id"]), int(intent["base"]))
    return replace(
        draft,
        content=base.content,
        preset=base.preset,
        schema_version=base.schema_version,
        data_version=base.data_version,
    )


def _seen_version(entry: Entry, last: Mapping[str, Any] | None) -> int:
    """The newest version that this page has shown: Back leads to a link of a former one."""
    named = place({"saved": (last or {}).get("of")})
    return max(entry.version, named[1] or 0) if named and named[0] == entry.id else entry.version


def _own(entry: Entry, saved: Any) -> bool:
    """Whether this page itself has saved a newer version."""
    return isinstance(saved, Mapping) and _seen_version(entry, saved) > entry.version


def _entry(named: tuple[str, int | None]) -> Entry | None:
    try:
        return library().get(current_user(), *named)
    except Gone:
        return None
