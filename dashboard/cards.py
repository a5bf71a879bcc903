"""A chart as a card: finding, unit, picture, words, source, and what one can take away.

Everything a card shows has an id ``{"part": …, "chart": chart_id}``; a page's callback updates
``title``, ``unit``, ``figure``, ``alt`` and ``source`` of all its cards at once, and nothing of the
card changes size. Pictures are made in the browser by ``assets/export.js``; tables by the server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import dash
import dash_mantine_components as dmc
from dash import MATCH, ClientsideFunction, Input, Output, State, dcc, html
from dash._utils import stringify_id
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.attributes import aria
from dashboard.figures.chart import Chart
from dashboard.handing import TABLE_FORMATS, File, sent
from dashboard.markup import plain

PARTS = {
    "title": "plain",
    "unit": "plain",
    "figure": "figure",
    "alt": "plain",
    "source": "plain",
}
"""Parts of a card that follow its chart → the attribute of theirs that holds it."""

CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "modeBarButtonsToRemove": ["sendChartToCloud"],
    "plotlyServerURL": "",
    "responsive": True,
    "scrollZoom": False,
    "showTips": False,
}
"""Plotly's settings: no button that uploads a chart, nothing that zooms by accident."""

_FORMATS = (*TABLE_FORMATS, "png", "svg")

TableFor = Callable[[str, str, Mapping[str, Any]], File]
"""Chart id, format and the page's data → a file of exactly what is drawn."""


def part_id(part: str, chart_id: Any) -> dict[str, Any]:
    """Id of one part of a card; ``MATCH`` and ``ALL`` stand for every chart."""
    return {"part": part, "chart": chart_id}


def spoken(chart_id: str) -> str:
    """What a chart is called, whatever it finds: ``depletion-fans`` → ``depletion fans``."""
    return chart_id.replace("-", " ")


def part(chart: Chart, name: str) -> Any:
    """What one of :data:`PARTS` shows of a chart."""
    return getattr(chart, name)


def chart_card(
    chart_id: str,
    chart: Chart,
    *,
    height: int,
    link: str | None = None,
    choice: Component | None = None,
) -> Component:
    """Build the card of a chart.

    Args:
        chart_id: the chart's id in ``figures.CHARTS``.
        chart: what it shows at first.
        height: of the picture alone, in pixels.
        link: address of the view that shows the chart in full, if this is not it.
        choice: a small control of how the chart is drawn; it stands beside the unit.

    Returns:
        A card that takes the width it is given.
    """
    ids = {part: part_id(part, chart_id) for part in (*PARTS, *_FORMATS, "download")}
    picture = html.Div(
        dcc.Graph(
            id=ids["figure"],
            figure=chart.figure,
            config=CONFIG,
            responsive=True,
            className="chart-graph",
            style={"height": height},
        ),
        className="chart-picture",
        role="img",
        style={"height": height},
        **aria(labelledby=stringify_id(ids["title"]), describedby=stringify_id(ids["alt"])),
    )
    words = [
        plain(html.H3(chart.title, id=ids["title"], className="chart-title")),
        html.Div(
            [plain(html.P(chart.unit, id=ids["unit"], className="chart-unit")), choice],
            className="chart-subhead",
        ),
    ]
    foot = [
        plain(html.P(chart.source, id=ids["source"], className="chart-source")),
        html.Div(
            [
                _link(link, chart_id) if link else None,
                html.Div(
                    [_button(one, chart_id) for one in _FORMATS],
                    role="group",
                    **aria(label=f"Download {spoken(chart_id)}"),
                ),
            ],
            className="chart-buttons",
        ),
    ]
    return dmc.Paper(
        html.Section(
            [
                html.Div(words, className="chart-words"),
                picture,
                plain(html.P(chart.alt, id=ids["alt"], className="chart-alt")),
                html.Div(foot, className="chart-foot"),
                dcc.Download(id=ids["download"]),
            ],
            **aria(labelledby=stringify_id(ids["title"])),
        ),
        className="chart-card",
        withBorder=True,
    )


def register(app: dash.Dash, table_for: TableFor) -> None:
    """Make the buttons of all cards work, also of cards that come later.

    Args:
        app: the app, whose pages hold a ``dcc.Store`` with id ``page``.
        table_for: makes a file from a chart's id, a format and the data of that store.
    """
    tables = [Input(part_id(one, MATCH), "n_clicks") for one in TABLE_FORMATS]

    @app.callback(
        Output(part_id("download", MATCH), "data"),
        *tables,
        State("page", "data"),
        prevent_initial_call=True,
    )
    def download_table(*given: Any) -> dict[str, Any]:
        if not dash.ctx.triggered or not dash.ctx.triggered[0]["value"]:
            raise PreventUpdate
        pressed = dash.ctx.triggered_id
        return sent(table_for(pressed["chart"], pressed["part"], given[-1] or {}))

    for picture in ("png", "svg"):
        app.clientside_callback(
            ClientsideFunction("cards", picture),
            Output(part_id(picture, MATCH), "data-made"),
            Input(part_id(picture, MATCH), "n_clicks"),
            prevent_initial_call=True,
        )


def _link(address: str, chart_id: str) -> Component:
    # data-view: the shell's script takes the scenario along
    attributes: Any = {"data-view": address}
    return html.A(
        "Full view",
        href=address,
        className="chart-button chart-link",
        **attributes,
        **aria(label=f"Full view: {spoken(chart_id)}"),
    )


def _button(kind: str, chart_id: str) -> Component:
    return html.Button(
        kind.upper(),
        id=part_id(kind, chart_id),
        className="chart-button",
        type="button",
        **aria(label=f"Download {kind.upper()}: {spoken(chart_id)}"),
    )
