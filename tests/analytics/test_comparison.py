"""Differences by world: paired, censored where a year is, and none where worlds are others."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import comparison
from analytics.comparison import (
    MEASURES,
    Answer,
    Measure,
    difference,
    inputs,
    names,
    sides,
    summary,
)
from analytics.estimates import normal
from analytics.outlook import evaluate
from analytics.scenario import PRESETS, Scenario
from analytics.scenario.beside import Beside

PUBLISHED = PRESETS["as-published"]
YEAR = MEASURES[0]


def beside(**changes) -> Beside:
    return Beside(Scenario(log2_worlds=6, **changes), PUBLISHED)


@pytest.fixture(scope="module")
def compared():
    return sides([beside(), beside(overtraining=5.0), beside(synthetic_policy="controlled")])


def of(values, drawn_in="here") -> Measure:
    """A measure whose answer is given, by how far a scenario is overtrained."""
    return Measure(
        "made.up", "Made up", "year", lambda o: Answer(values[o.scenario.overtraining], drawn_in)
    )


def test_names_are_their_own() -> None:
    entries = [
        beside(),
        beside(),
        replace(beside(), called="Ours"),
        replace(beside(), called="Ours"),
    ]
    found = names(entries)
    assert len(set(found)) == 4
    assert found[2:] == ("Ours", "Ours (2)")


def test_a_scenario_differs_from_itself_in_nothing(compared) -> None:
    first = compared[0].outlook
    for measure in comparison.measures(compared):
        apart = difference(measure, first, first)
        assert apart is not None and apart.none
        assert apart.median == 0


def test_differences_are_of_the_same_worlds(compared) -> None:
    first, more, _ = (side.outlook for side in compared)
    apart = difference(YEAR, more, first)
    assert apart is not None
    # five times the tokens at once: sooner in every world, by what the growth takes for that
    by_hand = more.depletion.exhaustion_worlds - first.depletion.exhaustion_worlds
    assert apart.less == np.mean(by_hand < 0) == 1
    assert apart.low <= apart.median <= apart.high < 0
    assert apart.median == pytest.approx(np.median(by_hand), abs=0.05)
    # narrower by far than that of two scenarios whose worlds are not paired
    spread = summary(YEAR, more)
    assert apart.high - apart.low < 0.5 * (spread.high - spread.low)


def test_a_policy_moves_the_tail_and_not_the_year(compared) -> None:
    first, _, controlled = (side.outlook for side in compared)
    found = {one.id: difference(one, controlled, first) for one in MEASURES}
    at = {id: apart for id, apart in found.items() if apart is not None}
    assert len(at) == len(MEASURES)
    assert at["exhaustion.year"].none and at["exhaustion.probability"].median == 0
    assert at["crawl.tail_kept"].median > 0 and at["vendors.risk"].median < 0


def test_other_worlds_have_no_difference(compared) -> None:
    first = compared[0].outlook
    for other in (Scenario(log2_worlds=6, seed=1), Scenario(log2_worlds=7)):
        assert difference(YEAR, evaluate(other), first) is None
    # a single demand path is held against both of the other's, whose worlds it shares
    one_path = evaluate(Scenario(log2_worlds=6, demand_path="trend"))
    apart = difference(YEAR, one_path, first)
    assert apart is not None and not apart.none and apart.more + apart.less <= 0.5
    by_id = {one.id: one for one in MEASURES}
    assert difference(by_id["vendors.wasted"], one_path, first) is None


years = st.lists(
    st.one_of(st.floats(1991, 2099), st.sampled_from([-math.inf, math.inf])), min_size=4, max_size=4
)


@given(years, years)
@settings(max_examples=40, deadline=None)
def test_censored_years_say_which_is_earlier_or_nothing(now, was) -> None:
    first, other = (evaluate(Scenario(log2_worlds=6, overtraining=x)) for x in (1.0, 5.0))
    values = {1.0: np.array([was]), 5.0: np.array([now])}
    apart = difference(of(values), other, first)
    assert apart is not None
    pairs = list(zip(now, was, strict=True))
    assert apart.more == np.mean([a > b for a, b in pairs])
    assert apart.less == np.mean([a < b for a, b in pairs])
    assert apart.undefined == np.mean([math.isinf(a) and a == b for a, b in pairs])
    if apart.undefined < 1:
        assert apart.low <= apart.median <= apart.high
    else:
        assert math.isnan(apart.median)
    back = difference(of({1.0: values[5.0], 5.0: values[1.0]}), other, first)
    assert back is not None and (back.more, back.less) == (apart.less, apart.more)


def test_inputs_are_those_that_differ_as_computed() -> None:
    fitted = Beside(PRESETS["refit-to-date"].scenario, PRESETS["refit-to-date"])
    found = dict((d.name, values) for d, values in inputs(sides([beside(), fitted])))
    assert "log2_worlds" in found and "overtraining" not in found
    assert found["demand_growth"][0] == normal(0.27, 0.48)
    assert found["demand_growth"][1] == evaluate(fitted.scenario).computed.demand_growth
    assert found["demand_growth"][1] != found["demand_growth"][0]


def test_the_rank_of_a_vendor_is_compared(compared) -> None:
    measure = comparison.measures(compared)[-1]
    best = comparison.vendors(compared[0].outlook).ranked[0]
    assert measure.label.endswith(best)
    assert 1 <= summary(measure, compared[1].outlook).median <= 13
    assert math.isnan(summary(comparison.rank_of("Nobody"), compared[0].outlook).median)


def test_a_year_before_the_first_run_has_no_answer() -> None:
    late = evaluate(Scenario(log2_worlds=6, as_of=2036.0))
    by_id = {one.id: one for one in MEASURES}
    for id in ("crawl.tail_kept", "vendors.wasted", "crawl.risk"):
        assert math.isnan(summary(by_id[id], late).median)
