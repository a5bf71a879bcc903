"""Sobol' indices over the groups of inputs."""

import math
from dataclasses import replace

import numpy as np
import pytest

from analytics.indices import of_sets
from analytics.moat.criteria import CRITERIA
from analytics.moat.drivers import GROUPS, WORLDS, drivers
from analytics.moat.mixes import Analyst
from tests.analytics.moat.cases import CRAWL_ONLY, inputs, licences, market, vendors

SHARES, WEIGHTS = GROUPS.index("shares"), GROUPS.index("weights")
RULE, LEFT_OUT = GROUPS.index("rule"), GROUPS.index("left_out")


@pytest.fixture(scope="module")
def found():
    units = (*vendors()[:6], CRAWL_ONLY)
    some = inputs(units, market=market(*licences()), rule="either", leave_one_out=True)
    return drivers(some, 1024)


def test_only_ranked_units_are_driven(found):
    assert found.units == tuple(unit.id for unit in vendors()[:6])
    assert found.score.total.shape == found.rank.first.shape == (6, len(GROUPS))
    assert found.ranking.total.shape == (1, len(GROUPS))


def test_what_the_vendors_do_not_disclose_drives_the_ranking(found):
    assert found.ranking.total[0].argmax() == SHARES
    assert found.ranking.total[0, SHARES] > 0.8


@pytest.mark.parametrize("what", ["score", "rank", "ranking"])
def test_first_order_is_part_of_the_total_and_both_lie_in_their_bands(found, what):
    one = getattr(found, what)
    assert (one.first <= one.total + 0.1).all()
    assert (one.first.sum(axis=1) <= 1.25).all()
    assert (one.total.sum(axis=1) >= 0.9).all()
    for value, band in ((one.total, one.total_band), (one.first, one.first_band)):
        assert ((band[0] <= value) & (value <= band[1])).all()
        assert (band[1] - band[0] < 0.25).all()


def test_what_is_fixed_drives_nothing():
    some = inputs(vendors()[:4], weights=(1.0,) * 7, concentration=math.inf)
    found = drivers(some, 256)
    for group in (WEIGHTS, RULE, LEFT_OUT):
        assert not found.score.total[:, group].any()
        assert found.score.first[:, group] == pytest.approx(np.zeros(4), abs=0.35)


@pytest.mark.parametrize("group", ["shares", WORLDS])
def test_a_criterion_of_another_model_is_driven_by_what_it_is_drawn_from(group):
    def joined(units, of_shares, of_worlds):
        seed = of_shares if group == "shares" else of_worlds
        years = 5 * np.random.default_rng(seed % 2**32).random((256, len(units)))
        return years, np.ones_like(years)

    weights = tuple(float(name == "headroom") for name in CRITERIA)
    some = inputs(vendors()[:4], weights=weights, concentration=math.inf)
    found = drivers(some, 256, joined)
    totals = dict(zip(found.groups, found.ranking.total[0].tolist(), strict=True))
    assert {name for name, share in totals.items() if share} == {group}
    assert totals[group] == pytest.approx(1.0, abs=0.2)


def test_shares_known_better_drive_less():
    units = tuple(replace(u, belief=Analyst((5, 3, 2, 1, 0.1, 1), 12.0)) for u in vendors()[:4])
    known = tuple(replace(u, belief=Analyst((5, 3, 2, 1, 0.1, 1), 4000.0)) for u in units)
    one, two = (drivers(inputs(some), 512).score.total[:, SHARES] for some in (units, known))
    assert (two < one).all()


def test_the_same_inputs_give_the_same_bytes():
    some = inputs(vendors()[:3])
    one, two = drivers(some, 128), drivers(some, 128)
    assert one.rank.total.tobytes() == two.rank.total.tobytes()


def test_a_function_with_known_indices():
    """f = 3a + 2b + bc, uniform and centred: total and first-order indices in closed form."""
    rng = np.random.default_rng(5)
    one, two = rng.random((2, 3, 20_000)) - 0.5

    def model(a, b, c):
        return (3 * a + 2 * b + b * c)[:, None]

    mixed = [model(*(two[k] if k == group else one[k] for k in range(3))) for group in range(3)]
    values = np.stack([model(*one), model(*two), *mixed])
    found = of_sets(values, np.ones((1, 20_000)))
    parts = np.array([9 / 12, 4 / 12, 1 / 144])
    variance = parts.sum()
    assert found.total[0] == pytest.approx((parts + np.array([0, 1 / 144, 0])) / variance, abs=0.02)
    assert found.first[0] == pytest.approx([*parts[:2] / variance, 0], abs=0.02)
