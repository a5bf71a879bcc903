"""How code is timed: warmed up, repeated, on one core where the system lets us choose."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from analytics.estimates import Array


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this thread on one core, where that can be said (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def seconds(action: Callable[[int], object], repeats: int, warm_up: int = 3) -> Array:
    """Time an action.

    Args:
        action: takes the number of the repeat, so that none need be like the one before.
        repeats: measurements wanted.
        warm_up: calls before the first that counts; they get negative numbers.

    Returns:
        Seconds of each repeat, (repeats,).
    """
    for i in range(-warm_up, 0):
        action(i)
    taken = np.empty(repeats)
    for i in range(repeats):
        started = time.perf_counter()
        action(i)
        taken[i] = time.perf_counter() - started
    return taken


def milliseconds(action: Callable[[int], object], repeats: int, warm_up: int = 3) -> Array:
    """As :func:`seconds`, a thousandfold."""
    return seconds(action, repeats, warm_up) * 1000
