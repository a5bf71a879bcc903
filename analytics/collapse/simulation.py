"""The same processes as the recursions, sampled: their spread, and the proof that they are right.

Sources: Shumailov et al. 2024 (replace, anchor), Alemohammad et al. 2023 (mix), Gerstgrasser et al.
2024 (accumulate), Kazdan et al. 2024 (accumulate-subsample).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.collapse import blocks
from analytics.collapse.workflow import Rows, Workflow
from analytics.estimates import Array

Corpus = TypeVar("Corpus")


class Family(Protocol[Corpus]):
    """A family of distributions that models of a corpus belong to.

    :class:`~analytics.collapse.categorical.Categorical` or
    :class:`~analytics.collapse.gaussian.Gaussians`.
    """

    def human(self, rng: np.random.Generator, rows: Rows) -> Corpus:
        """A corpus of human rows, (replicates,) of them."""

    def written(
        self,
        rng: np.random.Generator,
        corpus: Corpus,
        rows: Rows,
        temperature: float,
        top_p: float,
    ) -> Corpus:
        """Rows that a model fitted to a corpus writes, (replicates,) of them."""

    def pooled(self, one: Corpus, other: Corpus) -> Corpus:
        """Both corpora as one."""

    def subsample(self, rng: np.random.Generator, pool: Corpus, rows: int) -> Corpus:
        """Rows of a pool, drawn without replacement."""

    def where(self, condition: NDArray[np.bool_], one: Corpus, other: Corpus) -> Corpus:
        """Corpora of ``one`` where the condition holds, else of ``other``."""

    def measures(self, corpus: Corpus) -> dict[str, Array]:
        """What is left of the human distribution, each (replicates,)."""

    def present(self, corpus: Corpus) -> NDArray[np.int64]:
        """In how many replicates each pattern is present, (patterns,)."""


@dataclass(frozen=True, eq=False, slots=True)
class Simulation:
    """Sampled trajectories. Arrays are read-only; generation 0 is human text.

    Generation g is corpus g and the model fitted to it: model g + 1 of the recursions.

    Attributes:
        measures: by name, as the family declares them, each (replicates, generations + 1).
        present: share of the replicates in which each pattern (or component) is present,
            (generations + 1, patterns).
    """

    measures: Mapping[str, Array]
    present: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for one in (*self.measures.values(), self.present):
            one.setflags(write=False)

    def mean(self, measure: str) -> Array:
        """Mean over the replicates, (generations + 1,)."""
        mean: Array = self.measures[measure].mean(axis=0)
        return mean

    def standard_error(self, measure: str) -> Array:
        """Standard error of that mean, (generations + 1,); infinite for a single replicate."""
        sampled = self.measures[measure]
        if len(sampled) < 2:
            return np.full(sampled.shape[1], np.inf)
        error: Array = sampled.std(axis=0, ddof=1) / np.sqrt(len(sampled))
        return error


@dataclass(frozen=True, slots=True)
class _Block:
    measures: dict[str, Array]
    present: NDArray[np.int64]


def simulate(
    family: Family[Corpus],
    workflow: Workflow,
    replicates: int,
    seed: int,
    *,
    per_block: int = blocks.REPLICATES,
    progress: Callable[[int, int], None] | None = None,
    mapper: blocks.Mapper = map,
) -> Simulation:
    """Sample a workflow many times.

    Args:
        family: the human distribution, and how its models draw.
        workflow: who writes the next corpus.
        replicates: trajectories, at least 1.
        seed: 0 or above; the same seed gives the same bytes, on however many processors.
        per_block: trajectories in a block; part of what the seed means.
        progress: told the blocks done and the blocks in all; what it raises calls the work off.
        mapper: who runs the blocks: ``map``, or ``map`` of an executor.

    Returns:
        Measures by generation in every replicate.

    Raises:
        ValueError: no replicates, or rows drawn without replacement from a family that keeps none.

    >>> from analytics.collapse.categorical import Categorical
    >>> coins = Categorical(np.array([0.5, 0.5]))
    >>> run = simulate(coins, Workflow("mix", generations=5, rows=1), replicates=3, seed=1)
    >>> run.mean("support_kept").tolist()
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    """
    done = blocks.run(
        partial(trajectories, family, workflow),
        replicates,
        seed,
        per_block=per_block,
        progress=progress,
        mapper=mapper,
    )
    measures = {
        name: np.concatenate([block.measures[name] for block in done]) for name in done[0].measures
    }
    present = np.sum([block.present for block in done], axis=0) / replicates
    return Simulation(measures, present)


def trajectories(
    family: Family[Corpus], workflow: Workflow, rng: np.random.Generator, replicates: int
) -> _Block:
    """One block of :func:`simulate`."""
    recorded: list[dict[str, Array]] = []
    present: list[NDArray[np.int64]] = []

    def record(corpus: Corpus) -> None:
        recorded.append(family.measures(corpus))
        present.append(family.present(corpus))

    first = np.full(replicates, workflow.sizes[0])
    anchor = family.human(rng, np.full_like(first, workflow.anchored))
    corpus = family.human(rng, first - workflow.anchored)
    if workflow.anchored:
        corpus = family.pooled(anchor, corpus)
    pool = corpus
    record(corpus)
    for generation in range(1, workflow.generations + 1):
        human = workflow.human_rows(rng, generation, replicates)
        drafted = workflow.model_rows(generation, human)
        human, drafted = workflow.filtered(rng, human, drafted)
        new = family.written(rng, corpus, drafted, workflow.temperature, workflow.top_p)
        if human.any():
            new = family.pooled(family.human(rng, human), new)
        match workflow.kind:
            case "mix":
                # a filter that leaves nothing leaves the model what it was
                corpus = family.where(human + drafted > 0, new, corpus)
            case "anchor":
                nothing = workflow.anchored + human + drafted == 0
                corpus = family.where(~nothing, family.pooled(anchor, new), corpus)
            case "accumulate":
                corpus = family.pooled(corpus, new)
            case "accumulate-subsample":
                pool = family.pooled(pool, new)
                corpus = family.subsample(rng, pool, int(workflow.sizes[0]))
        record(corpus)
    measures = {name: np.stack([one[name] for one in recorded], axis=1) for name in recorded[0]}
    return _Block(measures, np.array(present))
