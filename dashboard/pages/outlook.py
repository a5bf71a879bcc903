"""Outlook: the answer to one scenario at a glance; every chart opens its full view."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, join_blocks, state
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.state import State
from dashboard.waiting import waiting_block, waiting_card

TITLE = "Outlook"


def layout(shown: State) -> Component:
    """Headline, numbers, the three models side by side, and what they say together."""
    request = state.request(shown)

    def card(chart: str, height: int) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height, link="/depletion")

    return html.Div(
        [
            blocks.block("headline", request),
            waiting_block("vendors-sentence"),
            blocks.block("tiles", request),
            html.Div(
                [
                    html.Div(card("depletion-fans", 430), className="span-7"),
                    html.Div(card("depletion-exhaustion", 430), className="span-5"),
                    html.Div(_slow(shown, "outlook-vendors", "/vendors"), className="span-6"),
                    html.Div(_slow(shown, "outlook-collapse", "/collapse"), className="span-6"),
                    html.Div(join_blocks.findings_panel(), className="span-12"),
                    html.Div(
                        _slow(shown, "join-risk", "/collapse", 430),
                        className="span-6",
                    ),
                    html.Div(
                        _slow(
                            shown,
                            "join-tradeoff",
                            "/collapse",
                            430,
                            join_blocks.picking(request),
                        ),
                        className="span-6",
                    ),
                    html.Div(join_blocks.notes_panel(), className="span-12"),
                    html.Div(card("depletion-supply", 340), className="span-12"),
                ],
                className="grid outlook",
            ),
        ]
    )


def _slow(
    shown: State, chart: str, link: str, height: int = 340, choice: Component | None = None
) -> Component:
    """What takes longer than a frame is drawn once the controls have come to rest."""
    return waiting_card(chart, height=height, scheme=shown.scheme, link=link, choice=choice)


def register(app: Dash) -> None:
    """The shell's callbacks draw everything here."""
