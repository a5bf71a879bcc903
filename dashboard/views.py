"""The views, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component

from dashboard.pages import (
    collapse,
    compare,
    depletion,
    evidence,
    library,
    market,
    methods,
    outlook,
    record,
    sensitivity,
    vendors,
)
from dashboard.state import State


@dataclass(frozen=True)
class View:
    """A view: one page module under a path.

    Attributes:
        path: in the URL.
        title: on the tab and in the page's title.
        layout: state → content of the main area.
        register: adds the view's own callbacks to the app.
        tab: whether it has one; the header leads to it in another way if not.
    """

    path: str
    title: str
    layout: Callable[[State], Component]
    register: Callable[[Dash], None]
    tab: bool = True


VIEWS = (
    View("/", outlook.TITLE, outlook.layout, outlook.register),
    View("/depletion", depletion.TITLE, depletion.layout, depletion.register),
    View("/record", record.TITLE, record.layout, record.register),
    View("/vendors", vendors.TITLE, vendors.layout, vendors.register),
    View("/market", market.TITLE, market.layout, market.register),
    View("/collapse", collapse.TITLE, collapse.layout, collapse.register),
    View("/compare", compare.TITLE, compare.layout, compare.register),
    View("/sensitivity", sensitivity.TITLE, sensitivity.layout, sensitivity.register),
    View("/evidence", evidence.TITLE, evidence.layout, evidence.register),
    View("/methods", methods.TITLE, methods.layout, methods.register),
    View("/library", library.TITLE, library.layout, library.register, tab=False),
)

BY_PATH = {view.path: view for view in VIEWS}
