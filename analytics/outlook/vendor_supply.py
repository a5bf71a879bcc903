"""Supply of vendors: what their own text grows to, and what each run is made of.

Licensed and proprietary text grow to a ceiling, feedback without one, τ years after the newest run
of T tokens, of which route k made up π_k:

    X_k = C_k X_k0 (1 + r_k)^τ / (C_k + X_k0 ((1 + r_k)^τ − 1)),  X_k0 = π_k T
    X_feedback = X_0 (1 + r)^τ

A vendor that holds more than the ceiling already keeps what it holds. Then the equations of
``analytics.outlook.supply`` say what a run of the size that is wanted is made of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analytics.estimates import Array
from analytics.moat.mixes import ROUTES
from analytics.outlook.supply import Supply, supply, verifiable
from analytics.outlook.vendor_inputs import VendorInputs
from analytics.outlook.vendor_worlds import VendorWorlds, between

OWN = ("licensed", "proprietary", "feedback")
"""Routes of a vendor's own, in the order of its own tokens."""

PARTS = ("public", *OWN, "verified", "unverified")
"""What a run is made of: human text by route, repetition included, and synthetic text."""

_LEAST = 1e-300


@dataclass(frozen=True, eq=False, slots=True)
class VendorSupply:
    """What vendors' runs are made of. Read-only; (vendors, years, worlds), tokens of one run.

    Attributes:
        demand_tokens: D, that the vendor wants.
        public_tokens: aU, unique public text that it reaches.
        own_tokens: X, unique text of its own, (3, vendors, years, worlds), as in :data:`OWN`.
        max_epochs: e_max, (worlds,).
        made: how the demand is met.
    """

    demand_tokens: Array
    public_tokens: Array
    own_tokens: Array
    max_epochs: Array
    made: Supply

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for one in (self.demand_tokens, self.public_tokens, self.own_tokens, self.max_epochs):
            one.setflags(write=False)

    def parts(self) -> Array:
        """Tokens trained on by :data:`PARTS`, (6, vendors, years, worlds); they sum to Q."""
        made = self.made
        own = self.own_tokens.sum(axis=0)
        used = np.minimum(own, self.demand_tokens)
        each = made.human_tokens / np.maximum(made.unique_tokens, _LEAST)
        public = (made.unique_tokens - used) * each
        of_own = self.own_tokens * (used * each / np.maximum(own, _LEAST))
        unverified = made.synthetic_tokens - made.verified_tokens
        return np.stack([public, *of_own, made.verified_tokens, unverified])


def vendor_supply(vendors: VendorInputs, worlds: VendorWorlds) -> VendorSupply:
    """Meet the demand of every vendor in every world.

    Args:
        vendors: what differs between them, in as many worlds.
        worlds: what is common.
    """
    scenario = worlds.scenario
    newest = vendors.newest_tokens[:, None]
    since = np.maximum(worlds.years - vendors.newest_year[:, None], 0.0)
    demand = grown_tokens(vendors, worlds)
    public = vendors.reach[:, None] * worlds.unique_tokens
    own = own_tokens(vendors, worlds)
    first = vendors.shares[:, None, ROUTES.index("synthetic")] * newest
    most = worlds.max_epochs
    made = supply(
        demand,
        public,
        max_epochs=most,
        policy=scenario.synthetic_policy,
        cap=scenario.synthetic_cap,
        own_tokens=own.sum(axis=0),
        synthetic_at_first=first,
        verified_share=worlds.draw("verified_share"),
        verifiable_tokens=verifiable(newest, since, worlds.draw("verified_growth"), first),
        verified_worth=worlds.draw("verified_worth"),
        ai_share=worlds.ai_share,
    )
    return VendorSupply(demand, public, own, most, made)


def grown_tokens(vendors: VendorInputs, worlds: VendorWorlds) -> Array:
    """D: tokens that vendors want for a run, (vendors, years, worlds).

    Overtraining multiplies them by its root, as in the demand for public text.
    """
    start = vendors.newest_tokens[:, None] * math.sqrt(worlds.scenario.overtraining)
    return start * worlds.grown(vendors.newest_year)


def own_tokens(vendors: VendorInputs, worlds: VendorWorlds) -> Array:
    """Unique text of the vendors' own, by route.

    Args:
        vendors: what differs between them.
        worlds: what is common.

    Returns:
        X, tokens, (3, vendors, years, worlds), as in :data:`OWN`.
    """
    ceilings = {
        "licensed": worlds.draw("licensed_ceiling")[None],
        "proprietary": vendors.proprietary_ceiling,
    }
    shape = (len(vendors.names), len(worlds.years), worlds.count)
    found = np.empty((len(OWN), *shape))
    first = vendors.newest_year
    # one vendor with many mixes grows but once
    since = first[:1] if len(first) and (first == first[0]).all() else first
    for tokens, route in zip(found, OWN, strict=True):
        start = (vendors.shares[:, ROUTES.index(route)] * vendors.newest_tokens)[:, None]
        rate = np.log1p(worlds.draw(f"{route}_growth"))
        now, then = worlds.years[:, None] * rate, since[:, None, None] * rate
        grown = between(now, then)
        if route not in ceilings:
            np.multiply(start, grown, out=tokens)
            continue
        most = np.maximum(ceilings[route][:, None], start)
        # C X G / (C + X (G − 1)), with G = (1 + r)^τ
        np.subtract(grown, 1.0, out=tokens)
        tokens *= start
        tokens += most
        np.divide(grown, tokens, out=tokens)
        tokens *= most * start
    return found
