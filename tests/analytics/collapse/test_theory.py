from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from analytics.collapse import theory
from analytics.collapse.recursions import replace
from analytics.collapse.theory import (
    ACCUMULATE_BOUND,
    Workflow,
    best_human_weight,
    fresh_loop_fixed_point,
    gaussian_wasserstein,
    gaussian_wasserstein_leading,
    log_variance,
    mean_variance,
    regression_excess_error,
    strong_collapse_error,
)
from tests.analytics.collapse.resampling import assert_mean

some = settings(max_examples=25)

WORKFLOWS: tuple[Workflow, ...] = ("replace", "accumulate", "accumulate_subsample")

loose: Any = theory
"""The module as a caller without a type checker sees it."""


class TestGaussianChain:
    @pytest.mark.parametrize("sizes", [[2], [3, 8, 5], [20] * 6])
    def test_against_fits_of_drawn_numbers(self, sizes):
        rng = np.random.default_rng(7)
        mean, spread = np.zeros(100_000), np.ones(100_000)
        for size in sizes:
            drawn = mean[:, None] + spread[:, None] * rng.standard_normal((100_000, size))
            mean, spread = drawn.mean(axis=1), drawn.std(axis=1, ddof=1)
        assert_mean(mean**2 + (spread - 1) ** 2, gaussian_wasserstein(sizes))

    def test_large_fits_do_not_lose_their_digits(self):
        for size in (100.5, 101, 101.5, 1e4, 1e9, 1e15):
            leading = gaussian_wasserstein_leading([size])
            assert gaussian_wasserstein([size]) == pytest.approx(leading, rel=1.3 / size)

    @some
    @given(st.lists(st.floats(2, 1e6), max_size=20))
    def test_each_fit_adds_to_the_distance(self, sizes):
        assert gaussian_wasserstein([*sizes, 10]) > gaussian_wasserstein(sizes) >= 0

    @pytest.mark.parametrize("size", [2, 5, 30])
    def test_logarithm_of_the_variance(self, size):
        rng = np.random.default_rng(3)
        left, expected = np.zeros(40_000), log_variance(size, 8)
        for one in expected:
            drawn = rng.standard_normal((40_000, size))
            left += np.log(drawn.var(axis=1))
            assert_mean(left, one)

    @some
    @given(st.floats(1, 1e9), st.integers(0, 30))
    def test_a_typical_path_has_less_left_than_the_mean(self, n, generations):
        typical = np.exp(log_variance(n, generations))
        assert (typical <= 1 - replace(n, generations) + 1e-15).all()

    def test_a_single_row_has_no_spread(self):
        assert log_variance([3, 1, 3], 3).tolist()[1:] == [-np.inf, -np.inf]


class TestMeanOnly:
    @pytest.mark.parametrize("n", [1, 2, 5])
    @pytest.mark.parametrize("workflow", WORKFLOWS)
    def test_against_fits_of_drawn_numbers(self, workflow, n):
        rng = np.random.default_rng(11)
        pool = rng.standard_normal((40_000, n))
        for expected in mean_variance(n, 5, workflow):
            corpus = pool
            if workflow == "accumulate_subsample":
                corpus = rng.permuted(pool, axis=1)[:, :n]
            mean = corpus.mean(axis=1, keepdims=True)
            assert_mean(n * mean[:, 0] ** 2, expected)
            written = mean + rng.standard_normal((40_000, n))
            pool = written if workflow == "replace" else np.hstack([pool, written])

    def test_closed_forms(self):
        assert mean_variance(7, 100, "replace").tolist() == list(range(1, 101))
        assert mean_variance(7, 100_000, "accumulate")[-1] == pytest.approx(
            ACCUMULATE_BOUND, abs=1.01e-5
        )

    @some
    @given(st.floats(1, 1e12), st.integers(0, 60))
    def test_the_workflows_stand_in_order(self, n, generations):
        replaced, kept, sampled = (mean_variance(n, generations, one) for one in WORKFLOWS)
        assert (kept <= sampled * (1 + 1e-9)).all()
        assert (sampled <= replaced * (1 + 1e-9)).all()
        assert (kept < ACCUMULATE_BOUND).all()


