"""The join in the tidy CSV: every vendor's runs by year, and what becomes of its models.

The vendor stands in its column, in the order of the tables. The year when human text runs short
and the headroom have no year of their own; a quantile beyond the last year is empty, and the
probability of that is a series by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analytics.depletion.exhaustion import quantiles
from analytics.estimates import Array
from analytics.outlook import Outlook
from analytics.quantiles import PROBABILITIES, by_row

SERIES: tuple[tuple[str, str, str], ...] = (
    ("outlook.run_tokens", "Tokens that the vendor’s run of the year wants", "tokens"),
    ("outlook.human_share", "Human share of what the vendor trains on", "share"),
    ("outlook.tail_kept", "Rare tail kept by the vendor’s model", "share"),
    ("outlook.risk", "Probability that less of the rare tail is kept", "probability"),
    ("outlook.compute_wasted", "Compute wasted for want of text", "OOM"),
    ("outlook.headroom_years", "Years of human text that own routes add", "years"),
    ("outlook.short_year", "Year when human text runs short", "year"),
    ("outlook.short_year.never", "Probability that it does not up to the last year", "probability"),
)
"""Identifier, variable and unit of every series, in the order of the file."""


class Points(NamedTuple):
    """The points of one series.

    Attributes:
        id: of the series in :data:`SERIES`.
        vendor: of each point, (points,).
        year: decimal; NaN where there is none, (points,).
        quantile: NaN where there is none, (points,).
        value: in the series' unit, (points,).
    """

    id: str
    vendor: Array
    year: Array
    quantile: Array
    value: Array


def points(outlook: Outlook) -> Iterator[Points]:
    """Every series of the join, by vendor, by year, then by quantile.

    Args:
        outlook: the answer to a scenario.
    """
    found = outlook.joined
    names, years = np.array(found.vendors), found.years
    fans = {
        "outlook.run_tokens": np.log10(found.supply.demand_tokens),
        "outlook.human_share": found.human_share,
        "outlook.tail_kept": found.tail_kept,
    }
    none = np.array([np.nan])
    for id, values in fans.items():
        told = _quantiles(values)
        yield _points(id, names, years, PROBABILITIES, 10**told if "tokens" in id else told)
    risk = found.risk(outlook.scenario.tail_threshold)
    yield _points("outlook.risk", names, years, none, risk[..., None])
    yield _points(
        "outlook.compute_wasted", names, years, PROBABILITIES, _quantiles(found.compute_wasted)
    )
    headroom = by_row(found.headroom_years)
    yield _points("outlook.headroom_years", names, none, PROBABILITIES, headroom[:, None])
    short = np.array([quantiles(one, PROBABILITIES) for one in found.short_year])
    yield _points("outlook.short_year", names, none, PROBABILITIES, short[:, None])
    never = np.isinf(found.short_year).mean(axis=-1)
    yield _points("outlook.short_year.never", names, years[-1:], none, never[:, None, None])


def _quantiles(values: Array) -> Array:
    """(vendors, years, 9)."""
    vendors, years, worlds = values.shape
    flat = by_row(values.reshape(vendors * years, worlds))
    return flat.reshape(vendors, years, len(PROBABILITIES))


def _points(id: str, names: Array, years: Array, levels: Array, values: Array) -> Points:
    """Points of (vendors, years, levels)."""
    shape = values.shape
    vendor = np.broadcast_to(names[:, None, None], shape).ravel()
    year = np.broadcast_to(years[:, None], shape).ravel()
    return Points(id, vendor, year, np.broadcast_to(levels, shape).ravel(), values.ravel())
