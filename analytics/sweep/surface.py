"""One answer of a sweep over one or two of its axes, the others held: what a chart draws."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics import wording
from analytics.depletion.timeline import HORIZON
from analytics.estimates import Array
from analytics.outlook.key_figures import FIGURES, VENDOR_FIGURES, Figure
from analytics.scenario import DECLARATIONS
from analytics.sweep.folder import MANIFEST, Unusable, manifest, missing
from analytics.sweep.grid import Grid
from analytics.sweep.plan import SEPARATOR
from analytics.sweep.reading import Sweep, home, place, read

MOST = 100
"""Values of a dimension that are shown; of more, as many at even steps."""

BASE = "base"
"""The dimension of what scenarios start from, beside the fields of the axes."""

_MIDDLE, _LOW, _HIGH = "_p50", "_p10", "_p90"


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that a sweep says of every scenario.

    Attributes:
        id: its name, that of the median's figure where it has quantiles.
        label: a few words.
        meaning: one sentence.
        unit: of its numbers.
        low: figure of the 10% quantile; empty where there is none.
        high: figure of the 90% quantile.
        of_vendor: whether each vendor has its own.
    """

    id: str
    label: str
    meaning: str
    unit: str
    low: str
    high: str
    of_vendor: bool


@dataclass(frozen=True, slots=True)
class Dimension:
    """One direction of a grid.

    Attributes:
        field: of its axis, or :data:`BASE`.
        label: what it is called.
        texts: its values in words, in order.
    """

    field: str
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """A sweep and the scenarios of its grid, as this version of the models knows them."""

    sweep: Sweep
    grid: Grid


@dataclass(frozen=True, eq=False, slots=True)
class Surface:
    """One answer over one or two dimensions. Arrays are read-only, (up, across).

    Attributes:
        sweep: whose it is.
        grid: its scenarios.
        answer: what it is.
        vendor: whose it is; empty where it is no vendor's.
        across: the dimension across.
        up: the dimension upwards; None where there is one only, and arrays have one row.
        middle: the answer, NaN where there is none.
        low: its 10% quantile; NaN where it has none.
        high: its 90% quantile.
        numbers: of the scenarios in the grid.
        held: label and value of each dimension that is held.
    """

    sweep: Sweep
    grid: Grid
    answer: Answer
    vendor: str
    across: Dimension
    up: Dimension | None
    middle: Array
    low: Array
    high: Array
    numbers: NDArray[np.intp]
    held: tuple[tuple[str, str], ...]


_LABELS = (
    (r"exhaustion_p50_year", "Year of exhaustion"),
    (r"exhaustion_beyond_.*", f"Chance of no exhaustion before {HORIZON:.0f}"),
    (r"exhausted_by_(\d+)_.*", r"Chance of exhaustion by the end of \1"),
    (r"tail_kept_(\d+)_.*", r"Rare tail kept in \1"),
    (r"collapse_risk_(\d+)_.*", r"Collapse risk in \1"),
    (r"human_share_(\d+)_.*", r"Human share of the run of \1"),
    (r"compute_wasted_(\d+)_.*", r"Compute wasted in \1"),
    (r"headroom_.*", "Headroom of own text"),
    (r"expected_rank", "Expected rank"),
)
"""Names of figures and what they are called in a few words."""


def _labelled(name: str) -> str:
    for pattern, label in _LABELS:
        if re.fullmatch(pattern, name):
            return re.sub(pattern, label, name)
    return ""


def _answers() -> tuple[Answer, ...]:
    names = {figure.name for figure in (*FIGURES, *VENDOR_FIGURES)}

    def of(figure: Figure, of_vendor: bool) -> Answer | None:
        name = figure.name
        if _LOW in name or _HIGH in name:
            return None
        ends = [name.replace(_MIDDLE, end) if _MIDDLE in name else "" for end in (_LOW, _HIGH)]
        if name == "expected_rank":
            ends = ["rank_p10", "rank_p90"]
        low, high = (end if end in names else "" for end in ends)
        meaning = figure.meaning.removesuffix(": median")
        label = _labelled(name) or meaning.partition(";")[0]
        return Answer(name, label, meaning, figure.unit, low, high, of_vendor)

    every = [of(figure, False) for figure in FIGURES] + [of(f, True) for f in VENDOR_FIGURES]
    return tuple(answer for answer in every if answer is not None)


ANSWERS: dict[str, Answer] = {answer.id: answer for answer in _answers()}
"""What can be looked at of a sweep, by its id; the first is the default."""


def names() -> tuple[str, ...]:
    """Names of the sweeps that are kept, finished or not, in order."""
    try:
        folders = sorted(path.name for path in home().iterdir() if (path / MANIFEST).is_file())
    except OSError:
        return ()
    return tuple(name for name in folders if _is_name(name))


def _is_name(name: str) -> bool:
    try:
        place(name)
    except ValueError:
        return False
    return True


def kept(name: str) -> Kept:
    """A sweep by its name.

    Raises:
        ValueError: it is no name of a sweep.
        Unusable: there is none of that name, or it cannot be read.
    """
    folder = place(name)
    try:
        changed = folder.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _kept(folder, changed)


