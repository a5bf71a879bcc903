"""Sobol' indices by pick and freeze, with their sampling error.

A function of d independent inputs, numbers or groups of them, is run in two independent sets of
worlds, A and B, and in A with one input at a time taken from B. With V the variance of f(A) and
f(B),

    S_i  = mean[ f(B) (f(A_B^i) − f(A)) ] / V          first order, Saltelli et al. 2010, table 2(b)
    ST_i = mean[ (f(A) − f(A_B^i))² ] / 2V             total, Jansen 1999

(Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola 2010, Comput. Phys. Commun. 181:259–270;
Jansen 1999, Comput. Phys. Commun. 117:35–43.) The first-order index is the share of the variance
that would go if this input were known, the total one the share that would remain if all others
were. Bands are 5% and 95% quantiles over worlds resampled with replacement (Archer, Saltelli &
Sobol' 1997, J. Stat. Comput. Simul. 58:99–120). Where the worlds are Sobol' points, which are more
even than chance, they are on the wide side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.stats import qmc

from analytics.estimates import Array

NEGLIGIBLE = 0.01
"""An index whose band reaches below this share is not told apart from none."""

BAND = (0.05, 0.95)
RESAMPLES = 200

_EDGE = 2.0**-31
"""An inverse cumulative distribution function may be infinite at 0 and 1."""


@dataclass(frozen=True, eq=False, slots=True)
class Indices:
    """Sobol' indices with the interval of their sampling error.

    Attributes:
        total: (outputs, inputs), 0–1 within that error.
        first: first-order, likewise.
        total_band: 5% and 95% quantile over resampled worlds, (2, outputs, inputs).
        first_band: likewise.
    """

    total: Array
    first: Array
    total_band: Array
    first_band: Array


def times(worlds: int, seed: int) -> Array:
    """How often each resample takes each world, (resamples, worlds)."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(worlds, np.full(worlds, 1 / worlds), RESAMPLES).astype(np.float64)


def of_sets(values: Array, taken: Array, *, together: bool = False) -> Indices:
    """Indices of each output, or of all added up.

    Args:
        values: (2 + inputs, worlds, outputs): f(A), f(B), and f(A) with each input of B.
        taken: how often each resample takes each world, (resamples, worlds), as :func:`times`.
        together: whether the variances of all outputs are added up.

    Returns:
        Indices; zeros for an output that is a constant.

    Source:
        Jansen 1999 (total), Saltelli et al. 2010, table 2(b) (first order).
    """
    centred = values - values[:2].mean(axis=(0, 1))
    of_one, of_two, mixed = centred[0], centred[1], centred[2:]
    spread = (of_one**2 + of_two**2) / 2  # (worlds, outputs)
    moved = (of_one - mixed) ** 2 / 2
    alone = of_two * (mixed - of_one)
    if together:
        spread, moved, alone = (part.sum(axis=-1, keepdims=True) for part in (spread, moved, alone))

    def estimates(weights: Array) -> tuple[Array, Array]:
        variance = weights @ spread  # (resamples, outputs)
        sums = (np.tensordot(weights, part, (1, 1)).transpose(0, 2, 1) for part in (moved, alone))
        there = (variance > 0)[..., None]
        base = np.where(there, variance[..., None], 1.0)
        total, first = (np.where(there, one / base, 0.0) for one in sums)
        return total, first

    worlds = len(spread)
    total, first = (found[0] for found in estimates(np.full((1, worlds), 1 / worlds)))
    bands = [np.quantile(found, BAND, axis=0) for found in estimates(taken / worlds)]
    return Indices(total, first, *bands)


def mixed_sets(one: Sequence[Array], two: Sequence[Array]) -> list[Array]:
    """Each input in all worlds of all sets: A, B, and A with one input at a time from B.

    Args:
        one: each input in the worlds of A, (…, worlds).
        two: each in those of B, likewise.

    Returns:
        Each input, (…, (2 + inputs) × worlds).
    """
    count = len(one)
    return [
        np.concatenate([a, b, *(b if i == j else a for j in range(count))], axis=-1)
        for i, (a, b) in enumerate(zip(one, two, strict=True))
    ]


def uniform_sets(inputs: int, worlds: int, seed: int) -> tuple[Array, Array]:
    """Two sets of worlds of uniform inputs from one sequence of scrambled Sobol' points.

    Args:
        inputs: number of inputs.
        worlds: of each set, a power of two.
        seed: of the scrambling.

    Returns:
        Numbers inside (0, 1), (inputs, worlds) each.
    """
    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(seed)).random(worlds).T
    points = np.clip(points, _EDGE, 1 - _EDGE)
    return points[:inputs], points[inputs:]


def uniform(
    model: Callable[[Array], Array], inputs: int, worlds: int, seed: int, *, bands: bool = True
) -> Indices:
    """Sobol' indices of a function of uniform inputs.

    Args:
        model: takes uniform numbers (inputs, worlds), returns values (worlds,); called once.
        inputs: number of inputs.
        worlds: of each set, a power of two; the model is run in worlds × (inputs + 2).
        seed: of the scrambled Sobol' points.
        bands: whether the sampling error is wanted.

    Returns:
        Indices of one output.
    """
    one, two = uniform_sets(inputs, worlds, seed)
    drawn = np.stack(mixed_sets(list(one), list(two))) if inputs else np.empty((0, 2 * worlds))
    values = model(drawn).reshape(inputs + 2, worlds, 1)
    return of_sets(values, times(worlds, seed) if bands else np.ones((1, worlds)))


class Share(NamedTuple):
    """The Sobol' indices of one input.

    Attributes:
        field: its name.
        label: what it is called.
        leads: field of the control that it leads to.
        total: total index, 0–1 within its sampling error.
        low: 5% quantile of the total index over resampled worlds.
        high: 95% quantile.
        first: first-order index.
        first_low: 5% quantile.
        first_high: 95% quantile.
    """

    field: str
    label: str
    leads: str
    total: float
    low: float
    high: float
    first: float
    first_low: float
    first_high: float

    @property
    def told_apart(self) -> bool:
        """Whether it can be told from next to nothing."""
        return self.low >= NEGLIGIBLE


def shares_of(
    names: Sequence[tuple[str, str, str]], found: Indices, row: int = 0
) -> tuple[Share, ...]:
    """The indices of one output, the largest total first; inputs that do nothing are left out.

    Args:
        names: field, label and control of each input.
        found: the indices.
        row: of the output.
    """
    numbers = (found.total, *found.total_band, found.first, *found.first_band)
    columns = np.stack([one[row] for one in numbers], axis=1)
    each = [Share(*name, *map(float, line)) for name, line in zip(names, columns, strict=True)]
    return tuple(
        sorted((one for one in each if one.total > 0), key=lambda s: s.total, reverse=True)
    )
