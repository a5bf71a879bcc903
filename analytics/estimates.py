"""Uncertain numbers: an interval that a person can argue with, and the distribution it stands for.

An :class:`Estimate` is written as its interval (``LN95(0.10, 0.40)``: a lognormal whose central 95%
lies between 0.10 and 0.40) and drawn through its inverse cumulative distribution function.
:class:`Draws` supplies the uniform numbers: scrambled Sobol' points (Owen 1998; Joe & Kuo 2008 by
``scipy.stats.qmc``), one dimension an input, the same points for every scenario (*common random
numbers*), so that the difference between two scenarios is no sampling noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

Array = NDArray[np.float64]
Family = Literal["lognormal", "normal", "triangular", "reflected"]

DIMENSIONS = 64
"""Sobol' dimensions, always all drawn: a new input takes the next one and moves no other. Their
number enters the scrambling, so that raising it redraws every input once."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """An interval and the family of distribution that it stands for.

    Args:
        family: ``lognormal`` and ``normal``: [low, high] is the central interval of probability
            ``level``. ``reflected``: ``reflect_at − X`` with X lognormal, so that [low, high] is
            again central, and nothing falls below ``floor``. ``triangular``: [low, high] is the
            whole support and ``mode`` the most likely value.
        low: lower end, in the unit of the input.
        high: upper end. ``low == high`` is a number known for certain.
        mode: the most likely value; for ``triangular`` only.
        level: probability inside [low, high]; 1 for ``triangular``.
        reflect_at: the point of reflection; for ``reflected`` only.
        floor: values below are raised to it; for ``reflected`` only.

    Raises:
        ValueError: the numbers do not describe such a distribution.
    """

    family: Family
    low: float
    high: float
    mode: float | None = None
    level: float = 0.95
    reflect_at: float | None = None
    floor: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers that describe no distribution of the family."""
        for name in ("low", "high", "mode"):
            point = getattr(self, name)
            if point is not None:
                # 2 and 2.0, 0.0 and -0.0 are equal: they are to be written alike as well
                object.__setattr__(self, name, float(point) + 0.0)
        if not all(math.isfinite(p) for p in self.points):
            raise ValueError(f"{self} has an end that is not a finite number")
        if self.low > self.high:
            raise ValueError(f"the lower end {self.low:g} is above the upper end {self.high:g}")
        if self.family == "triangular":
            if self.mode is None:
                raise ValueError("a triangular estimate needs low, mode and high")
            if not self.low <= self.mode <= self.high:
                raise ValueError(
                    f"the mode {self.mode:g} lies outside {self.low:g} to {self.high:g}"
                )
        elif self.mode is not None:
            raise ValueError(f"a {self.family} estimate takes low and high, no mode")
        elif not 0 < self.level < 1:
            raise ValueError(f"the level must lie between 0 and 1, not {self.level:g}")
        if self.family == "lognormal" and self.low <= 0:
            raise ValueError(f"the lower end of a lognormal must be above 0, not {self.low:g}")
        if self.family == "reflected" and (self.reflect_at is None or self.high >= self.reflect_at):
            raise ValueError(f"the upper end {self.high:g} must lie below {self.reflect_at}")

    @property
    def points(self) -> tuple[float, ...]:
        """The numbers a person edits: (low, high), or (low, mode, high)."""
        return (self.low, self.high) if self.mode is None else (self.low, self.mode, self.high)

    def with_points(self, points: tuple[float, ...]) -> Estimate:
        """The same family with other numbers; ValueError if their count or order is wrong."""
        if len(points) != len(self.points):
            raise ValueError(f"takes {len(self.points)} numbers, not {len(points)}")
        mode = points[1] if self.mode is not None else None
        return replace(self, low=points[0], mode=mode, high=points[-1])

    @property
    def median(self) -> float:
        """The value with half of the probability on either side, in the unit of the input."""
        return float(self.quantile(np.array([0.5]))[0])

    def quantile(self, u: Array) -> Array:
        """Inverse cumulative distribution function.

        Args:
            u: probabilities, strictly between 0 and 1, any shape.

        Returns:
            Values in the unit of the input, shape of ``u``.
        """
        if self.low == self.high:
            return np.full(np.shape(u), self.low)
        if self.family == "triangular":
            return _triangular(u, self.low, self.points[1], self.high)
        z = ndtri(u) / ndtri((1 + self.level) / 2)
        if self.family == "normal":
            return (self.low + self.high) / 2 + z * (self.high - self.low) / 2
        if self.family == "lognormal":
            return _lognormal(z, self.low, self.high)
        reflect_at = self.reflect_at if self.reflect_at is not None else 0.0
        return np.maximum(
            reflect_at - _lognormal(-z, reflect_at - self.high, reflect_at - self.low), self.floor
        )


