"""Vendors: whose mix of data is a moat, how sure the ranking is, and what would change it."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import Dash, html
from dash.development.base_component import Component

from dashboard import blocks, state, vendor_blocks
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.figures.vendors.common import KINDS, SHARES
from dashboard.pages import vendors_editor, vendors_licences, vendors_runs
from dashboard.state import State
from dashboard.waiting import waiting_card

TITLE = "Vendors"


def layout(shown: State) -> Component:
    """The ranking, what it rests on, the editors of mixes and licences, and the case against it."""
    request = state.request(shown)

    def card(chart: str, height: int, choice: Component | None = None) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height, choice=choice)

    def slow(chart: str, height: int) -> Component:
        return waiting_card(chart, height=height, scheme=shown.scheme)

    def panel(title: str, block: str) -> Component:
        key = f"{block}-title"
        return html.Section(
            [html.H2(title, id=key), blocks.block(block, request)],
            className="panel",
            **aria(labelledby=key),
        )

    return html.Div(
        [
            blocks.block("vendors-headline", request),
            blocks.block("vendors-picking", request),
            blocks.block("vendors-tiles", request),
            html.Div(
                [
                    html.Div(card("vendors-ranking", 480), className="span-6"),
                    html.Div(card("vendors-acceptability", 480), className="span-6"),
                    html.Div(
                        panel("Ranks, scores and tiers", "vendors-tiers"), className="span-7 side"
                    ),
                    html.Div(vendor_blocks.counter_case(), className="span-5 side"),
                    html.Div(card("vendors-mixes", 700, _shares(shown)), className="span-12"),
                    html.Div(vendors_editor.section(shown), className="span-12"),
                    html.Div(vendors_runs.section(shown), className="span-12"),
                    html.Div(card("vendors-criteria", 480), className="span-12"),
                    html.Div(slow("vendors-routes", 400), className="span-6"),
                    html.Div(card("vendors-duel", 400), className="span-6"),
                    html.Div(slow("vendors-drivers", 420), className="span-6"),
                    html.Div(
                        panel("Who would be first under which weights", "vendors-central"),
                        className="span-6 side",
                    ),
                    html.Div(vendors_licences.section(shown), className="span-12"),
                ],
                className="grid vendors",
            ),
        ]
    )


def _shares(shown: State) -> Component:
    """What the bars of mixes show."""
    return dmc.SegmentedControl(
        id={"option": SHARES},
        data=[{"value": value, "label": label} for value, label in KINDS.items()],
        value=shown.options[SHARES],
        size="xs",
        **aria(label="Bars of mixes show"),
    )


def register(app: Dash) -> None:
    """The editors' callbacks; the shell draws everything else."""
    vendors_editor.register(app)
    vendors_licences.register(app)
    vendors_runs.register(app)
