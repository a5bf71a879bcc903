"""Beliefs about a mix: what is disclosed, and how wide it leaves the shares of six routes.

Open models disclose shares, closed vendors presence (yes, no, possible, undisclosed). A share of a
closed vendor is a belief with a band, never a fact. Concentration of route k

    a_k = κ0 · π0_k · m_k,  m = 1 (yes), ½ (possible or undisclosed), 0 (no)

around the shares π0 of disclosed mixes, in which licensed and proprietary text are raised because
open mixes hardly have them.

*Silence moves no share.* A vendor that confirms and denies nothing is drawn from Dirichlet(κ0 π0)
and from Dirichlet(π0), nearly one route alone, in equal parts: as wide as can be, around the same
mean. Were the second half flat over the six routes, a sixth of its tokens would be feedback, of
which training runs hold under 0.1%, and silence would pay: of thirteen vendors the three silent
ones would each rank first in a quarter of all worlds, and a single one in nearly half.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from analytics.estimates import Array
from analytics.moat.streams import dirichlet, from_logs, log_gammas, uniforms

Answer = Literal["yes", "no", "possible", "undisclosed", "own_crawl"]

ROUTES = ("public_crawl", "public_sets", "licensed", "proprietary", "feedback", "synthetic")
"""How data is come by. Modality is a flag across routes, never a seventh one."""

PRIOR = (0.65, 0.20, 0.03, 0.03, 0.005, 0.085)
"""π0: typical shares of the six routes, of tokens."""

PRIOR_CONCENTRATION = 2.0
"""κ0: how firmly a vendor that discloses presence is believed to be typical."""

DISCLOSED_CONCENTRATION = 200.0
ANALYST_CONCENTRATION = 12.0

LEAST_MAPPED = 0.8
"""Share of tokens that must be mapped to a route for a mix to count as disclosed."""

_PRESENT = {"yes": 1.0, "possible": 0.5, "undisclosed": 0.5, "no": 0.0, "own_crawl": 0.0}
_ROUNDING = 1e-3


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Shares that the maker of a model or corpus has published: Dirichlet(200 p).

    Args:
        shares: of tokens by route, in the order of :data:`ROUTES`, 0–1. What they leave short of 1,
            a fifth at most, is not mapped to a route and is spread as typical mixes are.
        concentration: how firmly, above 0.

    Raises:
        ValueError: shares that are no shares, or that map under 80% of the tokens, or a
            concentration not above 0.
    """

    shares: tuple[float, ...]
    concentration: float = DISCLOSED_CONCENTRATION

    def __post_init__(self) -> None:
        """Refuse what is no disclosed mix."""
        mapped = _total(self.shares)
        if not LEAST_MAPPED <= mapped <= 1 + _ROUNDING:
            raise ValueError(f"disclosed shares must map 80% to 100% of tokens, not {mapped:.1%}")
        if not 0 < self.concentration < math.inf:
            raise ValueError("the concentration must be above 0")

    @property
    def mean(self) -> tuple[float, ...]:
        """Mean share by route, what is not mapped included."""
        rest = max(1 - sum(self.shares), 0.0)
        full = [share + rest * typical for share, typical in zip(self.shares, PRIOR, strict=True)]
        return _divided(full)


@dataclass(frozen=True, slots=True)
class Presence:
    """What a vendor says it has, without shares.

    Args:
        answers: by route, in the order of :data:`ROUTES`. ``own_crawl``, for public crawl only: no
            crawl of others is used; its typical share counts as public sets.
        prior: π0, typical shares by route.
        concentration: κ0, above 0.

    Raises:
        ValueError: an answer that is none, every route denied, or a prior that is no mix.
    """

    answers: tuple[Answer, ...]
    prior: tuple[float, ...] = PRIOR
    concentration: float = PRIOR_CONCENTRATION

    def __post_init__(self) -> None:
        """Refuse answers that leave no mix."""
        if len(self.answers) != len(ROUTES) or set(self.answers) - set(get_args(Answer)):
            raise ValueError(f"answers must be six of {get_args(Answer)}, not {self.answers}")
        if "own_crawl" in self.answers[1:]:
            raise ValueError("own_crawl answers for public crawl only")
        if _total(self.prior) <= 0 or not 0 < self.concentration < math.inf:
            raise ValueError("the prior and its concentration must be above 0")
        if not any(self.concentrations):
            raise ValueError("a vendor that denies every route has no mix")

    @property
    def silent(self) -> bool:
        """Whether nothing is confirmed and nothing denied."""
        return not set(self.answers) - {"possible", "undisclosed"}

    @property
    def concentrations(self) -> tuple[float, ...]:
        """a_k = κ0 π0_k m_k, or κ0 π0_k for a silent vendor."""
        prior = list(_divided(self.prior))
        if self.answers[0] == "own_crawl":
            prior[1] += prior[0]
        present = (1.0 if self.silent else _PRESENT[answer] for answer in self.answers)
        return tuple(
            self.concentration * typical * there
            for typical, there in zip(prior, present, strict=True)
        )

    @property
    def mean(self) -> tuple[float, ...]:
        """Mean share by route."""
        return _divided(self.concentrations)


