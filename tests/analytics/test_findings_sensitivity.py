"""Sentences on what moves an output, and on break-evens: every case reads, with its interval."""

from __future__ import annotations

from typing import Any

import pytest

from analytics import findings_sensitivity as said
from analytics import wording
from analytics.break_even import break_even
from analytics.indices import Share
from analytics.outlook.break_even import CONTROLS, Found
from analytics.outlook.sensitivity import Question, Tornado
from analytics.scenario import DECLARATIONS, Scenario
from analytics.tornado import Bar, bar

RISK = Question("risk", "Meta")


def found(risk: Any, control: str = "temperature", acts: bool = True, level: float = 0.2) -> Found:
    chosen = CONTROLS[control]
    result = break_even(risk, chosen.low, chosen.high, level, 1024, log=chosen.log)
    return Found(chosen, RISK, 0.59, result, acts)


def share(label: str, total: float, error: float) -> Share:
    return Share(label, label, "seed", total, total - error, total + error, 0.1, 0.0, 0.2)


def one_bar(name: str, low: float, high: float) -> Bar:
    answers = iter((low, high))
    made = bar(Scenario(), name, lambda *_: {"risk": next(answers)}, {"risk": 0.5})
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("control", "risk", "expected"),
    [
        (
            "temperature",
            lambda x: 1 - x,
            "“Effective temperature” of at least 0.8 (90% sampling error: 0.779–0.821) keeps the "
            "collapse risk of Meta in 2032 under 20%",
        ),
        (
            "demand_growth",
            lambda x: x,
            "“Growth of training tokens” of at most 0.2 OOM/year (90% sampling error: 0.179–0.221 "
            "OOM/year) keeps the collapse risk of Meta in 2032 under 20%",
        ),
        (
            "licensed_growth",
            lambda _: 0.6,
            "No “Growth of licensed text” in range keeps the collapse risk of Meta in 2032 under "
            "20%: 60% at 0%/year, 60% at 200%/year",
        ),
        (
            "synthetic_cap",
            lambda x: 0.1 * x,
            "The collapse risk of Meta in 2032 stays under 20% over the whole range: < 0.1% at 0%, "
            "10% at 95%",
        ),
    ],
)
def test_a_break_even_is_told_with_its_side_and_error(control, risk, expected) -> None:
    title = wording.plain(said.break_even_title(found(risk, control)))
    assert title == expected
    assert wording.plain(said.break_even_sentence(found(risk, control))).startswith(title)


def test_a_bracket_is_told_with_the_risks_at_its_ends() -> None:
    text = wording.plain(said.break_even_sentence(found(lambda x: 0.9 - 0.81 * x)))
    assert "Found between 0.833, where the risk is 23%, and 0.875, where it is 19%." in text
    assert text.endswith("As it is, the risk is 59%.")


def test_a_control_that_does_not_act_says_what_it_needs() -> None:
    text = said.break_even_title(found(lambda _: 0.59, "synthetic_cap", acts=False))
    assert text == (
        "“Synthetic text, at most” does not act on the collapse risk of Meta in 2032, only with "
        "“Where human text runs short: Synthetic up to a cap”: it stays 59%"
    )


def test_several_crossings_and_a_turn_are_told() -> None:
    text = said.break_even_sentence(found(lambda x: 0.4 - abs(x - 0.75)))
    assert "crosses 20% at 2 values of “Effective temperature”: 0.55 and 0.95." in text
    assert "rises over one part of the range and falls over another" in text


def test_shares_are_told_with_their_error_and_noise() -> None:
    shares = (share("One", 0.5, 0.04), share("Two", 0.45, 0.05), share("Three", 0.005, 0.004))
    text = wording.plain(said.shares_sentence(RISK, shares))
    assert "“One” would leave 50% (90% sampling error: 46–54%)" in text
    assert "1 of 3 inputs is within sampling error of next to nothing (1%)." in text
    title = said.shares_title(RISK, shares)
    assert "which sampling error cannot tell from “Two”, 45%" in title
    assert "before “Three”" in said.shares_title(RISK, shares[::2])
    assert said.shares_title(RISK, ()).startswith("Nothing uncertain acts")
    assert said.shares_sentence(RISK, ()).startswith("Nothing uncertain acts")


def test_a_tornado_is_told_by_its_widest_bars() -> None:
    made = one_bar("temperature", 0.77, 0.18)
    told = wording.plain(said.tornado_sentence(Tornado(RISK, 0.59, (made,), ())))
    assert told == (
        "The collapse risk of Meta in 2032 is 59%. Of each uncertain input alone, “Effective "
        "temperature” moves it most, from 18% at 0.9588 to 77% at 0.7593."
    )
    assert said.tornado_sentence(Tornado(RISK, 0.59, (), ())).startswith("Nothing that can be set")


@pytest.mark.parametrize("by", said.OUTPUTS)
def test_every_output_has_its_words(by) -> None:
    question = Question(by, "Meta" if by in ("rank", "risk") else "", 2030)
    assert said.what(question) and said.in_full(question) and said.COUNTED[by]
    assert said.measured(question)[0].isupper()
    assert said.variable(question)[1] in ("year", "share", "rank", "OOM")
    heading = said.question(question, "max_epochs", 0.2)
    assert heading.endswith("under 20%?") and DECLARATIONS["max_epochs"].label in heading
    assert wording.plain(said.outcome(2030.04 if by == "year" else 0.5, by))


def test_labels_say_which_control_is_meant() -> None:
    known = one_bar("temperature", 0.1, 0.2)
    assert (said.control_of(known), said.label_of(known)) == (
        "temperature",
        "Effective temperature",
    )
    route = one_bar("licensed_exclusivity", 0.1, 0.2)
    assert said.label_of(route) == "Licensed (exclusivity)"
