"""Were all runs alike: what of the difference between vendors is size and reach, and what mixes."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from threading import Lock

import numpy as np

from analytics.estimates import Array
from analytics.outlook.compute import law
from analytics.outlook.join import RESISTANCE_YEAR, acting, joined, trainers_of
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_inputs import of_middle_size, vendor_inputs
from analytics.outlook.vendor_worlds import vendor_worlds
from analytics.scenario import Scenario

_KEPT = 16
_running = Lock()


def kept_if_alike(outlook: Outlook) -> Array:
    """Tail mass kept if all vendors had runs of middle size, in one year, and a middle reach.

    Args:
        outlook: the answer to a scenario.

    Returns:
        κ in the year of the collapse resistance, (vendors, worlds), vendors as in the join; what is
        left of their differences is of their mixes. Read-only; the last few are kept.
    """
    with _running:
        return _alike(acting(outlook.computed), outlook.key.data_version)


@lru_cache(maxsize=_KEPT)
def _alike(scenario: Scenario, data_version: str) -> Array:
    worlds = vendor_worlds(scenario, other_tokens(data_version)).until(RESISTANCE_YEAR)
    drawn = vendor_inputs(trainers_of(scenario, data_version), scenario, data_version, worlds.count)
    sized = of_middle_size(drawn, drawn)
    reach = np.broadcast_to(np.median(drawn.reach, axis=0), drawn.reach.shape)
    found = joined(replace(sized, reach=reach), worlds, law(scenario.scaling_law, data_version))
    kept: Array = found.tail_kept[:, -1].copy()
    kept.setflags(write=False)
    return kept
