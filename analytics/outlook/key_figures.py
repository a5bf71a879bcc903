"""The key figures of a scenario: what one row of a sweep or of a comparison says of it.

They are the numbers of its Outlook, its join and its ranking, without what only charts want: no
fans, no years after 2032 but for headroom, no units beside the ranking. What a scenario has in
common with the one before is kept: crossings, runs and criteria of the other models, each for all
that differ in nothing they need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.depletion import exhaustion
from analytics.depletion.forecast import demand_of, stock_of
from analytics.depletion.timeline import HORIZON
from analytics.estimates import Array
from analytics.moat import MoatInputs, Unit
from analytics.outlook.compute import law
from analytics.outlook.growth import as_computed, growth_of
from analytics.outlook.headroom import headroom, outgrown
from analytics.outlook.join import RESISTANCE_YEAR, acting, joined, trainers_of
from analytics.outlook.joined_criteria import JoinedCriteria, criteria_in, inputs_of
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendor_supply import grown_tokens, own_tokens
from analytics.outlook.vendor_worlds import vendor_worlds
from analytics.outlook.vendors import moat_inputs, scored
from analytics.scenario import DECLARATIONS, VENDOR_GROUPS, Scenario

_KEPT = 2
PROBABILITIES = np.array([0.1, 0.5, 0.9])
"""Ends of the central 80% and the median."""
PROBABILITIES.setflags(write=False)

BY_YEARS = np.array([2028.0, 2030.0, 2032.0])
"""Years by the end of which exhaustion is asked about."""
BY_YEARS.setflags(write=False)


class Figure(NamedTuple):
    """A key figure.

    Attributes:
        name: with its unit.
        unit: as a person writes it.
        meaning: one sentence.
    """

    name: str
    unit: str
    meaning: str


def _quantiles(name: str, suffix: str, unit: str, meaning: str) -> list[Figure]:
    said = {10: "10% quantile", 50: "median", 90: "90% quantile"}
    return [Figure(f"{name}_p{p}_{suffix}", unit, f"{meaning}: {said[p]}") for p in said]


_YEAR = int(RESISTANCE_YEAR)

FIGURES: tuple[Figure, ...] = (
    *_quantiles(
        "exhaustion",
        "year",
        "year",
        f"First year in which demand reaches the stock; empty beyond {HORIZON:.0f}",
    ),
    Figure(
        "exhaustion_beyond_horizon_probability",
        "probability",
        f"That the stock is not exhausted before {HORIZON:.0f}",
    ),
    *(
        Figure(
            f"exhausted_by_{year:.0f}_probability",
            "probability",
            f"That the stock is exhausted by the end of {year:.0f}",
        )
        for year in BY_YEARS
    ),
)
"""Those of the scenario, in the order of a row."""

VENDOR_FIGURES: tuple[Figure, ...] = (
    *_quantiles(
        f"tail_kept_{_YEAR}", "share", "share", f"Mass of rare patterns kept in {_YEAR}, κ"
    ),
    Figure(
        f"collapse_risk_{_YEAR}_probability",
        "probability",
        f"That less of the tail is kept in {_YEAR} than the scenario's threshold",
    ),
    *_quantiles(f"human_share_{_YEAR}", "share", "share", f"Human share of the run of {_YEAR}, α"),
    *_quantiles(
        f"compute_wasted_{_YEAR}",
        "oom",
        "OOM",
        f"Compute that the run of {_YEAR} wastes for want of text, orders of magnitude",
    ),
    *_quantiles(
        "headroom", "years", "years", "Years of human text that the vendor's own text adds"
    ),
    Figure("expected_rank", "rank", "Mean rank among the vendors, 1 for the best"),
    *(Figure(f"rank_p{p}", "rank", f"Rank among the vendors: {p}% quantile") for p in (10, 90)),
)
"""Those of each vendor, in the order of a row; empty for one that has no text model."""


@dataclass(frozen=True, eq=False, slots=True)
class KeyFigures:
    """What a scenario comes to.

    Attributes:
        key: hash of the scenario.
        values: in the order of :data:`FIGURES`; NaN for a year beyond the horizon.
        vendors: vendor → values in the order of :data:`VENDOR_FIGURES`; NaN where there are none.
    """

    key: str
    values: Array
    vendors: Mapping[str, Array]


def key_figures(scenario: Scenario, data_version: str) -> KeyFigures:
    """Work out the key figures of a scenario.

    Args:
        scenario: every assumption.
        data_version: of the data.

    Returns:
        The numbers that the page shows of the same scenario.

    Raises:
        LookupError: the version is no longer known.
    """
    computed = as_computed(scenario, growth_of(scenario, data_version))
    facts = vendor_facts(data_version)
    inputs = moat_inputs(scenario, facts)
    units = tuple(unit for unit in inputs.units if unit.ranked)
    runs = _runs(units, acting(computed), data_version, inputs.draws)
    risk = np.mean(runs.tail_kept < scenario.tail_threshold, axis=1)
    of_runs = np.insert(runs.spread, len(PROBABILITIES), risk, axis=1)
    of_ranking = _of_ranking(replace(inputs, units=units), runs.criteria)
    figures = np.concatenate([of_runs, of_ranking], axis=1)
    figures[~runs.trained, : of_runs.shape[1]] = np.nan
    return KeyFigures(
        scenario.key,
        _of_exhaustion(_crossings(_of_stock(computed), data_version)),
        {unit.id: row for unit, row in zip(units, figures, strict=True)},
    )


@lru_cache(maxsize=_KEPT)
def _of_ranking(inputs: MoatInputs, criteria: JoinedCriteria) -> Array:
    """Mean rank and its 10% and 90% quantile, (units, 3)."""
    ranks = scored(inputs, criteria).ranks
    return np.stack([ranks.mean(axis=0), *np.quantile(ranks, [0.1, 0.9], axis=0)], axis=1)


def _of_exhaustion(years: Array) -> Array:
    """Figures of the crossings, in the order of :data:`FIGURES`."""
    quantiles = exhaustion.quantiles(years, PROBABILITIES)
    by_years = exhaustion.probability_by_end_of(BY_YEARS, years)
    known = np.where(np.isfinite(quantiles), quantiles, np.nan)
    return np.concatenate([known, [np.mean(np.isinf(years))], by_years])


_BESIDE = {
    name: d.default
    for name, d in DECLARATIONS.items()
    if d.group in (*VENDOR_GROUPS, "synthetic", "generator", "laboratory")
}


def _of_stock(computed: Scenario) -> Scenario:
    """The scenario with what does not act on stock and demand as declared."""
    return computed.model_copy(update=_BESIDE)


@lru_cache(maxsize=_KEPT)
def _crossings(scenario: Scenario, data_version: str) -> Array:
    """Year of exhaustion in every world and on every path."""
    stock = stock_of(scenario, other_tokens(data_version))
    return np.concatenate([stock.crossing(path) for path in demand_of(scenario)])


@dataclass(frozen=True, eq=False, slots=True)
class _Runs:
    """What the join says of the units that are ranked.

    Attributes:
        trained: whether the unit has a text model, (units,).
        tail_kept: κ in 2032, (units, worlds).
        spread: quantiles of κ, human share, compute wasted and headroom, (units, 12).
        criteria: for the ranking.
    """

    trained: NDArray[np.bool_]
    tail_kept: Array
    spread: Array
    criteria: JoinedCriteria


@lru_cache(maxsize=_KEPT)
def _runs(units: tuple[Unit, ...], acts: Scenario, data_version: str, draws: int) -> _Runs:
    worlds = vendor_worlds(acts, other_tokens(data_version))
    inputs = inputs_of(units, acts, data_version, worlds.count)
    found = joined(inputs, worlds.until(RESISTANCE_YEAR), law(acts.scaling_law, data_version))
    demand = grown_tokens(inputs, worlds)
    public = inputs.reach[:, None] * worlds.unique_tokens
    own = own_tokens(inputs, worlds).sum(axis=0)
    most = worlds.max_epochs
    public_only = outgrown(worlds.years, demand, public, most)
    with_own = outgrown(worlds.years, demand, public + own, most)
    added = headroom(with_own, public_only, float(worlds.years[-1]))
    kept = found.tail_kept[:, -1]
    several = (kept, found.human_share[:, -1], found.compute_wasted[:, -1], added)
    spread = np.quantile(np.stack(several), PROBABILITIES, axis=-1)
    trainers = {one.name for one in trainers_of(acts, data_version)}
    return _Runs(
        np.array([unit.id in trainers for unit in units]),
        kept,
        np.moveaxis(spread, 0, -1).swapaxes(0, 1).reshape(len(units), -1),
        criteria_in(units, inputs, worlds, kept, draws),
    )