def _lognormal(z: Array, low: float, high: float) -> Array:
    """Lognormal at ``z``, in units of half the interval's width on the log scale."""
    bottom, top = math.log(low), math.log(high)
    return np.exp((bottom + top) / 2 + (top - bottom) / 2 * z)


def _triangular(u: Array, low: float, mode: float, high: float) -> Array:
    split = (mode - low) / (high - low)
    left = low + np.sqrt(u * (high - low) * (mode - low))
    right = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < split, left, right)


def lognormal(low: float, high: float, level: float = 0.95) -> Estimate:
    """``LN95(low, high)``: a lognormal with central interval [low, high]."""
    return Estimate("lognormal", low, high, level=level)


def normal(low: float, high: float, level: float = 0.95) -> Estimate:
    """``N95(low, high)``: a normal with central interval [low, high]."""
    return Estimate("normal", low, high, level=level)


def triangular(low: float, mode: float, high: float) -> Estimate:
    """``tri(low, mode, high)``."""
    return Estimate("triangular", low, high, mode=mode, level=1.0)


def reflected_lognormal(low: float, high: float, reflect_at: float, floor: float) -> Estimate:
    """``reflect_at − LN95(reflect_at − high, reflect_at − low)``, not below ``floor``."""
    return Estimate("reflected", low, high, reflect_at=reflect_at, floor=floor)


@lru_cache(maxsize=4)
def _uniforms(worlds: int, seed: int) -> Array:
    """Scrambled Sobol' points, shape (DIMENSIONS, worlds), each row contiguous, inside (0, 1)."""
    points = qmc.Sobol(DIMENSIONS, scramble=True, rng=np.random.default_rng(seed)).random(worlds)
    # A point may be exactly 0, where an inverse CDF is infinite.
    clipped = np.ascontiguousarray(np.clip(points.T, 2.0**-31, 1 - 2.0**-31))
    clipped.setflags(write=False)
    return clipped


@lru_cache(maxsize=256)
def _drawn(estimate: Estimate, dimension: int, worlds: int, seed: int) -> Array:
    values = estimate.quantile(_uniforms(worlds, seed)[dimension])
    values.setflags(write=False)
    return values


@dataclass(frozen=True, slots=True)
class Draws:
    """A fixed set of worlds from which every estimate is drawn.

    Args:
        worlds: number of joint draws: a power of two, at which Sobol' points are balanced.
        seed: of the scrambling; the same seed gives the same bytes.

    Raises:
        ValueError: the number of worlds is no power of two.
    """

    worlds: int
    seed: int

    def __post_init__(self) -> None:
        """Refuse a number of worlds at which the points would be out of balance."""
        if self.worlds < 1 or self.worlds & (self.worlds - 1):
            raise ValueError(f"the number of worlds must be a power of two, not {self.worlds}")

    def of(self, estimate: Estimate, dimension: int) -> Array:
        """Values of one input in every world.

        Args:
            estimate: its distribution.
            dimension: its own Sobol' dimension, 0 to DIMENSIONS − 1.

        Returns:
            Read-only array, shape (worlds,), in the unit of the input.

        Raises:
            IndexError: the dimension does not exist.
        """
        if not 0 <= dimension < DIMENSIONS:
            raise IndexError(f"dimension {dimension} is outside 0 to {DIMENSIONS - 1}")
        return _drawn(estimate, dimension, self.worlds, self.seed)
