"""Collapse risk: what the scenario's own stock and demand leave of the rare tail, year by year.

A trainer who has only the public crawl trains once a year, on the demand of the scenario. Where
human text runs short the synthetic policy says what happens (``analytics.outlook.supply``); the
human share α that this leaves drives the recursion of ``analytics.collapse.sharpening`` on the
English lexicon, from q = p before the first run. *Risk* is the share of worlds in which the tail
mass kept, κ, is below the scenario's threshold: a simulated risk under a stated workflow.

The recursion takes far longer than the forecast of depletion, so that it runs on the first worlds
only, at most :data:`MOST_WORLDS` on each demand path: the first 2^k points of a Sobol' sequence are
balanced as all of them are. It is worked out when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import numpy as np

from analytics.collapse import sharpening
from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import BINS, Patterns
from analytics.depletion import exhaustion
from analytics.depletion.forecast import demand_of
from analytics.estimates import Array
from analytics.outlook.crawl import crawl, run_years
from analytics.outlook.result import Outlook
from analytics.outlook.stocks import other_tokens
from analytics.outlook.supply import Supply, supply, verifiable
from analytics.quantiles import PROBABILITIES
from analytics.scenario import DECLARATIONS, VENDOR_GROUPS, Scenario

__all__ = [
    "BANDS",
    "CollapseRisk",
    "InWorlds",
    "band",
    "collapse_risk",
    "in_worlds",
    "supply_of",
]

MOST_LOG2_WORLDS = 10
MOST_WORLDS = 1 << MOST_LOG2_WORLDS
"""Worlds on each demand path; risks are within 3 points of those of 16,384 worlds."""

LANGUAGE = "en"
"""Whose words stand for the patterns of human text."""

BANDS: tuple[tuple[str, float], ...] = (
    ("low", 0.05),
    ("moderate", 0.25),
    ("high", 0.50),
    ("severe", 1.0),
)
"""Names of risks and the probability below which each holds; declared wherever they are used."""

_KEPT = 64
_AFTERWARDS = ("tail_threshold",)
_computing = Lock()


@dataclass(frozen=True, eq=False, slots=True)
class CollapseRisk:
    """Collapse of a trainer who has only the public crawl. Arrays are read-only.

    Attributes:
        years: of the runs, whole, from that of today to 2040, (years,).
        threshold: of the tail mass kept.
        risk: P(tail mass kept < threshold), (years,).
        tail_kept_mean: expected tail mass kept, (years,).
        tail_kept: quantiles of the tail mass kept, (years, 9), probabilities as in
            ``analytics.quantiles.PROBABILITIES``.
        human_share_mean: expected human share of a run, (years,).
        human_share: quantiles of the human share, (years, 9).
        synthetic_tokens: quantiles of the synthetic tokens of a run, (years, 9).
        perplexity_ratio: quantiles of exp(KL(p ‖ q)), (years, 9).
        worlds: worlds behind them, over all demand paths.
    """

    years: Array
    threshold: float
    risk: Array
    tail_kept_mean: Array
    tail_kept: Array
    human_share_mean: Array
    human_share: Array
    synthetic_tokens: Array
    perplexity_ratio: Array
    worlds: int

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class _Paths:
    """What does not depend on the threshold, and the tail mass kept in every world."""

    years: Array
    kept: Array
    supplied: Supply
    quantiles: tuple[Array, Array, Array, Array]


def collapse_risk(outlook: Outlook) -> CollapseRisk:
    """Collapse risk under a scenario's own stock and demand.

    The last 64 answers are kept; one that differs in its threshold or in the laboratory alone
    needs no new recursion.

    Args:
        outlook: the answer to the scenario.

    Returns:
        The risk by year; the same scenario on the same data version gives the same bytes.
    """
    with _computing:
        paths = _paths(_acting(outlook.computed), outlook.key.data_version)
    threshold = outlook.scenario.tail_threshold
    kept, share, synthetic, ratio = paths.quantiles
    return CollapseRisk(
        years=paths.years,
        threshold=threshold,
        risk=np.mean(paths.kept < threshold, axis=1),
        tail_kept_mean=paths.kept.mean(axis=1),
        tail_kept=kept,
        human_share_mean=paths.supplied.human_share.mean(axis=1),
        human_share=share,
        synthetic_tokens=synthetic,
        perplexity_ratio=ratio,
        worlds=paths.kept.shape[1],
    )


class InWorlds(NamedTuple):
    """A trainer with only the public crawl, world by world; arrays are read-only.

    Attributes:
        years: of the runs, whole, (years,).
        tail_kept: κ, 0–1, (years, worlds): all worlds on the first demand path, then on the next.
        human_share: α, 0–1, (years, worlds).
    """

    years: Array
    tail_kept: Array
    human_share: Array


def in_worlds(outlook: Outlook) -> InWorlds:
    """What :func:`collapse_risk` summarises, for who compares scenarios world by world."""
    with _computing:
        paths = _paths(_acting(outlook.computed), outlook.key.data_version)
    return InWorlds(paths.years, _closed(paths.kept), _closed(paths.supplied.human_share))


def _closed(values: Array) -> Array:
    """A view that cannot be written to."""
    view = values.view()
    view.setflags(write=False)
    return view


def band(risk: float) -> str:
    """The name of a risk: low below 5%, moderate below 25%, high below 50%, else severe.

    >>> [band(risk) for risk in (0.0, 0.05, 0.3, 0.5, 1.0)]
    ['low', 'moderate', 'high', 'severe', 'severe']
    """
    return next((name for name, below in BANDS if risk < below), BANDS[-1][0])


def supply_of(scenario: Scenario, tokens: dict[str, float]) -> tuple[Array, Supply]:
    """What the runs of a trainer with only the public crawl are made of.

    Args:
        scenario: as it is computed, its growth of demand an interval.
        tokens: of each additive stock in 2024 by its id.

    Returns:
        Years of the runs, (years,), and their composition, (years, worlds × demand paths): all
        worlds on the first path, then all on the next.
    """
    years = run_years(scenario)
    found = crawl(scenario, tokens, years)
    public = found.unique_tokens * scenario.draw("public_reach")
    demands = [10.0 ** path.at(years[:, None]) for path in demand_of(scenario)]
    demand, times = np.hstack(demands), len(demands)

    def every(values: Array) -> Array:
        return np.tile(values, (1, times) if values.ndim == 2 else times)

    can_verify = verifiable(demand[0], years - years[0], every(scenario.draw("verified_growth")))
    return years, supply(
        demand,
        every(public),
        max_epochs=every(scenario.draw("max_epochs")),
        policy=scenario.synthetic_policy,
        cap=scenario.synthetic_cap,
        verified_share=every(scenario.draw("verified_share")),
        verifiable_tokens=can_verify,
        verified_worth=every(scenario.draw("verified_worth")),
        ai_share=every(found.ai_share),
    )


def _acting(scenario: Scenario) -> Scenario:
    """The scenario with what the recursion does not depend on as declared, and fewer worlds."""
    without = {
        name: d.default
        for name, d in DECLARATIONS.items()
        if d.group in ("laboratory", *VENDOR_GROUPS) or name in _AFTERWARDS
    }
    fewer = min(scenario.log2_worlds, MOST_LOG2_WORLDS)
    return scenario.model_copy(update=without | {"log2_worlds": fewer})


@lru_cache(maxsize=_KEPT)
def _paths(scenario: Scenario, data_version: str) -> _Paths:
    years, supplied = supply_of(scenario, other_tokens(data_version))
    share, trained = supplied.human_share, supplied.trained_tokens
    temperature: Array | float = 1.0
    if scenario.sharpening == "temperature":
        drawn = scenario.draw("temperature")
        temperature = np.tile(drawn, share.shape[1] // len(drawn))
    top_p = scenario.top_p if scenario.sharpening == "nucleus" else 1.0
    if scenario.synthetic_workflow == "accumulate":
        kept = sharpening.accumulate(
            _words(),
            len(years),
            human_rows=share * trained,
            synthetic_rows=(1.0 - share) * trained,
            temperature=temperature,
            top_p=top_p,
        )
    else:
        kept = sharpening.mix(
            _words(), len(years), human_share=share, temperature=temperature, top_p=top_p
        )
    of_runs = kept.tail_kept[1:]
    by_year = (of_runs, share, supplied.synthetic_tokens)
    quantiles = (np.quantile(one, PROBABILITIES, axis=1).T.copy() for one in by_year)
    # infinite where a pattern is gone for good: nothing is interpolated up to that
    ratio = np.array(
        [exhaustion.quantiles(row, PROBABILITIES) for row in kept.perplexity_ratio[1:]]
    )
    return _Paths(years, of_runs, supplied, (*quantiles, ratio))


@lru_cache(maxsize=1)
def _words() -> Patterns:
    """The lexicon, binned."""
    return lexicon(LANGUAGE).patterns.binned(BINS)
