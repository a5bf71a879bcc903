"""Vendors: what an edit of the grid means for the own mixes of the scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.outlook.vendor_facts import VendorFacts
from analytics.outlook.vendors import REFERENCE, model_id
from analytics.scenario import ROUTES, Mix, Scenario
from analytics.scenario.mixes import LONGEST_VENDOR
from analytics.scenario.reading import name as read_name
from analytics.scenario.reading import number, said
from dashboard.pages import vendors_forms
from dashboard.pages.vendors_grid import SLACK, base, vendor_names


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was typed.

    Attributes:
        vendor: of the row.
        percents: six shares, 0–100 each.
        last: route that was edited.
    """

    vendor: str
    percents: tuple[float, ...]
    last: str

    @property
    def sums(self) -> bool:
        """Whether the shares make up the whole, but for rounding."""
        return abs(sum(self.percents) - 100) <= SLACK + 1e-9

    def mix(self) -> Mix:
        """The own mix that it is; ValueError if it doesn't sum to 100%."""
        return Mix(self.vendor, tuple(percent / 100 for percent in self.percents))

    def draft(self, scenario: Scenario) -> dict[str, Any]:
        """What the page keeps of it until it is scaled; see ``vendors_grid.Drafts``."""
        return {
            "shares": list(self.percents),
            "last": self.last,
            "base": base(self.vendor, scenario),
        }


def typed(event: Any, scenario: Scenario, facts: VendorFacts) -> Typed:
    """Read what AG Grid says of an edited cell.

    Raises:
        ValueError: names vendor, route, value and rule.
    """
    row = event.get("data") if isinstance(event, Mapping) else None
    vendor = row.get("_id") if isinstance(row, Mapping) else None
    if vendor not in vendor_names(scenario, facts) or not isinstance(row, Mapping):
        raise ValueError(f"{said(vendor)} has no mix to edit")
    percents = []
    for route, label in ROUTES.items():
        try:
            percents.append(number(row.get(route), 0.0, 100.0, "%"))
        except ValueError as error:
            raise ValueError(f"{vendor}, {label}: {error}") from None
    return Typed(str(vendor), tuple(percents), str(event.get("colId")))


def scaled(vendor: str, draft: Mapping[str, Any], *, keep: bool) -> Mix:
    """A draft scaled to 100%.

    Args:
        vendor: whose.
        draft: its shares, and the route that was edited last.
        keep: leave that route as it is and scale the others; where they are all 0, they take the
            rest in equal parts.

    Raises:
        ValueError: nothing is there to scale.
    """
    percents = [float(share) for share in draft["shares"]]
    last = draft.get("last")
    if not keep or last not in ROUTES:
        return Mix.scaled(vendor, percents)
    at = list(ROUTES).index(str(last))
    kept = min(percents[at], 100.0)
    others = sum(percents) - percents[at]
    return Mix.scaled(
        vendor,
        [
            kept
            if i == at
            else (100 - kept) * (percent / others if others else 1 / (len(ROUTES) - 1))
            for i, percent in enumerate(percents)
        ],
    )


def put(mixes: tuple[Mix, ...], mix: Mix) -> tuple[Mix, ...]:
    """Own mixes with another, which takes the place of the vendor's own.

    Raises:
        ValueError: there are as many as a scenario holds.
    """
    try:
        return vendors_forms.put(mixes, mix)
    except ValueError as error:
        raise ValueError(f"{mix.vendor}: {error}") from None


def new_name(value: Any, scenario: Scenario, facts: VendorFacts) -> str:
    """The name of a vendor to be added.

    Raises:
        ValueError: it is none, or taken.
    """
    name = read_name(value or "", LONGEST_VENDOR)
    taken = {one.casefold(): one for one in vendor_names(scenario, facts)}
    if name.casefold() in taken:
        raise ValueError(f"{taken[name.casefold()]} has a row already")
    others = {REFERENCE, *(model_id(one) for one in facts.models)}
    if name.casefold() in {one.casefold() for one in others}:
        raise ValueError(f"{name} is the name of a row that cannot be edited")
    return name
