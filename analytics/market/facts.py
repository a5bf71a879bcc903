"""The facts of the market as the models read them: deals, prices, suits, each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analytics.market.values import Value
from data import catalog

if TYPE_CHECKING:
    import pandas as pd

UNNAMED = "unnamed"
"""The placeholder of parties without a name; never a party."""


@dataclass(frozen=True, slots=True)
class Deal:
    """One row of the table of deals.

    Attributes:
        id: of the row, stable.
        row: its place in the table, counted from 0.
        buyer: as reported.
        supplier: as reported.
        buyers: ids of the named buyers, each once; group rows split.
        suppliers: ids of the named suppliers, each once.
        unnamed: sides with a party that has no name: ``buyer``, ``supplier``.
        first: decimal year of the first day it may have been announced.
        last: decimal year of the last one; the same where the day is known.
        category: type of supplier.
        rights: training, display, both or unknown.
        status: announced, terminated, or why it is no deal.
        ended: decimal year of its termination; None if there was none.
        value: as reported; None where none is disclosed.
        summable: whether the value may be summed, with its own basis and rights.
        reason: why it may or may not.
        term_years: length of the contract; None where not disclosed.
        term_bound: how that is meant: stated, minimum or maximum; empty where not disclosed.
        recalled: whether the row was written from memory and never verified.
        note: other terms.
        source_id: of its source.
    """

    id: str
    row: int
    buyer: str
    supplier: str
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    unnamed: frozenset[str]
    first: float
    last: float
    category: str
    rights: str
    status: str
    ended: float | None
    value: Value | None
    summable: bool
    reason: str
    term_years: float | None
    term_bound: str
    recalled: bool
    note: str
    source_id: str

    @property
    def middle(self) -> float:
        """The middle of the days on which it may have been announced, decimal year."""
        return (self.first + self.last) / 2

    @property
    def term_at_least(self) -> bool:
        """Whether the contract may be longer than its term says."""
        return self.term_bound == "minimum"

    @property
    def exact_term_years(self) -> float | None:
        """Length of the contract; None where not disclosed, or only as a bound."""
        return self.term_years if self.term_bound == "stated" else None


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of data costs.

    Attributes:
        id: of the row, stable.
        row: its place in the table.
        item: what is priced.
        unit: that the price is for.
        low: USD a unit.
        high: USD a unit.
        low_token: USD a token, as the source converts it; None where it does not.
        high_token: its upper end.
        year: of the price.
        route: licensed, feedback or synthetic.
        kind: licence, talks, settlement, labour or production.
        modality: text, image or video.
        confidence: high, medium or low.
        note: how the figure was come by.
    """

    id: str
    row: int
    item: str
    unit: str
    low: float
    high: float
    low_token: float | None
    high_token: float | None
    year: int
    route: str
    kind: str
    modality: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Suits:
    """A count of suits.

    Attributes:
        first: decimal year of the first day it may be of.
        last: of the last one.
        measure: what is counted.
        defendant: named in the suits, or ``any``.
        suits: number so far.
        source_id: of its source.
    """

    first: float
    last: float
    measure: str
    defendant: str
    suits: int
    source_id: str

    @property
    def middle(self) -> float:
        """The middle of the days it may be of, decimal year."""
        return (self.first + self.last) / 2


@dataclass(frozen=True, eq=False, slots=True)
class Facts:
    """All facts of the market.

    Attributes:
        deals: every row of the table, deals and others, in its order.
        names: party id → name.
        prices: of data.
        suits: counts of suits, by date.
    """

    deals: tuple[Deal, ...]
    names: Mapping[str, str]
    prices: tuple[Price, ...]
    suits: tuple[Suits, ...]


@lru_cache(maxsize=2)
def facts(data_version: str) -> Facts:
    """The facts of a version of the data; LookupError if it is no longer known."""
    tables = catalog.snapshot(data_version)
    return prepare(
        *(
            tables.load(name)
            for name in (
                "deals",
                "deal_parties",
                "parties",
                "party_aliases",
                "unit_prices",
                "litigation",
            )
        )
    )


