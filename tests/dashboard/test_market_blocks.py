"""The market in words: what is summed, what is not and why, and links that take the state along."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from analytics.outlook import Outlook, evaluate
from analytics.scenario import PRESETS, Scenario
from dashboard import market_blocks
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures import Request
from tests.dashboard.test_record_blocks import all_of, words


@cache
def outlook(**changed: Any) -> Outlook:
    return evaluate(Scenario.model_validate({"log2_worlds": 6, **changed}))


def request(supplier: str = "all", buyer: str = "all", **changed: Any) -> Request:
    options = {"supplier": supplier, "buyer": buyer}
    return Request(outlook(**changed), PRESETS["as-published"], options=options)


def rows(found: Any) -> list[list[str]]:
    table = all_of(found, "Table")[0]
    body = all_of(table, "Tr")[1:]
    return [[words(cell) for cell in row.children] for row in body]


def test_every_block_of_the_market_is_registered_and_quick() -> None:
    mine = {name for name in BLOCKS if name.startswith("market-")}
    assert len(mine) == 7 and not mine & SLOW_BLOCKS


def test_the_page_says_how_many_state_no_rights_and_that_there_are_others() -> None:
    text = words(market_blocks.headline(request()))
    assert "43 leave open whether it is for training or display" in text
    assert "there are others that nobody has reported" in text


def test_sums_are_by_supplier_basis_and_rights() -> None:
    found = market_blocks.summed(request())
    body = rows(found)
    keys = [tuple(row[:3]) for row in body]
    assert len(set(keys)) == len(keys) == 7
    assert ["News", "whole contract", "not stated", "2 of 17", "at least $275M"] in body
    assert "Training and display are never added up" in words(found)
    assert not re.search(r"\btotal\b", words(found), re.IGNORECASE)


def test_without_values_the_sums_say_what_to_do() -> None:
    text = words(market_blocks.summed(request("books")))
    assert "Choose “All suppliers”" in text
    assert "Every value" in words(market_blocks.left_out(request("geospatial")))


def test_what_is_never_summed_has_a_reason_each() -> None:
    found = market_blocks.left_out(request())
    body = rows(found)
    assert len(body) == 15 and all(reason for *_, reason in body)
    assert "15 rows; besides, 69 deals without a disclosed value." in words(found)
    said = {row[0]: row for row in body}
    assert said["OpenAI – Walt Disney Co"][2] == "terminated"


def test_measures_give_hhi_and_effective_number_with_denominators() -> None:
    body = {row[0]: row[1:] for row in rows(market_blocks.measures(request()))}
    assert body["Buyers, by signings"][0] == "87 signings of 27 named"
    assert body["Buyers, by signings"][1].startswith("1042 (")
    by_value = "Buyers, by value: whole contract, not stated"
    assert body[by_value] == ["2 of 5 deals", "not known: 3 of 5 name no buyer", "–"]


def test_replacing_says_which_length_is_assumed() -> None:
    body = {row[0]: row[1:] for row in rows(market_blocks.replaced(request()))}
    assert body["Licensed text"] == ["$750M", "medium confidence"]
    assert body["Licensed book (training licence)"][1] == "assumed length"


def test_links_to_evidence_keep_scenario_choice_and_baseline() -> None:
    with_baseline = request("news", overtraining=5.0)
    pinned = Request(
        with_baseline.outlook, with_baseline.preset, outlook(), "B", options=with_baseline.options
    )
    links = all_of(market_blocks.sources(pinned), "A")
    tables = []
    for one in links:
        query = parse_qs(urlsplit(one.href).query)
        assert query["overtraining"] == ["5"] and query["supplier"] == ["news"] and query["pin"]
        tables += query.get("table", [])
    assert tables == ["deals", "deal_parties", "unit_prices", "litigation"]


def test_tiles_are_the_numbers() -> None:
    terms = [words(one) for one in all_of(market_blocks.tiles(request()), "Dt")]
    assert len(terms) == 4 and terms[0] == "Deals reported"
