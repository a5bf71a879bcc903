"""Blocks: the words and numbers of a view, from the same request as its charts."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from plotly.io.json import to_json_plotly

from analytics import findings, wording
from analytics.scenario import PRESETS
from dashboard import blocks, state
from dashboard.blocks import BLOCKS, SLOW_BLOCKS, TABLE_YEARS
from dashboard.figures.chart import Request
from tests.dashboard.posting import every, words

FEW = "log2_worlds=6"


def request_of(query: str = FEW) -> Request:
    return state.request(state.parse(query))


def against(query: str, pinned: str) -> Request:
    made = request_of(query)
    other = request_of(pinned)
    return dataclasses.replace(made, baseline=other.outlook, baseline_name="The other")


def kinds(content: Any, *names: str) -> list[str]:
    return [words(one) for one in every(content) if type(one).__name__ in names]


@pytest.mark.parametrize("name", sorted({*BLOCKS} - SLOW_BLOCKS))
@pytest.mark.parametrize("preset", PRESETS)
def test_a_block_can_be_sent(name: str, preset: str) -> None:
    request = request_of(f"{FEW}&preset={preset}")
    content = blocks.block(name, request)
    assert every(content)[0].id == {"block": name}
    assert json.loads(to_json_plotly(content))
    assert words(content).strip()
    with_baseline = dataclasses.replace(request, baseline=request.outlook, baseline_name="B")
    assert words(blocks.block(name, with_baseline)).strip()


def test_slow_blocks_are_blocks() -> None:
    assert set(BLOCKS) >= SLOW_BLOCKS


def test_the_headline_is_the_only_h1() -> None:
    request = request_of(f"{FEW}&preset=overtrained-5x")
    content = BLOCKS["headline"](request)
    assert kinds(content, "H1") == [findings.headline(request.outlook, request.preset)]
    assert findings.implications(request.outlook) in words(content)


def test_tiles_are_the_headline_numbers() -> None:
    request = request_of()
    content = BLOCKS["tiles"](request)
    numbers = findings.numbers(request.outlook)
    assert kinds(content, "Dt") == [number.label for number in numbers]
    for number, said in zip(numbers, kinds(content, "Dd"), strict=True):
        assert said.startswith(number.value_text)
        assert number.interval_text in said
        assert "against" not in said


def test_tiles_tell_the_difference_from_the_baseline() -> None:
    request = against(f"{FEW}&overtraining=100", FEW)
    assert request.baseline is not None
    differences = findings.difference(request.outlook, request.baseline)
    said = kinds(BLOCKS["tiles"](request), "Dd")
    for number, tile in zip(differences, said, strict=True):
        assert f"{number.difference_text}  against The other" in tile
        assert number.value_text in tile


def test_the_table_has_the_chance_of_each_year() -> None:
    request = request_of()
    content = BLOCKS["probability-table"](request)
    head = [one for one in every(content) if type(one).__name__ == "Th" and one.scope == "col"]
    assert [words(one) for one in head] == ["Year", "Chance"]
    rows = [one for one in every(content) if type(one).__name__ == "Tr"][1:]
    assert len(rows) == len(TABLE_YEARS)
    for year, row in zip(TABLE_YEARS, rows, strict=True):
        chance = findings.probability_by(request.outlook, year)
        assert [words(cell) for cell in row.children] == [str(year), wording.probability(chance)]
        assert row.children[0].scope == "row"


def test_the_table_sets_the_baseline_beside_it() -> None:
    request = against(f"{FEW}&overtraining=100", FEW)
    assert request.baseline is not None
    content = BLOCKS["probability-table"](request)
    rows = [one for one in every(content) if type(one).__name__ == "Tr"]
    assert [words(cell) for cell in rows[0].children] == [
        "Year",
        "Chance",
        "Baseline",
        "Difference",
    ]
    for year, row in zip(TABLE_YEARS, rows[1:], strict=True):
        now = findings.probability_by(request.outlook, year)
        was = findings.probability_by(request.baseline, year)
        apart = "no change" if now == was else wording.points(now - was)
        assert [words(cell) for cell in row.children] == [
            str(year),
            wording.probability(now),
            wording.probability(was),
            apart,
        ]


def test_no_chance_is_certain() -> None:
    for query in (f"{FEW}&overtraining=1000&usable_share=0.001", f"{FEW}&demand_growth=0"):
        cells = kinds(BLOCKS["probability-table"](request_of(query)), "Td")
        assert cells
        assert not {"0%", "100%"} & set(cells)
