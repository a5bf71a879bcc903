"""What licences are worth: how exclusive their suppliers are, and how long the contracts run.

Most licences are not exclusive, so that a supplier counts by how many buyers it has (multi-homing;
Hagiu & Wright 2020, Harvard Business Review 98). Exclusivity of supplier s is 1 where the deal is
exclusive, and else 1/(B_s + u), with B_s distinct named buyers that hold an active deal for
training, and u buyers nobody has reported.

A contract runs for its term and is renewed, each time for as long again, with probability q: with
one uniform number U a deal, it outlives m renewals where U < qᵐ, and so ends after
``term · (1 + ⌊ln U / ln q⌋)`` years. A terminated one has ended for good. A term that is reported
as a minimum, "at least 3 years", is that of the assumed distribution given that it is no shorter:
taken as exact it would end such a contract too early in every world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array, Estimate
from analytics.moat.streams import drawn, drawn_from, uniforms

Rights = Literal["training", "display", "both", "unknown"]
Bools = NDArray[np.bool_]

SIGNED = frozenset({"announced", "terminated"})
"""Statuses of a deal that was signed. Talks, preliminary settlements, aggregates, revenues and
price lists are no deals."""

RUNWAY_YEARS = 5.0
"""How far ahead the runway of licences looks."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What one buyer may use of one supplier; a deal among several is a row for each pair.

    Args:
        deal: id of the contract; rows of one deal share its term and its renewals.
        buyer: id of the buyer; None where no name is known, and then nobody's second home.
        supplier: id of the supplier; None where no name is known: its other buyers aren't, either.
        category: type of supplier, such as ``news``.
        from_year: decimal year in which it starts.
        rights: training and display rights are two things.
        status: ``announced`` and ``terminated`` deals were signed, others were not.
        term_years: length of the contract, above 0; None where unknown.
        term_at_least: whether it may be longer than that.
        exclusive: whether the supplier may not sell the same to others.
        usd_per_year: this row's part of the deal's value; None where undisclosed.
        ended_year: decimal year of its termination, if it was terminated.

    Raises:
        ValueError: a term that is none, or a negative value.
    """

    deal: str
    buyer: str | None
    supplier: str | None
    category: str
    from_year: float
    rights: Rights
    status: str = "announced"
    term_years: float | None = None
    exclusive: Literal["yes", "no", "unknown"] = "unknown"
    usd_per_year: float | None = None
    ended_year: float | None = None
    term_at_least: bool = False

    def __post_init__(self) -> None:
        """Refuse a contract without length, and one that is paid for backwards."""
        if self.term_years is not None and not self.term_years > 0:
            raise ValueError(f"a term must be above 0 years, not {self.term_years:g}")
        if self.term_at_least and self.term_years is None:
            raise ValueError("a term that is not known is no least term")
        if self.usd_per_year is not None and not self.usd_per_year >= 0:
            raise ValueError(f"a value must not be negative, but is {self.usd_per_year:g}")

    @property
    def counts(self) -> bool:
        """Whether it was signed and may be for training."""
        return self.status in SIGNED and self.rights != "display"


@dataclass(frozen=True, slots=True)
class Market:
    """All licences, and what is held of them.

    Args:
        licences: of every buyer: those of others make a supplier less exclusive.
        as_of: today, decimal year.
        unseen_buyers: u, buyers of a supplier that nobody has reported, 0 or more.
        unknown_term_years: term of a contract whose own is not known, above 0.
        renewal: q, probability that a contract is renewed, 0–1.
        unknown_rights_train: probability that a deal of unknown rights is for training.
        weighting: deals weigh by their ``value`` a year (where undisclosed, the median of the
            category) or ``equal``.
        rights_end: whether the text must go when the contract ends; otherwise what a model was
            trained on stays.

    Raises:
        ValueError: an estimate out of its bounds.
    """

    licences: tuple[Licence, ...]
    as_of: float
    unseen_buyers: Estimate
    unknown_term_years: Estimate
    renewal: Estimate
    unknown_rights_train: float = 0.5
    weighting: Literal["value", "equal"] = "value"
    rights_end: bool = False

    def __post_init__(self) -> None:
        """Refuse estimates that are no counts, lengths or probabilities."""
        if self.unseen_buyers.low < 0 or self.unknown_term_years.low <= 0:
            raise ValueError("unseen buyers must not be negative, terms must be above 0")
        if not 0 <= self.renewal.low <= self.renewal.high <= 1:
            raise ValueError(f"a renewal is a probability, not {self.renewal.points}")
        if not 0 <= self.unknown_rights_train <= 1:
            raise ValueError(f"a probability is 0 to 1, not {self.unknown_rights_train:g}")
        if self.weighting not in ("value", "equal"):
            raise ValueError(f"weighting must be value or equal, not {self.weighting}")


@dataclass(frozen=True, eq=False, slots=True)
class Terms:
    """What one buyer's licences amount to, in every world.

    Attributes:
        active: whether the buyer holds any active licence for training, (draws,).
        exclusivity: of its licensed text, 0–1, (draws,); 0 where nothing is active.
        runway: share of it still under contract over the next five years, 0–1, (draws,); likewise.
    """

    active: Bools
    exclusivity: Array
    runway: Array


def terms(market: Market, buyers: Iterable[str], draws: int, seed: int) -> dict[str, Terms]:
    """Exclusivity and runway of each buyer's licensed text.

    Args:
        market: every licence, and what is held of them.
        buyers: ids.
        draws: number of worlds.
        seed: of all streams together.

    Returns:
        a = Σ x_d e_s / Σ x_d over active deals d for training, and the mean over the next five
        years of Σ x_d active_d(t) / Σ x_d active_d(now); nothing for a buyer that never signed any.
    """
    own: dict[str, list[Licence]] = {buyer: [] for buyer in buyers}
    for one in market.licences:
        if one.counts and one.buyer in own:
            own[one.buyer].append(one)
    suppliers = {one.supplier for held in own.values() for one in held}
    concerning = [one for one in market.licences if one.counts and one.supplier in suppliers]
    contracts = _contracts(concerning, market, draws, seed)
    homes = _homes(concerning, contracts)
    unseen = drawn(market.unseen_buyers, draws, seed, "market/unseen_buyers")

    def of(held: list[Licence]) -> Terms:
        total, exclusive, ahead = (np.zeros(draws) for _ in range(3))
        for one, weight in zip(held, weights_of(held, market), strict=True):
            running, years = contracts[one.deal]
            part = weight * running
            total += part
            ahead += part * years
            if one.exclusive == "yes":
                exclusive += part
            else:  # itself is a home as well, also where only this row says so
                exclusive += part / (np.maximum(homes[one.supplier], 1) + unseen)
        active = total > 0
        base = np.where(active, total, 1.0)
        return Terms(active, exclusive / base, ahead / (base * RUNWAY_YEARS))

    return {buyer: of(held) for buyer, held in own.items() if held}


def end_year(licence: Licence, market: Market, draws: int, seed: int) -> Array:
    """Decimal year in which a contract ends, renewals included.

    Args:
        licence: the contract.
        market: what is held of terms and renewals.
        draws: number of worlds.
        seed: of all streams together.

    Returns:
        (draws,); ``inf`` for one that is renewed for ever.
    """
    return _end_year(licence, market, draws, seed, _log_renewal(market, draws, seed))


def weights_of(licences: Sequence[Licence], market: Market) -> list[float]:
    """x_d: what each licence weighs among a buyer's own.

    Args:
        licences: those to weigh.
        market: every licence, whose disclosed values set the medians.

    Returns:
        USD a year, or 1 each: where deals weigh equally, or none discloses its value.
    """
    values: dict[str, list[float]] = {}
    for one in market.licences:
        if one.status in SIGNED and one.usd_per_year:
            values.setdefault(one.category, []).append(one.usd_per_year)
    if market.weighting == "equal" or not values:
        return [1.0] * len(licences)
    overall = median(value for known in values.values() for value in known)
    typical = {category: median(known) for category, known in values.items()}
    return [
        one.usd_per_year if one.usd_per_year else typical.get(one.category, overall)
        for one in licences
    ]


def _log_renewal(market: Market, draws: int, seed: int) -> Array:
    """Logarithm of q, (draws,): −inf where no contract is renewed, 0 where all are."""
    with np.errstate(divide="ignore"):
        return np.log(drawn(market.renewal, draws, seed, "market/renewal"))


def _end_year(licence: Licence, market: Market, draws: int, seed: int, log_renewal: Array) -> Array:
    if licence.ended_year is not None:
        return np.full(draws, licence.ended_year)
    term: Array | float | None = licence.term_years
    if term is None or licence.term_at_least:
        name, least = f"deal/{licence.deal}/term", licence.term_years or 0.0
        term = drawn_from(market.unknown_term_years, least, draws, seed, name)
    luck = uniforms(draws, seed, f"deal/{licence.deal}/renewals")
    with np.errstate(divide="ignore"):
        renewals = np.floor(np.log(luck) / log_renewal)
    # where q is 1, ln U / ln q is −inf or inf by the sign of the 0
    ends: Array = licence.from_year + term * (1 + np.abs(renewals))
    return ends


def _contracts(
    licences: Iterable[Licence], market: Market, draws: int, seed: int
) -> dict[str, tuple[Bools, Array]]:
    """By deal: whether it is for training and active today, and its years from now, 0–5."""
    log_renewal = _log_renewal(market, draws, seed)
    found: dict[str, tuple[Bools, Array]] = {}
    for one in licences:
        if one.deal in found:
            continue
        ahead = _end_year(one, market, draws, seed, log_renewal) - market.as_of
        running: Bools = ahead > 0 if one.from_year <= market.as_of else np.zeros(draws, bool)
        if one.rights == "unknown":
            meant = uniforms(draws, seed, f"deal/{one.deal}/rights")
            running &= meant < market.unknown_rights_train
        found[one.deal] = running, np.clip(ahead, 0, RUNWAY_YEARS, out=ahead)
    return found


def _homes(
    licences: Iterable[Licence], contracts: Mapping[str, tuple[Bools, Array]]
) -> dict[str | None, Array]:
    """B_s by supplier: distinct named buyers with an active licence for training, (draws,)."""
    buyers: dict[tuple[str | None, str], Bools] = {}
    for one in licences:
        if one.buyer is not None:
            pair, (running, _) = (one.supplier, one.buyer), contracts[one.deal]
            buyers[pair] = buyers[pair] | running if pair in buyers else running
    homes: dict[str | None, Array] = {}
    for (supplier, _), active in buyers.items():
        # one supplier without a name is not another
        known = active if supplier is not None else np.zeros_like(active)
        homes[supplier] = homes[supplier] + known if supplier in homes else known.astype(float)
    return homes
