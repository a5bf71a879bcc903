"""A scenario whose worlds are given from outside, and one that notes which inputs are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np
from pydantic import PrivateAttr

from analytics.estimates import Array, Estimate
from analytics.scenario import DECLARATIONS, Scenario


class Given(Scenario):
    """A scenario whose worlds are given from outside, or that notes which inputs are drawn."""

    _columns: dict[str, Array] = PrivateAttr(default_factory=dict)
    _asked: dict[str, None] = PrivateAttr(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, columns: dict[str, Array], **changes: Any) -> Given:
        """The scenario with these values of its inputs, (worlds,) each."""
        given = cls(**{name: getattr(scenario, name) for name in DECLARATIONS} | changes)
        given._columns = columns
        return given

    def draw(self, name: str) -> Array:
        """Values of one uncertain input in every world, (worlds,)."""
        self._asked[name] = None
        return self._columns[name] if name in self._columns else super().draw(name)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some assumptions changed, in the same worlds."""
        copied = super().model_copy(update=update, deep=deep)
        copied._columns, copied._asked = self._columns, self._asked
        return copied


def inputs_of(
    scenario: Scenario, model: Callable[[Given], object]
) -> tuple[dict[str, float], list[str]]:
    """The inputs that a model asks for: those known for certain, and those that are not.

    Args:
        scenario: every assumption.
        model: what is run, once and in few worlds.

    Returns:
        Known inputs with their values, and names of the uncertain ones, in declaration order.
    """
    probe = Given.of(scenario, {}, log2_worlds=6)
    model(probe)
    asked = {name: getattr(scenario, name) for name in DECLARATIONS if name in probe._asked}
    known = {name: one.low for name, one in asked.items() if one.low == one.high}
    return known, [name for name in asked if name not in known]


def drawn(scenario: Scenario, name: str, uniforms: Array) -> Array:
    """Values of an uncertain input at some probabilities, within its bounds."""
    declared = DECLARATIONS[name]
    estimate: Estimate = getattr(scenario, name)
    values: Array = np.clip(estimate.quantile(uniforms), declared.low, declared.high)
    return values
