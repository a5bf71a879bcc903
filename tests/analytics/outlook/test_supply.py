"""Supply: each route in its turn, and what stays human under each policy."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.outlook.supply import REPEATED, Supply, supply, verifiable

some = settings(max_examples=25)

POLICIES = ("fill", "controlled", "stop", "repeat")

tokens = st.floats(1e9, 1e18)
shares = st.floats(0.0, 1.0)


def one(demand, public, **more):
    """A run of one trainer in one world, as plain numbers."""
    given: dict[str, Any] = {"max_epochs": 4.0, "policy": "fill"} | more
    made = supply(np.array([[demand]]), np.array([[public]]), **given)
    return {name: float(getattr(made, name)[0, 0]) for name in Supply.__slots__}


def test_a_small_run_takes_what_it_needs_once():
    made = one(10.0, 100.0)
    assert (made["unique_tokens"], made["epochs"], made["human_tokens"]) == (10.0, 1.0, 10.0)
    assert (made["gap_tokens"], made["synthetic_tokens"], made["human_share"]) == (0.0, 0.0, 1.0)


def test_a_larger_one_repeats_before_anything_else():
    made = one(30.0, 10.0)
    assert (made["epochs"], made["human_tokens"], made["gap_tokens"]) == (3.0, 30.0, 0.0)


def test_a_gap_is_filled():
    made = one(100.0, 10.0)
    assert (made["human_tokens"], made["synthetic_tokens"]) == (40.0, 60.0)
    assert made["human_share"] == pytest.approx(0.4)


def test_a_gap_is_filled_up_to_the_cap():
    made = one(100.0, 10.0, policy="controlled", cap=0.2)
    assert (made["human_tokens"], made["synthetic_tokens"]) == (40.0, 10.0)
    assert made["trained_tokens"] == 50.0
    assert made["human_share"] == pytest.approx(0.8)


@pytest.mark.parametrize(("policy", "passes"), [("stop", 4.0), ("repeat", REPEATED)])
def test_or_it_stays_open(policy, passes):
    made = one(1000.0, 10.0, policy=policy)
    assert made["trained_tokens"] == made["human_tokens"] == passes * 10
    assert made["human_share"] == 1.0


def test_own_routes_come_before_public_text():
    made = one(10.0, 100.0, own_tokens=6.0, ai_share=0.5)
    assert made["unique_tokens"] == 10.0
    assert made["human_share"] == pytest.approx(1 - 0.5 * 4 / 10)
    assert one(5.0, 100.0, own_tokens=6.0, ai_share=0.5)["human_share"] == 1.0


def test_the_newest_run_keeps_its_synthetic_part():
    made = one(10.0, 100.0, synthetic_at_first=2.0)
    assert (made["synthetic_tokens"], made["human_tokens"]) == (2.0, 8.0)
    assert one(1.0, 100.0, synthetic_at_first=2.0)["human_tokens"] == 0.0


def test_verified_text_counts_for_what_it_is_worth():
    without = one(100.0, 10.0)["human_share"]
    half = one(
        100.0, 10.0, verified_share=0.5, verifiable_tokens=1e9, verified_worth=1.0, ai_share=0.0
    )
    assert half["verified_tokens"] == 30.0
    assert half["human_share"] == pytest.approx(without + 0.3)
    few = one(100.0, 10.0, verified_share=0.5, verifiable_tokens=10.0, verified_worth=0.5)
    assert few["human_share"] == pytest.approx(without + 0.05)


def test_verification_grows_from_a_part_of_the_newest_run():
    volume = verifiable(np.array([100.0, 100.0]), np.array([0.0, 2.0]), np.array([0.5, 1.0]))
    np.testing.assert_allclose(volume, [[2.0, 2.0], [4.5, 8.0]])
    later = verifiable(np.array([100.0]), np.array([1.0]), np.array([0.5]), 10.0)
    np.testing.assert_allclose(later, [[15.0]])


def test_no_text_at_all_is_defined():
    for policy in POLICIES:
        made = one(10.0, 0.0, policy=policy, cap=0.5)
        assert np.isfinite(list(made.values())).all()
    assert one(10.0, 0.0)["human_share"] == 0.0
    assert one(10.0, 0.0, policy="stop")["human_share"] == 1.0


def test_arrays_are_read_only():
    made = supply(np.ones((2, 3)), np.ones((2, 3)), max_epochs=2.0, policy="fill")
    for name in Supply.__slots__:
        assert getattr(made, name).shape == (2, 3)
        assert not getattr(made, name).flags.writeable


@some
@given(
    demand=tokens,
    public=tokens,
    policy=st.sampled_from(POLICIES),
    cap=st.floats(0, 0.95),
    passes=st.floats(1, 100),
    verified=shares,
    worth=shares,
    ai=shares,
    own=st.one_of(st.just(0.0), tokens),
)
def test_every_run_adds_up(demand, public, policy, cap, passes, verified, worth, ai, own):
    made = one(
        demand,
        public,
        policy=policy,
        cap=cap,
        max_epochs=passes,
        verified_share=verified,
        verifiable_tokens=1e30,
        verified_worth=worth,
        ai_share=ai,
        own_tokens=own,
    )
    total = made["human_tokens"] + made["synthetic_tokens"]
    assert made["trained_tokens"] == pytest.approx(total)
    assert made["trained_tokens"] <= demand
    assert made["verified_tokens"] <= made["synthetic_tokens"]
    assert 0 <= made["human_share"] <= 1
    if policy == "controlled":
        assert made["synthetic_tokens"] <= cap * made["trained_tokens"] * (1 + 1e-9)


@some
@given(demand=tokens, public=tokens, more=st.floats(1, 100), cap=st.floats(0, 0.95))
def test_more_public_text_is_never_less_human(demand, public, more, cap):
    for policy in POLICIES:
        few, many = (one(demand, p, policy=policy, cap=cap) for p in (public, public * more))
        assert many["human_share"] >= few["human_share"] - 1e-12


@some
@given(demand=tokens, public=tokens, cap=st.floats(0, 0.95))
def test_policies_stand_in_their_order(demand, public, cap):
    fill, capped, stop = (
        one(demand, public, policy=policy, cap=cap)["human_share"]
        for policy in ("fill", "controlled", "stop")
    )
    assert fill <= capped + 1e-12
    assert capped <= stop + 1e-12
    assert capped >= 1 - cap - 1e-12
