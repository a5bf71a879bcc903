"""A distribution over patterns, grouped by frequency.

A *pattern* is whatever a corpus can hold or lose: a word, a fact, a construction. Patterns of one
frequency have one fate in expectation, so that they are kept as a group: its number of patterns
and the frequency of each. Grouping is exact; binning (:meth:`Patterns.binned`) is close.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.estimates import Array

TAIL_SHARE = 0.05
"""The tail is the rarest patterns that make up this last part of the human distribution."""

BINS = 32
"""Log-spaced bins at which the English lexicon is within 0.001 of itself."""

_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False, slots=True)
class Patterns:
    """The human distribution p, in groups of equal frequency, commonest first.

    Args:
        counts: patterns in each group, above 0, (groups,).
        frequencies: frequency of each pattern of a group, above 0, in any unit, strictly falling,
            (groups,); kept so that they sum to 1 over all patterns.
        tail_share: share of p that the tail makes up at least, 0 to 1; ties stay together.

    Attributes:
        mass: share of p that a group makes up, (groups,); sums to 1.
        tail: whether a group belongs to the tail: the smallest set of rarest groups that makes up
            ``tail_share`` of p or more, (groups,). Empty where the share is 0.

    Raises:
        ValueError: the numbers describe no distribution.

    >>> letters = Patterns(np.array([1.0, 2.0]), np.array([0.5, 0.25]), tail_share=0.1)
    >>> letters.size, letters.mass.tolist(), letters.tail.tolist()
    (3, [0.5, 0.5], [False, True])
    """

    counts: Array
    frequencies: Array
    tail_share: float = TAIL_SHARE
    mass: Array = field(init=False)
    tail: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Normalise, find the tail, and make every array read-only."""
        counts = np.array(self.counts, dtype=np.float64)
        frequencies = np.array(self.frequencies, dtype=np.float64)
        if counts.ndim != 1 or counts.shape != frequencies.shape or not counts.size:
            raise ValueError(
                "counts and frequencies must be two lists of one length of at least 1, "
                f"not of shapes {counts.shape} and {frequencies.shape}"
            )
        for name, numbers in (("counts", counts), ("frequencies", frequencies)):
            if not (np.isfinite(numbers).all() and (numbers > 0).all()):
                raise ValueError(f"{name} must be finite numbers above 0")
        if (np.diff(frequencies) >= 0).any():
            raise ValueError("frequencies must fall from group to group")
        if not 0 <= self.tail_share <= 1:
            raise ValueError(f"the tail's share must be 0 to 1, not {self.tail_share:g}")
        frequencies /= frequencies[0]  # so that no sum of them overflows
        frequencies /= counts @ frequencies
        mass = counts * frequencies
        rarer = np.cumsum(mass[::-1])[::-1] - mass
        tail = rarer < self.tail_share - _ROUNDING
        for name, value in (
            ("counts", counts),
            ("frequencies", frequencies),
            ("mass", mass),
            ("tail", tail),
        ):
            value.setflags(write=False)
            object.__setattr__(self, name, value)

    @property
    def size(self) -> int:
        """Patterns in all groups."""
        return round(float(self.counts.sum()))

    @property
    def tail_mass(self) -> float:
        """Share of p in the tail: ``tail_share`` and what its last ties add."""
        return float(self.mass[self.tail].sum())

    @property
    def commonest_in_tail(self) -> float:
        """Frequency of the commonest pattern of the tail; 0 where the tail is empty."""
        return float(self.frequencies[self.tail].max(initial=0.0))

    @property
    def last_rank(self) -> Array:
        """Rank of the last pattern of each group, the commonest pattern being 1, (groups,)."""
        ranks: Array = np.cumsum(self.counts)
        return ranks

    def binned(self, bins: int = BINS) -> Patterns:
        """The same distribution in fewer groups: log-spaced bins, none across the tail's edge.

        Each bin holds its patterns at their mean frequency, so that no mass moves, and the tail
        has the same patterns as before.

        Args:
            bins: at most so many groups, at least 2.

        Returns:
            Patterns of the same size and tail mass, in at most ``bins`` groups.

        Raises:
            ValueError: fewer than two bins.
        """
        if bins < 2:
            raise ValueError(f"takes at least 2 bins, not {bins}")
        if len(self.counts) <= bins:
            return self
        log = np.log(self.frequencies)
        body = int((~self.tail).sum())
        sides = [slice(0, body), slice(body, None)]
        widths = [float(np.ptp(log[side])) if log[side].size else -1.0 for side in sides]
        in_body = round(bins * max(widths[0], 0.0) / (max(widths[0], 0.0) + max(widths[1], 0.0)))
        in_body = 0 if widths[0] < 0 else bins if widths[1] < 0 else min(max(in_body, 1), bins - 1)
        index = np.empty(len(log), dtype=np.intp)
        for side, number, before in zip(
            sides, (in_body, bins - in_body), (0, in_body), strict=True
        ):
            if number:
                index[side] = before + _log_bins(log[side], number)
        counts = np.bincount(index, self.counts, minlength=bins).astype(np.float64)
        mass = np.bincount(index, self.mass, minlength=bins).astype(np.float64)
        used = counts > 0
        # the tail's own mass as its share: the same groups are found again
        share = self.tail_mass if self.tail.any() else 0.0
        return Patterns(counts[used], mass[used] / counts[used], share)


def _log_bins(log: Array, number: int) -> NDArray[np.intp]:
    """Bin of each of some falling logarithms, 0 to ``number`` − 1."""
    width = log[0] - log[-1]
    place = (log[0] - log) / width * number if width > 0 else np.zeros(len(log))
    return np.minimum(place.astype(np.intp), number - 1)


def patterns_of(frequencies: ArrayLike, tail_share: float = TAIL_SHARE) -> Patterns:
    """Group patterns by their frequency; those of frequency 0 are no patterns.

    Args:
        frequencies: of each pattern, 0 or above, in any unit, (patterns,).
        tail_share: share of p that the tail makes up.

    Returns:
        The patterns, exactly.

    Raises:
        ValueError: a frequency is negative or not finite, or none is above 0.

    >>> patterns_of([3, 1, 0, 1, 3, 2]).counts.tolist()
    [2.0, 1.0, 2.0]
    """
    given = np.asarray(frequencies, dtype=np.float64)
    if given.ndim != 1:
        raise ValueError(f"frequencies must be one list, not of shape {given.shape}")
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("frequencies must be finite numbers of 0 or above")
    distinct, counts = np.unique(given[given > 0], return_counts=True)
    if not distinct.size:
        raise ValueError("no pattern has a frequency above 0")
    return Patterns(counts[::-1].astype(np.float64), distinct[::-1], tail_share)


def zipf(size: int, exponent: float = 1.0, tail_share: float = TAIL_SHARE) -> Patterns:
    """Zipf's law: the frequency of the pattern of rank r is proportional to r^−exponent.

    Args:
        size: patterns, at least 1.
        exponent: 0 for patterns that are all alike.
        tail_share: share of p that the tail makes up.

    Raises:
        ValueError: no pattern, or an exponent that is negative or not finite.

    >>> zipf(3).mass.round(3).tolist()
    [0.545, 0.273, 0.182]
    """
    if size < 1:
        raise ValueError(f"takes at least 1 pattern, not {size}")
    if not 0 <= exponent < np.inf:
        raise ValueError(f"the exponent must be a finite number of 0 or above, not {exponent:g}")
    return patterns_of(np.arange(1, size + 1, dtype=np.float64) ** -exponent, tail_share)
