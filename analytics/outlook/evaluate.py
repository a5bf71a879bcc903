"""Scenario in, Outlook out: the one place where the models and the facts meet."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import analytics
from analytics.depletion import DepletionForecast, forecast
from analytics.outlook.growth import growth_of
from analytics.outlook.result import Key, Outlook
from analytics.outlook.stocks import other_tokens
from analytics.scenario import DECLARATIONS, MOAT_GROUPS, Scenario
from data import catalog

_KEPT = 64
_evaluating = Lock()


def evaluate(scenario: Scenario) -> Outlook:
    """Evaluate a scenario on the data in use.

    The last 64 answers are kept. Several charts of one page ask for the same scenario at once:
    the first computes it and the others wait for that.

    Args:
        scenario: every assumption.

    Returns:
        Its Outlook; the same scenario on the same data version gives the same bytes. What it joins
        is computed when it is asked for.
    """
    with _evaluating:
        return _evaluate(scenario, catalog.snapshot().version)


@lru_cache(maxsize=_KEPT)
def _evaluate(scenario: Scenario, data_version: str) -> Outlook:
    key = Key(scenario.key, data_version, analytics.__version__)
    growth = growth_of(scenario, data_version)
    carried_on = scenario.model_copy(update=_RANKING | {"demand_growth": growth.estimate})
    return Outlook(key, scenario, growth, _forecast(carried_on, data_version))


_RANKING = {name: d.default for name, d in DECLARATIONS.items() if d.group in MOAT_GROUPS}
"""What acts on the ranking of vendors alone, and is one and the same to the forecast."""


@lru_cache(maxsize=_KEPT)
def _forecast(scenario: Scenario, data_version: str) -> DepletionForecast:
    return forecast(scenario, other_tokens(data_version))
