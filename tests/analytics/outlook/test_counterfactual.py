"""Before and after own mixes and licence changes: same worlds, no noise, and what a point costs."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outlook.counterfactual import POINTS, Counterfactual, counterfactual
from analytics.outlook.replacing import (
    TRILLION,
    replacement_of,
    run_sizes,
    token_prices,
)
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import REFERENCE, own_mixes, ranking_of, unchanged
from analytics.scenario import LicenceChange, Mix, Scenario
from data import catalog

VERSION = catalog.version()
BASE = Scenario().model_copy(update={"log2_moat_draws": 8})
SIGNED = LicenceChange("add", "xAI", "Reddit", 70e6, 3.0, exclusive=True)
OWN = Mix("OpenAI", (0.4, 0.1, 0.2, 0.2, 0.01, 0.09))


def of(*licences: LicenceChange, mixes: tuple[Mix, ...] = (), **more: Any) -> Scenario:
    return BASE.model_copy(update={"licences": licences, "mixes": mixes, **more})


@pytest.fixture(scope="module")
def signed() -> Counterfactual:
    return counterfactual(of(SIGNED), VERSION)


def test_nothing_changed_has_no_effect() -> None:
    found = counterfactual(BASE, VERSION)
    assert found == Counterfactual((), (), ())
    assert unchanged(of(SIGNED, mixes=(OWN,))) == BASE


def test_who_signs_comes_first_then_those_it_moves(signed: Counterfactual) -> None:
    first = signed.effects[0]
    assert first.vendor == "xAI"
    assert first.before is not None and first.difference is not None
    moved = signed.effects[1:]
    # Reddit has two other buyers, whose data of it are the less exclusive for a third; its price
    # is one more of its kind, by which the licences of Amazon and Meta are weighed
    assert {one.vendor for one in moved} <= {"Google", "OpenAI", "Amazon", "Meta"}
    for one in moved:
        assert one.difference is not None and abs(one.difference.middle) < first.difference.middle
        assert one.usd_per_year is None and one.usd_per_point is None


def test_a_difference_is_that_of_each_world(signed: Counterfactual) -> None:
    one = signed.effects[0]
    moats = [ranking_of(s, VERSION).moat for s in (of(SIGNED), BASE)]
    after, before = (m.scores[:, m.place("xAI")] for m in moats)
    shift = after - before
    assert one.difference is not None
    assert one.difference.middle == pytest.approx(shift.mean())
    assert one.difference.low == pytest.approx(np.quantile(shift, 0.05))
    assert one.better == pytest.approx((shift > 1e-9).mean())


def test_a_vendor_that_no_change_touches_has_the_same_score_in_every_world() -> None:
    moats = [ranking_of(s, VERSION).moat for s in (of(SIGNED), BASE)]
    for name in ("IBM", "Anthropic", "Writer"):
        after, before = (m.scores[:, m.place(name)] for m in moats)
        np.testing.assert_allclose(after, before, rtol=1e-12)


def test_cost_per_point_is_the_price_over_what_the_licence_adds(signed: Counterfactual) -> None:
    one = signed.effects[0]
    assert one.usd_per_year == 70e6 and one.usd_per_point is not None
    assert one.difference is not None
    assert one.usd_per_point.middle == pytest.approx(70e6 / (POINTS * one.difference.middle))
    assert one.usd_per_point.low <= one.usd_per_point.middle <= one.usd_per_point.high


def test_cost_per_point_leaves_out_what_an_own_mix_adds() -> None:
    mine = Mix("xAI", OWN.shares)
    both = counterfactual(of(SIGNED, mixes=(mine,)), VERSION).effects[0]
    moats = [ranking_of(of(*some, mixes=(mine,)), VERSION).moat for some in ((SIGNED,), ())]
    after, without = (m.scores[:, m.place("xAI")] for m in moats)
    assert both.usd_per_point is not None
    expected = 70e6 / (POINTS * (after - without).mean())
    assert both.usd_per_point.middle == pytest.approx(expected)


def test_a_licence_without_a_price_has_no_cost_per_point() -> None:
    one = counterfactual(of(LicenceChange("add", "xAI", "Reddit")), VERSION).effects[0]
    assert (one.usd_per_year, one.usd_per_point, one.unpriced) == (None, None, 1)


def test_an_added_vendor_has_no_before() -> None:
    one = counterfactual(of(mixes=(Mix("Acme", OWN.shares),)), VERSION).effects[0]
    assert one.vendor == "Acme"
    assert one.before is None and one.difference is None and math.isnan(one.better)
    assert one.after.replacement.run is None


def test_buyers_out_of_the_ranking_and_licences_nobody_has_are_told() -> None:
    found = counterfactual(
        of(
            LicenceChange("add", "Apple", "Reddit"),
            LicenceChange("exclusive", "Amazon", "Axel Springer"),
        ),
        VERSION,
    )
    assert found.unranked == ("Apple",)
    assert found.idle == ("Amazon alone has Axel Springer",)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=6, max_size=6))
def test_standings_are_in_order(weights: list[float]) -> None:
    mix = Mix.scaled("Writer", weights)
    one = counterfactual(of(mixes=(mix,)), VERSION).effects[0]
    for standing in (one.before, one.after):
        assert standing is not None
        assert 0 <= standing.score.low <= standing.score.middle <= standing.score.high <= 1
        assert 1 <= standing.rank.low <= standing.rank.middle <= standing.rank.high <= 13
        assert 0 <= standing.first <= 1
        cost = standing.replacement
        assert 0 <= cost.low <= cost.median <= cost.high


def test_sizes_are_of_the_largest_run_of_the_newest_year() -> None:
    sizes = run_sizes(VERSION)
    runs = catalog.snapshot(VERSION).load("training_runs")
    for name, maker in (("Alibaba", "Alibaba"), ("Meta", "Meta AI")):
        known = runs[
            (runs["organization"] == maker)
            & runs["training_tokens"].notna()
            & (runs["confidence"] != "Speculative")
        ]
        newest = known[known["published"].dt.year == sizes[name].year]
        assert sizes[name].year == known["published"].dt.year.max()
        assert sizes[name].tokens == newest["training_tokens"].max()
    assert "Midjourney" not in sizes


def test_a_replacement_costs_more_the_more_of_it_is_licensed() -> None:
    moat = ranking_of(
        of(mixes=(Mix("A", (0.9, 0, 0.1, 0, 0, 0)), Mix("B", (0.5, 0, 0.5, 0, 0, 0)))), VERSION
    ).moat
    cheap, dear = (replacement_of(moat, name, VERSION, 0) for name in "AB")
    assert cheap.median < dear.median
    low, high = token_prices(VERSION)["licensed"]
    share = float(moat.mixed.token_shares[moat.place("B")][2].mean())
    assert low * share * TRILLION * 0.5 < dear.median < high * share * TRILLION * 2
    assert set(token_prices(VERSION)) == {"licensed", "synthetic"}


def test_an_own_mix_is_its_vendors_whichever_the_capitals_and_no_models() -> None:
    facts = vendor_facts(VERSION)
    mixes = tuple(
        Mix(name, OWN.shares) for name in ("Meta: LLaMA-1", "openai", REFERENCE.upper(), "Acme")
    )
    scenario = of(mixes=tuple(sorted(mixes, key=lambda mix: mix.key)))
    assert set(own_mixes(scenario, facts)) == {"OpenAI", "Acme"}
    found = ranking_of(scenario, VERSION)
    assert found.basis["OpenAI"] == found.basis["Acme"] == "analyst"
    assert found.basis["Meta: LLaMA-1"] == "disclosed"
    assert len(set(found.moat.units)) == len(found.moat.units)
