"""What other data do to the forecast: told by scenario, in the words of the headline numbers."""

from __future__ import annotations

from analytics import findings
from analytics.effects import WATCHED, answers, effects
from analytics.outlook import evaluate
from analytics.scenario import DEFAULT_PRESET, PRESETS, Scenario

FEW = Scenario(log2_worlds=6)


def test_effects_say_what_moved_and_by_how_much() -> None:
    was, now = evaluate(FEW), evaluate(FEW.model_copy(update={"overtraining": 100.0}))
    same, moved = effects([("A", was), ("B", was)], [("A", was), ("B", now)])
    assert same == "“A”: the forecast stays as it was."
    assert moved.startswith("“B”: ")
    for number in findings.difference(now, was):
        label = f"{number.label[0].lower()}{number.label[1:]}"
        told = f"{label} {number.value_text} ({number.difference_text})"
        assert (told in moved) == (number.difference_text != findings.NO_CHANGE)


def test_the_watched_preset_is_told_beside_the_scenario() -> None:
    (name, mine), (other, refit) = answers(FEW, PRESETS[DEFAULT_PRESET])
    assert (name, mine) == ("As published (Epoch 2024), 1 change", evaluate(FEW))
    assert (other, refit) == (PRESETS[WATCHED].name, evaluate(PRESETS[WATCHED].scenario))


def test_without_a_scenario_it_is_the_default_one_and_the_watched_preset_is_told_once() -> None:
    assert [name for name, _ in answers()] == ["As published (Epoch 2024)", "Refit since 2020"]
    watched = PRESETS[WATCHED]
    assert [name for name, _ in answers(watched.scenario, watched)] == ["Refit since 2020"]
