"""What the licensing market says, in sentences and in amounts as they were reported.

Every count has its denominator, every amount says how it is meant: a minimum stays "at least". No
HHI is called high or low: that would be a judgement of a merger, not of who buys data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from analytics import wording
from analytics.findings import Number
from analytics.market import RIGHTS, Deal, Facts, Value, deals
from analytics.market.concentration import ByValue, Concentration, Side, by_count
from analytics.market.deals import Disclosure, active, disclosure, signed
from analytics.market.prices import Gap, gap
from analytics.market.sharing import sharing
from analytics.market.terms import Calendar, calendar
from analytics.market.values import Amount

CATEGORIES = {
    "news": "News",
    "stock_media": "Stock media",
    "science": "Science",
    "music": "Music",
    "forum": "Forums",
    "encyclopedia": "Encyclopedias",
    "film": "Film",
    "video": "Video",
    "books": "Books",
    "voice": "Voice",
    "geospatial": "Geospatial",
    "health": "Health",
}
"""Type of supplier → its name."""

RIGHTS_NAMES = {
    "training": "training",
    "display": "display",
    "both": "training and display",
    "unknown": "not stated",
}
"""Rights → their name."""

BASIS_NAMES = {
    "total": "whole contract",
    "per_year": "a year",
    "initial": "first contract or fee",
    "per_unit": "one unit",
    "settlement": "settlement",
    "supplier_revenue": "supplier’s revenue",
    "unspecified": "basis not stated",
}
"""What a value is of → in words."""

_BOUNDS = {
    "minimum": "at least ",
    "maximum": "up to ",
    "approximate": "about ",
    "estimate": "est. ",
}
_AFTER = {"per_year": " a year", "initial": " at first"}
RULE = (
    "Only the disclosed value of one deal is summed, and only with values of the same basis and "
    "the same rights."
)
"""What may be added to what, as a sentence."""


class Picked(NamedTuple):
    """Which deals are looked at.

    Attributes:
        category: type of supplier; empty for all.
        buyer: id of a buyer; empty for all.
    """

    category: str = ""
    buyer: str = ""

    def among(self, rows: Sequence[Deal]) -> list[Deal]:
        """The deals of the type of supplier and of the buyer."""
        return [
            one
            for one in rows
            if self.category in ("", one.category) and (not self.buyer or self.buyer in one.buyers)
        ]

    def said(self, facts: Facts) -> str:
        """Which deals these are, to follow "deals"; empty for all.

        >>> Picked("news").said(Facts((), {}, (), ()))
        ' with suppliers of news'
        """
        of = f" of {facts.names.get(self.buyer, self.buyer)}" if self.buyer else ""
        kind = CATEGORIES.get(self.category, self.category).lower()
        return of + (f" with suppliers of {kind}" if self.category else "")


EVERY = Picked()
"""All deals."""


def value(one: Value) -> str:
    """A value as it was reported.

    >>> value(Value(2.5e7, 3e7, "total", "minimum"))
    'at least $25M–$30M'
    >>> value(Value(5e7, 5e7, "per_year", "maximum"))
    'up to $50M a year'
    """
    ends = wording.span(wording.usd(one.low), wording.usd(one.high))
    after = f" per {one.unit}" if one.unit else _AFTER.get(one.basis, "")
    return f"{_BOUNDS.get(one.bound, '')}{ends}{after}"


def term(one: Deal) -> str:
    """How long a contract lasts, as it was reported: ``at least 3 years``."""
    if one.term_years is None:
        return wording.UNKNOWN
    return f"{_BOUNDS.get(one.term_bound, '')}{wording.years(one.term_years)}"


def amount(one: Amount) -> str:
    """A sum as far as it is known.

    >>> amount(Amount(2, 2.75e8, 2.8e8, True)), amount(Amount(2, 2e7, 7.5e7, False))
    ('at least $275M', '$20M–$75M')
    """
    if one.open_above:
        return f"at least {wording.usd(one.low)}"
    return wording.span(wording.usd(one.low), wording.usd(one.high))


def headline(facts: Facts, as_of: float, picked: Picked = EVERY) -> str:
    """How much of the market is disclosed, in one sentence."""
    found = disclosure(picked.among(signed(facts.deals, as_of)))
    said = picked.said(facts)
    if not found.deals:
        return f"No deal{said} was reported by {wording.year(as_of)}"
    unknown = found.rights[RIGHTS.index("unknown")]
    return (
        f"Of {deals_counted(found.deals)}{said}, {found.summable or 'none'} "
        f"{_verb(found.summable, 'discloses', 'disclose')} a value that can be summed, and "
        f"{unknown or 'none'} {_verb(unknown, 'leaves', 'leave')} open whether it is for training "
        "or display"
    )


def deals_counted(n: int) -> str:
    """``1 reported deal``, ``91 reported deals``."""
    return f"{wording.count(n)} reported deal{'' if n == 1 else 's'}"


def implications(facts: Facts, as_of: float) -> str:
    """Who buys, who sells to many, what it costs and when it ends, whichever deals are picked."""
    rows = active(facts.deals, as_of)
    shared, priced = sharing(rows), gap(facts.prices)
    said = []
    buyers = by_count(rows, "buyer")
    if buyers is not None:
        said.append(
            f"{facts.names[buyers.largest]} signed {wording.share(buyers.largest_share)} of the "
            f"{wording.count(buyers.signings)} signings of named buyers."
        )
    if shared.suppliers:
        said.append(
            f"{len(shared.multi)} of {len(shared.suppliers)} suppliers with a named buyer sell to "
            "two or more: few licences shut anybody out."
        )
    if priced is not None:
        said.append(f"{gap_sentence(priced)}.")
    return " ".join(said)


def numbers(facts: Facts, as_of: float, picked: Picked = EVERY) -> list[Number]:
    """Four numbers of the market, each with its denominator or its range."""
    mine = picked.among(signed(facts.deals, as_of))
    found = disclosure(mine)
    found_ends = calendar(picked.among(facts.deals), as_of)
    priced = gap(facts.prices)
    told = [
        Number("Deals reported", wording.count(found.deals), rights(found)),
        Number(
            "Values that can be summed",
            f"{found.summable} of {found.deals}",
            f"{found.valued} name any value, {found.termed} a term",
        ),
        Number(
            "First terms over by end 2028",
            wording.share(ended_by(found_ends, 2028)) if found.deals else wording.UNKNOWN,
            f"{found_ends.unknown} of {found.deals} terms assumed",
        ),
    ]
    if priced is not None:
        low, high = (wording.number(x, 2) for x in (priced.low, priced.high))
        told[2:2] = [Number("Licensed over synthetic text", f"{low}–{high}×", "price of a token")]
    return told


def rights(found: Disclosure) -> str:
    """Deals by rights, those that there are; not stated is one of them."""
    counted = zip(RIGHTS, found.rights, strict=True)
    return ", ".join(f"{n} {RIGHTS_NAMES[one]}" for one, n in counted if n)


def gap_sentence(found: Gap) -> str:
    """How far apart licensed and synthetic text are, without a full stop."""
    low, high = (wording.number(x, 2) for x in (found.low, found.high))
    first, last = (f"{x:.1f}" for x in found.orders)
    return (
        f"A token of licensed text costs {low} to {high} times one of rephrased synthetic text, "
        f"{first} to {last} orders of magnitude"
    )


def ended_by(found: Calendar, year: int) -> float:
    """The expected share of deals whose first term has ended by the end of a year."""
    (at,) = (i for i, one in enumerate(found.years) if one == year)
    return float(found.ended_by[at])


def concentration(found: Concentration, names: dict[str, str] | None = None) -> str:
    """One side of the market in a sentence without a full stop."""
    low, high = found.effective_low, found.effective_high
    ends = wording.span(wording.number(low, 2), wording.number(high, 2))
    largest = f"; the largest, {names[found.largest]}, has" if names else ""
    share = f" {wording.share(found.largest_share)}" if names else ""
    return (
        f"{found.parties} named {found.side}s are as {wording.number(found.effective, 2)} equal "
        f"ones ({ends} with the unnamed), HHI {hhi(found.hhi)}{largest}{share}"
    )


def hhi(points: float) -> str:
    """An HHI in whole points."""
    return wording.count(round(points))


def hhi_value(found: ByValue) -> str:
    """An HHI by value, or why there is none."""
    if found.hhi is None:
        return f"not known: {found.of - found.deals} of {found.of} name no {found.side}"
    return wording.span(*(hhi(x) for x in found.hhi))


def effective_value(found: ByValue) -> str:
    """The effective number by value; an en dash where there is none."""
    if found.hhi is None:
        return wording.UNKNOWN
    low, high = (wording.number(1e4 / x, 2) for x in reversed(found.hhi))
    return wording.span(low, high)


def side_name(side: Side) -> str:
    """``Buyers`` or ``Suppliers``."""
    return f"{side.capitalize()}s"


def date(year: float, day_known: bool = True) -> str:
    """A decimal year as a month, or as a year where no more is known.

    >>> date(2026.23), date(2026.5, day_known=False)
    ('Mar 2026', '2026')
    """
    if not day_known:
        return f"{math.floor(year)}"
    month = min(int((year - math.floor(year)) * 12 + 1e-6), 11)
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[month]} {math.floor(year)}"


def _verb(n: int, one: str, more: str) -> str:
    return one if n == 1 else more


__all__ = [
    "BASIS_NAMES",
    "CATEGORIES",
    "RIGHTS_NAMES",
    "RULE",
    "Picked",
    "amount",
    "concentration",
    "deals",
    "ended_by",
    "headline",
    "implications",
    "numbers",
    "value",
]
