"""A value as it was reported: its ends, what it is of, and how it is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BASES = ("total", "per_year", "initial")
"""What a summable value is of; different ones are never added."""


@dataclass(frozen=True, slots=True)
class Value:
    """A reported value.

    Attributes:
        low: USD; the lower end of what was reported.
        high: USD; its upper end, the same where one figure was.
        basis: what it is of: ``total``, ``per_year``, ``initial`` and others.
        bound: how it is meant: stated, minimum, maximum, approximate, estimate.
        unit: what one unit is, of a value per unit; else empty.
    """

    low: float
    high: float
    basis: str
    bound: str
    unit: str = ""

    @property
    def at_least(self) -> bool:
        """Whether more may have been paid."""
        return self.bound == "minimum"

    @property
    def at_most(self) -> bool:
        """Whether less may have been paid."""
        return self.bound == "maximum"


@dataclass(frozen=True, slots=True)
class Amount:
    """What is known of a sum of values.

    Attributes:
        deals: how many values are in it.
        low: USD; surely no less.
        high: USD; no more, unless it is open.
        open_above: whether one of the values is a minimum.
    """

    deals: int
    low: float
    high: float
    open_above: bool


def add(values: Iterable[Value]) -> Amount:
    """The sum of values of one basis, as far as it is known.

    A minimum leaves the sum open above; of a maximum nothing may have been paid.

    Args:
        values: of one basis.

    Raises:
        ValueError: they are of several bases, or of one that is never summed.

    >>> add([Value(2e7, 2.5e7, "per_year", "stated"), Value(5e7, 5e7, "per_year", "maximum")])
    Amount(deals=2, low=20000000.0, high=75000000.0, open_above=False)
    """
    found = list(values)
    bases = {one.basis for one in found}
    if len(bases) > 1 or not bases <= set(BASES):
        raise ValueError(f"values of {', '.join(sorted(bases))} are never added")
    return Amount(
        len(found),
        float(sum(0.0 if one.at_most else one.low for one in found)),
        float(sum(one.high for one in found)),
        any(one.at_least for one in found),
    )
