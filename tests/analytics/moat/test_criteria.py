"""Criteria of a mix: value shares weigh the attributes of the routes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.estimates import triangular
from analytics.moat import criteria
from analytics.moat.criteria import Judgements
from analytics.moat.mixes import ROUTES
from tests.analytics.moat.cases import JUDGEMENTS

mixes = arrays(float, (6, 3), elements=st.floats(0.001, 1)).map(lambda x: x / x.sum(axis=0))
tables = arrays(float, (5, 6, 3), elements=st.floats(0, 1))
WORTH = criteria.leverage(JUDGEMENTS, 3, 0)


def test_attributes_lie_within_their_estimates():
    table = criteria.attributes(JUDGEMENTS, 256, 0)
    assert table.shape == (5, 6, 256)
    for k in range(6):
        for j in range(5):
            estimate = JUDGEMENTS.attributes[k][j]
            assert estimate.low <= table[j, k].min() <= table[j, k].max() <= estimate.high
            assert np.median(table[j, k]) == pytest.approx(estimate.median, abs=0.01)


@given(mixes)
@settings(max_examples=20)
def test_value_is_shares_times_leverage(shares):
    values = criteria.value_shares(shares, WORTH)
    assert values.sum(axis=0) == pytest.approx(np.ones(3))
    assert values[4] / values[0] == pytest.approx(shares[4] * WORTH[4] / shares[0])


def test_licensed_text_that_has_gone_is_worth_nothing():
    shares = np.full((6, 3), 1 / 6)
    half, none = (criteria.value_shares(shares, WORTH, np.full(3, kept)) for kept in (0.5, 0.0))
    whole = criteria.value_shares(shares, WORTH)
    assert half[2] / half[0] == pytest.approx(whole[2] / whole[0] / 2)
    assert none[2] == pytest.approx(np.zeros(3), abs=1e-8)
    licensed_only = np.zeros((6, 3))
    licensed_only[2] = 1
    gone = criteria.value_shares(licensed_only, WORTH, np.zeros(3))
    assert np.array_equal(gone, licensed_only)


@given(mixes, tables, st.integers(0, 5), st.integers(0, 4))
@settings(max_examples=30)
def test_a_better_attribute_raises_its_criterion_alone(shares, table, route, criterion):
    better = table.copy()
    better[criterion, route] = 1
    one, two = criteria.route_scores(shares, table), criteria.route_scores(shares, better)
    assert (two[criterion] >= one[criterion] - 1e-12).all()
    others = np.delete(np.arange(5), criterion)
    assert np.array_equal(one[others], two[others])
    assert ((one >= 0) & (one <= 1)).all()


def test_own_licences_take_the_place_of_the_table():
    shares, table = np.full((6, 3), 1 / 6), np.full((5, 6, 3), 0.3)
    plain = criteria.route_scores(shares, table)
    own = criteria.route_scores(shares, table, np.full(3, 0.9), np.full(3, 0.0))
    assert own[0] == pytest.approx(plain[0] + 0.6 / 6)
    assert own[1] == pytest.approx(plain[1] - 0.3 / 6)
    assert np.array_equal(own[2:], plain[2:])


def test_criteria_of_other_models_are_scored_only_where_given():
    assert criteria.joined_scores(None, None) == {}
    found = criteria.joined_scores(np.array([[0.0, 2.5, np.inf]]), None)
    assert list(found) == ["headroom"]
    assert found["headroom"].tolist() == [[0, 0.5, 1]]
    assert list(criteria.joined_scores(None, np.array([[0.4]]))) == ["collapse_resistance"]


@pytest.mark.parametrize(
    ("attributes", "leverage", "message"),
    [
        (JUDGEMENTS.attributes[:5], JUDGEMENTS.leverage, "six routes"),
        (((triangular(0, 1, 2),) * 5,) * 6, JUDGEMENTS.leverage, "between 0 and 1"),
        (JUDGEMENTS.attributes, (triangular(0, 1, 2),) * len(ROUTES), "above 0"),
    ],
)
def test_what_is_no_judgement_is_refused(attributes, leverage, message):
    with pytest.raises(ValueError, match=message):
        Judgements(attributes, leverage)
