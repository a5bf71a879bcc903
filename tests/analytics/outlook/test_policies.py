"""Policies side by side: the join's own numbers, their order, and what a cap does."""

import numpy as np
import pytest

from analytics.estimates import triangular
from analytics.outlook import evaluate
from analytics.outlook.policies import (
    CAPS,
    FILL,
    POLICIES,
    REPEAT,
    STOP,
    SUBSTITUTE,
    UNVERIFIED,
    cap_name,
    policies,
)
from analytics.scenario import PRESETS, Scenario

FEW = Scenario(log2_worlds=8)


@pytest.fixture(scope="module")
def found():
    return policies(evaluate(FEW))


@pytest.mark.parametrize("name", [FILL, cap_name(0.5), STOP, SUBSTITUTE])
def test_each_is_what_the_join_of_its_scenario_is(found, name):
    joined = evaluate(FEW.model_copy(update=POLICIES[name])).joined
    at, i = joined.at(2032), found.at(name)
    assert found.year == 2032 and found.vendors == joined.vendors
    assert np.array_equal(found.tail_kept[i], joined.tail_kept[:, at])
    assert found.compute_wasted[i] == pytest.approx(joined.compute_wasted[:, at], abs=1e-9)


def test_the_scenario_s_own_policy_does_not_matter(found):
    for own in ({"synthetic_policy": "stop"}, {"synthetic_cap": 0.9}):
        assert policies(evaluate(FEW.model_copy(update=own))) is found


def test_a_cap_keeps_at_least_the_human_share_whatever_is_checked(found):
    cap = PRESETS["synthetic-supplement"].scenario.synthetic_cap
    kept = found.tail_kept[[found.at(UNVERIFIED), found.at(cap_name(cap))]]
    # but for AI text in the crawl, which no cap counts
    assert (kept > 1 - cap - 0.15).all()
    assert not found.risk(0.5)[found.at(UNVERIFIED)].any()
    assert (found.wasted[found.at(UNVERIFIED)] >= found.wasted[found.at(cap_name(cap))]).all()


def test_the_tighter_the_cap_the_less_is_lost_and_the_more_wasted(found):
    steps = [found.at(name) for name in (FILL, *map(cap_name, CAPS), STOP)]
    kept, wasted = found.tail_kept[steps].mean(axis=(1, 2)), found.wasted[steps].mean(axis=1)
    assert (np.diff(kept) > 0).all() and (np.diff(wasted) > 0).all()
    # an upper bound: the same tail for less compute
    stop, repeat = found.at(STOP), found.at(REPEAT)
    assert (found.wasted[repeat] <= found.wasted[stop] + 1e-9).all()


@pytest.mark.parametrize("worth", [0.0, 1.0])
def test_to_substitute_wastes_a_little_less_than_to_stop_whatever_the_text_is_worth(worth):
    scenario = FEW.model_copy(update={"unverified_value": triangular(worth, worth, worth)})
    other = policies(evaluate(scenario))
    less = other.wasted[other.at(STOP)] - other.wasted[other.at(SUBSTITUTE)]
    assert less.mean() == pytest.approx(0, abs=1e-4) if worth == 0 else 0 < less.mean() < 0.4
    assert (less >= -1e-4).all()
    risk = other.risk(0.5)
    assert (risk[other.at(SUBSTITUTE)] >= risk[other.at(STOP)]).all()


def test_the_answer_is_read_only(found):
    with pytest.raises(ValueError, match="read-only"):
        found.tail_kept[:] = 0
