"""Terms: known ones are exact, the others an assumption, and every deal ends once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.market import terms
from data import catalog
from tests.analytics.market.shared import AS_OF, FACTS, SIGNED


def test_known_terms_are_exact_and_a_terminated_deal_has_ended() -> None:
    found = {one.deal.id: one for one in terms.terms(FACTS.deals, AS_OF)}
    springer = found["openai-axel-springer-2023-12"]
    assert springer.end == pytest.approx(catalog.decimal_year(pd.Timestamp("2026-12-13").date()))
    disney = found["openai-disney-2025-12"]
    assert disney.terminated and disney.end < AS_OF < disney.planned
    assert disney.end == pytest.approx(catalog.decimal_year(pd.Timestamp("2026-03-24").date()))
    before = {one.deal.id: one for one in terms.terms(FACTS.deals, 2026.0)}
    assert not before["openai-disney-2025-12"].terminated


def test_the_calendar_counts_every_deal_once() -> None:
    found = terms.calendar(FACTS.deals, AS_OF, first=2020, last=2035)
    assert found.terms + found.unknown == len(SIGNED) and found.least == 1
    assert found.known.sum() + found.terminated.sum() == found.terms
    assert found.expected.sum() == pytest.approx(found.unknown)
    assert (found.low <= found.expected + 1).all() and (found.expected <= found.high + 1).all()
    assert (np.diff(found.ended_by) >= 0).all() and found.ended_by[-1] == pytest.approx(1)


@pytest.mark.parametrize(("lasted", "share"), [(2, 0), (3, 1 / 3), (4, 5 / 6), (5, 1)])
def test_an_assumed_term_is_triangular(lasted: float, share: float) -> None:
    one = replace(SIGNED[0], first=2024.0, last=2024.0, term_years=None)
    assert terms.ended_before([2024 + lasted], one)[0] == pytest.approx(share)


@pytest.mark.parametrize(("least", "lasted", "share"), [(3, 3, 0), (3, 4, 0.75), (6, 6.1, 1)])
def test_a_term_that_is_a_minimum_is_no_shorter(least: float, lasted: float, share: float) -> None:
    one = replace(
        SIGNED[0], first=2024.0, last=2024.0, term_years=float(least), term_bound="minimum"
    )
    assert terms.ended_before([2024 + lasted], one)[0] == pytest.approx(share)
    assert terms.ended_before([2024 + least - 0.01], one)[0] == 0
    (found,) = terms.terms([one], AS_OF)
    assert found.open and found.end == 2024 + least
    assert one.exact_term_years is None
