"""A plan: a grid on one version of data and code, cut into numbered blocks."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import analytics
from analytics.outlook.key_figures import FIGURES, VENDOR_FIGURES
from analytics.outlook.vendors import ranked_names
from analytics.scenario import DECLARATIONS
from analytics.sweep.grid import Grid
from data import catalog

SEPARATOR = "/"
"""Between a figure and the vendor that it is of, in the name of a column."""

_FORMAT = 1
_LEAST, _BLOCKS = 8, 500
_MOST_NEIGHBOURS = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sweep.

    Attributes:
        name: what it is called.
        kind: ``axis``, ``figure`` or ``vendor``; ``identity`` for what tells rows apart.
        unit: of its numbers; empty where there is none.
        meaning: one sentence.
    """

    name: str
    kind: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Plan:
    """What a sweep computes, and in which blocks.

    Attributes:
        grid: the scenarios.
        data_version: of the data.
        code_version: of the models.
        vendors: that any scenario ranks, in the order of the tables.
        block_size: scenarios of a block; the last may have fewer.
        source: the grid as it was written.
    """

    grid: Grid
    data_version: str
    code_version: str
    vendors: tuple[str, ...]
    block_size: int
    source: str = ""

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return math.ceil(len(self.grid) / self.block_size)

    def numbers(self, block: int) -> range:
        """Numbers of a block's scenarios."""
        start = block * self.block_size
        return range(start, min(start + self.block_size, len(self.grid)))

    @cached_property
    def key(self) -> str:
        """Hash of all that the files depend on."""
        parts = (self.grid.key, self.data_version, self.code_version, self.block_size)
        return hashlib.sha256(json.dumps([*parts, self.vendors]).encode()).hexdigest()[:16]

    def columns(self) -> tuple[Column, ...]:
        """Every column, in the order of the files."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[Column]:
        yield Column("scenario", "identity", "", "Number of the scenario, from 0")
        yield Column("scenario_key", "identity", "", "Hash of every assumption of the scenario")
        yield Column("base", "identity", "", "Preset or scenario file that it starts from")
        for axis in self.grid.axes:
            declared = DECLARATIONS[axis.field]
            if declared.kind != "estimate":
                yield Column(axis.field, "axis", declared.unit, declared.label)
                continue
            ends = ("low", "mode", "high") if declared.default.mode is not None else ("low", "high")
            yield Column(axis.field, "axis", declared.unit, f"{declared.label}: median")
            for end in ends:
                name = f"{axis.field}_{end}"
                yield Column(name, "axis", declared.unit, f"{declared.label}: {_ENDS[end]}")
        for figure in FIGURES:
            yield Column(figure.name, "figure", figure.unit, figure.meaning)
        for vendor in self.vendors:
            for figure in VENDOR_FIGURES:
                name = f"{figure.name}{SEPARATOR}{vendor}"
                yield Column(name, "vendor", figure.unit, f"{vendor}. {figure.meaning}")

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON; :meth:`from_json` reads it back exactly."""
        return {
            "aquifer": "sweep",
            "v": _FORMAT,
            "key": self.key,
            "data": self.data_version,
            "code": self.code_version,
            "scenarios": len(self.grid),
            "block_size": self.block_size,
            "blocks": self.blocks,
            "vendors": list(self.vendors),
            "source": self.source,
            "grid": self.grid.as_json(),
            "columns": [
                {"name": c.name, "kind": c.kind, "unit": c.unit, "meaning": c.meaning}
                for c in self.columns()
            ],
        }

    @classmethod
    def from_json(cls, content: Any) -> Plan:
        """Read what :meth:`as_json` wrote.

        Raises:
            ValueError: it is no plan of a sweep, or one of another form.
        """
        if not isinstance(content, dict) or content.get("aquifer") != "sweep":
            raise ValueError("it is no manifest of a sweep")
        if content.get("v") != _FORMAT:
            raise ValueError(f"its form {content.get('v')} is unknown; {_FORMAT} is read")
        try:
            return cls(
                Grid.from_json(content["grid"]),
                str(content["data"]),
                str(content["code"]),
                tuple(str(name) for name in content["vendors"]),
                int(content["block_size"]),
                str(content["source"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"it is no manifest of a sweep: {error!r}") from None


_ENDS = {"low": "lower end", "mode": "most likely value", "high": "upper end"}


def plan_of(grid: Grid, source: str = "") -> Plan:
    """Plan a sweep on the data in use.

    Blocks are the same whoever computes them. A large grid has about 500: enough to keep many
    workers busy and to lose little to a kill. Neighbours that share their worlds stay together.

    Args:
        grid: the scenarios.
        source: the grid as it was written, kept for whoever reads the sweep.
    """
    version = catalog.version()
    size = max(_LEAST, math.ceil(len(grid) / _BLOCKS))
    if grid.cheap <= _MOST_NEIGHBOURS:
        size = math.ceil(size / grid.cheap) * grid.cheap
    return Plan(grid, version, analytics.__version__, _vendors(grid, version), size, source)


def _vendors(grid: Grid, data_version: str) -> tuple[str, ...]:
    """Vendors that any scenario ranks: bases and the choice to rank open models decide."""
    found: dict[str, None] = {}
    opening = next((a.values for a in grid.axes if a.field == "rank_open_models"), None)
    for base in grid.bases:
        for choice in opening or (base.scenario.rank_open_models,):
            scenario = base.scenario.model_copy(update={"rank_open_models": choice})
            found |= dict.fromkeys(ranked_names(scenario, data_version))
    return tuple(found)
