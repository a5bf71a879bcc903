"""Which assumption moves the exhaustion year: a tornado, and Sobol' indices beside it.

The *tornado* (``analytics.tornado``) changes one assumption at a time and leaves all others as
uncertain as they are: what would the answer be if this one were known to be low, or high, or had
been chosen otherwise?

The *Sobol' indices* (``analytics.indices``) split the spread of the exhaustion year among the
uncertain inputs. What is split is the variance of the year's *rank* among all worlds, since the
year itself is infinite where demand never reaches the stock; ranks order the worlds alike and no
far tail outweighs the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analytics import indices as pick_and_freeze
from analytics import tornado as one_at_a_time
from analytics.depletion import exhaustion
from analytics.depletion.forecast import demand_of, stock_of
from analytics.depletion.timeline import HEADLINE_YEAR
from analytics.estimates import Array, Estimate
from analytics.given import Given, drawn, inputs_of
from analytics.scenario import DECLARATIONS, Scenario
from analytics.tornado import ALTERNATIVES, Answer, Bar, Outcome

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ALTERNATIVES", "EXHAUSTED_BY", "GROUPS", "Bar", "Outcome", "sobol", "tornado"]

GROUPS = frozenset({"demand", "stock", "repetition", "consent", "contamination", "other_stocks"})
"""Groups of assumptions that may act on the exhaustion year."""

_NUMBERS = ("total", "first_order", "total_low", "total_high", "first_low", "first_high")

EXHAUSTED_BY = float(HEADLINE_YEAR)
"""The year Y of the second outcome, P(exhausted by the end of Y)."""


def tornado(
    scenario: Scenario,
    other_tokens: Mapping[str, float],
    *,
    growth_options: Mapping[str, Estimate] | None = None,
    by: Outcome = "year",
    exhausted_by: float = EXHAUSTED_BY,
) -> list[Bar]:
    """Change each assumption in turn.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id.
        growth_options: growth of demand by the name of its source (as published, refits), for a
            bar of its own.
        by: outcome by which the bars are sorted, the widest first.
        exhausted_by: year Y of P(exhausted by the end of Y).

    Returns:
        A bar for each assumption that moves either outcome; one that is known for certain, or
        that does not act in this scenario, has none.
    """
    supply, paths = stock_of(scenario, other_tokens), demand_of(scenario)
    base = _outcomes([supply.crossing(path) for path in paths], exhausted_by)

    def answer(name: str, value: Any) -> Answer:
        other = scenario.model_copy(update={name: value})
        if DECLARATIONS[name].group == "demand":  # demand leaves the stock as it is, and vice versa
            crossings = [supply.crossing(path) for path in demand_of(other)]
        else:
            moved = stock_of(other, other_tokens)
            crossings = [moved.crossing(path) for path in paths]
        return _outcomes(crossings, exhausted_by)

    bars = [
        one_at_a_time.bar(scenario, name, answer, base)
        for name, declared in DECLARATIONS.items()
        if declared.group in GROUPS
    ]
    if growth_options:
        options = (tuple(growth_options.values()), tuple(growth_options))
        bars.append(one_at_a_time.bar(scenario, "demand_growth", answer, base, *options))
    return one_at_a_time.moving(bars, by)


def sobol(
    scenario: Scenario, other_tokens: Mapping[str, float], n: int = 512, seed: int = 0
) -> pd.DataFrame:
    """Total and first-order Sobol' indices of the exhaustion year's rank.

    Args:
        scenario: every assumption. Where both demand paths are weighed, which of the two holds is
            one more input, ``demand_path``.
        other_tokens: tokens of each additive stock in 2024 by its id.
        n: base sample, a power of two; the model is run in n(d + 2) worlds for d inputs.
        seed: of the scrambled Sobol' points.

    Returns:
        ``field``, ``label``, ``total``, ``first_order`` and the ends of their 90% bands of sampling
        error (``total_low`` to ``first_high``), the largest total first, for each uncertain input
        that acts in the scenario. First-order indices sum to at most 1, totals to at least 1, both
        within sampling error (±0.05 at n = 512).
    """
    import pandas as pd

    fixed, inputs = inputs_of(scenario, lambda one: exhaustion_worlds(one, other_tokens))
    pooled = scenario.demand_path == "pooled"
    names = [*inputs, "demand_path"] if pooled else list(inputs)
    ordered = np.sort(exhaustion_worlds(scenario, other_tokens))
    spread = bool(names) and ordered[0] < ordered[-1]

    def rank(uniforms: Array) -> Array:
        known = {name: np.full(uniforms.shape[1], value) for name, value in fixed.items()}
        varied = {name: drawn(scenario, name, uniforms[i]) for i, name in enumerate(inputs)}
        worlds = Given.of(scenario, known | varied)
        supply = stock_of(worlds, other_tokens)
        years = [supply.crossing(path) for path in demand_of(worlds)]
        year = np.where(uniforms[-1] < 0.5, *years) if pooled else years[0]
        return np.searchsorted(ordered, year, side="right") / len(ordered)

    columns = {"field": names, "label": [DECLARATIONS[name].label for name in names]}
    if not spread:
        return pd.DataFrame(columns | dict.fromkeys(_NUMBERS, 0.0))[:0]
    found = pick_and_freeze.uniform(rank, len(names), n, seed)
    numbers = (found.total, found.first, *found.total_band, *found.first_band)
    frame = pd.DataFrame(columns | dict(zip(_NUMBERS, (one[0] for one in numbers), strict=True)))
    acting = frame[frame["total"] > 0]
    ranked: pd.DataFrame = acting.sort_values("total", ascending=False, kind="stable")
    return ranked.reset_index(drop=True)


def indices(model: Callable[[Array], Array], inputs: int, n: int, seed: int) -> tuple[Array, Array]:
    """Total and first-order Sobol' indices of a function of uniform inputs.

    Args:
        model: takes uniform numbers (inputs, worlds), returns values (worlds,); called once.
        inputs: number of inputs.
        n: base sample, a power of two; the model is run in n(inputs + 2) worlds.
        seed: of the scrambled Sobol' points.

    Returns:
        Total indices (Jansen 1999, Comput. Phys. Commun. 117) and first-order indices (Saltelli et
        al. 2010, table 2b), (inputs,) each; zeros for a constant.
    """
    found = pick_and_freeze.uniform(model, inputs, n, seed, bands=False)
    return found.total[0], found.first[0]


def exhaustion_worlds(scenario: Scenario, other_tokens: Mapping[str, float]) -> Array:
    """The exhaustion year in every world and on every demand path, without any fan.

    Args:
        scenario: every assumption.
        other_tokens: tokens of each additive stock in 2024 by its id.

    Returns:
        Decimal years, ``inf`` beyond the horizon, (worlds × paths,): those of the forecast.
    """
    supply = stock_of(scenario, other_tokens)
    return np.concatenate([supply.crossing(path) for path in demand_of(scenario)])


def _outcomes(crossings: Sequence[Array], exhausted_by: float) -> Answer:
    """Median exhaustion year, and P(exhausted by the end of a year)."""
    years = np.concatenate(crossings)
    (median,) = exhaustion.quantiles(years, np.array([0.5]))
    (probability,) = exhaustion.probability_by_end_of(np.array([exhausted_by]), years)
    return {"year": float(median), "probability": float(probability)}
