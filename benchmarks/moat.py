"""The ranking of vendors: all of it from nothing, after one change, and what drives it."""

from __future__ import annotations

import numpy as np

from analytics.moat import MoatScore, score
from analytics.moat.drivers import DRAWS, drivers
from analytics.outlook.joined_criteria import acting_on, criteria_by_seed
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import moat_inputs
from analytics.scenario import Mix, Scenario
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core
from data import catalog

TITLE = "Ranking of vendors, one core"
RANKING_MS, DRIVERS_MS = 150.0, 1000.0
OWN = "OpenAI"
ROUTES = 6
SETS = 10
"""Worlds of the Sobol’ indices: two sets, and one for each group."""


def run(quick: bool) -> list[Row]:
    """Time the ranking on one core."""
    repeats = 3 if quick else 30
    with one_core():
        return [*_ranking(repeats), *_drivers(repeats)]


def _ranking(repeats: int) -> list[Row]:
    facts = vendor_facts(catalog.version())
    inputs = moat_inputs(Scenario(), facts)
    units, draws = len(inputs.units), inputs.draws

    def anew(i: int) -> None:
        # another seed: no number that is kept is used
        _everything(score(moat_inputs(Scenario(seed=i + 10), facts)))

    def weighed(i: int) -> None:
        _everything(score(moat_inputs(Scenario(weight_exclusivity=1 + 0.01 * (i + 5)), facts)))

    def edited(i: int) -> None:
        mix = Mix.scaled(OWN, (50 + 0.01 * i, 10, 15, 15, 2, 8))
        _everything(score(moat_inputs(Scenario(mixes=(mix,)), facts)))

    def one(_: int) -> None:
        held.route_shares(OWN)

    def bare(i: int) -> None:
        rng = np.random.default_rng(i + 10)
        drawn = rng.standard_gamma(0.5, (units, ROUTES, draws))
        np.argsort((drawn / drawn.sum(axis=1, keepdims=True)).max(axis=1), axis=0)

    held = score(inputs)
    floor = ("as many gamma numbers, divided and sorted", milliseconds(bare, repeats))
    return [
        of(
            f"{units} mixes, {draws:,} draws, all outputs, from nothing",
            milliseconds(anew, repeats),
            "ms",
            limit=RANKING_MS,
            floor=floor,
        ),
        of("… where only a weight is another", milliseconds(weighed, repeats), "ms"),
        of("… where only one mix is another", milliseconds(edited, repeats), "ms"),
        of("what each route adds for one vendor, exact", milliseconds(one, repeats), "ms"),
    ]


def _everything(moat: MoatScore) -> None:
    """All that the page shows of a score."""
    for output in ("score_band", "rank_band", "acceptability", "tiers", "central_weights"):
        getattr(moat, output)
    assert moat.rule_shift >= 0 and all(moat.stands(unit).size for unit in moat.units)


def _drivers(repeats: int) -> list[Row]:
    version = catalog.version()
    facts = vendor_facts(version)

    def anew(i: int) -> None:
        # another seed: no number that is kept is used
        scenario = Scenario(seed=i + 10)
        joined = criteria_by_seed(acting_on(scenario, version), version, DRAWS)
        drivers(moat_inputs(scenario, facts), DRAWS, joined)

    def bare(i: int) -> None:
        rng = np.random.default_rng(i + 10)
        drawn = rng.standard_gamma(0.5, (SETS, 13, ROUTES, DRAWS))
        np.argsort((drawn / drawn.sum(axis=2, keepdims=True)).max(axis=2), axis=1)

    return [
        of(
            f"Sobol’ indices of {SETS - 2} groups on seven criteria, with their error",
            milliseconds(anew, max(repeats // 3, 2)),
            "ms",
            limit=DRIVERS_MS,
            floor=("as many gamma numbers, divided and sorted", milliseconds(bare, repeats)),
        )
    ]
