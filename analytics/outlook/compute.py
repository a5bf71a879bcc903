"""What a gap costs in compute: effective tokens, the loss they allow, and the compute wasted.

Of D tokens that a run wants it has H human ones, U₁ of them unique, Y synthetic ones, V of these
verified. Repeated text loses its worth, verified text counts ν, and unverified text acts as further
and weaker passes over the human text that its generator saw, of which it kept κ:

    D_eff = U₁ [1 + R (1 − exp(−max(H/U − 1, 0)/R))] + νV + ω κ U₁ R (1 − exp(−(Y − V)/(U₁ R)))

at most D. A model of N = D/(20 k) parameters is too large for so little text (k is the overtraining
of the scenario); with U_N = min(N, (U₁ + νV)/(20 k)),

    N_eff = U_N [1 + R_N (1 − exp(−max(N/U_N − 1, 0)/R_N))]
    L = E + A N_eff^−α + B D_eff^−β

*Compute wasted* is x orders of magnitude if a run of 10^−x of the compute, spread over parameters
and tokens alike, would reach the same loss on text without end:

    A (N 10^(−x/2))^−α + B (D 10^(−x/2))^−β = L − E

Losses themselves differ by thousandths: unreadable. The law is carried on far beyond the runs that
it was fitted to.

Sources: Hoffmann et al. 2022, arXiv 2203.15556; Besiroglu et al. 2024, arXiv 2404.10102;
Muennighoff et al. 2023, arXiv 2305.16264 (repetition of text, R, and of parameters, R_N).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.depletion.demand import TOKENS_PER_PARAMETER
from analytics.depletion.stock import EPOCH_HALF_LIFE
from analytics.estimates import Array
from analytics.outlook.supply import Supply
from data import catalog

PARAMETER_HALF_LIFE = 5.309743
"""R_N of Muennighoff et al. 2023: how fast parameters beyond what the text feeds lose worth."""

_LEAST = 1e-100
_NOTHING = 1e-12
"""Part of the text that is wanted which a run without any is taken to have."""

_STEPS = 2
_BLOCK = 1 << 13


@dataclass(frozen=True, slots=True)
class Law:
    """Loss of N parameters trained on D tokens: E + A N^−α + B D^−β, in nats a token."""

    a: float
    b: float
    e: float
    alpha: float
    beta: float


@lru_cache(maxsize=8)
def law(name: str, data_version: str) -> Law:
    """The constants of a law of the table ``scaling_laws``.

    Raises:
        KeyError: no law of that name.
        LookupError: the version is no longer known.
    """
    table = catalog.snapshot(data_version).load("scaling_laws").set_index("law_id")
    numbers = {column: table[column].astype(float) for column in ("A", "B", "E", "alpha", "beta")}
    return Law(*(float(column[name]) for column in numbers.values()))


def effective_tokens(
    demand_tokens: Array,
    made: Supply,
    *,
    verified_value: Array | float,
    unverified_value: Array | float,
    source_kept: Array | float,
) -> Array:
    """D_eff: new human tokens that would serve as well as what a run is made of.

    Args:
        demand_tokens: D, above 0.
        made: what the run is made of, of its shape.
        verified_value: ν, 0 to 1.
        unverified_value: ω, 0 to 1.
        source_kept: κ of the model that wrote the synthetic text, 0 to 1.

    Returns:
        Tokens, at most ``demand_tokens``.
    """
    half = EPOCH_HALF_LIFE
    unique = unique_trained(made)
    repeated = made.human_tokens / np.maximum(made.unique_tokens, _LEAST)
    repeated -= 1.0
    np.maximum(repeated, 0.0, out=repeated)
    worth = _approach(repeated, half)
    passes = made.synthetic_tokens - made.verified_tokens
    passes /= np.maximum(unique, _LEAST)
    worth += unverified_value * source_kept * _approach(passes, half)
    worth += 1.0
    worth *= unique
    worth += verified_value * made.verified_tokens
    effective: Array = np.minimum(worth, demand_tokens, out=worth)
    return effective


def unique_trained(made: Supply) -> Array:
    """U₁: unique human tokens that a run trains on."""
    return np.minimum(made.unique_tokens, made.human_tokens)


def compute_wasted(
    constants: Law,
    demand_tokens: Array,
    effective: Array,
    feeding_tokens: Array,
    overtraining: float = 1.0,
) -> Array:
    """Orders of magnitude of compute that a run wastes for want of text.

    Args:
        constants: of the law.
        demand_tokens: D, above 0.
        effective: D_eff, at most D.
        feeding_tokens: U₁ + νV, tokens that can feed parameters.
        overtraining: k, tokens per parameter over the compute-optimal 20.

    Returns:
        x, 0 or above, and finite: a run without text counts as one of 10⁻¹² of it.
    """
    shape = np.broadcast_shapes(demand_tokens.shape, effective.shape, feeding_tokens.shape)
    wanted, reached, fed = (
        np.broadcast_to(one, shape).ravel() for one in (demand_tokens, effective, feeding_tokens)
    )
    wasted = np.empty(wanted.size)
    # so many at a time: all steps of them stay in the processor's cache
    for start in range(0, wasted.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        wasted[block] = _wasted(constants, wanted[block], reached[block], fed[block], overtraining)
    return wasted.reshape(shape)


def _wasted(
    constants: Law, demand_tokens: Array, effective: Array, feeding: Array, overtraining: float
) -> Array:
    alpha, beta = constants.alpha, constants.beta
    fed = np.clip(feeding / demand_tokens, _NOTHING, 1.0)  # U_N / N
    excess = np.divide(1.0, fed)
    excess -= 1.0
    excess = _approach(excess, PARAMETER_HALF_LIFE)
    excess += 1.0
    fed *= excess  # N_eff / N
    # the loss above E in units of that of a run with all the text that it wants
    per_parameter = TOKENS_PER_PARAMETER * overtraining
    odds = np.log(demand_tokens)
    odds *= alpha - beta
    odds += math.log(constants.b / constants.a) - alpha * math.log(per_parameter)
    part = 1.0 / (1.0 + np.exp(odds))
    reached = np.maximum(effective / demand_tokens, _NOTHING)
    target = np.log(_mixed(part, -alpha * np.log(fed), -beta * np.log(reached)))
    wasted = _solve(constants, part, target)
    wasted *= 2.0 / math.log(10.0)
    return np.maximum(wasted, 0.0, out=wasted)


def _approach(passes: Array, half: float) -> Array:
    """What so many further passes are worth: R (1 − exp(−passes/R)). ``passes`` is used up."""
    passes /= -half
    np.exp(passes, out=passes)
    np.subtract(1.0, passes, out=passes)
    passes *= half
    return passes


def _mixed(part: Array, log_first: Array, log_second: Array) -> Array:
    """Two terms by their parts at the start: part · e^first + (1 − part) · e^second."""
    first, second = np.exp(log_first, out=log_first), np.exp(log_second, out=log_second)
    first -= second
    first *= part
    first += second
    return first


def _solve(constants: Law, part: Array, target: Array) -> Array:
    """Newton's method for s in log(part · e^(αs) + (1 − part) · e^(βs)) = target.

    The left side is convex and rises with a slope between α and β, which are nearly the same: two
    steps leave less than 1e-6.
    """
    alpha, beta = constants.alpha, constants.beta
    s = target / (part * (alpha - beta) + beta)
    if alpha == beta:
        return s
    for _ in range(_STEPS):
        second = (1.0 - part) * np.exp(beta * s)
        both = part * np.exp(alpha * s)
        slope = alpha * both + beta * second
        both += second
        s -= (np.log(both) - target) * both / slope
    return s
