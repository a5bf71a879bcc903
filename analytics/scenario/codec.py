"""A Scenario as a link and as a file, both ways and total.

A link holds the schema version, the preset, the data version and only what differs from the preset:
``v=1&preset=as-published&data=0123456789ab&demand_growth=0.2~0.4``. Reading never fails: what
cannot be read becomes a :class:`Problem` naming field, value and bound, and the rest still loads.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from analytics.scenario.model import DECLARATIONS, Scenario
from analytics.scenario.presets import DEFAULT_PRESET, PRESETS, Preset
from data import catalog

SCHEMA_VERSION = 1
"""Version of the fields' names and meanings; older links are migrated when it rises."""


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


def to_pairs(scenario: Scenario, preset: Preset) -> list[tuple[str, str]]:
    """The pairs of a link: versions, preset, then what differs from it in declaration order."""
    changed = preset.scenario.differences(scenario)
    return [
        ("v", str(SCHEMA_VERSION)),
        ("preset", preset.id),
        ("data", catalog.version()),
        *((name, DECLARATIONS[name].as_text(getattr(scenario, name))) for name in changed),
    ]


def to_query(scenario: Scenario, preset: Preset) -> str:
    """The query string of a link to a scenario, without the question mark."""
    return urlencode(to_pairs(scenario, preset), safe="~:")


def from_query(query: str, others: Iterable[str] = ()) -> Reading:
    """Read a link's query string.

    Args:
        query: with or without its question mark.
        others: keys that belong to the view, handed back in ``rest``.

    Returns:
        A complete scenario and the list of what could not be used.
    """
    return _read(parse_qsl(query.lstrip("?"), keep_blank_values=True), frozenset(others))


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
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"not a scenario file: it is not JSON ({error})") from None
    if not isinstance(content, dict) or not isinstance(content.get("values"), dict):
        raise ValueError('not a scenario file: it has no "values"')
    head = [(k, str(content[k])) for k in ("v", "preset", "data") if k in content]
    return _read([*head, *content["values"].items()], frozenset())


def _read(pairs: Iterable[tuple[str, Any]], others: frozenset[str]) -> Reading:
    problems: list[Problem] = []
    rest: list[tuple[str, str]] = []
    given: dict[str, Any] = {}
    for key, value in pairs:
        if key in others:
            rest.append((key, str(value)))
        elif key in given:
            problems.append(Problem(key, _short(value), f"{_short(value)} is a second value"))
        else:
            given[key] = value
    preset = _head(given, problems)
    values = _values(given, problems)
    scenario = preset.scenario
    if values:
        scenario = Scenario(**{n: getattr(scenario, n) for n in DECLARATIONS} | values)
    return Reading(scenario, preset, tuple(problems), tuple(rest))


def _head(given: dict[str, Any], problems: list[Problem]) -> Preset:
    """Take the versions and the preset out of what was given."""
    version = given.pop("v", str(SCHEMA_VERSION))
    if version != str(SCHEMA_VERSION):
        reason = f"version {_short(version)} is unknown; read as version {SCHEMA_VERSION}"
        problems.append(Problem("v", _short(version), reason))
    made_on = given.pop("data", None)
    if made_on is not None and made_on != catalog.version():
        problems.append(
            Problem(
                "data",
                _short(made_on),
                f"this was made on data version {_short(made_on)}, shown here on "
                f"{catalog.version()}; its numbers may differ",
            )
        )
    name = given.pop("preset", DEFAULT_PRESET)
    if name not in PRESETS:
        known = ", ".join(PRESETS)
        problems.append(
            Problem("preset", _short(name), f"{_short(name)} is no preset; there are {known}")
        )
        name = DEFAULT_PRESET
    return PRESETS[name]


def _values(given: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    values = {}
    for name, value in given.items():
        if name not in DECLARATIONS:
            close = difflib.get_close_matches(name, DECLARATIONS, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            problems.append(
                Problem(_short(name), _short(value), f"no assumption has this name{hint}")
            )
            continue
        try:
            values[name] = DECLARATIONS[name].accept(value)
        except ValueError as error:
            kept = "kept as in the preset"
            problems.append(Problem(name, _short(value), f"{error}; {kept}"))
    return values


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"
