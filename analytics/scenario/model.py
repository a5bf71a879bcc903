"""The Scenario: one frozen value that holds every assumption, each declared once.

Uncertain inputs are :class:`~analytics.estimates.Estimate` fields. Each takes the Sobol' dimension
of its place among the estimates *in declaration order*, so **new fields are appended**: an
insertion would move the draws of everything behind it. Those of the ranking of vendors, and what
differs from vendor to vendor, take none: they declare another stream, keyed by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

import numpy as np
from pydantic import FieldSerializationInfo, ValidationInfo, field_serializer, field_validator

from analytics.estimates import Array, Draws
from analytics.scenario.declaration import Declaration, assumption, declaration
from analytics.scenario.join import JoinAssumptions
from data import catalog

GROUPS: dict[str, str] = {
    "demand": "Growth of demand",
    "stock": "Stock of public text",
    "repetition": "Repetition",
    "consent": "Consent",
    "contamination": "AI text on the web",
    "other_stocks": "Other stocks",
    "synthetic": "Training on synthetic text",
    "generator": "How generators lose the tail",
    "laboratory": "Collapse laboratory",
    "moat": "Moat: score and ranking",
    "moat_mixes": "Moat: mixes of data",
    "moat_licences": "Moat: licences",
    "moat_leverage": "Moat: worth of a token",
    "moat_exclusivity": "Moat: exclusivity",
    "moat_renewability": "Moat: renewability",
    "moat_rights_safety": "Moat: rights safety",
    "moat_human_signal": "Moat: human signal",
    "moat_non_substitutability": "Moat: non-substitutability",
    "vendor_runs": "Vendors: size of runs",
    "vendor_text": "Vendors: own text and reach",
    "vendor_compute": "Vendors: compute wasted",
    "calculation": "Calculation",
}
"""Groups of assumptions, in the order in which they are shown."""

MOAT_GROUPS: tuple[str, ...] = tuple(group for group in GROUPS if group.startswith("moat"))
"""Groups that act on the ranking of vendors and on nothing else."""

JOIN_GROUPS: tuple[str, ...] = tuple(group for group in GROUPS if group.startswith("vendor"))
"""Groups that act on the runs of vendors: on their risk, their waste and their ranking."""

VENDOR_GROUPS: tuple[str, ...] = (*MOAT_GROUPS, *JOIN_GROUPS)
"""Groups that act on vendors alone, and neither on depletion nor on a trainer with a crawl only."""


class Scenario(JoinAssumptions):
    """Every assumption behind one forecast.

    Frozen, hashable and free of NaN and infinity. A value out of bounds raises
    ``pydantic.ValidationError`` naming the field, the value and the bound.
    """

    as_of: float = assumption(
        round(catalog.decimal_year(catalog.released()), 2),
        label="Today",
        group="calculation",
        unit="year",
        bounds=(2024.0, 2040.0),
        step=0.1,
        help="The date from which the forecast looks ahead; no model reads a clock.",
        source="Date of the data package",
        status="measured",
    )
    log2_worlds: int = assumption(
        12,
        label="Worlds, as a power of two",
        group="calculation",
        unit="",
        bounds=(6, 16),
        step=1,
        help="Joint draws of all uncertain inputs: 12 is 4,096 worlds, enough for ±0.05 year.",
        source="Scrambled Sobol' points are balanced at powers of two",
        status="assumption",
    )
    seed: int = assumption(
        2024,
        label="Seed",
        group="calculation",
        unit="",
        bounds=(0, 2**31 - 1),
        step=1,
        help="Seed of the scrambling; the same seed gives the same numbers to the last digit.",
        source="Any number will do",
        status="assumption",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _as_declared(cls, value: Any, info: ValidationInfo) -> Any:
        return DECLARATIONS[str(info.field_name)].accept(value)

    @field_serializer("*", when_used="json")
    def _as_json(self, value: Any, info: FieldSerializationInfo) -> Any:
        return DECLARATIONS[info.field_name].as_json(value)

    @cached_property
    def key(self) -> str:
        """Hash of every assumption; two scenarios are the same if their keys are."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    @property
    def worlds(self) -> int:
        """Number of joint draws."""
        return 1 << self.log2_worlds

    def draw(self, name: str) -> Array:
        """Values of one uncertain input in every world.

        An interval within the bounds may have a tail beyond them: a usable share of 0.5 to 1.0
        would exceed 1 in one world of forty. Such worlds are moved to the bound.

        Args:
            name: an estimate field.

        Returns:
            Read-only array, shape (worlds,), in the field's unit and within its bounds.

        Raises:
            KeyError: no such uncertain input, or one that is drawn from another stream.
        """
        dimension, declared = DIMENSION[name], DECLARATIONS[name]
        drawn = Draws(self.worlds, self.seed).of(getattr(self, name), dimension)
        values: Array = np.clip(drawn, declared.low, declared.high)
        values.setflags(write=False)
        return values

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some assumptions changed, checked like any other scenario.

        (Pydantic's own would neither check the changes nor forget the key of the original. What
        stays is not checked again: no rule ties one assumption to another.)

        Raises:
            pydantic.ValidationError: names the field, the value and the bound.
        """
        changed = type(self)(**dict(update or {}))
        copied = super().model_copy(update={n: getattr(changed, n) for n in update or {}})
        copied.__dict__.pop("key", None)
        return copied

    def differences(self, other: Scenario) -> tuple[str, ...]:
        """Names of the assumptions in which two scenarios differ, in declaration order."""
        return tuple(n for n in DECLARATIONS if getattr(self, n) != getattr(other, n))

    def __hash__(self) -> int:
        """Equal scenarios have equal hashes."""
        return hash(self.key)


DECLARATIONS: dict[str, Declaration] = {
    name: declaration(name, info) for name, info in Scenario.model_fields.items()
}
"""Every assumption by its name, in declaration order."""

DIMENSION: dict[str, int] = {
    name: i
    for i, name in enumerate(
        n for n, d in DECLARATIONS.items() if d.kind == "estimate" and d.stream == "worlds"
    )
}
"""Sobol' dimension of each uncertain input of the worlds."""
