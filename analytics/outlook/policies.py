"""What vendors may do about the gap, side by side: from filling it to repeating human text.

All else is as in the scenario, worlds and vendors included, so that a difference between two
policies is no noise. Where synthetic text is capped, four fifths of it can be verified, as in the
preset of a controlled supplement; verification is also left out once, to tell what the cap does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from analytics.estimates import Array, triangular
from analytics.outlook.compute import law
from analytics.outlook.join import RESISTANCE_YEAR, acting, joined, trainers_of
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_inputs import vendor_inputs
from analytics.outlook.vendor_worlds import vendor_worlds
from analytics.scenario import DECLARATIONS, PRESETS, Scenario

CAPS = (0.7, 0.5, 0.3, 0.1)
"""Highest shares of synthetic text, from the loosest cap to the tightest."""

FILL, STOP, REPEAT = "fill", "stop", "repeat"
SUBSTITUTE, UNVERIFIED = "substitute", "unverified"


def cap_name(cap: float) -> str:
    """The name of a policy that caps synthetic text."""
    return f"cap {cap:g}"


PATH = (FILL, *map(cap_name, CAPS), STOP, REPEAT)
"""Policies in the order of a path, from all that is wanted to human text alone."""

_KEPT = 8
_NONE = triangular(0.0, 0.0, 0.0)
_VERIFIED = PRESETS["synthetic-supplement"].scenario.verified_share
_CAPPED = PRESETS["synthetic-supplement"].scenario.synthetic_cap
_running = Lock()


def _capped(cap: float, **changes: Any) -> dict[str, Any]:
    at = {"synthetic_policy": "controlled", "synthetic_cap": cap, "verified_share": _VERIFIED}
    return at | changes


POLICIES: dict[str, dict[str, Any]] = {
    FILL: {"synthetic_policy": "fill"},
    **{cap_name(cap): _capped(cap) for cap in CAPS},
    STOP: {"synthetic_policy": "stop"},
    REPEAT: {"synthetic_policy": "repeat"},
    SUBSTITUTE: {
        "synthetic_policy": "fill",
        "synthetic_workflow": "replace",
        "verified_share": _NONE,
    },
    UNVERIFIED: _capped(_CAPPED, verified_share=_NONE),
}
"""Policy → what it changes in a scenario; ``unverified`` is the cap of the preset, unchecked."""


@dataclass(frozen=True, eq=False, slots=True)
class Policies:
    """Vendors in one year under every policy. Arrays are read-only, (policies, vendors, worlds).

    Attributes:
        names: of the policies, as :data:`POLICIES`.
        vendors: names.
        year: of the runs.
        tail_kept: κ, 0–1.
        compute_wasted: x, orders of magnitude.
    """

    names: tuple[str, ...]
    vendors: tuple[str, ...]
    year: float
    tail_kept: Array
    compute_wasted: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        self.tail_kept.setflags(write=False)
        self.compute_wasted.setflags(write=False)

    def risk(self, threshold: float) -> Array:
        """P(κ < threshold), (policies, vendors)."""
        risk: Array = np.mean(self.tail_kept < threshold, axis=-1)
        return risk

    @property
    def wasted(self) -> Array:
        """Median compute wasted, orders of magnitude, (policies, vendors)."""
        middle: Array = np.median(self.compute_wasted, axis=-1)
        return middle

    def at(self, policy: str) -> int:
        """Index of a policy; ValueError if there is none of that name."""
        return self.names.index(policy)


def policies(outlook: Outlook) -> Policies:
    """Every policy in the year of the collapse resistance; the last few answers are kept.

    Args:
        outlook: the answer to a scenario, whichever of the policies is its own.
    """
    scenario = acting(outlook.computed)
    own = {name: DECLARATIONS[name].default for name in ("synthetic_policy", "synthetic_cap")}
    with _running:
        return _policies(scenario.model_copy(update=own), outlook.key.data_version)


@lru_cache(maxsize=_KEPT)
def _policies(scenario: Scenario, data_version: str) -> Policies:
    worlds = vendor_worlds(scenario, other_tokens(data_version)).until(RESISTANCE_YEAR)
    trainers = trainers_of(scenario, data_version)
    drawn = vendor_inputs(trainers, scenario, data_version, worlds.count)
    constants = law(scenario.scaling_law, data_version)
    shape = (len(POLICIES), len(trainers), worlds.count)
    kept, wasted = np.empty(shape), np.empty(shape)
    for i, changes in enumerate(POLICIES.values()):
        # no policy acts on stock, growth or vendors: what was drawn for them stands
        changed = replace(worlds, scenario=worlds.scenario.model_copy(update=changes))
        found = joined(drawn, changed, constants)
        kept[i], wasted[i] = found.tail_kept[:, -1], found.compute_wasted[:, -1]
    return Policies(tuple(POLICIES), drawn.names, float(worlds.years[-1]), kept, wasted)
