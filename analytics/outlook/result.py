"""The Outlook: everything that a scenario implies, in one read-only value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analytics.depletion import DepletionForecast
from analytics.outlook.growth import Growth, as_computed
from analytics.outlook.join import Joined, join
from analytics.scenario import Scenario


class Key(NamedTuple):
    """What an Outlook is a function of; two Outlooks are equal if their keys are."""

    scenario: str
    data_version: str
    code_version: str


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """The answer to a scenario.

    Attributes:
        key: identity: scenario hash, data version, code version.
        scenario: the assumptions.
        growth: the growth of demand that is carried on, and the fit behind it.
        depletion: stock, demand and exhaustion of public human text.
    """

    key: Key
    scenario: Scenario
    growth: Growth
    depletion: DepletionForecast

    @property
    def joined(self) -> Joined:
        """Vendors' runs, risk and waste by year; computed when first asked for, the last kept."""
        return join(self)

    @property
    def computed(self) -> Scenario:
        """The scenario as it was computed: a growth that was fitted stands in it as an interval."""
        return as_computed(self.scenario, self.growth)

    def __eq__(self, other: object) -> bool:
        """Equal if the keys are equal."""
        return isinstance(other, Outlook) and self.key == other.key

    def __hash__(self) -> int:
        """Hash of the key."""
        return hash(self.key)
