"""Track record: growth as the training runs show it, and how earlier forecasts have fared."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, state
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.figures.record.past import CHOICES, OPTION
from dashboard.state import State
from dashboard.waiting import waiting_block

TITLE = "Track record"


def layout(shown: State) -> Component:
    """The fit over the runs, what it is worth, and what past fits were worth."""
    request = state.request(shown)

    def card(chart: str, height: int, choice: Component | None = None) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height, choice=choice)

    def panel(title: str, key: str, *content: Component) -> Component:
        return html.Section(
            [html.H2(title, id=key), *content], className="panel", **aria(labelledby=key)
        )

    return html.Div(
        [
            blocks.block("record-headline", request),
            html.Div(
                [
                    html.Div(card("record-fit", 480), className="span-8"),
                    html.Div(
                        panel(
                            "Estimates side by side",
                            "estimates-title",
                            waiting_block("growth-estimates"),
                        ),
                        className="span-4 record-side",
                    ),
                    html.Div(card("record-residuals", 320), className="span-6"),
                    html.Div(
                        panel(
                            "How well the line fits",
                            "diagnostics-title",
                            blocks.block("fit-diagnostics", request),
                        ),
                        className="span-6 record-side",
                    ),
                    html.Div(card("record-hindcast", 460, _date(shown)), className="span-8"),
                    html.Div(
                        panel(
                            "Records held by past fits",
                            "coverage-title",
                            waiting_block("coverage-table"),
                        ),
                        className="span-4 record-side",
                    ),
                    html.Div(
                        panel(
                            "Score against the published trend",
                            "scores-title",
                            waiting_block("scores"),
                        ),
                        className="span-6 record-side",
                    ),
                    html.Div(
                        panel(
                            "Flagged runs",
                            "flagged-title",
                            blocks.block("flagged-runs", request),
                        ),
                        className="span-6 record-side",
                    ),
                ],
                className="grid record",
            ),
        ]
    )


def _date(shown: State) -> Component:
    """The date of the hindcast."""
    return dmc.SegmentedControl(
        id={"option": OPTION},
        data=[{"value": value, "label": value} for value in sorted(CHOICES)],
        value=shown.options[OPTION],
        size="xs",
        **aria(label="Fit to the runs published before the start of"),
    )


def register(app: Dash) -> None:
    """The shell's callbacks draw everything here."""