@lru_cache(maxsize=8)
def _kept(folder: Path, _changed: int) -> Kept:
    of = manifest(folder)
    try:
        grid = Grid.from_json(of.grid)
    except (KeyError, ValueError, TypeError) as error:
        raise Unusable(
            f"“{folder.name}” was made by Aquifer {of.code_version}, which had other assumptions: "
            f"{error}"
        ) from None
    return Kept(Sweep(folder.name, folder, of, of.blocks - len(missing(folder, of))), grid)


def dimensions(grid: Grid) -> tuple[Dimension, ...]:
    """Every direction of a grid in which there are two values or more."""
    return tuple(found for found in _every(grid) if len(found.texts) > 1)


@lru_cache(maxsize=8)
def _every(grid: Grid) -> tuple[Dimension, ...]:
    found = [Dimension(BASE, "Starts from", tuple(base.name for base in grid.bases))]
    for axis in grid.axes:
        declared = DECLARATIONS[axis.field]
        texts = tuple(wording.value(declared, value) for value in axis.values)
        found.append(Dimension(axis.field, declared.label, texts))
    return tuple(found)


def surface(
    found: Kept, answer: str = "", vendor: str = "", across: str = "", up: str = ""
) -> Surface:
    """An answer of a sweep over one or two dimensions.

    Dimensions that are not shown are held at the value of what the grid starts from, or in their
    middle where that is not on the axis.

    Args:
        found: as :func:`kept` returns it.
        answer: of :data:`ANSWERS`; the first where there is none of that id.
        vendor: whose answer; the first of the sweep where there is none of that name.
        across: field of a dimension; the longest where there is none.
        up: field of another one; empty for none.

    Raises:
        Unusable: a file of the sweep cannot be read.
    """
    sweep, grid = found.sweep, found.grid
    every = _every(grid)
    shown = dimensions(grid) or every[:1]
    chosen = {one.field: one for one in shown}
    of = ANSWERS.get(answer) or next(iter(ANSWERS.values()))
    vendors = sweep.manifest.vendors
    whose = vendor if vendor in vendors else next(iter(vendors), "")
    right = chosen.get(across) or max(shown, key=lambda one: len(one.texts))
    upwards = chosen.get(up) if up != right.field else None
    held = _held(grid)
    index: list[int | slice] = [
        slice(None) if one in (right, upwards) else held[i] for i, one in enumerate(every)
    ]
    end = f"{SEPARATOR}{whose}" if of.of_vendor else ""
    changed = sweep.folder.stat().st_mtime_ns

    def cut(cube: NDArray[Any]) -> NDArray[Any]:
        """What is shown of a cube, (up, across)."""
        values = cube[tuple(index)]
        if upwards is None:
            values = values[None]
        elif every.index(right) < every.index(upwards):
            values = values.T
        values = values[np.ix_(_few(values.shape[0]), _few(values.shape[1]))]
        values.setflags(write=False)
        return values

    middle, low, high = (
        cut(_cube(sweep.folder, changed, f"{name}{end}" if name else ""))
        for name in (of.id, of.low, of.high)
    )
    return Surface(
        sweep=sweep,
        grid=grid,
        answer=of,
        vendor=whose if of.of_vendor else "",
        across=_thinned(right),
        up=None if upwards is None else _thinned(upwards),
        middle=middle,
        low=low,
        high=high,
        numbers=cut(np.arange(len(grid)).reshape(grid.shape)),
        held=tuple(
            (one.label, one.texts[held[i]])
            for i, one in enumerate(every)
            if one not in (right, upwards) and len(one.texts) > 1
        ),
    )


def _few(length: int) -> NDArray[np.intp]:
    """Places of at most :data:`MOST` values, the first and the last among them."""
    return np.unique(np.linspace(0, length - 1, min(length, MOST)).round().astype(np.intp))


def _thinned(one: Dimension) -> Dimension:
    return replace(one, texts=tuple(one.texts[i] for i in _few(len(one.texts))))


def _held(grid: Grid) -> tuple[int, ...]:
    """Where each dimension is held while others are shown."""
    first = grid.bases[0].scenario
    found = [0]
    for axis in grid.axes:
        own = getattr(first, axis.field)
        at = axis.values.index(own) if own in axis.values else len(axis.values) // 2
        found.append(at)
    return tuple(found)


@lru_cache(maxsize=24)
def _cube(folder: Path, changed: int, column: str) -> Array:
    """A column of a sweep in the shape of its grid; NaN where it is not finished."""
    found = _kept(folder, changed)
    values = np.full(len(found.grid), np.nan)
    if column in {one.name for one in found.sweep.manifest.columns}:
        frame = read(folder, ["scenario", column], partial=True)
        values[frame["scenario"].to_numpy(dtype=np.intp)] = frame[column].to_numpy(dtype=float)
    cube: Array = values.reshape(found.grid.shape)
    cube.setflags(write=False)
    return cube
