"""What an archive of one's own is worth for the tail: the words that it would keep from vanishing.

An archive is counted, from a text or from a table of patterns and their frequencies, and held
against the general lexicon of its language. It is taken as kept: its words are part of every
corpus, whatever the public crawl loses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from wordfreq.numbers import smash_numbers

from analytics.collapse.lexicon import Lexicon, shown, tokenise
from analytics.collapse.vanishing import Vanishing, check_same
from analytics.estimates import Array

_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x1b\b")
_MOST_CONTROL = 0.01
_SHOWN = 40


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """The patterns of an archive and how often each occurs.

    Attributes:
        patterns: as they are written, each once.
        frequencies: occurrences, or any measure in proportion, above 0, (patterns,).
    """

    patterns: tuple[str, ...]
    frequencies: Array


@dataclass(frozen=True, eq=False, slots=True)
class ArchiveValue:
    """An archive held against the general lexicon. Arrays are read-only.

    Attributes:
        patterns: distinct patterns of the archive that the lexicon has, and others.
        known_share: share of its occurrences that are words of the lexicon; the others are rarer
            than any word on the list, or no words of the language.
        tail_share: share of its occurrences that are words of the lexicon's tail.
        tail_lift: the same over the tail's share of general text: 1 for an archive like any other
            text; ``nan`` where the tail is empty.
        tail_words: distinct words of the tail that it has.
        lost: its words that the public crawl alone would first lose at each generation,
            (generations + 1,), the first being 0.
        lost_share: share of its occurrences that are those words, (generations + 1,).
        coverage: tail coverage of the public crawl alone, (generations + 1,).
        coverage_with: tail coverage with the archive kept, (generations + 1,).
        places: place of each of its words in the lexicon, commonest there first, (known words,).
        lost_at: first generation at which the public crawl alone loses it, 0 where it never does,
            (known words,).
    """

    patterns: int
    known_share: float
    tail_share: float
    tail_lift: float
    tail_words: int
    lost: Array
    lost_share: Array
    coverage: Array
    coverage_with: Array
    places: NDArray[np.intp]
    lost_at: NDArray[np.intp]

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def added(self) -> Array:
        """Tail coverage that the archive adds to the public crawl, (generations + 1,)."""
        return self.coverage_with - self.coverage


def count_text(text: str | bytes, code: str) -> Counted:
    """Count the words of a text.

    Args:
        text: any, or its bytes in UTF-8.
        code: of its language.

    Returns:
        Words as the lexicon writes them.

    Raises:
        ValueError: it is no text, has no words, or its language cannot be split into words here.

    >>> counted = count_text("The well, the WELL and 17 springs", "en")
    >>> dict(zip(counted.patterns, counted.frequencies.astype(int).tolist()))
    {'the': 2, 'well': 2, 'and': 1, '00': 1, 'springs': 1}
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValueError(f"the text is not UTF-8 at byte {error.start:,}") from None
    control = sum(text.count(sign) for sign in _CONTROL)
    if "\0" in text or control > _MOST_CONTROL * len(text):
        raise ValueError("this is binary data, not text")
    words: Counter[str] = Counter()
    # each distinct piece is split once: a text repeats itself
    for piece, times in Counter(text.split()).items():
        for word in tokenise(piece, code):
            words[word] += times
    if not words:
        tokenise("", code)  # a language that cannot be split says so first
        raise ValueError("there are no words in this text")
    return Counted(tuple(words), np.array(list(words.values()), dtype=np.float64))


def count_table(patterns: Sequence[str], frequencies: ArrayLike) -> Counted:
    """Take a table of patterns and their frequencies; those of a pattern that recurs add up.

    Args:
        patterns: one a row, (rows,).
        frequencies: 0 or above, in any unit, (rows,); rows of frequency 0 are left out.

    Returns:
        Patterns as they are written, without space around them.

    Raises:
        ValueError: the columns differ in length, a pattern is no text, a frequency is no finite
            number of 0 or above, or nothing is left; the message names the row, counted from 1.

    >>> count_table(["well ", "spring", "well"], [2, 0, 1]).patterns
    ('well',)
    """
    given = _numbers(frequencies)
    if given.ndim != 1:
        raise ValueError(f"the frequencies must be one list, not of shape {given.shape}")
    if len(given) != len(patterns):
        raise ValueError(f"there are {len(patterns):,} patterns, but {given.size:,} frequencies")
    wrong = ~(np.isfinite(given) & (given >= 0))
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(
            f"row {row + 1:,}: the frequency of {_short(patterns[row])} is {given[row]:g}, "
            "not a finite number of 0 or above"
        )
    total: dict[str, float] = {}
    for row, (pattern, frequency) in enumerate(zip(patterns, given.tolist(), strict=True), 1):
        if not isinstance(pattern, str):
            raise ValueError(f"row {row:,}: the pattern {_short(pattern)} is not text")
        key = pattern.strip()
        if key and frequency:
            total[key] = total.get(key, 0.0) + frequency
    if not total:
        raise ValueError("no row has a pattern and a frequency above 0")
    summed = np.array(list(total.values()))
    if not np.isfinite(summed).all():
        raise ValueError("the frequencies are too large to be added up")
    return Counted(tuple(total), summed)


