"""The time axes of the depletion model, named once. Times are decimal years."""

from __future__ import annotations

import numpy as np

from analytics.estimates import Array

T0 = 2024.0
"""Epoch of the inputs: every level is at the start of 2024, every growth rate counts from it."""

EARLIEST, HORIZON, CHART_END = 1990.0, 2100.0, 2040.0
"""A crossing is looked for from EARLIEST to HORIZON; charts end at CHART_END."""

HEADLINE_YEAR = 2032
"""Year of the headline probability, at its end, and of the headline supply, at its start."""


def _fixed(values: Array) -> Array:
    values.setflags(write=False)
    return values


PAST = _fixed(np.arange(EARLIEST, T0 + 1))
CHARTED = _fixed(np.arange(T0, CHART_END + 1))
FUTURE = _fixed(np.arange(T0, HORIZON + 1))
"""Whole years at which a stock that bends is tabulated; it is log-linear between them. All worlds
need those under the charts, few need the others: (35,), (17,), (77,)."""

QUARTERS = _fixed(np.arange(T0, CHART_END + 0.125, 0.25))
"""Quarter-years of the charts, 2024 to 2040. (65,)"""

YEAR_ENDS = _fixed(np.arange(2024.0, 2041.0))
"""Years Y of P(exhausted by the end of Y). (17,)"""
