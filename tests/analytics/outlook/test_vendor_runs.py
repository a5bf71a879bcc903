"""Newest runs: what the tables know, what is believed of the rest, and whose word counts."""

import numpy as np
import pytest

from analytics.moat.mixes import Presence
from analytics.outlook.vendor_inputs import CEILING, NO_TEXT_MODEL, REACH, Trainer, vendor_inputs
from analytics.outlook.vendor_runs import newest_runs, size_of
from analytics.scenario import DECLARATIONS, NewestRun, Scenario
from data import catalog

T = 1e12
VERSION = catalog.snapshot().version
RUNS = newest_runs(VERSION)


@pytest.mark.parametrize(
    ("vendor", "tokens"),
    [("Alibaba", 36), ("DeepSeek", 14.8), ("Meta", 30), ("IBM", 12), ("Writer", 4.08)],
)
def test_disclosed_runs_are_certain(vendor, tokens):
    size = size_of(vendor, Scenario(), VERSION)
    assert size.basis == RUNS[vendor].basis == "disclosed"
    assert size.tokens.points == pytest.approx((tokens * T, tokens * T))


@pytest.mark.parametrize(
    ("vendor", "low", "high"),
    [
        ("OpenAI", 35.6, 100),
        ("xAI", 40.8, 100),
        ("Google", 12.9, 64.5),
        ("Anthropic", 10.6, 52.8),
        ("Mistral", 8.43, 42.1),
        ("Amazon", 4.47, 22.4),
    ],
)
def test_others_lie_between_compute_optimal_tokens_and_five_times_them(vendor, low, high):
    size = size_of(vendor, Scenario(), VERSION)
    assert size.basis == "compute"
    assert size.tokens.level == 0.9
    assert np.array(size.tokens.points) / T == pytest.approx((low, high), rel=0.005)


def test_of_some_nothing_is_known():
    scenario = Scenario()
    for vendor in ("AI21 Labs", "Nobody"):
        size = size_of(vendor, scenario, VERSION)
        assert (size.basis, size.tokens) == ("unknown", scenario.unknown_run_tokens)
        assert 2024 < size.year < 2026


def test_the_analyst_has_the_last_word():
    scenario = Scenario(newest_runs=(NewestRun("openai", 50 * T, 60 * T, 2026.5),))
    size = size_of("OpenAI", scenario, VERSION)
    assert (size.basis, size.year, size.tokens.points) == ("analyst", 2026.5, (50 * T, 60 * T))


def test_every_run_says_where_it_comes_from():
    sources = set(catalog.load("sources")["source_id"])
    for vendor, run in RUNS.items():
        assert run.vendor == vendor
        assert (run.source_id in sources) == (run.basis != "unknown")
        assert 2023 <= run.year <= 2027


def test_the_classes_are_of_vendors_and_assumptions_that_there_are():
    assert {*REACH, *CEILING, *NO_TEXT_MODEL} <= set(RUNS)
    assert {*REACH.values(), *CEILING.values()} <= set(DECLARATIONS)


def test_each_input_of_each_vendor_has_a_stream_of_its_own():
    belief = Presence(("yes",) * 6)
    names = ("OpenAI", "Anthropic", "Mine")
    drawn = vendor_inputs([Trainer(one, belief) for one in names], Scenario(), VERSION, 512)
    for values in (drawn.reach, drawn.proprietary_ceiling, drawn.newest_tokens):
        assert np.abs(np.corrcoef(values) - np.eye(3)).max() < 0.2
    across = np.corrcoef([drawn.reach[0], drawn.proprietary_ceiling[0], drawn.newest_tokens[0]])
    assert np.abs(across - np.eye(3)).max() < 0.2
    # and one who joins leaves them as they are
    alone = vendor_inputs([Trainer("Mine", belief)], Scenario(), VERSION, 512)
    assert np.array_equal(alone.reach[0], drawn.reach[2])
    assert np.array_equal(alone.shares[0], drawn.shares[2])
    # reach of a class is that of its estimate
    assert np.median(drawn.reach[0]) == pytest.approx(Scenario().reach_large.median, rel=0.01)
    assert np.median(drawn.reach[2]) == pytest.approx(Scenario().public_reach.median, rel=0.01)
