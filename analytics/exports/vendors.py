"""The ranking of vendors in the tidy CSV: scores, ranks, tiers, and the probability of each rank.

The vendor stands in its column; there is no year. The probability of a rank is a series for each
rank, ``vendors.acceptability.1`` and on. Open models and the reference, which are not ranked, have
a score alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.estimates import Array
from analytics.moat.result import QUANTILES
from analytics.outlook import Outlook
from analytics.outlook.vendors import ranking

ACCEPTABILITY = "vendors.acceptability"
"""Start of the identifiers of the probabilities of ranks."""

SERIES: tuple[tuple[str, str, str], ...] = (
    ("vendors.score", "Score of a mix of data", "points of 100"),
    ("vendors.rank", "Rank by the score", "place"),
    ("vendors.tier", "Tier of the ranking", "tier"),
    (ACCEPTABILITY, "Probability of rank", "probability"),
)
"""Identifier, variable and unit of every series, in the order of the file."""


class Points(NamedTuple):
    """The points of one series.

    Attributes:
        id: of the series in :data:`SERIES`.
        suffix: what its identifier goes on with, and its variable after a space; may be empty.
        vendor: of each point, (points,).
        quantile: NaN where there is none, (points,).
        value: in the series' unit, (points,).
    """

    id: str
    suffix: str
    vendor: tuple[str, ...]
    quantile: Array
    value: Array


def points(outlook: Outlook) -> Iterator[Points]:
    """Every series of the ranking, the best vendor first, in the order of :data:`SERIES`.

    Args:
        outlook: its scenario and its version of the data count.
    """
    found = ranking(outlook)
    moat, vendors = found.moat, found.vendors
    at = [moat.ranked_units.index(vendor) for vendor in vendors]
    units = (*vendors, *(unit for unit in moat.units if unit not in vendors))
    places = [moat.place(unit) for unit in units]
    low, high = moat.score_band
    scores = np.array([low, moat.median_score, high])[:, places]
    yield _points("vendors.score", units, 100 * scores.T)
    first, last = moat.rank_band
    yield _points("vendors.rank", vendors, np.array([first, moat.median_rank, last])[:, at].T)
    yield _points("vendors.tier", vendors, np.array(moat.tiers, dtype=np.float64)[at, None])
    for rank in range(len(vendors)):
        chances = moat.acceptability[at, rank, None]
        yield _points(ACCEPTABILITY, vendors, chances, str(rank + 1))


def _points(id: str, vendors: Sequence[str], values: Array, suffix: str = "") -> Points:
    """Quantiles of each vendor, (vendors, 3), or one value of each, (vendors, 1)."""
    count, each = values.shape
    quantile = QUANTILES if each > 1 else np.array([np.nan])
    named = tuple(vendor for vendor in vendors for _ in range(each))
    return Points(id, suffix, named, np.tile(quantile, count), values.ravel())
