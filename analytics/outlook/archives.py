"""An archive as a browser has counted it: pieces of text or rows of a table, and how often each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics.collapse.archive import (
    ArchiveValue,
    Counted,
    archive_value,
    archive_words_lost,
    count_table,
)
from analytics.collapse.lexicon import lexicon, tokenise
from analytics.outlook.laboratory import run
from analytics.scenario import Scenario

MOST_ROWS = 1_000_000
"""Rows of a table, or different words of a text."""


class Held(NamedTuple):
    """An archive held against the words of a language, in a scenario's experiment.

    Attributes:
        value: what it is worth.
        lost: some of its words that are first lost at each generation, (generations + 1) lists.
    """

    value: ArchiveValue
    lost: tuple[tuple[str, ...], ...]


def count_pieces(pieces: Sequence[str], counts: Sequence[float], code: str) -> Counted:
    """Count the words of a text that was cut at its spaces and signs.

    Args:
        pieces: each once.
        counts: how often each occurs, above 0.
        code: language of the text.

    Returns:
        Words as the lexicon writes them.

    Raises:
        ValueError: there are no words, or text of this language cannot be split here.

    >>> counted = count_pieces(["The", "the", "17", "well's"], [2, 1, 3, 1], "en")
    >>> dict(zip(counted.patterns, counted.frequencies.astype(int).tolist()))
    {'the': 3, '00': 3, "well's": 1}
    """
    tokenise("", code)  # a language that cannot be split says so first
    places = lexicon(code).places
    total: defaultdict[str, float] = defaultdict(float)
    for piece, times in zip(pieces, counts, strict=True):
        if piece in places:
            total[piece] += times
            continue
        for word in tokenise(piece, code):
            total[word] += times
    kept = {word: times for word, times in total.items() if times > 0}
    if not kept:
        raise ValueError("there are no words in this text")
    return Counted(tuple(kept), np.array(list(kept.values())))


def read(kind: str, pieces: Sequence[str], numbers: Sequence[str], code: str) -> Counted:
    """Read what a browser has counted; nothing that it says is trusted.

    Args:
        kind: ``text`` or ``table``.
        pieces: words of the text, or patterns of the table.
        numbers: how often each occurs, or its frequency, as written.
        code: language.

    Raises:
        ValueError: names what is wrong, with the row where it is in one.
    """
    if len(pieces) > MOST_ROWS:
        raise ValueError(f"it has {len(pieces):,} rows; at most {MOST_ROWS:,} are taken")
    if kind == "table":
        return count_table(pieces, list(numbers))
    counts = np.array([float(n) if n.isdigit() else -1.0 for n in numbers])
    if len(counts) != len(pieces) or (counts <= 0).any():
        raise ValueError("the words of this text could not be counted")
    return count_pieces(pieces, counts.tolist(), code)


def hold(archive: Counted, scenario: Scenario, most: int = 8) -> Held:
    """Hold an archive against the words that a scenario's experiment loses."""
    found = run(scenario)
    words, left = lexicon(found.setup.language), found.left[1]
    value = archive_value(archive, words, left)
    lost = [
        tuple(archive_words_lost(value, words, generation, most)[0])
        for generation in range(left.generations + 1)
    ]
    return Held(value, tuple(lost))
