"""Beliefs: disclosed shares are narrow, presence is wide, and silence moves no share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.moat import mixes
from analytics.moat.mixes import PRIOR, ROUTES, Analyst, Answer, Disclosed, Presence, by_route
from data import catalog

YES = Presence(("yes",) * 6)
SILENT = Presence(("undisclosed",) * 6)


def shares(belief, key="x", draws=4096, seed=0):
    return mixes.draw(belief, key, draws, seed)


def test_routes_are_those_of_the_table():
    assert set(ROUTES) == set(catalog.load("vendor_acquisition")["route"])


answers = st.tuples(
    st.sampled_from(["yes", "no", "possible", "undisclosed", "own_crawl"]),
    *[st.sampled_from(["yes", "no", "possible", "undisclosed"])] * 5,
)


@given(answers)
@settings(max_examples=20)
def test_a_mix_sums_to_one_and_holds_no_route_that_is_denied(given_answers):
    if given_answers[0] in ("no", "own_crawl") and set(given_answers[1:]) == {"no"}:
        with pytest.raises(ValueError, match="no mix"):
            Presence(given_answers)
        return
    drawn = shares(Presence(given_answers), draws=64)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert (drawn >= 0).all()
    denied = [answer in ("no", "own_crawl") for answer in given_answers]
    assert not drawn[:, denied].any()
    assert not drawn.flags.writeable


def test_answers_scale_the_concentrations():
    some = Presence(("yes", "possible", "undisclosed", "no", "yes", "yes"))
    assert some.concentrations == pytest.approx((1.3, 0.2, 0.03, 0, 0.01, 0.17))
    own = Presence(("own_crawl", "yes", "no", "no", "no", "possible"))
    assert own.concentrations == pytest.approx((0, 1.7, 0, 0, 0, 0.085))
    assert Presence(("yes",) * 6, concentration=10).concentrations[0] == pytest.approx(6.5)


@pytest.mark.parametrize(
    "belief",
    [
        YES,
        SILENT,
        Analyst((1, 2, 3, 4, 0, 0)),
        Disclosed(by_route({"licensed": 0.3, "synthetic": 0.7})),
    ],
)
def test_shares_are_drawn_around_their_mean(belief):
    assert shares(belief).mean(axis=0) == pytest.approx(belief.mean, abs=0.015)


def test_silence_is_wider_and_has_the_same_mean():
    assert SILENT.silent
    assert SILENT.mean == pytest.approx(YES.mean)
    assert (shares(SILENT).std(axis=0) > 1.05 * shares(YES).std(axis=0)).all()


def test_a_possible_route_breaks_no_silence_but_an_answer_does():
    hint: tuple[Answer, ...] = ("possible", *SILENT.answers[1:])
    denial: tuple[Answer, ...] = ("no", *SILENT.answers[1:])
    assert Presence(hint).silent
    assert not Presence(denial).silent


def test_disclosed_shares_are_held_to_a_few_points():
    drawn = shares(Disclosed((0.5, 0.3, 0.2, 0, 0, 0)))
    assert drawn[:, 0].std() == pytest.approx(np.sqrt(0.25 / 201), rel=0.05)
    assert not drawn[:, 3:].any()


def test_tokens_of_no_route_are_spread_as_typical_mixes_are():
    assert Disclosed((0.9, 0, 0, 0, 0, 0)).mean == pytest.approx(
        [0.9 + 0.1 * PRIOR[0], *(0.1 * typical for typical in PRIOR[1:])]
    )


def test_a_small_edit_moves_the_mix_a_little_and_no_other():
    one, two = (shares(Analyst((4, 3, m, 1, 1, 1))) for m in (2.0, 2.02))
    assert 0 < np.abs(one - two).max() < 0.03
    assert not np.array_equal(shares(YES, "x"), shares(YES, "y"))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Disclosed((0.5, 0.2, 0, 0, 0, 0)), "80% to 100%"),
        (lambda: Disclosed((0.9, 0.2, 0, 0, 0, 0)), "80% to 100%"),
        (lambda: Disclosed((1.1, -0.1, 0, 0, 0, 0)), "six shares"),
        (lambda: Disclosed((1.0,)), "six shares"),
        (lambda: Analyst((0,) * 6), "above 0"),
        (lambda: Analyst((1,) * 6, 0), "above 0"),
        (lambda: Analyst((float("nan"),) * 6), "six shares"),
        (lambda: Presence(("maybe",) * 6), "must be six of"),  # type: ignore[arg-type]
        (lambda: Presence(("yes",) * 5), "must be six of"),
        (lambda: Presence(("own_crawl",) * 6), "public crawl only"),
        (lambda: Presence(("yes",) * 6, concentration=0), "above 0"),
        (lambda: by_route({"modality": 1}), "no such route: modality"),
    ],
)
def test_what_is_no_belief_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()
