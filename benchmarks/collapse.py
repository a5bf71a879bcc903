"""The collapse model: recursions, survival, sharpening, the simulator, the risk, an archive."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from analytics.collapse import recursions, sharpening, theory
from analytics.collapse.categorical import Categorical
from analytics.collapse.gaussian import gaussian
from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import BINS, zipf
from analytics.collapse.simulation import Family, simulate
from analytics.collapse.survival import survival
from analytics.collapse.workflow import Workflow
from analytics.estimates import triangular
from analytics.outlook import evaluate
from analytics.outlook.archives import MOST_ROWS, hold, read
from analytics.outlook.collapse_risk import collapse_risk
from analytics.outlook.laboratory import course, setup_of
from analytics.scenario import Scenario
from benchmarks import plain
from benchmarks.rows import Row, of
from benchmarks.timing import milliseconds, one_core, seconds

TITLE = "Collapse, one core"
RECURSION_MS, SURVIVAL_MS, MIX_MS, FROM_FULL = 1.0, 20.0, 150.0, 0.001
GENERATIONS, WORLDS = 10, 4096

_RECURSIONS: dict[str, Callable[[], object]] = {
    "replace": lambda: recursions.replace(1000, 100),
    "mix, Bernoulli": lambda: recursions.mix(1000, 0.1, 100),
    "mix, stratified": lambda: recursions.mix(1000, 0.1, 100, "stratified"),
    "mix, anchor": lambda: recursions.mix(1000, 0.1, 100, "anchor"),
    "accumulate": lambda: recursions.accumulate(1000, 100),
    "accumulate with inflow": lambda: recursions.accumulate_inflow(1000, 1000, 50, 100),
    "accumulate-subsample": lambda: recursions.accumulate_subsample(1000, 100),
    "ecosystem of 3 vendors": lambda: recursions.ecosystem(
        4000, [recursions.Vendor(from_pool=1000, private=100, published=1000)] * 3, 100, 100
    ),
    "mean of known variance, subsample": lambda: theory.mean_variance(
        1000, 100, "accumulate_subsample"
    ),
    "Wasserstein distance of 100 fits": lambda: theory.gaussian_wasserstein([1000] * 100),
}


def run(quick: bool) -> list[Row]:
    """Time the collapse model on one core."""
    repeats = 5 if quick else 100
    with one_core():
        return [
            *_recursions(repeats),
            *_survival(repeats),
            *_sharpened(repeats if quick else 30),
            *_simulated(quick),
            *_risk(3 if quick else 30),
            *_laboratory(3 if quick else 30),
            *_archive(quick),
        ]


def _recursions(repeats: int) -> list[Row]:
    def bare(_: int) -> None:
        lost = 0.0
        for _ in range(100):
            lost = 0.001 + 0.8 * lost

    floor = ("100 multiply-adds of Python’s numbers", milliseconds(bare, repeats))
    rows = []
    for name, recursion in _RECURSIONS.items():

        def ours(_: int, recursion: Callable[[], object] = recursion) -> None:
            recursion()

        taken = milliseconds(ours, repeats)
        rows.append(of(f"{name}, 100 generations", taken, "ms", limit=RECURSION_MS, floor=floor))
    return rows


def _survival(repeats: int) -> list[Row]:
    patterns = lexicon("en").patterns
    expected = 1e8 * patterns.frequencies
    shares, factor = np.full(GENERATIONS, 0.1), np.full(GENERATIONS, 0.9)
    many = np.linspace(-5, 0, (GENERATIONS + 1) * expected.size)
    return [
        of(
            f"survival over the {expected.size} frequencies of English, {GENERATIONS} generations",
            milliseconds(lambda _: survival(expected, shares, None, factor), repeats),
            "ms",
            limit=SURVIVAL_MS,
            floor=("as many exponentials", milliseconds(lambda _: np.exp(many), repeats)),
        )
    ]


def _sharpened(repeats: int) -> list[Row]:
    patterns = lexicon("en").patterns
    binned = patterns.binned()
    drawn = triangular(0.66, 0.95, 1.0).quantile((np.arange(WORLDS) + 0.5) / WORLDS)
    shares = np.random.default_rng(1).random((GENERATIONS, WORLDS))
    log_q = np.random.default_rng(2).random((WORLDS, binned.frequencies.size))

    def bare(_: int) -> None:
        for _ in range(GENERATIONS):
            np.log(np.exp(log_q * drawn[:, None]))

    taken = milliseconds(
        lambda _: sharpening.mix(binned, GENERATIONS, human_share=shares, temperature=drawn),
        repeats,
    )
    some = slice(None, None, 32)
    half, short, full = (
        sharpening.mix(one, GENERATIONS, human_share=shares[:, some], temperature=drawn[some])
        for one in (patterns.binned(BINS // 2), binned, patterns)
    )
    return [
        of(
            f"sharpened mix, {WORLDS:,} worlds × {GENERATIONS} generations, "
            f"{binned.frequencies.size} bins",
            taken,
            "ms",
            limit=MIX_MS,
            floor=("as many powers and logarithms", milliseconds(bare, repeats)),
        ),
        Row(
            "… tail mass kept, furthest from the full lexicon",
            float(np.abs(short.tail_kept - full.tail_kept).max()),
            "",
            limit=FROM_FULL,
            floor="with half as many bins",
            floor_value=float(np.abs(half.tail_kept - full.tail_kept).max()),
            note=f"{full.tail_kept.shape[1]} of the worlds, on all "
            f"{patterns.frequencies.size} distinct frequencies.",
        ),
    ]


def _simulated(quick: bool) -> list[Row]:
    """Plain loops beside the simulator, which draws row by row or sufficient statistics."""
    times, few = (1, 10) if quick else (5, 1)
    patterns = zipf(1000)
    words = np.repeat(patterns.frequencies, patterns.counts.astype(int))
    kinds = [Categorical(words, by_row=by_row) for by_row in (True, False)]
    known = kinds[0].frequencies.tolist(), kinds[0].in_tail.tolist()
    numbers = [gaussian(by_row=by_row) for by_row in (True, False)]
    hundred, trajectories = 100 // few, 200 // few
    return [
        *_against(
            f"Gaussian replace, n = 100, 100 generations × {hundred}",
            lambda i: plain.gaussian(100, 100, hundred, i + 1),
            numbers,
            Workflow("mix", 100, 100),
            hundred,
            times,
        ),
        *_against(
            f"Gaussian accumulate, n = 100, 100 generations × {hundred}",
            lambda i: plain.gaussian(100, 100, hundred, i + 1, keep=True),
            numbers,
            Workflow("accumulate", 100, 100),
            hundred,
            times,
        ),
        *_against(
            f"categorical, K = n = 1,000, 10 generations × {trajectories}",
            lambda i: plain.categorical(*known, 1000, 10, trajectories, i + 1),
            kinds,
            Workflow("mix", 10, 1000),
            trajectories,
            times,
        ),
    ]


def _against(
    figure: str,
    loop: Callable[[int], object],
    families: Sequence[Family[Any]],
    workflow: Workflow,
    replicates: int,
    times: int,
) -> list[Row]:
    plainly = milliseconds(loop, times, warm_up=1)
    rows = []
    for family, way in zip(families, ("item by item", "by sufficient statistics"), strict=True):

        def ours(i: int, family: Family[Any] = family) -> None:
            simulate(family, workflow, replicates, i + 1, per_block=replicates)

        taken = milliseconds(ours, times, warm_up=1)
        rows.append(of(f"plain loop, {figure}", plainly, "ms", floor=(f"simulator {way}", taken)))
    return rows


def _risk(repeats: int) -> list[Row]:
    outlooks = [evaluate(Scenario(seed=20_000 + i)) for i in range(repeats + 1)]
    years, worlds = 15, collapse_risk(outlooks[0]).worlds
    numbers = np.random.default_rng(1).random((worlds, 32))

    def bare(_: int) -> None:
        for _ in range(years):
            np.log(np.exp(numbers * 1.01))

    floor = (f"as many powers and logarithms, {worlds:,} worlds", milliseconds(bare, repeats))
    moved = [
        evaluate(outlooks[0].scenario.model_copy(update={"tail_threshold": 0.1 + i / 1e3}))
        for i in range(repeats)
    ]
    return [
        of(
            "collapse risk by year, another scenario",
            milliseconds(lambda i: collapse_risk(outlooks[i + 1]), repeats, warm_up=0),
            "ms",
            floor=floor,
            note="Drawn once the controls of the Outlook have come to rest, and then kept.",
        ),
        of(
            "… its threshold moved alone",
            milliseconds(lambda i: collapse_risk(moved[i]), repeats, warm_up=0),
            "ms",
        ),
    ]


def _laboratory(repeats: int) -> list[Row]:
    setups = [
        setup_of(Scenario(lab_human_share=0.1 + i / 1e3, lab_generations=8))
        for i in range(repeats + 1)
    ]
    course(setups[-1])
    return [
        of(
            "experiment of the Collapse page, human share moved",
            milliseconds(lambda i: course(setups[i]), repeats, warm_up=0),
            "ms",
        )
    ]


def _archive(quick: bool) -> list[Row]:
    """A table of a million different rows, of which the lexicon has a part."""
    rows, repeats = (20_000, 1) if quick else (MOST_ROWS, 3)
    words = lexicon("en")
    known = list(words.words[: rows // 4])
    pieces = known + [f"pattern-{i:x}" for i in range(rows - len(known))]
    rng = np.random.default_rng(1)
    posted = "\x7f".join(pieces), "\x7f".join(map(str, rng.integers(1, 1000, rows).tolist()))
    scenario = Scenario()

    def held(_: int) -> None:
        named, numbers = (one.split("\x7f") for one in posted)
        hold(read("table", named, numbers, "en"), scenario)

    def bare(_: int) -> None:
        cut = [one.split("\x7f") for one in posted]
        dict(zip(cut[0], map(float, cut[1]), strict=True))

    figure = f"own archive of {rows:,} rows, read and held against the words"
    taken = seconds(held, repeats, warm_up=1)
    floor = ("cut, numbered and put into one dictionary", seconds(bare, repeats, warm_up=1))
    return [
        of(figure, taken, "s", floor=floor),
        Row(
            "… memory at most",
            _peak(held) / 1e6,
            "MB",
            floor="the same for the dictionary",
            floor_value=_peak(bare) / 1e6,
            note=f"Of {sum(map(len, posted)) / 1e6:.1f} MB posted.",
        ),
    ]


def _peak(action: Callable[[int], None]) -> int:
    """Most bytes in use at once while it runs."""
    tracemalloc.start()
    try:
        action(0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
