"""A row of the table: a figure, what bounds it, and what the machine cannot do faster."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

Verdict = Literal["ok", "BROKEN", ""]

HEADINGS = ("figure", "value", "best", "p95", "of", "bound", "floor", "", "ratio", "verdict")
_RIGHT = {1, 2, 3, 4, 6, 8}
"""Columns of numbers."""


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        figure: what was measured.
        value: the number that the bound is about; a median unless the figure says otherwise.
        unit: of the value, the floor and the limit.
        repeats: how many measurements the value is of.
        best: the least of them: on a busy machine the nearest to what it can do.
        p95: their 95th percentile, where it is not the value itself.
        limit: the value must not exceed it.
        limit_ratio: value ÷ floor must not exceed it.
        floor: what the floor is: the same amount of bare work, on the same machine in the same run.
        floor_value: how long (much) that took.
        note: what a reader must know to read the row right; printed under the table.
    """

    figure: str
    value: float
    unit: str
    repeats: int = 1
    best: float | None = None
    p95: float | None = None
    limit: float | None = None
    limit_ratio: float | None = None
    floor: str = ""
    floor_value: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the floor the value is."""
        return self.value / self.floor_value if self.floor_value else None

    @property
    def verdict(self) -> Verdict:
        """Whether the bounds hold; nothing where there are none."""
        held = []
        if self.limit is not None:
            held.append(self.value <= self.limit)
        if self.limit_ratio is not None and self.ratio is not None:
            held.append(self.ratio <= self.limit_ratio)
        if not held:
            return ""
        return "ok" if all(held) else "BROKEN"

    @property
    def bound(self) -> str:
        """The bounds in words."""
        said = []
        if self.limit is not None:
            said.append(f"≤ {number(self.limit, exact=True)} {self.unit}".rstrip())
        if self.limit_ratio is not None:
            said.append(f"≤ {number(self.limit_ratio, exact=True)}× floor")
        return ", ".join(said)

    def as_json(self) -> dict[str, Any]:
        """Every attribute and what follows from them."""
        return dataclasses.asdict(self) | {"ratio": self.ratio, "verdict": self.verdict}


def of(
    figure: str,
    measured: ArrayLike,
    unit: str,
    *,
    floor: tuple[str, ArrayLike] | None = None,
    **more: Any,
) -> Row:
    """The row of repeated measurements: their median, least and 95th percentile.

    Args:
        figure: what was measured.
        measured: each time.
        unit: of all numbers.
        floor: what the floor is, and its measurements; their median is taken.
        more: other attributes of the row.
    """
    values = np.asarray(measured, dtype=float)
    what, bare = floor or ("", None)
    return Row(
        figure,
        float(np.median(values)),
        unit,
        repeats=values.size,
        best=float(values.min()) if values.size > 1 else None,
        p95=float(np.quantile(values, 0.95)) if values.size > 1 else None,
        floor=what,
        floor_value=None if bare is None else float(np.median(np.asarray(bare, dtype=float))),
        **more,
    )


def number(value: float, exact: bool = False) -> str:
    """Three significant digits, thousands with commas; ``exact`` keeps a bound as it is written."""
    if exact:
        return f"{value:,.10g}"
    rounded = abs(float(f"{value:.3g}"))
    if rounded >= 100:
        return f"{value:,.0f}"
    digits = 2 - int(np.floor(np.log10(rounded))) if rounded else 0
    return f"{value:.{min(max(digits, 0), 6)}f}"


def table(sections: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """All rows, aligned, each section under its name, notes behind them."""
    lines: list[tuple[str, ...] | str] = [HEADINGS]
    notes: list[str] = []
    for name, rows in sections:
        lines.append(name)
        for row in rows:
            if row.note and row.note not in notes:
                notes.append(row.note)
            lines.append(_cells(row, notes.index(row.note) + 1 if row.note else 0))
    widths = _widths(line for line in lines if not isinstance(line, str))
    printed = [
        f"\n{line}" if isinstance(line, str) else _aligned(line, widths).rstrip() for line in lines
    ]
    printed.insert(1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    if notes:
        printed += ["", *(f"[{i}] {note}" for i, note in enumerate(notes, 1))]
    return "\n".join(printed)


def _cells(row: Row, note: int) -> tuple[str, ...]:
    def with_unit(value: float | None) -> str:
        return "" if value is None else f"{number(value)} {row.unit}".rstrip()

    return (
        f"  {row.figure}" + (f" [{note}]" if note else ""),
        with_unit(row.value),
        "" if row.best is None else number(row.best),
        "" if row.p95 is None else number(row.p95),
        f"{row.repeats:,}" if row.repeats > 1 else "",
        row.bound,
        with_unit(row.floor_value),
        row.floor,
        "" if row.ratio is None else f"{number(row.ratio)}×",
        row.verdict,
    )


def _widths(lines: Iterable[tuple[str, ...]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*lines, strict=True)]


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(
        cell.rjust(width) if i in _RIGHT else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
