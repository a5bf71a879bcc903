"""Judgements, vendors and licences as the tests use them, from the published answers."""

from dataclasses import replace
from functools import cache
from typing import Any

from analytics.estimates import triangular
from analytics.moat import MoatInputs, Unit
from analytics.moat.criteria import Judgements
from analytics.moat.licences import Licence, Market
from analytics.moat.mixes import ROUTES, Disclosed, Presence, by_route
from data import catalog

_TABLE = """
0/.05/.15 .30/.45/.60 .15/.30/.50 .50/.65/.80 .05/.15/.30
0/.02/.05 .05/.15/.30 .40/.60/.80 .60/.75/.90 .02/.10/.25
.20/.40/.70 .30/.50/.70 .75/.90/1 .80/.90/1 .30/.50/.70
.70/.85/1 .60/.80/.95 .40/.60/.80 .30/.55/.80 .50/.70/.90
.50/.70/.90 .60/.75/.90 .75/.90/1 .85/.95/1 .40/.60/.80
.05/.15/.35 .70/.85/1 .40/.60/.80 0/.10/.35 .02/.10/.25
"""

JUDGEMENTS = Judgements(
    attributes=tuple(
        tuple(triangular(*map(float, cell.split("/"))) for cell in line.split())
        for line in _TABLE.strip().splitlines()
    ),
    leverage=tuple(
        triangular(*points)
        for points in (
            (1, 1, 1),
            (1, 2, 4),
            (1, 4, 10),
            (1, 4, 10),
            (20, 60, 200),
            (0.3, 1, 2),
        )
    ),
)

CRAWL_ONLY = Unit("public-crawl-only", Disclosed(by_route({"public_crawl": 1.0})), ranked=False)


MARKET = Market(
    licences=(),
    as_of=2026.5,
    unseen_buyers=triangular(0, 0.5, 2),
    unknown_term_years=triangular(2, 3, 5),
    renewal=triangular(0.5, 0.75, 0.95),
)


def market(*licences: Licence, **changes) -> Market:
    return replace(MARKET, licences=licences, **changes)


@cache
def vendors() -> tuple[Unit, ...]:
    """The thirteen vendors as they answered."""
    answers: dict[str, dict[str, Any]] = {}
    for row in catalog.load("vendor_acquisition").to_dict("records"):
        answer = "own_crawl" if row["answer_note"] == "own crawl" else row["answer"]
        answers.setdefault(row["vendor"], {})[row["route"]] = answer
    return tuple(
        Unit(vendor, Presence(tuple(given[route] for route in ROUTES)), buyer=vendor)
        for vendor, given in sorted(answers.items())
    )


@cache
def open_models() -> tuple[Unit, ...]:
    """Models and corpora with a published mix."""
    mixes: dict[str, dict[str, float]] = {}
    for row in catalog.load("mixes").to_dict("records"):
        if row["usable"] and row["route"] != "undisclosed":
            mix = mixes.setdefault(row["model"], {})
            mix[row["route"]] = mix.get(row["route"], 0.0) + row["share"]
    return tuple(
        Unit(model, Disclosed(by_route(mix)), ranked=False)
        for model, mix in mixes.items()
        if sum(mix.values()) >= 0.8
    )


@cache
def licences() -> tuple[Licence, ...]:
    """Every deal that was signed, a row for each pair of parties."""
    names = {
        row["party_id"]: (row["vendor"] if isinstance(row["vendor"], str) else row["party_id"])
        for row in catalog.load("parties").to_dict("records")
        if row["named"]
    }
    sides: dict[tuple[str, str], list[str | None]] = {}
    for row in catalog.load("deal_parties").to_dict("records"):
        sides.setdefault((row["deal_id"], row["role"]), []).append(names.get(row["party_id"]))
    return tuple(
        Licence(
            row["deal_id"],
            buyer,
            supplier,
            row["category"],
            from_year=row["announced_from"].year + (row["announced_from"].day_of_year - 1) / 365,
            rights=row["rights"],
            status=row["status"],
            term_years=row["term_years"] if row["term_years"] > 0 else None,
            exclusive=row["exclusive"],
            usd_per_year=row["value_low_usd"] if row["value_basis"] == "per_year" else None,
            ended_year=2026.23 if row["status"] == "terminated" else None,
        )
        for row in catalog.load("deals").to_dict("records")
        for buyer in sides[row["deal_id"], "buyer"]
        for supplier in sides[row["deal_id"], "supplier"]
    )


def inputs(units: tuple[Unit, ...] | None = None, **changes) -> MoatInputs:
    return MoatInputs(vendors() if units is None else units, JUDGEMENTS, **changes)
