"""The tail: what one model a year, trained on a vendor's runs, keeps of rare patterns."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from analytics.collapse import sharpening
from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import Patterns
from analytics.estimates import Array
from analytics.outlook.vendor_supply import VendorSupply
from analytics.outlook.vendor_worlds import VendorWorlds

BINS = 24
"""Log-spaced bins at which κ is within 1% of that of the full lexicon."""


def tails(supplied: VendorSupply, worlds: VendorWorlds) -> tuple[Array, Array]:
    """What is left of the tail, one model a year.

    Args:
        supplied: what the runs are made of.
        worlds: what is common.

    Returns:
        κ and exp(KL(p ‖ q)), each (vendors, years, worlds).
    """
    scenario = worlds.scenario
    vendors, years, count = supplied.made.human_share.shape

    def flat(values: Array) -> Array:
        """(years, vendors × worlds)."""
        return values.transpose(1, 0, 2).reshape(years, vendors * count)

    def back(values: Array) -> Array:
        found = values[1:].reshape(years, vendors, count).transpose(1, 0, 2)
        return np.ascontiguousarray(found)

    share = flat(supplied.made.human_share)
    heat = scenario.sharpening == "temperature"
    temperature = np.tile(worlds.draw("temperature"), vendors) if heat else 1.0
    top_p = 1.0 if heat else scenario.top_p
    if scenario.synthetic_workflow == "accumulate":
        trained = flat(supplied.made.trained_tokens)
        human = share * trained
        path = sharpening.accumulate(
            words(),
            years,
            human_rows=human,
            synthetic_rows=trained - human,
            temperature=temperature,
            top_p=top_p,
            precision=np.float32,
        )
    else:
        path = sharpening.mix(
            words(),
            years,
            human_share=share,
            temperature=temperature,
            top_p=top_p,
            precision=np.float32,
        )
    return back(path.tail_kept), back(path.perplexity_ratio)


@lru_cache(maxsize=1)
def words() -> Patterns:
    """The English lexicon, binned."""
    return lexicon("en").patterns.binned(BINS)
