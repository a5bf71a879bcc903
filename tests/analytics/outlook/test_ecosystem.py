"""Vendors on one web: the depletion model's AI share, and how little it is beside their own."""

import numpy as np
import pytest

from analytics.depletion.forecast import stock_of
from analytics.depletion.timeline import QUARTERS
from analytics.estimates import triangular
from analytics.outlook import evaluate
from analytics.outlook.ecosystem import ecosystem
from analytics.scenario import Scenario


def shared(**changes):
    return ecosystem(evaluate(Scenario(log2_worlds=7, **changes)))


def test_the_web_holds_the_ai_text_of_the_depletion_model():
    scenario = Scenario(log2_worlds=7, demand_path="trend", contamination=True)
    found = ecosystem(evaluate(scenario))
    stock = stock_of(scenario, {})
    at = np.searchsorted(QUARTERS, found.years)
    assert stock.ai_share is not None
    assert np.array_equal(found.ai_share, stock.ai_share[at].astype(float))
    # what is crawled keeps at least its human part
    assert (found.web_kept >= 1 - found.ai_share - 1e-9).all()
    assert (found.web_kept <= 1).all()


def test_vendors_keep_at_least_what_is_human():
    outlook = evaluate(Scenario(log2_worlds=7))
    found, joined = ecosystem(outlook), outlook.joined
    assert (found.tail_kept >= joined.human_share - 1e-5).all()
    assert np.array_equal(found.alone, joined.tail_kept)


def test_sharing_moves_little_since_vendors_own_text_wears_the_tail():
    found = shared()
    at = int(np.flatnonzero(found.years == 2032)[0])
    moved = np.abs(
        np.median(found.tail_kept[:, at], axis=1) - np.median(found.alone[:, at], axis=1)
    )
    assert 0 < moved.max() < 0.02
    assert np.median(found.web_kept[at]) > 0.9 > np.median(found.tail_kept[:, at])


def test_a_web_full_of_ai_text_that_nobody_finds_is_worn_less_where_vendors_cap():
    unfiltered = {
        "ai_filter_recall": triangular(0, 0, 0),
        "ai_share_new": triangular(0.9, 0.9, 0.9),
    }
    fill, capped = shared(**unfiltered), shared(**unfiltered, synthetic_policy="controlled")
    assert (capped.web_kept[-1] >= fill.web_kept[-1] - 1e-6).all()
    assert capped.web_kept[-1].mean() > fill.web_kept[-1].mean() + 0.01


def test_gives_the_same_bytes_and_is_read_only():
    first, second = shared(), shared()
    assert first is second
    with pytest.raises(ValueError, match="read-only"):
        first.tail_kept[:] = 0
    assert first.risk(0.5).shape == first.tail_kept.shape[:2]
