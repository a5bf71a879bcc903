"""Scenarios side by side: what differs in their inputs, and by how much their answers differ.

All scenarios are answered in the same worlds: one draw of an input that two of them share has the
same value in both (*common random numbers*). A difference is therefore taken world by world and
then summarised, so that its interval is of the difference and not of sampling noise, and is
conditional on these worlds. Where two scenarios have other worlds (another seed or number of them)
no difference is worked out.

A year of exhaustion may lie beyond the horizon, or before the models look back: it is censored. A
world in which one of two is censored still says which is the earlier; one in which both are says
nothing, and its share is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, NamedTuple

import numpy as np

from analytics import findings
from analytics.depletion.timeline import EARLIEST, HEADLINE_YEAR
from analytics.estimates import Array
from analytics.outlook import Outlook, evaluate
from analytics.outlook.collapse_risk import in_worlds
from analytics.outlook.join import join
from analytics.outlook.vendors import ranking
from analytics.scenario import DECLARATIONS, Declaration, Preset
from analytics.scenario.beside import KEYS, Beside

MOST = 1 + len(KEYS)
"""Scenarios in one comparison."""

LEVEL = 0.8
"""Probability inside the intervals."""

YEAR = HEADLINE_YEAR
"""Year of the answers that are compared."""

Kind = Literal["year", "share", "probability", "magnitudes", "rank"]
"""What an answer is a number of, and with that how it is written."""


@dataclass(frozen=True, slots=True)
class Side:
    """One scenario of a comparison.

    Attributes:
        name: what it is called here; no two sides have the same name.
        preset: the preset it starts from.
        outlook: its answer.
    """

    name: str
    preset: Preset
    outlook: Outlook


@dataclass(frozen=True, eq=False, slots=True)
class Vendors:
    """The vendors of a scenario, as far as they are compared; small, so that many are kept.

    Attributes:
        ranked: names, the best median rank first.
        ranks: ranks in every world of the ranking, 1 for the best, (ranked, draws).
        joined: names of those whose runs are followed.
        wasted: compute wasted in :data:`YEAR`, orders of magnitude, (joined, worlds).
        tail_kept: tail mass kept then, 0–1, (joined, worlds).
    """

    ranked: tuple[str, ...]
    ranks: Array
    joined: tuple[str, ...]
    wasted: Array
    tail_kept: Array


@dataclass(frozen=True, slots=True)
class Answer:
    """One number of a scenario, in every world that it is worked out in.

    Attributes:
        worlds: its values, (paths, worlds); ``inf`` for a year beyond the horizon, ``-inf`` for
            one before the models look back, NaN where there is none.
        drawn_in: what the worlds are; values of two scenarios are of the same worlds if equal.
    """

    worlds: Array
    drawn_in: Hashable


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that is compared.

    Attributes:
        id: stable identifier, part of that of a series in files.
        label: what it is, for a person.
        kind: what it is a number of.
        of: a scenario's answer.
    """

    id: str
    label: str
    kind: Kind
    of: Callable[[Outlook], Answer]


