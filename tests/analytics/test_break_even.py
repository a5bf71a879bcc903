"""Break-even: roots that are known, several, none, steps of one world, and bad arguments."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.break_even import break_even

WORLDS = 1000


def test_the_root_of_a_line_is_found_between_its_bracket() -> None:
    found = break_even(lambda x: x / 10, 0, 10, 0.2, WORLDS)
    (one,) = found.crossings
    assert one.value == pytest.approx(2, abs=0.01) and one.risk <= 0.2 + 1e-9
    assert one.bracket[0] <= one.value <= one.bracket[1]
    assert one.risks == tuple(x / 10 for x in one.bracket)
    assert (one.under, found.course) == ("below", "rising")
    # ± 1.645 standard errors of a share of 20% in 1,000 worlds are 2.1 points
    assert (one.low, one.high) == pytest.approx((1.79, 2.21), abs=0.02)


def test_a_risk_that_falls_is_under_the_level_above() -> None:
    found = break_even(lambda x: 1 / x, 1, 100, 0.1, WORLDS, log=True)
    (one,) = found.crossings
    assert one.value == pytest.approx(10, rel=0.01) and one.risk <= 0.1
    assert (one.under, found.course) == ("above", "falling")
    assert found.ends == ((1, 1), (100, 0.01))


def test_all_crossings_of_a_hump_are_found_and_it_is_told() -> None:
    found = break_even(lambda x: math.sin(math.pi * x), 0, 1, 0.5, WORLDS)
    assert [one.value for one in found.crossings] == pytest.approx([1 / 6, 5 / 6], abs=0.01)
    assert [one.under for one in found.crossings] == ["below", "above"]
    assert found.course == "both"


@pytest.mark.parametrize(
    ("risk", "under", "course"), [(0.1, True, "flat"), (0.9, False, "flat"), (0.5, True, "flat")]
)
def test_none_in_range_is_told_by_its_ends(risk: float, under: bool, course: str) -> None:
    found = break_even(lambda _: risk, 2, 3, 0.5, WORLDS)
    assert not found.crossings and found.always_under is under and found.course == course
    assert found.ends == ((2, risk), (3, risk))


@given(
    st.lists(st.integers(0, 100), min_size=100, max_size=100),
    st.integers(2, 98),
    st.booleans(),
)
def test_a_counted_risk_is_at_most_the_level_and_above_it_just_beyond(
    thresholds: list[int], percent: int, falls: bool
) -> None:
    """A risk that is counted is a flight of steps: the value is on the right side of its own."""
    at = np.array(thresholds)

    def risk(x: float) -> float:
        return float(np.mean(at < (100 - x if falls else x)))

    found = break_even(risk, 0, 100, percent / 100, 100)
    for one in found.crossings:
        assert one.risk == risk(one.value) <= percent / 100
        beyond = one.value + (-0.2 if one.under == "above" else 0.2)
        assert risk(beyond) > percent / 100
        assert one.low <= one.value <= one.high
    assert len(found.crossings) == (
        (found.risks[0] <= percent / 100) != (found.risks[-1] <= percent / 100)
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"low": 3}, "range: 3 is not below 2"),
        ({"low": math.nan}, "range: nan is not below 2"),
        ({"low": 0, "log": True}, "range: 0 is not above 0, as a logarithmic one needs"),
        ({"level": 1}, "level: 1 is not between 0 and 1"),
        ({"points": 1}, "points: 1 is below 2"),
    ],
)
def test_bad_arguments_are_named_with_their_bound(changed: dict[str, float], message: str) -> None:
    arguments = {"low": 1, "high": 2, "level": 0.5, "worlds": 100} | changed
    with pytest.raises(ValueError, match=f"^{message}$"):
        break_even(lambda x: x, **arguments)  # type: ignore[arg-type]
