"""The record: growth as the runs show it, and how earlier fits fared, on the data in use.

Joins the table of training runs with ``analytics.depletion.refit`` and ``hindcast``. Everything is
kept by data version, and made of that version's runs whatever is in use by then: fits take up to a
third of a second, the table of coverage two seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.depletion import hindcast as judged
from analytics.depletion.hindcast import DATES, HORIZONS, Comparison, Hindcast
from analytics.depletion.refit import Fit, Method, flagged_runs, quantile_fit, top5_fit
from analytics.depletion.runs import SINCE, frontier_runs, record_runs
from analytics.depletion.timeline import T0
from analytics.estimates import Estimate
from analytics.outlook.growth import WINDOWS
from analytics.quantiles import place
from analytics.scenario import DECLARATIONS, Scenario
from data import catalog

if TYPE_CHECKING:
    import pandas as pd

LOW, HIGH = place(0.05), place(0.95)
"""Columns of the ends of a 90% band."""

TAUS = (0.9, 0.95, 0.975)
"""Frontier quantiles whose estimates stand side by side."""

DEFAULT_TAU = 0.9

_fitting = RLock()


class Way(NamedTuple):
    """How a fit is made.

    Attributes:
        method: ``quantile`` or ``top5``.
        tau: the quantile; that of ``top5`` is not looked at.
        since: first year of the runs.
    """

    method: Method
    tau: float = DEFAULT_TAU
    since: float = SINCE


@dataclass(frozen=True, eq=False, slots=True)
class Row:
    """One estimate of growth.

    Attributes:
        label: what it is estimated from.
        slope: OOM a year.
        low: lower end of its 95% interval.
        high: upper end.
        runs: number of runs; None for an interval.
        organizations: number of organisations; None for an interval.
        in_use: whether the scenario carries it on.
    """

    label: str
    slope: float
    low: float
    high: float
    runs: int | None
    organizations: int | None
    in_use: bool


def way_of(scenario: Scenario) -> Way:
    """How the scenario's growth is fitted; for an interval, as the hindcast does by default."""
    source = scenario.demand_growth_from
    if source in WINDOWS:
        return Way("top5", since=WINDOWS[source])
    return Way("quantile", scenario.frontier_tau if source == "quantile" else DEFAULT_TAU)


def hindcast_way(scenario: Scenario) -> Way:
    """How a fit of the past is made: by the scenario's method, on all runs since 2018."""
    method, tau, _ = way_of(scenario)
    return Way(method, tau if method == "quantile" else DEFAULT_TAU)


def refit(way: Way, data_version: str) -> Fit:
    """A fit to the runs in use.

    Args:
        way: how it is made.
        data_version: version of the data in use.
    """
    with _fitting:
        return _refit(way, data_version)


@lru_cache(maxsize=32)
def _refit(way: Way, data_version: str) -> Fit:
    runs = frontier_runs(table(data_version))
    if way.method == "top5":
        return top5_fit(runs, way.since)
    return quantile_fit(runs, way.tau)


@lru_cache(maxsize=2)
def table(data_version: str) -> pd.DataFrame:
    """The table of training runs; shared, so not to be changed."""
    return catalog.snapshot(data_version).load("training_runs")


@lru_cache(maxsize=2)
def flagged(data_version: str) -> NDArray[np.int64]:
    """Labels of the runs whose size is hard to believe."""
    return flagged_runs(frontier_runs(table(data_version)))


@lru_cache(maxsize=2)
def records(data_version: str) -> NDArray[np.int64]:
    """Labels of the runs that set a record, flagged ones aside."""
    found = record_runs(table(data_version), leave_out=flagged(data_version))
    return found.index.to_numpy(dtype=np.int64)


