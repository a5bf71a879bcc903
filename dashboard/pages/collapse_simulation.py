"""Collapse: simulate the experiment in the background, with progress and a way to call it off."""

from __future__ import annotations

from typing import Any

import dash
import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, dcc, html, set_props
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.outlook.laboratory import Setup, setup_of
from analytics.outlook.sampled import REPLICATES, workflow_of
from dashboard import state
from dashboard.attributes import aria
from dashboard.simulating import Simulator, simulator

DRAWN = "simulation-drawn"
"""Store that has the page drawn again when a simulation is done."""


def panel(shown: state.State) -> Component:
    """The buttons and how it goes."""
    setup = setup_of(shown.scenario)
    start_off, cancel_off = _disabled(simulator, setup)
    return html.Div(
        [
            dmc.Button(
                f"Simulate {REPLICATES} runs",
                id="simulate",
                variant="default",
                size="compact-sm",
                n_clicks=0,
                disabled=start_off,
            ),
            dmc.Button(
                "Cancel",
                id="simulate-cancel",
                variant="subtle",
                size="compact-sm",
                n_clicks=0,
                disabled=cancel_off,
            ),
            html.Div(
                _told(simulator, setup),
                id="simulate-said",
                className="simulate-said",
                role="status",
                **aria(live="polite"),
            ),
            dcc.Store(id=DRAWN),
        ],
        className="panel simulate",
    )


def _disabled(running: Simulator, setup: Setup) -> tuple[bool, bool]:
    """Whether the button that starts and the one that cancels are off."""
    busy = running.status.running
    return busy or running.sampled(setup) is not None, not busy


def _told(running: Simulator, setup: Setup) -> str:
    """How it goes, or what it would be."""
    status = running.status
    if status.running:
        other = "" if status.setup == setup else " (of another scenario)"
        if not status.blocks:
            return f"Simulating{other} …"
        return f"Simulating{other}: {status.done} of {status.blocks} parts done"
    if running.sampled(setup) is not None:
        return "Done: the dots are whole corpora drawn word by word; the lines are exact."
    if status.setup == setup and status.failure:
        return status.failure
    if status.setup == setup and status.cancelled:
        return "Called off; nothing is kept of it."
    try:
        workflow_of(setup)
    except ValueError as error:
        return str(error)
    return "Draws whole corpora word by word, in the background, to check the lines."


def register(app: Dash) -> None:
    """Register the callback of the buttons, the clock and the page, and that of what is done."""
    app.clientside_callback(
        ClientsideFunction("aquifer", "redraw"), Input(DRAWN, "data"), prevent_initial_call=True
    )

    @app.callback(
        Output("simulate-said", "children"),
        Output("simulate", "disabled"),
        Output("simulate-cancel", "disabled"),
        Output("simulation-poll", "disabled"),
        Input("simulate", "n_clicks"),
        Input("simulate-cancel", "n_clicks"),
        Input("simulation-poll", "n_intervals"),
        Input("page", "data"),
        prevent_initial_call=True,
    )
    def follow_simulation(
        _start: int | None, _cancel: int | None, _ticks: int | None, page: Any
    ) -> tuple[Any, ...]:
        """Start, call off, or tell how it goes."""
        if not page or page.get("path") != "/collapse":
            raise PreventUpdate
        shown = state.from_page(page)
        setup = setup_of(shown.scenario)
        pressed = dash.ctx.triggered_id
        if pressed == "simulate" and _start:
            _begin(setup, shown.scenario.seed)
        elif pressed == "simulate-cancel" and _cancel:
            simulator.cancel()
        status = simulator.status
        if pressed == "simulation-poll" and not status.running and simulator.sampled(setup):
            set_props(DRAWN, {"data": simulator.status.blocks})
        start_off, cancel_off = _disabled(simulator, setup)
        return _told(simulator, setup), start_off, cancel_off, not status.running


def _begin(setup: Setup, seed: int) -> None:
    try:
        workflow_of(setup)
    except ValueError:
        return  # the line beside the button says why
    simulator.start(setup, seed)
