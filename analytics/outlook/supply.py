"""Supply: what a training run is made of once human text runs short, and how human it still is.

A trainer wants D tokens. Its own routes (licensed, proprietary, feedback) come first, public text
is marginal, and human text is repeated before anything else is done:

    O = min(ΣX_k, D),  P = min(D − O, aU),  U_v = O + P
    e = clip(D / U_v, 1, e_max),  H = min(e U_v, D),  gap = D − H

A policy then says what becomes of the gap. With Y0 the synthetic tokens of the newest run,

    fill         Y = max(gap, Y0)
    controlled   Y = min(max(gap, Y0), σ/(1 − σ) H)
    stop, repeat Y = 0, and e_max = 16 for repeat
    Q = min(D, H + Y),  H ← Q − Y

Part of the synthetic text is verified, τ years after the newest run of T tokens at most
V = min(vY, max(Y0, T/50) (1 + r)^τ), and the public text holds AI text that nobody has found, ai:

    α = [H (1 − ai P / U_v) + εV] / Q

All arrays are (years, worlds) or broadcast to that, in tokens of one run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.estimates import Array

Policy = Literal["fill", "controlled", "stop", "repeat"]

REPEATED = 16.0
"""Passes over human text under the policy *repeat*."""

VERIFIED_AT_FIRST = 0.02
"""Volume that can be verified at the newest run, as a share of it, where that run has less."""

_LEAST = 1e-300


@dataclass(frozen=True, eq=False, slots=True)
class Supply:
    """What the runs are made of. Read-only arrays, (years, worlds), tokens of one run.

    Attributes:
        unique_tokens: U_v, unique human text, AI text in it included.
        epochs: e, passes over it that demand and policy ask for.
        gap_tokens: demand that repeated human text does not meet.
        human_tokens: H, trained on, repetition included.
        synthetic_tokens: Y, verified ones included.
        verified_tokens: V.
        trained_tokens: Q = H + Y, at most the demand.
        human_share: α, 0 to 1.
    """

    unique_tokens: Array
    epochs: Array
    gap_tokens: Array
    human_tokens: Array
    synthetic_tokens: Array
    verified_tokens: Array
    trained_tokens: Array
    human_share: Array

    def __post_init__(self) -> None:
        """Make every array read-only."""
        for name in self.__slots__:
            getattr(self, name).setflags(write=False)


def supply(
    demand_tokens: Array,
    public_tokens: Array,
    *,
    max_epochs: Array | float,
    policy: Policy,
    cap: float = 0.0,
    own_tokens: Array | float = 0.0,
    synthetic_at_first: Array | float = 0.0,
    verified_share: Array | float = 0.0,
    verifiable_tokens: Array | float = 0.0,
    verified_worth: Array | float = 0.0,
    ai_share: Array | float = 0.0,
) -> Supply:
    """Meet demand route by route.

    Args:
        demand_tokens: D, above 0.
        public_tokens: aU, the unique public text that the trainer reaches, 0 or above.
        max_epochs: e_max, 1 or above; not looked at under *repeat*.
        policy: what becomes of the gap.
        cap: σ, highest share of synthetic text under *controlled*, 0 to below 1.
        own_tokens: ΣX_k, unique text of the trainer's own.
        synthetic_at_first: Y0.
        verified_share: v, 0 to 1.
        verifiable_tokens: most that can be verified: see :func:`verifiable`.
        verified_worth: ε, 0 to 1.
        ai_share: AI share of the public text after filters, 0 to 1.

    Returns:
        The composition of each run.
    """
    own = np.minimum(own_tokens, demand_tokens)
    public = np.minimum(demand_tokens - own, public_tokens)
    unique = own + public
    most = REPEATED if policy == "repeat" else max_epochs
    # no text at all is repeated as often as may be, and is still none
    some = np.maximum(unique, _LEAST)
    epochs = np.divide(demand_tokens, some)
    np.clip(epochs, 1.0, most, out=epochs)
    human = np.minimum(epochs * unique, demand_tokens)
    gap = demand_tokens - human
    synthetic = np.minimum(np.maximum(gap, synthetic_at_first), demand_tokens)
    if policy == "controlled":
        synthetic = np.minimum(synthetic, cap / (1.0 - cap) * human)
    elif policy != "fill":
        synthetic = np.zeros_like(synthetic)
    trained = np.minimum(demand_tokens, human + synthetic)
    human = np.maximum(trained - synthetic, 0.0)
    verified = np.minimum(verified_share * synthetic, verifiable_tokens)
    # what is counted as human: all but the AI text in what was crawled, and part of the verified
    found = np.divide(public, some, out=some)
    share = human * (1.0 - ai_share * found)
    share += verified_worth * verified
    share /= np.maximum(trained, _LEAST)
    np.clip(share, 0.0, 1.0, out=share)
    # a trainer without any text trains on none: nothing of it is lost either
    share[~(trained > 0)] = 1.0
    shape = np.broadcast_shapes(trained.shape, verified.shape, share.shape)
    parts = (unique, epochs, gap, human, synthetic, verified, trained, share)
    whole = (one if one.shape == shape else np.array(np.broadcast_to(one, shape)) for one in parts)
    return Supply(*whole)


def verifiable(
    newest_tokens: Array,
    years: Array,
    growth: Array,
    synthetic_at_first: Array | float = 0.0,
) -> Array:
    """Most synthetic tokens that can be verified: max(Y0, T/50) (1 + r)^τ.

    Args:
        newest_tokens: T, of the newest run, (worlds,), or (vendors, 1, worlds).
        years: τ, years after it, (years,), or (vendors, years).
        growth: r, a year, (worlds,).
        synthetic_at_first: Y0.

    Returns:
        (years, worlds), or (vendors, years, worlds).
    """
    start = np.maximum(synthetic_at_first, VERIFIED_AT_FIRST * newest_tokens)
    volume: Array = start * np.exp(years[..., None] * np.log1p(growth))
    return volume
