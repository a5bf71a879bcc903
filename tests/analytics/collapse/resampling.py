"""The workflows of collapse.md row by row: corpora are arrays of rows, (replicates, rows).

Written without a look at the recursions: rows are drawn, copied and kept, and nothing is known of
F. Two families of human text, for which F is the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np


class Labels:
    """Patterns of equal probability; a model is the empirical distribution of its corpus."""

    def __init__(self, seed: int, replicates: int, patterns: int = 6) -> None:
        self.rng = np.random.default_rng(seed)
        self.replicates, self.patterns = replicates, patterns

    def human(self, rows: int):
        return self.rng.integers(0, self.patterns, (self.replicates, rows))

    def write(self, corpus, rows: int):
        which = self.rng.integers(0, corpus.shape[1], (self.replicates, rows))
        return np.take_along_axis(corpus, which, axis=1)

    def lost(self, corpus):
        counts = (corpus[:, :, None] == np.arange(self.patterns)).sum(axis=1)
        same = ((counts / corpus.shape[1]) ** 2).sum(axis=1)
        return [(same - 1 / self.patterns) / (1 - 1 / self.patterns)]


class Gaussian:
    """A standard Gaussian; a model is its mean and maximum-likelihood variance."""

    def __init__(self, seed: int, replicates: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.replicates = replicates

    def human(self, rows: int):
        return self.rng.standard_normal((self.replicates, rows))

    def write(self, corpus, rows: int):
        mean, spread = corpus.mean(axis=1, keepdims=True), corpus.std(axis=1, keepdims=True)
        return mean + spread * self.rng.standard_normal((self.replicates, rows))

    def lost(self, corpus):
        return [1 - corpus.var(axis=1), corpus.mean(axis=1) ** 2]


FAMILIES = (Labels, Gaussian)
Family = Labels | Gaussian
Corpora = Iterator[np.ndarray]


def replace(text: Family, sizes: list[int]) -> Corpora:
    corpus = text.human(sizes[0])
    yield corpus
    for n in sizes[1:]:
        corpus = text.write(corpus, n)
        yield corpus


def bernoulli(text: Family, sizes: list[int], shares: list[float]) -> Corpora:
    corpus = text.human(sizes[0])
    yield corpus
    for n, share in zip(sizes[1:], shares[1:], strict=True):
        human = text.rng.random((text.replicates, n)) < share
        corpus = np.where(human, text.human(n), text.write(corpus, n))
        yield corpus


def stratified(text: Family, sizes: list[int], human_rows: list[int]) -> Corpora:
    corpus = text.human(sizes[0])
    yield corpus
    for n, human in zip(sizes[1:], human_rows[1:], strict=True):
        corpus = np.hstack([text.human(human), text.write(corpus, n - human)])
        yield corpus


def anchor(text: Family, n: int, kept_rows: int, generations: int) -> Corpora:
    corpus = text.human(n)
    kept = corpus[:, :kept_rows]
    yield corpus
    for _ in range(generations - 1):
        corpus = np.hstack([kept, text.write(corpus, n - kept_rows)])
        yield corpus


def accumulate(text: Family, human: list[int], published: list[int]) -> Corpora:
    """First the human rows, then rows published and human rows that flow in."""
    corpus = text.human(human[0])
    yield corpus
    for more, rows in zip(human[1:], published[1:], strict=True):
        corpus = np.hstack([corpus, text.write(corpus, rows), text.human(more)])
        yield corpus


def subsample(text: Family, n: int, generations: int) -> Corpora:
    pool = text.human(n)
    for _ in range(generations):
        corpus = text.rng.permuted(pool, axis=1)[:, :n]
        yield corpus
        pool = np.hstack([pool, text.write(corpus, n)])


def ecosystem(text: Family, pool_rows: int, vendors, inflow: list[int]) -> Iterator[list]:
    """Each vendor's corpus, then the pool itself, period by period.

    vendors: (drawn, private, published) of each vendor, each one number a period.
    """
    pool = text.human(pool_rows)
    for period, more in enumerate(inflow):
        corpora = [
            np.hstack(
                [
                    text.rng.permuted(pool, axis=1)[:, : drawn[period]],
                    text.human(private[period]),
                ]
            )
            for drawn, private, _ in vendors
        ]
        yield [*corpora, pool]
        written = [
            text.write(corpus, published[period])
            for corpus, (*_, published) in zip(corpora, vendors, strict=True)
        ]
        pool = np.hstack([pool, *written, text.human(more)])


def assert_mean(samples, expected: float, slack: float = 1e-9) -> None:
    """The expected value lies within four standard errors of the samples' mean."""
    error = samples.std() / np.sqrt(len(samples))
    off = samples.mean() - expected
    assert abs(off) <= 4 * error + slack, f"{off / max(error, slack):.1f} standard errors"


def assert_share(present, probability: float) -> None:
    """So many are present, within four standard errors and a few more where almost all are."""
    error = np.sqrt(probability * (1 - probability) / len(present))
    off = present.mean() - probability
    assert abs(off) <= 4 * error + 3 / len(present), f"{off:g} off, standard error {error:g}"


def assert_lost(
    workflow: Callable[[Family], Corpora], expected, seed: int, replicates: int = 4000
) -> None:
    """Rows drawn in both families lose what the recursion says, generation by generation."""
    for family in FAMILIES:
        text = family(seed, replicates)
        corpora = list(workflow(text))
        assert len(corpora) == len(expected)
        for corpus, lost in zip(corpora, expected, strict=True):
            for samples in text.lost(corpus):
                assert_mean(samples, lost)
