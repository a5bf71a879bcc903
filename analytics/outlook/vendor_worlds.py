"""The worlds that all vendors share: growth, the public web, and every common input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analytics.depletion.demand import DemandPath
from analytics.depletion.forecast import demand_of
from analytics.estimates import Array
from analytics.outlook.crawl import crawl, run_years
from analytics.outlook.supply import REPEATED
from analytics.scenario import DECLARATIONS, Scenario

_LN10 = np.log(10.0)

LOG2_WORLDS = 10
"""Worlds of the vendors' paths, over all demand paths, as a power of two."""


@dataclass(frozen=True, eq=False, slots=True)
class VendorWorlds:
    """What is common to all vendors in every world: all on one demand path, then on the next.

    Attributes:
        scenario: the assumptions, in as many worlds as there are on one demand path.
        years: of the runs, whole, (years,).
        growth: orders of magnitude by which runs grow, a path whose level is of no account.
        unique_tokens: U, of unique public text, (years, worlds).
        ai_share: AI share of what is crawled, 0–1, (years, worlds).
    """

    scenario: Scenario
    years: Array
    growth: DemandPath
    unique_tokens: Array
    ai_share: Array

    @property
    def count(self) -> int:
        """How many worlds."""
        return len(self.growth.slope)

    def until(self, year: float) -> VendorWorlds:
        """The same worlds up to a year, or the first year alone if that is later."""
        count = max(int(np.searchsorted(self.years, year, side="right")), 1)
        return replace(
            self,
            years=self.years[:count],
            unique_tokens=self.unique_tokens[:count],
            ai_share=self.ai_share[:count],
        )

    def draw(self, name: str) -> Array:
        """Values of a common input, (worlds,)."""
        drawn = self.scenario.draw(name)
        return np.tile(drawn, self.count // len(drawn))

    @property
    def max_epochs(self) -> Array:
        """e_max, passes over human text at most, (worlds,)."""
        if self.scenario.synthetic_policy == "repeat":
            return np.full(self.count, REPEATED)
        return self.draw("max_epochs")

    def grown(self, since: Array) -> Array:
        """By how much runs have grown since a year of each vendor's.

        Args:
            since: decimal years, (vendors,).

        Returns:
            Factor, (vendors, years, worlds); 1 before that year.
        """
        now = self.growth.at(self.years[:, None])
        then = self.growth.at(since[:, None])[:, None]
        return between(now * _LN10, then * _LN10)


def between(now: Array, then: Array) -> Array:
    """By how much something grew, its logarithm known now and then; 1 where then is later.

    Args:
        now: by year, (years, worlds).
        then: by vendor, (vendors, 1, worlds).

    Returns:
        Factor, at least 1, (vendors, years, worlds).
    """
    level = now[0]
    # few exponentials: by year and by vendor, not by both
    grown: Array = np.exp(now - level) * np.exp(level - then)
    return np.maximum(grown, 1.0, out=grown)


def vendor_worlds(
    scenario: Scenario, tokens: Mapping[str, float], log2_worlds: int = LOG2_WORLDS
) -> VendorWorlds:
    """The first worlds of a scenario: the first 2^k points of a Sobol' sequence are balanced.

    Args:
        scenario: as it is computed, its growth of demand an interval.
        tokens: of each additive stock in 2024 by its id.
        log2_worlds: at most so many, over all demand paths, as a power of two.
    """
    paths = 2 if scenario.demand_path == "pooled" else 1
    least = int(DECLARATIONS["log2_worlds"].low or 0)
    few = max(min(scenario.log2_worlds, log2_worlds - (paths - 1)), least)
    fewer = scenario.model_copy(update={"log2_worlds": few})
    years = run_years(fewer)
    found = crawl(fewer, tokens, years)
    slope = np.concatenate([path.slope for path in demand_of(fewer)])
    growth = DemandPath(np.zeros_like(slope), slope)
    if fewer.vendor_slowdown:
        bend, kept = (np.tile(fewer.draw(f"slowdown_{one}"), paths) for one in ("year", "rate"))
        growth = DemandPath(growth.start, slope, bend, kept * slope)
    unique, ai_share = (np.tile(one, (1, paths)) for one in found)
    return VendorWorlds(fewer, years, growth, unique, ai_share)
