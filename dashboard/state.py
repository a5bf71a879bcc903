"""The state of a view: everything in the URL, both ways, total.

``/depletion?v=1&preset=as-published&data=…&overtraining=5&pin=…&exhaustion=bars``: the scenario's own
pairs (``analytics.scenario.codec``), the pinned scenario as a query inside the query, and the
choices of the view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from analytics.scenario import DECLARATIONS, Preset, Problem, Reading, Scenario, from_query
from analytics.scenario.codec import to_pairs, to_query

OPTIONS: dict[str, dict[str, str]] = {
    "exhaustion": {"quantiles": "Quantiles", "bars": "Histogram"},
}
"""Choices that belong to a view: key in the URL → value → label; the first is the default."""


@dataclass(frozen=True)
class State:
    """What a link says.

    Attributes:
        reading: the scenario, its preset, and what of the link could not be used.
        pinned: the pinned baseline, or None.
        options: every choice of the views, defaults filled in.
        problems: all that could not be used, in the order of the link.
    """

    reading: Reading
    pinned: Reading | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario shown."""
        return self.reading.scenario

    @property
    def preset(self) -> Preset:
        """The preset it starts from."""
        return self.reading.preset


def name(scenario: Scenario, preset: Preset) -> str:
    """What a scenario is called: its preset, and how far from it it is."""
    changes = len(preset.scenario.differences(scenario))
    if not changes:
        return preset.name
    return f"{preset.name}, {changes} change{'s' if changes > 1 else ''}"


def parse(query: str) -> State:
    """Read a URL's query string; never fails."""
    reading = from_query(query, others=("pin", *OPTIONS))
    problems = list(reading.problems)
    rest = dict(reading.rest)
    pinned = None
    if "pin" in rest:
        pinned = from_query(rest["pin"])
        problems += [Problem(f"pin: {p.field}", p.value, p.reason) for p in pinned.problems]
    options = {}
    for key, choices in OPTIONS.items():
        default = next(iter(choices))
        value = rest.get(key, default)
        if value not in choices:
            reason = f"{value[:60]!r} is none of {', '.join(choices)}"
            problems.append(Problem(key, value, reason))
            value = default
        options[key] = value
    return State(reading, pinned, options, tuple(problems))


def query(
    scenario: Scenario,
    preset: Preset,
    pinned: Reading | None = None,
    options: Mapping[str, str] | None = None,
) -> str:
    """The query string of a view, without the question mark; :func:`parse` reads it back."""
    pairs = to_pairs(scenario, preset)
    if pinned is not None:
        pairs.append(("pin", to_query(pinned.scenario, pinned.preset)))
    for key, value in (options or {}).items():
        if value != next(iter(OPTIONS[key])):
            pairs.append((key, value))
    return urlencode(pairs, safe="~:")


def from_controls(values: Mapping[str, Any], preset: Preset) -> Reading:
    """A scenario from the values of the controls; what is not valid stays as in the preset.

    Args:
        values: field → value as a control holds it, in the stored unit.
        preset: the preset that the scenario starts from.

    Returns:
        The scenario and what could not be used.
    """
    problems = []
    accepted = {n: getattr(preset.scenario, n) for n in DECLARATIONS}
    for field_name, value in values.items():
        try:
            accepted[field_name] = DECLARATIONS[field_name].accept(value)
        except ValueError as error:
            problems.append(Problem(field_name, str(value), str(error)))
    return Reading(Scenario(**accepted), preset, tuple(problems))
