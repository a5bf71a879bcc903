"""Corpora over patterns, as a simulator samples them: how often each pattern occurs.

Counts are all that a model of patterns learns from a corpus, so that drawing counts is drawing the
corpus. Three ways of drawing them have the same distribution: by the multinomial; for small
corpora by drawing rows of the corpus itself; and, to check and time these, row by row
(``by_row``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analytics.collapse.patterns import TAIL_SHARE, patterns_of
from analytics.collapse.sharpening import sharpen
from analytics.collapse.workflow import Rows
from analytics.estimates import Array

Counts = NDArray[np.int64]

_ROWS_PER_PATTERN = 4
"""Up to so many, drawing rows of a corpus is faster than the multinomial."""


@dataclass(frozen=True, eq=False, slots=True)
class Categorical:
    """Patterns of any distribution; a corpus is the counts of its patterns, (replicates, patterns).

    Args:
        frequencies: of each pattern in human text, above 0, in any unit, (patterns,); kept so that
            they sum to 1.
        tail_share: share of human text that the tail makes up; ties stay together.
        by_row: draw every row by itself.

    Attributes:
        in_tail: which patterns belong to the tail, (patterns,).

    Raises:
        ValueError: a frequency is not a finite number above 0.
    """

    frequencies: Array
    tail_share: float = TAIL_SHARE
    by_row: bool = False
    in_tail: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        """Normalise and find the tail."""
        grouped = patterns_of(self.frequencies, self.tail_share)
        given = np.array(self.frequencies, dtype=np.float64)
        if (given == 0).any():
            raise ValueError("a pattern of frequency 0 is no pattern")
        given /= given.max()
        given /= given.sum()
        object.__setattr__(self, "frequencies", given)
        object.__setattr__(self, "in_tail", given <= grouped.commonest_in_tail * (1 + 1e-9))

    def human(self, rng: np.random.Generator, rows: Rows) -> Counts:
        """A corpus of human rows, (replicates,) of them."""
        return self._draw(rng, np.broadcast_to(self.frequencies, (len(rows), self.size)), rows)

    def written(
        self,
        rng: np.random.Generator,
        corpus: Counts,
        rows: Rows,
        temperature: float,
        top_p: float,
    ) -> Counts:
        """Rows that a model fitted to a corpus writes, (replicates,) of them."""
        sizes = corpus.sum(axis=1)
        plain = temperature == 1 and top_p == 1
        if plain and not self.by_row and rows.max() <= _ROWS_PER_PATTERN * self.size:
            return self._redraw(rng, corpus, sizes, rows)
        known = corpus / sizes[:, None]
        if not plain:
            known = sharpen(known, temperature=temperature, top_p=top_p)
        return self._draw(rng, known, rows)

    def pooled(self, one: Counts, other: Counts) -> Counts:
        """Both corpora as one."""
        return one + other

    def subsample(self, rng: np.random.Generator, pool: Counts, rows: int) -> Counts:
        """Rows of a pool, drawn without replacement."""
        drawn = [rng.multivariate_hypergeometric(one, rows, method="marginals") for one in pool]
        return np.array(drawn)

    def where(self, condition: NDArray[np.bool_], one: Counts, other: Counts) -> Counts:
        """Corpora of ``one`` in the replicates where the condition holds, else of ``other``."""
        return np.where(condition[:, None], one, other)

    def measures(self, corpus: Counts) -> dict[str, Array]:
        """What is left of the human distribution in a corpus, each (replicates,).

        ``concentration`` Σq², the chance that two patterns drawn from the model are one;
        ``support_kept``, share of the patterns that are present; ``tail_kept``, q(tail)/p(tail);
        ``tail_coverage``, share of the tail's human mass whose patterns are present. An empty tail
        is kept.
        """
        counts = corpus.astype(np.float64)
        sizes = counts.sum(axis=1)
        tail = self.frequencies * self.in_tail
        mass = tail.sum()
        kept, covered = np.ones(len(corpus)), np.ones(len(corpus))
        if mass:
            kept = counts @ self.in_tail.astype(np.float64) / sizes / mass
            covered = (counts > 0) @ tail / mass
        return {
            "concentration": np.einsum("rp,rp->r", counts, counts) / sizes**2,
            "support_kept": np.count_nonzero(corpus, axis=1) / self.size,
            "tail_kept": kept,
            "tail_coverage": covered,
        }

    def present(self, corpus: Counts) -> Counts:
        """In how many replicates each pattern is present, (patterns,)."""
        present: Counts = np.count_nonzero(corpus, axis=0)
        return present

    @property
    def size(self) -> int:
        """Patterns."""
        return len(self.frequencies)

    def _draw(self, rng: np.random.Generator, known: Array, rows: Rows) -> Counts:
        """Counts of rows drawn from distributions, (replicates, patterns)."""
        if self.by_row:
            return self._draw_rows(rng, known, rows)
        # many patterns may add up to a hair above 1, which the generator refuses
        drawn = rng.multinomial(rows, known / known.sum(axis=1, keepdims=True))
        # what rounding leaves over goes to the last pattern, even if it is gone for good
        stray = np.where(known[:, -1] == 0, drawn[:, -1], 0)
        if stray.any():
            drawn[:, -1] -= stray
            drawn[np.arange(len(drawn)), known.argmax(axis=1)] += stray
        return drawn

    def _draw_rows(self, rng: np.random.Generator, known: Array, rows: Rows) -> Counts:
        """The same, row by row: by the inverse of the cumulative distribution."""
        drawn = np.empty(known.shape, dtype=np.int64)
        for replicate, (one, number) in enumerate(zip(known, rows, strict=True)):
            up_to = np.cumsum(one)
            place = np.searchsorted(up_to, rng.random(number) * up_to[-1], side="right")
            drawn[replicate] = np.bincount(place, minlength=self.size)
        return drawn

    def _redraw(self, rng: np.random.Generator, corpus: Counts, sizes: Rows, rows: Rows) -> Counts:
        """Counts of rows drawn with replacement from the rows of corpora."""
        known = np.flatnonzero(corpus)
        cell = np.repeat(known, corpus.ravel()[known])
        total = int(rows.sum())
        place: NDArray[np.integer]
        if (sizes == sizes[0]).all():
            place = rng.integers(0, sizes[0], total, dtype=np.int32)
        else:
            place = rng.integers(0, np.repeat(sizes, rows), dtype=np.int64)
        start = np.cumsum(sizes) - sizes
        drawn = np.bincount(cell[place + np.repeat(start, rows)], minlength=corpus.size)
        return drawn.reshape(corpus.shape)
