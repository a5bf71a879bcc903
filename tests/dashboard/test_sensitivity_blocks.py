"""Sensitivity in words: the question that the link asks, its answers, and the choices."""

from __future__ import annotations

from analytics.outlook import evaluate
from analytics.scenario import Scenario
from dashboard import sensitivity_blocks as ours
from dashboard import state
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures import Request
from tests.dashboard.posting import every, words


def request(**options: str) -> Request:
    return Request(evaluate(Scenario(log2_worlds=6, log2_moat_draws=8)), options=options)


def test_the_question_is_asked_at_once_and_answered_late() -> None:
    assert "sensitivity-answers" in SLOW_BLOCKS and "sensitivity-headline" not in SLOW_BLOCKS
    said = words(BLOCKS["sensitivity-headline"](request(control="max_epochs", level="12.5")))
    assert "What moves the collapse risk of the closed frontier vendors in 2032" in said
    assert "“Passes over human text, at most” keeps" in said and "under 12.5%?" in said
    assert "Anthropic, Google, OpenAI and xAI" in said
    assert "Anthropic" not in words(ours.headline(request(vendor="Meta")))


def test_there_is_a_sentence_for_each_analysis() -> None:
    said = [words(one) for one in ours.answers(request(vendor="Meta")).children]
    assert len(said) == 3
    assert said[0].startswith("The collapse risk of Meta in 2032 is")
    assert said[1].startswith("If all else were known") and "sampling error" in said[1]
    assert "“Growth of training tokens” of at most" in said[2]


def test_what_cannot_be_answered_says_why() -> None:
    (only,) = ours.answers(request(vendor="Midjourney")).children
    assert words(only).startswith("Not to be answered: vendor: 'Midjourney' has no text model")


def test_choices_are_those_of_the_link() -> None:
    shown = state.parse("log2_worlds=6&output=rank&vendor=IBM&control=top_p&level=5&year=2030")
    assert shown.problems == ()
    found = {
        one.id["option"]: one.value
        for one in every(ours.picking(state.request(shown)))
        if isinstance(getattr(one, "id", None), dict)
    }
    assert found == {
        "output": "rank", "vendor": "IBM", "control": "top_p", "level": "5", "year": "2030",
    }  # fmt: skip
