"""Vendors, open models and licences as the tables have them, in the form the moat model takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from analytics.market.facts import Deal, facts
from analytics.moat.licences import Licence
from analytics.moat.mixes import LEAST_MAPPED, ROUTES, Answer, by_route
from data import catalog

if TYPE_CHECKING:
    import pandas as pd

OWN_CRAWL = "own crawl"
"""Note of a vendor that uses no crawl of others, but has one."""

_ANSWERS: dict[str, Answer] = {
    "unclear": "undisclosed",
    **{one: one for one in get_args(Answer)},
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a vendor says of one route.

    Attributes:
        answer: yes, no, possible, undisclosed or own_crawl.
        note: what the answer is limited to, such as opt-in; may be empty.
        text: the evidence, a sentence; empty where the report has none.
        row: its place in the table, counted from 0.
        source_id: of its source.
    """

    answer: Answer
    note: str
    text: str
    row: int
    source_id: str


@dataclass(frozen=True, eq=False, slots=True)
class Vendor:
    """A vendor of the acquisition table.

    Attributes:
        name: as the table has it; also the id of its unit.
        party: its id as a buyer of licences.
        model: the model that its report is of; empty where it names none.
        answers: route → what it says of it, in the order of the routes.
    """

    name: str
    party: str
    model: str
    answers: Mapping[str, Evidence]


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A model or corpus whose mix is published.

    Attributes:
        name: as published.
        maker: who made it: a vendor's name where it is one, else as published.
        year: of its release.
        subject: model or corpus.
        shares: of tokens by route, 0–1; what they leave short of 1 is mapped to no route.
        modalities: of its components, other than text, with their shares of tokens.
        recalled: whether any of it was written from memory and never verified.
        source_ids: of its rows.
    """

    name: str
    maker: str
    year: int
    subject: str
    shares: tuple[float, ...]
    modalities: tuple[tuple[str, float], ...]
    recalled: bool
    source_ids: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class VendorFacts:
    """Everything that the tables know of vendors' data.

    Attributes:
        vendors: of the acquisition table, in its order.
        models: with a published mix of which 80% is mapped to routes; of one maker the newest
            first, makers of the newest models first.
        licences: one row for each buyer and supplier of a deal.
        parties: spelling → party id.
        categories: party id of a supplier → its type.
    """

    vendors: tuple[Vendor, ...]
    models: tuple[OpenModel, ...]
    licences: tuple[Licence, ...]
    parties: Mapping[str, str]
    categories: Mapping[str, str]


@lru_cache(maxsize=2)
def vendor_facts(data_version: str) -> VendorFacts:
    """The facts of a version of the data; LookupError if it is no longer known."""
    tables = catalog.snapshot(data_version)
    deals = facts(data_version).deals
    exclusive = tables.load("deals")["exclusive"].to_list()
    aliases = tables.load("party_aliases")
    parties = dict(zip(aliases["name"].astype(str), aliases["party_id"].astype(str), strict=True))
    vendors = _vendors(tables.load("vendor_acquisition"), parties)
    return VendorFacts(
        vendors,
        _models(tables.load("mixes"), parties, {one.party: one.name for one in vendors}),
        tuple(row for one in deals for row in licences_of(one, str(exclusive[one.row]))),
        parties,
        {party: one.category for one in deals for party in one.suppliers},
    )


def _vendors(table: pd.DataFrame, parties: Mapping[str, str]) -> tuple[Vendor, ...]:
    found = []
    cleaned = table.astype(object).where(table.notna(), None).reset_index(drop=True)
    for name, rows in cleaned.groupby("vendor", sort=False):
        answers = {
            str(row.route): Evidence(
                "own_crawl" if row.answer_note == OWN_CRAWL else _ANSWERS[str(row.answer)],
                str(row.answer_note or ""),
                str(row.evidence or ""),
                int(str(row.Index)),
                str(row.source_id),
            )
            for row in rows.itertuples()
        }
        vendor = str(name)
        found.append(
            Vendor(
                vendor,
                parties.get(vendor, vendor),
                str(rows["model"].iloc[0] or ""),
                {route: answers[route] for route in ROUTES},
            )
        )
    return tuple(found)


def _models(
    table: pd.DataFrame, parties: Mapping[str, str], vendors: Mapping[str, str]
) -> tuple[OpenModel, ...]:
    found = []
    usable = table[table["usable"]]
    for (name, maker), rows in usable.groupby(["model", "vendor"], sort=False):
        mapped = rows[rows["route"].isin(ROUTES)]
        sums = mapped.groupby("route")["share"].sum()
        shares = by_route({str(route): float(share) for route, share in sums.items()})
        if sum(shares) < LEAST_MAPPED:
            continue
        other = rows[rows["modality"] != "text"].groupby("modality")["share"].sum()
        found.append(
            OpenModel(
                str(name),
                vendors.get(parties.get(str(maker), ""), str(maker)),
                int(rows["year"].iloc[0]),
                str(rows["subject"].iloc[0]),
                shares,
                tuple((str(one), float(share)) for one, share in other.items()),
                bool((rows["confidence"] == "recalled").any()),
                tuple(dict.fromkeys(rows["source_id"].astype(str))),
            )
        )
    newest: dict[str, int] = {}
    for one in found:
        newest[one.maker] = max(newest.get(one.maker, 0), one.year)
    return tuple(sorted(found, key=lambda one: (-newest[one.maker], one.maker, -one.year)))


def licences_of(deal: Deal, exclusive: str) -> tuple[Licence, ...]:
    """A deal as licences, one for each buyer and supplier, each with its part of the value.

    A value is the middle of what was reported, a year; a total is spread over the term, where
    that is known. Of a minimum and a maximum it is the figure itself.

    Args:
        deal: as the market's facts have it.
        exclusive: yes, no or unknown.
    """
    # None where no name is known, if only one among others
    buyers: list[str | None] = [*deal.buyers, *([None] if "buyer" in deal.unnamed else [])]
    suppliers: list[str | None] = [*deal.suppliers, *([None] if "supplier" in deal.unnamed else [])]
    yearly = _usd_per_year(deal)
    pairs = max(len(buyers) * len(suppliers), 1)
    return tuple(
        Licence(
            deal=deal.id,
            buyer=buyer,
            supplier=supplier,
            category=deal.category,
            from_year=deal.middle,
            rights=deal.rights,  # type: ignore[arg-type]
            status=deal.status,
            term_years=deal.term_years,
            term_at_least=deal.term_at_least,
            exclusive=exclusive,  # type: ignore[arg-type]
            usd_per_year=None if yearly is None else yearly / pairs,
            ended_year=deal.ended,
        )
        for buyer in buyers
        for supplier in suppliers
    )


def _usd_per_year(deal: Deal) -> float | None:
    if deal.value is None or not deal.summable:
        return None
    middle = (deal.value.low + deal.value.high) / 2
    if deal.value.basis == "per_year":
        return middle
    if deal.value.basis == "total" and deal.exact_term_years:
        return middle / deal.exact_term_years
    return None
