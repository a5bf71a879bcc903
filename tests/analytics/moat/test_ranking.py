"""Acceptability, central weights, Shapley values and tiers, against exact values."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.moat import ranking
from analytics.moat.streams import dirichlet

tied_scores = arrays(float, (40, 5), elements=st.sampled_from([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]))


def uniform_weights(indicators, draws=8192):
    names = [f"weight {i}" for i in range(indicators)]
    return dirichlet([1] * indicators, draws, 0, names).T


def test_two_units_under_any_weights():
    table, weights = np.array([[1, 0], [0.4, 0.4]]), uniform_weights(2)
    accepted = ranking.rank_acceptability(table, weights)
    assert accepted == pytest.approx(np.array([[0.6, 0.4], [0.4, 0.6]]), abs=0.01)
    assert ranking.central_weights(table, weights)[:, 0] == pytest.approx([0.7, 0.2], abs=0.01)


def test_three_unit_vectors_under_any_weights():
    weights = uniform_weights(3)
    accepted = ranking.rank_acceptability(np.eye(3), weights)
    central = ranking.central_weights(np.eye(3), weights)
    assert accepted == pytest.approx(np.full((3, 3), 1 / 3), abs=0.01)
    assert central == pytest.approx(np.full((3, 3), 7 / 36) + np.eye(3) * 15 / 36, abs=0.01)


@given(tied_scores)
@settings(max_examples=30)
def test_places_and_units_share_all_that_there_is(scores):
    accepted = ranking.acceptability(scores)
    assert np.allclose(accepted.sum(axis=0), 1)
    assert np.allclose(accepted.sum(axis=1), 1)
    mean_rank = accepted @ np.arange(1, 6)
    beaten = ranking.pairwise_probability(scores)
    assert np.allclose(beaten + beaten.T, 1)
    assert np.allclose(mean_rank, 5.5 - beaten.sum(axis=1))  # each defeat is a place
    central = ranking.central(scores, np.ones((40, 2)))
    assert np.allclose(central[accepted[:, 0] > 0], 0.5)
    assert np.isnan(central[accepted[:, 0] == 0]).all()


def test_units_that_tie_split_the_places_they_take():
    accepted = ranking.acceptability(np.array([[0.9, 0.5, 0.5, 0.1]]))
    assert accepted.tolist() == [[1, 0, 0, 0], [0, 0.5, 0.5, 0], [0, 0.5, 0.5, 0], [0, 0, 0, 1]]


class TestShapley:
    def test_glove_game(self):
        parts = ranking.shapley(lambda who: float("L" in who and len(who) > 1), ["L", "R", "r"])
        assert parts == pytest.approx([2 / 3, 1 / 6, 1 / 6])

    def test_airport_game(self):
        parts = ranking.shapley(lambda who: float(max(who, default=0)), [1, 2, 3])
        assert parts == pytest.approx([1 / 3, 5 / 6, 11 / 6])

    @given(st.lists(st.integers(-50, 50), min_size=16, max_size=16))
    @settings(max_examples=20)
    def test_is_the_mean_over_all_orders_of_joining(self, worth):
        def value(some):
            return float(worth[sum(1 << player for player in some)])

        exact = [Fraction(0)] * 4
        for order in itertools.permutations(range(4)):
            for place, player in enumerate(order):
                before = frozenset(order[:place])
                exact[player] += Fraction(value(before | {player}) - value(before)) / 24
        assert ranking.shapley(value, range(4)) == pytest.approx([float(x) for x in exact])


class TestTiers:
    @given(arrays(float, (30, 7), elements=st.floats(0, 1)), st.permutations(range(7)))
    @settings(max_examples=60)
    def test_are_ordered_stand_apart_and_depend_on_no_order(self, noise, order):
        scores = noise + np.array([0, 0.1, 0.9, 1.0, 1.9, 1.9, 3.5])
        beaten = ranking.pairwise_probability(scores)
        tiers = np.array(ranking.tiers(beaten))
        assert set(tiers) == set(range(1, tiers.max() + 1))
        for i, j in itertools.permutations(range(7), 2):
            if 0.1 <= beaten[i, j] <= 0.9:
                assert tiers[i] == tiers[j]
            if tiers[i] < tiers[j]:
                assert beaten[i, j] > 0.9
        shuffled = ranking.tiers(ranking.pairwise_probability(scores[:, order]))
        assert np.array_equal(tiers[order], shuffled)

    @given(arrays(float, (30, 6), elements=st.floats(0, 1)))
    @settings(max_examples=40)
    def test_are_as_fine_as_units_alike_let_them_be(self, noise):
        """No tier splits into an upper part that stands apart from the lower one."""
        scores = noise + np.array([0, 0.3, 0.6, 0.9, 1.2, 3.0])
        beaten = ranking.pairwise_probability(scores)
        tiers = np.array(ranking.tiers(beaten))
        for tier in set(tiers):
            members = np.flatnonzero(tiers == tier)
            for size in range(1, len(members)):
                for upper in itertools.combinations(members, size):
                    lower = [unit for unit in members if unit not in upper]
                    assert not (beaten[np.ix_(upper, lower)] > 0.9).all()

    def test_a_chain_of_units_alike_is_one_tier(self):
        assert ranking.tiers(np.array([[0.5, 0.8, 0.95], [0.2, 0.5, 0.8], [0.05, 0.2, 0.5]])) == (
            1,
            1,
            1,
        )

    def test_a_single_unit_is_the_first_tier(self):
        assert ranking.tiers(np.array([[0.5]])) == (1,)
