"""What moves the risk within a scenario: growth first, and nothing where there is no risk."""

import numpy as np
import pytest

from analytics.outlook import evaluate
from analytics.outlook.movers import EPOCHS, GROWTH, SHARPENING, STOCK, VERIFIED, movers
from analytics.scenario import PRESETS, Scenario


@pytest.mark.parametrize("preset", ["as-published", "recent-growth", "data-efficient"])
def test_growth_moves_it_most_and_every_input_the_way_it_should(preset):
    found = movers(evaluate(PRESETS[preset].scenario))
    assert found[0].name == GROWTH
    assert [one.moved for one in found] == sorted((one.moved for one in found), reverse=True)
    by_name = {one.name: one for one in found}
    assert by_name[GROWTH].highest > by_name[GROWTH].lowest + 0.3
    for name in (STOCK, SHARPENING, EPOCHS, VERIFIED):
        if name in by_name:
            assert by_name[name].lowest > by_name[name].highest, name


def test_the_ends_are_means_over_the_worlds_of_the_join():
    outlook = evaluate(Scenario(log2_worlds=8))
    joined = outlook.joined
    lost = (joined.tail_kept[:, joined.at(2032)] < 0.5).mean(axis=0)
    (epochs,) = [one for one in movers(outlook) if one.name == EPOCHS]
    ordered = lost[np.argsort(joined.supply.max_epochs, kind="stable")]
    count = round(0.2 * len(lost))
    assert epochs.lowest == ordered[:count].mean()
    assert epochs.highest == ordered[-count:].mean()


def test_what_is_known_or_has_no_use_is_no_mover():
    few = {"log2_worlds": 6}
    known = movers(evaluate(Scenario(**few, max_epochs="4~4~4")))
    assert EPOCHS not in {one.name for one in known}
    stopped = movers(evaluate(Scenario(**few, synthetic_policy="stop", sharpening="nucleus")))
    assert not {VERIFIED, SHARPENING} & {one.name for one in stopped}