def archive_value(archive: Counted, words: Lexicon, left: Vanishing) -> ArchiveValue:
    """What an archive adds to a mix of the public crawl alone.

    Args:
        archive: its patterns.
        words: the general lexicon of its language.
        left: what the public crawl alone keeps of that lexicon, in groups as it has them.

    Returns:
        Its share of the tail, what of it would vanish and when, and the tail coverage it adds.

    Raises:
        ValueError: ``left`` is of other patterns.
    """
    check_same(words, left)
    occurrences = np.zeros(words.size)
    share = archive.frequencies / archive.frequencies.max()
    share /= share.sum()
    known = 0
    for place, part in zip(_places(archive.patterns, words), share.tolist(), strict=True):
        if place is not None:
            occurrences[place] += part
            known += 1
    places = np.flatnonzero(occurrences)
    occurrences = occurrences[places]
    patterns, group = left.patterns, words.group[places]
    lost_at = left.lost_at[group]
    in_tail = patterns.tail[group]
    bins = left.generations + 1
    tail_share, tail_mass = float(occurrences[in_tail].sum()), patterns.tail_mass
    has = np.bincount(group, minlength=len(patterns.counts)) / patterns.counts
    saved = (1 - left.present) @ (has * patterns.mass * patterns.tail)
    lost = np.bincount(lost_at, minlength=bins).astype(np.float64)
    lost_share = np.bincount(lost_at, occurrences, minlength=bins).astype(np.float64)
    lost[0] = lost_share[0] = 0.0  # those that are never lost
    return ArchiveValue(
        patterns=len(archive.patterns),
        known_share=min(float(occurrences.sum()), 1.0),
        tail_share=tail_share,
        tail_lift=tail_share / tail_mass if tail_mass else float("nan"),
        tail_words=int(in_tail.sum()),
        lost=lost,
        lost_share=lost_share,
        coverage=left.tail_coverage.copy(),
        coverage_with=left.tail_coverage + (saved / tail_mass if tail_mass else 0.0),
        places=places,
        lost_at=lost_at,
    )


def archive_words_lost(
    value: ArchiveValue, words: Lexicon, generation: int, most: int = 100
) -> tuple[list[str], int]:
    """Words of an archive that the public crawl alone first loses at one generation.

    Args:
        value: of the archive.
        words: the lexicon it was held against.
        generation: 1 or more; 0 for its words that are never lost.
        most: how many to give.

    Returns:
        The words, of those made of letters only, commonest first, and how many there are.
    """
    visible = shown(words.language.code)[value.places]
    chosen = value.places[(value.lost_at == generation) & visible]
    return [words.words[place] for place in chosen[:most].tolist()], len(chosen)


def _places(patterns: Iterable[str], words: Lexicon) -> Iterable[int | None]:
    """Place of each pattern in a lexicon; None where it has none."""
    places = words.places
    for pattern in patterns:
        place = places.get(pattern)
        if place is None:
            lower = pattern.lower()
            place = places.get(lower)
            if place is None and any(map(str.isdigit, lower)):
                place = places.get(smash_numbers(lower))
        yield place


def _numbers(given: ArrayLike) -> Array:
    """Numbers of any shape; ValueError names the first that is none."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        pass
    for row, value in enumerate(np.asarray(given, dtype=object).ravel().tolist(), 1):
        try:
            float(value)
        except (TypeError, ValueError, OverflowError):
            raise ValueError(f"row {row:,}: {_short(value)} is not a number") from None
    raise ValueError("the frequencies are not one list of numbers")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
