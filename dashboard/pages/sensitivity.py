"""Sensitivity: what moves a headline output, and which value of a control keeps a risk down."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, sensitivity_blocks, state
from dashboard.state import State
from dashboard.waiting import waiting_block, waiting_card

TITLE = "Sensitivity"


def layout(shown: State) -> Component:
    """The question, its answers, a tornado, Sobol' indices and a break-even; all are drawn late."""
    request = state.request(shown)

    def slow(chart: str, height: int) -> Component:
        return waiting_card(chart, height=height, scheme=shown.scheme)

    return html.Div(
        [
            blocks.block("sensitivity-headline", request),
            sensitivity_blocks.picking(request),
            waiting_block("sensitivity-answers", height=sensitivity_blocks.FINDINGS_HEIGHT),
            html.Div(
                [
                    html.Div(slow("sensitivity-inputs", 480), className="span-6"),
                    html.Div(slow("sensitivity-indices", 480), className="span-6"),
                    html.Div(slow("sensitivity-break-even", 440), className="span-6"),
                    html.Div(slow("sensitivity-choices", 440), className="span-6"),
                ],
                className="grid",
            ),
            html.P(
                html.A("Equations, estimators and sources", href="/methods#sensitivity"),
                className="after-grid",
            ),
        ]
    )


def register(app: Dash) -> None:
    """The shell's callbacks draw everything here."""
