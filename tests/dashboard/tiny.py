"""A Dash app with one callback of each kind, to test the server without the pages."""

import time

import dash
from dash import Input, Output, dcc, html

from dashboard.database import Database
from dashboard.server import harden
from dashboard.settings import Settings


def create_app(settings: Settings, database: Database | None = None) -> dash.Dash:
    app = dash.Dash("tests.dashboard", assets_folder="../../dashboard/assets")
    app.layout = html.Div(
        [dcc.Input(id="amount"), html.P(id="here"), html.P(id="there"), html.P(id="wrong")]
    )
    app.clientside_callback(
        "(amount) => `client ${amount}`", Output("here", "children"), Input("amount", "value")
    )

    @app.callback(Output("there", "children"), Input("amount", "value"), prevent_initial_call=True)
    def answer(amount: float | str) -> str:
        return f"server {10 / float(amount):g}"

    @app.callback(Output("wrong", "children"), Input("amount", "value"), prevent_initial_call=True)
    def answer_wrongly(amount: float | str) -> object:
        return object() if amount == "nonsense" else "right"

    @app.server.get("/slow")
    def slow() -> str:
        time.sleep(1.5)
        return "done"

    harden(app, settings, {"/", "/vendors"}, database)
    return app
