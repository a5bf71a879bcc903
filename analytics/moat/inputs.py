"""What a moat score is a function of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from analytics.moat.criteria import CRITERIA, Judgements
from analytics.moat.licences import Market
from analytics.moat.mixes import Belief

DRAWS = 8192
WEIGHT_CONCENTRATION = 20.0
"""How firmly an analyst's weights are held: one of 20% has a standard deviation of 9 points."""

Rule = Literal["geometric", "arithmetic", "either"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A vendor, an open model or a reference.

    Args:
        id: stable name; keys its draws.
        belief: what is known of its mix.
        ranked: whether it takes part in the ranking; others get a score and a standing beside it.
        buyer: its id as a buyer of licences, where it has one.
    """

    id: str
    belief: Belief
    ranked: bool = True
    buyer: str | None = None


@dataclass(frozen=True, slots=True)
class MoatInputs:
    """Everything that a moat score is a function of, but for the criteria of other models.

    Args:
        units: in any order, ids distinct, at least one of them ranked.
        judgements: attributes and leverage of the routes.
        market: licences and what is held of them; None: no licence moves an attribute.
        weights: the analyst's, one for each of ``CRITERIA``, 0 or more, of which those of criteria
            that are not given are left aside; None: no preference, all weights as likely.
        concentration: of the weights drawn around them; ``inf``: they are as they stand.
        rule: of aggregation; ``either``: each in half of the worlds.
        leave_one_out: whether each world leaves out one criterion, or none, all as likely.
        draws: number of worlds.
        seed: of all streams together.

    Raises:
        ValueError: two units of one id, none ranked, or weights that are none.
    """

    units: tuple[Unit, ...]
    judgements: Judgements
    market: Market | None = None
    weights: tuple[float, ...] | None = None
    concentration: float = WEIGHT_CONCENTRATION
    rule: Rule = "geometric"
    leave_one_out: bool = False
    draws: int = DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be scored."""
        if len({unit.id for unit in self.units}) < len(self.units):
            raise ValueError("two units have the same id")
        if not any(unit.ranked for unit in self.units):
            raise ValueError("no unit is ranked")
        if self.rule not in ("geometric", "arithmetic", "either"):
            raise ValueError(f"rule must be geometric, arithmetic or either, not {self.rule}")
        if self.weights is not None and (
            len(self.weights) != len(CRITERIA)
            or not all(0 <= weight < math.inf for weight in self.weights)
        ):
            raise ValueError(f"weights take one number for each of {CRITERIA}, none negative")
        if not self.concentration > 0:
            raise ValueError(f"the concentration must be above 0, not {self.concentration:g}")
        if self.draws < 1:
            raise ValueError(f"there must be at least one world, not {self.draws}")
