"""The join: from a vendor's mix to its human share, collapse risk, compute wasted and headroom.

The depletion model says how much public text there is, the moat model what a vendor's mix is
believed to be, and the collapse model what training on one's own output leaves of the rare tail. A
vendor wants ever larger runs; its own text comes first, public text is marginal, human text is
repeated, and a policy says what becomes of the gap (``analytics.outlook.supply``). One model a year
is trained on what that leaves. Everything is by vendor, year and world; worlds are common to all
vendors and to all scenarios, so that differences are no noise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from analytics.estimates import Array
from analytics.outlook.compute import (
    Law,
    compute_wasted,
    effective_tokens,
    law,
    unique_trained,
)
from analytics.outlook.headroom import headroom, outgrown
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendor_inputs import (
    NO_TEXT_MODEL,
    Trainer,
    VendorInputs,
    vendor_inputs,
)
from analytics.outlook.vendor_supply import VendorSupply, vendor_supply
from analytics.outlook.vendor_tails import tails
from analytics.outlook.vendor_units import own_mixes, units_of
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import DECLARATIONS, MOAT_GROUPS, LicenceChange, Scenario

if TYPE_CHECKING:
    from analytics.outlook.result import Outlook

RESISTANCE_YEAR = 2032.0
"""Year whose tail mass kept is the *collapse resistance* of a vendor."""

_KEPT = 6
"""Joins that are kept, 25 MB each."""

_ACTING_GROUPS = ("moat_mixes",)
_AFTERWARDS = ("tail_threshold",)
_SIGNED = "licence"
_joining = Lock()


@dataclass(frozen=True, eq=False, slots=True)
class Joined:
    """Vendors' runs, year by year, and what becomes of their models. Arrays are read-only.

    Attributes:
        vendors: names, in the order of the tables, added ones last.
        years: of the runs, whole, (years,).
        supply: what the runs are made of; arrays (vendors, years, worlds).
        tail_kept: κ, tail mass kept, 0–1, (vendors, years, worlds).
        perplexity_ratio: exp(KL(p ‖ q)), (vendors, years, worlds).
        effective_tokens: D_eff, (vendors, years, worlds).
        compute_wasted: x, orders of magnitude, (vendors, years, worlds).
        growth: of tokens before any slowdown, orders of magnitude a year, (worlds,).
        short_year: first year in which demand outgrows repeated human text, decimal, ``inf`` if
            not by the last year, (vendors, worlds).
        short_year_public: the same if the vendor had no text of its own.
    """

    vendors: tuple[str, ...]
    years: Array
    supply: VendorSupply
    tail_kept: Array
    perplexity_ratio: Array
    effective_tokens: Array
    compute_wasted: Array
    growth: Array
    short_year: Array
    short_year_public: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def human_share(self) -> Array:
        """α, 0–1, (vendors, years, worlds)."""
        return self.supply.made.human_share

    @property
    def years_lost(self) -> Array:
        """Years of scaling that the compute wasted stands for, x/2g, (vendors, years, worlds)."""
        x, g = self.compute_wasted, self.growth
        lost: Array = np.divide(x, 2 * g, out=np.where(x > 0, np.inf, 0.0), where=g > 0)
        return lost

    @property
    def headroom_years(self) -> Array:
        """Years of human text that own routes add, up to the last year, (vendors, worlds)."""
        return headroom(self.short_year, self.short_year_public, float(self.years[-1]))

    @property
    def collapse_resistance(self) -> Array:
        """κ in 2032, or in the first year if that is later, (vendors, worlds)."""
        return self.tail_kept[:, self.at(RESISTANCE_YEAR)]

    def risk(self, threshold: float) -> Array:
        """P(κ < threshold), (vendors, years)."""
        risk: Array = np.mean(self.tail_kept < threshold, axis=-1)
        return risk

    def at(self, year: float) -> int:
        """Index of a year, or of the nearest that there is."""
        return int(np.abs(self.years - year).argmin())

    def place(self, vendor: str) -> int:
        """Index of a vendor; ValueError if there is none of that name."""
        return self.vendors.index(vendor)


def join(outlook: Outlook) -> Joined:
    """The join of a scenario, which is ``outlook.joined``; the last few are kept.

    Vendors are those that are ranked and added ones, but for :data:`.NO_TEXT_MODEL`. A scenario
    that differs in what doesn't act on the join has the same.

    Args:
        outlook: the answer to the scenario.

    Returns:
        The join; the same scenario on the same data version gives the same bytes.
    """
    with _joining:
        return _of(outlook)


def joined(vendors: VendorInputs, worlds: VendorWorlds, constants: Law) -> Joined:
    """Join vendors whose inputs have been drawn.

    Args:
        vendors: what differs between them.
        worlds: what is common, as many.
        constants: of the scaling law.
    """
    scenario, years = worlds.scenario, worlds.years
    supplied = vendor_supply(vendors, worlds)
    kept, ratio = tails(supplied, worlds)
    verified_value = worlds.draw("verified_value")
    made, demand = supplied.made, supplied.demand_tokens
    # a model's synthetic text is what the model of the year before wrote; the first was human
    source = np.concatenate([np.ones_like(kept[:, :1]), kept[:, :-1]], axis=1)
    effective = effective_tokens(
        demand,
        made,
        verified_value=verified_value,
        unverified_value=worlds.draw("unverified_value"),
        source_kept=source,
    )
    feeding = unique_trained(made) + verified_value * made.verified_tokens
    wasted = compute_wasted(constants, demand, effective, feeding, scenario.overtraining)
    own = supplied.own_tokens.sum(axis=0)
    most = supplied.max_epochs
    return Joined(
        vendors=vendors.names,
        years=years,
        supply=supplied,
        tail_kept=kept,
        perplexity_ratio=ratio,
        effective_tokens=effective,
        compute_wasted=wasted,
        growth=worlds.growth.slope,
        short_year=outgrown(years, demand, supplied.public_tokens + own, most),
        short_year_public=outgrown(years, demand, supplied.public_tokens, most),
    )


def trainers_of(scenario: Scenario, data_version: str) -> tuple[Trainer, ...]:
    """Vendors that are joined, and what is believed of their mixes.

    Raises:
        LookupError: the version is no longer known.
    """
    facts = vendor_facts(data_version)
    makers = {one.name for one in facts.vendors} | own_mixes(scenario, facts).keys()
    units: Iterable[Trainer] = (
        Trainer(unit.id, unit.belief) for unit in units_of(scenario, facts) if unit.id in makers
    )
    return tuple(one for one in units if one.name not in NO_TEXT_MODEL)


def acting(scenario: Scenario) -> Scenario:
    """The scenario with what does not act on the join as declared.

    Of its licences only whether a vendor signs one counts: it then has licensed text.
    """
    without: dict[str, Any] = {
        name: d.default
        for name, d in DECLARATIONS.items()
        if name in _AFTERWARDS
        or d.group == "laboratory"
        or (d.group in MOAT_GROUPS and d.group not in _ACTING_GROUPS)
    }
    signing = {one.vendor for one in scenario.licences if one.action == "add"}
    signed = tuple(LicenceChange("add", vendor, _SIGNED) for vendor in sorted(signing))
    return scenario.model_copy(update=without | {"licences": signed})


def joined_alike(one: Outlook, other: Outlook) -> bool:
    """Whether two answers have the same join: only what does not act on it differs."""
    return one.key.data_version == other.key.data_version and acting(one.computed) == acting(
        other.computed
    )


@lru_cache(maxsize=_KEPT)
def _of(outlook: Outlook) -> Joined:
    return _joined(acting(outlook.computed), outlook.key.data_version)


@lru_cache(maxsize=_KEPT)
def _joined(scenario: Scenario, data_version: str) -> Joined:
    worlds = vendor_worlds(scenario, other_tokens(data_version))
    trainers = trainers_of(scenario, data_version)
    vendors = vendor_inputs(trainers, scenario, data_version, worlds.count)
    return joined(vendors, worlds, law(scenario.scaling_law, data_version))
