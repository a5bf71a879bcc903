"""The theory panel: the loops lie on their formulas, and formulas are what they are made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse import loops, theory
from analytics.collapse.panel import TOPICS, Curve, Dots, panel
from analytics.collapse.theory import best_human_weight, weighted_loop_error

STANDARD_ERRORS = 4


@pytest.mark.parametrize("topic", TOPICS)
def test_dots_lie_on_their_lines(topic):
    found = panel(topic)
    for dots in found.dots:
        line = found.curve(dots.name)
        exact = np.exp(np.interp(np.log(dots.x), np.log(line.x + 1e-300), np.log(line.y)))
        error = np.ptp(dots.interval, axis=1) / 2 / 1.6449
        # eq. 11 is the limit of many features and rows: with 20 and 100 it is 3% short
        room = 0.04 * exact if topic == "strong" else 0.002 * exact
        assert (np.abs(dots.mean - exact) <= STANDARD_ERRORS * error + room).all()
        assert (np.diff(dots.interval, axis=1) > 0).all()


@pytest.mark.parametrize("topic", TOPICS)
def test_is_kept_and_read_only(topic):
    found = panel(topic)
    assert panel(topic) is found
    every: list[Curve | Dots] = [*found.curves, *found.dots]
    for one in every:
        with pytest.raises(ValueError, match="read-only"):
            one.x[0] = 1


def test_a_topic_that_there_is_not_names_those_there_are():
    with pytest.raises(ValueError, match="mean, distance"):
        panel("nonsense")


def test_loops_are_the_same_again_and_others_for_another_seed():
    one, again, other = (loops.fitted_means(5, 4, "replace", 6, seed) for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert (one != other).all()


@pytest.mark.parametrize("workflow", ["replace", "accumulate", "accumulate_subsample"])
def test_the_first_model_knows_human_rows_alone(workflow):
    found = loops.fitted_means(50, 1, workflow, 4000, seed=3)
    assert 50 * found.var() == pytest.approx(1, abs=0.1)


@settings(max_examples=40)
@given(st.floats(0.01, 100), st.floats(0.001, 1))
def test_no_weight_is_better_than_the_best(ratio, weight):
    best = weighted_loop_error(best_human_weight(ratio), ratio)
    assert best <= weighted_loop_error(weight, ratio) * (1 + 1e-12)
    assert best == pytest.approx(best_human_weight(ratio))  # He et al.: its own fixed point


@pytest.mark.parametrize(("weight", "ratio"), [(0, 1), (1.1, 1), (0.5, -1), (np.nan, 1)])
def test_refuses_what_is_no_weight_or_ratio(weight, ratio):
    with pytest.raises(ValueError, match=r"weight|ratio"):
        theory.weighted_loop_error(weight, ratio)