@dataclass(frozen=True, slots=True)
class Summary:
    """A distribution over worlds.

    Attributes:
        median: of the worlds; for a probability the share of worlds, which has no interval.
        low: lower end of the interval of :data:`LEVEL`; NaN where there is none.
        high: upper end.
    """

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a scenario's answer is from the first's, world by world.

    Attributes:
        median: of the difference, among worlds that have one; infinite beyond the horizon, NaN if
            none has.
        low: lower end of its interval; NaN for a probability.
        high: upper end.
        more: share of all worlds in which it is above 0.
        less: share of all worlds in which it is below 0.
        undefined: share of all worlds in which neither answer has a value to take it of.
    """

    median: float
    low: float
    high: float
    more: float
    less: float
    undefined: float

    @property
    def none(self) -> bool:
        """Whether the two answers are one and the same in every world."""
        return self.more == 0 and self.less == 0


def sides(entries: Iterable[Beside]) -> tuple[Side, ...]:
    """Evaluate the scenarios of a comparison.

    Args:
        entries: the scenarios, the first the one that others are held against.

    Returns:
        As many, each with a name of its own.
    """
    entries = tuple(entries)
    return tuple(
        Side(name, one.preset, evaluate(one.scenario))
        for name, one in zip(names(entries), entries, strict=True)
    )


def names(entries: Iterable[Beside]) -> tuple[str, ...]:
    """What scenarios are called: as they were named, else by their preset; no two alike."""
    found: list[str] = []
    for one in entries:
        wanted = one.called or findings.name(one.scenario, one.preset)
        name, times = wanted, 1
        while name in found:
            times += 1
            name = f"{wanted} ({times})"
        found.append(name)
    return tuple(found)


def inputs(compared: Sequence[Side]) -> tuple[tuple[Declaration, tuple[Any, ...]], ...]:
    """Assumptions in which scenarios differ, in declaration order, with the value of each.

    A growth of demand that is fitted stands as the interval it was computed with.
    """
    computed = [side.outlook.computed for side in compared]
    differing = {name for one in computed[1:] for name in computed[0].differences(one)}
    return tuple(
        (declared, tuple(getattr(one, name) for one in computed))
        for name, declared in DECLARATIONS.items()
        if name in differing
    )


_summing = Lock()


def vendors(outlook: Outlook) -> Vendors:
    """The vendors of a scenario, as far as they are compared; the last sixteen are kept."""
    with _summing:
        return _vendors(outlook)


@lru_cache(maxsize=16)
def _vendors(outlook: Outlook) -> Vendors:
    found, runs = ranking(outlook), join(outlook)
    moat = found.moat
    best = [moat.ranked_units.index(name) for name in found.vendors]
    there = YEAR in runs.years
    wasted, kept = (
        each[:, runs.at(YEAR)].copy() if there else np.full(each[:, 0].shape, np.nan)
        for each in (runs.compute_wasted, runs.tail_kept)
    )
    ranks = np.ascontiguousarray(moat.ranks[:, best].T)
    for array in (ranks, wasted, kept):
        array.setflags(write=False)
    return Vendors(found.vendors, ranks, runs.vendors, wasted, kept)


def _exhaustion(outlook: Outlook) -> Answer:
    year = outlook.depletion.exhaustion_worlds
    censored = np.where(year <= EARLIEST, -np.inf, year)
    scenario = outlook.scenario
    return Answer(censored.reshape(-1, scenario.worlds), ("worlds", scenario.seed, scenario.worlds))


def _exhausted(outlook: Outlook) -> Answer:
    found = _exhaustion(outlook)
    return replace(found, worlds=(found.worlds < YEAR + 1).astype(np.float64))


class _Crawl(NamedTuple):
    """A trainer with only the public crawl in :data:`YEAR`, (paths, worlds)."""

    tail_kept: Array
    human_share: Array


def _crawl(outlook: Outlook, of: str) -> Answer:
    values: Array = getattr(_crawled(outlook), of)
    return Answer(values, ("crawl", outlook.scenario.seed, values.shape[1]))


@lru_cache(maxsize=16)
def _crawled(outlook: Outlook) -> _Crawl:
    found = in_worlds(outlook)
    paths = 2 if outlook.scenario.demand_path == "pooled" else 1
    at = np.flatnonzero(found.years == YEAR)
    both = []
    for values in (found.tail_kept, found.human_share):
        now = values[at[0]] if len(at) else np.full(values.shape[1], np.nan)
        now = now.reshape(paths, -1).copy()
        now.setflags(write=False)
        both.append(now)
    return _Crawl(*both)


def _crawl_risk(outlook: Outlook) -> Answer:
    return _below(_crawl(outlook, "tail_kept"), outlook.scenario.tail_threshold)


def _below(found: Answer, threshold: float) -> Answer:
    share = np.where(np.isnan(found.worlds), np.nan, found.worlds < threshold)
    return replace(found, worlds=share)


def _runs(outlook: Outlook, values: Array) -> Answer:
    """The mean over vendors in each world of theirs, which differ with the demand paths."""
    scenario = outlook.scenario
    drawn = ("runs", scenario.seed, scenario.worlds, scenario.demand_path)
    return Answer(values.mean(axis=0)[None], drawn)


def _wasted(outlook: Outlook) -> Answer:
    return _runs(outlook, vendors(outlook).wasted)


def _kept(outlook: Outlook) -> Answer:
    return _runs(outlook, vendors(outlook).tail_kept)


def _risk(outlook: Outlook) -> Answer:
    kept, threshold = vendors(outlook).tail_kept, outlook.scenario.tail_threshold
    return _runs(outlook, np.where(np.isnan(kept), np.nan, kept < threshold))


MEASURES: tuple[Measure, ...] = (
    Measure("exhaustion.year", "Year of exhaustion", "year", _exhaustion),
    Measure("exhaustion.probability", f"Exhausted by the end of {YEAR}", "probability", _exhausted),
    Measure(
        "crawl.human_share",
        f"Human share of a run on the crawl, {YEAR}",
        "share",
        lambda outlook: _crawl(outlook, "human_share"),
    ),
    Measure(
        "crawl.tail_kept",
        f"Rare tail kept, trained on the crawl, {YEAR}",
        "share",
        lambda outlook: _crawl(outlook, "tail_kept"),
    ),
    Measure(
        "crawl.risk", f"Collapse risk, trained on the crawl, {YEAR}", "probability", _crawl_risk
    ),
    Measure("vendors.tail_kept", f"Rare tail kept, mean of vendors, {YEAR}", "share", _kept),
    Measure("vendors.risk", f"Collapse risk, mean of vendors, {YEAR}", "probability", _risk),
    Measure("vendors.wasted", f"Compute wasted, mean of vendors, {YEAR}", "magnitudes", _wasted),
)
"""What is compared, in order."""


def rank_of(vendor: str) -> Measure:
    """The rank of a vendor as a measure; NaN in a scenario that does not rank it."""

    def of(outlook: Outlook) -> Answer:
        found, scenario = vendors(outlook), outlook.scenario
        drawn = ("ranking", scenario.seed, scenario.log2_moat_draws)
        draws = found.ranks.shape[1]
        if vendor not in found.ranked:
            return Answer(np.full((1, draws), np.nan), drawn)
        return Answer(found.ranks[found.ranked.index(vendor)][None], drawn)

    return Measure("vendors.rank", f"Rank of {vendor}", "rank", of)


def measures(compared: Sequence[Side]) -> tuple[Measure, ...]:
    """Everything that is compared: :data:`MEASURES`, and the rank of the first's best vendor."""
    return (*MEASURES, rank_of(vendors(compared[0].outlook).ranked[0]))


