"""Scenarios beside the one of a link: each a query inside the query, with the name it was given.

``v=1&preset=as-published&with1=v%3D1%26preset%3Dovertrained-5x%26called%3DOurs``: a comparison is
the link's own scenario and up to three others, in the order of :data:`KEYS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.scenario.codec import LONGEST_LISTS, Problem, encoded, from_query, to_pairs
from analytics.scenario.model import Scenario
from analytics.scenario.presets import Preset
from analytics.scenario.reading import brief, name

KEYS = ("with1", "with2", "with3")
"""Keys of the scenarios beside that of a link, in their order."""

CALLED = "called"
"""Key of a scenario's own name; in the query of one beside, and in the link for the link's."""

LONGEST_NAME = 60
"""Letters of a scenario's own name."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A scenario beside that of a link.

    Attributes:
        scenario: every assumption.
        preset: the preset it starts from.
        called: the name it was given; empty for what it is called anyway.
    """

    scenario: Scenario
    preset: Preset
    called: str = ""


def read_beside(query: str) -> tuple[Beside, tuple[Problem, ...]]:
    """Read a scenario that stands beside another; never fails.

    Args:
        query: its query string, as :func:`write_beside` makes it, or that of any link.

    Returns:
        The scenario, and what of the query could not be used.
    """
    reading = from_query(query, others=(CALLED,))
    problems = list(reading.problems)
    called = ""
    if reading.rest:
        given = reading.rest[0][1]
        try:
            called = name(given, LONGEST_NAME) if given.strip() else ""
        except ValueError as error:
            problems.append(Problem(CALLED, brief(given), str(error)))
    return Beside(reading.scenario, reading.preset, called), tuple(problems)


def write_beside(one: Beside, longest: int | None = LONGEST_LISTS) -> str:
    """The query string of a scenario beside another; :func:`read_beside` reads it back.

    Args:
        one: the scenario.
        longest: characters of its lists of rows, as ``to_query`` takes it.
    """
    pairs = to_pairs(one.scenario, one.preset, longest=longest)
    return encoded([*pairs, *([(CALLED, one.called)] if one.called else [])])


def compare_query(entries: Sequence[Beside]) -> str:
    """The query string of a link to a comparison, its scenarios whole but for overlong lists.

    Args:
        entries: the scenarios, the first the link's own; more than a link holds are left out.
    """
    own, *others = entries
    pairs = to_pairs(own.scenario, own.preset)
    pairs += [(key, write_beside(one)) for key, one in zip(KEYS, others, strict=False)]
    return encoded([*pairs, *([(CALLED, own.called)] if own.called else [])])
