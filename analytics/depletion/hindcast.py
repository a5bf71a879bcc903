"""Hindcast: what a refit made at an earlier date would have said of the runs that came after it.

What is forecast is the size of the *next records*: the runs larger than every run before them. That
is what the published trend is a forecast of ("tokens of the largest training run"), so that both
are judged by the same runs. A band holds a record if it lies between the 5% and the 95% quantile at
the record's own date. A fit at a date knows the runs published before it and nothing else: which of
them are outliers, too, is judged from those alone.

Coverage is a count with its denominator: records are few, and those of neighbouring years, or seen
from neighbouring dates, are not independent of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from analytics.depletion.refit import Fit, Method, flagged_runs, quantile_fit, top5_fit
from analytics.depletion.runs import decimal_years, frontier_runs, record_runs
from analytics.depletion.timeline import CHART_END, T0
from analytics.estimates import Array, Estimate
from analytics.quantiles import PROBABILITIES, place

if TYPE_CHECKING:
    import pandas as pd

DATES = (2021.0, 2022.0, 2023.0, 2024.0, 2025.0, 2026.0)
HORIZONS = (1, 2, 3, 4)

_LOW, _HIGH = place(0.05), place(0.95)


@dataclass(frozen=True, eq=False, slots=True)
class Hindcast:
    """A forecast of the frontier from an earlier date, and the records since. Arrays are read-only.

    Attributes:
        as_of: decimal year of the forecast.
        fit: the refit behind it; None for the published trend.
        years: decimal years of the band, (years,).
        band: quantiles of log10 tokens, (years, 9), probabilities as in
            ``analytics.quantiles.PROBABILITIES``.
        rows: labels, in the caller's frame, of the records since, by date, (records,).
        record_years: their dates, (records,).
        log10_tokens: their sizes, (records,).
        forecasts: quantiles of the band at their dates, (records, 9).
        inside: whether each lies between 5% and 95%, (records,).
    """

    as_of: float
    fit: Fit | None
    years: Array
    band: Array
    rows: NDArray[np.int64]
    record_years: Array
    log10_tokens: Array
    forecasts: Array
    inside: NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def coverage(self) -> tuple[int, int]:
        """Records inside the 5–95% band, and all records since the date."""
        return int(self.inside.sum()), len(self.inside)

    @property
    def pinball(self) -> float:
        """Mean pinball score at the records, OOM; see :func:`pinball`. ValueError without any."""
        return pinball(self.forecasts, PROBABILITIES, self.log10_tokens)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pinball scores of two forecasts of the same records, OOM; lower is better.

    Attributes:
        as_of: decimal year of the refit.
        records: how many records both are scored on.
        refit: score of the refit.
        published: score of the published trend.
    """

    as_of: float
    records: int
    refit: float
    published: float


def hindcast(
    runs: pd.DataFrame,
    as_of: float,
    method: Method = "quantile",
    tau: float = 0.9,
    *,
    years: Array | None = None,
    seed: int = 0,
) -> Hindcast:
    """Fit to the runs published before a date and mark what came after.

    Not what was known then: sizes, and which runs are there at all, are as in the data of today.

    Args:
        runs: table ``training_runs``.
        as_of: decimal year; runs published before it are fitted, years before its own complete.
        method: ``quantile`` or ``top5``, both on runs since 2018.
        tau: of the quantile fit.
        years: where the band is wanted; None for quarter-years from ``as_of`` to 2040.
        seed: of the bootstrap.

    Returns:
        Band, records since and which of them it holds. The band is the fit's prediction of a single
        run of the frontier: for ``top5`` one of the five largest of a year, so that records are
        expected in its upper half.

    Raises:
        ValueError: fewer than four runs were published before.
    """
    known = frontier_runs(runs, until=as_of)
    last_year = int(np.floor(as_of)) - 1
    since_then = _records(runs, as_of, flagged_runs(known, last_year=last_year))
    at = _years(as_of) if years is None else np.asarray(years, dtype=float)
    when = np.append(at, decimal_years(since_then["published"]))
    if method == "top5":
        first = float(known["published"].dt.year.min())
        fit = top5_fit(known, first, last_year=last_year, years=when)
    else:
        fit = quantile_fit(known, tau, last_year=last_year, years=when, seed=seed)
    return _judged(as_of, _cut(fit, len(at)), since_then, at, fit.prediction)


def published_hindcast(
    runs: pd.DataFrame,
    level: Estimate,
    growth: Estimate,
    as_of: float = T0,
    *,
    years: Array | None = None,
) -> Hindcast:
    """The published trend, judged by the same records as a refit.

    Args:
        runs: table ``training_runs``.
        level: tokens of the largest run at the start of 2024, lognormal.
        growth: OOM a year, normal.
        as_of: decimal year from which records count.
        years: where the band is wanted; None for quarter-years from ``as_of`` to 2040.

    Returns:
        Its band, the records since and which of them it holds.

    Raises:
        ValueError: an estimate is of another family.
    """
    since_then = _records(runs, as_of)
    at = _years(as_of) if years is None else np.asarray(years, dtype=float)
    when = np.append(at, decimal_years(since_then["published"]))
    return _judged(as_of, None, since_then, at, trend_quantiles(level, growth, when))


