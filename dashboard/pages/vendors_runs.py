"""Vendors: how large their newest runs are believed to be, and sizes of one's own."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, html, no_update
from dash import State as Held
from dash.dependencies import ALL
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics.outlook.vendor_inputs import NO_TEXT_MODEL
from analytics.scenario import NewestRun, Scenario
from dashboard import blocks, editing, state
from dashboard.attributes import aria
from dashboard.pages import vendors_forms as forms
from dashboard.run_blocks import names
from dashboard.state import State
from data import catalog

_TRILLION = 1e12


def section(shown: State) -> Component:
    """The form, and the table of runs with one's own among them."""
    return html.Section(
        [
            html.H2("How large the newest runs are", id="runs-title"),
            html.P(
                "The size of a run decides when human text runs short for a vendor, and with it "
                "risk, compute wasted and two criteria of the ranking. Most sizes are not told: "
                "enter what you know better. Back undoes a change."
            ),
            _form(shown.scenario),
            html.Div(id="runs-answer", className="licences-answer", role="alert"),
            blocks.block("vendors-runs", state.request(shown)),
        ],
        className="panel licences",
        id="runs",
        **aria(labelledby="runs-title"),
    )


def _form(scenario: Scenario) -> Component:
    def number(key: str, label: str, width: int, **given: Any) -> Component:
        return dmc.NumberInput(id=key, label=label, hideControls=True, size="xs", w=width, **given)

    return forms.form(
        [
            dmc.Autocomplete(
                id="run-vendor",
                label="Vendor",
                data=names(scenario, catalog.version()),
                size="xs",
                w=150,
            ),
            number("run-low", "Trillion tokens, from", 140, min=0.01),
            number("run-high", "to (90% between)", 130, min=0.01),
            number("run-year", "Year", 90, min=2018, max=2040, step=0.1),
        ],
        "run-apply",
        "newest_runs",
        "Reset all sizes",
        "A newest run to enter",
    )


def register(app: Dash) -> None:
    """Register the form's callbacks."""
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("runs-answer", "children"),
        Input("run-apply", "n_clicks"),
        Held("run-vendor", "value"),
        Held("run-low", "value"),
        Held("run-high", "value"),
        Held("run-year", "value"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(apply_run)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Input({"run": ALL}, "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(take_run_back)


def apply_run(
    clicks: Any, vendor: Any, low: Any, high: Any, year: Any, page: Any
) -> tuple[Any, Any]:
    """Add a run to the scenario; it takes the place of another of the vendor."""
    if not clicks:
        raise PreventUpdate
    scenario = editing.held(page).scenario
    try:
        run = read(vendor, low, high, year, scenario)
        wanted = forms.put(scenario.newest_runs, run)
    except ValueError as error:
        return no_update, forms.refused(error)
    return editing.edited(page, newest_runs=wanted), []


def take_run_back(_clicks: list[Any], page: Any) -> Any:
    """Take a run back: what is known of it counts again."""
    kept = forms.without_pressed(editing.held(page).scenario.newest_runs, "run")
    return editing.edited(page, newest_runs=kept)


def read(vendor: Any, low: Any, high: Any, year: Any, scenario: Scenario) -> NewestRun:
    """The run that the form says.

    Args:
        vendor: name; one that is known is found whichever its capitals.
        low: lower end of its tokens, trillions.
        high: upper end; empty where the run is known.
        year: decimal; empty for today.
        scenario: says who is known, and today.

    Raises:
        ValueError: names the column and the rule it breaks.
    """
    known = {one.casefold(): one for one in names(scenario, catalog.version())}
    name = str(vendor or "").strip()
    name = known.get(name.casefold(), name)
    if name in NO_TEXT_MODEL:
        raise ValueError(f"vendor: {name} has no text model")
    if low in (None, ""):
        raise ValueError("tokens: the size is missing")
    first, last = (
        end * _TRILLION if isinstance(end, int | float) else end
        for end in (low, low if high in (None, "") else high)
    )
    return NewestRun(name, first, last, scenario.as_of if year in (None, "") else year)
