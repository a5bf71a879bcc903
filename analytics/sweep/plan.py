"""A plan: a grid on one version of data and code, cut into numbered blocks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import analytics
from analytics.outlook.key_figures import FIGURES, VENDOR_FIGURES
from analytics.outlook.vendors import ranked_names
from analytics.scenario import DECLARATIONS
from analytics.sweep.grid import Grid
from analytics.sweep.manifest import Column, Manifest, key_of
from data import catalog

SEPARATOR = "/"
"""Between a figure and the vendor that it is of, in the name of a column."""

MARK = b"aquifer"
"""Key of the metadata of a block's file, under which it says what it is of."""

_LEAST, _BLOCKS = 8, 500
_MOST_NEIGHBOURS = 1000


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

    @cached_property
    def key(self) -> str:
        """Hash of all that the files depend on."""
        parts = (self.grid.key, self.data_version, self.code_version, self.block_size)
        return key_of([*parts, self.vendors])

    @cached_property
    def manifest(self) -> Manifest:
        """What the files say that they are of."""
        return Manifest(
            self.key,
            self.data_version,
            self.code_version,
            len(self.grid),
            self.block_size,
            self.vendors,
            tuple(self._columns()),
            self.grid.as_json(),
            self.source,
        )

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return self.manifest.blocks

    def numbers(self, block: int) -> range:
        """Numbers of a block's scenarios."""
        return self.manifest.numbers(block)

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

    @classmethod
    def of(cls, manifest: Manifest) -> Plan:
        """The plan behind a manifest of this code.

        Raises:
            KeyError: an assumption is missing.
            ValueError: a value is not accepted.
        """
        return cls(
            Grid.from_json(manifest.grid),
            manifest.data_version,
            manifest.code_version,
            manifest.vendors,
            manifest.block_size,
            manifest.source,
        )


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
