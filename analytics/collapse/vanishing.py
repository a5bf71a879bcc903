"""The words that vanish: when each is lost, and how much of a lexicon is left.

A word is *lost* at the first generation where P(present | present in corpus 0) < 0.5. That
probability depends on its frequency only, so that words of one frequency vanish together and the
arithmetic runs on the groups of :class:`~analytics.collapse.patterns.Patterns`.

With A_g = P(present in corpus g) and B_g = P(present by descent from corpus 0 alone),

    P(present in g | present in 0) = 1 − (1 − A_g)/(1 − B_g) · (1 − B_g/A_0)

since fresh human rows and descent from corpus 0 are independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.collapse.arguments import MOST_ROWS, bounded, by_generation, one, whole
from analytics.collapse.lexicon import Lexicon, shown
from analytics.collapse.patterns import Patterns
from analytics.collapse.sharpening import (
    checked_nucleus,
    checked_temperature,
    mix,
    sharpen,
)
from analytics.collapse.survival import survival, survival_accumulate, survival_anchor
from analytics.estimates import Array

Human = Literal["fresh", "anchor", "accumulate"]
"""What becomes of human rows: new ones each generation, a share of corpus 0, or all are kept."""

LOST_BELOW = 0.5
"""A word is lost where P(present | present in corpus 0) falls below this."""

ROWS = 10**8
"""Words in a corpus, unless said otherwise."""

GENERATIONS = 8
"""Corpora after the first, unless said otherwise."""


@dataclass(frozen=True, eq=False, slots=True)
class Vanishing:
    """What is left of some patterns. Arrays are read-only; generation 0 is the human corpus.

    Attributes:
        patterns: the human distribution.
        rows: n_0, rows of corpus 0.
        present: P(present in corpus g) for a pattern of each group, (generations + 1, groups).
        kept: P(present in corpus g | present in corpus 0), alike.
        support_kept: expected share of all patterns that are present, (generations + 1,).
        tail_coverage: expected share of the tail's human mass whose patterns are present,
            (generations + 1,); 1 where the tail is empty.
        lost_at: first generation at which a pattern is lost, (groups,); 0 where it never is.
    """

    patterns: Patterns
    rows: float
    present: Array
    kept: Array
    support_kept: Array
    tail_coverage: Array
    lost_at: NDArray[np.intp]

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for array in (
            self.present,
            self.kept,
            self.support_kept,
            self.tail_coverage,
            self.lost_at,
        ):
            array.setflags(write=False)

    @property
    def generations(self) -> int:
        """Corpora after the first."""
        return len(self.present) - 1

    @property
    def relative_coverage(self) -> Array:
        """Tail coverage over that of corpus 0, (generations + 1,); 0 where that is 0."""
        first = self.tail_coverage[0]
        return self.tail_coverage / first if first else np.zeros_like(self.tail_coverage)

    @property
    def lost(self) -> Array:
        """Patterns first lost at each generation, (generations + 1,); none at the first corpus."""
        vanished = self.lost_at > 0
        counted: Array = np.bincount(
            self.lost_at[vanished],
            self.patterns.counts[vanished],
            minlength=self.generations + 1,
        ).astype(np.float64)
        return counted


def vanishing(
    patterns: Patterns,
    generations: int = GENERATIONS,
    *,
    rows: float = ROWS,
    human: Human = "fresh",
    human_share: ArrayLike = 0.0,
    growth: ArrayLike = 1.0,
    temperature: ArrayLike = 1.0,
    top_p: ArrayLike = 1.0,
) -> Vanishing:
    """What is left of patterns by drift and, with fresh human rows, sharpening.

    Args:
        patterns: the human distribution.
        generations: corpora after the first, 0 or more.
        rows: n_0, rows of corpus 0, above 0.
        human: what becomes of human rows.
        human_share: α of corpora 1, 2, …, one number or (generations,); for an ``anchor`` one
            number; none where all are kept.
        growth: n_g / n_{g−1}, above 0, one number or (generations,); with ``fresh`` rows only.
        temperature: T of the models of corpora 0, 1, …, one number or (generations,); with
            ``fresh`` rows only.
        top_p: their nucleus, alike.

    Returns:
        Presence by generation.

    Raises:
        ValueError: an argument is out of bounds, or does not go with what becomes of human rows.

    >>> from analytics.collapse.patterns import zipf
    >>> left = vanishing(zipf(1000), 5, rows=5_000)
    >>> left.support_kept[[0, 5]].round(3).tolist(), left.lost.tolist()
    ([0.752, 0.399], [0.0, 0.0, 0.0, 366.0, 234.0, 95.0])
    """
    if human not in get_args(Human):
        raise ValueError(f"human rows are {', '.join(get_args(Human))}, not {human!r}")
    whole("generations", generations)
    expected = one("rows", rows, 1e-9, MOST_ROWS) * patterns.frequencies
    sharpened = (checked_temperature(temperature) != 1).any() or (checked_nucleus(top_p) != 1).any()
    if human != "fresh" and (sharpened or (bounded("growth", growth, 0, MOST_ROWS) != 1).any()):
        raise ValueError(f"sharpening and growth go with fresh human rows, not with {human}")
    if human == "accumulate":
        if bounded("human_share", human_share, 0, 1).any():
            raise ValueError("where all rows are kept there is no human_share to choose")
        present = survival_accumulate(expected, np.ones(generations))
        kept = np.ones_like(present)
    elif human == "anchor":
        share = one("human_share", human_share, 0, 1)
        present = survival_anchor(expected, share, generations)
        kept = _ratio(present, present[0])
    else:
        alpha = by_generation("human_share", human_share, generations, 0, 1)
        factor = np.ones((generations, len(expected)))
        if sharpened:
            factor = tail_factor(
                patterns, generations, human_share=alpha, temperature=temperature, top_p=top_p
            )
        present = survival(expected, alpha, growth, factor)
        descended = survival(expected, np.zeros(generations), growth, factor * (1 - alpha[:, None]))
        kept = _given_first(present, descended)
    return _summary(patterns, float(rows), present, kept)


def tail_factor(
    patterns: Patterns,
    generations: int,
    *,
    human_share: ArrayLike = 0.0,
    temperature: ArrayLike = 1.0,
    top_p: ArrayLike = 1.0,
) -> Array:
    """By how much each model under-produces a pattern: S(q)/q along the path of a mix.

    Args:
        patterns: the human distribution.
        generations: corpora after the first, 0 or more.
        human_share: α of corpora 1, 2, …, one number or (generations,).
        temperature: T of the models of corpora 0, 1, …, one number or (generations,).
        top_p: their nucleus, alike.

    Returns:
        s of corpora 1, 2, …, (generations, groups); above 1 for what a model over-produces, and 0
        for what is gone.

    Raises:
        ValueError: an argument is out of bounds.
    """
    shares, temperatures, nuclei = (
        by_generation(name, bounded(name, given, 0, MOST_ROWS), generations, 0, MOST_ROWS)[:, None]
        for name, given in (
            ("human_share", human_share),
            ("temperature", temperature),
            ("top_p", top_p),
        )
    )
    path = mix(
        patterns,
        generations,
        human_share=shares,
        temperature=temperatures,
        top_p=nuclei,
        keep=True,
    )
    q = path.distribution[:-1, 0]
    written = sharpen(q, patterns.counts, temperature=temperatures[:, 0], top_p=nuclei[:, 0])
    return _ratio(written, q)


def _given_first(present: Array, descended: Array) -> Array:
    """P(present in g | present in 0), from P(present in g) and P(so by descent from 0)."""
    # rounding may put descent above presence where both are near 1
    by_descent = np.minimum(_ratio(descended, present[0]), 1.0)
    absent = 1.0 - descended
    no_fresh = _ratio(1.0 - present, absent)
    kept: Array = 1.0 - np.clip(no_fresh, 0.0, 1.0) * (1.0 - by_descent)
    return kept


def _ratio(part: Array, of: Array) -> Array:
    """Part over what it is part of; 0 where that is 0."""
    ratio: Array = np.divide(part, of, out=np.zeros(part.shape), where=of > 0)
    return ratio


def _summary(patterns: Patterns, rows: float, present: Array, kept: Array) -> Vanishing:
    share = patterns.counts / patterns.counts.sum()
    in_tail = patterns.mass * patterns.tail
    mass = patterns.tail_mass
    gone = kept < LOST_BELOW
    lost_at = np.where(gone.any(axis=0), gone.argmax(axis=0), 0)
    return Vanishing(
        patterns=patterns,
        rows=rows,
        present=present,
        kept=kept,
        support_kept=present @ share,
        tail_coverage=present @ in_tail / mass if mass else np.ones(len(present)),
        lost_at=lost_at,
    )


@dataclass(frozen=True, slots=True)
class WordState:
    """What becomes of one word.

    Attributes:
        word: as the list writes it.
        rank: its place on the list, from 1.
        frequency: share of all words.
        expected: times that it is expected in corpus 0.
        in_tail: whether it belongs to the tail.
        present: P(present in corpus g), generation by generation.
        kept: P(present in corpus g | present in corpus 0), alike.
        lost_at: first generation at which it is lost; None if it never is.
    """

    word: str
    rank: int
    frequency: float
    expected: float
    in_tail: bool
    present: tuple[float, ...]
    kept: tuple[float, ...]
    lost_at: int | None


def state_of(word: str, words: Lexicon, left: Vanishing) -> WordState | None:
    """What becomes of one word; None if the lexicon has no such word.

    Args:
        word: however it is written.
        words: the lexicon.
        left: of its own patterns, in groups as it has them.

    Raises:
        ValueError: ``left`` is of other patterns.
    """
    check_same(words, left)
    place = words.find(word)
    if place is None:
        return None
    group = words.group[place]
    return WordState(
        word=words.words[place],
        rank=place + 1,
        frequency=float(left.patterns.frequencies[group]),
        expected=left.rows * float(left.patterns.frequencies[group]),
        in_tail=bool(left.patterns.tail[group]),
        present=tuple(left.present[:, group].tolist()),
        kept=tuple(left.kept[:, group].tolist()),
        lost_at=int(left.lost_at[group]) or None,
    )


def words_lost(
    words: Lexicon,
    left: Vanishing,
    generation: int,
    *,
    start: int = 0,
    most: int | None = 100,
    evenly: bool = False,
) -> tuple[list[str], int]:
    """Words first lost at one generation, of those made of letters only, commonest first.

    Args:
        words: the lexicon.
        left: of its own patterns, in groups as it has them.
        generation: 1 or more; 0 for the words that are never lost.
        start: how many to pass over.
        most: how many to give; None for all.
        evenly: give them evenly spaced along the list, not one after the other, so that they
            begin with any letter: ties are in alphabetical order.

    Returns:
        The words, and how many there are.

    Raises:
        ValueError: ``left`` is of other patterns.
    """
    check_same(words, left)
    places = np.flatnonzero((left.lost_at[words.group] == generation) & shown(words.language.code))
    chosen = places[start:]
    if most is not None and most < len(chosen):
        step = len(chosen) / most if evenly else 1
        chosen = chosen[(np.arange(most) * step).astype(np.intp)]
    return [words.words[place] for place in chosen.tolist()], len(places)


def check_same(words: Lexicon, left: Vanishing) -> None:
    """ValueError where presence was computed for other groups than those of a lexicon."""
    ours, theirs = words.patterns.counts, left.patterns.counts
    if ours.shape != theirs.shape or (ours != theirs).any():
        raise ValueError(
            f"presence is of {left.patterns.size:,} patterns in {len(theirs)} groups, not of the "
            f"{words.size:,} words in {len(ours)} groups of {words.language.name}"
        )
