"""Sobol' indices: functions whose indices are known, their sampling error, and no spread."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import indices
from analytics.estimates import Array


def ishigami(u: Array) -> Array:
    x = (2 * u - 1) * np.pi
    values: Array = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    return values


def g_function(a: Array) -> tuple[Array, Array]:
    """Total and first-order indices of Π (|4u − 2| + a) / (1 + a), Sobol' 1993."""
    parts = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + parts) - 1
    others = np.array([np.prod(np.delete(1 + parts, i)) for i in range(len(a))])
    return parts * others / whole, parts / whole


def test_ishigami_in_closed_form_within_its_bands() -> None:
    """Ishigami & Homma 1990, a = 7, b = 0.1."""
    found = indices.uniform(ishigami, 3, 2048, seed=3)
    total, first = np.array([0.5576, 0.4424, 0.2437]), np.array([0.3139, 0.4424, 0.0])
    assert found.total[0] == pytest.approx(total, abs=0.02)
    assert found.first[0] == pytest.approx(first, abs=0.02)
    for known, band in ((total, found.total_band), (first, found.first_band)):
        assert (band[0, 0] <= known + 0.01).all() and (known - 0.01 <= band[1, 0]).all()


@settings(max_examples=15)
@given(st.lists(st.floats(0, 9), min_size=2, max_size=5))
def test_the_g_function_in_closed_form(given_a: list[float]) -> None:
    a = np.array(given_a)
    found = indices.uniform(
        lambda u: np.prod((np.abs(4 * u - 2) + a[:, None]) / (1 + a[:, None]), axis=0),
        len(a),
        1024,
        seed=1,
        bands=False,
    )
    total, first = g_function(a)
    assert found.total[0] == pytest.approx(total, abs=0.06)
    assert found.first[0] == pytest.approx(first, abs=0.06)


def test_an_input_that_does_nothing_has_a_total_of_none() -> None:
    found = indices.uniform(lambda u: u[0], 3, 64, seed=1)
    assert found.total[0, 1:] == pytest.approx([0, 0], abs=1e-15)
    assert (found.total_band[:, 0, 1:] == 0).all()
    assert found.total[0, 0] == pytest.approx(1, abs=0.1)


def test_more_worlds_leave_less_error() -> None:
    few, many = (indices.uniform(ishigami, 3, n, seed=2).total_band[:, 0] for n in (128, 2048))
    assert ((many[1] - many[0]) < 0.5 * (few[1] - few[0])).all()


def test_of_a_constant_nothing_is_divided() -> None:
    found = indices.uniform(lambda u: np.ones(u.shape[1]), 2, 64, seed=1)
    for one in (found.total, found.first, found.total_band, found.first_band):
        assert (one == 0).all()


def test_mixed_sets_take_one_input_at_a_time_from_the_other() -> None:
    one, two = np.zeros((3, 4)), np.ones((3, 4))
    sets = np.stack(indices.mixed_sets(list(one), list(two))).reshape(3, 5, 4)
    assert (sets[:, 0] == 0).all() and (sets[:, 1] == 1).all()
    assert (sets[:, 2:, 0] == np.eye(3)).all()


def test_inputs_come_with_the_largest_first_and_without_those_that_do_nothing() -> None:
    found = indices.uniform(lambda u: u[0] + 4 * u[2] + 0.1 * u[3], 4, 256, seed=1)
    names = [(one, one.upper(), one) for one in "abcd"]
    shares = indices.shares_of(names, found)
    assert [one.field for one in shares] == ["c", "a", "d"]
    assert [one.told_apart for one in shares] == [True, True, False]
    assert all(one.low <= one.total <= one.high for one in shares)
