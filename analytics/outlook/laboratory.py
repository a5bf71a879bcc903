"""The laboratory: what one workflow does to the words of a language, generation by generation.

A Scenario's groups *generator* and *laboratory* go in; what is left of the human distribution comes
out. Two mechanisms are kept apart: drift, exact for a corpus of so many rows, and sharpening, exact
for an endless one. Only the temperature is uncertain, and everything here falls or rises with it,
so that its quantiles, evenly spaced, are the worlds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from analytics.collapse import recursions, sharpening
from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import Patterns
from analytics.collapse.survival import survival, survival_accumulate
from analytics.collapse.vanishing import LOST_BELOW, Vanishing, tail_factor, vanishing
from analytics.estimates import Array, Estimate, triangular
from analytics.scenario import Scenario

WORLDS = 129
"""Quantiles of the temperature, evenly spaced: the middle one is its median."""

QUANTILES = (np.arange(WORLDS) + 0.5) / WORLDS
INTERVAL = (0.1, 0.5, 0.9)
"""Lower end, middle and upper end of every interval: the central 80%."""

FRESH = ("replace", "mix")
ACCUMULATING = ("accumulate", "accumulate_inflow", "accumulate_subsample")
NONE = triangular(1.0, 1.0, 1.0)
"""The temperature of a model that writes as it has read."""


@dataclass(frozen=True, slots=True)
class Setup:
    """One experiment.

    Attributes:
        workflow: ``replace``, ``mix``, ``anchor``, ``accumulate``, ``accumulate_inflow`` or
            ``accumulate_subsample``.
        shares: human share of corpora 1, 2, …; of what is added, where corpora accumulate. A
            tuple, so that an experiment can be looked up.
        rows: of a corpus, or added to it.
        language: whose words are the patterns.
        temperature: T of all models.
        top_p: nucleus of all models; 1 for none.
    """

    workflow: str
    shares: tuple[float, ...]
    rows: float
    language: str = "en"
    temperature: Estimate = NONE
    top_p: float = 1.0

    @property
    def generations(self) -> int:
        """Corpora after the human one."""
        return len(self.shares)

    @property
    def accumulates(self) -> bool:
        """Whether all that was written is kept."""
        return self.workflow in ACCUMULATING

    @property
    def patterns(self) -> Patterns:
        """The words of the language, grouped by frequency."""
        return lexicon(self.language).patterns

    def changed(self, **changes: Any) -> Setup:
        """The same experiment but for some of it."""
        return replace(self, **changes)

    @property
    def drift_only(self) -> Setup:
        """The same with models that write as they have read."""
        return replace(self, temperature=NONE, top_p=1.0)

    @property
    def sharpens(self) -> bool:
        """Whether models write anything else than what they have read."""
        return self.top_p != 1 or self.temperature != NONE


def setup_of(scenario: Scenario) -> Setup:
    """The experiment that a scenario describes.

    Verified text counts as human: it is the best that a check can do.
    """
    nucleus = scenario.sharpening == "nucleus"
    return Setup(
        workflow=scenario.lab_workflow,
        shares=tuple(float(x) for x in human_shares(scenario)),
        rows=scenario.lab_corpus,
        language=scenario.lab_language,
        temperature=NONE if nucleus else scenario.temperature,
        top_p=scenario.top_p if nucleus else 1.0,
    )


def year_of(scenario: Scenario, generation: int) -> int:
    """The year of a generation, at one a year from today."""
    return math.floor(scenario.as_of) + generation


def human_shares(scenario: Scenario) -> Array:
    """Share of corpora 1, 2, … that is human or as good, (generations,).

    Nothing human is mixed in under *replace*, *accumulate* and *accumulate, then sample*.

    >>> rising = Scenario(lab_generations=4, lab_path=True, lab_share_end=0.4)
    >>> human_shares(rising).round(3).tolist()
    [0.1, 0.1, 0.1, 0.4]
    """
    generations = scenario.lab_generations
    given = np.full(generations, scenario.lab_human_share)
    if scenario.lab_workflow in ("replace", "accumulate", "accumulate_subsample"):
        given[:] = 0.0
    elif scenario.lab_path and scenario.lab_workflow != "anchor" and generations:
        points = (
            scenario.lab_human_share,
            scenario.lab_share_third,
            scenario.lab_share_two_thirds,
            scenario.lab_share_end,
        )
        given = np.interp(
            np.arange(generations), np.linspace(0, max(generations - 1, 1), 4), points
        )
    verified: Array = given + (1 - given) * scenario.lab_verified_share
    return verified


@dataclass(frozen=True, eq=False, slots=True)
class LabResult:
    """What became of the human distribution. Arrays are read-only; generation 0 is human text.

    Attributes:
        setup: the experiment.
        tail_kept: tail mass kept, (generations + 1, worlds), the temperature rising.
        perplexity_ratio: exp(KL(p‖q)), alike; ``inf`` where a word is never written again.
        drift: share of diversity lost to drift by each corpus, (generations + 1,).
        left: presence of every word at the lowest, middle and highest temperature of the interval.
        distribution: frequency of each word of a group at the middle temperature,
            (generations + 1, groups).
    """

    setup: Setup
    tail_kept: Array
    perplexity_ratio: Array
    drift: Array
    left: tuple[Vanishing, Vanishing, Vanishing]
    distribution: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for array in (self.tail_kept, self.perplexity_ratio, self.drift, self.distribution):
            array.setflags(write=False)

    @property
    def generations(self) -> Array:
        """0, 1, …, (generations + 1,)."""
        return np.arange(self.setup.generations + 1, dtype=np.float64)

    @property
    def tail_interval(self) -> Array:
        """Tail mass kept at the ends and the middle of its interval, (generations + 1, 3)."""
        return between(self.tail_kept)

    @property
    def ratio_interval(self) -> Array:
        """Perplexity ratio likewise, lowest first, (generations + 1, 3)."""
        return between(self.perplexity_ratio)

    def presence_interval(self, name: str) -> Array:
        """``support_kept`` or ``tail_coverage`` likewise, (generations + 1, 3)."""
        found = np.stack([getattr(one, name) for one in self.left], axis=1)
        ordered: Array = np.sort(found, axis=1)
        return ordered

    def below(self, threshold: float) -> Array:
        """Share of the worlds in which less of the tail is kept, (generations + 1,)."""
        share: Array = (self.tail_kept < threshold).mean(axis=1)
        return share


def between(worlds: Array) -> Array:
    """Ends and middle of the interval of each row, (rows, 3); exact, since worlds are ordered."""
    at = [round(p * (WORLDS - 1)) for p in INTERVAL]
    values: Array = np.sort(worlds, axis=1)[:, at]
    return values


def run(scenario: Scenario) -> LabResult:
    """What a scenario's experiment leaves of the human distribution."""
    return course(setup_of(scenario))


