"""Which growth of demand a scenario carries on: its own interval, or a fit to the training runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from analytics.depletion.refit import Fit, as_estimate, frontier_runs, quantile_fit, top5_fit
from analytics.estimates import Estimate
from analytics.scenario import DECLARATIONS, Scenario
from data import catalog

WINDOWS = {"since_2020": 2020.0, "since_2024": 2024.0}
"""First year of the yearly-largest fits, by the choice of the scenario."""


@dataclass(frozen=True, eq=False, slots=True)
class Growth:
    """The growth of demand that a scenario carries on.

    Attributes:
        estimate: orders of magnitude a year.
        fit: the fit it comes from; None where it is an interval of the scenario's own.
    """

    estimate: Estimate
    fit: Fit | None


def growth_of(scenario: Scenario, data_version: str) -> Growth:
    """The growth of demand of a scenario on the data of a version.

    Args:
        scenario: every assumption.
        data_version: whose training runs are fitted, whatever is in use by now.

    Returns:
        The estimate and the fit behind it.
    """
    source = scenario.demand_growth_from
    if source == "interval":
        return Growth(scenario.demand_growth, None)
    tau = scenario.frontier_tau if source == "quantile" else 0.0
    return _fitted(source, tau, data_version)


def as_computed(scenario: Scenario, growth: Growth) -> Scenario:
    """The scenario as it is computed: a growth that was fitted stands in it as an interval."""
    if growth.fit is None:
        return scenario
    fitted = {"demand_growth_from": "interval", "demand_growth": growth.estimate}
    return scenario.model_copy(update=fitted)


def growth_options(data_version: str) -> dict[str, Estimate]:
    """What the growth could also be estimated from, by the name of the source."""
    named = {"as published": DECLARATIONS["demand_growth"].default}
    for source, label in (("since_2020", "since 2020"), ("since_2024", "since 2024")):
        named[label] = _fitted(source, 0.0, data_version).estimate
    return named


@lru_cache(maxsize=32)
def _fitted(source: str, tau: float, data_version: str) -> Growth:
    runs = frontier_runs(catalog.snapshot(data_version).load("training_runs"))
    fit = top5_fit(runs, WINDOWS[source]) if source in WINDOWS else quantile_fit(runs, tau)
    return Growth(as_estimate(fit), fit)
