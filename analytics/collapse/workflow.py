"""Who writes the next corpus: the workflows that the simulator samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from analytics.collapse.arguments import by_generation, one, whole
from analytics.collapse.sharpening import checked_nucleus, checked_temperature

Kind = Literal["mix", "anchor", "accumulate", "accumulate-subsample"]
Rows = NDArray[np.int64]

LARGEST_CORPUS = 10**9
"""Rows that the simulator can draw at once."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """How corpora 1, 2, … are made of human text and of what models write. Corpus 0 is human.

    Args:
        kind: ``mix`` of fresh human rows and rows of the last model; ``anchor``, the same human
            rows of corpus 0 each time and rows of the last model; ``accumulate``, all so far and
            new rows; ``accumulate-subsample``, as many rows as corpus 0 has, drawn without
            replacement from all so far. (*Replace* is a mix without human rows.)
        generations: corpora after the first, 0 or more.
        rows: rows of corpora 0, 1, …, one number or (generations + 1); for the kinds that
            accumulate, the rows that the last model adds to each corpus after the first.
        human_share: α of corpora 1, 2, … of a ``mix`` or ``anchor``, 0 to 1, one number or
            (generations); for an ``anchor`` one number.
        draw: whether each row of a ``mix`` is human by chance (``bernoulli``), or as near as can
            be the same number each time (``stratified``).
        inflow: fresh human rows added to each corpus that accumulates.
        temperature: T of all models.
        top_p: nucleus of all models; 1 for none.
        true_positive_rate: part of the rows written by models that a detector removes, 0 to 1.
        false_positive_rate: part of the fresh human rows that it removes by mistake, 0 to 1.
        verified_share: part of the rows written by models that verification makes as good as
            fresh human rows, 0 to 1; the detector passes them.

    Raises:
        ValueError: an assumption is out of bounds, or does not go with the kind.
    """

    kind: Kind
    generations: int
    rows: int | Sequence[int]
    human_share: float | Sequence[float] = 0.0
    draw: Literal["bernoulli", "stratified"] = "bernoulli"
    inflow: int = 0
    temperature: float = 1.0
    top_p: float = 1.0
    true_positive_rate: float = 0.0
    false_positive_rate: float = 0.0
    verified_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is out of bounds or does not go together."""
        if self.kind not in get_args(Kind):
            raise ValueError(f"no workflow {self.kind!r}; there is {', '.join(get_args(Kind))}")
        if self.draw not in ("bernoulli", "stratified"):
            raise ValueError(f"draw must be bernoulli or stratified, not {self.draw!r}")
        whole("generations", self.generations)
        whole("inflow", self.inflow)
        for name in ("true_positive_rate", "false_positive_rate", "verified_share"):
            one(name, getattr(self, name), 0, 1)
        checked_temperature(self.temperature)
        checked_nucleus(self.top_p)
        if self.sizes[0] < 1 or (not self.accumulates and self.sizes.min() < 1):
            raise ValueError("every corpus must have a row at least")
        if self.sizes.sum() > LARGEST_CORPUS:
            raise ValueError(f"takes at most {LARGEST_CORPUS:,} rows in all corpora together")
        shares = self.shares
        if self.kind == "anchor" and (shares != shares[:1]).any():
            raise ValueError("an anchor has one human_share: the same rows are kept each time")
        if self.kind == "anchor" and self.sizes.min() < self.anchored:
            raise ValueError(f"a corpus is smaller than its anchor of {self.anchored} rows")
        if self.accumulates and shares.any():
            raise ValueError(f"{self.kind} takes inflow, the human rows added, not human_share")
        if self.inflow and self.kind != "accumulate":
            raise ValueError(f"inflow goes with accumulate, not with {self.kind}")
        if self.kind == "accumulate-subsample" and (self.sizes != self.sizes[0]).any():
            raise ValueError("accumulate-subsample takes one number of rows")

    @property
    def accumulates(self) -> bool:
        """Whether earlier corpora are kept."""
        return self.kind.startswith("accumulate")

    @property
    def sharpens(self) -> bool:
        """Whether models write anything else than what they know."""
        return self.temperature != 1 or self.top_p != 1

    @property
    def sizes(self) -> Rows:
        """Rows of corpora 0, 1, …, or added to them, (generations + 1,)."""
        given = np.asarray(self.rows)
        if given.dtype.kind not in "iu":
            raise ValueError(f"rows must be whole numbers, not {self.rows!r}")
        checked = by_generation("rows", given, self.generations + 1, 0, LARGEST_CORPUS)
        return checked.astype(np.int64)

    @property
    def shares(self) -> NDArray[np.float64]:
        """Human share of corpora 1, 2, …, (generations,)."""
        return by_generation("human_share", self.human_share, self.generations, 0, 1)

    @property
    def anchored(self) -> int:
        """Human rows kept each time, for an anchor."""
        share = float(self.shares[0]) if self.generations else 0.0
        return round(share * int(self.sizes[0]))

    def human_rows(self, rng: np.random.Generator, generation: int, replicates: int) -> Rows:
        """Fresh human rows of a corpus before any filter, (replicates,)."""
        if self.kind != "mix":
            return np.full(replicates, self.inflow, dtype=np.int64)
        rows, share = int(self.sizes[generation]), float(self.shares[generation - 1])
        if self.draw == "stratified" or share in (0.0, 1.0):
            return np.full(replicates, round(rows * share), dtype=np.int64)
        return rng.binomial(rows, share, replicates)

    def model_rows(self, generation: int, human: Rows) -> Rows:
        """Rows that the last model writes for a corpus before any filter, (replicates,)."""
        rows = int(self.sizes[generation])
        match self.kind:
            case "mix":
                return rows - human
            case "anchor":
                return np.full_like(human, rows - self.anchored)
        return np.full_like(human, rows)

    def filtered(self, rng: np.random.Generator, human: Rows, written: Rows) -> tuple[Rows, Rows]:
        """Rows left after verification and detector: as good as human, and written by a model."""
        verified = np.zeros_like(written)
        if self.verified_share:
            verified = rng.binomial(written, self.verified_share)
        unverified = written - verified
        if self.false_positive_rate:
            human = rng.binomial(human, 1 - self.false_positive_rate)
        if self.true_positive_rate:
            unverified = rng.binomial(unverified, 1 - self.true_positive_rate)
        return human + verified, unverified