@lru_cache(maxsize=64)
def course(setup: Setup) -> LabResult:
    """What an experiment leaves of the human distribution.

    Raises:
        ValueError: there is no list of words for the language.
    """
    temperatures = setup.temperature.quantile(QUANTILES)
    ends = [float(temperatures[round(p * (WORLDS - 1))]) for p in INTERVAL]
    sharpened = sharpen_course(setup, setup.patterns.binned(), temperatures)
    whole = sharpen_course(setup, setup.patterns, np.array([ends[1]]), keep=True)
    assert whole.distribution is not None
    low, middle, high = (presence(setup, t) for t in ends)
    return LabResult(
        setup=setup,
        tail_kept=sharpened.tail_kept.copy(),
        perplexity_ratio=sharpened.perplexity_ratio.copy(),
        drift=drift(setup),
        left=(low, middle, high),
        distribution=whole.distribution[:, 0].copy(),
    )


def sharpen_course(
    setup: Setup, patterns: Patterns, temperatures: Array, *, keep: bool = False
) -> sharpening.Sharpened:
    """Sharpening alone, in an endless corpus, at some temperatures."""
    shares = np.array(setup.shares).reshape(-1, 1)
    settings: Any = {"temperature": temperatures[None, :], "top_p": setup.top_p, "keep": keep}
    if not setup.generations:  # nothing to broadcast along
        settings["temperature"] = np.empty((0, len(temperatures)))
        settings["top_p"] = 1.0
        shares = np.empty((0, len(temperatures)))
    if setup.accumulates:
        return sharpening.accumulate(
            patterns,
            setup.generations,
            human_rows=1 + np.cumsum(shares, axis=0),
            synthetic_rows=np.cumsum(1 - shares, axis=0),
            **settings,
        )
    return sharpening.mix(patterns, setup.generations, human_share=shares, **settings)