class TestRegression:
    @pytest.mark.parametrize("workflow", ["replace", "accumulate"])
    def test_against_fits_of_drawn_labels(self, workflow):
        rng = np.random.default_rng(5)
        d, rows, noise, replicates = 3, 14, 0.5, 20_000
        x = rng.standard_normal((replicates, rows, d))
        fit = np.linalg.pinv(x)
        weights, labels = np.zeros((replicates, d)), []
        for expected in regression_excess_error(d, rows, noise, 4, workflow):
            new = (x @ weights[..., None])[..., 0] + np.sqrt(noise) * rng.standard_normal(
                (replicates, rows)
            )
            labels.append(new)
            of = np.mean(labels, axis=0) if workflow == "accumulate" else new
            weights = (fit @ of[..., None])[..., 0]
            assert_mean((weights**2).sum(axis=1), expected)

    def test_strong_collapse_against_fits_of_drawn_labels(self):
        rng = np.random.default_rng(9)
        d, rows, share, noise, shift = 60, 300, 0.25, 0.3, 2.0
        wrong, errors = np.zeros(d), []
        wrong[0] = np.sqrt(shift)
        for _ in range(200):
            x = rng.standard_normal((rows, d))
            labels = np.sqrt(noise) * rng.standard_normal(rows)
            labels[: int(share * rows)] += x[: int(share * rows)] @ wrong
            errors.append((np.linalg.solve(x.T @ x, x.T @ labels) ** 2).sum())
        expected = strong_collapse_error(d, rows, share, noise, shift)
        # the formula is the limit of many features: off by 1/d at most here
        assert_mean(np.array(errors), expected, slack=expected / d)

    @some
    @given(st.floats(1, 1e6), st.floats(1.01, 1e6), st.floats(0, 1), st.floats(0, 10))
    def test_more_rows_help_down_to_the_shift(self, d, ratio, share, shift):
        some = strong_collapse_error(d, d * ratio, share, 1.0, shift)
        more = strong_collapse_error(d, d * ratio * 2, share, 1.0, shift)
        assert share**2 * shift <= more <= some

    def test_without_synthetic_rows_only_noise_is_left(self):
        assert strong_collapse_error(10, 110, 0.0, 2.0, 5.0) == pytest.approx(0.2)
        assert strong_collapse_error(10, 110, 1.0, 0.0, 5.0) == pytest.approx(5.0)


class TestFreshLoop:
    @pytest.mark.parametrize(
        ("human", "made", "bias"), [(4, 8, 0.7), (2, 3, 1.0), (10, 0, 0.5), (1, 4, 0.0)]
    )
    def test_against_a_loop_of_drawn_numbers(self, human, made, bias):
        rng = np.random.default_rng(13)
        replicates = 10_000
        mean, variance = np.zeros(replicates), np.ones(replicates)
        for _ in range(40):
            noise = rng.standard_normal((replicates, made))
            written = mean[:, None] + np.sqrt(bias * variance)[:, None] * noise
            corpus = np.hstack([rng.standard_normal((replicates, human)), written])
            mean, variance = corpus.mean(axis=1), corpus.var(axis=1, ddof=1)
        error, spread = fresh_loop_fixed_point(human, made, bias)
        assert_mean(mean**2, error)
        assert_mean(variance, spread)

    @some
    @given(st.floats(2, 1e6), st.floats(0, 1e6), st.floats(0, 1))
    def test_is_a_fixed_point(self, human, made, bias):
        error, spread = fresh_loop_fixed_point(human, made, bias)
        rows, w = human + made, made / (human + made)
        again = (1 - w) / rows + w**2 * error + w * bias * spread / rows
        assert again == pytest.approx(error, rel=1e-9)
        both = (1 - w) + w * (error + bias * spread) - again
        assert rows / (rows - 1) * both == pytest.approx(spread, rel=1e-6)

    @some
    @given(st.floats(2, 1e6), st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1))
    def test_more_bias_leaves_less_variance(self, human, made, one, other):
        stronger, weaker = sorted([one, other])
        less = fresh_loop_fixed_point(human, made, stronger)[1]
        assert 0 < less <= fresh_loop_fixed_point(human, made, weaker)[1] * (1 + 1e-9)

    def test_unbiased_sampling_leaves_the_variance_but_not_the_mean(self):
        error, spread = fresh_loop_fixed_point(100, 900, 1.0)
        assert 1 / 1000 < error < 1 / 100
        assert 1 < spread + error < 1.02


