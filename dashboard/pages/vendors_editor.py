"""Vendors: the editor of the mixes, in a grid."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashboard.attributes import aria
from dashboard.state import State


def section(shown: State) -> Component:
    """The mixes, to read and to edit."""
    return html.Section(
        [html.H2("Mixes of data", id="mixes-title")],
        className="panel mixes",
        id="mixes",
        **aria(labelledby="mixes-title"),
    )


def register(app: Dash) -> None:
    """Register the editor's callbacks."""
