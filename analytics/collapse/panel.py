"""The theory panel: what each formula says, and the loop it describes, run row by row beside it.

A topic has exact lines (:mod:`analytics.collapse.theory`), the leading order or bound they are
known by, and dots: the mean over loops (:mod:`analytics.collapse.loops`) with the 90% interval of
that mean. Settings are those of the papers where they fit a loop that runs in a moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from analytics.collapse import loops, theory
from analytics.collapse.gaussian import gaussian
from analytics.collapse.simulation import simulate
from analytics.collapse.workflow import Workflow
from analytics.estimates import Array

Topic = Literal["mean", "distance", "labels", "weight", "fresh", "strong"]
TOPICS: tuple[Topic, ...] = get_args(Topic)

ROWS, MODELS = 10, 15
"""Rows of a fit and models of the loop of means."""
FITS = 40
"""Fits of the chain whose distance is measured."""
FEATURES, LABELS, ROUNDS = 7, 89, 10
"""Features, labelled rows and generations of the regression."""
RATIOS = (0.2, 1.0, 5.0)
"""Human rows for each synthetic row."""
HUMAN = 100
"""Human rows a generation of the fresh-data loop."""
BIASES = (1.0, 0.9, 0.5)
SHARES = (0.0, 0.01, 0.1)
"""Share of the labels that a wrong model wrote."""
WIDE = 20
"""Features of the regression on mixed labels; its error by a wrong label is 1, as is the noise."""

_Z90 = 1.6448536269514722
_SEED = 11


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """A line of a topic. Arrays are read-only.

    Attributes:
        name: what it is of.
        x: (points,).
        y: (points,).
        exact: False for a leading order or a bound.
    """

    name: str
    x: Array
    y: Array
    exact: bool = True

    def __post_init__(self) -> None:
        """Make both arrays read-only."""
        self.x.setflags(write=False)
        self.y.setflags(write=False)


@dataclass(frozen=True, eq=False, slots=True)
class Dots:
    """What loops gave. Arrays are read-only.

    Attributes:
        name: of the line they belong to.
        x: (dots,).
        mean: over the loops, (dots,).
        interval: ends of the 90% interval of that mean, (dots, 2).
    """

    name: str
    x: Array
    mean: Array
    interval: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for array in (self.x, self.mean, self.interval):
            array.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Panel:
    """One topic: lines and dots, and how many loops a dot is of."""

    curves: tuple[Curve, ...]
    dots: tuple[Dots, ...]
    replicates: int

    def curve(self, name: str) -> Curve:
        """The line of a name."""
        return next(one for one in self.curves if one.name == name)


@lru_cache(maxsize=len(TOPICS))
def panel(topic: Topic) -> Panel:
    """Lines and dots of a topic.

    Args:
        topic: *mean*, a fitted mean whose variance is known; *distance*, of a Gaussian from the
            human one; *labels*, regression on labels of the last model; *weight*, on the human
            part of a mix; *fresh*, the loop with fresh data; *strong*, wrong labels in a mix.

    Returns:
        The same bytes each time.

    Raises:
        ValueError: there is no such topic.
    """
    if topic not in _MADE:
        raise ValueError(f"topic must be one of {', '.join(TOPICS)}, not {topic!r}")
    return _MADE[topic]()


def _mean() -> Panel:
    """n·Var(μ_t): t, Σ 1/i² and accumulate-subsample."""
    models, replicates = np.arange(1.0, MODELS + 1), 2000
    curves, dots = [], []
    for place, name in enumerate(get_args(theory.Workflow)):
        curves.append(Curve(name, models.copy(), theory.mean_variance(ROWS, MODELS, name)))
        found = loops.fitted_means(ROWS, MODELS, name, replicates, _SEED + place)
        dots.append(_dots(name, models, ROWS * found**2))
    bound = Curve("bound", models.copy(), np.full(MODELS, theory.ACCUMULATE_BOUND), exact=False)
    return Panel((*curves, bound), tuple(dots), replicates)


def _distance() -> Panel:
    """E[W2²] after a chain of fits, and its leading order."""
    fits, replicates = np.arange(1.0, FITS + 1), 2000
    chains = [[ROWS] * k for k in range(1, FITS + 1)]
    exact = np.array([theory.gaussian_wasserstein(one) for one in chains])
    leading = np.array([theory.gaussian_wasserstein_leading(one) for one in chains])
    sampled = simulate(
        gaussian(unbiased=True),
        Workflow("mix", FITS - 1, ROWS),
        replicates,
        _SEED,
        per_block=replicates,
    ).measures["wasserstein"]
    some = np.arange(3, FITS, 4)
    return Panel(
        (Curve("exact", fits, exact), Curve("leading", fits.copy(), leading, exact=False)),
        (_dots("exact", fits[some], sampled[:, some]),),
        replicates,
    )


def _labels() -> Panel:
    """Excess error of regression, in units of the first fit's."""
    rounds, replicates = np.arange(1.0, ROUNDS + 1), 400
    curves, dots = [], []
    ways: tuple[Literal["replace", "accumulate"], ...] = ("replace", "accumulate")
    for name in ways:
        exact = theory.regression_excess_error(FEATURES, LABELS, 1.0, ROUNDS, name)
        found = loops.regression_errors(FEATURES, LABELS, ROUNDS, name, replicates, _SEED)
        first = float(exact[0])
        curves.append(Curve(name, rounds.copy(), exact / first))
        dots.append(_dots(name, rounds, found / first))
    return Panel(tuple(curves), tuple(dots), replicates)


