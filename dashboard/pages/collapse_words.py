"""Collapse: look up a word, take the list of those that vanish."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.exports.table import table_csv
from analytics.exports.words import lost_words
from dashboard import blocks, state
from dashboard.attributes import aria
from dashboard.collapse_blocks import WORD
from dashboard.figures.chart import Request


def panel(request: Request) -> Component:
    """A field for a word, which the link keeps, and its answer."""
    return html.Div(
        [
            dmc.TextInput(
                id={"option": WORD},
                value=request.options.get(WORD, ""),
                label="Is my word still there?",
                placeholder="aquifer, serendipity …",
                debounce=200,
                attributes={"input": {"maxLength": state.TEXTS[WORD]}},
                size="sm",
                autoComplete="off",
                spellCheck=False,
            ),
            html.Div(
                blocks.block("collapse-word", request),
                id="word-answer",
                className="word-answer",
                role="status",
                **aria(live="polite"),
            ),
        ],
        className="word-search",
    )


def download_button() -> Component:
    """The button of the list."""
    return dmc.Button(
        "Download the words lost (CSV)",
        id="words-csv",
        variant="default",
        size="compact-sm",
        n_clicks=0,
    )


def register(app: Dash) -> None:
    """Register the callback of the button."""

    @app.callback(
        Output("words-file", "data"),
        Input("words-csv", "n_clicks"),
        State("page", "data"),
        prevent_initial_call=True,
    )
    def download(clicks: int | None, page: Any) -> Any:
        """The words that are lost as CSV."""
        if not clicks or not page:
            raise PreventUpdate
        scenario = state.from_page(page).scenario
        content = table_csv(lost_words(scenario))
        return dcc.send_bytes(content, f"aquifer-words-lost-{scenario.lab_language}.csv")
