"""Vendors: licences that are signed, ended or made exclusive, and what that changes."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.attributes import aria
from dashboard.state import State


def section(shown: State) -> Component:
    """The form, the changes made, and the numbers before and after."""
    return html.Section(
        [html.H2("What a licence would change", id="licences-title")],
        className="panel licences",
        id="licences",
        **aria(labelledby="licences-title"),
    )


def register(app: Dash) -> None:
    """Register the form's callbacks."""
