"""Were all runs alike: mixes alone, believed from yes and no, leave vendors next to the same."""

import numpy as np

from analytics.outlook import evaluate
from analytics.outlook.alike import kept_if_alike
from analytics.scenario import Scenario


def test_what_differs_between_vendors_is_size_and_reach():
    outlook = evaluate(Scenario())
    joined = outlook.joined
    risk = joined.risk(0.5)[:, joined.at(2032)]
    alike = (kept_if_alike(outlook) < 0.5).mean(axis=1)
    assert alike.shape == risk.shape
    assert np.ptp(alike) < 0.03 < 0.4 < np.ptp(risk)
    assert risk.min() < alike.mean() < risk.max()


def test_a_mix_that_is_known_still_tells():
    own = "Writer:0-0-100-0-0-0"
    found = kept_if_alike(evaluate(Scenario(log2_worlds=8, mixes=own)))
    names = evaluate(Scenario(log2_worlds=8, mixes=own)).joined.vendors
    others = np.delete(found, names.index("Writer"), axis=0)
    assert found[names.index("Writer")].mean() > others.mean() - 0.01
    assert not found.flags.writeable
