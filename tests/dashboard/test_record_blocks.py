"""The record in words: counts with their denominators, and what they do not mean."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from dash.development.base_component import Component

from analytics.outlook import evaluate, record
from analytics.outlook.record import Way
from analytics.scenario import PRESETS, Scenario
from dashboard import record_blocks
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures import Request
from data import catalog

VERSION = catalog.version()


def request(source: str = "interval") -> Request:
    return Request(evaluate(Scenario.model_validate({"demand_growth_from": source})))


def words(found: Any) -> str:
    """All text of some components."""
    if isinstance(found, list | tuple):
        return " ".join(map(words, found))
    if isinstance(found, Component):
        return words([getattr(found, "plain", None), getattr(found, "children", None)]).strip()
    return "" if found is None else str(found)


def all_of(found: Any, kind: str) -> list[Any]:
    if isinstance(found, list | tuple):
        return [one for part in found for one in all_of(part, kind)]
    if not isinstance(found, Component):
        return []
    mine = [found] if type(found).__name__ == kind else []
    inside = [getattr(found, name, None) for name in ("plain", "children")]
    return mine + all_of(inside, kind)


def test_every_block_of_the_record_is_registered() -> None:
    mine = {"record-headline", "fit-diagnostics", "flagged-runs"}
    slow = {"growth-estimates", "coverage-table", "scores", "drivers-table"}
    assert mine | slow <= set(BLOCKS) and slow <= SLOW_BLOCKS and not mine & SLOW_BLOCKS


def test_the_headline_is_a_count_with_its_denominator() -> None:
    text = words(record_blocks.headline(request()))
    assert "Of the 8 record runs since 2024, the published trend held 8" in text


def test_the_headline_has_a_denominator_for_each_where_the_records_differ(monkeypatch) -> None:
    cast = record.cast(2024.0, Way("quantile"), VERSION)
    fewer = replace(
        cast,
        rows=cast.rows[1:],
        record_years=cast.record_years[1:],
        log10_tokens=cast.log10_tokens[1:],
        forecasts=cast.forecasts[1:],
        inside=cast.inside[1:],
    )
    monkeypatch.setattr(record, "cast", lambda *_: fewer)
    text = words(record_blocks.headline(request()))
    assert "the published trend held 8 of 8 in its 90% band" in text
    assert "a fit to the runs published before 7 of 7, with" in text


def test_past_fits_admit_hindsight_and_fits_say_which_runs_they_look_at() -> None:
    beside = words(record_blocks.coverage(request()))
    assert "With hindsight: runs and sizes are those that the data of today hold" in beside
    rule = "after one run per organisation, model family and year, speculative sizes left out"
    assert rule in words(record_blocks.estimates(request()))
    assert rule in words(record_blocks.diagnostics(request("since_2020")))
    assert rule in PRESETS["refit-to-date"].why


def test_estimates_name_the_one_in_use() -> None:
    (table,) = all_of(record_blocks.estimates(request("since_2020")), "Table")
    chosen = [row for row in all_of(table, "Tr") if getattr(row, "className", "") == "chosen"]
    assert len(chosen) == 1
    assert words(chosen) == "Five largest a year since 2020 in use 0.40 (0.35–0.45) 30 (16)"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("interval", ["not a fit; this is the fit since 2020", "R²", "Shapiro", "1.31"]),
        ("since_2020", ["The fit in use.", "91% of the variance"]),
        ("quantile", ["Quantile regression", "R¹", "check loss", "Without flagged", "bootstrap"]),
    ],
)
def test_diagnostics_say_in_words_what_they_mean(source, wanted) -> None:
    text = words(record_blocks.diagnostics(request(source)))
    for part in wanted:
        assert part in text
    (link,) = all_of(record_blocks.diagnostics(request(source)), "A")
    assert link.href == "/methods#record"


@pytest.mark.parametrize(
    ("value", "wanted"), [(0.9, "same side"), (2.0, "no sign"), (3.1, "opposite sides")]
)
def test_serial_correlation_has_a_meaning(value, wanted) -> None:
    assert wanted in record_blocks._serial(value)


def test_flagged_runs_have_a_reason() -> None:
    text = words(record_blocks.flagged(request()))
    assert "GPipe" in text and "1.45\u00a0trillion" in text
    assert "times above the line" in text and "Bonferroni" in text


def test_without_flagged_runs_it_says_so(monkeypatch) -> None:
    monkeypatch.setattr(record, "flagged", lambda _: np.empty(0, dtype=int))
    assert "No run is farther" in words(record_blocks.flagged(request()))


def test_coverage_is_counts_never_bare_percentages() -> None:
    found = record_blocks.coverage(request())
    cells = [words(cell) for cell in all_of(found, "Td")]
    assert len(cells) == 7 * 4
    assert all(re.fullmatch(r"\d+ of \d+|–", cell) for cell in cells)
    assert cells[-4:] == ["12 of 12", "10 of 10", "10 of 10", "8 of 8"]
    assert "not independent" in words(found) and "never misses" in words(found)


def test_a_miss_says_on_which_side(monkeypatch) -> None:
    counts = record.coverage(Way("quantile"), VERSION).copy()
    counts.loc[0, ["inside", "above"]] = [1, 1]
    monkeypatch.setattr(record, "coverage", lambda *_: counts)
    text = words(record_blocks.coverage(request()))
    assert "1 of 2 (1 above)" in text and "39 of 40 counts are inside" in text


def test_scores_are_both_numbers_and_how_many_records() -> None:
    found = record_blocks.scores(request())
    cells = [words(cell) for cell in all_of(found, "Td")]
    assert cells[:3] == ["8", "0.045", "0.037"]
    text = words(found)
    assert "lower is better" in text and "OOM" in text
    assert "On 8 records since 2024, the published trend did better: 0.037 against 0.045" in text
    better = [one for one in all_of(found, "Td") if getattr(one, "className", "") == "better"]
    assert len(better) == 3


def test_without_records_nothing_is_scored_or_counted(monkeypatch) -> None:
    monkeypatch.setattr(record, "scores", lambda *_: [])
    assert "nothing to score" in words(record_blocks.scores(request()))
    counts = record.coverage(Way("quantile"), VERSION).copy()
    counts[["inside", "below", "above", "total"]] = 0
    monkeypatch.setattr(record, "coverage", lambda *_: counts)
    assert "No record has been set" in words(record_blocks.coverage(request()))
    bare = replace(
        record.cast(2024.0, Way("quantile"), VERSION),
        rows=np.empty(0, dtype=int),
        inside=np.empty(0, dtype=bool),
    )
    for cast in ("cast", "published_cast"):
        monkeypatch.setattr(record, cast, lambda *_: bare)
    assert "nothing yet to judge" in words(record_blocks.headline(request()))
