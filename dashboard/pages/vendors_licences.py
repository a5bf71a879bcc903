"""Vendors: licences that are signed, ended or made exclusive, and what that changes."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html, no_update
from dash import State as Held
from dash.dependencies import ALL, ClientsideFunction
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analytics import wording
from analytics.market.facts import facts as market_facts
from analytics.outlook.vendor_facts import vendor_facts
from analytics.scenario import LicenceChange, Scenario, outgrown
from dashboard import editing, state
from dashboard.attributes import aria
from dashboard.cards import chart_card
from dashboard.figures import CHARTS
from dashboard.pages import vendors_forms as forms
from dashboard.pages.vendors_grid import vendor_names
from dashboard.state import State
from dashboard.waiting import waiting_block
from data import catalog

FIELDS = ("licences", "mixes")
"""Assumptions that the form and the list show."""

ADD, END, EXCLUSIVE = "add", "end", "exclusive"
_ACTIONS = {ADD: "Sign", END: "End", EXCLUSIVE: "Make exclusive"}
_OUTGROWN = (
    "Your licence changes are too many for a link: they are on this page, but a copied link leaves "
    "them out. Save a scenario file to keep them."
)
_HEIGHT = 860


def section(shown: State) -> Component:
    """The form, the changes made, before and after; then the calendar, and what would separate."""
    request = state.request(shown)
    calendar = chart_card("vendors-calendar", CHARTS["vendors-calendar"](request), height=_HEIGHT)
    return html.Div(
        [
            html.Section(
                [
                    html.H2(
                        "What if: a licence is signed, ended or exclusive", id="licences-title"
                    ),
                    html.P(
                        "Make a change, and see what it does to the vendor and to those who share "
                        "its suppliers. An edited mix counts here as well. Back undoes a change."
                    ),
                    _form(shown.scenario),
                    html.Div(id="licences-answer", className="licences-answer", role="alert"),
                    html.Ul(changes(shown.scenario), id="licences-list", className="licences-list"),
                    html.P(
                        _long(shown),
                        id="licences-outgrown",
                        className="mixes-outgrown",
                        role="status",
                    ),
                    waiting_block("vendors-counterfactual"),
                    dcc.Store(id="licences-fields", data=list(FIELDS)),
                    dcc.Store(id="licences-seen", data=editing.seen(shown, FIELDS)),
                ],
                className="panel licences",
                id="licences",
                **aria(labelledby="licences-title"),
            ),
            html.Section(
                [
                    html.H2("What would separate them", id="separation-title"),
                    waiting_block("vendors-separation", height=520),
                ],
                className="panel",
                id="separation",
                **aria(labelledby="separation-title"),
            ),
            calendar,
        ],
        className="stacked",
    )


def _form(scenario: Scenario) -> Component:
    return forms.form(
        [
            dmc.SegmentedControl(
                id="licence-action",
                data=[{"value": value, "label": label} for value, label in _ACTIONS.items()],
                value=ADD,
                size="xs",
                **aria(label="What happens to the licence"),
            ),
            dmc.Autocomplete(
                id="licence-vendor",
                label="Vendor",
                data=_vendors(scenario),
                size="xs",
                w=150,
            ),
            dmc.Autocomplete(
                id="licence-supplier",
                label="Supplier",
                data=suppliers(catalog.version()),
                limit=40,
                size="xs",
                w=200,
            ),
            dmc.NumberInput(
                id="licence-price",
                label="USD million a year",
                min=0,
                hideControls=True,
                size="xs",
                w=130,
            ),
            dmc.NumberInput(
                id="licence-years",
                label="Years",
                min=0.1,
                max=100,
                hideControls=True,
                size="xs",
                w=80,
            ),
            dmc.Switch(id="licence-exclusive", label="Exclusive", checked=False, size="sm", pb=6),
        ],
        "licence-apply",
        "licences",
        "Reset all licences",
        "A licence to change",
    )


def register(app: Dash) -> None:
    """Register the form's callbacks."""
    app.clientside_callback(
        ClientsideFunction("mixes", "seen"),
        Output("licences-seen", "data"),
        Input("page", "data"),
        Held("licences-fields", "data"),
        Held("licences-seen", "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output("licences-list", "children"),
        Output("licences-outgrown", "children"),
        Output("licence-vendor", "data"),
        Input("licences-seen", "data"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(show_changes)
    app.callback(
        Output("licence-price", "disabled"),
        Output("licence-years", "disabled"),
        Output("licence-exclusive", "disabled"),
        Input("licence-action", "value"),
        prevent_initial_call=True,
    )(pick_action)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Output("licences-answer", "children"),
        Input("licence-apply", "n_clicks"),
        Held("licence-action", "value"),
        Held("licence-vendor", "value"),
        Held("licence-supplier", "value"),
        Held("licence-price", "value"),
        Held("licence-years", "value"),
        Held("licence-exclusive", "checked"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(apply_change)
    app.callback(
        Output("loaded", "data", allow_duplicate=True),
        Input({"licence": ALL}, "n_clicks"),
        Held("page", "data"),
        prevent_initial_call=True,
    )(take_back)


def show_changes(_seen: Any, page: Any) -> tuple[Any, Any, Any]:
    """The changes made, whether they outgrow a link, and the vendors there are."""
    shown = editing.held(page)
    return changes(shown.scenario), _long(shown), _vendors(shown.scenario)


def pick_action(action: Any) -> tuple[bool, bool, bool]:
    """Price, term and exclusivity belong to a licence that is signed."""
    return (action != ADD,) * 3


def apply_change(
    clicks: Any,
    action: Any,
    vendor: Any,
    supplier: Any,
    millions: Any,
    years: Any,
    exclusive: Any,
    page: Any,
) -> tuple[Any, Any]:
    """Add a change to the scenario; it takes the place of one between the same two."""
    if not clicks:
        raise PreventUpdate
    shown = editing.held(page)
    try:
        change = read(action, vendor, supplier, millions, years, exclusive is True)
        wanted = forms.put(shown.scenario.licences, change)
    except ValueError as error:
        return no_update, forms.refused(error)
    return editing.edited(page, licences=wanted), []


def take_back(_clicks: list[Any], page: Any) -> Any:
    """Take a change back."""
    kept = forms.without_pressed(editing.held(page).scenario.licences, "licence")
    return editing.edited(page, licences=kept)


def read(
    action: Any, vendor: Any, supplier: Any, millions: Any, years: Any, exclusive: bool
) -> LicenceChange:
    """The change that the form says.

    Args:
        action: ``add``, ``end`` or ``exclusive``.
        vendor: name; one that the tables know is found whichever its capitals.
        supplier: name, likewise.
        millions: USD million a year; empty where unknown.
        years: term; empty where unknown.
        exclusive: whether a licence that is signed is.

    Raises:
        ValueError: names the field and the rule it breaks.
    """
    known = vendor_facts(catalog.version())
    names = {one.name.casefold(): one.name for one in known.vendors}
    sold = {one.casefold(): one for one in suppliers(catalog.version())}
    vendor, supplier = (str(one or "").strip() for one in (vendor, supplier))
    if action != ADD:
        return LicenceChange(
            action, names.get(vendor.casefold(), vendor), sold.get(supplier.casefold(), supplier)
        )
    if isinstance(millions, int | float):
        millions *= 1e6
    if isinstance(years, int | float) and not years > 0:
        raise ValueError("years: a term is longer than 0 years")
    return LicenceChange(
        ADD,
        names.get(vendor.casefold(), vendor),
        sold.get(supplier.casefold(), supplier),
        None if millions in (None, "") else millions,
        None if years in (None, "") else years,
        exclusive,
    )


def suppliers(data_version: str) -> list[str]:
    """Names of the suppliers of deals, in order, as the tables know them back."""
    known, names = vendor_facts(data_version), market_facts(data_version).names
    parties = {one.supplier for one in known.licences if one.supplier is not None}
    found = (names.get(party, party) for party in parties)
    return sorted((one for one in found if one in known.parties), key=str.casefold)


def changes(scenario: Scenario) -> list[Component]:
    """The changes made, each with a button that takes it back."""
    if not scenario.licences:
        return [html.Li("No licence is changed.")]
    return [
        html.Li(
            [
                html.Span(told(one)),
                dmc.Button(
                    "Take back",
                    id={"licence": one.as_text()},
                    variant="default",
                    size="compact-xs",
                    n_clicks=0,
                    attributes={"root": {"aria-label": f"Take back: {told(one)}"}},
                ),
            ]
        )
        for one in scenario.licences
    ]


def told(change: LicenceChange) -> str:
    """A change in a line: ``OpenAI signs Reddit: exclusive, $70M a year, 3 years``."""
    if change.action != ADD:
        return change.title
    price = "price unknown" if change.usd_per_year is None else _price(change.usd_per_year)
    term = "term unknown" if change.years is None else wording.years(change.years)
    exclusive = "exclusive" if change.exclusive else "not exclusive"
    return f"{change.title}: {exclusive}, {price}, {term}"


def _price(usd: float) -> str:
    return f"{wording.usd(usd)} a year"


def _vendors(scenario: Scenario) -> list[str]:
    return vendor_names(scenario, vendor_facts(catalog.version()))


def _long(shown: State) -> str:
    return _OUTGROWN if "licences" in outgrown(shown.scenario, shown.preset) else ""
