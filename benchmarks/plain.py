"""Model collapse as a plain program simulates it: one replicate, one generation, one row at a time.

Pure Python with the same measures for every generation of every replicate as
``analytics.collapse.simulation`` records. No work is wasted: sums are carried along, counts are
kept, a row is drawn in one step.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import Any

Course = list[tuple[float, ...]]
"""Measures by generation."""


def gaussian(
    rows: int, generations: int, replicates: int, seed: int, *, keep: bool = False
) -> list[Course]:
    """A Gaussian fitted again and again: variance, squared error of the mean, squared distance.

    Args:
        rows: that each model writes.
        generations: models after the first.
        replicates: loops.
        seed: of the pseudo-random numbers.
        keep: accumulate, in place of replace.
    """
    rng = random.Random(seed)
    courses: list[Course] = []
    for _ in range(replicates):
        course: Course = []
        mean, deviation = 0.0, 1.0
        number, total, squares = 0, 0.0, 0.0
        for _ in range(generations + 1):
            if not keep:
                number, total, squares = 0, 0.0, 0.0
            for _ in range(rows):
                value = rng.gauss(mean, deviation)
                total += value
                squares += value * value
            number += rows
            mean = total / number
            variance = max(squares / number - mean * mean, 0.0)
            deviation = variance**0.5
            course.append((variance, mean * mean, mean * mean + (1 - deviation) ** 2))
        courses.append(course)
    return courses


def categorical(
    frequencies: list[float],
    in_tail: list[bool],
    rows: int,
    generations: int,
    replicates: int,
    seed: int,
) -> list[Course]:
    """Patterns replaced again and again: Σq², support, tail mass and tail coverage kept.

    Args:
        frequencies: of the patterns in human text, summing to 1.
        in_tail: which of them belong to the tail.
        rows: of a corpus.
        generations: corpora after the first.
        replicates: loops.
        seed: of the pseudo-random numbers.
    """
    rng = random.Random(seed)
    patterns = range(len(frequencies))
    up_to = list(accumulate(frequencies))
    tail = sum(f for f, rare in zip(frequencies, in_tail, strict=True) if rare)
    courses: list[Course] = []
    for _ in range(replicates):
        corpus: list[Any] = rng.choices(patterns, cum_weights=up_to, k=rows)
        course: Course = []
        for generation in range(generations + 1):
            if generation:
                corpus = [corpus[int(rng.random() * rows)] for _ in range(rows)]
            counts: dict[int, int] = {}
            for pattern in corpus:
                counts[pattern] = counts.get(pattern, 0) + 1
            concentration = kept = covered = 0.0
            for pattern, count in counts.items():
                concentration += count * count
                if in_tail[pattern]:
                    kept += count
                    covered += frequencies[pattern]
            course.append(
                (
                    concentration / rows**2,
                    len(counts) / len(frequencies),
                    kept / rows / tail,
                    covered / tail,
                )
            )
        courses.append(course)
    return courses
