"""What data cost: a token of text by route, a year of an archive, and the gap between them.

A price per token is that of its source. A book is the one exception: its price is for a work, and
how many words that has is an assumption (:data:`BOOK_WORDS`), said wherever it is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from analytics.market.facts import Deal, Price

BOOK_WORDS = (50_000.0, 150_000.0)
"""Words in a book, assumed: from a short work of non-fiction to a long one."""

WORDS_PER_TOKEN = 0.75
"""Words in a token, as the source of the price of licensed text has it."""

BOOKS = ("licensed_book", "settled_book")
LICENSED, SYNTHETIC = "licensed_text", "synthetic_text"


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """What a token of text costs.

    Attributes:
        price: its row.
        low: USD a token.
        high: USD a token.
        assumed: whether the tokens of a unit are an assumption.
    """

    price: Price
    low: float
    high: float
    assumed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """How many times a licensed token costs what a synthetic one does.

    Attributes:
        low: the lowest licensed price over the highest synthetic one.
        high: the highest over the lowest.
    """

    low: float
    high: float

    @property
    def orders(self) -> tuple[float, float]:
        """Both ends in orders of magnitude."""
        return math.log10(self.low), math.log10(self.high)


@dataclass(frozen=True, slots=True)
class YearPrice:
    """What a deal costs a year.

    Attributes:
        deal: its row.
        low: USD a year.
        high: USD a year.
        divided: whether it is a total over its disclosed term.
    """

    deal: Deal
    low: float
    high: float
    divided: bool


def per_token(prices: Iterable[Price]) -> tuple[TokenPrice, ...]:
    """Prices of text by the token, the cheapest first.

    Args:
        prices: rows; those with no price per token and no assumed length are left out.
    """
    found = []
    for one in prices:
        if one.low_token is not None and one.high_token is not None:
            found.append(TokenPrice(one, one.low_token, one.high_token, assumed=False))
        elif one.id in BOOKS:
            fewest, most = (words / WORDS_PER_TOKEN for words in BOOK_WORDS)
            found.append(TokenPrice(one, one.low / most, one.high / fewest, assumed=True))
    return tuple(sorted(found, key=lambda one: (one.low, one.price.id)))


def gap(prices: Iterable[Price]) -> Gap | None:
    """The gap between licensed and rephrased synthetic text; None without a price of either."""
    known = {one.price.id: one for one in per_token(prices)}
    licensed, synthetic = known.get(LICENSED), known.get(SYNTHETIC)
    if licensed is None or synthetic is None:
        return None
    return Gap(licensed.low / synthetic.high, licensed.high / synthetic.low)


def replacement(
    prices: Iterable[Price], tokens: float
) -> tuple[tuple[TokenPrice, float, float], ...]:
    """What a number of tokens would cost at each price: no market would bear it, so a bound.

    Args:
        prices: rows.
        tokens: to be replaced.

    Returns:
        Price, low and high in USD, the cheapest first.
    """
    return tuple((one, tokens * one.low, tokens * one.high) for one in per_token(prices))


def per_year(deals: Iterable[Deal]) -> tuple[YearPrice, ...]:
    """What a year costs, of deals that say: by year, or in total with a term; the dearest first.

    Args:
        deals: to look at; only summable values count.
    """
    found = []
    for one in deals:
        if not one.summable or one.value is None:
            continue
        if one.value.basis == "per_year":
            found.append(YearPrice(one, one.value.low, one.value.high, divided=False))
        elif one.value.basis == "total" and (term := one.exact_term_years):
            low, high = one.value.low / term, one.value.high / term
            found.append(YearPrice(one, low, high, divided=True))
    return tuple(sorted(found, key=lambda one: (-one.high, one.deal.id)))
