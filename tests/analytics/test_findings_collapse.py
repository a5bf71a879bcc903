"""Findings on collapse: the numbers of the answer, their interval, condition and name."""

import re

import pytest
from hypothesis import given, settings

from analytics import findings_collapse as findings
from analytics import wording
from analytics.outlook import evaluate
from analytics.outlook.collapse_risk import BANDS, collapse_risk
from analytics.scenario import PRESETS, Scenario
from tests.analytics.strategies import scenarios

FEW = Scenario(log2_worlds=6)


def test_the_title_holds_risk_mean_interval_and_condition():
    outlook = evaluate(FEW)
    found = findings.at(collapse_risk(outlook))
    title = findings.collapse_title(outlook, preset=PRESETS["as-published"])
    assert title.startswith("With synthetic text filling every gap, the chance that half of the ")
    for text in (
        f"in 2032 is {wording.probability(found.risk)}",
        f"{wording.probability(found.mean)} kept on average, 80%: ",
        "with 1 change to “As published (Epoch 2024)”",
    ):
        assert text in title


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "With synthetic text filling every gap"),
        ({"synthetic_policy": "controlled"}, "With synthetic text capped at 30%"),
        ({"synthetic_policy": "stop"}, "With training no larger than human text allows"),
        ({"synthetic_policy": "repeat"}, "With human text repeated up to 16 times"),
        ({"tail_threshold": 0.25}, "75% of the rare tail is gone"),
    ],
    ids=str,
)
def test_it_says_what_is_assumed(changes, words):
    outlook = evaluate(FEW.model_copy(update=changes))
    assert words in findings.collapse_title(outlook)
    assert words in findings.collapse(outlook)


def test_a_name_never_stands_without_its_limits():
    said = findings.collapse(evaluate(FEW))
    assert said.endswith("a simulated risk, severe: 50% or more.")
    capped = findings.collapse(evaluate(FEW.model_copy(update={"synthetic_policy": "stop"})))
    assert capped.endswith("a simulated risk, low: below 5%.")
    for name, _ in BANDS:
        assert name in findings.BANDS_DECLARED


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_numbers_are_those_of_the_answer(preset):
    outlook = evaluate(preset.scenario.model_copy(update={"log2_worlds": 6}))
    found = findings.at(collapse_risk(outlook))
    risk, kept, human = findings.collapse_numbers(outlook)
    assert risk.value_text == wording.probability(found.risk)
    assert kept.value_text == wording.probability(found.mean)
    assert kept.interval_text.startswith("80%: ")
    assert human.value_text == wording.probability(found.human_share)


def test_differences_are_in_points():
    now, was = evaluate(FEW.model_copy(update={"synthetic_policy": "stop"})), evaluate(FEW)
    texts = [one.difference_text for one in findings.collapse_difference(now, was)]
    assert all(re.fullmatch(r"[+-]\d+(\.\d)? pt", wording.plain(text or "")) for text in texts)
    same = [one.difference_text for one in findings.collapse_difference(was, was)]
    assert same == ["no change"] * 3


def test_the_nearest_year_counts_where_there_is_no_such():
    found = collapse_risk(evaluate(Scenario(log2_worlds=6, as_of=2036.0)))
    assert findings.at(found).year == 2036
    assert findings.at(found, 2050).year == 2040


@settings(max_examples=15)
@given(scenarios(log2_worlds=6))
def test_no_chance_is_none_or_certain(scenario):
    outlook = evaluate(scenario)
    for said in (findings.collapse_title(outlook), findings.collapse(outlook)):
        assert not re.search(r"(?<![\d.])(0|100)% kept|is (0|100)% ", said)
        assert "nan" not in said
