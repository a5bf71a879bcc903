"""Refit: how fast the largest training runs grow, estimated anew from the runs themselves.

Two estimates of one thing, the growth of the frontier in orders of magnitude (OOM) a year:

* *quantile*: the line below which a share τ of the runs lies (Koenker & Bassett 1978), τ = 0.9
  unless chosen otherwise. Its interval comes from resampling whole organisations, since the runs of
  one are not independent of each other (block bootstrap; Davison & Hinkley 1997, section 2.4).
* *top5*: ordinary least squares through the five largest runs of every complete year; its
  intervals are those of Student's t.

The runs come from ``analytics.depletion.runs``. Years are decimal, sizes are log10 tokens, time
counts from 2024.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analytics.depletion.quantile_lines import organization_weights, quantile_lines
from analytics.depletion.runs import (
    TOP,
    decimal_years,
    frontier_runs,
    record_runs,
    yearly_largest,
)
from analytics.depletion.timeline import CHART_END, T0
from analytics.estimates import Array, Estimate, normal
from analytics.quantiles import PROBABILITIES

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Diagnostics",
    "Fit",
    "Method",
    "as_estimate",
    "flagged_runs",
    "frontier_runs",
    "quantile_fit",
    "top5_fit",
]

Method = Literal["quantile", "top5"]

RESAMPLES = 400
SIGNIFICANCE = 0.05


@dataclass(frozen=True, eq=False, slots=True)
class Diagnostics:
    """How well a line describes the runs it was fitted to.

    Attributes:
        runs: number of runs.
        organizations: number of organisations they come from.
        r_squared: share of variance explained; for a quantile fit the share of the check loss
            (Koenker & Machado 1999), not comparable with the former.
        share_below: share of runs below the line; τ within 2/runs for a quantile fit.
        durbin_watson: of the residuals by date; near 2 without serial correlation, below it when
            runs close in time miss the line on the same side.
        normality: p-value of Shapiro & Wilk's test of the residuals; None for a quantile fit,
            which does not assume normal residuals.
        spread_years: whole years with two runs or more, (k,).
        spread: standard deviation of the residuals in those years, OOM, (k,).
        slope_without_outliers: slope when the flagged runs are left out, OOM a year.
    """

    runs: int
    organizations: int
    r_squared: float
    share_below: float
    durbin_watson: float
    normality: float | None
    spread_years: Array
    spread: Array
    slope_without_outliers: float


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """A line through the frontier, with what is uncertain about it. Arrays are read-only.

    Attributes:
        method: ``quantile`` or ``top5``.
        tau: the quantile; None for ``top5``.
        interval: how the intervals were made, in words.
        slope: OOM a year.
        slope_low: lower end of its 95% interval.
        slope_high: upper end.
        log10_level: log10 tokens of the line at 2024.0.
        rows: labels, in the caller's frame, of the runs fitted, by date, (runs,).
        run_years: their dates, (runs,).
        log10_tokens: their sizes, (runs,).
        residuals: their distances above the line, OOM, (runs,).
        outliers: whether flagged by :func:`flagged_runs`; flagged runs stay in the fit, (runs,).
        years: where the line is drawn, (years,).
        line: log10 tokens, (years,).
        line_band: quantiles of the line itself, (years, 9), probabilities as in
            ``analytics.quantiles.PROBABILITIES``.
        prediction: quantiles of the size of a single run of the frontier: the line's uncertainty
            together with the scatter of such runs about it, (years, 9). The frontier is, for a
            quantile fit, the runs that set a record, flagged ones aside; for ``top5``, the five
            largest of a year.
        prediction_2024: the same at 2024.0, (9,).
        diagnostics: how well the line fits.
    """

    method: Method
    tau: float | None
    interval: str
    slope: float
    slope_low: float
    slope_high: float
    log10_level: float
    rows: NDArray[np.int64]
    run_years: Array
    log10_tokens: Array
    residuals: Array
    outliers: NDArray[np.bool_]
    years: Array
    line: Array
    line_band: Array
    prediction: Array
    prediction_2024: Array
    diagnostics: Diagnostics

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


def top5_fit(
    runs: pd.DataFrame,
    since: float = 2020.0,
    n: int = TOP,
    *,
    last_year: int | None = None,
    years: Array | None = None,
) -> Fit:
    """Ordinary least squares of log10 tokens on date, through the largest runs of every year.

    Args:
        runs: what :func:`frontier_runs` returns.
        since: first year.
        n: runs a year.
        last_year: last year that counts as complete; None for the one before the latest run.
        years: where the line is wanted; None for quarter-years from ``since`` to 2040.

    Returns:
        The fit; intervals by Student's t (delta method: the line is linear in its parameters).

    Raises:
        ValueError: fewer than four runs.
    """
    import statsmodels.api as sm

    chosen = yearly_largest(runs, since=since, last_year=last_year, n=n)
    x, y = _points(chosen)
    result = sm.OLS(y, _design(x)).fit()
    outliers = _beyond_chance(x, y)
    at = _chart_years(since) if years is None else np.asarray(years, dtype=float)
    forecast = result.get_prediction(_design(np.append(at, T0) - T0))
    t = stats.t.ppf(PROBABILITIES, result.df_resid)
    mean = np.asarray(forecast.predicted_mean)[:, None]
    prediction = mean + np.asarray(forecast.se_obs)[:, None] * t
    low, high = result.conf_int(SIGNIFICANCE)[1]
    residuals = np.asarray(result.resid)
    without = _least_squares_slope(x[~outliers], y[~outliers])
    return Fit(
        method="top5",
        tau=None,
        interval="Student's t",
        slope=float(result.params[1]),
        slope_low=float(low),
        slope_high=float(high),
        log10_level=float(result.params[0]),
        rows=chosen.index.to_numpy(dtype=np.int64),
        run_years=x + T0,
        log10_tokens=y,
        residuals=residuals,
        outliers=outliers,
        years=at,
        line=mean[:-1, 0],
        line_band=mean[:-1] + np.asarray(forecast.se_mean)[:-1, None] * t,
        prediction=prediction[:-1],
        prediction_2024=prediction[-1],
        diagnostics=_diagnostics(
            chosen,
            residuals,
            r_squared=float(result.rsquared),
            normality=float(stats.shapiro(residuals).pvalue),
            without=without,
        ),
    )


def quantile_fit(
    runs: pd.DataFrame,
    tau: float = 0.9,
    *,
    last_year: int | None = None,
    years: Array | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Fit:
    """Quantile regression of log10 tokens on date.

    Args:
        runs: what :func:`frontier_runs` returns.
        tau: share of runs below the line, 0.5 to 0.99.
        last_year: last complete year, for flagging outliers only; the line itself takes every run.
            None for the one before the latest run.
        years: where the line is wanted; None for quarter-years to 2040.
        resamples: of the bootstrap, in blocks of 100 that are seeded one by one.
        seed: of the bootstrap.

    Returns:
        The fit; intervals are percentiles of the lines fitted to resampled organisations.

    Raises:
        ValueError: fewer than four runs, or τ out of range.
    """
    import statsmodels.api as sm

    if not 0.5 <= tau <= 0.99:
        raise ValueError(f"tau must lie between 0.5 and 0.99, not {tau:g}")
    runs = runs[runs["training_tokens"].notna()].sort_values("published", kind="stable")
    x, y = _points(runs)
    result = sm.QuantReg(y, _design(x)).fit(q=tau, p_tol=1e-9, max_iter=10_000)
    level, slope = (float(p) for p in result.params)
    residuals = y - level - slope * x

    flagged = flagged_runs(runs, last_year=last_year)
    outliers = np.asarray(runs.index.isin(flagged))
    weights = organization_weights(runs, resamples, seed)
    (without, *_), lines = np.split(
        quantile_lines(x, y, tau, np.column_stack([~outliers, weights])), [1]
    )
    at = _chart_years(float(x[0] + T0)) if years is None else np.asarray(years, dtype=float)
    drawn = lines[:, :1] + lines[:, 1:] * (np.append(at, T0) - T0)
    scatter = residuals[runs.index.isin(record_runs(runs, leave_out=flagged).index)]
    sizes = (drawn[:, None, :] + scatter[:, None]).reshape(-1, drawn.shape[1])
    prediction = np.quantile(sizes, PROBABILITIES, axis=0).T
    low, high = np.quantile(lines[:, 1], [SIGNIFICANCE / 2, 1 - SIGNIFICANCE / 2])
    return Fit(
        method="quantile",
        tau=tau,
        interval=f"block bootstrap by organisation, {resamples} resamples",
        slope=slope,
        slope_low=float(low),
        slope_high=float(high),
        log10_level=level,
        rows=runs.index.to_numpy(dtype=np.int64),
        run_years=x + T0,
        log10_tokens=y,
        residuals=residuals,
        outliers=outliers,
        years=at,
        line=level + slope * (at - T0),
        line_band=np.quantile(drawn[:, :-1], PROBABILITIES, axis=0).T,
        prediction=prediction[:-1],
        prediction_2024=prediction[-1],
        diagnostics=_diagnostics(
            runs,
            residuals,
            r_squared=float(result.prsquared),
            normality=None,
            without=float(without[1]),
        ),
    )


def flagged_runs(runs: pd.DataFrame, *, last_year: int | None = None) -> NDArray[np.int64]:
    """Runs whose size is hard to believe, so that a reader looks at them.

    A run is flagged if it is one of the five largest of its year and its distance from the line
    through those is beyond chance: externally studentised residual over Bonferroni's bound at 5%
    (Cook & Weisberg 1982, *Residuals and influence in regression*, section 2.2).

    Args:
        runs: what :func:`frontier_runs` returns.
        last_year: last complete year; None for the one before the latest run.

    Returns:
        Their labels, (flagged,).

    Raises:
        ValueError: fewer than four runs in complete years.
    """
    largest = yearly_largest(runs, since=0.0, last_year=last_year)
    return largest.index[_beyond_chance(*_points(largest))].to_numpy(dtype=np.int64)


def as_estimate(fit: Fit) -> Estimate:
    """The slope of a fit as the growth of demand: a normal with the same 95% interval.

    Growth is not below 0 in a scenario, so neither is the interval; three decimals, so that a link
    that carries it is short.
    """
    return normal(max(round(fit.slope_low, 3), 0.0), max(round(fit.slope_high, 3), 0.0))


def _points(runs: pd.DataFrame) -> tuple[Array, Array]:
    """Years since 2024.0 and log10 tokens, (runs,) each."""
    if len(runs) < 4:
        raise ValueError(f"a fit needs at least four runs with known tokens, not {len(runs)}")
    x = decimal_years(runs["published"]) - T0
    if np.ptp(x) == 0:
        raise ValueError("a fit needs runs of more than one date")
    return x, np.log10(runs["training_tokens"].to_numpy(dtype=float))


def _design(x: Array) -> Array:
    return np.stack([np.ones_like(x), x], axis=1)


def _chart_years(since: float) -> Array:
    return np.arange(np.floor(since), CHART_END + 0.125, 0.25)


def _beyond_chance(x: Array, y: Array) -> NDArray[np.bool_]:
    """Points whose externally studentised residual breaks Bonferroni's bound, (n,)."""
    n, centred = len(x), x - x.mean()
    leverage = 1 / n + centred**2 / (centred @ centred)
    residual = y - y.mean() - _least_squares_slope(x, y) * centred
    share = residual**2 / np.maximum(1 - leverage, 1e-12)
    variance = np.maximum(np.sum(residual**2) - share, 1e-18) / (n - 3)
    bound = stats.t.ppf(1 - SIGNIFICANCE / (2 * n), n - 3)
    flags: NDArray[np.bool_] = share > bound**2 * variance
    return flags


def _least_squares_slope(x: Array, y: Array) -> float:
    centred = x - x.mean()
    return float(centred @ y / (centred @ centred))


def _diagnostics(
    runs: pd.DataFrame,
    residuals: Array,
    *,
    r_squared: float,
    normality: float | None,
    without: float,
) -> Diagnostics:
    """Diagnostics of residuals that are in the order of the dates of ``runs``."""
    year = runs["published"].dt.year.to_numpy(dtype=float)
    whole, count = np.unique(year, return_counts=True)
    whole = whole[count > 1]
    spread = np.array([np.std(residuals[year == each], ddof=1) for each in whole])
    return Diagnostics(
        runs=len(runs),
        organizations=int(runs["organization"].nunique()),
        r_squared=r_squared,
        share_below=float(np.mean(residuals < 0)),
        durbin_watson=float(np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2)),
        normality=normality,
        spread_years=whole,
        spread=spread,
        slope_without_outliers=without,
    )
