"""Reading a grid from TOML; whatever cannot be used is told of by place, value and bound."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from analytics.scenario import DECLARATIONS, DEFAULT_PRESET, PRESETS, from_json
from analytics.scenario.declaration import Declaration
from analytics.scenario.reading import brief, number, said
from analytics.sweep.grid import MOST_SCENARIOS, MOST_VALUES, Axis, Base, Grid

KEYS = ("preset", "presets", "scenario", "worlds", "axes")
_STARTS = KEYS[:3]
_RANGE = ("from", "to", "steps", "scale")
_SCALES = ("linear", "log")
_DIGITS = 12
"""Significant digits of what lies between the ends of a range: 0.3 is to be 0.3."""


_Part = TypeVar("_Part")


class GridError(ValueError):
    """A grid that cannot be used.

    Attributes:
        problems: one line each, naming place, value and bound.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_grid(text: str, folder: Path = Path()) -> Grid:
    """Read a grid.

    Args:
        text: TOML with ``preset``, ``presets`` or ``scenario``, optionally ``worlds``, and
            ``axes``: field → list of values, or {from, to, steps, scale}.
        folder: of the grid's file, in which a scenario file is looked for.

    Raises:
        GridError: names everything that cannot be used.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GridError(f"not TOML: {error}") from None
    problems = [
        f"{brief(key)}: unknown key; a grid has {', '.join(KEYS)}{_close(key, KEYS)}"
        for key in content
        if key not in KEYS
    ]
    bases = _collected(problems, partial(_bases, content, folder)) or ()
    worlds = _collected(problems, partial(_log2_worlds, content))
    axes = _axes(content, problems)
    if worlds is not None:
        if any(axis.field == "log2_worlds" for axis in axes):
            problems.append("worlds: there is an axis log2_worlds as well; give one of the two")
        bases = tuple(
            Base(one.name, one.scenario.model_copy(update={"log2_worlds": worlds})) for one in bases
        )
    grid = Grid.of(bases, axes)
    if not problems and len(grid) > MOST_SCENARIOS:
        sizes = [f"{len(bases)} presets"] * (len(bases) > 1)
        sizes += [f"{len(axis.values):,} {axis.field}" for axis in axes]
        problems.append(
            f"axes: {' × '.join(sizes)} are {len(grid):,} scenarios; at most "
            f"{MOST_SCENARIOS:,} are accepted"
        )
    if problems:
        raise GridError(*problems)
    return grid


def _collected(problems: list[str], part: Callable[[], _Part]) -> _Part | None:
    """A part of the grid; None where it cannot be used, which is noted."""
    try:
        return part()
    except GridError as error:
        problems += error.problems
        return None


def _bases(content: Mapping[str, Any], folder: Path) -> tuple[Base, ...]:
    given = [key for key in _STARTS if key in content]
    if len(given) > 1:
        raise GridError(f"{given[1]}: there is {given[0]} as well; give one of the two")
    if not given:
        return (_preset("preset", DEFAULT_PRESET),)
    (key,) = given
    value = content[key]
    if key == "preset":
        return (_preset(key, value),)
    if key == "scenario":
        return (_from_file(value, folder),)
    if not isinstance(value, list) or not value:
        raise GridError(f"presets: {said(value)} is not a list of presets")
    if twice := next((one for i, one in enumerate(value) if one in value[:i]), None):
        raise GridError(f"presets: {said(twice)} is given twice")
    return tuple(_preset(f"presets[{i}]", one) for i, one in enumerate(value, 1))


def _preset(place: str, name: Any) -> Base:
    if not isinstance(name, str) or name not in PRESETS:
        raise GridError(f"{place}: {said(name)} is no preset; there are {', '.join(PRESETS)}")
    return Base(name, PRESETS[name].scenario)


def _from_file(value: Any, folder: Path) -> Base:
    if not isinstance(value, str):
        raise GridError(f"scenario: {said(value)} is not the path of a scenario file")
    try:
        read = from_json((folder / value).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise GridError(
            f"scenario: cannot read {brief(value)}: {error.strerror or error}"
        ) from None
    except UnicodeDecodeError:
        raise GridError(f"scenario: {brief(value)} is not UTF-8 text") from None
    except ValueError as error:
        raise GridError(f"scenario: {brief(value)} is {error}") from None
    # on other data the same assumptions hold
    if wrong := [f"scenario: {one}" for one in read.problems if one.field != "data"]:
        raise GridError(*(one.removesuffix("; kept as in the preset") for one in wrong))
    return Base(Path(value).name, read.scenario)


def _log2_worlds(content: Mapping[str, Any]) -> int | None:
    if "worlds" not in content:
        return None
    worlds, declared = content["worlds"], DECLARATIONS["log2_worlds"]
    least, most = (1 << int(bound or 0) for bound in (declared.low, declared.high))
    if not isinstance(worlds, int) or isinstance(worlds, bool) or worlds.bit_count() != 1:
        raise GridError(f"worlds: {said(worlds)} is not a power of two")
    if not least <= worlds <= most:
        raise GridError(f"worlds: {worlds:,} is outside {least:,} to {most:,}")
    return worlds.bit_length() - 1


def _axes(content: Mapping[str, Any], problems: list[str]) -> tuple[Axis, ...]:
    given = content.get("axes", {})
    if not isinstance(given, dict):
        problems.append(f"axes: {said(given)} is not a table of fields and their values")
        return ()
    if not given and len(content.get("presets", "")) < 2:
        problems.append("axes: there are none; a grid needs one, or several presets")
    found = [_collected(problems, partial(_axis, name, values)) for name, values in given.items()]
    return tuple(axis for axis in found if axis is not None)


def _axis(name: str, given: Any) -> Axis:
    place = f"axes.{name}"
    if name not in DECLARATIONS:
        close = _close(name, DECLARATIONS)
        raise GridError(f"axes.{brief(name)}: there is no such assumption{close}")
    declared = DECLARATIONS[name]
    if declared.kind == "rows":
        raise GridError(f"{place}: a list of rows is no axis; put it into a scenario file")
    if isinstance(given, dict):
        given = _range(place, declared, given)
    if not isinstance(given, list):
        raise GridError(f"{place}: {said(given)} is neither a list nor {{from, to, steps}}")
    if not given:
        raise GridError(f"{place}: is empty; an axis needs a value")
    if len(given) > MOST_VALUES:
        raise GridError(f"{place}: has {len(given):,} values; at most {MOST_VALUES:,} are accepted")
    values, problems = [], []
    for i, one in enumerate(given, 1):
        try:
            values.append(declared.accept(one))
        except ValueError as error:
            problems.append(f"{place}[{i}]: {error}")
    if problems:
        raise GridError(*problems)
    seen: dict[str, int] = {}
    for i, value in enumerate(values, 1):
        text = declared.as_text(value)
        if text in seen:
            raise GridError(f"{place}[{i}]: {text} is given twice, first as [{seen[text]}]")
        seen[text] = i
    return Axis(name, tuple(values))


def _range(place: str, declared: Declaration, given: Mapping[str, Any]) -> list[float]:
    """Values from one end to the other, both included."""
    if declared.kind not in ("number", "whole", "estimate"):
        raise GridError(f"{place}: takes no range but a list of values")
    if unknown := [key for key in given if key not in _RANGE]:
        raise GridError(
            f"{place}.{brief(unknown[0])}: unknown key; a range has from, to, steps, scale"
        )
    if missing := [key for key in _RANGE[:3] if key not in given]:
        raise GridError(f"{place}: {missing[0]} is missing; a range has from, to, steps")
    unit = f" {declared.unit}" if declared.unit else ""
    ends = []
    for key in ("from", "to"):
        try:
            ends.append(number(given[key], declared.low, declared.high, unit))
        except ValueError as error:
            raise GridError(f"{place}.{key}: {error}") from None
    start, end = ends
    steps, scale = given["steps"], given.get("scale", "linear")
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST_VALUES:
        raise GridError(
            f"{place}.steps: {said(steps)} is no whole number from 2 to {MOST_VALUES:,}"
        )
    if scale not in _SCALES:
        raise GridError(f"{place}.scale: {said(scale)} is none of {', '.join(_SCALES)}")
    if scale == "log" and not min(start, end) > 0:
        raise GridError(f"{place}: a logarithmic range lies above 0, not at {min(start, end):g}")
    return [start, *_between(start, end, steps, scale == "log"), end]


def _between(start: float, end: float, steps: int, log: bool) -> Iterator[float]:
    for i in range(1, steps - 1):
        part = i / (steps - 1)
        value = start ** (1 - part) * end**part if log else start * (1 - part) + end * part
        yield float(f"{value:.{_DIGITS}g}")


def _close(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""
