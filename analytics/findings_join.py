"""What the join of the three models says, in sentences: vendors' risk, waste and what moves them.

As in ``analytics.findings``: every sentence is computed from the numbers and carries its interval
and its condition. A risk is counted in worlds, and never 0% or 100%.
"""

from __future__ import annotations

import numpy as np

from analytics import wording
from analytics.depletion.exhaustion import quantiles
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array
from analytics.findings import condition
from analytics.findings_collapse import gone, policy
from analytics.outlook import Outlook
from analytics.outlook.join import Joined
from analytics.outlook.movers import (
    AI_TEXT,
    EPOCHS,
    GROWTH,
    SHARPENING,
    STOCK,
    VERIFIED,
    Mover,
    movers,
)
from analytics.scenario import Preset

ENDS = (0.1, 0.5, 0.9)
"""Ends of the 80% interval, and the median between them."""

_INPUTS = {
    GROWTH: ("the growth of demand", "slowest", "fastest"),
    STOCK: ("the stock of public text", "smallest", "largest"),
    SHARPENING: ("how sharply generators write", "sharpest", "least sharp"),
    EPOCHS: ("the limit on repetition", "lowest", "highest"),
    VERIFIED: ("how much can be verified", "least", "most"),
    AI_TEXT: ("AI text in the crawl", "least", "most"),
}
"""Input of the worlds → what it is called, and its lowest and its highest values."""


def ends_of_risk(found: Joined, risk: Array) -> tuple[str, str]:
    """The vendors of the highest and of the lowest risk; the first of them where several are."""
    return found.vendors[int(risk.argmax())], found.vendors[int(risk.argmin())]


def chance(found: Joined, risk: float) -> str:
    """A risk counted in the worlds of the join."""
    return wording.probability(risk, worlds=found.tail_kept.shape[-1])


def oom(x: float) -> str:
    """A number of orders of magnitude, to a hundredth: what is less is told by no law.

    >>> [oom(x) for x in (1.7061, 0.0831, 0.0007, 1)]
    ['1.7', '0.08', '0', '1']
    """
    return wording.number(round(x, 2), 2)


def orders(x: float) -> str:
    """The same with its unit.

    >>> [orders(x) for x in (1.7061, 1, 0.0007)]
    ['1.7 orders of magnitude', '1 order of magnitude', 'less than 0.01 orders of magnitude']
    """
    text = oom(x) if abs(x) >= 0.005 or x == 0 else "less than 0.01"
    return f"{text} order{'' if text == '1' else 's'} of magnitude"


