"""A tornado: what an assumption is set to, and what its bar holds of the answers."""

from __future__ import annotations

from typing import Any

import pytest

from analytics import tornado
from analytics.scenario import DECLARATIONS, Scenario
from analytics.tornado import Answer

SCENARIO = Scenario(log2_worlds=6)


def answer(name: str, value: Any) -> Answer:
    return {"risk": float(value.low) if hasattr(value, "low") else len(str(value))}


def test_an_uncertain_input_is_set_to_both_its_quantiles() -> None:
    bar = tornado.bar(SCENARIO, "temperature", answer, {"risk": 0.9})
    assert bar is not None and bar.kind == "uncertain"
    assert bar.answers["risk"] == tuple(one.low for one in bar.values)
    assert 0.66 < bar.values[0].low < bar.values[1].high < 1
    assert bar.width("risk") == pytest.approx(bar.values[1].low - bar.values[0].low)
    for text, value in zip(bar.settings, bar.values, strict=True):
        assert DECLARATIONS["temperature"].accept(text) == value


def test_the_setting_as_it_is_has_the_answer_as_it_is() -> None:
    bar = tornado.bar(SCENARIO, "synthetic_policy", answer, {"risk": 99.0})
    assert bar is not None and bar.kind == "choice"
    assert bar.answers["risk"][bar.settings.index(SCENARIO.synthetic_policy)] == 99.0


def test_what_is_known_or_has_no_alternative_has_no_bar() -> None:
    known = SCENARIO.model_copy(update={"temperature": 0.9})
    assert tornado.bar(known, "temperature", answer, {"risk": 0.0}) is None
    assert tornado.bar(known, "as_of", answer, {"risk": 0.0}) is None


def test_bars_that_move_nothing_are_left_out_and_the_widest_comes_first() -> None:
    wide = tornado.bar(SCENARIO, "max_epochs", answer, {"risk": 4.0})
    narrow = tornado.bar(SCENARIO, "temperature", answer, {"risk": 0.9})
    still = tornado.bar(SCENARIO, "reach_large", lambda *_: {"risk": 1.0}, {"risk": 1.0})
    assert tornado.moving([narrow, still, None, wide], "risk") == [wide, narrow]


def test_alternatives_are_numbers_within_their_bounds() -> None:
    for name, values in tornado.ALTERNATIVES.items():
        assert DECLARATIONS[name].kind == "number"
        assert [DECLARATIONS[name].accept(value) for value in values] == list(values)
