"""Vendors: what the editor says of a cell and of rows that cannot be used as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
import numpy as np
from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import REFERENCE, model_id, ranking_of
from analytics.scenario import ROUTES, Scenario
from dashboard import state
from dashboard.pages import vendors_grid as grid
from dashboard.pages.vendors_grid import Drafts, Place
from dashboard.state import State

HINT = (
    "Select a cell – click it, or go to it by the arrow keys – to read what it rests on. Enter "
    "edits it, Tab leads from here to what can be done with its row."
)


def cell_details(cell: Any, shown: State, data_version: str, drafts: Drafts) -> list[Component]:
    """The evidence of a cell with its source, and buttons for its row.

    Args:
        cell: ``row`` and ``route`` of the cell, as the browser says; None for no cell.
        shown: the state, with the own mixes.
        data_version: of the tables.
        drafts: rows that don't sum to 100%.
    """
    scenario = shown.scenario
    place = _place(cell, scenario, data_version)
    if place is None:
        return [html.P(HINT)]
    label = f", {ROUTES[place.route]}" if place.route else ""
    return [
        html.P([html.Strong(f"{place.row}{label}: "), *_rests(place, shown, data_version)]),
        *_buttons(place, scenario, data_version, drafts),
    ]


def _place(cell: Any, scenario: Scenario, data_version: str) -> Place | None:
    if not isinstance(cell, Mapping):
        return None
    place = Place(str(cell.get("row")), str(cell.get("route") or ""))
    facts = vendor_facts(data_version)
    rows = {*grid.vendor_names(scenario, facts), *map(model_id, facts.models), REFERENCE}
    known = place.row in rows and (not place.route or place.route in ROUTES)
    return place if known else None


def _rests(place: Place, shown: State, data_version: str) -> list[Any]:
    """What is said of a cell, with links to its sources."""
    scenario = shown.scenario
    facts = vendor_facts(data_version)
    vendor = next((one for one in facts.vendors if one.name == place.row), None)
    own = bool(grid.base(place.row, scenario))
    said: list[Any] = []
    if vendor is not None and place.route:
        said.append(f"{grid.told(vendor.answers[place.route])} ")
    elif place.row == REFERENCE:
        said.append("what anyone can crawl, and nothing else; not ranked. ")
    elif vendor is None and own:
        said.append("a vendor of your own. ")
    elif vendor is not None:
        report = f"its report is of {vendor.model}. " if vendor.model else ""
        said.append(f"{report}A cell of a route has the evidence. ")
    else:
        model = next(one for one in facts.models if model_id(one) == place.row)
        said.append(f"disclosed, of {model.year}; not edited here. ")
    if place.route and place.row != REFERENCE:
        said.append(f"{_share(place, scenario, data_version)} ")
    found = grid.sources(place, data_version)
    for n, (label, address) in enumerate(found):
        said += ["Source: " if n == 0 else "; "]
        said.append(
            html.A(label, href=address, target="_blank", rel="noopener noreferrer")
            if address
            else label
        )
    if found:
        table = "mixes" if vendor is None else "vendor_acquisition"
        said += [". ", _evidence(shown, table), "."]
    return said


def _evidence(shown: State, table: str) -> Component:
    """A link to a table of Evidence that takes the state of the page along."""
    options = {**shown.options, "table": table}
    query = state.query(shown.scenario, shown.preset, shown.pinned, options, shown.beside)
    return html.A("Row by row in Evidence", href=f"/evidence?{query}")


def _share(place: Place, scenario: Scenario, data_version: str) -> str:
    """The share with the band in which the ranking draws it."""
    found = ranking_of(scenario, data_version)
    at = found.moat.place(place.row)
    drawn = found.moat.mixed.token_shares[at][list(ROUTES).index(place.route)]
    low, high = np.quantile(drawn, (0.05, 0.95)).tolist()
    ends = wording.span(wording.share(low), wording.share(high))
    verb = {"believed": "Believed", "analyst": "Yours", "disclosed": "Disclosed"}
    basis = verb.get(found.basis.get(place.row, ""), "Held")
    mean = wording.share(float(drawn.mean()))
    return f"{basis}: {mean} of its tokens on average (90% of worlds: {ends})."


def _buttons(
    place: Place, scenario: Scenario, data_version: str, drafts: Drafts
) -> list[Component]:
    facts = vendor_facts(data_version)
    if place.row not in grid.vendor_names(scenario, facts):
        return []
    known = any(one.name == place.row for one in facts.vendors)
    own = bool(grid.base(place.row, scenario))
    if known and (own or place.row in drafts):
        return [button("reset", place.row, "Reset to what is believed")]
    return [button("remove", place.row, "Remove the vendor")] if own and not known else []


def problem_lines(drafts: Drafts) -> list[Component]:
    """A line for each row that does not sum to 100%, with what to do about it."""
    return [
        html.Div(
            [
                html.Span(
                    [
                        html.Strong(vendor),
                        f" sums to {total(draft)}, not to 100%: it is not in the ranking as it "
                        "stands here.",
                    ]
                ),
                button("scale", vendor, "Scale all six to 100%"),
                *(
                    [button("keep", vendor, f"Keep {ROUTES[draft['last']]}, scale the others")]
                    if draft.get("last") in ROUTES
                    else []
                ),
                button("drop", vendor, "Drop the edit"),
            ],
            className="mixes-problem",
        )
        for vendor, draft in sorted(drafts.items())
    ]


def total(draft: Mapping[str, Any]) -> str:
    """What the shares of a draft sum to."""
    return f"{wording.number(sum(draft['shares']), 5)}%"


def button(action: str, vendor: str, label: str) -> Component:
    """A button that does something with a row.

    Args:
        action: ``scale``, ``keep``, ``reset``, ``remove`` or ``drop``.
        vendor: of the row.
        label: on it.
    """
    return dmc.Button(
        label,
        id={"mix": f"{action}:{vendor}"},
        variant="default",
        size="compact-xs",
        n_clicks=0,
        attributes={"root": {"aria-label": f"{vendor}: {label}"}},
    )
