"""What the briefing in the browser is worked with: the way in, and the bar at its foot.

The mode itself is ``assets/briefing.js``.
"""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard import icons
from dashboard.attributes import aria, data


def button() -> Component:
    """The way in, in the header."""
    return dmc.ActionIcon(
        icons.icon("screen"),
        id="present",
        variant="subtle",
        color="gray",
        size=32,
        attributes={
            "root": {"aria-label": "Briefing", "title": "Briefing (b)", "data-brief": "enter"}
        },
    )


def bar() -> Component:
    """Position and buttons, below what is shown."""
    return html.Div(
        [
            html.Span(id="briefing-position"),
            _step("-1", "left", "Previous"),
            _step("1", "right", "Next"),
            _step("leave", "close", "End the briefing"),
        ],
        className="briefing-bar",
        role="group",
        **aria(label="Briefing"),
    )


def _step(to: str, icon: str, label: str) -> Component:
    return html.Button(icons.icon(icon), type="button", **data(brief=to), **aria(label=label))
