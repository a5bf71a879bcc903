"""Headroom: when demand outgrows text, exactly, and what own text adds."""

import numpy as np
import pytest

from analytics.outlook.headroom import headroom, outgrown

YEARS = np.arange(2026.0, 2031.0)
DOUBLING = (100 * 2 ** (YEARS - 2026))[:, None]


def year(unique, epochs=1.0, demand=DOUBLING):
    return float(outgrown(YEARS, demand, np.full_like(demand, unique), epochs)[0])


def test_is_exact_where_logarithms_are_straight():
    for tokens in (150.0, 400.0, 790.0, 1500.0):
        assert year(tokens) == pytest.approx(2026 + np.log2(tokens / 100))
    assert year(50.0, epochs=8.0) == pytest.approx(2028)


def test_is_the_first_year_where_demand_is_larger_from_the_beginning():
    assert year(99.0) == 2026
    assert year(0.0) == 2026


def test_is_never_where_it_is_not_by_the_last_year():
    assert year(1601.0) == np.inf


def test_text_that_grows_faster_does_not_take_it_back():
    demand = np.array([[1.0], [3.0], [4.0], [5.0], [6.0]])
    unique = np.array([[2.0], [2.0], [8.0], [16.0], [32.0]])
    found = outgrown(YEARS, demand, unique, 1.0)[0]
    assert 2026 < found < 2027


def test_takes_vendors_and_worlds_at_once():
    demand = np.tile(DOUBLING, (2, 1, 3))
    unique = np.full((2, 5, 3), 400.0)
    unique[1] = 800.0
    found = outgrown(YEARS, demand, unique, np.array([1.0, 2.0, 3.0]))
    assert found.shape == (2, 3)
    assert found[0] == pytest.approx([2028, 2029, 2028 + np.log2(3)])
    # as much as is wanted is enough
    assert found[1].tolist() == [2029, np.inf, np.inf]


def test_own_text_adds_years_up_to_the_horizon():
    with_own, without = (
        np.array([2030.0, np.inf, np.inf, 2026.0]),
        np.array([2028.5, 2039, np.inf, 2026]),
    )
    assert headroom(with_own, without, 2040.0).tolist() == [1.5, 1.0, 0.0, 0.0]
