"""What each route contributes to a score."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from analytics.moat import score
from analytics.moat.composite import FLOOR, Rule, aggregate
from analytics.moat.ranking import shapley
from tests.analytics.moat.cases import CRAWL_ONLY, inputs, licences, market, vendors


@pytest.fixture(scope="module", params=["geometric", "arithmetic", "either"])
def scored(request):
    draws = 256
    years = np.linspace(0, 5, draws * 4).reshape(draws, 4)
    units = (*vendors()[2:5], CRAWL_ONLY)
    some = inputs(units, market=market(*licences()), rule=request.param)
    return score(replace(some, draws=draws, leave_one_out=True), years)


def test_parts_add_up_to_the_score(scored):
    for at, unit in enumerate(scored.units):
        parts = scored.route_shares(unit)
        assert parts.shape == (256, 6)
        assert parts.sum(axis=1) == pytest.approx(scored.scores[:, at], rel=1e-9)
        assert (parts >= -1e-12).all()


def test_a_route_without_a_share_contributes_nothing(scored):
    assert scored.route_shares(CRAWL_ONLY.id)[:, 1:] == pytest.approx(np.zeros((256, 5)), abs=1e-12)


def worth(scored, at, world, some):
    """Score of a unit in one world with the value shares of all other routes at 0."""
    table = scored.attributes[world].copy()
    table[2, :2] = scored.licensed[world, at]
    own = np.array([scored.value_shares[world, at, k] * table[k] for k in some]).reshape(-1, 5)
    every = [*own.sum(axis=0), *scored.criteria[world, at, 5:]]
    how: Rule = "geometric" if scored.geometric[world] else "arithmetic"
    return float(aggregate([every], scored.weights[world], how)[0])


def test_they_are_the_shapley_values_of_the_game_as_stated(scored):
    parts = scored.route_shares(scored.units[1])
    for world in (0, 7, 100, 255):
        exact = shapley(partial(worth, scored, 1, world), range(6))
        common = worth(scored, 1, world, frozenset()) * scored.value_shares[world, 1]
        assert parts[world] == pytest.approx(exact + common, rel=1e-9, abs=1e-12)


def test_the_floor_holds_for_sets_of_routes_as_well(scored):
    assert scored.scores.min() >= FLOOR * 0.999 or not scored.geometric.all()
