"""The formats in which the scenario can be taken away."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from analytics.exports.formats import FORMATS
from dashboard.attributes import aria, data


def menu(opener: Component) -> Component:
    """The button and what opens below it, by ``assets/exports.js``.

    Args:
        opener: the button, with the id ``download-scenario``.
    """
    # no dmc.Menu: its wrapper has states that an element without a role can't have
    formats = [
        html.Button(
            [
                html.Span(one.label, className="export-name"),
                html.Span(one.help, className="export-help"),
            ],
            id={"export": one.id},
            type="button",
            n_clicks=0,
        )
        for one in FORMATS.values()
    ]
    slides = html.A(
        [
            html.Span("Slides, PowerPoint", className="export-name"),
            html.Span(
                "Charts that can be edited, made in the background: start it in the library.",
                className="export-help",
            ),
        ],
        href="/library",
        **data(view="/library"),
    )
    return html.Div(
        [
            opener,
            html.Div(
                [*formats, slides],
                id="export-menu",
                className="export-menu",
                role="group",
                hidden=True,
                **aria(label="Formats of the scenario"),
            ),
        ],
        className="exports",
    )
