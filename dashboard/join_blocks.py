"""The join in words: what the three models say together, and what has to be known to read it."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import findings_join, findings_policies
from analytics.outlook.join import trainers_of
from dashboard.attributes import aria
from dashboard.figures.chart import Request
from dashboard.figures.vendors.common import VENDOR
from dashboard.waiting import waiting_block

WORST = "At most risk"
"""What the first choice of a vendor is called: whoever that is under the scenario."""


def findings(request: Request) -> Component:
    """What depletion, mixes and collapse say together, a sentence each."""
    told = findings_join.findings(request.outlook, request.preset)
    return html.Ul([html.Li(sentence) for sentence in told], className="join-findings")


def notes(request: Request) -> Component:
    """What has to be known to read risk and waste."""
    told = findings_policies.notes(request.outlook)
    return html.Ul(
        [html.Li([html.Strong(f"{one.lead} "), one.text]) for one in told],
        className="join-notes",
    )


def findings_panel() -> Component:
    """The place of the findings."""
    return _panel("The three models together", "join-findings", 150)


def notes_panel() -> Component:
    """The place of the notes, with the way to the equations."""
    return _panel(
        "How to read risk and waste",
        "join-notes",
        230,
        html.P(html.A("Equations, sources and limits", href="/methods#vendor-runs")),
    )


def picking(request: Request) -> Component:
    """Whose policies are drawn as a path; the link keeps it."""
    names = sorted(_trainers(request), key=str.casefold)
    select = dmc.Select(
        id={"option": VENDOR},
        data=[{"value": "", "label": WORST}, *({"value": n, "label": n} for n in names)],
        value=chosen if (chosen := request.options.get(VENDOR, "")) in names else "",
        allowDeselect=False,
        searchable=len(names) > 20,
        size="xs",
        w=150,
        comboboxProps={"shadow": "md"},
        **aria(label="Vendor whose policies are shown"),
    )
    return html.Div([html.Span("Path of"), select], className="join-picking")


def _trainers(request: Request) -> list[str]:
    """Names of the vendors that are joined, which takes no join."""
    outlook = request.outlook
    return [one.name for one in trainers_of(outlook.scenario, outlook.key.data_version)]


def _panel(title: str, block: str, height: int, *further: Component) -> Component:
    key = f"{block}-title"
    return html.Section(
        [html.H2(title, id=key), waiting_block(block, height=height), *further],
        className="panel",
        **aria(labelledby=key),
    )
