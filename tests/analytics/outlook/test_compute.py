"""Compute wasted: the equation that defines it, the published laws, and its limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq

from analytics.outlook.compute import Law, compute_wasted, effective_tokens, law
from analytics.outlook.supply import supply
from analytics.scenario import DECLARATIONS
from data import catalog

LAWS = tuple(DECLARATIONS["scaling_law"].options)
HALF_TOKENS, HALF_PARAMETERS = 15.387756, 5.309743


def constants(name="besiroglu_2024") -> Law:
    return law(name, catalog.snapshot().version)


def loss(one: Law, parameters: float, tokens: float) -> float:
    return one.a * parameters**-one.alpha + one.b * tokens**-one.beta


def test_the_default_is_the_repaired_fit():
    one = constants()
    assert (one.a, one.b, one.e) == (482.01, 2085.43, 1.8172)
    assert (one.alpha, one.beta) == (0.3478, 0.3658)


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=40, deadline=None)
@given(
    tokens=st.floats(1e11, 1e17),
    of_tokens=st.floats(1e-3, 1),
    of_feeding=st.floats(1e-3, 2),
    overtraining=st.floats(0.5, 10),
)
def test_solves_the_equation_that_defines_it(name, tokens, of_tokens, of_feeding, overtraining):
    one = constants(name)
    parameters = tokens / (20 * overtraining)
    fed = min(parameters, of_feeding * tokens / (20 * overtraining))
    excess = max(parameters / fed - 1, 0)
    effective = fed * (1 + HALF_PARAMETERS * (1 - np.exp(-excess / HALF_PARAMETERS)))
    reached = loss(one, effective, of_tokens * tokens)

    def too_good(x):
        return loss(one, parameters * 10 ** (-x / 2), tokens * 10 ** (-x / 2)) - reached

    found = compute_wasted(
        one,
        np.array([tokens]),
        np.array([of_tokens * tokens]),
        np.array([of_feeding * tokens]),
        overtraining,
    )
    expected = brentq(too_good, -1e-9, 40, xtol=1e-12) if too_good(0) < 0 else 0.0
    assert found[0] == pytest.approx(expected, abs=1e-5)


def test_nothing_is_wasted_on_all_the_text_that_is_wanted():
    tokens = np.array([1e13, 1e15])
    assert compute_wasted(constants(), tokens, tokens, tokens).tolist() == [0, 0]


def test_a_run_without_text_wastes_nearly_all_and_no_more():
    tokens, none = np.array([1e14]), np.array([0.0])
    wasted = compute_wasted(constants(), tokens, none, none)
    assert 15 < wasted[0] < 30


def made(policy, demand=100.0, **changes):
    given = {"max_epochs": 4.0, "verified_share": 0.5, "verifiable_tokens": 20.0} | changes
    return supply(np.array([[demand]]), np.array([[10.0]]), policy=policy, **given)


def effective(run, demand=100.0, **changes):
    given = {"verified_value": 0.8, "unverified_value": 0.25, "source_kept": 0.5} | changes
    return float(effective_tokens(np.array([[demand]]), run, **given)[0, 0])


def test_repeated_text_is_worth_what_was_measured():
    # four passes over ten tokens
    expected = 10 * (1 + HALF_TOKENS * (1 - np.exp(-3 / HALF_TOKENS)))
    assert effective(made("stop")) == pytest.approx(expected)


def test_synthetic_text_adds_by_what_it_is():
    repeated = 10 * (1 + HALF_TOKENS * (1 - np.exp(-3 / HALF_TOKENS)))
    # of sixty synthetic tokens twenty are verified
    weaker = 0.25 * 0.5 * 10 * HALF_TOKENS * (1 - np.exp(-40 / (10 * HALF_TOKENS)))
    assert effective(made("fill")) == pytest.approx(repeated + 0.8 * 20 + weaker)
    assert effective(made("fill"), unverified_value=0.0) == pytest.approx(repeated + 16)
    assert effective(made("fill"), source_kept=0.0) == pytest.approx(repeated + 16)


def test_is_never_more_than_was_wanted():
    enough = made("fill", demand=10.0, synthetic_at_first=5.0)
    assert effective(enough, demand=10.0, verified_value=1.0, unverified_value=1.0) <= 10.0


def test_a_law_that_is_not_in_the_data_is_refused():
    with pytest.raises(KeyError):
        constants("of mine")
