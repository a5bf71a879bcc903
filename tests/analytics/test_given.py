"""A scenario whose worlds are given, and the inputs that a model asks for."""

from __future__ import annotations

import numpy as np

from analytics.given import Given, drawn, inputs_of
from analytics.scenario import Scenario


def test_a_copy_keeps_the_worlds_that_were_given() -> None:
    column = np.arange(3.0)
    given = Given.of(Scenario(), {"temperature": column})
    copied = given.model_copy(update={"overtraining": 5.0})
    assert copied.draw("temperature") is column and copied.overtraining == 5.0


def test_inputs_that_a_model_draws_are_told_known_ones_apart() -> None:
    scenario = Scenario(temperature=0.9)

    def model(given: Given) -> object:
        return given.draw("temperature") + given.model_copy().draw("max_epochs")

    assert inputs_of(scenario, model) == ({"temperature": 0.9}, ["max_epochs"])


def test_values_stay_within_the_bounds_of_their_input() -> None:
    values = drawn(Scenario(usable_share="0.5~1"), "usable_share", np.array([0.01, 0.5, 0.999]))
    assert (np.diff(values) > 0).all() and values[-1] == 1.0
