"""The manifest of a sweep: what its files are of, whatever assumptions there are by now.

It is read back as it was written. A sweep of older code, which had other assumptions, can be listed
and read; only going on with it needs the same code.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_FORMAT = 1


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the files of a sweep are of.

    Attributes:
        key: hash of all that the files depend on.
        data_version: of the data.
        code_version: of the models.
        scenarios: how many.
        block_size: scenarios of a block; the last may have fewer.
        vendors: that any scenario ranks.
        columns: in the order of the files.
        grid: as JSON.
        source: the grid as it was written.
    """

    key: str
    data_version: str
    code_version: str
    scenarios: int
    block_size: int
    vendors: tuple[str, ...]
    columns: tuple[Column, ...]
    grid: Mapping[str, Any]
    source: str

    @property
    def blocks(self) -> int:
        """Number of blocks."""
        return math.ceil(self.scenarios / self.block_size)

    @property
    def axes(self) -> tuple[str, ...]:
        """Assumptions that were varied, the one that changes slowest first."""
        return tuple(str(axis["field"]) for axis in self.grid["axes"])

    @property
    def grid_key(self) -> str:
        """Hash of every scenario and its number."""
        return key_of(self.grid)

    def numbers(self, block: int) -> range:
        """Numbers of a block's scenarios."""
        start = block * self.block_size
        return range(start, min(start + self.block_size, self.scenarios))

    def mark(self, block: int) -> dict[str, Any]:
        """What the file of a block says of itself."""
        return {"sweep": self.key, "block": block, "rows": len(self.numbers(block))}

    def as_json(self) -> dict[str, Any]:
        """The manifest as JSON; :meth:`from_json` reads it back exactly."""
        return {
            "aquifer": "sweep",
            "v": _FORMAT,
            "key": self.key,
            "data": self.data_version,
            "code": self.code_version,
            "scenarios": self.scenarios,
            "block_size": self.block_size,
            "blocks": self.blocks,
            "vendors": list(self.vendors),
            "source": self.source,
            "grid": dict(self.grid),
            "columns": [asdict(column) for column in self.columns],
        }

    @classmethod
    def from_json(cls, content: Any) -> Manifest:
        """Read what :meth:`as_json` wrote.

        Raises:
            ValueError: it is no manifest of a sweep, or one of another form.
        """
        if not isinstance(content, dict) or content.get("aquifer") != "sweep":
            raise ValueError("it is no manifest of a sweep")
        if content.get("v") != _FORMAT:
            raise ValueError(f"its form {content.get('v')} is unknown; {_FORMAT} is read")
        try:
            found = cls(
                str(content["key"]),
                str(content["data"]),
                str(content["code"]),
                int(content["scenarios"]),
                int(content["block_size"]),
                tuple(str(name) for name in content["vendors"]),
                tuple(Column(**column) for column in content["columns"]),
                dict(content["grid"]),
                str(content["source"]),
            )
            if found.scenarios < 1 or found.block_size < 1 or not found.grid_key:
                raise ValueError("it has no scenarios")
            return found
        except (KeyError, TypeError) as error:
            raise ValueError(f"it is no manifest of a sweep: {error!r}") from None


def key_of(content: Any) -> str:
    """Hash of anything that JSON can hold."""
    canonical = json.dumps(content, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
