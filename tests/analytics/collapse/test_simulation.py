"""The simulator against the exact recursions, by whichever way it draws."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse import recursions, sharpening, theory
from analytics.collapse.blocks import run
from analytics.collapse.categorical import Categorical
from analytics.collapse.gaussian import gaussian, mixture
from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import patterns_of, zipf
from analytics.collapse.simulation import simulate, trajectories
from analytics.collapse.vanishing import vanishing
from analytics.collapse.workflow import Workflow

REPLICATES = 1500
STANDARD_ERRORS = 4

by_row = pytest.mark.parametrize("by_row", [False, True], ids=["statistics", "by row"])
weights = st.lists(st.floats(0.01, 1), min_size=1, max_size=8).map(np.array)
sizes = st.integers(1, 30)
generations = st.integers(0, 5)
seeds = st.integers(0, 2**32)
few = settings(max_examples=5)


def agrees(sampled, measure, exact):
    away = np.abs(sampled.mean(measure) - exact)
    return (away <= STANDARD_ERRORS * sampled.standard_error(measure) + 1e-9).all()


def diversity_agrees(sampled, p, lost):
    same = (p**2).sum()
    return agrees(sampled, "concentration", same + (1 - same) * lost)


@st.composite
def drifting(draw):
    """A workflow without sharpening, and the diversity it loses."""
    n, models = draw(sizes), draw(generations) + 1
    share, corpora = draw(st.floats(0, 1)), models - 1
    match draw(st.sampled_from(["replace", "bernoulli", "stratified", "anchor", "pile", "inflow"])):
        case "replace":
            return Workflow("mix", corpora, n), recursions.replace(n, models)
        case "bernoulli":
            # verification makes so many more rows as good as human
            verified = draw(st.floats(0, 1))
            human = share + (1 - share) * verified
            workflow = Workflow("mix", corpora, n, share, verified_share=verified)
            return workflow, recursions.mix(n, human, models)
        case "stratified":
            share = round(share * n) / n
            workflow = Workflow("mix", corpora, n, share, draw="stratified")
            return workflow, recursions.mix(n, share, models, "stratified")
        case "anchor":
            share = round(share * n) / n
            workflow = Workflow("anchor", corpora, n, share)
            return workflow, recursions.mix(n, share, models, "anchor")
        case "pile":
            rows = [n, *draw(st.lists(sizes, min_size=corpora, max_size=corpora))]
            return Workflow("accumulate", corpora, rows), recursions.accumulate(rows, models)
        case _:
            inflow = draw(sizes)
            workflow = Workflow("accumulate", corpora, n, inflow=inflow)
            return workflow, recursions.accumulate_inflow(n, n, inflow, models)


class TestDrift:
    @by_row
    @few
    @given(weights, drifting(), seeds)
    def test_of_patterns(self, by_row, frequencies, case, seed):
        workflow, lost = case
        family = Categorical(frequencies, by_row=by_row)
        sampled = simulate(family, workflow, REPLICATES, seed, per_block=500)
        assert diversity_agrees(sampled, family.frequencies, lost)

    @by_row
    @few
    @given(st.floats(-9, 9), st.floats(0.1, 9), drifting(), seeds)
    def test_of_a_gaussian(self, by_row, mean, deviation, case, seed):
        workflow, lost = case
        family = gaussian(mean, deviation, by_row=by_row)
        sampled = simulate(family, workflow, REPLICATES, seed, per_block=500)
        assert agrees(sampled, "variance_kept", 1 - lost)
        assert agrees(sampled, "mean_error", lost)

    @few
    @given(weights, drifting(), seeds)
    def test_of_a_mixture(self, shares, case, seed):
        # its rows are drawn like those of any distribution, but a fit within components is exact
        workflow, lost = case
        family = mixture(shares, np.arange(len(shares)), np.ones(len(shares)))
        sampled = simulate(family, workflow, REPLICATES, seed, per_block=500)
        assert agrees(sampled, "mean_error", lost)
        assert agrees(sampled, "variance_kept", 1 - lost)

    @few
    @given(sizes, generations, seeds)
    def test_of_a_subsample_of_all_so_far(self, n, corpora, seed):
        workflow = Workflow("accumulate-subsample", corpora, n)
        lost = recursions.accumulate_subsample(n, corpora + 1)
        patterns = Categorical(1 / np.arange(1.0, 9))
        sampled = simulate(patterns, workflow, REPLICATES, seed, per_block=500)
        assert diversity_agrees(sampled, patterns.frequencies, lost)
        numbers = simulate(gaussian(by_row=True), workflow, REPLICATES, seed, per_block=500)
        assert agrees(numbers, "variance_kept", 1 - lost)

    def test_under_late_replace_holds_for_the_logarithm(self):
        # E[s²] is carried by rare paths by then: each step is χ²/n, and their logarithms add up
        n, corpora = 20, 200
        kept = simulate(gaussian(), Workflow("mix", corpora, n), 400, seed=1).measures[
            "variance_kept"
        ][:, -1]
        chi = np.random.default_rng(2).chisquare(n - 1, (400_000,))
        step = np.log(chi / n)
        error = np.hypot(np.log(kept).std() / 20, step.std() / 632 * (corpora + 1))
        assert np.log(kept).mean() == pytest.approx((corpora + 1) * step.mean(), abs=4 * error)

    def test_gives_the_published_distance(self):
        sampled = simulate(gaussian(unbiased=True), Workflow("mix", 10, 100), 2000, seed=1)
        assert agrees(
            sampled, "wasserstein", [theory.gaussian_wasserstein([100] * k) for k in range(1, 12)]
        )

    def test_keeps_as_many_patterns_as_survive(self):
        workflow = Workflow("mix", 6, 4000, 0.1)
        patterns = zipf(2000)
        sampled = simulate(
            Categorical(np.repeat(patterns.frequencies, patterns.counts.astype(int))),
            workflow,
            40,
            seed=1,
        )
        left = vanishing(patterns, 6, rows=4000, human_share=0.1)
        # survival is the limit of large corpora
        np.testing.assert_allclose(sampled.mean("support_kept"), left.support_kept, atol=0.003)
        np.testing.assert_allclose(sampled.mean("tail_coverage"), left.tail_coverage, atol=0.006)
        np.testing.assert_allclose(
            sampled.present.mean(axis=1), sampled.mean("support_kept"), rtol=1e-12
        )


class TestSharpening:
    @few
    @given(weights, st.floats(0.6, 1.2), st.floats(0, 1), seeds)
    def test_of_large_corpora_is_that_of_the_distribution(self, frequencies, t, alpha, seed):
        workflow = Workflow("mix", 4, 2_000_000, alpha, temperature=t)
        sampled = simulate(Categorical(frequencies), workflow, 20, seed)
        exact = sharpening.mix(patterns_of(frequencies), 4, human_share=alpha, temperature=t)
        np.testing.assert_allclose(
            sampled.mean("tail_kept"), exact.tail_kept[:, 0], rtol=0.01, atol=0.01
        )
        assert agrees(sampled, "tail_kept", exact.tail_kept[:, 0])

    @by_row
    def test_of_a_nucleus(self, by_row):
        frequencies = np.array([8.0, 4, 2, 1])
        workflow = Workflow("mix", 4, 50_000, 0.3, top_p=0.9)
        sampled = simulate(Categorical(frequencies, by_row=by_row), workflow, 20, seed=1)
        exact = sharpening.mix(patterns_of(frequencies), 4, human_share=0.3, top_p=0.9)
        assert agrees(sampled, "tail_kept", exact.tail_kept[:, 0])

    def test_of_small_corpora_is_the_same_row_by_row(self):
        workflow = Workflow("mix", 3, 30, 0.2, temperature=0.7, top_p=0.9)
        one, other = (
            simulate(Categorical(1 / np.arange(1.0, 21), by_row=rows), workflow, 3000, seed)
            for rows, seed in ((False, 1), (True, 2))
        )
        for measure in one.measures:
            error = np.hypot(one.standard_error(measure), other.standard_error(measure))
            assert (np.abs(one.mean(measure) - other.mean(measure)) <= 4 * error + 1e-9).all()
        assert one.mean("tail_kept")[1] < 0.6

    def test_of_many_patterns_may_add_up_to_a_hair_above_one(self):
        # the generator refuses the frequencies of these, as they come, by the last of 12 digits
        workflow = Workflow("mix", 1, 1_000_000, temperature=0.9)
        sampled = simulate(Categorical(lexicon("en").frequencies), workflow, 2, seed=0)
        assert (sampled.measures["tail_kept"][:, 1] < 0.8).all()

    def test_accumulating(self):
        frequencies = np.array([8.0, 4, 2, 1])
        workflow = Workflow("accumulate", 4, 200_000, temperature=0.8)
        sampled = simulate(Categorical(frequencies), workflow, 50, seed=1)
        exact = sharpening.accumulate(
            patterns_of(frequencies),
            4,
            human_rows=1,
            synthetic_rows=np.arange(1, 5)[:, None],
            temperature=0.8,
        )
        assert agrees(sampled, "tail_kept", exact.tail_kept[:, 0])

    @by_row
    def test_of_a_gaussian_narrows_it_by_the_temperature(self, by_row):
        sampled = simulate(
            gaussian(by_row=by_row), Workflow("mix", 5, 200, temperature=0.8), 500, seed=1
        )
        exact = 0.8 ** np.arange(6) * (1 - 1 / 200) ** np.arange(1, 7)
        assert agrees(sampled, "variance_kept", exact)

    @by_row
    def test_of_a_gaussian_cuts_it_to_its_nucleus(self, by_row):
        workflow = Workflow("mix", 1, 100_000, top_p=0.9)
        sampled = simulate(gaussian(by_row=by_row), workflow, 8, seed=1, per_block=4)
        # variance of a standard Gaussian between ±1.645: 1 − 2zφ(z)/0.9
        assert sampled.mean("variance_kept")[1] == pytest.approx(0.6230, abs=0.003)


class TestFilter:
    def test_that_finds_everything_leaves_human_rows(self):
        workflow = Workflow("mix", 3, 20, 0.5, draw="stratified", true_positive_rate=1.0)
        family = Categorical(1 / np.arange(1.0, 9))
        sampled = simulate(family, workflow, REPLICATES, seed=1)
        assert diversity_agrees(sampled, family.frequencies, np.array([1 / 20] + [1 / 10] * 3))

    @pytest.mark.parametrize("family", [Categorical(np.ones(9)), gaussian(), gaussian(by_row=True)])
    def test_that_leaves_nothing_leaves_the_model(self, family):
        workflow = Workflow("mix", 3, 20, true_positive_rate=1.0)
        sampled = simulate(family, workflow, 5, seed=1)
        for values in sampled.measures.values():
            assert (values == values[:, :1]).all()

    @by_row
    def test_that_may_leave_nothing(self, by_row):
        workflow = Workflow("mix", 6, 2, true_positive_rate=0.7)
        sampled = simulate(gaussian(by_row=by_row), workflow, 200, seed=1)
        assert np.isfinite(sampled.measures["variance_kept"]).all()

    def test_of_rows_as_they_accumulate(self):
        workflow = Workflow("accumulate", 3, 20, inflow=10, true_positive_rate=1.0)
        family = Categorical(np.ones(5))
        sampled = simulate(family, workflow, REPLICATES, seed=1)
        lost = 1 / np.array([20, 30, 40, 50])
        assert diversity_agrees(sampled, family.frequencies, lost)


class TestEdges:
    @by_row
    def test_one_row_is_one_pattern(self, by_row):
        sampled = simulate(Categorical(np.ones(4), by_row=by_row), Workflow("mix", 3, 1), 9, seed=1)
        assert (sampled.measures["support_kept"] == 0.25).all()
        assert (sampled.measures["concentration"] == 1).all()

    @pytest.mark.parametrize("unbiased", [False, True])
    @by_row
    def test_one_row_has_no_variance(self, by_row, unbiased):
        family = gaussian(by_row=by_row, unbiased=unbiased)
        sampled = simulate(family, Workflow("mix", 3, 1), 9, seed=1)
        assert (sampled.measures["variance_kept"] == 0).all()
        assert np.ptp(sampled.measures["mean_error"], axis=1).max() < 1e-12

    @by_row
    def test_one_pattern_stays(self, by_row):
        workflow = Workflow("mix", 3, 5, temperature=0.5, top_p=0.5)
        sampled = simulate(Categorical(np.ones(1), by_row=by_row), workflow, 3, seed=1)
        assert all((values == 1).all() for values in sampled.measures.values())

    def test_an_empty_tail_is_kept(self):
        sampled = simulate(Categorical(np.ones(9), tail_share=0), Workflow("mix", 3, 2), 3, seed=1)
        assert (sampled.measures["tail_kept"] == 1).all()
        assert (sampled.measures["tail_coverage"] == 1).all()

    def test_no_generation_is_the_human_corpus(self):
        sampled = simulate(gaussian(), Workflow("mix", 0, 5), 3, seed=1)
        assert sampled.measures["variance_kept"].shape == (3, 1)

    def test_all_human_loses_nothing_more(self):
        sampled = simulate(
            Categorical(np.ones(9)), Workflow("mix", 3, 5, 1.0, temperature=0.1), 2000, seed=1
        )
        assert agrees(sampled, "support_kept", np.full(4, 1 - (8 / 9) ** 5))

    def test_what_is_lost_stays_lost(self):
        sampled = simulate(Categorical(np.ones(50)), Workflow("mix", 20, 20), 50, seed=1)
        assert (np.diff(sampled.measures["support_kept"], axis=1) <= 0).all()

    def test_a_component_is_lost_for_good(self):
        family = mixture([9, 1], [0, 5], [1, 1])
        sampled = simulate(family, Workflow("mix", 30, 10), 100, seed=1)
        assert (np.diff(sampled.measures["components_kept"], axis=1) <= 0).all()
        assert sampled.present[-1, 1] < 0.3

    def test_one_replicate_has_no_standard_error(self):
        sampled = simulate(gaussian(), Workflow("mix", 1, 5), 1, seed=1)
        assert np.isinf(sampled.standard_error("variance_kept")).all()

    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: Categorical(np.array([])), "no pattern"),
            (lambda: Categorical(np.array([1.0, 0.0])), "no pattern"),
            (lambda: Categorical(np.array([1.0, np.nan])), "finite"),
            (lambda: mixture([1, 0], [0, 1], [1, 1]), "share above 0"),
            (lambda: mixture([1], [0, 1], [1, 1]), "one length"),
            (lambda: mixture([], [], []), "share above 0"),
            (lambda: gaussian(0, 0), "variance above 0"),
            (lambda: gaussian(0, -1), "deviations"),
            (lambda: gaussian(np.nan), "means"),
            (
                lambda: simulate(gaussian(), Workflow("accumulate-subsample", 1, 5), 2, seed=1),
                "by_row",
            ),
            (lambda: simulate(gaussian(), Workflow("mix", 1, 5), 0, seed=1), "replicates"),
            (lambda: simulate(gaussian(), Workflow("mix", 1, 5), 2, seed=-1), "seed"),
        ],
    )
    def test_refuses(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()


class TestBlocks:
    def test_give_the_same_bytes_wherever_they_run(self):
        family, workflow = Categorical(zipf(50).frequencies), Workflow("mix", 5, 100, 0.1)
        alone = simulate(family, workflow, 50, seed=7, per_block=16)
        with ThreadPoolExecutor(3) as pool:
            together = simulate(family, workflow, 50, seed=7, per_block=16, mapper=pool.map)
        for name, values in alone.measures.items():
            assert values.tobytes() == together.measures[name].tobytes()
        other = simulate(family, workflow, 50, seed=8, per_block=16)
        assert (alone.measures["concentration"] != other.measures["concentration"]).any()

    def test_can_be_sent_to_another_process(self):
        workflow = Workflow("mix", 2, 5)
        for work in (
            partial(trajectories, Categorical(np.ones(9)), workflow),
            partial(trajectories, gaussian(), workflow),
        ):
            here = run(work, 4, seed=1)[0]
            there = run(pickle.loads(pickle.dumps(work)), 4, seed=1)[0]
            for name, values in here.measures.items():
                assert values.tobytes() == there.measures[name].tobytes()

    def test_more_replicates_add_to_those_there_are(self):
        def some(replicates):
            workflow = Workflow("mix", 3, 10)
            return simulate(gaussian(), workflow, replicates, seed=7, per_block=8).measures

        np.testing.assert_array_equal(some(16)["variance_kept"], some(24)["variance_kept"][:16])

    def test_tell_how_far_they_are(self):
        told = []
        run(lambda rng, size: size, 10, 1, per_block=4, progress=lambda *at: told.append(at))
        assert told == [(1, 3), (2, 3), (3, 3)]

    def test_can_be_called_off(self):
        done = []

        def work(rng, size):
            done.append(size)
            return size

        def enough(at, _of):
            if at == 2:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            run(work, 10, 1, per_block=4, progress=enough)
        assert done == [4, 4]

    def test_arrays_are_read_only(self):
        sampled = simulate(gaussian(), Workflow("mix", 1, 5), 2, seed=1)
        with pytest.raises(ValueError, match="read-only"):
            sampled.measures["mean_error"][0, 0] = 1