def _weight() -> Panel:
    """Long-run variance of the mean by the weight on human data, in units of 1/human rows."""
    replicates = 1000
    weights = np.linspace(0.02, 1.0, 99)
    some = np.array([0.1, 0.2, 0.35, 0.5, 0.618, 0.8, 1.0])
    curves, dots = [], []
    for ratio in RATIOS:
        name = f"{ratio:g}"
        error = np.array([theory.weighted_loop_error(float(w), ratio) for w in weights])
        curves.append(Curve(name, weights.copy(), error))
        found = loops.weighted_means(some, ratio, ROWS, 30, replicates, _SEED)
        dots.append(_dots(name, some, round(ratio * ROWS) * found**2))
    return Panel(tuple(curves), tuple(dots), replicates)


def _fresh() -> Panel:
    """Variance at which the loop with fresh data settles, by its synthetic rows."""
    made = np.linspace(0, 900, 91)
    some, replicates = np.array([100.0, 300.0, 900.0]), 300
    curves, dots = [], []
    for bias in BIASES:
        name = f"{bias:g}"
        settled = [theory.fresh_loop_fixed_point(HUMAN, float(n), bias)[1] for n in made]
        curves.append(Curve(name, made.copy(), np.array(settled)))
        found = [_settled(int(n), bias, replicates) for n in some]
        dots.append(_dots(name, some, np.stack(found, axis=1)))
    return Panel(tuple(curves), tuple(dots), replicates)


def _settled(made: int, bias: float, replicates: int) -> Array:
    """Variance after 40 generations of the loop with fresh data, (replicates,)."""
    rows = HUMAN + made
    loop = Workflow("mix", 40, rows, HUMAN / rows, draw="stratified", temperature=bias)
    found = simulate(gaussian(unbiased=True), loop, replicates, _SEED, per_block=replicates)
    variance: Array = found.measures["variance_kept"][:, -1]
    return variance


def _strong() -> Panel:
    """Error on human labels mixed with those of a wrong model, by labelled rows."""
    rows = np.geomspace(50, 50_000, 81)
    some, replicates = np.array([100, 200, 500, 1000]), 50
    curves, dots = [], []
    for share in SHARES:
        name = f"{share:g}"
        error = [theory.strong_collapse_error(WIDE, float(n), share, 1.0, 1.0) for n in rows]
        curves.append(Curve(name, rows.copy(), np.array(error)))
        found = loops.mixed_label_errors(WIDE, some, share, 1.0, replicates, _SEED)
        dots.append(_dots(name, some, found))
    return Panel(tuple(curves), tuple(dots), replicates)


def _dots(name: str, x: ArrayLike, found: Array) -> Dots:
    """Mean over the loops and the 90% interval of the mean; ``found`` is (replicates, dots)."""
    mean = found.mean(axis=0)
    half = _Z90 * found.std(axis=0, ddof=1) / np.sqrt(len(found))
    return Dots(name, np.array(x, float), mean, np.stack([mean - half, mean + half], axis=1))


_MADE: dict[str, Callable[[], Panel]] = {
    "mean": _mean,
    "distance": _distance,
    "labels": _labels,
    "weight": _weight,
    "fresh": _fresh,
    "strong": _strong,
}
