"""One Monte Carlo: what is honest about it, and what depends on what."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.estimates import triangular
from analytics.moat import MoatInputs, Unit, score
from analytics.moat.composite import rank
from analytics.moat.criteria import CRITERIA, ROUTE_CRITERIA, Judgements
from analytics.moat.mixes import Analyst, Answer, Disclosed, Presence
from tests.analytics.moat.cases import (
    CRAWL_ONLY,
    JUDGEMENTS,
    inputs,
    licences,
    market,
    open_models,
    vendors,
)

DRAWS = 512


@pytest.fixture(scope="module")
def table():
    """The thirteen vendors with their deals, a reference and the open models."""
    units = (*vendors(), CRAWL_ONLY, *open_models())
    return score(inputs(units, market=market(*licences()), draws=4096))


class TestHonesty:
    def test_a_silent_vendor_could_be_nearly_anywhere_and_hardly_first(self, table):
        for vendor in ("Midjourney", "Mistral", "xAI"):
            at = table.ranked_units.index(vendor)
            low, high = table.rank_band[:, at]
            assert high - low >= 10
            assert table.acceptability[at, 0] <= 2 / 13

    @pytest.mark.parametrize("rule", ["geometric", "arithmetic"])
    def test_silence_is_no_advantage_under_either_rule(self, rule):
        silent = Unit("silent", Presence(("undisclosed",) * 6))
        others = tuple(Unit(f"{i}", Presence(("yes",) * 6)) for i in range(12))
        found = score(inputs((silent, *others), rule=rule, draws=2048))
        assert found.acceptability[0, 0] <= 2 / 13
        assert found.rank_band[1, 0] - found.rank_band[0, 0] >= 10

    def test_disclosure_cannot_tell_closed_vendors_apart(self, table):
        assert table.tiers == (1,) * 13

    def test_equal_answers_have_equal_ranks(self):
        """In distribution: each draws its own shares, so that the worlds differ."""
        answers: tuple[Answer, ...] = ("yes", "yes", "possible", "no", "yes", "undisclosed")
        twins = (Unit("one", Presence(answers)), Unit("other", Presence(answers)), *vendors()[:5])
        found = score(inputs(twins, draws=4096))
        assert not np.array_equal(found.scores[:, 0], found.scores[:, 1])
        assert found.acceptability[0] == pytest.approx(found.acceptability[1], abs=0.03)
        assert found.pairwise[0, 1] == pytest.approx(0.5, abs=0.03)

    @given(
        st.tuples(*[st.sampled_from(["yes", "possible", "undisclosed"])] * 6),
        st.lists(st.floats(0.05, 1), min_size=6, max_size=6),
        st.integers(0, 5),
        st.sampled_from(["geometric", "arithmetic", "either"]),
        st.booleans(),
    )
    @settings(max_examples=15)
    def test_a_mix_never_ranks_above_one_that_dominates_it(
        self, answers, modes, route, rule, leave_one_out
    ):
        """In no world: where one is at least as good on every criterion, it is not below."""
        units = (
            Unit("a", Presence(answers)),
            Unit("b", Analyst(tuple(modes))),
            Unit("c", Disclosed(tuple(float(k == route) for k in range(6)))),
        )
        some = inputs(units, rule=rule, leave_one_out=leave_one_out, draws=256)
        found = score(some)
        for i in range(3):
            for j in range(3):
                dominates = (found.criteria[:, i] >= found.criteria[:, j]).all(axis=1)
                above = found.ranks[:, i] <= found.ranks[:, j]
                near = np.isclose(found.scores[:, i], found.scores[:, j], rtol=1e-12)
                assert (above | near)[dominates].all()

    def test_a_mix_of_the_best_route_is_above_all_others(self):
        best = tuple((triangular(0.9, 0.95, 1),) * 5 if k == 3 else row for k, row in _rows())
        judged = Judgements(best, JUDGEMENTS.leverage)
        ideal = Unit("ideal", Disclosed((0, 0, 0, 1, 0, 0)))
        worst = Unit("worst", Disclosed((0, 1, 0, 0, 0, 0)))
        found = score(MoatInputs((worst, ideal), judged, rule="either", draws=256))
        assert found.acceptability.tolist() == [[0, 1], [1, 0]]
        assert found.tiers == (2, 1)


def _rows():
    return [
        (k, tuple(triangular(x.low * 0.8, x.low * 0.8, x.high * 0.8) for x in row))
        for k, row in enumerate(JUDGEMENTS.attributes)
    ]


class TestGoalposts:
    @given(st.permutations(range(6)), st.integers(1, 5))
    @settings(max_examples=8)
    def test_adding_or_moving_units_changes_nobody_elses_bytes(self, order, count):
        units = vendors()[:6]
        deals = market(*licences())
        all_of = score(inputs(units, market=deals, draws=DRAWS))
        some = [units[place] for place in order[:count]]
        found = score(inputs(tuple(some), market=deals, draws=DRAWS))
        for place, unit in enumerate(some):
            at = all_of.place(unit.id)
            for name in ("scores", "criteria", "token_shares", "value_shares", "licensed"):
                one, two = getattr(found, name)[:, place], getattr(all_of, name)[:, at]
                assert one.tobytes() == two.tobytes(), name

    def test_the_same_inputs_give_the_same_bytes(self):
        some = inputs(rule="either", leave_one_out=True, draws=DRAWS)
        one, two = score(some), score(replace(some))
        other = score(replace(some, seed=1))
        for name in ("scores", "ranks", "weights", "left_out", "geometric"):
            assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
            assert getattr(one, name).tobytes() != getattr(other, name).tobytes()

    def test_a_deal_moves_its_buyer_and_those_who_share_its_supplier_alone(self):
        deals = licences()
        signed = replace(deals[0], deal="new", buyer="IBM", supplier="new-york-times")
        signed = replace(signed, from_year=2026.2, rights="training", exclusive="no")
        one = score(inputs(market=market(*deals), draws=DRAWS))
        two = score(inputs(market=market(*deals, signed), draws=DRAWS))
        moved = {
            unit
            for at, unit in enumerate(one.units)
            if not np.array_equal(one.scores[:, at], two.scores[:, at])
        }
        assert moved == {"IBM", "Amazon"}

    @given(st.integers(0, 5), st.integers(0, 4))
    @settings(max_examples=10)
    def test_a_better_attribute_lowers_nobodys_score(self, route, criterion):
        low = JUDGEMENTS.attributes[route][criterion]
        high = triangular(low.points[1], low.high, 1.0)
        table = [list(row) for row in JUDGEMENTS.attributes]
        table[route][criterion] = high
        better = replace(JUDGEMENTS, attributes=tuple(map(tuple, table)))
        one = score(MoatInputs(vendors()[:4], JUDGEMENTS, draws=DRAWS))
        two = score(MoatInputs(vendors()[:4], better, draws=DRAWS))
        assert (two.scores >= one.scores - 1e-12).all()
        assert two.scores.mean() > one.scores.mean()


class TestWeights:
    def test_without_a_preference_all_weights_are_as_likely(self):
        weights = score(inputs(vendors()[:1], draws=4096)).weights
        assert weights.mean(axis=0) == pytest.approx(np.full(5, 0.2), abs=0.01)
        assert weights.std(axis=0) == pytest.approx(np.full(5, np.sqrt(4 / 150)), abs=0.005)

    def test_those_of_the_analyst_are_drawn_around(self):
        given_weights = (3.0, 1.0, 1.0, 0.0, 5.0, 7.0, 7.0)
        weights = score(inputs(vendors()[:1], weights=given_weights, draws=4096)).weights
        assert weights.mean(axis=0) == pytest.approx([0.3, 0.1, 0.1, 0, 0.5], abs=0.01)
        exact = score(
            inputs(vendors()[:1], weights=given_weights, concentration=math.inf, draws=64)
        )
        assert exact.weights == pytest.approx(np.tile([0.3, 0.1, 0.1, 0, 0.5], (64, 1)))

    def test_each_criterion_is_left_out_of_its_share_of_worlds(self):
        found = score(inputs(vendors()[:2], leave_one_out=True, draws=6000))
        assert np.bincount(found.left_out + 1).tolist() == [1000] * 6
        assert np.allclose(found.weights.sum(axis=1), 1)
        for criterion in range(5):
            out = found.left_out == criterion
            assert not found.weights[out, criterion].any()
            assert found.weights[~out, criterion].all()

    def test_the_only_criterion_with_a_weight_stays(self):
        alone = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
        found = score(inputs(vendors()[:2], weights=alone, leave_one_out=True, draws=60))
        assert found.weights.tolist() == [[0, 0, 1, 0, 0]] * 60
        assert 2 not in found.left_out

    def test_a_rule_that_is_either_is_each_in_half_of_the_worlds(self):
        some = inputs(vendors()[:3], draws=DRAWS)
        either, geometric, arithmetic = (
            score(replace(some, rule=rule)) for rule in ("either", "geometric", "arithmetic")
        )
        assert either.geometric.mean() == 0.5
        expected = np.where(either.geometric[:, None], geometric.scores, arithmetic.scores)
        assert np.array_equal(either.scores, expected)


class TestJoined:
    def test_a_criterion_is_scored_only_where_it_is_given(self):
        some = inputs(vendors()[:3], draws=DRAWS)
        assert score(some).criteria_names == ROUTE_CRITERIA
        years = np.tile([0.0, 2.5, 9.0], (DRAWS, 1))
        kept = np.full((DRAWS, 3), 0.7)
        found = score(some, years, kept)
        assert found.criteria_names == CRITERIA
        assert found.criteria[0, :, 5].tolist() == [0, 0.5, 1]
        assert np.array_equal(found.criteria[:, :, :5], score(some).criteria)
        assert found.weights.shape == (DRAWS, 7)
        assert score(some, collapse_resistance=kept).criteria_names[5:] == ("collapse_resistance",)

    def test_more_headroom_never_lowers_a_rank(self):
        some = inputs(vendors()[:3], draws=DRAWS)
        low, high = np.full((2, DRAWS, 3), 1.0)
        high[:, 1] = 4.0
        one, two = score(some, low), score(some, high)
        assert (two.ranks[:, 1] <= one.ranks[:, 1]).all()
        assert np.array_equal(one.scores[:, 0], two.scores[:, 0])

    def test_arrays_of_another_shape_are_refused(self):
        with pytest.raises(ValueError, match="headroom must be of shape"):
            score(inputs(vendors()[:3], draws=DRAWS), np.ones((DRAWS, 2)))


class TestResult:
    def test_ranks_are_among_the_ranked_and_others_stand_beside(self, table):
        assert table.ranked_units == tuple(unit.id for unit in vendors())
        assert np.array_equal(table.ranks, rank(table.ranked_scores))
        for at, unit in enumerate(table.ranked_units):
            assert np.array_equal(table.stands(unit), table.ranks[:, at])
        beside = table.scores[:, table.place("public-crawl-only")]
        joined = rank(np.column_stack([table.ranked_scores, beside]))
        assert np.array_equal(table.stands("public-crawl-only"), joined[:, -1])
        alike = score(
            inputs((*(vendors()[:2]), CRAWL_ONLY, replace(CRAWL_ONLY, id="x", ranked=True)))
        )
        behind = alike.stands(CRAWL_ONLY.id) - alike.stands("x")
        assert set(np.unique(behind)) == {0.5}

    def test_a_weight_that_moves_changes_nothing_of_what_is_kept(self, table):
        weights = (2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
        headroom = np.full((DRAWS, len(vendors())), 2.0)
        given = inputs(vendors(), draws=DRAWS)
        free = score(replace(given, weights=weights), headroom, headroom / 4)
        headroom.setflags(write=False)
        closed = headroom / 4
        closed.setflags(write=False)
        first = score(given, headroom, closed)
        moved = score(replace(given, weights=weights), headroom, closed)
        assert moved.criteria.base is first.criteria.base
        assert np.array_equal(moved.scores, free.scores)
        assert not np.array_equal(moved.scores, first.scores)

    def test_quantiles_are_those_of_the_worlds(self, table):
        assert table.median_score == pytest.approx(np.median(table.scores, axis=0), abs=1e-4)
        band = np.quantile(table.scores, [0.05, 0.95], axis=0)
        assert table.score_band == pytest.approx(band, abs=1e-4)
        for quantile, found in ((0.05, table.rank_band[0]), (0.5, table.median_rank)):
            exact = np.quantile(table.ranks, quantile, axis=0, method="inverted_cdf")
            assert np.array_equal(found, exact)

    def test_what_is_read_off_agrees(self, table):
        assert table.acceptability.sum(axis=0) == pytest.approx(np.ones(13))
        assert table.acceptability.sum(axis=1) == pytest.approx(np.ones(13))
        assert table.pairwise + table.pairwise.T == pytest.approx(np.ones((13, 13)))
        assert np.nansum(table.central_weights, axis=1) == pytest.approx(np.ones(13))
        assert 0 < table.rule_shift < 6

    def test_every_array_is_closed(self, table):
        for name in ("scores", "ranks", "criteria", "token_shares", "acceptability", "rank_band"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(table, name)[0] = 0

    def test_no_unit_of_that_name(self, table):
        with pytest.raises(ValueError, match="not in"):
            table.place("nobody")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"units": vendors()[:1] * 2}, "same id"),
        ({"units": (CRAWL_ONLY,)}, "no unit is ranked"),
        ({"rule": "harmonic"}, "rule must be"),
        ({"weights": (1.0,) * 5}, "weights take"),
        ({"weights": (-1.0,) * 7}, "weights take"),
        ({"concentration": 0.0}, "concentration"),
        ({"draws": 0}, "at least one world"),
    ],
)
def test_what_cannot_be_scored_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(inputs(), **changes)


def test_weights_on_criteria_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="none of the criteria has a weight"):
        score(inputs(vendors()[:2], weights=(0, 0, 0, 0, 0, 1.0, 1.0), draws=8))


def test_rights_that_end_with_the_contract_take_licensed_value_away():
    deals = market(*licences())
    stays, goes = (
        score(inputs(market=replace(deals, rights_end=ends), draws=DRAWS)) for ends in (False, True)
    )
    at = stays.place("OpenAI")
    assert (goes.value_shares[:, at, 2] <= stays.value_shares[:, at, 2] + 1e-12).all()
    assert goes.value_shares[:, at, 2].mean() < stays.value_shares[:, at, 2].mean()
    assert np.array_equal(goes.token_shares, stays.token_shares)
    xai = stays.place("xAI")
    assert np.array_equal(goes.scores[:, xai], stays.scores[:, xai])
