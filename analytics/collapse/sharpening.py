"""Sharpening: what generators that under-produce their own tail do to what is trained on them.

Corpus 0 is human: q_0 = p. The model of corpus g writes S(q_g), where S lowers the temperature,
S(q) ∝ q^(1/T), or truncates to the nucleus (the smallest set of commonest patterns that makes up
``top_p``), or does both in this order. Then

    q_{g+1} = α_{g+1} p + (1 − α_{g+1}) z_{g+1}
    z_{g+1} = w_{g+1} z_g + (1 − w_{g+1}) S(q_g)

with α the human share and w the part of the synthetic text that is older: 0 where each generation
replaces the last, and Y_g / Y_{g+1} at most 1 where Y_g synthetic rows have piled up (if they get
fewer, all cohorts thin alike and w = 1). The page's measures are *tail mass kept*,
κ = q(tail) / p(tail), which is at least α because S(q) ≥ 0, and the perplexity ratio
exp(KL(p ‖ q)): nucleus sampling hides damage in the body that κ misses.

Sources: Shumailov et al. 2024 (replace), Alemohammad et al. 2023 (mix), Gerstgrasser et al. 2024
(accumulate), Holtzman et al. 2020 (nucleus). T is an effective exponent on the distribution of
patterns, no decoder's setting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.collapse.arguments import MOST_ROWS, bounded, whole
from analytics.collapse.patterns import Patterns
from analytics.estimates import Array

TEMPERATURES = (0.01, 100.0)
"""Lowest and highest temperature; at the lowest a model writes little but its commonest pattern."""

NUCLEI = (1e-6, 1.0)
"""Smallest and largest nucleus; the largest holds everything."""

Precision = type[np.float32] | type[np.float64]
"""Of a recursion: single precision takes half the time and keeps six decimals of κ."""

_BLOCK = 512
"""Worlds at a time."""

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class Sharpened:
    """What became of the human distribution. Arrays are read-only; generation 0 is human text.

    Attributes:
        tail_kept: κ, (generations + 1, worlds).
        perplexity_ratio: exp(KL(p ‖ q)), at least 1, ``inf`` where a pattern is gone for good,
            (generations + 1, worlds).
        distribution: q, the frequency of each pattern of a group,
            (generations + 1, worlds, groups); empty unless it was asked for.
    """

    tail_kept: Array
    perplexity_ratio: Array
    distribution: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for one in (self.tail_kept, self.perplexity_ratio, self.distribution):
            one.setflags(write=False)


def sharpen(
    q: ArrayLike,
    counts: ArrayLike = 1.0,
    *,
    temperature: ArrayLike = 1.0,
    top_p: ArrayLike = 1.0,
) -> Array:
    """What a model that knows a distribution writes: S(q).

    Args:
        q: frequency of each pattern, 0 or above, (…, groups).
        counts: patterns that share each frequency, (groups,).
        temperature: T above 0; 1 changes nothing. Broadcasts to (…,).
        top_p: nucleus, above 0 to 1; 1 keeps all. Broadcasts to (…,). Patterns of one frequency
            at its edge share alike what is left for them.

    Returns:
        Frequencies that sum to 1 over the patterns, (…, groups).

    Raises:
        ValueError: a temperature or nucleus out of bounds.

    >>> sharpen([0.6, 0.3, 0.1], temperature=0.5).round(3).tolist()
    [0.783, 0.196, 0.022]
    >>> sharpen([0.6, 0.3, 0.1], top_p=0.8).round(3).tolist()
    [0.667, 0.333, 0.0]
    """
    t, nucleus = checked_temperature(temperature), checked_nucleus(top_p)
    given = np.asarray(q, dtype=np.float64)
    shape = np.broadcast_shapes(given.shape[:-1], t.shape, nucleus.shape)
    many = np.broadcast_to(np.asarray(counts, dtype=np.float64), given.shape[-1:])
    known = np.broadcast_to(given, (*shape, len(many))).reshape(-1, len(many)).T
    t, nucleus = (np.broadcast_to(one, shape).ravel() for one in (t, nucleus))
    with np.errstate(divide="ignore"):
        log_q = np.log(known)
    return written(known, log_q, many, t, nucleus).T.reshape(*shape, len(many))


def written(q: Array, log_q: Array, counts: Array, temperature: Array, top_p: Array) -> Array:
    """What models write, for recursions that keep groups first: S(q), unchecked.

    Args:
        q: what each model knows, (groups, worlds).
        log_q: its logarithm, alike; used up.
        counts: patterns of each group, (groups,).
        temperature: T, (worlds,).
        top_p: nucleus, (worlds,).

    Returns:
        Frequencies that sum to 1 over the patterns, (groups, worlds).
    """
    if (temperature != 1).any():
        log_q -= log_q.max(axis=0)
        log_q /= temperature
        made = np.exp(log_q, out=log_q)
    else:
        made = q.copy()
    made /= counts @ made
    if (top_p < 1).any():
        made *= _in_nucleus(made.T, counts, top_p[:, None]).T
        made /= counts @ made
    return made


def _in_nucleus(q: Array, counts: Array, top_p: Array) -> Array:
    """Part of each group that the nucleus holds, 0 to 1, (…, groups)."""
    if (q[..., 1:] <= q[..., :-1]).all():
        ranked, many = q, counts
    else:
        order = np.argsort(-q, axis=-1, kind="stable")
        ranked, many = np.take_along_axis(q, order, axis=-1), counts[order]
    up_to = np.cumsum(ranked * many, axis=-1)
    edge = np.argmax(up_to >= top_p - _ROUNDING, axis=-1)[..., None]
    at_edge = np.take_along_axis(ranked, edge, axis=-1)
    # all that are as common as the pattern at the edge share alike what is left for them
    tied = q == at_edge
    above = np.where(q > at_edge, q, 0.0) @ counts
    wanted = np.ceil((top_p - above[..., None]) / at_edge - _ROUNDING)
    part = np.clip(wanted / (tied @ counts)[..., None], 0.0, 1.0)
    kept: Array = np.where(tied, part, q > at_edge)
    return np.where(top_p < 1, kept, 1.0)


def mix(
    patterns: Patterns,
    generations: int,
    *,
    human_share: ArrayLike = 0.0,
    temperature: ArrayLike = 1.0,
    top_p: ArrayLike = 1.0,
    keep: bool = False,
    precision: Precision = np.float64,
) -> Sharpened:
    """Each corpus is a share of human text and the output of the last model alone.

    Args:
        patterns: the human distribution p.
        generations: corpora after the human one, 0 or more.
        human_share: α of corpora 1, 2, …; 0 is *replace*. Broadcasts to (generations, worlds).
        temperature: T of the models of corpora 0, 1, …; broadcasts to (generations, worlds).
        top_p: their nucleus; broadcasts to (generations, worlds).
        keep: whether to return the distributions as well.
        precision: of the recursion.

    Returns:
        Tail mass kept and perplexity ratio by generation and world.

    Raises:
        ValueError: an input is out of bounds, or its shape fits no generations and worlds.

    Source: Shumailov et al. 2024; Alemohammad et al. 2023 (fresh data loop).

    >>> from analytics.collapse.patterns import zipf
    >>> mix(zipf(1000), 3, temperature=0.9).tail_kept[:, 0].round(3).tolist()
    [1.0, 0.656, 0.386, 0.2]
    """
    shares = bounded("human_share", human_share, 0, 1)
    return _run(
        patterns, generations, shares, np.zeros((1, 1)), temperature, top_p, keep, precision
    )


def accumulate(
    patterns: Patterns,
    generations: int,
    *,
    human_rows: ArrayLike,
    synthetic_rows: ArrayLike,
    temperature: ArrayLike = 1.0,
    top_p: ArrayLike = 1.0,
    keep: bool = False,
    precision: Precision = np.float64,
) -> Sharpened:
    """Each corpus holds all that was written before: human rows, and every model's output.

    If the synthetic rows get fewer, all their cohorts thin alike.

    Args:
        patterns: the human distribution p.
        generations: corpora after the human one, 0 or more.
        human_rows: H_1, H_2, …: human rows in corpora 1, 2, …, 0 or above, in any unit; broadcasts
            to (generations, worlds).
        synthetic_rows: Y_1, Y_2, …: synthetic rows in those corpora, *old and new together*, in
            the same unit: ``np.cumsum`` of what each model publishes. Broadcasts to (generations,
            worlds). Corpus 0 has none.
        temperature: T of the models of corpora 0, 1, …; broadcasts to (generations, worlds).
        top_p: their nucleus; broadcasts to (generations, worlds).
        keep: whether to return the distributions as well.
        precision: of the recursion.

    Returns:
        Tail mass kept and perplexity ratio by generation and world.

    Raises:
        ValueError: an input is out of bounds, its shape fits no generations and worlds, or a
            corpus is empty.

    Source: Gerstgrasser et al. 2024.

    >>> from analytics.collapse.patterns import zipf
    >>> published = np.cumsum(np.ones((3, 1)), axis=0)
    >>> path = accumulate(zipf(1000), 3, human_rows=1, synthetic_rows=published, temperature=0.9)
    >>> path.tail_kept[:, 0].round(3).tolist()
    [1.0, 0.828, 0.724, 0.651]
    """
    human = bounded("human_rows", human_rows, 0, MOST_ROWS)
    synthetic = bounded("synthetic_rows", synthetic_rows, 0, MOST_ROWS)
    shape = _shape(generations, human, synthetic)
    human, synthetic = np.broadcast_to(human, shape), np.broadcast_to(synthetic, shape)
    total = human + synthetic
    if (total == 0).any():
        at = int(np.argwhere(total == 0)[0, 0]) + 1
        raise ValueError(f"corpus {at} has neither human nor synthetic rows")
    older = older_part(synthetic)
    return _run(patterns, generations, human / total, older, temperature, top_p, keep, precision)


def older_part(rows: Array) -> Array:
    """Part of what has piled up that was there a generation before; of none, 0.

    Args:
        rows: old and new together, 0 or above, (generations, …); there are none before the first.

    Returns:
        0–1, shape of ``rows``: 1 where they get fewer, since all cohorts thin alike.
    """
    older = np.zeros_like(rows)
    np.minimum(rows[:-1], rows[1:], out=older[1:])
    older /= np.where(rows > 0, rows, 1.0)
    return older


def _run(
    patterns: Patterns,
    generations: int,
    human_share: Array,
    older: Array,
    temperature: ArrayLike,
    top_p: ArrayLike,
    keep: bool,
    precision: Precision,
) -> Sharpened:
    """Run q_{g+1} = α p + (1 − α) [w z + (1 − w) S(q_g)], one block of worlds after another."""
    inputs = (human_share, older, checked_temperature(temperature), checked_nucleus(top_p))
    shape = _shape(generations, *inputs)
    given = [np.broadcast_to(one, shape) for one in inputs]
    worlds = shape[1]
    kept = np.ones((generations + 1, worlds))
    divergence = np.zeros((generations + 1, worlds))
    path = np.empty((generations + 1 if keep else 0, worlds, len(patterns.counts)))
    for start in range(0, worlds, _BLOCK):
        block = slice(start, start + _BLOCK)
        parts: list[Array] = [one[:, block].astype(precision) for one in given]
        found = [one[:, block] for one in (kept, divergence, path)]
        _run_block(patterns, *parts, *found)
    np.maximum(divergence, 0.0, out=divergence)  # rounding may leave −1e−16
    with np.errstate(over="ignore"):
        return Sharpened(kept, np.exp(divergence, out=divergence), path)


def _run_block(
    patterns: Patterns,
    human_share: Array,
    older: Array,
    temperature: Array,
    top_p: Array,
    kept: Array,
    divergence: Array,
    path: Array,
) -> None:
    """Run some worlds, few enough for their distributions to stay in the processor's cache.

    Inputs are (generations, worlds) and set the precision; the last three are written to.
    """
    generations, worlds = human_share.shape
    like = human_share.dtype
    counts, mass = patterns.counts.astype(like), patterns.mass.astype(like)
    p = patterns.frequencies.astype(like)[:, None]
    log_p = float(patterns.mass @ np.log(patterns.frequencies))
    in_tail = (patterns.counts * patterns.tail / (patterns.tail_mass or 1.0)).astype(like)
    q = np.repeat(p, worlds, axis=1)
    log_q, synthetic = np.empty_like(q), np.zeros_like(q)
    path[:1] = q.T
    for generation in range(generations):
        with np.errstate(divide="ignore"):
            np.log(q, out=log_q)
        if generation:
            divergence[generation] = log_p - mass @ log_q
        new = written(q, log_q, counts, temperature[generation], top_p[generation])
        old = older[generation]
        new *= 1 - old
        synthetic *= old
        synthetic += new
        alpha = human_share[generation]
        np.multiply(synthetic, 1 - alpha, out=q)
        q += np.multiply(p, alpha, out=log_q)
        if patterns.tail_mass:
            kept[generation + 1] = in_tail @ q
        path[generation + 1 : generation + 2] = q.T
    if generations:
        with np.errstate(divide="ignore"):
            divergence[generations] = log_p - mass @ np.log(q)


def _shape(generations: int, *inputs: Array) -> tuple[int, int]:
    """(generations, worlds) that all inputs broadcast to; ValueError where they do not."""
    rows = whole("generations", generations)
    try:
        shape = np.broadcast_shapes(*(one.shape for one in inputs), (rows, 1))
    except ValueError:
        shape = ()
    if len(shape) != 2 or shape[0] != rows:
        given = " and ".join(str(one.shape) for one in inputs)
        raise ValueError(f"inputs of shapes {given} do not fit ({rows} generations, worlds)")
    return shape


def checked_temperature(given: ArrayLike) -> Array:
    """A temperature within bounds; ValueError otherwise."""
    return bounded("temperature", given, *TEMPERATURES)


def checked_nucleus(given: ArrayLike) -> Array:
    """A nucleus within bounds; ValueError otherwise."""
    return bounded("top_p", given, *NUCLEI)
