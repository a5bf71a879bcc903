"""What other data do to the forecast: answers on the former data beside those on the data in use.

Pure of any network: who refreshes a table, on the page or from the shell, takes the answers before
and after, and tells the difference in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable

from analytics import findings
from analytics.outlook import Outlook, evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Preset, Scenario

WATCHED = "refit-to-date"
"""Preset whose answer moves with the training runs, told beside the scenario's own."""

Answers = tuple[tuple[str, Outlook], ...]
"""Scenarios' names and answers."""


def answers(scenario: Scenario | None = None, preset: Preset | None = None) -> Answers:
    """Answers of a scenario and of the watched preset on the data now in use.

    Args:
        scenario: whose forecast is told; the default preset's by default.
        preset: the preset that it starts from; the default one by default.

    Returns:
        Name and answer of each; one where the scenario is the watched preset.
    """
    preset = preset or PRESETS[DEFAULT_PRESET]
    asked = {findings.name(scenario or preset.scenario, preset): scenario or preset.scenario}
    asked.setdefault(PRESETS[WATCHED].name, PRESETS[WATCHED].scenario)
    return tuple((name, evaluate(one)) for name, one in asked.items())


def effects(
    before: Iterable[tuple[str, Outlook]], after: Iterable[tuple[str, Outlook]]
) -> tuple[str, ...]:
    """What other data do to a forecast, a sentence a scenario.

    Args:
        before: scenarios' names and answers on the former data.
        after: the same on the data in use.

    Returns:
        Sentences such as “Refit since 2020”: median year of exhaustion 2028 (+0.3 years), ….
    """
    told = []
    for (name, was), (_, now) in zip(before, after, strict=True):
        moved = [
            f"{number.label[0].lower()}{number.label[1:]} {number.value_text} "
            f"({number.difference_text})"
            for number in findings.difference(now, was)
            if number.difference_text not in (None, findings.NO_CHANGE)
        ]
        told.append(f"“{name}”: {', '.join(moved) if moved else 'the forecast stays as it was'}.")
    return tuple(told)
