"""The record: estimates side by side, past fits, and counts that are those of the hindcast."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analytics.depletion import hindcast
from analytics.estimates import normal
from analytics.outlook import evaluate, record
from analytics.outlook.record import Way
from analytics.scenario import Scenario
from data import catalog

VERSION = catalog.version()


def scenario(**changes: Any) -> Scenario:
    return Scenario.model_validate(changes)


@pytest.mark.parametrize("source", ["since_2020", "since_2024", "quantile"])
def test_the_fit_shown_is_the_one_carried_on(source) -> None:
    asked = scenario(demand_growth_from=source, frontier_tau=0.85)
    carried = evaluate(asked).growth.fit
    shown = record.refit(record.way_of(asked), VERSION)
    assert carried is not None and carried.slope == shown.slope
    assert carried.line.tobytes() == shown.line.tobytes()


def test_a_past_fit_is_made_by_the_scenarios_method() -> None:
    assert record.hindcast_way(scenario()) == Way("quantile", 0.9)
    assert record.hindcast_way(scenario(demand_growth_from="since_2024")) == Way("top5")
    tau = scenario(demand_growth_from="quantile", frontier_tau=0.8)
    assert record.hindcast_way(tau) == Way("quantile", 0.8)


def test_estimates_stand_side_by_side_and_one_is_in_use() -> None:
    rows = record.rows(scenario(), VERSION)
    assert [row.label for row in rows] == [
        "As published",
        "Five largest a year since 2018",
        "Five largest a year since 2020",
        "Five largest a year since 2024",
        "Frontier quantile 0.9",
        "Frontier quantile 0.95",
        "Frontier quantile 0.975",
    ]
    assert [row.in_use for row in rows] == [True] + 6 * [False]
    assert [rows[0].low, rows[0].high] == pytest.approx([0.27, 0.48])
    assert rows[0].runs is None and rows[2].runs == 30
    for row in rows:
        assert row.low < row.slope < row.high


@pytest.mark.parametrize(
    ("changes", "used"),
    [
        ({"demand_growth": normal(0.2, 0.3)}, "Your interval"),
        ({"demand_growth_from": "since_2020"}, "Five largest a year since 2020"),
        ({"demand_growth_from": "quantile"}, "Frontier quantile 0.9"),
        ({"demand_growth_from": "quantile", "frontier_tau": 0.8}, "Frontier quantile 0.8"),
    ],
)
def test_what_is_in_use_has_a_row(changes, used) -> None:
    assert [row.label for row in record.rows(scenario(**changes), VERSION) if row.in_use] == [used]


@pytest.mark.parametrize("way", [Way("quantile"), Way("top5")])
def test_coverage_is_the_hindcasts_own_table(way) -> None:
    again = hindcast.coverage_table(record.table(VERSION), method=way.method)
    assert record.coverage(way, VERSION).equals(again)
    assert record.coverage(way, VERSION) is record.coverage(way, VERSION)


def test_scores_are_the_hindcasts_own() -> None:
    published = Scenario()
    found = record.scores(Way("top5"), VERSION)
    assert [one.as_of for one in found] == [2024.0, 2025.0, 2026.0]
    for one in found:
        again = hindcast.compare(
            record.table(VERSION),
            published.demand_2024_tokens,
            published.demand_growth,
            one.as_of,
            "top5",
        )
        assert one == again


def test_the_published_trend_has_no_past() -> None:
    with pytest.raises(ValueError, match="starts at 2024"):
        record.published_cast(2023.0, VERSION)


def test_flagged_runs_set_no_record() -> None:
    flagged, records = record.flagged(VERSION), record.records(VERSION)
    assert len(flagged) and not np.isin(flagged, records).any()
    sizes = record.table(VERSION).loc[records, "training_tokens"]
    assert sizes.is_monotonic_increasing
