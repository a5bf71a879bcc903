"""From assumptions to a depletion forecast: draws in, distributions by year out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.depletion import demand, exhaustion
from analytics.depletion.supply import (
    MULTIMODAL_STOCKS,
    TEXT_STOCKS,
    Fan,
    Stock,
    stock_of,
    straight_fan,
)
from analytics.depletion.timeline import QUARTERS, T0, YEAR_ENDS
from analytics.estimates import Array
from analytics.quantiles import PROBABILITIES, by_row
from analytics.scenario import DECLARATIONS, Scenario

__all__ = [
    "MULTIMODAL_STOCKS",
    "TEXT_STOCKS",
    "DepletionForecast",
    "demand_of",
    "forecast",
    "stock_of",
]


@dataclass(frozen=True, eq=False, slots=True)
class DepletionForecast:
    """The depletion of one scenario. Arrays are read-only; tokens are per run, years decimal.

    Attributes:
        years: quarter-years of the fans, (65,).
        stock_tokens: quantiles of the effective stock, (65, 9), probabilities as in
            ``analytics.quantiles.PROBABILITIES``.
        unique_tokens: quantiles of the unique stock, (65, 9).
        demand_tokens: quantiles of demand, (65, 9).
        exhaustion_year: quantiles of the crossing, (9,), ``inf`` beyond the horizon.
        exhaustion_worlds: the crossing in every world and on every path, (worlds × paths,).
        year_ends: whole years Y, (17,).
        probability_by: P(exhausted by the end of Y), (17,).
        probability_never: P(not before the horizon).
        crossing_tokens: quantiles of tokens at the crossing, among worlds that cross, (9,).
        crossing_flop: quantiles of the compute of that run, (9,).
        supply_share: expected share of the largest run's tokens that comes from unique web text,
            its repetition, other stocks with theirs, and none of these, (65, 4); sums to 1.
        restricted_share: mean share withdrawn by consent, (65,).
        ai_share_of_stock: quantiles of the AI share of the crawlable stock, (65, 9); zeros when
            AI text is not subtracted.
    """

    years: Array
    stock_tokens: Array
    unique_tokens: Array
    demand_tokens: Array
    exhaustion_year: Array
    exhaustion_worlds: Array
    year_ends: Array
    probability_by: Array
    probability_never: float
    crossing_tokens: Array
    crossing_flop: Array
    supply_share: Array
    restricted_share: Array
    ai_share_of_stock: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


def forecast(scenario: Scenario, other_tokens: Mapping[str, float]) -> DepletionForecast:
    """Run the depletion model.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id (``images``, ``books``, …).

    Returns:
        The forecast; the same scenario gives the same bytes.

    Raises:
        KeyError: ``other_tokens`` lacks a stock that the scenario turns on.
    """
    of_stock = scenario.model_copy(update=_OF_DEMAND)
    supply, effective_fan, unique, effective = _stock(of_stock, tuple(sorted(other_tokens.items())))
    paths = demand_of(scenario)
    every = np.empty((len(QUARTERS), len(paths) * scenario.worlds), dtype=np.float32)
    demands = np.hsplit(every, len(paths))
    for path, fan in zip(paths, demands, strict=True):
        _fan(path, out=fan)
    crossings = [supply.crossing(path) for path in paths]
    years = np.concatenate(crossings)
    tokens, flop = _at_crossing(scenario, paths, crossings)
    share = np.mean([_shares(supply, effective_fan, one) for one in demands], axis=0)
    return DepletionForecast(
        years=QUARTERS,
        stock_tokens=10**effective,
        unique_tokens=10**unique,
        demand_tokens=10 ** by_row(every),
        exhaustion_year=exhaustion.quantiles(years, PROBABILITIES),
        exhaustion_worlds=years,
        year_ends=YEAR_ENDS,
        probability_by=exhaustion.probability_by_end_of(YEAR_ENDS, years),
        probability_never=float(np.mean(np.isinf(years))),
        crossing_tokens=tokens,
        crossing_flop=flop,
        supply_share=share,
        restricted_share=supply.restricted,
        ai_share_of_stock=(
            np.zeros((len(QUARTERS), len(PROBABILITIES)))
            if supply.ai_share is None
            else by_row(supply.ai_share)
        ),
    )


DEMAND = (
    "demand_path",
    "demand_2024_tokens",
    "demand_growth",
    "demand_growth_from",
    "overtraining",
    "compute_2024_flop",
    "compute_growth",
    "slowdown",
    "slowdown_year",
    "slowdown_rate",
)
"""Assumptions that act on demand alone: the stock is the same whatever they are."""

_OF_DEMAND = {name: DECLARATIONS[name].default for name in DEMAND}


@lru_cache(maxsize=4)
def _stock(
    scenario: Scenario, other_tokens: tuple[tuple[str, float], ...]
) -> tuple[Stock, Fan, Array, Array]:
    """The stock, its effective fan and the quantiles of both; kept, so that demand can move."""
    supply = stock_of(scenario, dict(other_tokens))
    unique = by_row(supply.unique)
    multiple = np.asarray(supply.multiple, dtype=np.float32)
    fan = supply.unique + multiple
    effective = by_row(fan) if multiple.ndim else unique + supply.multiple
    for array in (fan, unique, effective, supply.unique, supply.web):
        array.setflags(write=False)
    return supply, fan, unique, effective


def demand_of(scenario: Scenario) -> list[demand.DemandPath]:
    """The demand paths that a scenario weighs equally, as log10 tokens in every world."""
    trend = demand.trend_path(
        scenario.draw("demand_2024_tokens"), scenario.draw("demand_growth"), scenario.overtraining
    )
    compute = demand.compute_path(
        scenario.draw("compute_2024_flop"),
        scenario.draw("compute_growth"),
        scenario.overtraining,
        scenario.draw("slowdown_year") if scenario.slowdown else None,
        scenario.draw("slowdown_rate") if scenario.slowdown else None,
    )
    return {"trend": [trend], "compute": [compute], "pooled": [trend, compute]}[
        scenario.demand_path
    ]


def _fan(path: demand.DemandPath, out: Fan) -> None:
    """Levels of a demand at the quarter-years, (65, worlds)."""
    straight_fan(path.start, path.slope, out)
    if path.bend_year is not None and path.slope_after is not None:
        since = (QUARTERS - T0).astype(np.float32)[:, None] - (path.bend_year - T0).astype(
            np.float32
        )
        np.maximum(since, 0.0, out=since)
        since *= (path.slope_after - path.slope).astype(np.float32)
        out += since


def _at_crossing(
    scenario: Scenario, paths: list[demand.DemandPath], crossings: list[Array]
) -> tuple[Array, Array]:
    """Quantiles of tokens and FLOP of the run that exhausts the stock; nan if none ever does."""
    levels = [
        path.at(np.where(np.isfinite(year), year, T0))[np.isfinite(year)]
        for path, year in zip(paths, crossings, strict=True)
    ]
    tokens = np.concatenate(levels)
    if not len(tokens):
        nothing = np.full(len(PROBABILITIES), np.nan)
        return nothing, nothing.copy()
    # compute rises with tokens, so that the quantiles of one are those of the other
    log10_tokens = np.quantile(tokens, PROBABILITIES)
    log10_flop = demand.log10_flop_from_tokens(log10_tokens, scenario.overtraining)
    return 10**log10_tokens, 10**log10_flop


_LN10 = np.float32(np.log(10.0))


def _shares(supply: Stock, effective: Fan, level: Fan) -> Array:
    """Expected share of a run met by unique web text, its repetition, other stocks, nothing."""
    web = _met(supply.web, level)
    if supply.web is supply.unique:
        repeated = met = _met(effective, level)
    else:
        repeated = _met(supply.web + np.asarray(supply.multiple, dtype=np.float32), level)
        met = _met(effective, level)
    # each stock holds the one before it: what single precision leaves is no negative share
    repeated = np.maximum(repeated, web)
    met = np.maximum(met, repeated)
    return np.stack([web, repeated - web, met - repeated, 1.0 - met], axis=1)


def _met(stock: Fan, level: Fan) -> Array:
    """Mean share of a run that a stock covers, (65,)."""
    gap = stock - level
    np.minimum(gap, 0.0, out=gap)
    gap *= _LN10
    np.exp(gap, out=gap)
    share: Array = gap.mean(axis=1).astype(np.float64)
    return share