class TestHumanWeight:
    @pytest.mark.parametrize("ratio", [0.01, 0.5, 1, 3, 100])
    def test_is_the_one_with_the_least_error(self, ratio):
        def error(w):  # of a mean from k human rows and one row of the last model, in the long run
            return (w**2 / ratio + (1 - w) ** 2) / (1 - (1 - w) ** 2)

        found = minimize_scalar(error, bounds=(1e-6, 1), method="bounded", options={"xatol": 1e-9})
        assert best_human_weight(ratio) == pytest.approx(found.x, abs=1e-5)

    @some
    @given(st.floats(0, 1e100))
    def test_is_above_the_human_share_of_the_rows(self, ratio):
        assert ratio / (1 + ratio) * (1 - 1e-12) <= best_human_weight(ratio) <= 1

    @some
    @given(st.floats(1e-3, 1e3))
    def test_closed_form(self, k):
        assert best_human_weight(k) == pytest.approx((np.sqrt(k**2 + 4 * k) - k) / 2, rel=1e-9)


def test_no_generations():
    assert gaussian_wasserstein([]) == gaussian_wasserstein_leading([]) == 0
    assert log_variance(5, 0).shape == (0,)
    assert all(mean_variance(5, 0, workflow).shape == (0,) for workflow in WORKFLOWS)
    assert regression_excess_error(2, 9, 1.0, 0, "replace").shape == (0,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: loose.gaussian_wasserstein([5, 1]),
            r"sizes\[1\] must lie between 2 and 1e.100, not 1",
        ),
        (lambda: loose.gaussian_wasserstein(5), "sizes must hold one value a fit"),
        (lambda: loose.gaussian_wasserstein_leading([0]), r"sizes\[0\] must lie between 1"),
        (lambda: loose.log_variance(0.5, 3), "n must lie between 1"),
        (lambda: loose.mean_variance(0, 3, "replace"), "n must lie between 1"),
        (
            lambda: loose.mean_variance(5, 3, "anchor"),
            "workflow must be one of replace, accumulate, acc",
        ),
        (lambda: loose.mean_variance(5, -1, "replace"), "generations must be at least 0"),
        (
            lambda: loose.regression_excess_error(5, 6, 1, 3, "replace"),
            r"rows must be above features \+ 1 = 6, not 6",
        ),
        (
            lambda: loose.regression_excess_error(5, 9, 1, 3, "accumulate_subsample"),
            "workflow must be one of replace, accumulate, not 'accumulate_subsample'",
        ),
        (lambda: loose.regression_excess_error(5, 9, -1, 3, "replace"), "noise_variance must lie"),
        (lambda: loose.best_human_weight(-1), "ratio must lie between 0"),
        (lambda: loose.fresh_loop_fixed_point(0, 5, 1), "n_human must lie between 1"),
        (
            lambda: loose.fresh_loop_fixed_point(1, 0, 1),
            "must make at least 2 rows together, not 1",
        ),
        (lambda: loose.fresh_loop_fixed_point(1, 5, 1.1), "sampling_bias must lie between 0 and 1"),
        (
            lambda: loose.strong_collapse_error(5, 5, 0, 1, 1),
            "rows must be above features = 5, not 5",
        ),
        (
            lambda: loose.strong_collapse_error(5, 9, 2, 1, 1),
            "synthetic_share must lie between 0 and 1",
        ),
        (lambda: loose.strong_collapse_error(5, 9, 0, 1, -1), "shift_variance must lie between 0"),
    ],
)
def test_refusals_name_the_argument_and_its_bound(call, message):
    with pytest.raises(ValueError, match=message):
        call()
