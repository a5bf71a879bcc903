"""What moves the collapse risk of vendors, or the compute that they waste.

The tornado works the headline output out anew for every setting of every assumption, in the worlds
of the join. The Sobol' indices split the variance of what the output is counted in: of the tail
mass kept κ for a risk, of the compute wasted x for a waste. An input of several vendors, each with
a stream of its own, is one input: its name stands for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from analytics import indices, tornado
from analytics.estimates import Array, Estimate, lognormal
from analytics.given import Given, drawn, inputs_of
from analytics.indices import Share, shares_of
from analytics.moat import mixes
from analytics.outlook.growth import growth_options
from analytics.outlook.join import acting
from analytics.outlook.stocks import other_tokens
from analytics.outlook.vendor_headline import (
    Question,
    VendorHeadline,
    outcome_worlds,
    watched,
)
from analytics.outlook.vendor_inputs import CEILING, REACH, Trainer, VendorInputs, vendor_inputs
from analytics.outlook.vendor_runs import LEVEL, Size, size_of
from analytics.outlook.vendor_worlds import VendorWorlds, vendor_worlds
from analytics.scenario import DECLARATIONS, NewestRun, Scenario
from analytics.tornado import Answer, Bar

GROUPS = frozenset(
    {
        *("demand", "stock", "consent", "contamination", "other_stocks"),
        *("synthetic", "generator", "vendor_runs", "vendor_text", "vendor_compute"),
    }
)
"""Groups of assumptions that may act on the runs of vendors."""

WORLDS = 1024
"""Worlds of each set of the Sobol' indices, a power of two."""

TRIED = 0.004
"""Least total index of an input that the tornado tries."""

GROWTH_FROM = "demand_growth_from"
"""A choice that stands in a scenario as it is computed as the interval it leads to."""

SIZES, MIX = "newest_runs", "mixes"
"""Inputs that differ from vendor to vendor and are no single estimate of the scenario."""

LEADS = {SIZES: "undisclosed_overtraining", MIX: "belief_strength"}
"""Input that has no control of its own → the one that moves it."""

_PATH = "demand_path"


def bars(
    question: Question, scenario: Scenario, data_version: str, divided: Sequence[Share]
) -> tuple[float, list[Bar]]:
    """A risk or a waste, and its tornado, the widest bar first.

    Args:
        question: which, whose and when.
        scenario: as it is computed, its growth of demand an interval.
        data_version: of the data.
        divided: Sobol' indices of what it is counted in; an input whose total index is next to
            nothing is not tried.
    """
    headline = VendorHeadline(question, scenario, data_version)

    def answer(name: str, value: Any) -> Answer:
        return {question.by: headline.number({name: value})}

    base: Answer = {question.by: headline.number({})}
    asked = {one.field for one in divided if one.total >= TRIED}
    found: list[Bar | None] = [
        tornado.bar(scenario, name, answer, base)
        for name, d in DECLARATIONS.items()
        if d.group in GROUPS and (d.kind != "estimate" or name in asked) and name != GROWTH_FROM
    ]
    options = growth_options(data_version)
    more = (tuple(options.values()), tuple(options))
    found.append(tornado.bar(scenario, "demand_growth", answer, base, *more))
    if SIZES in asked:
        found.append(_run_bar(question, scenario, headline.trainers, data_version, answer, base))
    return base[question.by], tornado.moving(found, question.by)


def _probe(
    question: Question, trainers: Sequence[Trainer], data_version: str
) -> Callable[[Given], object]:
    """Runs the model once in few worlds, to see which inputs it draws."""

    def run(given: Given) -> object:
        worlds = vendor_worlds(given, other_tokens(data_version)).until(question.year)
        inputs = vendor_inputs(trainers, given, data_version, worlds.count)
        return outcome_worlds(question.by, inputs, worlds, data_version)

    return run


def _run_bar(
    question: Question,
    scenario: Scenario,
    trainers: Sequence[Trainer],
    data_version: str,
    answer: Callable[[str, Any], Answer],
    base: Answer,
) -> Bar | None:
    """The bar of newest runs of which the compute alone is known."""
    sizes = {one.name: size_of(one.name, scenario, data_version) for one in trainers}
    sizes = {
        name: size
        for name, size in sizes.items()
        if size.basis in ("compute", "analyst") and size.tokens.low < size.tokens.high
    }
    if not sizes:
        return None
    others = tuple(one for one in scenario.newest_runs if one.vendor not in sizes)
    ends = np.array([tornado.LOW, tornado.HIGH])
    rows, values = [], []
    for i in range(2):
        at = {name: float(size.tokens.quantile(ends)[i]) for name, size in sizes.items()}
        rows.append((*others, *(NewestRun(n, at[n], at[n], sizes[n].year) for n in sizes)))
        one = _rounded(float(np.exp(np.mean(np.log(list(at.values()))))))
        values.append(lognormal(one, one, LEVEL))
    answers = [answer(SIZES, row) for row in rows]
    label = f"Newest run of {question.vendor}" if question.vendor else "Newest runs, their mean"
    return Bar(
        "unknown_run_tokens",
        label,
        "uncertain",
        tuple(DECLARATIONS[SIZES].as_text(row) for row in rows),
        tuple(values),
        {by: tuple(one[by] for one in answers) for by in base},
        base,
        LEADS[SIZES],
    )


def _rounded(tokens: float) -> float:
    return float(f"{tokens:.3g}")


