"""Presets over the joined outlook: each is another outcome, and the one that it announces."""

from itertools import combinations

import numpy as np
import pytest

from analytics.outlook import evaluate
from analytics.scenario import PRESETS

VISIBLE = {"risk": 0.01, "wasted": 0.05, "human": 0.02}
"""Least difference that is seen on the page, for a vendor in some year: in a cell, on an axis."""


def outcome(preset):
    found = evaluate(preset.scenario).joined
    at = [found.at(year) for year in (2028, 2032, 2036)]
    return {
        "risk": found.risk(0.5)[:, at],
        "wasted": np.median(found.compute_wasted[:, at], axis=-1),
        "human": np.median(found.human_share[:, at], axis=-1),
    }


@pytest.fixture(scope="module")
def outcomes():
    return {id: outcome(preset) for id, preset in PRESETS.items()}


def test_no_two_presets_look_alike(outcomes):
    for one, other in combinations(outcomes, 2):
        apart = [
            name
            for name, least in VISIBLE.items()
            if np.abs(outcomes[one][name] - outcomes[other][name]).max() >= least
        ]
        assert apart, f"{one} and {other}"


def test_each_moves_the_vendors_the_way_it_says(outcomes):
    start = outcomes["as-published"]
    risk, wasted = (
        {id: (one[name] - start[name])[:, 1].mean() for id, one in outcomes.items()}
        for name in ("risk", "wasted")
    )
    worse = {"refit-to-date", "overtrained-5x", "consent-crackdown", "harsh-quality-cut"}
    better = {"recent-growth", "multimodal", "data-efficient", "licensing-boom"}
    assert all(risk[id] > 0 and wasted[id] > 0 for id in (*worse, "ai-saturated-web"))
    assert all(risk[id] < 0 and wasted[id] < 0 for id in better)
    # what is not written cannot collapse, and what is not trained on is lost as scale
    for id in ("synthetic-supplement", "stop-scaling"):
        assert not outcomes[id]["risk"].any()
        assert wasted[id] > 0.05
    assert wasted["stop-scaling"] > wasted["synthetic-supplement"]
    # to substitute costs the tail, and leaves nearly as much compute wasted as to stop
    assert risk["synthetic-substitute"] > 0.05
    assert 0 < wasted["stop-scaling"] - wasted["synthetic-substitute"] < 0.2
