"""The worlds of the Monte Carlo: what is drawn for each unit, and what is common to all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array
from analytics.moat import criteria, mixes
from analytics.moat.composite import logs
from analytics.moat.criteria import CRITERIA, EXCLUSIVITY, LICENSED, RENEWABILITY, Judgements
from analytics.moat.inputs import MoatInputs, Unit
from analytics.moat.licences import Market, terms
from analytics.moat.streams import dirichlet, uniforms


class Seeds(NamedTuple):
    """Seeds of the groups of inputs, one and the same for all but the sensitivity analysis."""

    shares: int
    leverage: int
    attributes: int
    licences: int
    weights: int
    rule: int
    left_out: int

    @classmethod
    def of(cls, seed: int) -> Seeds:
        """The same seed for every group."""
        return cls(*[seed] * len(cls._fields))

    @property
    def of_mixes(self) -> tuple[int, int, int, int]:
        """Those that mixes and what they are worth depend on."""
        return self.shares, self.leverage, self.attributes, self.licences


@dataclass(frozen=True, eq=False, slots=True)
class Mixed:
    """The units' mixes and what they are worth, before weights; read-only.

    Attributes:
        token_shares: of each unit, (routes, draws).
        kept: share of each unit's licensed text that stays usable, (draws,); None for all of it.
        leverage: of the routes, (routes, draws).
        attributes: of the routes, (criteria, routes, draws).
        licensed: exclusivity and renewability of each unit's licensed text, (units, 2, draws).
        criteria: (units, criteria, draws).
    """

    token_shares: tuple[Array, ...]
    kept: tuple[Array | None, ...]
    leverage: Array
    attributes: Array
    licensed: Array
    criteria: Array

    def value_shares(self, unit: int) -> Array:
        """Of the unit at an index, (routes, draws); worked out anew, to spare the memory."""
        return criteria.value_shares(self.token_shares[unit], self.leverage, self.kept[unit])


def mixed(inputs: MoatInputs, seed: int) -> Mixed:
    """Mixes and criteria; those of the last two calls are kept, so that a weight can move alone."""
    return _mixed(inputs.units, inputs.judgements, inputs.market, inputs.draws, seed)


@lru_cache(maxsize=2)
def _mixed(
    units: tuple[Unit, ...], judgements: Judgements, market: Market | None, draws: int, seed: int
) -> Mixed:
    return mixed_anew(MoatInputs(units, judgements, market, draws=draws), Seeds.of(seed))


def mixed_anew(inputs: MoatInputs, seeds: Seeds) -> Mixed:
    """Mixes and criteria, those of one seed for each group."""
    units, judgements, market, draws = inputs.units, inputs.judgements, inputs.market, inputs.draws
    of_shares, of_leverage, of_attributes, of_licences = seeds.of_mixes
    table = criteria.attributes(judgements, draws, of_attributes)
    worth = criteria.leverage(judgements, draws, of_leverage)
    licensed = np.empty((len(units), 2, draws))
    licensed[:] = table[[EXCLUSIVITY, RENEWABILITY], LICENSED]
    buyers = [unit.buyer for unit in units if unit.buyer is not None]
    held = terms(market, buyers, draws, of_licences) if market else {}
    kept: list[Array | None] = [None] * len(units)
    for i, unit in enumerate(units):
        if market and unit.buyer in held:
            own = held[unit.buyer]
            for row, attribute in zip(licensed[i], (own.exclusivity, own.runway), strict=True):
                np.copyto(row, attribute, where=own.active)
            kept[i] = np.where(own.active, own.runway, 1.0) if market.rights_end else None
    tokens = tuple(mixes.draw(unit.belief, unit.id, draws, of_shares).T for unit in units)
    scored = np.empty((len(units), len(criteria.ROUTE_CRITERIA), draws))
    found = Mixed(tokens, tuple(kept), worth, table, licensed, scored)
    for i in range(len(units)):
        scored[i] = criteria.route_scores(found.value_shares(i), table, *licensed[i])
    for array in (worth, table, licensed, scored):
        array.setflags(write=False)
    return found


def weights(inputs: MoatInputs, names: tuple[str, ...], seed: int) -> Array:
    """Weights of the criteria that are there, in every world.

    Args:
        inputs: the analyst's weights and how firmly they are held.
        names: of the criteria that are there.
        seed: of their streams.

    Returns:
        (criteria, draws), summing to 1.

    Raises:
        ValueError: none of the criteria has a weight.
    """
    if inputs.weights is None:
        around = np.ones(len(names))
    else:
        given = np.array([inputs.weights[CRITERIA.index(name)] for name in names])
        if not given.sum() > 0:
            raise ValueError(f"none of the criteria has a weight: {', '.join(names)}")
        around = given / given.sum()
        if inputs.concentration == np.inf:
            return np.repeat(around[:, None], inputs.draws, axis=1)
        around *= inputs.concentration
    streams = [f"weight/{name}" for name in names]
    return dirichlet(around.tolist(), inputs.draws, seed, streams)


def leave_out(inputs: MoatInputs, drawn: Array, seed: int) -> tuple[Array, NDArray[np.intp]]:
    """Leave one criterion out of each world, or none: each as likely (Saisana et al. 2005).

    Args:
        inputs: whether to leave any out.
        drawn: weights, (criteria, draws).
        seed: of the stream.

    Returns:
        Weights of those that stay, summing to 1, (criteria, draws), and the index of the criterion
        left out, −1 for none, (draws,). None is where no other has a weight.
    """
    count, draws = drawn.shape
    if not inputs.leave_one_out:
        return drawn, np.full(draws, -1)
    chosen = (uniforms(draws, seed, "left_out") * (count + 1)).astype(np.intp)
    stays = np.arange(count)[:, None] != chosen
    kept = drawn * stays
    total = kept.sum(axis=0)
    left = np.where((chosen < count) & (total > 0), chosen, -1)
    return np.where(left >= 0, kept / np.where(total > 0, total, 1), drawn), left


def geometric(inputs: MoatInputs, seed: int) -> NDArray[np.bool_]:
    """Whether a world takes the geometric rule, (draws,)."""
    if inputs.rule == "either":
        return uniforms(inputs.draws, seed, "rule") < 0.5
    return np.full(inputs.draws, inputs.rule == "geometric")


@dataclass(frozen=True, eq=False)
class Indicators:
    """The criteria of units, and their logarithms once a world takes the geometric rule.

    Attributes:
        values: normalised, 0–1, (units, criteria, draws), read-only.
    """

    values: Array

    def __post_init__(self) -> None:
        """Close them to writing."""
        self.values.setflags(write=False)

    @cached_property
    def logs(self) -> Array:
        """(units, criteria, draws)."""
        return logs(self.values)

    def scores(self, weights: Array, is_geometric: NDArray[np.bool_]) -> Array:
        """Scores by the rule of each world.

        Args:
            weights: summing to 1, (criteria, draws).
            is_geometric: (draws,).

        Returns:
            (units, draws).
        """
        if not is_geometric.any():
            return _weighted(self.values, weights)
        geometric: Array = np.exp(_weighted(self.logs, weights))
        if is_geometric.all():
            return geometric
        return np.where(is_geometric, geometric, _weighted(self.values, weights))


def _weighted(values: Array, weights: Array) -> Array:
    mean: Array = np.einsum("ucd,cd->ud", values, weights)
    return mean
