"""A grid of scenarios: what it starts from, and the values that each axis takes.

Scenarios are numbered like the digits of a clock: the last axis runs fastest. Axes are put in order
of how much has to be computed anew when they move, so that neighbours share most of their work: the
seed before the stock, the stock before vendors' own text, that before the ranking, and last what
only reads the answer, as the threshold of risk does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analytics.scenario import DECLARATIONS, JOIN_GROUPS, MOAT_GROUPS, Scenario
from analytics.sweep.manifest import key_of

MOST_SCENARIOS = 1_000_000
"""Scenarios of a grid: a day's work of a hundred cores."""

MOST_VALUES = 10_000
"""Values of one axis."""

_STAGE = {
    "calculation": 0,
    "synthetic": 2,
    "generator": 2,
    **dict.fromkeys(JOIN_GROUPS, 2),
    **dict.fromkeys(MOAT_GROUPS, 3),
    "moat_mixes": 2,
    "laboratory": 4,
}
_FIELD_STAGE = {"tail_threshold": 4, "log2_moat_draws": 0}
_CHEAP = 3
"""Stage from which on only the ranking, or nothing, is computed anew."""


@dataclass(frozen=True, slots=True)
class Base:
    """What scenarios start from.

    Attributes:
        name: of the preset, or of the scenario file.
        scenario: every assumption.
    """

    name: str
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Axis:
    """An assumption and the values that it takes.

    Attributes:
        field: its name.
        values: as a Scenario holds them, each once.
    """

    field: str
    values: tuple[Any, ...]

    @property
    def stage(self) -> int:
        """How much is computed anew when it moves: 0 is everything."""
        return _FIELD_STAGE.get(self.field, _STAGE.get(DECLARATIONS[self.field].group, 1))


@dataclass(frozen=True)
class Grid:
    """Scenarios to evaluate: every combination of a base and a value on each axis.

    Attributes:
        bases: one or more.
        axes: by :attr:`Axis.stage`, so that the last one changes least; those of one stage in the
            order given.
    """

    bases: tuple[Base, ...]
    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, bases: tuple[Base, ...], axes: tuple[Axis, ...]) -> Grid:
        """A grid with its axes put in order."""
        return cls(bases, tuple(sorted(axes, key=lambda axis: axis.stage)))

    @property
    def shape(self) -> tuple[int, ...]:
        """Bases, then values of each axis."""
        return (len(self.bases), *(len(axis.values) for axis in self.axes))

    def __len__(self) -> int:
        """Number of scenarios."""
        return math.prod(self.shape)

    @property
    def cheap(self) -> int:
        """Neighbours that share the stock and the runs of vendors."""
        return math.prod(len(axis.values) for axis in self.axes if axis.stage >= _CHEAP)

    def places(self, number: int) -> tuple[int, ...]:
        """Index of the base and of the value on each axis of a scenario.

        Raises:
            IndexError: there is no scenario of that number.
        """
        if not 0 <= number < len(self):
            raise IndexError(f"scenario {number} is not among {len(self)}")
        found = []
        for length in reversed(self.shape):
            number, place = divmod(number, length)
            found.append(place)
        return tuple(reversed(found))

    def values(self, number: int) -> dict[str, Any]:
        """The values of a scenario on the axes, by field."""
        places = self.places(number)[1:]
        return {axis.field: axis.values[at] for axis, at in zip(self.axes, places, strict=True)}

    def base(self, number: int) -> Base:
        """What a scenario starts from."""
        return self.bases[self.places(number)[0]]

    def scenario(self, number: int) -> Scenario:
        """Every assumption of a scenario."""
        return self.base(number).scenario.model_copy(update=self.values(number))

    def as_json(self) -> dict[str, Any]:
        """The grid as JSON; :meth:`from_json` reads it back exactly."""
        return {
            "bases": [
                {
                    "name": base.name,
                    "values": {
                        name: d.as_json(getattr(base.scenario, name))
                        for name, d in DECLARATIONS.items()
                    },
                }
                for base in self.bases
            ],
            "axes": [
                {
                    "field": axis.field,
                    "values": [DECLARATIONS[axis.field].as_json(one) for one in axis.values],
                }
                for axis in self.axes
            ],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Grid:
        """Read what :meth:`as_json` wrote.

        Raises:
            KeyError: a part or an assumption is missing.
            ValueError: a value is not accepted.
        """
        return cls.of(
            tuple(Base(str(one["name"]), Scenario(**one["values"])) for one in content["bases"]),
            tuple(
                Axis(
                    str(one["field"]),
                    tuple(DECLARATIONS[one["field"]].accept(value) for value in one["values"]),
                )
                for one in content["axes"]
            ),
        )

    @cached_property
    def key(self) -> str:
        """Hash of every scenario and its number."""
        return key_of(self.as_json())
