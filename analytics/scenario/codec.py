"""A Scenario as a link and as a file, both ways and total.

A link holds the schema version, the preset, the data version and only what differs from the preset:
``v=1&preset=as-published&data=0123456789ab&demand_growth=0.2~0.4``. Reading never fails: what
cannot be read becomes a :class:`Problem` naming field, value and bound, and the rest still loads.

Lists of rows (own mixes, licence changes) may outgrow a link, which holds :data:`LONGEST_LISTS`
characters of them: such a list is left out of it and named by :func:`outgrown`; a file holds any.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from analytics.scenario.model import DECLARATIONS, Scenario
from analytics.scenario.presets import DEFAULT_PRESET, PRESETS, Preset
from analytics.scenario.reading import brief
from data import catalog

SCHEMA_VERSION = 1
"""Version of the fields' names and meanings; older links are migrated when it rises."""

LONGEST_LISTS = 4000
"""Characters of all lists of rows in a query string. A server takes a request line of 8,190 bytes,
with every other assumption and the view's own choices in it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a link or a file that could not be used.

    Attributes:
        field: name of the assumption, or of the part of the link.
        value: what was given, as text.
        reason: what is wrong with it, with the bound it breaks.
    """

    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.field}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a link or a file.

    Attributes:
        scenario: always complete; what could not be read is as in the preset.
        preset: the preset it starts from.
        problems: what could not be used.
        rest: pairs of a link that are not about the scenario (they belong to the view).
    """

    scenario: Scenario
    preset: Preset
    problems: tuple[Problem, ...] = ()
    rest: tuple[tuple[str, str], ...] = ()


def to_pairs(
    scenario: Scenario,
    preset: Preset,
    data_version: str | None = None,
    longest: int | None = LONGEST_LISTS,
) -> list[tuple[str, str]]:
    """The pairs of a link: versions, preset, then what differs from it in declaration order.

    Args:
        scenario: every assumption.
        preset: the preset it starts from.
        data_version: version of the data it was evaluated on; by default that in use.
        longest: characters of its lists of rows; one that does not fit in is left out. None for
            any number.
    """
    without = _left_out(scenario, preset, longest)
    changed = preset.scenario.differences(scenario)
    return [
        ("v", str(SCHEMA_VERSION)),
        ("preset", preset.id),
        ("data", data_version or catalog.version()),
        *(
            (name, DECLARATIONS[name].as_text(getattr(scenario, name)))
            for name in changed
            if name not in without
        ),
    ]


def to_query(
    scenario: Scenario,
    preset: Preset,
    data_version: str | None = None,
    longest: int | None = LONGEST_LISTS,
) -> str:
    """The query string of a link to a scenario, without the question mark; as :func:`to_pairs`."""
    return encoded(to_pairs(scenario, preset, data_version, longest))


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs as a query string."""
    return urlencode([*pairs], safe="~:")


def outgrown(scenario: Scenario, preset: Preset) -> tuple[str, ...]:
    """Names of the lists that are too long for a link to a scenario; a file holds them."""
    return tuple(_left_out(scenario, preset, LONGEST_LISTS))


def _left_out(scenario: Scenario, preset: Preset, longest: int | None) -> list[str]:
    """Names of the lists that no longer fit in, the first ones served first."""
    without = []
    left = longest if longest is not None else math.inf
    for name in preset.scenario.differences(scenario):
        if DECLARATIONS[name].kind == "rows":
            text = DECLARATIONS[name].as_text(getattr(scenario, name))
            needed = len(encoded([(name, text)])) + 1
            if needed > left:
                without.append(name)
            else:
                left -= needed
    return without


def from_query(query: str, others: Iterable[str] = ()) -> Reading:
    """Read a link's query string.

    Args:
        query: with or without its question mark.
        others: keys that belong to the view, handed back in ``rest``.

    Returns:
        A complete scenario and the list of what could not be used.
    """
    apart = frozenset(others)
    problems: list[Problem] = []
    rest: list[tuple[str, str]] = []
    given: dict[str, str] = {}
    for key, value in parse_qsl(query.lstrip("?"), keep_blank_values=True):
        if key in apart:
            rest.append((key, value))
        elif key in given:
            reason = "given more than once; the first value counts"
            problems.append(Problem(_named(key), brief(value), reason))
        else:
            given[key] = value
    head = {name: given.pop(name) for name in _HEAD if name in given}
    return _read(head, given, problems, tuple(rest))


def to_json(scenario: Scenario, preset: Preset) -> str:
    """A scenario file: every assumption, so that it outlives a change of a preset."""
    values = {name: d.as_json(getattr(scenario, name)) for name, d in DECLARATIONS.items()}
    head = {"aquifer": "scenario", "v": SCHEMA_VERSION, "preset": preset.id}
    return json.dumps(
        head | {"data": catalog.version(), "values": values}, indent=1, ensure_ascii=False
    )


def from_json(text: str) -> Reading:
    """Read a scenario file; values it leaves out are as in its preset.

    Raises:
        ValueError: the text is no scenario file at all.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not a scenario file: it is not JSON ({error})") from None
    if not isinstance(content, dict) or not isinstance(content.get("values"), dict):
        raise ValueError('not a scenario file: it has no "values"')
    head = {name: brief(content[name]) for name in _HEAD if name in content}
    return _read(head, content["values"], [], ())


OTHER_ROWS = "the other rows are used"

_HEAD = ("v", "preset", "data")


def _read(
    head: Mapping[str, str],
    given: Mapping[str, Any],
    problems: list[Problem],
    rest: tuple[tuple[str, str], ...],
) -> Reading:
    preset = _preset(head, problems)
    values = _values(given, problems)
    scenario = preset.scenario.model_copy(update=values) if values else preset.scenario
    return Reading(scenario, preset, tuple(problems), rest)


def _preset(head: Mapping[str, str], problems: list[Problem]) -> Preset:
    """The preset that a link or file names, and what is wrong with its versions."""
    version = head.get("v", str(SCHEMA_VERSION))
    if version != str(SCHEMA_VERSION):
        reason = f"version {brief(version)} is unknown; read as version {SCHEMA_VERSION}"
        problems.append(Problem("v", brief(version), reason))
    made_on = head.get("data")
    if made_on is not None and made_on != catalog.version():
        problems.append(
            Problem(
                "data",
                brief(made_on),
                f"this was made on data version {brief(made_on)}, shown here on "
                f"{catalog.version()}; its numbers may differ",
            )
        )
    name = head.get("preset", DEFAULT_PRESET)
    if name not in PRESETS:
        known = ", ".join(PRESETS)
        problems.append(
            Problem("preset", brief(name), f"{brief(name)} is no preset; there are {known}")
        )
        name = DEFAULT_PRESET
    return PRESETS[name]


def _values(given: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    values = {}
    for name, value in given.items():
        if name not in DECLARATIONS:
            close = difflib.get_close_matches(name, DECLARATIONS, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            reason = f"no assumption has this name{hint}"
            problems.append(Problem(_named(name), brief(value), reason))
            continue
        try:
            values[name], lost = DECLARATIONS[name].salvage(value)
        except ValueError as error:
            kept = "kept as in the preset"
            problems.append(Problem(name, brief(value), f"{error}; {kept}"))
        else:
            if lost:
                problems.append(Problem(name, brief(value), f"{lost}; {OTHER_ROWS}"))
    return values


def _named(key: str) -> str:
    return brief(key) or "(no name)"