def shares(
    question: Question, scenario: Scenario, data_version: str, worlds: int = WORLDS, seed: int = 0
) -> tuple[Share, ...]:
    """Sobol' indices of what a risk or a waste is counted in, the largest total first.

    Args:
        question: which, whose and when.
        scenario: as it is computed, its growth of demand an interval.
        data_version: of the data.
        worlds: of each of the two sets, a power of two.
        seed: of both.

    Returns:
        Shares of the variance of κ, or of x, the mean over the vendors; none where nothing varies.
    """
    trainers = watched(question, scenario, data_version)
    acts = acting(scenario)
    known, names = inputs_of(acts, _probe(question, trainers, data_version))
    sizes = [size_of(one.name, scenario, data_version) for one in trainers]
    own = _own_inputs(trainers, sizes, acts)
    pooled = acts.demand_path == "pooled"
    scalars = [*names, *([_PATH] if pooled else [])]
    counts = [1] * len(scalars) + [len(one.vendors) for one in own]
    one, two = indices.uniform_sets(sum(counts), worlds, seed)
    at = np.cumsum([0, *counts])
    cut = [slice(at[i], at[i + 1]) for i in range(len(counts))]
    drawn_mixes = [
        np.stack([mixes.draw(t.belief, t.name, worlds, each).T for t in trainers])
        for each in _two_seeds(acts.seed + seed)
    ]
    mixed = indices.mixed_sets(
        [*(one[c] for c in cut), drawn_mixes[0]], [*(two[c] for c in cut), drawn_mixes[1]]
    )
    count = mixed[-1].shape[-1]
    columns = {name: np.full(count, value) for name, value in known.items()}
    columns |= {
        name: drawn(acts, name, uniforms[0]) for name, uniforms in zip(names, mixed, strict=False)
    }
    given = Given.of(acts, columns)
    common = vendor_worlds(given, other_tokens(data_version)).until(question.year)
    if pooled:
        common = _on_one_path(common, mixed[len(names)][0], count)
    drawn_own = {one.field: (one, u) for one, u in zip(own, mixed[len(scalars) : -1], strict=True)}
    inputs = _given_inputs(trainers, sizes, acts, drawn_own, mixed[-1])
    values = outcome_worlds(question.by, inputs, common, data_version).mean(axis=0)
    every = values.reshape(len(mixed) + 2, worlds, 1)
    found = indices.of_sets(every, indices.times(worlds, seed))
    told = [(name, DECLARATIONS[name].label, name) for name in scalars]
    told += [(one.field, one.label, LEADS.get(one.field, one.field)) for one in own]
    told.append((MIX, "Mix of data, undisclosed", LEADS[MIX]))
    return shares_of(told, found)


class _Own(NamedTuple):
    """An input that is drawn for each of some vendors."""

    field: str
    label: str
    vendors: tuple[int, ...]


def _own_inputs(
    trainers: Sequence[Trainer], sizes: Sequence[Size], scenario: Scenario
) -> list[_Own]:
    """Uncertain inputs of the vendors' own, but for their mixes."""
    users: dict[str, list[int]] = {}
    for i, one in enumerate(trainers):
        for classes, otherwise in ((REACH, "public_reach"), (CEILING, "proprietary_ceiling_other")):
            field = classes.get(one.name, otherwise)
            estimate: Estimate = getattr(scenario, field)
            if estimate.low < estimate.high:
                users.setdefault(field, []).append(i)
        if sizes[i].tokens.low < sizes[i].tokens.high:
            users.setdefault(SIZES, []).append(i)
    label = "Newest run" if len(trainers) == 1 else "Newest runs"
    labels = {SIZES: label}
    return [
        _Own(field, labels.get(field) or DECLARATIONS[field].label, tuple(used))
        for field, used in users.items()
    ]


def _two_seeds(seed: int) -> tuple[int, ...]:
    """Seeds of two sets of streams that share nothing."""
    state = np.random.SeedSequence(seed).generate_state(2, np.uint64)
    return tuple(int(one) for one in state)


def _on_one_path(worlds: VendorWorlds, uniforms: Array, count: int) -> VendorWorlds:
    """Worlds of which each is on one of both demand paths."""
    chosen = np.arange(count) + count * (uniforms >= 0.5)
    return replace(
        worlds,
        growth=worlds.growth.of(chosen),
        unique_tokens=worlds.unique_tokens[:, :count],
        ai_share=worlds.ai_share[:, :count],
    )


def _given_inputs(
    trainers: Sequence[Trainer],
    sizes: Sequence[Size],
    scenario: Scenario,
    drawn_own: dict[str, tuple[_Own, Array]],
    shares: Array,
) -> VendorInputs:
    """What differs from vendor to vendor, from uniform numbers."""
    count = shares.shape[-1]

    def of(field: str, i: int, estimate: Estimate, declared: str) -> Array:
        bounds = DECLARATIONS[declared]
        known = np.full(count, estimate.median)
        if field in drawn_own and i in drawn_own[field][0].vendors:
            own, uniforms = drawn_own[field]
            known = estimate.quantile(uniforms[own.vendors.index(i)])
        clipped: Array = np.clip(known, bounds.low, bounds.high)
        return clipped

    tokens: list[Array] = []
    reach: list[Array] = []
    ceiling: list[Array] = []
    for i, one in enumerate(trainers):
        tokens.append(of(SIZES, i, sizes[i].tokens, "unknown_run_tokens"))
        for found, field in (
            (reach, REACH.get(one.name, "public_reach")),
            (ceiling, CEILING.get(one.name, "proprietary_ceiling_other")),
        ):
            found.append(of(field, i, getattr(scenario, field), field))
    return VendorInputs(
        names=tuple(one.name for one in trainers),
        newest_year=np.array([size.year for size in sizes]),
        newest_tokens=np.stack(tokens),
        shares=shares,
        reach=np.stack(reach),
        proprietary_ceiling=np.stack(ceiling),
    )
