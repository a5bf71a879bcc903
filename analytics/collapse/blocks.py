"""Work in numbered blocks, each with random numbers of its own.

Block i draws from ``SeedSequence(seed, spawn_key=(i,))``: whoever runs it, in whatever order and on
however many processors, gets the same numbers, and the whole has the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from analytics.collapse.arguments import whole

Result = TypeVar("Result")

REPLICATES = 64
"""In a block, but for the last, which takes what is left."""


class Mapper(Protocol):
    """Like ``map``, or ``Executor.map``: results in the order of their inputs."""

    def __call__(
        self, function: Callable[[int], Result], numbers: Iterable[int], /
    ) -> Iterable[Result]:
        """Results of a function of each number."""


def generator(seed: int, block: int) -> np.random.Generator:
    """The random numbers of one block.

    Args:
        seed: of the whole work, 0 or above.
        block: number of the block, from 0.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(block,)))


def run_block(
    work: Callable[[np.random.Generator, int], Result],
    replicates: int,
    seed: int,
    per_block: int,
    block: int,
) -> Result:
    """Do one block of :func:`run`; at module level, so that it can be sent to another process."""
    size = min(per_block, replicates - block * per_block)
    return work(generator(seed, block), size)


def run(
    work: Callable[[np.random.Generator, int], Result],
    replicates: int,
    seed: int,
    *,
    per_block: int = REPLICATES,
    progress: Callable[[int, int], None] | None = None,
    mapper: Mapper = map,
) -> list[Result]:
    """Do some work for many replicates, block by block.

    Args:
        work: takes random numbers and a number of replicates; picklable where ``mapper`` sends it
            to another process.
        replicates: in all blocks, at least 1.
        seed: of the whole work, 0 or above; the same seed gives the same bytes.
        per_block: replicates in a block, at least 1; part of what the seed means.
        progress: told the blocks done and the blocks in all, after each; what it raises calls the
            work off.
        mapper: who runs the blocks.

    Returns:
        What the blocks gave, in their order.

    Raises:
        ValueError: nothing to do.

    >>> run(lambda rng, size: rng.random(size).round(2).tolist(), 3, seed=1, per_block=2)
    [[0.7, 0.17], [0.48]]
    """
    whole("replicates", replicates, 1)
    whole("per_block", per_block, 1)
    number = -(-replicates // per_block)
    one = partial(run_block, work, replicates, whole("seed", seed), per_block)
    done: list[Result] = []
    for result in _each(mapper, one, number):
        done.append(result)
        if progress is not None:
            progress(len(done), number)
    return done


def _each(mapper: Mapper, one: Callable[[int], Result], number: int) -> Iterator[Result]:
    yield from mapper(one, range(number))
