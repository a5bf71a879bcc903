"""The laboratory's experiment as a simulation: whole corpora drawn, word by word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.collapse.categorical import Categorical
from analytics.collapse.lexicon import lexicon
from analytics.collapse.simulation import simulate
from analytics.collapse.workflow import LARGEST_CORPUS, Kind, Workflow
from analytics.estimates import Array
from analytics.outlook.laboratory import Setup

MEASURES = ("tail_kept", "tail_coverage", "support_kept")
REPLICATES = 20
PER_BLOCK = 2
BAND = (0.05, 0.95)


@dataclass(frozen=True, eq=False, slots=True)
class Sampled:
    """What a simulation gives. Arrays are read-only; generation 0 is human text.

    Attributes:
        setup: the experiment, at the temperature that was sampled.
        replicates: trajectories.
        mean: by measure, (generations + 1,).
        band: ends of the central 90% by measure, (generations + 1, 2).
    """

    setup: Setup
    replicates: int
    mean: dict[str, Array]
    band: dict[str, Array]


def workflow_of(setup: Setup) -> Workflow:
    """The workflow that the simulator samples.

    Raises:
        ValueError: it is too large to be sampled, or cannot be.
    """
    total = setup.rows * (setup.generations + 1)
    if total > LARGEST_CORPUS:
        raise ValueError(
            f"A simulation draws at most {LARGEST_CORPUS:,} rows in all corpora of a run together, "
            f"and these are {total:,.0f}: choose a smaller corpus or fewer generations."
        )
    rows = round(setup.rows)
    shares = np.array(setup.shares)
    first = float(shares[0]) if shares.size else 0.0
    settings: Any = {"temperature": setup.temperature.median, "top_p": setup.top_p}
    kinds: dict[str, Kind] = {
        "replace": "mix",
        "mix": "mix",
        "anchor": "anchor",
        "accumulate": "accumulate",
        "accumulate_inflow": "accumulate",
        "accumulate_subsample": "accumulate-subsample",
    }
    kind = kinds[setup.workflow]
    if not setup.accumulates:
        given = first if kind == "anchor" else tuple(setup.shares)
        return Workflow(kind, setup.generations, rows, given, **settings)
    if (shares != first).any():
        raise ValueError("A human inflow that changes is not simulated; the lines are exact.")
    if setup.workflow == "accumulate_inflow":
        human = round(rows * first)
        added = [rows, *[rows - human] * setup.generations]
        return Workflow(kind, setup.generations, added, inflow=human, **settings)
    return Workflow(kind, setup.generations, rows, verified_share=first, **settings)


def sample(
    setup: Setup,
    seed: int,
    *,
    replicates: int = REPLICATES,
    progress: Callable[[int, int], None] | None = None,
) -> Sampled:
    """Sample an experiment at the median of its temperature.

    Args:
        setup: the experiment.
        seed: 0 or above; the same seed gives the same numbers.
        replicates: trajectories.
        progress: told the blocks done and the blocks in all; what it raises calls the work off.

    Raises:
        ValueError: it is too large to be sampled, or cannot be.
    """
    workflow = workflow_of(setup)
    words = Categorical(lexicon(setup.language).frequencies)
    found = simulate(
        words,
        workflow,
        replicates,
        seed,
        per_block=PER_BLOCK,
        progress=progress,
    )
    mean = {name: found.mean(name) for name in MEASURES}
    band = {name: np.quantile(found.measures[name], BAND, axis=0).T for name in MEASURES}
    return Sampled(setup, replicates, mean, band)