def risk_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the risk by vendor and year."""
    found, threshold = outlook.joined, outlook.scenario.tail_threshold
    at = found.at(HEADLINE_YEAR)
    risk = found.risk(threshold)[:, at]
    most, least = ends_of_risk(found, risk)
    year, given = f"{found.years[at]:.0f}", condition(outlook.scenario, preset)
    high, low = (chance(found, float(x)) for x in (risk.max(), risk.min()))
    if high == low:
        return f"In {year} {gone(threshold)} in {high} of worlds at every vendor, {given}"
    return (
        f"In {year} {gone(threshold)} in {high} of worlds at {most} and in {low} at {least}, "
        f"{given}"
    )


def risk_years_title(outlook: Outlook, preset: Preset | None = None) -> str:
    """Title of the risk by year: when it passes one half, from the first vendor to the last."""
    found = outlook.joined
    even = found.risk(outlook.scenario.tail_threshold) >= 0.5
    given = condition(outlook.scenario, preset)
    passed = found.years[even.argmax(axis=1)][even.any(axis=1)]
    if not len(passed):
        last = f"{found.years[-1]:.0f}"
        return f"At no vendor does collapse become more likely than not by {last}, {given}"
    first, last = f"{passed.min():.0f}", f"{passed.max():.0f}"
    span = f"in {first}" if first == last else f"between {first} and {last}"
    of = len(found.vendors)
    count = f"all {of}" if len(passed) == of else f"{len(passed)} of {of}"
    return f"Collapse becomes more likely than not {span} at {count} vendors, {given}"


def findings(outlook: Outlook, preset: Preset | None = None) -> list[str]:
    """What the three models say together, in four sentences."""
    return [
        _risk(outlook, preset),
        _short(outlook),
        _waste(outlook),
        _moved(outlook),
    ]


def _risk(outlook: Outlook, preset: Preset | None) -> str:
    found, threshold = outlook.joined, outlook.scenario.tail_threshold
    at = found.at(HEADLINE_YEAR)
    risk = found.risk(threshold)[:, at]
    most, least = ends_of_risk(found, risk)
    low, middle, high = np.quantile(found.tail_kept[:, at], ENDS).tolist()
    way = policy(outlook.scenario)
    kept = wording.interval(middle, low, high, wording.probability)
    top, bottom = (chance(found, float(x)) for x in (risk.max(), risk.min()))
    span = f"in {bottom} of worlds at {least} and in {top} at {most}"
    if top == bottom:
        span = f"in {top} of worlds at every vendor"
    return (
        f"{way[0].upper()}{way[1:]}, {gone(threshold)} by {found.years[at]:.0f} {span}, "
        f"{condition(outlook.scenario, preset)}; all {len(found.vendors)} vendors taken together, "
        f"{kept} of it is kept."
    )


def _short(outlook: Outlook) -> str:
    found = outlook.joined
    middles = np.median(found.short_year, axis=1)
    first, last = (found.vendors[int(i)] for i in (middles.argmin(), middles.argmax()))
    added = found.headroom_years.mean(axis=1)
    best = int(added.argmax())
    ends = quantiles(found.headroom_years[best], np.array(ENDS))
    interval = f"80%: {wording.span(wording.years(ends[0]), wording.years(ends[2]))}"
    gained = wording.years(float(added[best]))
    return (
        f"Human text, repeated as often as may be, runs short first at {first}, "
        f"{short_in(found, first)}, and last at {last}, {short_in(found, last)}. Text of its own "
        f"puts that off most at {found.vendors[best]}, by {gained} on average ({interval}): the "
        "growth of runs swallows it."
    )


def short_year(found: Joined, vendor: str) -> str:
    """When human text runs short for a vendor, with its interval: ``2027 (80%: 2026–2029)``."""
    low, middle, high = quantiles(found.short_year[found.place(vendor)], np.array(ENDS)).tolist()
    ends = wording.span(_year(found, low), _year(found, high))
    text = _year(found, middle)
    return text if ends == text else f"{text} (80%: {ends})"


def short_in(found: Joined, vendor: str) -> str:
    """The same, with its preposition."""
    told = short_year(found, vendor)
    return told if told.startswith("after") else f"in {told}"


def _year(found: Joined, year: float) -> str:
    last = f"{found.years[-1]:.0f}"
    return f"after{wording.NBSP}{last}" if np.isinf(year) else wording.year(year)


def wasted(found: Joined, vendor: str) -> str:
    """Compute that a vendor wastes in the headline year, with its interval."""
    x = found.compute_wasted[found.place(vendor), found.at(HEADLINE_YEAR)]
    low, middle, high = np.quantile(x, ENDS).tolist()
    return f"{orders(middle)} (80%: {wording.span(oom(low), oom(high))})"


def _waste(outlook: Outlook) -> str:
    found = outlook.joined
    at = found.at(HEADLINE_YEAR)
    middles = np.median(found.compute_wasted[:, at], axis=1)
    most, least = int(middles.argmax()), int(middles.argmin())
    lost = quantiles(found.years_lost[most, at], np.array([0.5])).item()
    enough = wording.share(10.0 ** -float(middles[most]))
    return (
        f"For want of text {found.vendors[most]} wastes {wasted(found, found.vendors[most])} of "
        f"compute in {found.years[at]:.0f}, {wording.years(lost)} of scaling: with text without "
        f"end {enough} of it would reach as far. {found.vendors[least]} wastes "
        f"{wasted(found, found.vendors[least])}."
    )


def _moved(outlook: Outlook) -> str:
    found, ordered = outlook.joined, movers(outlook, HEADLINE_YEAR)
    least = 3 / found.tail_kept.shape[-1]
    if not ordered or ordered[0].moved < least:
        return (
            "Nothing that is uncertain moves the risk: it is "
            f"{chance(found, ordered[0].highest if ordered else 0.0)} in fast and in slow worlds."
        )
    first, *rest = ordered
    name, lowest, highest = _INPUTS[first.name]
    told = (
        f"What moves the risk most is {name}: over all vendors it is "
        f"{chance(found, first.lowest)} in the fifth of worlds with the {lowest} and "
        f"{chance(found, first.highest)} in that with the {highest}"
    )
    next_ones = [one for one in rest if one.moved >= 0.01][:3]
    if next_ones:
        told += "; then come " + _listed([_next(found, one) for one in next_ones])
    return f"{told}."


def _next(found: Joined, one: Mover) -> str:
    return (
        f"{_INPUTS[one.name][0]} ({chance(found, one.lowest)} to {chance(found, one.highest)}, "
        f"{_INPUTS[one.name][1]} to {_INPUTS[one.name][2]})"
    )


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
