"""The vendors in words and tables: as the ranking has them, and the case against it in sight."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from analytics import findings_vendors as said
from analytics import wording
from analytics.outlook import evaluate
from analytics.outlook.vendors import ranking
from analytics.scenario import Scenario
from dashboard import vendor_blocks
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures.chart import Request
from dashboard.pages import vendors
from dashboard.state import parse
from tests.dashboard.posting import every, words

MINE = [name for name, make in BLOCKS.items() if make.__module__ == vendor_blocks.__name__]
OWN = "OpenAI:50-10-15-15-2-8~Acme:10-10-10-60-2-8"


@cache
def request(
    pinned: bool = False, options: tuple[tuple[str, str], ...] = (), **given: Any
) -> Request:
    def outlook(**changed: Any):
        return evaluate(Scenario(log2_worlds=6, log2_moat_draws=9, **changed))

    return Request(
        outlook(**given),
        baseline=outlook() if pinned else None,
        baseline_name="The other" if pinned else "",
        options=dict(options),
    )


def rows(content: Any) -> dict[str, list[str]]:
    """The rows of a table by their head."""
    found = {}
    for row in [one for one in every(content) if type(one).__name__ == "Tr"]:
        head, *cells = row.children
        if getattr(head, "scope", "") == "row":
            found[words(head).split("  ")[0]] = [words(cell) for cell in cells]
    return found


@pytest.mark.parametrize("name", MINE)
def test_a_block_is_made_with_and_without_a_baseline(name) -> None:
    for asked in (request(), request(pinned=True, mixes=OWN)):
        text = words(BLOCKS[name](asked))
        assert text and not re.search(r"\b(nan|None|inf)\b", text), text


def test_the_page_opens_with_the_answer() -> None:
    shown = parse("log2_worlds=6&log2_moat_draws=9")
    content = every(vendors.layout(shown))
    (heading,) = [one for one in content if type(one).__name__ == "H1"]
    outlook = evaluate(shown.scenario)
    assert heading.children == said.headline(outlook, shown.preset)


def test_the_tiers_are_those_of_the_ranking_and_the_chosen_is_marked() -> None:
    asked = request(options=(("vendor", "IBM"),))
    moat = ranking(asked.outlook).moat
    table = rows(vendor_blocks.tiers(asked))
    assert list(table) == list(ranking(asked.outlook).vendors)
    at = moat.ranked_units.index("IBM")
    for vendor, (tier, _, _, first, beats) in table.items():
        i = moat.ranked_units.index(vendor)
        assert tier == str(moat.tiers[i])
        assert first == said.chance(moat, float(moat.acceptability[i, 0]))
        chance = said.chance(moat, float(moat.pairwise[at, i]))
        assert beats == (wording.UNKNOWN if vendor == "IBM" else chance)
    marked = [
        one
        for one in every(vendor_blocks.tiers(asked))
        if getattr(one, "className", "") == "chosen"
    ]
    assert len(marked) == 1 and words(marked[0]).startswith("IBM")


def test_own_mixes_are_marked_in_the_table() -> None:
    text = words(vendor_blocks.tiers(request(mixes=OWN)))
    assert text.count("your mix") == 2


def test_central_weights_sum_to_one_and_tell_of_who_is_never_first() -> None:
    asked = request()
    moat = ranking(asked.outlook).moat
    table = rows(vendor_blocks.central(asked))
    assert list(table)[-1] == "All worlds"
    for vendor, (_, *shares) in table.items():
        if vendor != "All worlds":
            i = moat.ranked_units.index(vendor)
            assert shares == [wording.share(float(w)) for w in moat.central_weights[i]]
    never = request(mixes="Acme:0-0-0-100-0-0~Poor:100-0-0-0-0-0", analyst_strength=1e4)
    beaten = rows(vendor_blocks.central(never))["Poor"]
    assert set(beaten[1:]) == {wording.UNKNOWN} and beaten[0].startswith("<")


def test_the_picks_are_the_vendors_of_the_scenario() -> None:
    content = every(vendor_blocks.picking(request(mixes=OWN, options=(("vendor", "Acme"),))))
    one, other = [part for part in content if type(part).__name__ == "Select"]
    names = [choice["value"] for choice in one.data]
    assert names[0] == "" and len(names) == 1 + 14 and {"Acme", "OpenAI"} <= set(names)
    assert names[1:] == sorted(names[1:], key=str.casefold)
    assert (one.value, other.value) == ("Acme", "")


def test_the_case_against_it_is_always_on_the_page() -> None:
    for query in ("log2_worlds=6", f"log2_worlds=6&mixes={OWN}"):
        text = words(vendors.layout(parse(query)))
        for name in ("Casado & Lauten 2019", "Hagiu & Wright 2020", "Diversity is resilience"):
            assert name in text
        assert said.SEVEN in text


def test_the_sentence_of_the_outlook_waits_until_the_rest_is_drawn() -> None:
    assert "vendors-sentence" in SLOW_BLOCKS
    asked = request()
    assert words(BLOCKS["vendors-sentence"](asked)) == said.on_outlook(asked.outlook)


def test_tiles_tell_what_they_were() -> None:
    told = words(vendor_blocks.tiles(request(pinned=True, mixes=OWN)))
    assert "was " in told and "in The other" in told
    assert "in The other" not in words(vendor_blocks.tiles(request()))
