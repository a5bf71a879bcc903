"""Headline outputs of vendors' runs: collapse risk and compute wasted of one vendor, or of a few.

Only the vendors that are asked about are joined, up to the year that is asked about, in the worlds
of the whole join: the numbers are its own to the last digit at a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.outlook.compute import law
from analytics.outlook.crawl import run_years
from analytics.outlook.join import joined, trainers_of
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_inputs import NO_TEXT_MODEL, Trainer, VendorInputs, vendor_inputs
from analytics.outlook.vendor_supply import vendor_supply
from analytics.outlook.vendor_tails import tails
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import DECLARATIONS, Scenario
from analytics.tornado import Outcome

CLOSED_FRONTIER = ("Anthropic", "Google", "OpenAI", "xAI")
"""Vendors of the largest runs that publish neither weights nor tokens of their newest model."""

_AFTER_WORLDS = frozenset({"synthetic", "generator", "vendor_text", "vendor_compute"})
"""Groups of assumptions that leave growth and the public web as they are."""

JOINED: tuple[Outcome, ...] = ("risk", "waste")
"""Outcomes that come from the join."""


class Question(NamedTuple):
    """Which headline output is asked about.

    Attributes:
        by: the output.
        vendor: whose, for a rank, a risk or a waste; empty for the mean of :data:`CLOSED_FRONTIER`.
        year: at whose end, or of whose run; of no account for a year or a rank.
    """

    by: Outcome
    vendor: str = ""
    year: int = HEADLINE_YEAR


def watched(question: Question, scenario: Scenario, data_version: str) -> tuple[Trainer, ...]:
    """The vendors that a question is about.

    Raises:
        ValueError: the vendor is not joined; names those that are.
        LookupError: the version is no longer known.
    """
    trainers = trainers_of(scenario, data_version)
    asked = (question.vendor,) if question.vendor else CLOSED_FRONTIER
    found = tuple(one for one in trainers if one.name in asked)
    if not found:
        why = " has no text model" if question.vendor in NO_TEXT_MODEL else " is no vendor"
        names = ", ".join(one.name for one in trainers)
        raise ValueError(f"vendor: {question.vendor!r}{why}; there are {names}")
    return found


def year_asked(question: Question, scenario: Scenario) -> int:
    """The year of a question.

    Raises:
        ValueError: no run is of that year; names the bounds.
    """
    years = run_years(scenario)
    if not years[0] <= question.year <= years[-1]:
        raise ValueError(
            f"year: {question.year} is not between {years[0]:.0f} and {years[-1]:.0f}, the years "
            "of the runs"
        )
    return question.year


def worlds_until(scenario: Scenario, data_version: str, year: int) -> VendorWorlds:
    """The common worlds of a scenario up to a year."""
    return vendor_worlds(scenario, other_tokens(data_version)).until(year)


def outcome_worlds(
    by: Outcome, inputs: VendorInputs, worlds: VendorWorlds, data_version: str
) -> Array:
    """What an output is counted in: κ for a risk, x for a waste, in the last year of the worlds.

    Returns:
        (vendors, worlds).
    """
    if by == "risk":
        return tails(vendor_supply(inputs, worlds), worlds)[0][:, -1]
    constants = law(worlds.scenario.scaling_law, data_version)
    return joined(inputs, worlds, constants).compute_wasted[:, -1]


def counted(by: Outcome, values: Array, scenario: Scenario) -> float:
    """The headline number, the mean over the vendors.

    Args:
        by: the output.
        values: as of :func:`outcome_worlds`.
        scenario: whose threshold counts.
    """
    if by == "risk":
        return float(np.mean(values < scenario.tail_threshold))
    return float(np.median(values, axis=1).mean())


class VendorHeadline:
    """A risk or a waste of a scenario, and of the same one with a few assumptions changed."""

    def __init__(self, question: Question, scenario: Scenario, data_version: str) -> None:
        """A headline of a scenario as it is computed, its growth of demand an interval.

        Raises:
            ValueError: the vendor is not joined, or there is no run of that year.
            LookupError: the version is no longer known.
        """
        self.trainers = watched(question, scenario, data_version)
        self._question, self._scenario, self._version = question, scenario, data_version
        self._year = year_asked(question, scenario)
        self._worlds = worlds_until(scenario, data_version, self._year)

    @property
    def worlds(self) -> int:
        """In how many worlds it is counted, for each vendor."""
        return self._worlds.count

    def number(self, changes: Mapping[str, Any]) -> float:
        """The headline with some assumptions changed.

        Args:
            changes: name → value.
        """
        scenario, common = self._scenario, self._worlds
        if changes:
            scenario = scenario.model_copy(update=changes)
            if all(DECLARATIONS[name].group in _AFTER_WORLDS for name in changes):
                few = {"log2_worlds": common.scenario.log2_worlds}
                common = replace(common, scenario=scenario.model_copy(update=few))
            else:
                common = worlds_until(scenario, self._version, self._year)
        inputs = vendor_inputs(self.trainers, scenario, self._version, common.count)
        by = self._question.by
        return counted(by, outcome_worlds(by, inputs, common, self._version), scenario)
