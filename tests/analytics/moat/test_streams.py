"""Keyed streams: the same name draws the same numbers, whoever else is drawn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, gamma

from analytics.estimates import triangular
from analytics.moat import streams


@given(worlds=st.integers(1, 300), seed=st.integers(0, 2**64), name=st.text(max_size=20))
@settings(max_examples=30)
def test_every_part_of_the_unit_interval_is_drawn_once(worlds, seed, name):
    drawn = streams.uniforms(worlds, seed, name)
    assert np.array_equal(np.sort(drawn), (np.arange(worlds) + 0.5) / worlds)
    assert np.array_equal(drawn, streams.uniforms(worlds, seed, name))


def test_names_and_seeds_have_orders_of_their_own():
    first = streams.order(1024, 0, "a")
    assert not np.array_equal(first, streams.order(1024, 0, "b"))
    assert not np.array_equal(first, streams.order(1024, 1, "a"))
    assert not np.array_equal(streams.order(1024, 1, "1/a"), streams.order(1024, 11, "a"))


def test_streams_are_uncorrelated_as_independent_ones_are():
    many = np.array([streams.uniforms(1024, 0, f"input {i}") for i in range(40)])
    pairs = np.corrcoef(many)[np.triu_indices(40, 1)] * np.sqrt(1023)
    assert abs(pairs.mean()) < 0.15
    assert pairs.std() == pytest.approx(1, abs=0.12)


def test_a_mean_is_far_closer_than_by_chance():
    estimate = triangular(1, 4, 10)
    means = [streams.drawn(estimate, 1024, seed, "x").mean() for seed in range(20)]
    assert np.ptp(means) < 1e-9
    assert means[0] == pytest.approx(5, abs=1e-4)  # by chance ±0.06


@pytest.mark.parametrize("shape", [0.01, 0.17, 1, 2.6, 190])
def test_gamma_quantiles_are_exact_to_one_part_in_ten_thousand(shape):
    logs = np.sort(streams.log_gammas([shape], 4096, 0, ["x"])[0])
    exact = gamma(shape).ppf((np.arange(4096) + 0.5) / 4096)
    there = exact > 1e-290
    assert np.abs(logs[there] - np.log(exact[there])).max() < 1e-4


def test_a_gamma_too_small_for_a_number_still_has_a_logarithm():
    (logs,) = np.sort(streams.log_gammas([0.001], 64, 0, ["x"]))
    assert np.isfinite(logs).all()
    assert logs[0] < -1000
    shares = streams.dirichlet([0.001, 0.002], 64, 0, ["x", "y"])
    assert np.allclose(shares.sum(axis=0), 1)


@pytest.mark.parametrize("parts", [(0.4, 0.6, 3.0), (20.0, 5.0, 0.0), (1.0, 1.0, 1.0)])
def test_shares_have_the_distribution_they_are_named_after(parts):
    shares = streams.dirichlet(parts, 8192, 0, ["a", "b", "c"])
    total = sum(parts)
    assert np.allclose(shares.sum(axis=0), 1)
    for share, concentration in zip(shares, parts, strict=True):
        if concentration == 0:
            assert not share.any()
            continue
        marginal = beta(concentration, total - concentration)
        assert share.mean() == pytest.approx(marginal.mean(), abs=0.01)
        assert share.std() == pytest.approx(marginal.std(), abs=0.01)
        for quantile in (0.1, 0.5, 0.9):
            assert (share < marginal.ppf(quantile)).mean() == pytest.approx(quantile, abs=0.02)


def test_a_small_edit_moves_every_share_a_little():
    one = streams.dirichlet([4, 3, 5], 4096, 0, ["a", "b", "c"])
    two = streams.dirichlet([4.01, 3, 5], 4096, 0, ["a", "b", "c"])
    assert 0 < np.abs(one - two).max() < 0.002


def test_nothing_to_share_is_refused():
    with pytest.raises(ValueError, match="positive concentration"):
        streams.dirichlet([0, 0], 8, 0, ["a", "b"])


def test_a_part_next_to_nothing_has_no_share():
    shares = streams.dirichlet([2e-313, 1.0, 5e-324], 64, 1, ["a", "b", "c"])
    assert shares.tolist() == [[0.0] * 64, [1.0] * 64, [0.0] * 64]
