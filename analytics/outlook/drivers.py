"""Drivers: which assumption moves the answer of a scenario, on the data in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import Any

from analytics.indices import Share
from analytics.outlook.growth import growth_options
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.scenario import Scenario
from analytics.sensitivity import Bar, Outcome, sobol, tornado

__all__ = ["Bar", "Drivers", "Outcome", "drivers", "width"]

_KEPT = 32
_computing = Lock()


@dataclass(frozen=True, eq=False, slots=True)
class Drivers:
    """What moves the answer.

    Attributes:
        inputs: a bar for each uncertain input, the widest in years first.
        choices: a bar for each choice, likewise; the growth options are one of them.
        totals: total Sobol' index of each uncertain input, and of ``demand_path`` where both
            demand paths are weighed.
        shares: these indices with their sampling error, the largest first.
    """

    inputs: tuple[Bar, ...]
    choices: tuple[Bar, ...]
    totals: Mapping[str, float]
    shares: tuple[Share, ...] = ()


def drivers(outlook: Outlook) -> Drivers:
    """What moves the answer of a scenario; a third of a second where it was not asked before.

    Args:
        outlook: the answer; what is analysed is the scenario as computed, its growth an interval.
    """
    with _computing:
        return _drivers(outlook.computed, outlook.key.data_version)


def width(bar: Bar, by: Outcome) -> float:
    """How far an assumption moves an outcome."""
    return bar.width(by)


@lru_cache(maxsize=_KEPT)
def _drivers(computed: Scenario, data_version: str) -> Drivers:
    tokens = other_tokens(data_version)
    bars = tornado(computed, tokens, growth_options=growth_options(data_version))
    indices = sobol(computed, tokens)
    totals = dict(zip(indices["field"], indices["total"].astype(float), strict=True))
    return Drivers(
        tuple(bar for bar in bars if bar.kind == "uncertain"),
        tuple(bar for bar in bars if bar.kind == "choice"),
        MappingProxyType(totals),
        tuple(_share(row) for row in indices.itertuples(index=False)),
    )


def _share(row: Any) -> Share:
    """A row of the indices of the exhaustion year."""
    total = (float(one) for one in (row.total, row.total_low, row.total_high))
    first = (float(one) for one in (row.first_order, row.first_low, row.first_high))
    return Share(str(row.field), str(row.label), str(row.field), *total, *first)
