"""Score and rank, compared with an independent library where they overlap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pymcdm.helpers import rankdata
from pymcdm.methods import WPM, WSM

from analytics.moat.composite import FLOOR, Rule, aggregate, mean_rank_shift, normalise, rank

unit_interval = st.floats(0.02, 1, allow_subnormal=False)
tables = arrays(float, (5, 3), elements=unit_interval)
weight_vectors = arrays(float, 3, elements=unit_interval)


METHODS: tuple[tuple[Rule, type], ...] = (("geometric", WPM), ("arithmetic", WSM))


def as_they_are(column, cost):
    return column


@given(tables, weight_vectors)
@settings(max_examples=40)
def test_scores_and_ranks_are_those_of_pymcdm(table, weights):
    parts = weights / weights.sum()
    for how, method in METHODS:
        theirs = method(as_they_are)(table, parts, np.ones(3), validation=False)
        ours = aggregate(table, weights, how)
        assert ours == pytest.approx(theirs, rel=1e-12)
        assert np.array_equal(rank(ours), rankdata(ours, reverse=True))


@given(tables, weight_vectors, st.integers(0, 4), st.integers(0, 2), st.floats(0, 1))
@settings(max_examples=40)
def test_a_better_indicator_never_lowers_a_score_and_moves_no_other(
    table, weights, unit, indicator, more
):
    better = table.copy()
    better[unit, indicator] += more
    for how in ("geometric", "arithmetic"):
        one, two = aggregate(table, weights, how), aggregate(better, weights, how)
        assert two[unit] >= one[unit] * (1 - 1e-12)
        assert np.array_equal(np.delete(one, unit), np.delete(two, unit))


@given(tables, weight_vectors)
@settings(max_examples=20)
def test_the_geometric_mean_is_never_above_the_arithmetic(table, weights):
    geometric, arithmetic = (aggregate(table, weights, how) for how in ("geometric", "arithmetic"))
    assert (geometric <= arithmetic * (1 + 1e-12)).all()


def test_one_strong_indicator_does_not_make_up_for_three_weak_ones():
    table, equal = [[21, 1, 1, 1], [6, 6, 6, 6]], [1, 1, 1, 1]
    assert aggregate(table, equal, "geometric") == pytest.approx([2.1407, 6], rel=1e-4)
    assert aggregate(table, equal, "arithmetic") == pytest.approx([6, 6])


def test_an_indicator_of_nothing_counts_as_the_floor():
    assert aggregate([[0, 1]], [1, 1], "geometric") == pytest.approx([FLOOR**0.5])
    assert aggregate([[0, 1]], [1, 1], "arithmetic") == pytest.approx([0.5])


def test_weights_may_differ_by_world():
    table = np.array([[0.9, 0.1], [0.4, 0.5]])
    weights = np.array([[1, 0], [0, 2], [1, 1]])
    together = aggregate(table, weights, "geometric")
    one_by_one = [aggregate(table, row, "geometric") for row in weights]
    assert together == pytest.approx(np.array(one_by_one))


@given(arrays(float, (3, 6), elements=st.sampled_from([0.1, 0.2, 0.3, 0.4])))
@settings(max_examples=30)
def test_ranks_of_units_that_tie_share_their_places(scores):
    places = rank(scores)
    assert np.allclose(places.sum(axis=1), 21)
    for row, ranks in zip(scores, places, strict=True):
        assert np.array_equal(ranks, rankdata(row, reverse=True))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e3), st.floats(1e-3, 1e3))
@settings(max_examples=30)
def test_values_stay_between_the_goalposts(value, low, width):
    found = normalise(value, low, low + width)
    assert 0 <= found <= 1
    assert normalise([low, low + width], low, low + width).tolist() == [0, 1]


def test_a_shift_of_ranks_is_a_mean_of_places():
    assert mean_rank_shift([[1, 2], [1, 2]], [[1, 2], [2, 1]]).tolist() == [0, 1]


@pytest.mark.parametrize(
    "refused",
    [
        lambda: normalise([1], 5, 5),
        lambda: normalise([np.nan], 0, 1),
        lambda: aggregate([[0.5, -0.1]], [1, 1], "geometric"),
        lambda: aggregate([[0.5, np.nan]], [1, 1], "geometric"),
        lambda: aggregate([[0.5, 0.5]], [1, -1], "geometric"),
        lambda: aggregate([[0.5, 0.5]], [0, 0], "arithmetic"),
        lambda: aggregate([[0.5, 0.5]], [1, 1], "harmonic"),  # type: ignore[arg-type]
        lambda: rank([0.5, np.inf]),
    ],
)
def test_what_cannot_be_scored_is_refused(refused):
    with pytest.raises(ValueError, match=r"goalpost|number|weights|how must|finite"):
        refused()