def drift(setup: Setup) -> Array:
    """Share of diversity that drift alone has taken by each corpus, (generations + 1,).

    For *accumulate, then sample* as if nothing were verified: an upper bound where something is.
    """
    models = setup.generations + 1
    rows, shares = setup.rows, np.array([0.0, *setup.shares])
    match setup.workflow:
        case "accumulate_subsample":
            return recursions.accumulate_subsample(rows, models)
        case "accumulate" | "accumulate_inflow":
            return recursions.accumulate_inflow(rows, (1 - shares) * rows, shares * rows, models)
        case "anchor":
            share = setup.shares[0] if setup.shares else 0.0
            kept = share if share * rows >= 1 else 0.0  # less than one row is none
            return recursions.mix(rows, kept, models, "anchor")
    return recursions.mix(rows, shares, models)


def presence(setup: Setup, temperature: float) -> Vanishing:
    """How likely each word is still there, by drift and sharpening.

    Where all is kept, of the pool: what was once written stays in it.
    """
    patterns, shares = setup.patterns, np.array(setup.shares)
    if setup.workflow in FRESH or not setup.generations:
        return vanishing(
            patterns,
            setup.generations,
            rows=setup.rows,
            human_share=shares,
            temperature=temperature,
            top_p=setup.top_p,
        )
    expected = setup.rows * patterns.frequencies
    if setup.accumulates:
        found = survival_accumulate(expected, 1 + np.cumsum(shares))
        return _left(setup, patterns, found, np.ones_like(found))
    share = setup.shares[0]
    factor = tail_factor(
        patterns,
        setup.generations,
        human_share=share,
        temperature=temperature,
        top_p=setup.top_p,
    )
    # in the anchor, or a descendant of the rest of corpus 0
    none = np.zeros(setup.generations)
    rest = survival(expected * (1 - share), none, None, factor * (1 - share))
    found = 1 - np.exp(-expected * share) * (1 - rest)
    first = found[0]
    kept = np.divide(found, first, out=np.zeros_like(found), where=first > 0)
    return _left(setup, patterns, found, np.minimum(kept, 1.0))


def _left(setup: Setup, patterns: Patterns, found: Array, kept: Array) -> Vanishing:
    tail = patterns.mass * patterns.tail
    mass = patterns.tail_mass
    gone = kept < LOST_BELOW
    return Vanishing(
        patterns=patterns,
        rows=setup.rows,
        present=found,
        kept=kept,
        support_kept=found @ (patterns.counts / patterns.counts.sum()),
        tail_coverage=found @ tail / mass if mass else np.ones(len(found)),
        lost_at=np.where(gone.any(axis=0), gone.argmax(axis=0), 0),
    )


ENVELOPE_SHARES = np.linspace(0.0, 1.0, 26)
ENVELOPE_TEMPERATURES = np.linspace(0.5, 1.0, 26)
ENVELOPE_NUCLEI = np.linspace(0.5, 1.0, 26)


@lru_cache(maxsize=32)
def envelope(
    workflow: str, generations: int, language: str, nucleus: bool
) -> tuple[Array, Array, Array]:
    """Tail mass kept after some generations over human share and temperature, or nucleus.

    Args:
        workflow: of the experiment; *replace* is a mix without human text, and what accumulates
            is given its share as inflow.
        generations: corpora after the human one.
        language: whose words are the patterns.
        nucleus: vary the nucleus, not the temperature.

    Returns:
        Human shares (columns,), temperatures or nuclei (rows,), tail mass kept (rows, columns).
    """
    shares = ENVELOPE_SHARES
    levels = ENVELOPE_NUCLEI if nucleus else ENVELOPE_TEMPERATURES
    across, up = (one.ravel()[None, :] for one in np.meshgrid(shares, levels))
    ones = np.ones((generations, 1))
    settings: Any = {"top_p" if nucleus else "temperature": up * ones}
    patterns = lexicon(language).patterns.binned()
    if workflow in ACCUMULATING:
        steps = np.cumsum(ones, axis=0)
        found = sharpening.accumulate(
            patterns,
            generations,
            human_rows=1 + steps * across,
            synthetic_rows=steps * (1 - across),
            **settings,
        )
    else:
        found = sharpening.mix(patterns, generations, human_share=across * ones, **settings)
    kept = found.tail_kept[-1].reshape(len(levels), len(shares))
    return shares, levels, np.broadcast_to(kept, (len(levels), len(shares))).copy()


def mean_share(setup: Setup) -> float:
    """Human share over all generations; ``nan`` where there is none."""
    return float(np.mean(setup.shares)) if setup.shares else math.nan