@dataclass(frozen=True, slots=True)
class Analyst:
    """Shares that the analyst believes in: Dirichlet(12 m).

    Args:
        modes: m, shares by route, in the order of :data:`ROUTES`; scaled to sum to 1. A route of 0
            is held to be absent.
        concentration: how firmly; 12 leaves a share of 50% a standard deviation of 14 points.

    Raises:
        ValueError: modes that are no shares, or a concentration not above 0.
    """

    modes: tuple[float, ...]
    concentration: float = ANALYST_CONCENTRATION

    def __post_init__(self) -> None:
        """Refuse what is no mix."""
        if _total(self.modes) <= 0 or not 0 < self.concentration < math.inf:
            raise ValueError("modes and their concentration must be above 0")

    @property
    def mean(self) -> tuple[float, ...]:
        """Mean share by route."""
        return _divided(self.modes)


Belief = Disclosed | Presence | Analyst


def by_route(shares: Mapping[str, float]) -> tuple[float, ...]:
    """Numbers by route in the order of :data:`ROUTES`; 0 for a route that is not named.

    Raises:
        ValueError: a name that is no route.

    >>> by_route({"licensed": 0.25, "public_crawl": 0.75})
    (0.75, 0.0, 0.25, 0.0, 0.0, 0.0)
    """
    if unknown := set(shares) - set(ROUTES):
        raise ValueError(f"no such route: {', '.join(sorted(unknown))}")
    return tuple(float(shares.get(route, 0.0)) for route in ROUTES)


def draw(belief: Belief, key: str, draws: int, seed: int) -> Array:
    """Shares of a unit's tokens by route.

    The last 96 are kept, so that a weight or an attribute can change without drawing again.

    Args:
        belief: what is known of the mix.
        key: of the unit's streams: its id.
        draws: number of worlds.
        seed: of all streams together.

    Returns:
        Read-only shares, 0–1, (draws, 6), in the order of :data:`ROUTES`.
    """
    return _drawn(belief, key, draws, seed).T


@lru_cache(maxsize=96)
def _drawn(belief: Belief, key: str, draws: int, seed: int) -> Array:
    """(6, draws): each route contiguous, as everything after it wants them."""
    names = [f"{key}/share/{route}" for route in ROUTES]
    match belief:
        case Presence():
            logs = log_gammas(belief.concentrations, draws, seed, names)
            if belief.silent:
                alone = log_gammas(_divided(belief.prior), draws, seed, names)
                typical = uniforms(draws, seed, f"{key}/typical") < 0.5
                logs = np.where(typical, logs, alone)
            shares = from_logs(logs)
        case Disclosed() | Analyst():
            around = [belief.concentration * share for share in belief.mean]
            shares = dirichlet(around, draws, seed, names)
    shares.setflags(write=False)
    return shares


def _total(shares: tuple[float, ...]) -> float:
    """Sum of six shares; ValueError if they are none."""
    if len(shares) != len(ROUTES) or not all(0 <= share < math.inf for share in shares):
        raise ValueError(f"a mix takes six shares, none negative, not {shares}")
    return math.fsum(shares)


def _divided(shares: tuple[float, ...] | list[float]) -> tuple[float, ...]:
    total = math.fsum(shares)
    return tuple(share / total for share in shares)
