"""Quantiles of many worlds by year: the same nine everywhere, fast enough to drag a slider."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array

PROBABILITIES = np.array([0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975])
"""The nine quantiles of every fan: median and central 50%, 80%, 90% and 95% intervals. (9,)"""
PROBABILITIES.setflags(write=False)

_BINS = 65535


def place(probability: float) -> int:
    """Index of one of the nine; ValueError if it is not among them."""
    return [float(p) for p in PROBABILITIES].index(probability)


def by_row(values: NDArray[np.floating[Any]], probabilities: Array = PROBABILITIES) -> Array:
    """Quantiles of each row, to one part in 65,535 of the row's range.

    Sorting 65 × 8,192 numbers takes 20 ms, half of the time that a dragged slider has. Rounded to
    16 bits they sort by radix in 2 ms; on log10 tokens that span ten orders of magnitude the
    rounding is 0.02%, a hundredth of the sampling error of 4,096 worlds.

    Args:
        values: (rows, worlds), finite; logarithms where they span orders of magnitude. Half as
            many bytes take half as long: single precision is enough for the rounding above.
        probabilities: (n,).

    Returns:
        (rows, n); linear between order statistics, as ``numpy.quantile`` does.
    """
    low = values.min(axis=1, keepdims=True)
    width = values.max(axis=1, keepdims=True) - low
    # a row whose range is next to nothing counts as constant: its scale would be infinite
    flat = width < _BINS * np.finfo(values.dtype).tiny
    scaled = values - low
    scaled *= np.where(flat, 0, _BINS / np.where(flat, 1, width)).astype(values.dtype)
    scaled += 0.5
    keys = scaled.astype(np.uint16)
    keys.sort(axis=1, kind="stable")
    at = probabilities * (values.shape[1] - 1)
    left, right = np.floor(at).astype(int), np.ceil(at).astype(int)
    between = keys[:, left] * (1.0 - (at - left)) + keys[:, right] * (at - left)
    result: Array = low + between * (width.astype(np.float64) / _BINS)
    return result
