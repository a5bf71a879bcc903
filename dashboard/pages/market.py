"""Market: licensing deals, their prices and ends, who buys from whom, and suits."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, state
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.figures.market.common import BUYER, BUYERS, SUPPLIER, SUPPLIERS
from dashboard.pages import market_deals
from dashboard.state import State

TITLE = "Market"


def layout(shown: State) -> Component:
    """The charts of the market with the tables that belong to them, and every deal."""
    request = state.request(shown)

    def card(chart: str, height: int) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height)

    def panel(title: str, block: str) -> Component:
        key = f"{block}-title"
        return html.Section(
            [html.H2(title, id=key), blocks.block(block, request)],
            className="panel",
            **aria(labelledby=key),
        )

    return html.Div(
        [
            blocks.block("market-headline", request),
            _picking(shown),
            blocks.block("market-tiles", request),
            html.Div(
                [
                    html.Div(card("market-timeline", 610), className="span-12"),
                    html.Div(card("market-suppliers", 420), className="span-6"),
                    html.Div(card("market-buyers", 420), className="span-6"),
                    html.Div(card("market-years", 330), className="span-6"),
                    html.Div(panel("What can be summed", "market-sums"), className="span-6 side"),
                    html.Div(card("market-prices", 480), className="span-8"),
                    html.Div(
                        panel("What replacing text would cost", "market-replacement"),
                        className="span-4 side",
                    ),
                    html.Div(card("market-archives", 330), className="span-6"),
                    html.Div(
                        panel("What is never summed, and why", "market-unsummed"),
                        className="span-6 side",
                    ),
                    html.Div(card("market-concentration", 380), className="span-6"),
                    html.Div(
                        panel("How concentrated buying and selling are", "market-measures"),
                        className="span-6 side",
                    ),
                    html.Div(card("market-sharing", 620), className="span-12"),
                    html.Div(card("market-terms", 470), className="span-6"),
                    html.Div(card("market-calendar", 470), className="span-6"),
                    html.Div(card("market-pairs", 430), className="span-6"),
                    html.Div(card("market-suits", 430), className="span-6"),
                    html.Div(market_deals.panel(shown), className="span-12"),
                ],
                className="grid market",
            ),
            blocks.block("market-sources", request),
        ]
    )


def _picking(shown: State) -> Component:
    """Which deals are looked at."""
    return html.Div(
        [
            dmc.Select(
                id={"option": SUPPLIER},
                label="Suppliers",
                data=[{"value": value, "label": label} for value, label in SUPPLIERS.items()],
                value=shown.options[SUPPLIER],
                allowDeselect=False,
                size="sm",
                w=190,
            ),
            dmc.Select(
                id={"option": BUYER},
                label="Buyer",
                data=[{"value": value, "label": label} for value, label in BUYERS.items()],
                value=shown.options[BUYER],
                allowDeselect=False,
                size="sm",
                w=190,
            ),
            html.P(
                "The page follows. Prices and suits are of the whole market; concentration and "
                "shared suppliers are of every buyer.",
                className="picking-words",
            ),
        ],
        className="picking",
    )


def register(app: Dash) -> None:
    """The callbacks of the table of deals; the shell draws everything else."""
    market_deals.register(app)