def rows(scenario: Scenario, data_version: str) -> list[Row]:
    """Every estimate of growth, side by side.

    Args:
        scenario: says which is in use; an interval or a quantile of its own has a row of its own.
        data_version: version of the data in use.

    Returns:
        The published interval, the yearly-largest fits by window, the quantile fits.
    """
    source, tau = scenario.demand_growth_from, scenario.frontier_tau
    published: Estimate = DECLARATIONS["demand_growth"].default
    by_interval = source == "interval"
    given = [("As published", published)]
    if by_interval and scenario.demand_growth != published:
        given.append(("Your interval", scenario.demand_growth))
    found = [
        Row(
            label,
            one.median,
            *central95(one),
            None,
            None,
            by_interval and one == scenario.demand_growth,
        )
        for label, one in given
    ]
    used = way_of(scenario)
    ways = [Way("top5", since=since) for since in (SINCE, *WINDOWS.values())]
    taus = {*TAUS, tau} if source == "quantile" else TAUS
    ways += [Way("quantile", one) for one in sorted(taus)]
    for way in ways:
        fit = refit(way, data_version)
        label = (
            f"Five largest a year since {way.since:.0f}"
            if way.method == "top5"
            else f"Frontier quantile {way.tau:g}"
        )
        counted = fit.diagnostics
        in_use = way == used and not by_interval
        found.append(
            Row(
                label,
                fit.slope,
                fit.slope_low,
                fit.slope_high,
                counted.runs,
                counted.organizations,
                in_use,
            )
        )
    return found


def cast(as_of: float, way: Way, data_version: str) -> Hindcast:
    """A fit on the runs published before a date, and the records since.

    Args:
        as_of: decimal year.
        way: method and quantile; runs since 2018 whatever its ``since``.
        data_version: version of the data in use.
    """
    with _fitting:
        return _cast(as_of, way.method, way.tau, data_version)


@lru_cache(maxsize=64)
def _cast(as_of: float, method: Method, tau: float, data_version: str) -> Hindcast:
    return judged.hindcast(table(data_version), as_of, method, tau)


@lru_cache(maxsize=16)
def published_cast(as_of: float, data_version: str) -> Hindcast:
    """The published trend, judged by the records since a date; ValueError before 2024."""
    if as_of < T0:
        raise ValueError(f"the published trend starts at {T0:g}, not {as_of:g}")
    defaults = Scenario()
    return judged.published_hindcast(
        table(data_version), defaults.demand_2024_tokens, defaults.demand_growth, as_of
    )


@lru_cache(maxsize=16)
def coverage(way: Way, data_version: str) -> pd.DataFrame:
    """How many records the bands of past fits held, by date and by horizon; not to be changed.

    The table of ``hindcast.coverage_table``, counted from the casts that the charts and the scores
    use too, so that each fit is made once.

    Args:
        way: as for :func:`cast`.
        data_version: version of the data in use.
    """
    import pandas as pd

    counts = []
    for as_of in DATES:
        one = cast(as_of, way, data_version)
        horizon = np.floor(one.record_years - as_of).astype(int) + 1
        below = one.log10_tokens < one.forecasts[:, LOW]
        for ahead in HORIZONS:
            counted = horizon == ahead
            inside, total = int(one.inside[counted].sum()), int(counted.sum())
            under = int(below[counted].sum())
            counts.append((as_of, ahead, inside, under, total - inside - under, total))
    return pd.DataFrame(counts, columns=["as_of", "horizon", "inside", "below", "above", "total"])


def scores(way: Way, data_version: str) -> list[Comparison]:
    """Pinball scores of refits and of the published trend on the same records, by date from 2024.

    Args:
        way: as for :func:`cast`.
        data_version: version of the data in use.

    Returns:
        A comparison for each date since which a record was set.
    """
    found = []
    for as_of in DATES:
        if as_of < T0:
            continue
        ours, theirs = cast(as_of, way, data_version), published_cast(as_of, data_version)
        # a run that a fit flagged sets no record for it
        if len(ours.rows) and np.array_equal(ours.rows, theirs.rows):
            found.append(Comparison(as_of, len(ours.rows), ours.pinball, theirs.pinball))
    return found


def central95(estimate: Estimate) -> tuple[float, float]:
    """The central 95% interval of an estimate, whatever its own level."""
    low, high = estimate.quantile(np.array([0.025, 0.975]))
    return float(low), float(high)
