"""The newest runs of vendors as a table: how large, what is known of them, one's own among them."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.outlook.join import trainers_of
from analytics.outlook.vendor_runs import Size, newest_runs, size_of
from analytics.scenario import NewestRun, Scenario, nearest, outgrown
from dashboard.attributes import aria
from dashboard.figures.chart import Request

BASES = {
    "disclosed": ("disclosed", "tokens are told"),
    "compute": ("assumed from compute", "compute-optimal, or so many times that"),
    "unknown": ("assumed", "neither tokens nor compute are told"),
    "analyst": ("your size", "as you believe it"),
}
"""What is known of a run → how it is marked, and what that means."""

_OUTGROWN = (
    "Your runs are too many for a link: they are on this page, but a copied link leaves them out. "
    "Save a scenario file to keep them."
)


def runs(request: Request) -> list[Component]:
    """Every vendor's newest run, what is known of it, and whether one's own can be taken back."""
    scenario, version = request.outlook.scenario, request.outlook.key.data_version
    body = [_row(name, scenario, version) for name in names(scenario, version)]
    head = ("Vendor", "Tokens (90%)", "Year", "What is known", "")
    told: list[Component] = [
        html.Div(
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
                    html.Tbody(body),
                ],
                className="numbers runs-table",
            ),
            className="table-box",
            tabIndex=0,
            role="region",
            **aria(label="Newest runs of vendors"),
        )
    ]
    strangers = _strangers(scenario, version)
    if strangers:
        told.append(
            html.P(
                f"{', '.join(strangers)}: no vendor with a text model has this name, and no mix of "
                "yours; enter one and its run counts."
            )
        )
    if "newest_runs" in outgrown(scenario, request.preset or nearest(scenario)):
        told.append(html.P(_OUTGROWN, className="mixes-outgrown", role="status"))
    return told


def names(scenario: Scenario, data_version: str) -> list[str]:
    """Vendors whose runs count, in the order of the tables, added ones last."""
    return [one.name for one in trainers_of(scenario, data_version)]


def _strangers(scenario: Scenario, data_version: str) -> list[str]:
    known = {name.casefold() for name in names(scenario, data_version)}
    return [one.vendor for one in scenario.newest_runs if one.vendor.casefold() not in known]


def _row(name: str, scenario: Scenario, data_version: str) -> Component:
    size = size_of(name, scenario, data_version)
    mark, meaning = BASES[size.basis]
    run = newest_runs(data_version).get(name)
    model = run.model if run is not None and size.basis != "analyst" else ""
    own = next((one for one in scenario.newest_runs if one.key == (name.casefold(),)), None)
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(sized(size)),
            html.Td(wording.year(size.year)),
            html.Td(
                [
                    f"{model + ', ' if model else ''}{meaning}",
                    html.Span(mark, className=_mark(size)),
                ],
                className="words",
            ),
            html.Td([] if own is None else [_back(own)]),
        ]
    )


def sized(size: Size) -> str:
    """The tokens of a run, or the ends of where they are believed to be."""
    low, high = size.tokens.low, size.tokens.high
    return wording.span(wording.tokens(low), wording.tokens(high))


def _mark(size: Size) -> str:
    """The class of what is known: a judgement looks unlike a fact."""
    return "control-assumed" if size.basis in ("compute", "unknown") else "in-use"


def _back(own: NewestRun) -> Component:
    return dmc.Button(
        "Take back",
        id={"run": own.as_text()},
        variant="default",
        size="compact-xs",
        n_clicks=0,
        attributes={"root": {"aria-label": f"Take back: the size of {own.vendor}’s run"}},
    )
