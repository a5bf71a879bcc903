"""What moves the risk of vendors within a scenario: worlds in which an input is low, and high.

The risk in the fifth of worlds in which an input is lowest, beside that in the fifth in which it is
highest. Inputs that act together are taken together: growth and slowdown are the tokens that runs
have grown to, and whatever makes the stock is the stock.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.estimates import Array
from analytics.outlook.join import RESISTANCE_YEAR, acting
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import Scenario

PART = 0.2
"""Share of the worlds at either end."""

GROWTH, STOCK, SHARPENING = "growth", "stock", "sharpening"
EPOCHS, VERIFIED, AI_TEXT = "epochs", "verified", "ai_text"

_KEPT = 16


@dataclass(frozen=True, slots=True)
class Mover:
    """One input and what it does to the risk.

    Attributes:
        name: of the input.
        lowest: mean risk of the vendors in the fifth of worlds in which it is lowest.
        highest: the same where it is highest.
    """

    name: str
    lowest: float
    highest: float

    @property
    def moved(self) -> float:
        """By how much the risk differs."""
        return abs(self.highest - self.lowest)


def movers(outlook: Outlook, year: float = RESISTANCE_YEAR) -> tuple[Mover, ...]:
    """Inputs of the worlds that vary, what moves the mean risk of all vendors most first.

    Args:
        outlook: the answer to a scenario.
        year: of the runs.
    """
    found, scenario = outlook.joined, outlook.scenario
    at = found.at(year)
    lost = (found.tail_kept[:, at] < scenario.tail_threshold).mean(axis=0)
    inputs = _inputs(acting(outlook.computed), outlook.key.data_version, at)
    named = [_mover(name, values, lost) for name, values in inputs.items() if np.ptp(values) > 0]
    return tuple(sorted(named, key=lambda one: -one.moved))


def _mover(name: str, values: Array, lost: Array) -> Mover:
    order = np.argsort(values, kind="stable")
    count = max(round(PART * len(values)), 1)
    return Mover(name, float(lost[order[:count]].mean()), float(lost[order[-count:]].mean()))


@lru_cache(maxsize=_KEPT)
def _inputs(scenario: Scenario, data_version: str, at: int) -> dict[str, Array]:
    worlds = vendor_worlds(scenario, other_tokens(data_version))
    grown = worlds.growth.at(worlds.years[[0, at]][:, None])
    inputs = {
        # over a year before the first as well, in which most of the newest runs are
        GROWTH: grown[1] - grown[0] + worlds.growth.slope,
        STOCK: worlds.unique_tokens[at],
        AI_TEXT: worlds.ai_share[at],
    }
    inputs |= {name: worlds.draw(field) for name, field in _drawn(worlds).items()}
    for values in inputs.values():
        values.setflags(write=False)
    return inputs


def _drawn(worlds: VendorWorlds) -> dict[str, str]:
    """Inputs that are drawn as they are, where the scenario has a use for them."""
    scenario = worlds.scenario
    acts = {SHARPENING: "temperature"} if scenario.sharpening == "temperature" else {}
    if scenario.synthetic_policy != "repeat":
        acts[EPOCHS] = "max_epochs"
    if scenario.synthetic_policy in ("fill", "controlled"):
        acts[VERIFIED] = "verified_share"
    return acts
