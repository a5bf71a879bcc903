"""Head to head: how often one vendor beats another, and through which criteria.

A difference of two scores is divided among the criteria exactly: with logarithmic means where the
score is a geometric mean, which leave no rest and favour neither side, and directly where it is an
arithmetic one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.estimates import Array
from analytics.moat import MoatScore
from analytics.moat.composite import FLOOR
from analytics.outlook.vendors import Ranking


@dataclass(frozen=True, eq=False, slots=True)
class Duel:
    """Two vendors, compared world by world.

    Attributes:
        one: unit id.
        other: unit id.
        criteria: names, in the order of the columns.
        wins: share of the worlds in which ``one`` scores higher, ties counting half.
        difference: of the scores, ``one`` less ``other``, (draws,).
        parts: of the difference by criterion, (draws, criteria), summing to it.
    """

    one: str
    other: str
    criteria: tuple[str, ...]
    wins: float
    difference: Array
    parts: Array

    @property
    def ahead(self) -> str:
        """Who wins more often; ``one`` if neither does."""
        return self.one if self.wins >= 0.5 else self.other

    @property
    def decisive(self) -> Array:
        """Mean part of each criterion in the worlds that the one ahead wins, (criteria,)."""
        sign = 1.0 if self.wins >= 0.5 else -1.0
        won = sign * self.difference > 0
        if not won.any():
            return np.zeros(len(self.criteria))
        mean: Array = sign * self.parts[won].mean(axis=0)
        return mean


def duel(found: Ranking, one: str, other: str) -> Duel:
    """Compare two units of a ranking.

    Args:
        found: the ranking.
        one: unit id.
        other: unit id.

    Raises:
        ValueError: no unit of such an id.
    """
    return _duel(found.moat, one, other)


@lru_cache(maxsize=2)
def _duel(moat: MoatScore, one: str, other: str) -> Duel:
    a, b = moat.place(one), moat.place(other)
    difference = moat.scores[:, a] - moat.scores[:, b]
    parts = _parts(moat, a, b)
    wins = float((difference > 0).mean() + (difference == 0).mean() / 2)
    for array in (difference, parts):
        array.setflags(write=False)
    return Duel(one, other, moat.criteria_names, wins, difference, parts)


def _parts(moat: MoatScore, a: int, b: int) -> Array:
    """The difference of two scores by criterion, (draws, criteria).

    Source: Ang 2005, Energy Policy 33:867–871, for the logarithmic mean as the weight of a ratio.
    """
    mine, theirs = moat.criteria[:, a], moat.criteria[:, b]
    logs = np.log(np.maximum(mine, FLOOR)) - np.log(np.maximum(theirs, FLOOR))
    scale = _logarithmic_mean(moat.scores[:, a], moat.scores[:, b])[:, None]
    parts: Array = moat.weights * np.where(moat.geometric[:, None], scale * logs, mine - theirs)
    return parts


def _logarithmic_mean(x: Array, y: Array) -> Array:
    """(x − y)/(ln x − ln y), x where both are the same."""
    tiny = np.finfo(np.float64).tiny
    apart = np.log(np.maximum(x, tiny)) - np.log(np.maximum(y, tiny))
    near = np.abs(apart) < 1e-9
    mean: Array = np.where(near, x, (x - y) / np.where(near, 1.0, apart))
    return mean
