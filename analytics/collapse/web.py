"""Sharpening where models share a web: what each writes is crawled by all.

Generation g of vendor v is fitted to a share α of human text, a share c of AI text from the web
that nobody has found, and its own synthetic text for the rest. The web's AI text piles up from what
all vendors' models write, in equal parts; a vendor's own from what its own models wrote:

    q_v ← α_v p + c_v z_web + (1 − α_v − c_v) z_v
    z_web ← w_web z_web + (1 − w_web) Σ_v S(q_v)/V
    z_v ← w_v z_v + (1 − w_v) S(q_v)

from q = p, with w the part of either that is older, as in :mod:`~analytics.collapse.sharpening`,
where a vendor's AI text from the web is taken to be its own. Who publishes how much is not known:
equal parts are an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.collapse.arguments import bounded
from analytics.collapse.patterns import Patterns
from analytics.collapse.sharpening import written
from analytics.estimates import Array

_BLOCK = 512


@dataclass(frozen=True, eq=False, slots=True)
class SharedWeb:
    """What is left of the tail. Arrays are read-only.

    Attributes:
        tail_kept: κ of the vendors' models, (vendors, generations, worlds).
        web_kept: κ of the AI text on the web that they were trained on, (generations, worlds).
    """

    tail_kept: Array
    web_kept: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        self.tail_kept.setflags(write=False)
        self.web_kept.setflags(write=False)


def shared_web(
    patterns: Patterns,
    *,
    human_share: Array,
    crawled_share: Array,
    older: Array,
    web_older: Array,
    temperature: Array,
    top_p: float = 1.0,
) -> SharedWeb:
    """Run all vendors and the web together.

    Args:
        patterns: the human distribution p.
        human_share: α, 0–1, (vendors, generations, worlds), of corpora 1, 2, ….
        crawled_share: c, alike; with α at most 1.
        older: w of the vendors' own synthetic text, alike.
        web_older: w of the web's, (generations, worlds).
        temperature: T of all models, (worlds,).
        top_p: their nucleus.

    Returns:
        Tail mass kept by vendor, generation and world.

    Raises:
        ValueError: a share out of bounds.

    Source: the fresh data loop of Alemohammad et al. 2023, arXiv 2307.01850, and accumulation after
    Gerstgrasser et al. 2024, arXiv 2404.01413, for several models.
    """
    bounded("human_share", human_share, 0, 1)
    bounded("human_share + crawled_share", human_share + crawled_share, 0, 1 + 1e-9)
    vendors, generations, worlds = human_share.shape
    kept = np.ones((vendors, generations, worlds))
    of_web = np.ones((generations, worlds))
    for start in range(0, worlds, _BLOCK):
        block = slice(start, start + _BLOCK)
        _run_block(
            patterns,
            _single(human_share[..., block]),
            _single(crawled_share[..., block]),
            _single(older[..., block]),
            _single(web_older[..., block]),
            _single(temperature[block]),
            top_p,
            kept[..., block],
            of_web[..., block],
        )
    return SharedWeb(kept, of_web)


def _single(values: Array) -> Array:
    """In single precision, which keeps six decimals of κ in half of the time."""
    single: Any = values.astype(np.float32)
    return single  # type: ignore[no-any-return]


def _run_block(
    patterns: Patterns,
    human_share: Array,
    crawled_share: Array,
    older: Array,
    web_older: Array,
    temperature: Array,
    top_p: float,
    kept: Array,
    of_web: Array,
) -> None:
    """Run some worlds; the last two are written to."""
    vendors, generations, worlds = human_share.shape
    like = human_share.dtype
    counts = patterns.counts.astype(like)
    in_tail = (patterns.counts * patterns.tail / (patterns.tail_mass or 1.0)).astype(like)
    p = patterns.frequencies.astype(like)[:, None]
    known = np.repeat(np.repeat(p, worlds, axis=1)[None], vendors, axis=0)
    own, web = np.zeros_like(known), np.zeros_like(known[0])
    nucleus = np.full(worlds, top_p, dtype=like)
    for generation in range(generations):
        all_new = np.zeros_like(web)
        for q, z, old in zip(known, own, older[:, generation], strict=True):
            with np.errstate(divide="ignore"):
                new = written(q, np.log(q), counts, temperature, nucleus)
            all_new += new
            new *= 1 - old
            z *= old
            z += new
        web *= web_older[generation]
        all_new *= (1 - web_older[generation]) / vendors
        web += all_new
        if patterns.tail_mass:
            of_web[generation] = in_tail @ web
        for vendor, (q, z) in enumerate(zip(known, own, strict=True)):
            alpha, crawled = human_share[vendor, generation], crawled_share[vendor, generation]
            np.multiply(p, alpha, out=q)
            q += web * crawled
            q += z * np.maximum(1 - alpha - crawled, 0)
            if patterns.tail_mass:
                kept[vendor, generation] = in_tail @ q
