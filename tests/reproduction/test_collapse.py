"""Published results on model collapse, from the recursions, the survival law and the theory."""

import numpy as np
import pytest
from wordfreq import get_frequency_dict

from analytics.collapse.recursions import (
    accumulate,
    accumulate_limit,
    accumulate_subsample,
    human_rows_for,
    mix,
    mix_limit,
    replace,
)
from analytics.collapse.survival import survival
from analytics.collapse.theory import (
    ACCUMULATE_BOUND,
    best_human_weight,
    fresh_loop_fixed_point,
    gaussian_wasserstein,
    gaussian_wasserstein_leading,
    log_variance,
    mean_variance,
    regression_excess_error,
    strong_collapse_error,
)


class TestShumailov2024:
    """AI models collapse when trained on recursively generated data, Nature 631:755–759."""

    def test_a_single_pattern_is_the_only_absorbing_state(self):
        assert replace(20, 1000)[-1] == pytest.approx(1, abs=1e-12)
        rng = np.random.default_rng(1)
        corpora = rng.multinomial(20, [0.5, 0.3, 0.1, 0.1], 500)
        for _ in range(600):
            corpora = rng.multinomial(20, corpora / 20)
        assert set(corpora.max(axis=1)) == {20}

    def test_any_fresh_share_takes_the_absorption_away(self):
        assert mix_limit(20, 0.01) < 0.75

    @pytest.mark.parametrize("fits", [1, 5, 20])
    def test_the_leading_order_of_a_gaussians_distance(self, fits):
        exact, leading = (
            measure([1000] * fits)
            for measure in (gaussian_wasserstein, gaussian_wasserstein_leading)
        )
        assert leading == pytest.approx(1.5 * fits / 1000)
        assert exact == pytest.approx(leading, rel=0.01)

    def test_where_the_exact_form_departs(self):
        # a few small fits: c4 falls faster than its leading order
        assert gaussian_wasserstein([2]) > 1.2 * gaussian_wasserstein_leading([2])
        # a long chain: the spread that is left cannot fall below 0
        long = [100] * 5000
        assert gaussian_wasserstein(long) == pytest.approx(50 + 2, abs=1e-4)
        assert gaussian_wasserstein_leading(long) == pytest.approx(75)

    def test_the_spread_of_a_typical_chain_goes_to_nothing(self):
        # the mean of s² falls by 1/n a fit, its logarithm by 2/n
        assert 1 - replace(100, 300)[-1] == pytest.approx(0.049, abs=0.001)
        assert np.exp(log_variance(100, 300)[-1]) == pytest.approx(np.exp(-6.05), rel=0.01)


class TestAlemohammad2023:
    """Self-consuming generative models go MAD, arXiv 2307.01850."""

    def test_a_loop_without_fresh_text_loses_everything(self):
        assert mix(100, 0.0, 5000)[-1] == pytest.approx(1)

    @pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
    def test_a_loop_with_fresh_text_settles(self, share):
        course = mix(100, share, 2000)
        assert course[-1] == pytest.approx(course[-2], rel=1e-12)
        assert course[-1] == pytest.approx(mix_limit(100, share))
        assert course[-1] < 0.5

    @pytest.mark.parametrize(("error", "variance"), [(0.0, 1.0), (50.0, 0.01), (0.0, 30.0)])
    def test_the_settled_state_does_not_depend_on_the_first_model(self, error, variance):
        human, made, bias = 100, 400, 0.9
        rows, w = human + made, made / (human + made)
        for _ in range(400):
            spread = error + bias * variance
            error = (1 - w) / rows + w**2 * error + w * bias * variance / rows
            variance = rows / (rows - 1) * ((1 - w) + w * spread - error)
        assert (error, variance) == pytest.approx(fresh_loop_fixed_point(human, made, bias))

    def test_too_much_synthetic_text_outweighs_its_volume(self):
        # unbiased: some synthetic rows help the mean, many drown the human ones
        errors = [fresh_loop_fixed_point(100, made, 1.0)[0] for made in (0, 10**5)]
        assert errors[1] < errors[0]
        biased = [fresh_loop_fixed_point(100, made, 0.5)[1] for made in (0, 100, 10**5)]
        assert biased == sorted(biased, reverse=True)
        assert biased[-1] < 0.01


class TestGerstgrasser2024:
    """Is model collapse inevitable?, arXiv 2404.01413."""

    def test_the_error_of_replaced_labels_grows_in_proportion_to_generations(self):
        error = regression_excess_error(7, 89, 1.0, 50, "replace")
        assert error / error[0] == pytest.approx(np.arange(1, 51))

    def test_the_error_of_accumulated_labels_stays_below_a_bound(self):
        error = regression_excess_error(7, 89, 1.0, 5000, "accumulate")
        assert error[-1] / error[0] == pytest.approx(np.pi**2 / 6, rel=2e-4)
        assert (error / error[0] < ACCUMULATE_BOUND).all()

    @pytest.mark.parametrize("n", [10, 1000, 10**6])
    def test_so_does_the_diversity_lost(self, n):
        assert (n * accumulate(n, 2000) <= ACCUMULATE_BOUND).all()
        assert n * replace(n, 10)[-1] > 0.6 * 10


