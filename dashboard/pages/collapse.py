"""Collapse: what training on the output of models does to the rare tail of human text."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from dashboard import blocks, collapse_blocks, join_blocks, state
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.figures.chart import Request
from dashboard.figures.collapse.ranks import LAST
from dashboard.figures.collapse.ranks import OPTION as GENERATION
from dashboard.figures.collapse.shared import CHOICES as PRIVATE
from dashboard.figures.collapse.shared import OPTION as PRIVATE_DATA
from dashboard.figures.collapse.theory import CHOICES as THEORIES
from dashboard.figures.collapse.theory import OPTION as THEORY
from dashboard.pages import collapse_archive, collapse_simulation, collapse_words
from dashboard.state import State as Shown
from dashboard.waiting import waiting_block, waiting_card

TITLE = "Collapse"


def layout(shown: Shown) -> Component:
    """The charts of collapse, the words that vanish, and one's own archive."""
    request = state.request(shown)

    def card(chart: str, height: int, choice: Component | None = None) -> Component:
        return chart_card(chart, CHARTS[chart](request), height=height, choice=choice)

    return html.Div(
        [
            blocks.block("collapse-headline", request),
            blocks.block("collapse-tiles", request),
            html.Div(
                [
                    html.Div(
                        [card("collapse-course", 380), collapse_simulation.panel(shown)],
                        className="span-8 stacked",
                    ),
                    html.Div(card("collapse-perplexity", 350), className="span-4"),
                    html.Div(card("collapse-ranks", 400, _generation(shown)), className="span-6"),
                    html.Div(card("collapse-envelope", 400), className="span-6"),
                    html.Div(_words(request), className="span-12"),
                    html.Div(card("collapse-mechanisms", 340), className="span-12"),
                    html.Div(card("collapse-routes", 340), className="span-12"),
                    html.Div(card("collapse-published", 420), className="span-6"),
                    html.Div(card("collapse-vendors", 420, _private(shown)), className="span-6"),
                    html.Div(
                        waiting_card("outlook-collapse", height=400, scheme=shown.scheme),
                        className="span-12",
                    ),
                    html.Div(
                        waiting_card("join-risk", height=440, scheme=shown.scheme),
                        className="span-6",
                    ),
                    html.Div(
                        waiting_card(
                            "join-tradeoff",
                            height=440,
                            scheme=shown.scheme,
                            choice=join_blocks.picking(request),
                        ),
                        className="span-6",
                    ),
                    html.Div(
                        waiting_card(
                            "collapse-theory",
                            height=420,
                            scheme=shown.scheme,
                            choice=_theory(shown),
                        ),
                        className="span-12",
                    ),
                    html.Div(collapse_archive.panel(), className="span-8"),
                    html.Div(collapse_blocks.definitions(), className="span-4"),
                ],
                className="grid collapse",
            ),
            dcc.Interval(id="simulation-poll", interval=500, disabled=True),
            dcc.Download(id="words-file"),
        ]
    )


def _words(request: Request) -> Component:
    return html.Section(
        [
            html.H2("The words that vanish", id="vanish-title"),
            html.Div(
                [
                    html.Div(
                        [
                            waiting_block("collapse-words", height=400),
                            collapse_words.download_button(),
                        ],
                        className="vanish-table",
                    ),
                    collapse_words.panel(request),
                ],
                className="vanish-sides",
            ),
        ],
        className="panel",
        **aria(labelledby="vanish-title"),
    )


def _generation(shown: Shown) -> Component:
    """Which generation is looked at: a slider that can play, and what the link keeps of it."""
    chosen = shown.options[GENERATION]
    last = shown.scenario.lab_generations
    at = last if chosen == LAST else min(int(chosen), last)
    return html.Div(
        [
            html.Button(
                "Play",
                id="generation-play",
                type="button",
                className="chart-button",
                **aria(label="Play the generations"),
            ),
            dmc.Slider(
                id="generation-slider",
                value=at,
                min=0,
                max=max(last, 1),
                step=1,
                size=4,
                thumbSize=24,
                label=None,
                updatemode="drag",
                thumbLabel="Generation shown",
                className="generation-slider",
            ),
            html.Span(f"Generation {at}", id="generation-said", className="generation-said"),
            dcc.Input(
                id={"option": GENERATION},
                type="hidden",
                value=chosen,
            ),
        ],
        className="generation",
    )


def _private(shown: Shown) -> Component:
    return dmc.SegmentedControl(
        id={"option": PRIVATE_DATA},
        data=[{"value": value, "label": label} for value, label in PRIVATE.items()],
        value=shown.options[PRIVATE_DATA],
        size="xs",
        **aria(label="Private data of vendors"),
    )


def _theory(shown: Shown) -> Component:
    return dmc.Select(
        id={"option": THEORY},
        data=[{"value": value, "label": label} for value, label in THEORIES.items()],
        value=shown.options[THEORY],
        allowDeselect=False,
        size="xs",
        w=220,
        comboboxProps={"shadow": "md"},
        **aria(label="Published result"),
    )


def register(app: Dash) -> None:
    """The callbacks of the slider, the search, the simulation and the archive."""
    app.clientside_callback(
        ClientsideFunction("collapse", "slid"),
        Output({"option": GENERATION}, "value"),
        Input("generation-slider", "value"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("collapse", "followed"),
        Output("generation-said", "children"),
        Input("page", "data"),
        Input("generation-slider", "id"),
        State("generation-slider", "value"),
    )
    collapse_simulation.register(app)
    collapse_words.register(app)
    collapse_archive.register(app)
