"""The app: views in a shell, state in the URL, one address that draws.

URL → :mod:`dashboard.state` → Scenario → ``outlook.evaluate`` → charts and blocks → browser. The
browser's half is ``assets/state.js`` and ``assets/drawing.js``.
"""

from __future__ import annotations

from dash import Dash

from dashboard import callbacks, drawing, keeping, shell
from dashboard.api import routes
from dashboard.jobs import serving
from dashboard.server import harden
from dashboard.settings import Settings
from dashboard.views import VIEWS


def create_app(settings: Settings) -> Dash:
    """Make the app.

    Args:
        settings: the environment, read once.

    Returns:
        The app, hardened and with every callback registered; ``.server`` is its WSGI app.
    """
    app = Dash(
        "dashboard",
        title="Aquifer",
        update_title="",
        assets_folder="assets",
        index_string=shell.document(),
        suppress_callback_exceptions=True,  # a view's parts exist only while it is shown
        compress=True,
        serve_locally=True,
    )
    kept = keeping.attach(app, settings)
    app.layout = shell.layout
    callbacks.register(app, settings)
    drawing.register(app)
    routes.register(app, settings)
    serving.register(app)
    for view in VIEWS:
        view.register(app)
    harden(app, settings, [view.path for view in VIEWS], kept.database)
    return app
