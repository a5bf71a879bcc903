"""The licensing market in the tidy CSV: counts, concentration, ends of contracts, price gap, suits.

Facts, as of the scenario's today. A ``quantile`` of 0 or 1 is an end of what is possible, not of a
distribution: of an HHI, if each unnamed party were somebody new, or all the largest; of the gap in
price, its lower and upper end. Ends of contracts without a disclosed term rest on an assumption
(``analytics.market.terms``); 0.1 and 0.9 are the ends of their 80% interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from analytics.estimates import Array
from analytics.market import facts, signed
from analytics.market.concentration import SIDES, course
from analytics.market.deals import by_year, disclosure
from analytics.market.prices import gap
from analytics.market.suits import course as suits_course
from analytics.market.terms import calendar
from analytics.outlook import Outlook

_RIGHTS = {"training": "training", "display": "display", "both": "both", "unknown": "not_stated"}

SERIES: tuple[tuple[str, str, str], ...] = (
    *(
        (f"market.deals.{id}", f"Deals of the year, rights: {id.replace('_', ' ')}", "deals")
        for id in _RIGHTS.values()
    ),
    *(
        (
            f"market.deals.{id}.possible",
            f"Deals that may be of the year, rights: {id.replace('_', ' ')}",
            "deals",
        )
        for id in _RIGHTS.values()
    ),
    ("market.deals.reported", "Deals reported so far", "deals"),
    ("market.deals.summable", "Deals with a value that can be summed", "deals"),
    *(
        (f"market.concentration.{side}s.hhi", f"HHI of {side}s by signings", "points")
        for side in SIDES
    ),
    ("market.terms.disclosed", "Disclosed first terms that end in the year", "deals"),
    ("market.terms.terminated", "Deals terminated in the year", "deals"),
    ("market.terms.assumed.expected", "Assumed first terms that end, expected", "deals"),
    ("market.terms.assumed", "Assumed first terms that end in the year", "deals"),
    ("market.terms.over", "First terms over by the end of the year, expected", "share"),
    ("market.price.gap", "Price of licensed over synthetic text", "ratio"),
    ("market.suits", "US copyright suits against AI companies so far", "suits"),
)
"""Identifier, variable and unit of every series, in the order of the file."""


class Points(NamedTuple):
    """The points of one series; year and quantile are NaN where there is none.

    Attributes:
        id: of the series.
        year: decimal years, (points,).
        quantile: (points,).
        value: in the series' unit, (points,).
    """

    id: str
    year: Array
    quantile: Array
    value: Array


def points(outlook: Outlook) -> Iterator[Points]:
    """Every series of the market that has a point, in the order of :data:`SERIES`.

    Args:
        outlook: names the version of the data and today; nothing else of it matters.
    """
    as_of, known = outlook.scenario.as_of, facts(outlook.key.data_version)
    mine = signed(known.deals, as_of)
    years = by_year(mine, as_of)
    for which, suffix in (("certain", ""), ("possible", ".possible")):
        for rights, id in _RIGHTS.items():
            counts = [(one.year, getattr(one, which)) for one in years if one.rights == rights]
            yield from _by_year(f"market.deals.{id}{suffix}", counts)
    told = disclosure(mine)
    yield from _by_year("market.deals.reported", [(as_of, told.deals)])
    yield from _by_year("market.deals.summable", [(as_of, told.summable)])
    for side in SIDES:
        path = course(known.deals, side, as_of)
        ends = [
            (date, quantile, points)
            for date, one in path
            for quantile, points in ((0.0, one.hhi_low), (1.0, one.hhi_high), (np.nan, one.hhi))
        ]
        yield from _points(f"market.concentration.{side}s.hhi", ends)
    found = calendar(known.deals, as_of)
    yield from _by_year("market.terms.disclosed", _pairs(found.years, found.known))
    yield from _by_year("market.terms.terminated", _pairs(found.years, found.terminated))
    yield from _by_year("market.terms.assumed.expected", _pairs(found.years, found.expected))
    spread = zip(found.years, found.low, found.high, strict=True)
    yield from _points(
        "market.terms.assumed",
        [(y, q, x) for y, low, high in spread for q, x in ((0.1, low), (0.9, high))],
    )
    yield from _by_year("market.terms.over", _pairs(found.years, found.ended_by))
    priced = gap(known.prices)
    if priced is not None:
        yield from _points("market.price.gap", [(np.nan, 0, priced.low), (np.nan, 1, priced.high)])
    counted = suits_course(known.suits, as_of).total
    yield from _by_year("market.suits", [(one.middle, one.suits) for one in counted])


def _pairs(years: Array, values: Array) -> list[tuple[float, float]]:
    return list(zip(years.tolist(), values.tolist(), strict=True))


def _by_year(id: str, found: Sequence[tuple[float, float]]) -> Iterator[Points]:
    return _points(id, [(year, np.nan, value) for year, value in found])


def _points(id: str, found: list[tuple[float, float, float]]) -> Iterator[Points]:
    """A series, unless it has no point."""
    if found:
        year, quantile, value = np.array(found, dtype=np.float64).T
        yield Points(id, year, quantile, value)
