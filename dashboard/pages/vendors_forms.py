"""What the forms of the Vendors page share: a row is entered, replaced or taken back at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import dash_mantine_components as dmc
from dash import ctx, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.scenario.rows import Row
from dashboard import icons
from dashboard.attributes import aria

R = TypeVar("R", bound=Row)


def form(
    fields: Sequence[Component], apply: str, reset: str, reset_label: str, label: str
) -> Component:
    """A form in a line, with the buttons that apply it and that undo all of its rows.

    Args:
        fields: of the form.
        apply: id of the button that applies it.
        reset: assumption that the other button resets.
        reset_label: what stands on that.
        label: of the form, for who cannot see it.
    """
    size: dict[str, Any] = {"variant": "default", "size": "xs", "n_clicks": 0}
    return html.Div(
        [
            *fields,
            dmc.Button("Apply", id=apply, **size),
            dmc.Button(reset_label, id={"reset": reset}, leftSection=icons.icon("undo"), **size),
        ],
        className="licences-form",
        role="group",
        **aria(label=label),
    )


def refused(error: Exception | str) -> Component:
    """Why nothing has changed."""
    return html.P(f"{error}. Nothing has changed.", className="mixes-refused")


def put(rows: tuple[R, ...], row: R) -> tuple[R, ...]:
    """Rows with another, which takes the place of the one of its key.

    Args:
        rows: of the scenario.
        row: to be put there.

    Raises:
        ValueError: there are as many as a scenario holds.
    """
    found = {one.key: one for one in rows} | {row.key: row}
    if len(found) > row.MOST:
        raise ValueError(f"a scenario holds at most {row.MOST} {row.NOUN[1]}")
    return tuple(found[key] for key in sorted(found))


def without_pressed(rows: Sequence[R], kind: str) -> tuple[R, ...]:
    """Rows without the one whose button was pressed; a button that has just appeared was not.

    Args:
        rows: of the scenario.
        kind: key of the buttons' ids, whose value is the row as text.
    """
    pressed = ctx.triggered_id
    if not isinstance(pressed, Mapping) or not ctx.triggered[0]["value"]:
        raise PreventUpdate
    return tuple(one for one in rows if one.as_text() != pressed[kind])