class TestKazdan2024:
    """Collapse or thrive?, arXiv 2410.16713."""

    @pytest.mark.parametrize("n", [2, 10, 100])
    def test_what_accumulating_leaves_is_a_sinc(self, n):
        left = 1 - accumulate(n, 100_000)[-1]
        assert left == pytest.approx(np.sinc(1 / np.sqrt(n)), abs=2e-5 / n)
        assert accumulate_limit(n) == pytest.approx(1 - np.sinc(1 / np.sqrt(n)))

    def test_accumulate_and_subsample_levels_off_between_the_two(self):
        # 1 + 3 Σ_{i ≥ 2} 1/i² = π²/2 − 2 times what one fit loses
        plateau = np.pi**2 / 2 - 2
        n = 10_000
        assert n * accumulate_subsample(n, 50_000)[-1] == pytest.approx(plateau, rel=1e-3)
        mean = mean_variance(n, 5000, "accumulate_subsample")[-1]
        assert mean == pytest.approx(plateau, rel=1e-3)
        kept, replaced = n * accumulate(n, 100)[-1], n * replace(n, 100)[-1]
        assert kept < n * accumulate_subsample(n, 100)[-1] < replaced / 30


class TestBertrand2023:
    """On the stability of iterative retraining of generative models, arXiv 2310.00429."""

    def test_a_kept_anchor_makes_the_loop_stable(self):
        assert mix(1000, 0.1, 3000, "anchor")[-1] < 0.02

    def test_but_it_holds_less_than_fresh_rows(self):
        fresh, kept = (mix_limit(10**6, 0.1, how) for how in ("bernoulli", "anchor"))
        assert kept / fresh == pytest.approx(2.8, rel=0.001)


class TestHe2025:
    """Golden ratio weighting prevents model collapse, arXiv 2502.18049."""

    def test_the_best_weight_is_the_reciprocal_of_the_golden_ratio(self):
        assert best_human_weight(1) == pytest.approx(2 / (1 + np.sqrt(5)), rel=1e-12)

    @pytest.mark.parametrize("ratio", [0.05, 1, 20])
    def test_in_general(self, ratio):
        w = best_human_weight(ratio)
        assert w**2 + ratio * w == pytest.approx(ratio)  # the first-order condition


class TestDohmatob2024:
    """Strong model collapse, arXiv 2410.04840, eq. 11."""

    def test_one_synthetic_label_in_a_thousand_stops_progress(self):
        def error(rows, share):
            return strong_collapse_error(100, rows, share, 1.0, 100.0)

        assert error(1e9, 0.0) == pytest.approx(1e-7, rel=1e-6)
        floor = 0.001**2 * 100
        assert error(1e9, 0.001) == pytest.approx(floor, rel=0.01)
        assert error(1e12, 0.001) == pytest.approx(floor, rel=0.01)


class TestSuresh2024:
    """Rate of model collapse in recursive training, arXiv 2412.17646."""

    @pytest.mark.parametrize("count", [0.5, 1, 10, 100])
    def test_forgetting_a_word_is_slow(self, count):
        model = np.arange(1, 201)  # fitted to corpus model − 1
        present = survival(count, np.zeros(199))
        assert (present >= -np.expm1(-count / model) * (1 - 1e-12)).all()
        assert (present <= -np.expm1(-2 * count / (model + 1)) * (1 + 1e-12)).all()

    def test_the_time_to_forget_it_is_proportional_to_its_count(self):
        counts = np.array([20, 40, 80, 160])
        half = (survival(counts, np.zeros(600)) >= 0.5).sum(axis=0)
        assert half / counts == pytest.approx(np.full(4, 2 / np.log(2)), rel=0.05)


class TestEquilibrium:
    @pytest.mark.parametrize("share", [0.001, 0.01, 0.05])
    def test_human_rows_decide_not_their_share(self, share):
        held = mix_limit(human_rows_for(0.02) / share, share)
        assert held == pytest.approx(0.02, rel=0.05)


class TestEnglish:
    """The words of the package wordfreq (CC BY-SA 4.0): the support that drift leaves."""

    @pytest.mark.parametrize(("share", "left"), [(0, 0.0596), (0.1, 0.0999), (0.5, 0.1463)])
    def test_words_left_after_ten_generations_of_a_million(self, share, left):
        words = np.array(list(get_frequency_dict("en", "large").values()))
        frequency, count = np.unique(words / words.sum(), return_counts=True)
        assert (len(count), count.sum()) == (564, 321_180)
        support = survival(1e6 * frequency, [share] * 10) @ count / count.sum()
        assert support[[0, -1]] == pytest.approx([0.1567, left], abs=5e-5)
