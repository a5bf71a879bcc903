"""Regions of a plane: they hold the part of the worlds that they say, whatever the units."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.regions import nearest_part


def inside(corners, x, y):
    """Whether points lie in a convex polygon, counterclockwise, or on its edge."""
    following = np.roll(corners, -1, axis=0)
    (ax, ay), (bx, by) = corners.T, following.T
    turns = (bx - ax) * (y[:, None] - ay) - (by - ay) * (x[:, None] - ax)
    return (turns >= -1e-9).all(axis=1)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.floats(0.1, 1.0), st.floats(0.01, 100.0))
def test_it_holds_at_least_its_part_and_no_unit_moves_it(seed, part, unit):
    rng = np.random.default_rng(seed)
    x, y = rng.gamma(2, size=200), rng.beta(0.6, 0.6, 200)
    corners = nearest_part(x, y, part)
    assert inside(corners, x, y).mean() >= part - 1e-9
    other = nearest_part(unit * x, y, part) / [unit, 1.0]
    # wherever the polygon begins
    assert other[np.lexsort(other.T)] == pytest.approx(corners[np.lexsort(corners.T)], rel=1e-6)


def test_worlds_on_a_line_have_a_box():
    x = np.linspace(0, 1, 11)
    flat = nearest_part(x, np.full(11, 0.5))
    assert flat[:, 0].min() >= 0.2 and flat[:, 0].max() <= 0.8
    assert set(flat[:, 1]) == {0.5}
    assert (nearest_part(np.ones(5), np.ones(5)) == 1).all()
