"""The key figures of a scenario: what one row of a sweep or of a comparison says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analytics.depletion import exhaustion
from analytics.depletion.timeline import HORIZON
from analytics.estimates import Array
from analytics.outlook.evaluate import evaluate
from analytics.outlook.join import RESISTANCE_YEAR, join
from analytics.outlook.vendors import ranking
from analytics.scenario import Scenario

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


def key_figures(scenario: Scenario) -> KeyFigures:
    """Work out the key figures of a scenario on the data in use.

    Args:
        scenario: every assumption.

    Returns:
        The numbers that the page shows of the same scenario.
    """
    outlook = evaluate(scenario)
    years = outlook.depletion.exhaustion_worlds
    quantiles = exhaustion.quantiles(years, PROBABILITIES)
    values = np.concatenate(
        [
            np.where(np.isfinite(quantiles), quantiles, np.nan),
            [np.mean(np.isinf(years))],
            exhaustion.probability_by_end_of(BY_YEARS, years),
        ]
    )
    joined = join(outlook)
    at = joined.at(RESISTANCE_YEAR)
    of_runs = np.concatenate(
        [
            _spread(joined.tail_kept[:, at]),
            joined.risk(scenario.tail_threshold)[:, at, None],
            _spread(joined.human_share[:, at]),
            _spread(joined.compute_wasted[:, at]),
            _spread(joined.headroom_years),
        ],
        axis=1,
    )
    moat = ranking(outlook).moat
    ranks = moat.ranks
    of_ranking = np.stack([ranks.mean(axis=0), *np.quantile(ranks, [0.1, 0.9], axis=0)], axis=1)
    none = np.full(of_runs.shape[1], np.nan), np.full(of_ranking.shape[1], np.nan)
    runs = dict(zip(joined.vendors, of_runs, strict=True))
    places = dict(zip(moat.ranked_units, of_ranking, strict=True))
    return KeyFigures(
        outlook.key.scenario,
        values,
        {
            name: np.concatenate([runs.get(name, none[0]), places.get(name, none[1])])
            for name in dict.fromkeys([*places, *runs])
        },
    )


def _spread(values: Array) -> Array:
    """Quantiles of each vendor over its worlds, (vendors, 3)."""
    found: Array = np.quantile(values, PROBABILITIES, axis=1).T
    return found
