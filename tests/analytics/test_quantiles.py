import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analytics.quantiles import PROBABILITIES, by_row, place

tables = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 200)),
    elements=st.floats(-1e12, 1e12, allow_subnormal=True),
)


@given(tables)
def test_by_row_agrees_with_numpy_to_one_part_in_65535_of_the_range(table):
    expected = np.quantile(table, PROBABILITIES, axis=1).T
    part = np.ptp(table, axis=1, keepdims=True) / 65535
    rounding = 1e-12 * np.abs(table).max(axis=1, keepdims=True)
    assert np.all(np.abs(by_row(table) - expected) <= part + rounding + 1e-300)


@given(tables)
def test_by_row_is_ordered_and_within_the_range(table):
    quantiles = by_row(table)
    rounding = 1e-12 * np.abs(table).max(axis=1, keepdims=True)
    assert np.all(np.diff(quantiles, axis=1) >= -rounding)
    assert np.all(quantiles >= table.min(axis=1, keepdims=True) - rounding)
    assert np.all(quantiles <= table.max(axis=1, keepdims=True) + rounding)


@given(tables)
def test_by_row_leaves_its_argument_alone(table):
    before = table.copy()
    by_row(table)
    assert np.array_equal(table, before)


def test_a_constant_row_is_that_constant():
    table = np.array([[3.25] * 64, [0.1] * 64, np.linspace(0, 1, 64)])
    quantiles = by_row(table)
    assert np.all(quantiles[0] == 3.25)
    assert np.all(quantiles[1] == 0.1)


def test_rows_do_not_touch_each_other():
    rng = np.random.default_rng(3)
    table = rng.normal(size=(4, 512)) * np.array([[1e-3], [1.0], [1e3], [1e6]])
    together = by_row(table)
    for row, quantiles in zip(table, together, strict=True):
        assert np.array_equal(by_row(row[None])[0], quantiles)


def test_single_precision_is_as_good_on_log10_tokens():
    levels = np.random.default_rng(4).normal(14.5, 0.5, size=(3, 4096))
    part = np.ptp(levels, axis=1, keepdims=True) / 65535
    difference = by_row(levels.astype(np.float32)) - by_row(levels)
    assert np.all(np.abs(difference) <= 1.5 * part)
    assert by_row(levels.astype(np.float32)).dtype == np.float64


def test_other_probabilities():
    table = np.arange(101.0)[None]
    assert by_row(table, np.array([0.0, 0.33, 1.0]))[0] == pytest.approx([0, 33, 100], abs=0.002)


def test_the_nine_are_central_intervals():
    assert len(PROBABILITIES) == 9
    assert pytest.approx(1) == PROBABILITIES + PROBABILITIES[::-1]
    with pytest.raises(ValueError, match="read-only"):
        PROBABILITIES[0] = 0.0


def test_place_finds_one_of_the_nine():
    assert place(0.5) == 4
    assert place(0.975) == 8
    with pytest.raises(ValueError, match="not in list"):
        place(0.3)