def prepare(
    deals: pd.DataFrame,
    deal_parties: pd.DataFrame,
    parties: pd.DataFrame,
    party_aliases: pd.DataFrame,
    unit_prices: pd.DataFrame,
    litigation: pd.DataFrame,
) -> Facts:
    """The facts as the tables have them.

    A party counts once a side of a deal, under one name: that of its alias, where its spelling has
    one. The placeholder of unnamed parties is kept apart.

    Args:
        deals: one row a deal.
        deal_parties: one row a deal, side and party.
        parties: id, name and whether it is one.
        party_aliases: spelling → party id.
        unit_prices: one row a price.
        litigation: one row a count.
    """
    alias = dict(zip(party_aliases["name"], party_aliases["party_id"], strict=True))
    named = {str(row.party_id) for row in parties.itertuples() if bool(row.named)}
    sides: dict[tuple[str, str], dict[str, None]] = {}
    for row in deal_parties.itertuples():
        party = alias.get(str(row.name), row.party_id)
        sides.setdefault((str(row.deal_id), str(row.role)), {})[str(party)] = None
    return Facts(
        tuple(_deal(i, row, sides, named) for i, row in enumerate(_records(deals))),
        dict(zip(parties["party_id"], parties["name"], strict=True)),
        tuple(_price(i, row) for i, row in enumerate(_records(unit_prices))),
        tuple(sorted(map(_suits, _records(litigation)), key=lambda one: (one.last, -one.suits))),
    )


def _records(table: pd.DataFrame) -> Iterable[Mapping[str, Any]]:
    """Rows with None for what is missing."""
    cleaned = table.astype(object).where(table.notna(), None)
    found: list[Mapping[str, Any]] = cleaned.to_dict("records")  # type: ignore[assignment]
    return found


def _deal(
    i: int, row: Mapping[str, Any], sides: Mapping[tuple[str, str], Iterable[str]], named: set[str]
) -> Deal:
    parties = {side: tuple(sides.get((row["deal_id"], side), ())) for side in ("buyer", "supplier")}
    known = {side: tuple(one for one in found if one in named) for side, found in parties.items()}
    return Deal(
        id=row["deal_id"],
        row=i,
        buyer=row["buyer"],
        supplier=row["supplier"],
        buyers=known["buyer"],
        suppliers=known["supplier"],
        unnamed=frozenset(side for side in parties if len(known[side]) < len(parties[side])),
        first=_year(row["announced_from"]),
        last=_year(row["announced_to"]),
        category=row["category"],
        rights=row["rights"],
        status=row["status"],
        ended=None if row["ended"] is None else _year(row["ended"]),
        value=_value(row),
        summable=bool(row["summable"]),
        reason=row["summable_reason"],
        term_years=row["term_years"],
        term_bound=row["term_bound"] or "",
        recalled=row["confidence"] == "recalled",
        note=row["note"] or "",
        source_id=row["source_id"],
    )


def _value(row: Mapping[str, Any]) -> Value | None:
    if row["value_low_usd"] is None:
        return None
    high = row["value_low_usd"] if row["value_high_usd"] is None else row["value_high_usd"]
    return Value(
        float(row["value_low_usd"]),
        float(high),
        row["value_basis"],
        row["value_bound"] or "stated",
        row["value_unit"] or "",
    )


def _price(i: int, row: Mapping[str, Any]) -> Price:
    return Price(
        id=row["price_id"],
        row=i,
        item=row["item"],
        unit=row["unit"],
        low=float(row["low_usd"]),
        high=float(row["high_usd"]),
        low_token=row["low_usd_per_token"],
        high_token=row["high_usd_per_token"],
        year=int(row["year"]),
        route=row["route"],
        kind=row["kind"],
        modality=row["modality"],
        confidence=row["confidence"],
        note=row["note"] or "",
    )


def _suits(row: Mapping[str, Any]) -> Suits:
    return Suits(
        _year(row["observed_from"]),
        _year(row["observed_to"]),
        row["measure"],
        row["defendant"],
        int(row["suits"]),
        row["source_id"],
    )


def _year(day: dt.datetime) -> float:
    return catalog.decimal_year(day.date())
