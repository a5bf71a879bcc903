"""The public web as trainers meet it: unique human text, and the AI text that passes for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from analytics.depletion.forecast import stock_of
from analytics.depletion.timeline import CHART_END, QUARTERS
from analytics.estimates import Array
from analytics.scenario import DECLARATIONS, Scenario


class Crawl(NamedTuple):
    """What there is to crawl, (years, worlds).

    Attributes:
        unique_tokens: human text without repetition, in tokens.
        ai_share: AI share of what is crawled, after filters, 0–1.
    """

    unique_tokens: Array
    ai_share: Array


def run_years(scenario: Scenario) -> Array:
    """Years of the runs: whole, from the newest that is not after today to the end of the charts.

    Returns:
        (years,).
    """
    return np.arange(int(scenario.as_of), CHART_END + 1)


def crawl(scenario: Scenario, tokens: Mapping[str, float], years: Array) -> Crawl:
    """What there is to crawl under a scenario.

    Args:
        scenario: every assumption.
        tokens: of each additive stock in 2024 by its id.
        years: quarter-years of the charts, (years,).
    """
    quarters = np.searchsorted(QUARTERS, years)
    stock = stock_of(scenario, tokens)
    # whether or not the human stock leaves it out, AI text is on the web that is crawled
    crawled = stock if scenario.contamination else stock_of(_contaminated(scenario), {})
    assert crawled.ai_share is not None
    return Crawl(
        10.0 ** stock.unique[quarters].astype(np.float64),
        crawled.ai_share[quarters].astype(np.float64),
    )


def _contaminated(scenario: Scenario) -> Scenario:
    """The web alone, with AI text counted."""
    shut = {name: 0.0 for name in DECLARATIONS if name.endswith("_access")}
    return scenario.model_copy(update=shut | {"contamination": True})
