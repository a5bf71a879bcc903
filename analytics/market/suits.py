"""Copyright suits through time: context beside the market, no penalty; counts grow with size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.market.facts import Suits

ANY = "any"


@dataclass(frozen=True, slots=True)
class Course:
    """Counts of suits as they were observed.

    Attributes:
        total: against any company, by date.
        named: the newest count of each defendant, the largest first.
    """

    total: tuple[Suits, ...]
    named: tuple[Suits, ...]


def course(suits: Iterable[Suits], as_of: float) -> Course:
    """The counts known on a day.

    Args:
        suits: rows.
        as_of: the day, a decimal year.
    """
    known = sorted(
        (one for one in suits if one.first <= as_of), key=lambda one: (one.last, one.suits)
    )
    newest = {one.defendant: one for one in known if one.defendant != ANY}
    return Course(
        tuple(one for one in known if one.defendant == ANY),
        tuple(sorted(newest.values(), key=lambda one: (-one.suits, one.defendant))),
    )
