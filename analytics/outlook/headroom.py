"""Headroom: years by which a vendor's own text puts off the day when human text runs short.

A run of D tokens outgrows what there is when D > e_max (O + P), with O text of the vendor's own and
P the public text it reaches. Since e_max is at least 1 that is D > e_max (ΣX + aU), whose logarithm
is taken to be straight between the years of two runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array

_LEAST = 1e-100


def outgrown(
    years: Array, demand_tokens: Array, unique_tokens: Array, max_epochs: Array | float
) -> Array:
    """The first year in which demand outgrows text that is repeated as often as may be.

    Args:
        years: of the runs, ascending, (years,).
        demand_tokens: D, above 0, (…, years, worlds).
        unique_tokens: of all text, 0 or above, alike.
        max_epochs: e_max, at least 1, broadcasting to that.

    Returns:
        Decimal years, (…, worlds): the first one if demand is larger from the beginning, ``inf`` if
        it never is up to the last.
    """
    most = unique_tokens * max_epochs
    short = demand_tokens > most
    at = short.argmax(axis=-2)
    before = np.maximum(at - 1, 0)

    def excess(year: NDArray[np.intp]) -> Array:
        wanted, there = (
            np.take_along_axis(one, year[..., None, :], axis=-2)[..., 0, :]
            for one in (np.broadcast_to(demand_tokens, short.shape), most)
        )
        log_ratio: Array = np.log(wanted / np.maximum(there, _LEAST))
        return log_ratio

    now, then = excess(at), excess(before)
    part = np.divide(-then, now - then, out=np.ones_like(now), where=now > then)
    year = years[before] + np.clip(part, 0.0, 1.0) * (years[at] - years[before])
    found: Array = np.where(short.any(axis=-2), year, np.inf)
    return found


def headroom(with_own: Array, public_only: Array, horizon: float) -> Array:
    """Years that own text adds, both ends capped at the horizon.

    Args:
        with_own: first year short of text, of a vendor with text of its own; any shape.
        public_only: the same of the vendor without it.
        horizon: last year looked at.

    Returns:
        Years, 0 or above.
    """
    added: Array = np.minimum(with_own, horizon) - np.minimum(public_only, horizon)
    return np.maximum(added, 0.0, out=added)
