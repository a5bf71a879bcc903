"""Library: the table of saved scenarios, and what it says when there is none."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics.findings import name as name_of
from dashboard import icons
from dashboard.attributes import aria, data
from dashboard.identity import LOCAL
from dashboard.library import Entry, Wanted
from dashboard.library.store import Order
from dashboard.moments import moment
from dashboard.saved import address
from data import catalog

MOST_ROWS = 200
"""Scenarios in one table: a search finds the others."""

_COLUMNS: tuple[tuple[str, Order | None], ...] = (
    ("Name", "name"),
    ("Starts from", "preset"),
    ("Saved", "saved"),
    ("Version", None),
)


def table(entries: Sequence[Entry], wanted: Wanted, user: str) -> Component:
    """The table of the scenarios that a list has found.

    Args:
        entries: the scenarios.
        wanted: what was asked for.
        user: who asked.
    """
    if not entries:
        return _nothing(wanted)
    shown = entries[:MOST_ROWS]
    more = len(entries) - len(shown)
    deleted = wanted.whose == "deleted"
    head: list[Component] = [html.Th(html.Span("Choose", className="visually-hidden"), scope="col")]
    head += [_head(label, order, wanted) for label, order in _COLUMNS]
    head += [html.Th(html.Span("Actions", className="visually-hidden"), scope="col")]
    found = "scenario" if len(entries) == 1 else "scenarios"
    rest = f"; the first {len(shown)} are here, search for the rest" if more else ""
    return html.Div(
        [
            html.Table(
                [
                    html.Caption(f"{len(entries)} {'deleted ' if deleted else ''}{found}{rest}"),
                    html.Thead(html.Tr(head)),
                    html.Tbody([_row(one, user, deleted=deleted) for one in shown]),
                ],
                className="library-table",
            )
        ],
        className="library-box",
    )


def _head(label: str, order: Order | None, wanted: Wanted) -> Component:
    if order is None:
        return html.Th(label, scope="col")
    sorted_by = wanted.order == order
    way = ("descending" if wanted.descending else "ascending") if sorted_by else "none"
    arrow = ("↓" if wanted.descending else "↑") if sorted_by else ""
    return html.Th(
        html.Button(
            [label, html.Span(arrow, className="library-arrow", **aria(hidden="true"))],
            id={"library-order": order},
            n_clicks=0,
            className="library-order",
        ),
        scope="col",
        **aria(sort=way),
    )


def _row(entry: Entry, user: str, *, deleted: bool) -> Component:
    reading = entry.reading()
    title = html.Span(entry.name) if deleted else html.A(entry.name, href=address(entry))
    called = [html.Div(title, className="library-name")]
    if entry.notes:
        called.append(html.Div(entry.notes, className="library-notes", title=entry.notes))
    marks = [html.Span(tag, className="library-tag") for tag in entry.tags]
    if entry.shared:
        mine = entry.owner == user
        marks.append(
            html.Span(
                "shared" if mine else f"shared by {entry.owner}", className="library-tag shared"
            )
        )
    if marks:
        called.append(html.Div(marks, className="library-tags"))
    starts = [html.Div(name_of(reading.scenario, reading.preset))]
    if entry.data_version != catalog.version():
        starts.append(html.Div("made on other data", className="library-other"))
    when = [html.Div(moment(entry.saved_at))]
    if entry.saved_by not in (LOCAL, user):
        when.append(html.Div(f"by {entry.saved_by}", className="library-notes"))
    box = html.Td() if deleted else html.Td(_box(entry))
    return html.Tr(
        [
            box,
            html.Th(called, scope="row"),
            html.Td(starts, className="library-starts"),
            html.Td(when, className="library-when"),
            html.Td(str(entry.version), className="library-version"),
            html.Td(html.Div(_actions(entry, user, deleted), className="library-actions")),
        ],
        **data(entry=entry.id),
    )


def _box(entry: Entry) -> Component:
    return dmc.Checkbox(
        id={"library-pick": entry.id},
        size="xs",
        radius="sm",
        checked=False,
        **aria(label=f"Choose “{entry.name}”"),
    )


def _actions(entry: Entry, user: str, deleted: bool) -> list[Component]:
    if deleted:
        return [
            dmc.Button(
                "Bring back",
                id={"library": "undelete", "id": entry.id},
                size="compact-sm",
                variant="default",
                n_clicks=0,
                attributes={"root": {"aria-label": f"Bring back “{entry.name}”"}},
            )
        ]
    doing = [
        ("describe", "pencil", "Rename, notes, tags"),
        ("copy", "copy", "Duplicate"),
        ("versions", "clock", "Versions"),
        ("export", "download", "Scenario file"),
    ]
    if entry.owner == user:
        doing.append(("delete", "bin", "Delete"))
    return [
        dmc.ActionIcon(
            icons.icon(icon),
            id={"library": action, "id": entry.id},
            variant="subtle",
            color="gray",
            size=30,
            n_clicks=0,
            attributes={"root": {"aria-label": f"{label}: {entry.name}", "title": label}},
        )
        for action, icon, label in doing
    ]


def _nothing(wanted: Wanted) -> Component:
    if wanted.whose == "deleted":
        return _empty("Nothing is deleted.", "What you delete can be brought back for 30 days.")
    if wanted.search or wanted.tags:
        return _empty("No scenario matches.", "Take a word or a tag away, or look at all of them.")
    if wanted.whose == "shared":
        return _empty("Nobody shares a scenario yet.", "What others share appears here.")
    return _empty(
        "Nothing is saved yet.",
        "Set the assumptions on the left, then press Save at the top, or Ctrl S. What you save "
        "keeps every version, with your notes and tags, and opens as it was. Scenario files that "
        "you have can be imported.",
    )


def _empty(title: str, text: str) -> Component:
    return html.Div([html.H2(title), html.P(text)], className="library-empty")
