"""Vendors: every mix as a row of the grid, with what it rests on; own mixes as edits of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from analytics import wording
from analytics.moat.mixes import Belief
from analytics.outlook.vendor_facts import Evidence, OpenModel, Vendor, VendorFacts, vendor_facts
from analytics.outlook.vendors import REFERENCE, moat_inputs, model_id, own_mixes
from analytics.scenario import ROUTES, Mix, Scenario
from dashboard.figures.vendors.common import MARKS
from dashboard.pages.evidence_grid import is_address, source_label
from data import catalog

SLACK = 0.05
"""Percentage points by which six shares may miss 100: they are shown with two decimals."""

BASES = {
    "believed": f"{MARKS['believed'][0]} believed",
    "yours": f"{MARKS['analyst'][0]} yours",
    "off": f"{MARKS['analyst'][0]} yours, not in use",
    "disclosed": f"{MARKS['disclosed'][0]} disclosed",
    "reference": f"{MARKS['reference'][0]} reference",
}
"""What a row rests on, with the sign that it has in the charts."""

ANSWERS = {
    "yes": "yes",
    "no": "no",
    "possible": "possible",
    "undisclosed": "undisclosed",
    "own_crawl": "own crawl",
}
"""Answers of the acquisition table in words; of a vendor with an own crawl it is no other's."""

Drafts = Mapping[str, Mapping[str, Any]]
"""Vendor → ``shares`` in per cent that don't sum to 100, ``last`` route that was edited, and
``base``: text of the mix in use when they were."""


class Place(NamedTuple):
    """Which cell: a row, and a route or empty."""

    row: str
    route: str


def vendor_names(scenario: Scenario, facts: VendorFacts) -> list[str]:
    """Vendors that have a row to edit: those of the table, then the analyst's own."""
    known = [one.name for one in facts.vendors]
    return known + [name for name in own_mixes(scenario, facts) if name not in known]


