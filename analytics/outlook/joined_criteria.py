"""Headroom and collapse resistance of every unit of the ranking, in the draws of the moat score.

The join has fewer worlds than the moat score has draws. Each draw is given a world by a stream of
its own, all worlds equally often and one and the same for all units, so that what units have in
common (growth, the stock, how much generators lose) they have in common here. Beside the world:

- *headroom* is worked out anew in every draw from that draw's own shares: of those that are ranked
  the share of own text decides it (they correlate by 0.4 to 0.8), and a world's own shares would
  understate the spread of scores by a fifth. Units beside the ranking keep a world's own shares:
  published ones hardly vary.
- *collapse resistance* is that of the world: shares hardly move it (|r| about 0.1), since the gap
  is far larger than what a vendor has or makes at first.

Vendors are those of the join. Open models and the reference are mixes, not vendors, and Midjourney
has no text model: they get what a trainer of the vendors' median size would get from such a mix,
with a public crawl and without a service of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from analytics.estimates import Array
from analytics.moat import Unit
from analytics.moat.mixes import ROUTES, draw
from analytics.moat.streams import order
from analytics.outlook.growth import as_computed, growth_of
from analytics.outlook.headroom import headroom, outgrown
from analytics.outlook.join import RESISTANCE_YEAR, acting, trainers_of
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendor_inputs import (
    Trainer,
    VendorInputs,
    of_middle_size,
    together,
    vendor_inputs,
)
from analytics.outlook.vendor_supply import grown_tokens, own_tokens, vendor_supply
from analytics.outlook.vendor_tails import tails
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import Scenario

_KEPT = 4
_STREAM = "join/world"


@dataclass(frozen=True, eq=False, slots=True)
class JoinedCriteria:
    """Criteria of the other models, (draws, units), read-only.

    Attributes:
        headroom_years: years of human text that own routes add, 0 or above.
        collapse_resistance: κ in 2032, 0–1.
    """

    headroom_years: Array
    collapse_resistance: Array

    def __post_init__(self) -> None:
        """Make both arrays read-only."""
        self.headroom_years.setflags(write=False)
        self.collapse_resistance.setflags(write=False)

    def replaced(self, unit: int, by: JoinedCriteria) -> JoinedCriteria:
        """The same with those of one unit, at an index, as another answer has them."""
        found = []
        for mine, others in (
            (self.headroom_years, by.headroom_years),
            (self.collapse_resistance, by.collapse_resistance),
        ):
            values = mine.copy()
            values[:, unit] = others[:, 0]
            found.append(values)
        return JoinedCriteria(*found)


def joined_criteria(
    units: Sequence[Unit], scenario: Scenario, data_version: str, draws: int
) -> JoinedCriteria:
    """The criteria of units; the last few answers are kept.

    Args:
        units: of the ranking.
        scenario: every assumption; what does not act on the join does not count.
        data_version: of the data.
        draws: of the moat score, a power of two.

    Raises:
        LookupError: the version is no longer known.
    """
    return _kept(tuple(units), acting_on(scenario, data_version), data_version, draws)


@lru_cache(maxsize=_KEPT)
def _kept(units: tuple[Unit, ...], acts: Scenario, data_version: str, draws: int) -> JoinedCriteria:
    return criteria_of(units, acts, data_version, draws)


@lru_cache(maxsize=16)
def acting_on(scenario: Scenario, data_version: str) -> Scenario:
    """What of a scenario, as it is computed, acts on these criteria; the rest as declared."""
    return acting(as_computed(scenario, growth_of(scenario, data_version)))


def criteria_of(
    units: tuple[Unit, ...],
    acts: Scenario,
    data_version: str,
    draws: int,
) -> JoinedCriteria:
    """The criteria of units, worked out anew.

    Args:
        units: of the ranking.
        acts: a scenario as :func:`acting_on` leaves it.
        data_version: of the data.
        draws: of the moat score, a power of two.
    """
    return criteria_in(units, *_common(units, acts, data_version), draws)


def criteria_by_seed(
    acts: Scenario, data_version: str, draws: int
) -> Callable[[tuple[Unit, ...], int, int], tuple[Array, Array]]:
    """The criteria of units as a function of two seeds, for an analysis of what drives them.

    Args:
        acts: a scenario as :func:`acting_on` leaves it.
        data_version: of the data.
        draws: of the moat score, a power of two.

    Returns:
        Units, a seed of their shares and one of the worlds → headroom and collapse resistance,
        (draws, units) each. What one seed of the worlds gives is worked out once.
    """
    common: dict[tuple[tuple[Unit, ...], int], tuple[VendorInputs, VendorWorlds, Array]] = {}

    def of(units: tuple[Unit, ...], of_shares: int, of_worlds: int) -> tuple[Array, Array]:
        key = units, of_worlds
        if key not in common:
            seeded = acts.model_copy(update={"seed": of_worlds % 2**31})
            common[key] = _common(units, seeded, data_version)
        found = criteria_in(units, *common[key], draws, of_shares)
        return found.headroom_years, found.collapse_resistance

    return of


def _common(
    units: Sequence[Unit], acts: Scenario, data_version: str
) -> tuple[VendorInputs, VendorWorlds, Array]:
    """What differs between units, the worlds, and κ in the year of collapse resistance."""
    worlds = _worlds(acts, data_version)
    inputs = inputs_of(units, acts, data_version, worlds.count)
    until = worlds.until(RESISTANCE_YEAR)
    return inputs, worlds, tails(vendor_supply(inputs, until), until)[0][:, -1]


def criteria_in(
    units: Sequence[Unit],
    inputs: VendorInputs,
    worlds: VendorWorlds,
    kept: Array,
    draws: int,
    seed_of_shares: int | None = None,
) -> JoinedCriteria:
    """The criteria of units whose runs are known.

    Args:
        units: of the ranking.
        inputs: what differs between them, as :func:`inputs_of` has it.
        worlds: what is common.
        kept: κ in the year of collapse resistance, (units, worlds).
        draws: of the moat score, a power of two.
        seed_of_shares: of the streams of the units' shares in the draws; by default the
            scenario's.
    """
    seed = worlds.scenario.seed
    of_shares = seed if seed_of_shares is None else seed_of_shares
    # as many slots as are needed for every world and every draw to have one
    slots = max(draws, worlds.count)
    order_of_draws = order(slots, seed, _STREAM)
    slot = np.argsort(order_of_draws)[:draws]
    world = slot % worlds.count
    demand, public = grown_tokens(inputs, worlds), inputs.reach[:, None] * worlds.unique_tokens
    most = worlds.max_epochs
    without = outgrown(worlds.years, demand, public, most)
    years = np.empty((len(units), draws))
    end = float(worlds.years[-1])
    for i, unit in enumerate(units):
        one = inputs.of(i)
        if unit.ranked:
            shares = draw(unit.belief, unit.id, draws, of_shares).T[:, order_of_draws % draws]
            one = _repeated(one, shares.reshape(len(ROUTES), -1, worlds.count).swapaxes(0, 1))
        tokens = own_tokens(one, worlds).sum(axis=0)
        tokens += public[i]
        added = headroom(outgrown(worlds.years, demand[i], tokens, most), without[i], end)
        years[i] = added.ravel()[slot] if unit.ranked else added[0, world]
    return JoinedCriteria(years.T, kept.T[world])


def _repeated(one: VendorInputs, shares: Array) -> VendorInputs:
    """One vendor as often as there are shares for each of its worlds, (times, 6, worlds)."""
    times = len(shares)
    return replace(
        one,
        names=one.names * times,
        newest_year=np.repeat(one.newest_year, times),
        newest_tokens=np.repeat(one.newest_tokens, times, axis=0),
        shares=shares,
        reach=np.repeat(one.reach, times, axis=0),
        proprietary_ceiling=np.repeat(one.proprietary_ceiling, times, axis=0),
    )


def inputs_of(
    units: Sequence[Unit], scenario: Scenario, data_version: str, count: int
) -> VendorInputs:
    """What differs between units, in their order.

    Args:
        units: of the ranking.
        scenario: a scenario as :func:`acting_on` leaves it.
        data_version: of the data.
        count: of worlds.
    """
    vendors = {one.name for one in trainers_of(scenario, data_version)}
    asked = [Trainer(unit.id, unit.belief) for unit in units]
    drawn = vendor_inputs(asked, scenario, data_version, count)
    if all(unit.id in vendors for unit in units):
        return drawn
    middle = of_middle_size(drawn, _sized(scenario, data_version, count))
    return together(
        *((drawn if unit.id in vendors else middle).of(i) for i, unit in enumerate(units))
    )


@lru_cache(maxsize=_KEPT)
def _sized(scenario: Scenario, data_version: str, count: int) -> VendorInputs:
    """Those whose median size others get: vendors of the tables, whoever is added."""
    tables = {one.name for one in vendor_facts(data_version).vendors}
    sized = [one for one in trainers_of(scenario, data_version) if one.name in tables]
    return vendor_inputs(sized, scenario, data_version, count)


@lru_cache(maxsize=_KEPT)
def _worlds(scenario: Scenario, data_version: str) -> VendorWorlds:
    return vendor_worlds(scenario, other_tokens(data_version))
