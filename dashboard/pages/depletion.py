"""Depletion: when the largest training run takes all public human text, and how sure that is."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, html
from dash.development.base_component import Component

from analytics import findings
from dashboard import blocks, driver_blocks, state
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS, Request
from dashboard.state import OPTIONS, State

TITLE = "Depletion"


def layout(shown: State) -> Component:
    """Every chart of the depletion model, the table of probabilities and the definition."""
    request = state.request(shown)

    def card(chart: str, height: int, choice: Component | None = None) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height, choice=choice)

    return html.Div(
        [
            blocks.block("headline", request),
            blocks.block("tiles", request),
            html.Div(
                [
                    html.Div(card("depletion-fans", 520), className="span-12"),
                    html.Div(
                        card(
                            "depletion-exhaustion",
                            400,
                            _choice(shown, "exhaustion", "Exhaustion year shown as"),
                        ),
                        className="span-6",
                    ),
                    html.Div(card("depletion-probability", 400), className="span-6"),
                    html.Div(card("depletion-supply", 400), className="span-8"),
                    html.Div([_by_year(request), _definition()], className="span-4 stacked"),
                    *driver_blocks.section(shown),
                ],
                className="grid",
            ),
        ]
    )


def _choice(shown: State, option: str, label: str) -> Component:
    """A choice of the view, which its address keeps."""
    return dmc.SegmentedControl(
        id={"option": option},
        data=[{"value": v, "label": name} for v, name in OPTIONS[option].items()],
        value=shown.options[option],
        size="xs",
        **aria(label=label),
    )


def _by_year(request: Request) -> Component:
    return html.Section(
        [
            html.H2("Exhausted by the end of", id="by-year"),
            blocks.block("probability-table", request),
        ],
        className="panel",
        **aria(labelledby="by-year"),
    )


def _definition() -> Component:
    return html.Section(
        [
            html.H2("What “exhausted” means", id="definition"),
            html.P(findings.EXHAUSTED),
            html.P(
                [
                    "Each of the worlds behind the bands is one joint draw of every uncertain "
                    "input, held fixed over the years. ",
                    html.A("Equations, sources and limits", href="/methods"),
                ]
            ),
        ],
        className="panel",
        **aria(labelledby="definition"),
    )


def register(app: Dash) -> None:
    """The shell's callbacks draw everything here."""
