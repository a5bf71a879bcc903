"""The plain loops do what the simulator does: they are timed against it, and must be its equal."""

import numpy as np
import pytest

from analytics.collapse.categorical import Categorical
from analytics.collapse.gaussian import gaussian
from analytics.collapse.simulation import simulate
from analytics.collapse.workflow import Workflow
from benchmarks import plain

REPLICATES = 400


def agree(loop, sampled) -> None:
    """Every measure of every generation lies within four standard errors."""
    found = np.array(loop).transpose(2, 0, 1)  # measures, replicates, generations
    assert len(found) <= len(sampled.measures)
    for mine, theirs in zip(found, sampled.measures.values(), strict=False):
        error = np.hypot(mine.std(axis=0), theirs.std(axis=0)) / np.sqrt(len(mine))
        assert mine.shape == theirs.shape
        assert (np.abs(mine.mean(axis=0) - theirs.mean(axis=0)) <= 4 * error + 1e-9).all()


@pytest.mark.parametrize(("kind", "keep"), [("mix", False), ("accumulate", True)])
def test_a_gaussian(kind, keep) -> None:
    loop = plain.gaussian(15, 4, REPLICATES, 1, keep=keep)
    agree(loop, simulate(gaussian(), Workflow(kind, 4, 15), REPLICATES, 2))


def test_patterns() -> None:
    family = Categorical(1 / np.arange(1.0, 21))
    known = family.frequencies.tolist(), family.in_tail.tolist()
    loop = plain.categorical(*known, 30, 4, REPLICATES, 1)
    assert list(simulate(family, Workflow("mix", 1, 5), 1, 1).measures) == [
        "concentration",
        "support_kept",
        "tail_kept",
        "tail_coverage",
    ]
    agree(loop, simulate(family, Workflow("mix", 4, 30), REPLICATES, 2))
