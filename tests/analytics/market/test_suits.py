"""Suits: the counts known on a day."""

from __future__ import annotations

from analytics.market.suits import course as suits_course
from tests.analytics.market.shared import AS_OF, FACTS


def test_suits_so_far() -> None:
    found = suits_course(FACTS.suits, AS_OF)
    assert [one.suits for one in found.total] == [24, 48, 87, 118]
    assert [(one.defendant, one.suits) for one in found.named] == [("OpenAI", 24), ("Meta", 14)]
    assert len(suits_course(FACTS.suits, 2025.0).total) == 1