def trend_quantiles(level: Estimate, growth: Estimate, years: Array) -> Array:
    """Quantiles of log10 D(t) = log10 D0 + g (t − 2024), exact: a sum of two normals.

    Args:
        level: D0, tokens of the largest run at the start of 2024, lognormal.
        growth: g, OOM a year, normal.
        years: decimal years, (n,).

    Returns:
        log10 tokens, (n, 9).

    Raises:
        ValueError: an estimate is of another family.
    """
    if (level.family, growth.family) != ("lognormal", "normal"):
        raise ValueError(f"takes a lognormal and a normal, not {level.family} and {growth.family}")
    elapsed = years - T0
    low, high = np.log10(level.low), np.log10(level.high)
    middle = (low + high) / 2 + (growth.low + growth.high) / 2 * elapsed
    spread = np.hypot(
        (high - low) / 2 / ndtri((1 + level.level) / 2),
        (growth.high - growth.low) / 2 / ndtri((1 + growth.level) / 2) * elapsed,
    )
    quantiles: Array = middle[:, None] + spread[:, None] * ndtri(PROBABILITIES)
    return quantiles


def coverage_table(
    runs: pd.DataFrame,
    dates: Sequence[float] = DATES,
    horizons: Sequence[int] = HORIZONS,
    method: Method = "quantile",
    tau: float = 0.9,
    *,
    seed: int = 0,
) -> pd.DataFrame:
    """How many records the 5–95% band held, by date of the forecast and by horizon.

    Args:
        runs: table ``training_runs``.
        dates: decimal years of the forecasts.
        horizons: years ahead; horizon h holds the records from ``as_of + h − 1`` to ``as_of + h``.
        method: ``quantile`` or ``top5``.
        tau: of the quantile fit.
        seed: of the bootstrap.

    Returns:
        A row a date and horizon, with ``as_of``, ``horizon`` and the counts ``inside``, ``below``,
        ``above`` (the band) and ``total``; 0 of 0 where no record has been set.
    """
    import pandas as pd

    rows = []
    for as_of in dates:
        cast = hindcast(runs, as_of, method, tau, years=np.array([as_of]), seed=seed)
        ahead = cast.record_years - as_of
        below = cast.log10_tokens < cast.forecasts[:, _LOW]
        for horizon in horizons:
            counted = (ahead >= horizon - 1) & (ahead < horizon)
            inside, total = int(cast.inside[counted].sum()), int(counted.sum())
            under = int(below[counted].sum())
            rows.append((as_of, horizon, inside, under, total - inside - under, total))
    return pd.DataFrame(rows, columns=["as_of", "horizon", "inside", "below", "above", "total"])


def compare(
    runs: pd.DataFrame,
    level: Estimate,
    growth: Estimate,
    as_of: float = T0,
    method: Method = "quantile",
    tau: float = 0.9,
    *,
    seed: int = 0,
) -> Comparison:
    """Score a refit against the published trend on the records since a date.

    The published trend appeared in June 2024 and knew the first runs of that year; a refit as of
    2024.0 did not.

    Args:
        runs: table ``training_runs``.
        level: of the published trend: tokens at the start of 2024, lognormal.
        growth: of the published trend: OOM a year, normal.
        as_of: decimal year of the refit.
        method: ``quantile`` or ``top5``.
        tau: of the quantile fit.
        seed: of the bootstrap.

    Returns:
        Both scores and the number of records.

    Raises:
        ValueError: no record since then, or fewer than four runs before.
    """
    ours = hindcast(runs, as_of, method, tau, seed=seed)
    theirs = published_hindcast(runs, level, growth, as_of)
    return Comparison(as_of, len(ours.rows), ours.pinball, theirs.pinball)


def pinball(quantile_forecasts: Array, levels: Array, observed: Array) -> float:
    """Mean quantile (pinball) score, lowest in expectation for the true quantiles.

    Source: Koenker & Bassett 1978; proper by Gneiting & Raftery 2007, section 6.

    Args:
        quantile_forecasts: (observations, quantiles).
        levels: probabilities of the quantiles, (quantiles,).
        observed: (observations,).

    Returns:
        Mean over observations and quantiles, in the unit of the observations.

    Raises:
        ValueError: nothing was observed, or the shapes do not fit.

    >>> pinball(np.array([[1.0]]), np.array([0.9]), np.array([2.0]))
    0.9
    """
    if quantile_forecasts.shape != (len(observed), len(levels)) or not len(observed):
        raise ValueError(
            f"forecasts of shape {quantile_forecasts.shape} cannot be scored on "
            f"{len(observed)} observations and {len(levels)} levels"
        )
    above = observed[:, None] - quantile_forecasts
    return float(np.mean(np.maximum(levels * above, (levels - 1.0) * above)))


def _records(
    runs: pd.DataFrame, as_of: float, leave_out: NDArray[np.int64] | None = None
) -> pd.DataFrame:
    """Records set at a date or after it."""
    records = record_runs(runs, leave_out=leave_out)
    return records[decimal_years(records["published"]) >= as_of]


def _judged(
    as_of: float, fit: Fit | None, records: pd.DataFrame, years: Array, quantiles: Array
) -> Hindcast:
    """Split quantiles at ``years`` and then at the records' dates; judge the records by theirs."""
    size = np.log10(records["training_tokens"].to_numpy(dtype=float))
    forecasts = quantiles[len(years) :]
    return Hindcast(
        as_of=as_of,
        fit=fit,
        years=years,
        band=quantiles[: len(years)],
        rows=records.index.to_numpy(dtype=np.int64),
        record_years=decimal_years(records["published"]),
        log10_tokens=size,
        forecasts=forecasts,
        inside=(size >= forecasts[:, _LOW]) & (size <= forecasts[:, _HIGH]),
    )


def _cut(fit: Fit, years: int) -> Fit:
    """A fit whose line ends after so many years."""
    return replace(
        fit,
        years=fit.years[:years],
        line=fit.line[:years],
        line_band=fit.line_band[:years],
        prediction=fit.prediction[:years],
    )


def _years(as_of: float) -> Array:
    return np.arange(as_of, CHART_END + 0.125, 0.25)
