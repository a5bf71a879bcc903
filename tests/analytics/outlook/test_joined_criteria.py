"""Headroom and collapse resistance in the draws of the score: the join's, and in common worlds."""

import numpy as np
import pytest

from analytics.outlook import evaluate
from analytics.outlook.join import join
from analytics.outlook.joined_criteria import joined_criteria
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendor_inputs import NO_TEXT_MODEL
from analytics.outlook.vendors import REFERENCE, moat_inputs, ranking
from analytics.scenario import Mix, Scenario
from data import catalog

VERSION = catalog.snapshot().version
SCENARIO = Scenario(log2_worlds=9, log2_moat_draws=11, demand_path="trend")
WORLDS, DRAWS = 512, 2048


@pytest.fixture(scope="module")
def units():
    return moat_inputs(SCENARIO, vendor_facts(VERSION)).units


@pytest.fixture(scope="module")
def found(units):
    return joined_criteria(units, SCENARIO, VERSION, DRAWS)


@pytest.fixture(scope="module")
def joined():
    return join(evaluate(SCENARIO))


def at(units, name):
    return next(i for i, unit in enumerate(units) if unit.id == name)


def test_every_world_of_the_join_comes_equally_often(found, units, joined):
    for name in joined.vendors:
        ours = np.sort(found.collapse_resistance[:, at(units, name)])
        theirs = np.sort(joined.collapse_resistance[joined.place(name)])
        assert np.array_equal(ours, np.repeat(theirs, DRAWS // WORLDS)), name


def test_vendors_are_in_the_same_worlds(found, units, joined):
    names = ("OpenAI", "Meta")
    here = [found.collapse_resistance[:, at(units, name)] for name in names]
    there = [joined.collapse_resistance[joined.place(name)] for name in names]
    pairs = set(zip(*(one.tolist() for one in there), strict=True))
    assert set(zip(*(one.tolist() for one in here), strict=True)) == pairs
    assert np.corrcoef(*here)[0, 1] > 0.5


def test_headroom_is_spread_as_in_the_join(found, units, joined):
    for name in ("OpenAI", "Meta", "Alibaba"):
        ours = found.headroom_years[:, at(units, name)]
        theirs = joined.headroom_years[joined.place(name)]
        assert ours.mean() == pytest.approx(theirs.mean(), abs=0.03)
        assert np.quantile(ours, 0.9) == pytest.approx(np.quantile(theirs, 0.9), abs=0.12)


def test_headroom_follows_the_shares_of_its_own_draw(found):
    moat = ranking(evaluate(SCENARIO)).moat
    assert moat.criteria_names[5:] == ("headroom", "collapse_resistance")
    shares, own = moat.token_shares, slice(2, 5)
    for name in ("OpenAI", "Mistral", "IBM"):
        i = moat.place(name)
        follows = np.corrcoef(shares[:, i, own].sum(axis=1), found.headroom_years[:, i])[0, 1]
        assert follows > 0.3, name
        # which is why its own draw's shares are taken; those of synthetic text hardly matter
        worn = np.corrcoef(shares[:, i, 5], found.collapse_resistance[:, i])[0, 1]
        assert abs(worn) < 0.12, name


def test_the_reference_has_no_headroom_and_a_middling_resistance(found, units, joined):
    reference = at(units, REFERENCE)
    # a Dirichlet of 200 leaves routes that are absent absent
    assert not found.headroom_years[:, reference].any()
    resisting = np.median(joined.collapse_resistance, axis=1)
    own = np.median(found.collapse_resistance[:, reference])
    assert resisting.min() < own < resisting.max()
    for name in NO_TEXT_MODEL:
        there = np.median(found.collapse_resistance[:, at(units, name)])
        assert there == pytest.approx(own, abs=0.08)


def test_adding_a_vendor_moves_nobody_else(found, units):
    mixed = SCENARIO.model_copy(
        update={"mixes": (Mix("My vendor", (0.5, 0.1, 0.2, 0.1, 0.0, 0.1)),)}
    )
    more = moat_inputs(mixed, vendor_facts(VERSION)).units
    again = joined_criteria(more, mixed, VERSION, DRAWS)
    for unit in units:
        i, j = at(units, unit.id), at(more, unit.id)
        assert np.array_equal(found.headroom_years[:, i], again.headroom_years[:, j]), unit.id
        assert np.array_equal(found.collapse_resistance[:, i], again.collapse_resistance[:, j])
    mine = again.headroom_years[:, at(more, "My vendor")]
    assert mine.mean() > found.headroom_years[:, at(units, REFERENCE)].mean()


@pytest.mark.parametrize("draws", [256, 512])
def test_takes_as_few_draws_as_are_asked_for(units, draws):
    few = joined_criteria(units[:3], SCENARIO, VERSION, draws)
    assert few.headroom_years.shape == few.collapse_resistance.shape == (draws, 3)
    assert len(np.unique(few.collapse_resistance[:, 0])) == draws


def test_is_kept_and_read_only(found, units):
    assert joined_criteria(units, SCENARIO, VERSION, DRAWS) is found
    idle = SCENARIO.model_copy(update={"weight_headroom": 3.0, "tail_threshold": 0.3})
    assert joined_criteria(units, idle, VERSION, DRAWS) is found
    with pytest.raises(ValueError, match="read-only"):
        found.headroom_years[0] = 1
    other = found.replaced(1, joined_criteria(units[:1], SCENARIO, VERSION, DRAWS))
    assert np.array_equal(other.headroom_years[:, 1], found.headroom_years[:, 0])
    assert np.array_equal(other.headroom_years[:, 2], found.headroom_years[:, 2])
