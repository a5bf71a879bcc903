"""The loops of the theory panel, run row by row: what the formulas are held against.

Each samples the process that a formula of :mod:`analytics.collapse.theory` describes, with its own
rows, fits and labels, and knows nothing of the formula. Seeded; the same numbers on every machine.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.collapse.arguments import one, whole
from analytics.collapse.theory import Workflow
from analytics.estimates import Array


def fitted_means(n: int, generations: int, workflow: Workflow, replicates: int, seed: int) -> Array:
    """Means of Gaussians of known variance, each fitted to rows that the last one wrote.

    Args:
        n: rows that each model writes.
        generations: models, 1 or more.
        workflow: what a model is fitted to.
        replicates: loops.
        seed: 0 or above.

    Returns:
        μ_t of each loop, in standard deviations from the human mean, (replicates, generations).

    Source: the process of Gerstgrasser et al. 2024 and Kazdan et al. 2024.
    """
    n, generations = whole("n", n), whole("generations", generations)
    rng = np.random.default_rng(seed)
    pool = np.empty((replicates, n * generations))
    found = np.empty((replicates, generations))
    mean = np.zeros(replicates)
    for t in range(generations):
        pool[:, t * n : (t + 1) * n] = mean[:, None] + rng.standard_normal((replicates, n))
        so_far = pool[:, : (t + 1) * n]
        if workflow == "replace":
            corpus = so_far[:, -n:]
        elif workflow == "accumulate":
            corpus = so_far
        else:
            keys = rng.random(so_far.shape, dtype=np.float32)
            chosen = np.argpartition(keys, n - 1, axis=1)[:, :n]
            corpus = np.take_along_axis(so_far, chosen, axis=1)
        mean = corpus.mean(axis=1)
        found[:, t] = mean
    return found


def regression_errors(
    features: int,
    rows: int,
    generations: int,
    workflow: Literal["replace", "accumulate"],
    replicates: int,
    seed: int,
) -> Array:
    """Excess test error of least squares on labels that the last fit wrote, noise variance 1.

    Args:
        features: d, of independent standard Gaussian inputs, the same in every generation.
        rows: T, labelled rows a generation.
        generations: fits, 1 or more.
        workflow: whether earlier labels are replaced or kept.
        replicates: loops.
        seed: 0 or above.

    Returns:
        Squared distance of the weights from those of the human labels, (replicates, generations).

    Source: the process of Gerstgrasser et al. 2024, arXiv 2404.01413.
    """
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((replicates, rows, features))
    transposed = inputs.swapaxes(1, 2)
    solve = np.linalg.inv(transposed @ inputs)
    weights = np.zeros((replicates, features, 1))  # what they differ by from the human ones
    labels = np.zeros((replicates, rows, 1))
    found = np.empty((replicates, generations))
    for t in range(generations):
        new = inputs @ weights + rng.standard_normal((replicates, rows, 1))
        labels = new if workflow == "replace" else labels + (new - labels) / (t + 1)
        weights = solve @ (transposed @ labels)
        found[:, t] = (weights[:, :, 0] ** 2).sum(axis=1)
    return found


def weighted_means(
    weights: Array, ratio: float, n_synthetic: int, generations: int, replicates: int, seed: int
) -> Array:
    """Last mean of loops that weigh a human sample against one of their own model's.

    Args:
        weights: w on the human sample, above 0 to 1, (weights,).
        ratio: k, human rows for each synthetic row.
        n_synthetic: synthetic rows a generation.
        generations: enough for the loop to settle.
        replicates: loops.
        seed: 0 or above.

    Returns:
        Mean at the end, in standard deviations of a row, (replicates, weights).

    Source: the process of He, Xu & Cheng 2025, arXiv 2502.18049.
    """
    rng = np.random.default_rng(seed)
    n_human = whole("human rows", round(one("ratio", ratio, 0, 1e6) * n_synthetic))
    mean = np.zeros((replicates, len(weights)))
    for _ in range(generations):
        human = rng.standard_normal((replicates, n_human)).mean(axis=1)[:, None]
        made = mean + rng.standard_normal((replicates, n_synthetic)).mean(axis=1)[:, None]
        mean = weights * human + (1 - weights) * made
    return mean


def mixed_label_errors(
    features: int,
    rows: NDArray[np.int64],
    synthetic_share: float,
    shift_variance: float,
    replicates: int,
    seed: int,
) -> Array:
    """Excess test error of least squares on human labels and labels of a wrong model, noise 1.

    Args:
        features: d, of independent standard Gaussian inputs.
        rows: labelled rows, human and synthetic together, (sizes,).
        synthetic_share: part of them whose labels the wrong model wrote.
        shift_variance: c², mean square by which its labels are off.
        replicates: fits.
        seed: 0 or above.

    Returns:
        Squared distance of the weights from the human ones, (replicates, sizes).

    Source: the process of Dohmatob et al. 2024, arXiv 2410.04840.
    """
    rng = np.random.default_rng(seed)
    found = np.empty((replicates, len(rows)))
    for place, size in enumerate(rows.tolist()):
        made = round(size * synthetic_share)
        inputs = rng.standard_normal((replicates, size, features))
        off = rng.standard_normal((replicates, features, 1)) * np.sqrt(shift_variance / features)
        labels = rng.standard_normal((replicates, size, 1))
        labels[:, :made] += inputs[:, :made] @ off
        transposed = inputs.swapaxes(1, 2)
        weights = np.linalg.solve(transposed @ inputs, transposed @ labels)
        found[:, place] = (weights[:, :, 0] ** 2).sum(axis=1)
    return found