def current(drafts: Any, scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The drafts that still hold: of one whose mix has changed since, the new mix counts."""
    known = drafts if isinstance(drafts, Mapping) else {}
    return {
        str(vendor): dict(draft)
        for vendor, draft in known.items()
        if isinstance(draft, Mapping)
        and draft.get("base") == base(str(vendor), scenario)
        and _numbers(draft.get("shares"))
    }


def base(vendor: str, scenario: Scenario) -> str:
    """Text of the own mix in use of a vendor; empty where there is none."""
    key = (vendor.casefold(),)
    return next((mix.as_text() for mix in scenario.mixes if mix.key == key), "")


def column_defs() -> list[dict[str, Any]]:
    """AG Grid’s columns: vendor, the six routes in per cent, their sum, what they rest on."""
    return [
        {
            "field": "name",
            "headerName": "Vendor or open model",
            "pinned": "left",
            "minWidth": 216,
            "flex": 3,
            "tooltipField": "_about",
        },
        *(
            {
                "field": route,
                "headerName": label,
                "headerTooltip": f"{label}: per cent of training tokens",
                "minWidth": 104 if route == "proprietary" else 92,
                "cellDataType": False,
                "editable": {"function": "mixEditable(params)"},
                "cellEditor": "agTextCellEditor",
                "valueParser": {"function": "mixNumber(params)"},
                "cellRenderer": "MixShare",
                "equals": {"function": "mixEquals(params)"},
                "cellClass": {"function": "mixClass(params)"},
                "tooltipField": f"_said.{route}",
            }
            for route, label in ROUTES.items()
        ),
        {
            "field": "sum",
            "headerName": "Sum",
            "minWidth": 128,
            "cellDataType": False,
            "valueGetter": {"function": "mixSum(params)"},
            "cellClassRules": {"mix-off": {"function": "mixOff(params)"}},
        },
        {
            "field": "basis",
            "headerName": "Basis",
            "minWidth": 136,
            "equals": {"function": "mixEquals(params)"},
            "cellClass": {"function": "mixClass(params)"},
        },
    ]


def rows(scenario: Scenario, data_version: str, drafts: Drafts) -> list[dict[str, Any]]:
    """Vendors, own vendors, open models by maker, and the reference.

    Args:
        scenario: with the own mixes.
        data_version: of the tables.
        drafts: edits that don't sum to 100%.
    """
    facts = vendor_facts(data_version)
    beliefs = {unit.id: unit.belief for unit in moat_inputs(scenario, facts).units}
    own = own_mixes(scenario, facts)
    known = {one.name: one for one in facts.vendors}
    found = []
    for name in vendor_names(scenario, facts):
        draft = drafts.get(name)
        percents = draft["shares"] if draft else _percents(beliefs[name].mean)
        basis = "off" if draft else "yours" if name in own else "believed"
        found.append(_row(name, percents, basis, known.get(name)))
    makers: set[str] = set()
    for model in facts.models:
        found.append(_model(model, beliefs[model_id(model)], first=model.maker not in makers))
        makers.add(model.maker)
    crawl = _row(REFERENCE, [100.0, 0, 0, 0, 0, 0], "reference", None)
    crawl["_about"] = "What anyone can crawl, and nothing else: the named reference."
    return [*found, crawl]


def _row(name: str, percents: Iterable[float], basis: str, vendor: Vendor | None) -> dict[str, Any]:
    values = dict(zip(ROUTES, percents, strict=True))
    answers = vendor.answers if vendor is not None else {}
    model = f" Its report is of {vendor.model}." if vendor is not None and vendor.model else ""
    return {
        "_id": name,
        "name": name,
        **values,
        "basis": BASES[basis],
        "_basis": basis,
        "_was": values,
        "_shown": {route: _shown(value, basis) for route, value in values.items()},
        "_under": {
            route: ANSWERS[answers[route].answer] if route in answers else "" for route in ROUTES
        },
        "_said": {route: told(answers[route]) for route in answers},
        "_about": f"{name}.{model}" if vendor is not None else f"{name}: a vendor of your own.",
        "_editable": basis in ("believed", "yours", "off"),
        "_first": False,
    }


def _model(model: OpenModel, belief: Belief, *, first: bool) -> dict[str, Any]:
    percents = _percents(model.shares)
    found = _row(model_id(model), percents, "disclosed", None)
    unmapped = 1 - sum(model.shares)
    left = (
        f" {wording.share(unmapped)} is mapped to no route, and spread as in typical mixes."
        if unmapped > 0.005
        else ""
    )
    kind = "corpus" if model.subject == "corpus" else "model"
    recalled = " Recalled, not verified." if model.recalled else ""
    about = (
        f"{model.maker}: {model.name}, an open {kind} of {model.year}. Its mix is published."
        f"{left}{recalled}"
    )
    return found | {
        "name": f"{model.maker}: {model.name} ({model.year})",
        "_about": about,
        "_said": dict.fromkeys(ROUTES, about),
        "_first": first,
    }


def told(evidence: Evidence) -> str:
    """An answer with its evidence: ``yes (opt-in). The report says …``."""
    note = f" ({evidence.note})" if evidence.note else ""
    text = (evidence.text or "The table has no sentence on it").rstrip(". ") + "."
    return f"{ANSWERS[evidence.answer]}{note}. {text}"


def believed_mix(name: str, scenario: Scenario, data_version: str) -> Mix:
    """The mean of what the tables leave to believe of a vendor; the typical mix of an own one.

    Args:
        name: of the vendor.
        scenario: its priors count, its own mixes don't.
        data_version: of the tables.
    """
    facts = vendor_facts(data_version)
    bare = scenario.model_copy(update={"mixes": ()})
    means = {unit.id: unit.belief.mean for unit in moat_inputs(bare, facts).units}
    if name in {one.name for one in facts.vendors}:
        return Mix.scaled(name, means[name])
    return Mix.scaled(name, [float(getattr(scenario, f"prior_{route}")) for route in ROUTES])


def sources(place: Place, data_version: str) -> list[tuple[str, str]]:
    """Label and address of what a cell rests on; the address is empty where there is none."""
    tables, facts = catalog.snapshot(data_version), vendor_facts(data_version)
    vendor = next((one for one in facts.vendors if one.name == place.row), None)
    if vendor is not None and place.route in vendor.answers:
        found = [tables.source("vendor_acquisition", vendor.answers[place.route].row)]
    else:
        model = next((one for one in facts.models if model_id(one) == place.row), None)
        table = tables.load("mixes")
        ids = model.source_ids if model is not None else ()
        found = [
            tables.source("mixes", int(table.index[table["source_id"] == one][0])) for one in ids
        ]
    return [
        (source_label(one), one.url if one.url and is_address(one.url) else "") for one in found
    ]


def _percents(shares: Iterable[float]) -> list[float]:
    """Per cent with two decimals; those of a whole sum to 100, the largest takes what is left."""
    found = [round(100 * share, 2) for share in shares]
    left = round(100 - sum(found), 2)
    if abs(left) <= SLACK:
        most = found.index(max(found))
        found[most] = round(found[most] + left, 2)
    return found


def _shown(percent: float, basis: str) -> str:
    text = wording.share(percent / 100)
    return f"≈{wording.NBSP}{text}" if basis == "believed" and percent else text


def _numbers(shares: Any) -> bool:
    return (
        isinstance(shares, list)
        and len(shares) == len(ROUTES)
        and all(isinstance(one, int | float) and 0 <= one <= 100 for one in shares)
    )
