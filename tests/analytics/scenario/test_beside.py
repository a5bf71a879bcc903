"""Scenarios beside that of a link, read and written."""

from __future__ import annotations

from urllib.parse import parse_qs

from hypothesis import given, settings

from analytics.scenario import PRESETS, Scenario
from analytics.scenario.beside import (
    CALLED,
    KEYS,
    LONGEST_NAME,
    Beside,
    compare_query,
    read_beside,
    write_beside,
)
from tests.analytics.strategies import scenarios

PUBLISHED = PRESETS["as-published"]


@given(scenarios())
@settings(max_examples=10, deadline=None)
def test_what_is_written_is_read(scenario: Scenario) -> None:
    one = Beside(scenario, PUBLISHED, "Ours & theirs + more")
    assert read_beside(write_beside(one, longest=None)) == (one, ())


def test_a_name_that_cannot_be_is_told() -> None:
    for name in ("x" * (LONGEST_NAME + 1), "a\u0007b"):
        one, problems = read_beside(write_beside(Beside(Scenario(), PUBLISHED, name)))
        assert one.called == "" and [p.field for p in problems] == [CALLED]
    assert read_beside("called=++&overtraining=5")[0] == Beside(
        Scenario(overtraining=5.0), PUBLISHED
    )
    assert [p.field for p in read_beside("overtraining=-5")[1]] == ["overtraining"]


def test_a_comparison_is_a_link() -> None:
    entries = [Beside(one.scenario, one) for one in [*PRESETS.values()][:4]]
    found = parse_qs(compare_query([Beside(Scenario(seed=3), PUBLISHED, "A"), *entries[1:]]))
    assert found["seed"] == ["3"] and found[CALLED] == ["A"]
    assert [read_beside(found[key][0])[0] for key in KEYS] == entries[1:]
