"""Break-even: at which value of one control a risk comes to a stated level.

The risk is counted in common worlds, so that it is a function of the control alone: the same value
gives the same risk to the last digit. A coarse grid is worked out first. Where the risk crosses the
level between two of its points, Brent's method (Brent 1973, Algorithms for Minimization without
Derivatives, ch. 4; ``scipy.optimize.brentq``) narrows the crossing down; a function that rises here
and falls there has several, and all that the grid sees are found. A counted risk moves in steps of
one world: the value that is given is one at which the risk is at most the level.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.optimize import brentq

from analytics.estimates import Array

POINTS = 13
"""Points of the grid."""

_EXACT = 1e-3
"""A crossing is known to this share of the range."""

_NOTABLE = 0.01
"""A turn of less than this is none."""

_TINY = 1e-12
"""Less than any step of a risk: one that is the level itself counts as under it."""

_Z = 1.6449
"""Standard errors on either side that hold 90%."""

Course = Literal["rising", "falling", "flat", "both"]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A value at which the risk comes to the level.

    Attributes:
        value: of the control; the risk there is at most the level.
        risk: there.
        bracket: values of the control between which it was sought.
        risks: at the ends of the bracket.
        under: on which side of it the risk is under the level.
        low: lower end of its 90% sampling error; that of the range if it reaches beyond.
        high: upper end.
    """

    value: float
    risk: float
    bracket: tuple[float, float]
    risks: tuple[float, float]
    under: Literal["below", "above"]
    low: float
    high: float


@dataclass(frozen=True, eq=False, slots=True)
class BreakEven:
    """Where a risk crosses a level.

    Attributes:
        values: of the control, ascending, grid and all that was tried, (points,).
        risks: at them, (points,).
        level: of the risk.
        crossings: from the lowest value up; none if the risk is on one side of the level.
        course: how the risk goes with the control: ``both`` if it rises here and falls there.
        worlds: in which the risk was counted.
    """

    values: Array
    risks: Array
    level: float
    crossings: tuple[Crossing, ...]
    course: Course
    worlds: int

    def __post_init__(self) -> None:
        """Make both arrays read-only."""
        self.values.setflags(write=False)
        self.risks.setflags(write=False)

    @property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The lowest and the highest value with their risks."""
        first, last = ((float(self.values[i]), float(self.risks[i])) for i in (0, -1))
        return first, last

    @property
    def always_under(self) -> bool:
        """Whether the risk is at most the level over the whole range."""
        return bool((self.risks <= self.level + _TINY).all())


def break_even(
    risk: Callable[[float], float],
    low: float,
    high: float,
    level: float,
    worlds: int,
    *,
    log: bool = False,
    points: int = POINTS,
) -> BreakEven:
    """Find where a risk comes to a level.

    Args:
        risk: value of the control → risk, 0–1; deterministic.
        low: lower end of the range, above 0 on a logarithmic one.
        high: upper end, above the lower one.
        level: of the risk, between 0 and 1.
        worlds: in which the risk is counted: of its sampling error.
        log: whether the grid is even in the logarithm.
        points: of the grid.

    Returns:
        All crossings that the grid sees.

    Raises:
        ValueError: names the argument and the bound it breaks.

    Source:
        Brent 1973, ch. 4.
    """
    if not low < high or not all(map(math.isfinite, (low, high))):
        raise ValueError(f"range: {low:g} is not below {high:g}")
    if log and not low > 0:
        raise ValueError(f"range: {low:g} is not above 0, as a logarithmic one needs")
    if not 0 < level < 1:
        raise ValueError(f"level: {level:g} is not between 0 and 1")
    if points < 2:
        raise ValueError(f"points: {points} is below 2")
    inverse: Callable[[float], float] = math.exp if log else float
    ends = (math.log(low), math.log(high)) if log else (low, high)
    between = (inverse(float(t)) for t in np.linspace(*ends, points)[1:-1])
    grid = [float(low), *between, float(high)]
    tried: dict[float, float] = {}

    def at(value: float) -> float:
        if value not in tried:
            tried[value] = float(risk(value))
        return tried[value]

    for value in grid:
        at(value)
    course = _course([tried[value] for value in grid], max(2 / worlds, _NOTABLE))
    exact = _EXACT * (ends[1] - ends[0])
    found = [
        _narrowed(at, one, two, level, log, exact)
        for one, two in pairwise(grid)
        if (tried[one] <= level + _TINY) != (tried[two] <= level + _TINY)
    ]
    values = np.array(sorted(tried))
    risks = np.array([tried[value] for value in values])
    margin = _Z * math.sqrt(level * (1 - level) / worlds)
    crossings = tuple(
        Crossing(*one, *_sampling(values, risks, level, margin, one[0], one[4])) for one in found
    )
    return BreakEven(values, risks, level, crossings, course, worlds)


Found = tuple[float, float, tuple[float, float], tuple[float, float], Literal["below", "above"]]


def _narrowed(
    at: Callable[[float], float], one: float, two: float, level: float, log: bool, exact: float
) -> Found:
    """A crossing between two values of the control of which one is under the level."""
    inverse: Callable[[float], float] = math.exp if log else float
    start, end = (math.log(x) if log else x for x in (one, two))
    under: Literal["below", "above"] = "below" if at(one) <= level + _TINY else "above"

    def over(t: float) -> float:
        value = one if t == start else two if t == end else inverse(t)
        return at(value) - level - _TINY

    root = float(brentq(over, start, end, xtol=exact / 4))
    step = -exact / 4 if under == "below" else exact / 4
    while over(root) > 0:  # to the side that is under the level: brentq may end on either
        root = min(max(root + step, start), end)
    value = one if root == start else two if root == end else inverse(root)
    return value, at(value), (one, two), (at(one), at(two)), under


def _sampling(
    values: Array, risks: Array, level: float, margin: float, value: float, under: str
) -> tuple[float, float]:
    """Between which values of the control the crossing lies for all that the sample knows."""
    place = int(np.searchsorted(values, value))
    safe, risky = level - margin, level + margin
    down = _first(values[place::-1], risks[place::-1], safe if under == "below" else risky, level)
    up = _first(values[place:], risks[place:], risky if under == "below" else safe, level)
    return down, up


def _first(values: Array, risks: Array, mark: float, level: float) -> float:
    """Where the risk first passes a mark on the way from a crossing; the end if it never does."""
    passed = risks >= mark if mark > level else risks <= mark
    hits = np.flatnonzero(passed)
    if not len(hits):
        return float(values[-1])
    i = int(hits[0])
    if i == 0 or risks[i] == risks[i - 1]:
        return float(values[i])
    part = (mark - risks[i - 1]) / (risks[i] - risks[i - 1])
    return float(values[i - 1] + part * (values[i] - values[i - 1]))


def _course(risks: Sequence[float], tolerance: float) -> Course:
    """How a risk goes; steps within the tolerance are none."""
    rise = fall = 0.0
    low = high = risks[0]
    for one in risks:  # how far above a former minimum, and below a former maximum
        low, high = min(low, one), max(high, one)
        rise, fall = max(rise, one - low), max(fall, high - one)
    if max(rise, fall) == 0:
        return "flat"
    if min(rise, fall) > tolerance:
        return "both"
    return "rising" if rise > fall else "falling"
