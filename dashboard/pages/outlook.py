"""Outlook: the answer to one scenario at a glance; every chart opens its full view."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, state
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.state import State
from dashboard.waiting import waiting_block, waiting_card

TITLE = "Outlook"


def layout(shown: State) -> Component:
    """Headline, four numbers, three charts of depletion, the ranking, and one of collapse."""
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
                    html.Div(card("depletion-supply", 340), className="span-12"),
                ],
                className="grid",
            ),
        ]
    )


def _slow(shown: State, chart: str, link: str) -> Component:
    """What takes longer than a frame is drawn once the controls have come to rest."""
    return waiting_card(chart, height=340, scheme=shown.scheme, link=link)


def register(app: Dash) -> None:
    """The shell's callbacks draw everything here."""
