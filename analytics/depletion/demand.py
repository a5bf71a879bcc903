"""Demand: tokens of the largest training run, by trend or by compute. Levels are log10 tokens.

Source: Villalobos et al. 2024, arXiv 2211.04325v2. The compute-optimal allocation is
Hoffmann et al. 2022, arXiv 2203.15556, in its rule of thumb: C = 6ND and D = 20N.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.depletion.timeline import T0
from analytics.estimates import Array

TOKENS_PER_PARAMETER = 20.0
FLOP_PER_PARAMETER_TOKEN = 6.0


@dataclass(frozen=True, slots=True)
class DemandPath:
    """log10 tokens of the largest run in every world: a straight line that may bend once.

    log10 D(t) = start + slope·(t − t0) up to ``bend_year``, slope ``slope_after`` from there.

    Attributes:
        start: log10 D at the start of 2024, (worlds,).
        slope: orders of magnitude a year, (worlds,).
        bend_year: decimal years not before 2024, (worlds,); None for no bend.
        slope_after: orders of magnitude a year, (worlds,); None for no bend.
    """

    start: Array
    slope: Array
    bend_year: Array | None = None
    slope_after: Array | None = None

    def at(self, years: Array) -> Array:
        """log10 tokens at ``years``: (years, 1) gives (years, worlds), (worlds,) one a world."""
        if self.bend_year is None or self.slope_after is None:
            return self.start + self.slope * (years - T0)
        before = np.minimum(years, self.bend_year) - T0
        after = np.maximum(years - self.bend_year, 0.0)
        return self.start + self.slope * before + self.slope_after * after

    def of(self, worlds: NDArray[np.intp]) -> DemandPath:
        """The path in some of the worlds, named by their indices."""
        bend, after = self.bend_year, self.slope_after
        return DemandPath(
            self.start[worlds],
            self.slope[worlds],
            None if bend is None else bend[worlds],
            None if after is None else after[worlds],
        )

    def before_bend(self) -> DemandPath:
        """The first line, carried on as if there were no bend."""
        return DemandPath(self.start, self.slope)

    def after_bend(self) -> DemandPath:
        """The second line, carried back as if it had always held; the path itself if unbent."""
        if self.bend_year is None or self.slope_after is None:
            return self
        at_bend = self.start + self.slope * (self.bend_year - T0)
        return DemandPath(at_bend - self.slope_after * (self.bend_year - T0), self.slope_after)


def trend_path(tokens: Array, growth: Array, overtraining: float = 1.0) -> DemandPath:
    """Past growth of dataset sizes, carried on; overtraining k multiplies tokens by √k.

    Args:
        tokens: D0, of the largest run at the start of 2024, (worlds,).
        growth: orders of magnitude a year, (worlds,).
        overtraining: k, tokens per parameter over the compute-optimal 20.

    Returns:
        The path.
    """
    return DemandPath(np.log10(tokens) + math.log10(overtraining) / 2, growth)


def compute_path(
    flop: Array,
    growth: Array,
    overtraining: float = 1.0,
    slowdown_year: Array | None = None,
    growth_kept: Array | None = None,
) -> DemandPath:
    """Training compute of the largest run, turned into tokens: D = 20 √(k C / 120).

    Args:
        flop: C0 at the start of 2024, (worlds,).
        growth: of compute, orders of magnitude a year, (worlds,).
        overtraining: k, tokens per parameter over the compute-optimal 20.
        slowdown_year: from when the growth of compute is reduced, (worlds,); None for never.
        growth_kept: share of the growth that remains, (worlds,).

    Returns:
        The path; tokens grow half as fast as compute.
    """
    after = None if growth_kept is None else growth * growth_kept / 2
    start = log10_tokens_from_flop(np.log10(flop), overtraining)
    return DemandPath(start, growth / 2, slowdown_year, after)


def log10_tokens_from_flop(log10_flop: Array, overtraining: float = 1.0) -> Array:
    """Tokens of a run of given compute: D = 20 √(k C / 120).

    Args:
        log10_flop: log10 of the compute C in FLOP, any shape.
        overtraining: k, tokens per parameter over the compute-optimal 20.

    Returns:
        log10 tokens, the same shape.

    >>> round(10 ** float(log10_tokens_from_flop(np.log10(5e28))) / 1e12)  # trillions
    408
    """
    per_pair = FLOP_PER_PARAMETER_TOKEN * TOKENS_PER_PARAMETER
    tokens: Array = (log10_flop + math.log10(overtraining / per_pair)) / 2
    return tokens + math.log10(TOKENS_PER_PARAMETER)


def compute_optimal_tokens(flop: float, overtraining: float = 1.0) -> float:
    """Tokens of a compute-optimal run: D = 20 √(k C / 120).

    Args:
        flop: C, training compute in FLOP.
        overtraining: k, tokens per parameter over the compute-optimal 20.

    Returns:
        Tokens.

    Raises:
        ValueError: the compute or the overtraining is not above 0.

    >>> f"{compute_optimal_tokens(5e28):.3g}"
    '4.08e+14'
    """
    if flop <= 0 or overtraining <= 0:
        raise ValueError(f"flop and overtraining must be above 0, not {flop:g}, {overtraining:g}")
    return float(10 ** log10_tokens_from_flop(np.array(math.log10(flop)), overtraining))


def log10_flop_from_tokens(log10_tokens: Array, overtraining: float = 1.0) -> Array:
    """Compute of a run on given tokens: C = 6ND with D = 20kN; inverse of the function above.

    Args:
        log10_tokens: log10 D, any shape.
        overtraining: k, tokens per parameter over the compute-optimal 20.

    Returns:
        log10 FLOP, the same shape.
    """
    per_pair = FLOP_PER_PARAMETER_TOKEN * TOKENS_PER_PARAMETER
    flop: Array = 2 * (log10_tokens - math.log10(TOKENS_PER_PARAMETER))
    return flop - math.log10(overtraining / per_pair)
