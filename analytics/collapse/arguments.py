"""What the exact recursions accept: one number or one a generation, inside its bounds."""

from __future__ import annotations

import operator
from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from analytics.estimates import Array

MOST_ROWS = 1e100
"""No corpus is larger: squares of its size stay finite."""


def whole(name: str, value: SupportsIndex, low: int = 0) -> int:
    """A whole number that is not below ``low``; ValueError otherwise."""
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{name} must be a whole number, not {value!r}") from None
    if number < low:
        raise ValueError(f"{name} must be at least {low}, not {number}")
    return number


def bounded(name: str, value: ArrayLike, low: float, high: float) -> Array:
    """Numbers of any shape, none outside [low, high]; ValueError names the first that is."""
    try:
        numbers = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only, not {value!r}") from None
    outside = ~((numbers >= low) & (numbers <= high))  # so that a NaN is outside
    if outside.any():
        at = tuple(int(i) for i in np.argwhere(outside)[0])
        place = f"[{', '.join(map(str, at))}]" if at else ""
        raise ValueError(
            f"{name}{place} must lie between {low:g} and {high:g}, not {numbers[at]:g}"
        )
    return numbers


def one(name: str, value: ArrayLike, low: float, high: float) -> float:
    """A single number inside [low, high]; ValueError for several."""
    number = bounded(name, value, low, high)
    if number.ndim:
        raise ValueError(f"{name} must be one number, not of shape {number.shape}")
    return float(number)


def by_generation(name: str, value: ArrayLike, generations: int, low: float, high: float) -> Array:
    """One number for all generations or one for each, (generations,); ValueError otherwise."""
    numbers = bounded(name, value, low, high)
    if numbers.ndim and numbers.shape != (generations,):
        raise ValueError(
            f"{name} must be one number or {generations}, one a generation, "
            f"not of shape {numbers.shape}"
        )
    return np.broadcast_to(numbers, (generations,))