def summary(measure: Measure, outlook: Outlook) -> Summary:
    """What one scenario answers: median and interval, or the share of worlds."""
    values = measure.of(outlook).worlds.ravel()
    if measure.kind == "probability":
        return Summary(float(values.mean()), np.nan, np.nan)
    return Summary(*_middle(values))


def difference(measure: Measure, one: Outlook, first: Outlook) -> Difference | None:
    """How far a scenario's answer is from the first's; None if they have no worlds in common.

    Args:
        measure: the number.
        one: the answer to a scenario.
        first: the answer to the one it is held against.
    """
    now, was = measure.of(one), measure.of(first)
    if now.drawn_in != was.drawn_in:
        return None
    apart = _apart(*np.broadcast_arrays(now.worlds, was.worlds))
    more, less = float(np.mean(apart > 0)), float(np.mean(apart < 0))
    undefined = float(np.mean(np.isnan(apart)))
    if measure.kind == "probability":
        return Difference(float(apart.mean()), np.nan, np.nan, more, less, undefined)
    return Difference(*_middle(apart), more, less, undefined)


def _apart(now: Array, was: Array) -> Array:
    """Differences by world; NaN where both are censored on the same side."""
    with np.errstate(invalid="ignore"):
        apart: Array = now - was
    return apart.ravel()


def _middle(values: Array) -> tuple[float, float, float]:
    """Median and ends of the interval of values of which some may be infinite or missing.

    Each is one of the values: nothing is interpolated up to infinity.
    """
    there = np.sort(values[~np.isnan(values)])
    if not len(there):
        return (np.nan, np.nan, np.nan)
    tail = (1 - LEVEL) / 2
    at = [max(int(np.ceil(p * len(there))) - 1, 0) for p in (0.5, tail, 1 - tail)]
    median, low, high = (float(there[i]) for i in at)
    return median, low, high
