from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.collapse import recursions
from analytics.collapse.recursions import (
    How,
    accumulate,
    accumulate_inflow,
    accumulate_limit,
    accumulate_subsample,
    human_rows_for,
    mix,
    mix_limit,
    replace,
)
from tests.analytics.collapse import resampling
from tests.analytics.collapse.resampling import assert_lost

some = settings(max_examples=25)

HOWS: tuple[How, ...] = ("bernoulli", "stratified", "anchor")
MIXES: tuple[How, ...] = ("bernoulli", "stratified")

loose: Any = recursions
"""The module as a caller without a type checker sees it."""

few = settings(max_examples=8)
seeds = st.integers(0, 2**32 - 1)
sizes = st.lists(st.integers(1, 8), min_size=1, max_size=4)
rows = st.floats(1, 1e12)
shares = st.floats(0, 1)
generations = st.integers(0, 60)

WORKFLOWS = {
    "replace": lambda n, g: replace(n, g),
    "bernoulli": lambda n, g: mix(n, 0.3, g, "bernoulli"),
    "stratified": lambda n, g: mix(n, 0.3, g, "stratified"),
    "anchor": lambda n, g: mix(n, 1 / n if n < 4 else 0.3, g, "anchor"),
    "accumulate": lambda n, g: accumulate(n, g),
    "inflow": lambda n, g: accumulate_inflow(n, n, n / 10, g),
    "subsample": lambda n, g: accumulate_subsample(n, g),
}
every_workflow = pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)


class TestAgainstRowsDrawnOneByOne:
    @few
    @given(sizes, seeds)
    @example([3, 5, 2, 6], 1)
    def test_replace(self, n, seed):
        assert_lost(lambda text: resampling.replace(text, n), replace(n, len(n)), seed)

    @few
    @given(sizes, st.data(), seeds)
    def test_bernoulli(self, n, data, seed):
        share = [data.draw(shares) for _ in n]
        assert_lost(lambda text: resampling.bernoulli(text, n, share), mix(n, share, len(n)), seed)

    @few
    @given(sizes, st.data(), seeds)
    def test_stratified(self, n, data, seed):
        human = [data.draw(st.integers(0, size)) for size in n]
        expected = mix(n, np.divide(human, n), len(n), "stratified")
        assert_lost(lambda text: resampling.stratified(text, n, human), expected, seed)

    @few
    @given(st.integers(1, 8), st.integers(1, 5), st.data(), seeds)
    def test_anchor(self, n, count, data, seed):
        kept = data.draw(st.integers(0, n))
        expected = mix(n, kept / n, count, "anchor")
        assert_lost(lambda text: resampling.anchor(text, n, kept, count), expected, seed)

    @few
    @given(st.integers(1, 8), st.lists(st.integers(0, 6), max_size=4), seeds)
    @example(2, [2, 3, 1, 2], 1)
    @example(4, [1, 0, 6], 2)
    def test_accumulate(self, first, later, seed):
        n = [first, *later]
        none = [first, *[0] * len(later)]
        assert_lost(lambda text: resampling.accumulate(text, none, n), accumulate(n, len(n)), seed)

    @few
    @given(
        st.integers(1, 8),
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4),
        seeds,
    )
    @example(2, [(3, 1), (2, 0), (0, 2), (4, 1)], 1)
    def test_accumulate_with_inflow(self, pool, later, seed):
        human = [pool, *[r for r, _ in later]]
        made = [0, *[m for _, m in later]]
        expected = accumulate_inflow(pool, made, human, len(made))
        assert_lost(lambda text: resampling.accumulate(text, human, made), expected, seed)

    @few
    @given(st.integers(1, 7), st.integers(1, 4), seeds)
    @example(3, 4, 1)
    def test_accumulate_subsample(self, n, count, seed):
        expected = accumulate_subsample(n, count)
        assert_lost(lambda text: resampling.subsample(text, n, count), expected, seed)


class TestSpecialCases:
    @some
    @given(rows, generations)
    def test_a_mix_without_human_rows_is_replace(self, n, count):
        for how in HOWS:
            assert mix(n, 0.0, count, how) == pytest.approx(replace(n, count), rel=1e-12)

    @some
    @given(rows, generations)
    def test_human_rows_alone_lose_what_one_sample_loses(self, n, count):
        for how in HOWS:
            assert mix(n, 1.0, count, how) == pytest.approx(np.full(count, 1 / n), rel=1e-12)

    @some
    @given(rows, st.floats(0, 1e12), generations)
    def test_accumulate_is_inflow_of_none(self, first, published, count):
        expected = accumulate(published, count, n_human=first)
        found = accumulate_inflow(first, published, 0, count)
        assert found == pytest.approx(expected, rel=1e-9)

    def test_accumulate_and_inflow_read_a_generation_alike(self):
        n = [5, 3, 0, 7]
        assert accumulate_inflow(5, [9, 3, 0, 7], 0, 4) == pytest.approx(accumulate(n, 4))
        assert accumulate(n, 4, n_human=5) == pytest.approx(accumulate(n, 4))

    def test_of_a_mix_and_of_an_inflow_the_first_rate_is_not_used(self):
        for how in MIXES:
            one, other = mix(9, [0.0, 0.5], 2, how), mix(9, [1.0, 0.5], 2, how)
            assert one.tolist() == other.tolist()
        one = accumulate_inflow(9, [0, 5], [0, 2], 2)
        assert one.tolist() == accumulate_inflow(9, [3, 5], [4, 2], 2).tolist()

    @some
    @given(rows, st.integers(1, 60))
    def test_a_number_is_that_number_every_generation(self, n, count):
        every = np.full(count, n)
        assert replace(n, count).tolist() == replace(every, count).tolist()
        assert accumulate(n, count).tolist() == accumulate(every, count).tolist()
        for how in MIXES:
            found = mix(every, np.full(count, 0.3), count, how)
            assert found.tolist() == mix(n, 0.3, count, how).tolist()

    @every_workflow
    def test_one_row_holds_one_pattern(self, workflow):
        lost = workflow(1, 5)
        assert lost[0] == 1
        assert ((lost == 1) | (workflow is WORKFLOWS["inflow"])).all()

    @every_workflow
    def test_no_generation_is_no_value_and_one_is_a_sample(self, workflow):
        assert workflow(7, 0).shape == (0,)
        assert workflow(7, 1) == pytest.approx([1 / 7], rel=1e-12)

    def test_less_than_one_stratified_row_makes_no_pair(self):
        assert mix(1, 0.5, 4, "stratified").tolist() == [1, 1, 1, 1]
        assert mix(10, 0.95, 4, "stratified") == pytest.approx(np.full(4, 0.1))


class TestWhatMustHold:
    @every_workflow
    @some
    @given(n=rows, count=generations)
    def test_a_share(self, workflow, n, count):
        lost = workflow(n, count)
        assert lost.shape == (count,)
        assert ((lost > 0) & (lost <= 1)).all()

    @every_workflow
    @some
    @given(n=rows, factor=st.floats(1, 100), count=generations)
    def test_larger_corpora_lose_less(self, workflow, n, factor, count):
        if workflow is WORKFLOWS["anchor"]:
            n = max(n, 4)
        less, more = workflow(n * factor, count), workflow(n, count)
        assert (less <= more * (1 + 1e-12)).all()

    @pytest.mark.parametrize(
        "name", ["replace", "bernoulli", "stratified", "anchor", "accumulate", "subsample"]
    )
    @some
    @given(n=rows, count=generations)
    def test_nothing_lost_comes_back_where_human_rows_do_not_pile_up(self, name, n, count):
        lost = WORKFLOWS[name](n, count)
        assert (np.diff(lost) >= -1e-12 * lost[1:]).all()

    @some
    @given(rows, shares, shares, generations)
    def test_more_human_rows_lose_less(self, n, one, other, count):
        fewer, more = sorted([one, other])
        for how in MIXES:
            less = mix(n, more, count, how)
            assert (less <= mix(n, fewer, count, how) * (1 + 1e-12) + 1e-15).all()

    @some
    @given(st.integers(1, 1000), st.integers(0, 1000), st.integers(1, 40))
    def test_fresh_human_rows_are_worth_more_than_the_same_again(self, n, kept, count):
        share = min(kept, n) / n
        fresh, same = (mix(n, share, count, how) for how in ("stratified", "anchor"))
        assert (fresh <= same * (1 + 1e-12)).all()
        assert (fresh <= mix(n, share, count, "bernoulli") * (1 + 1e-12)).all()

    @some
    @given(st.floats(1, 1e9), st.integers(1, 100))
    def test_the_workflows_stand_in_order(self, n, count):
        kept, sampled, replaced = (
            accumulate(n, count),
            accumulate_subsample(n, count),
            replace(n, count),
        )
        # from the second model on, n of 2n rows are more than replace has but fewer than all
        assert (kept <= sampled * (1 + 1e-12)).all()
        assert (sampled <= replaced * (1 + 1e-12)).all()

    @some
    @given(rows, st.floats(0, 1e6), st.floats(0, 1e6), generations)
    def test_an_inflow_of_human_rows_helps(self, pool, one, other, count):
        less, more = sorted([one, other])
        helped = accumulate_inflow(pool, pool, more, count)
        assert (helped <= accumulate_inflow(pool, pool, less, count) * (1 + 1e-9)).all()


class TestLimits:
    @pytest.mark.parametrize("how", HOWS)
    @pytest.mark.parametrize(("n", "share"), [(1, 1), (4, 0.25), (100, 0.1), (1000, 0.5)])
    def test_of_a_mix(self, n, share, how):
        assert mix(n, share, 2000, how)[-1] == pytest.approx(mix_limit(n, share, how), rel=1e-9)

    @some
    @given(st.integers(2, 10**9), st.integers(1, 10**9))
    def test_a_mix_approaches_them_from_below(self, n, kept):
        share = min(kept, n) / n
        for how in HOWS:
            course = mix(n, share, 50, how)
            assert course[-1] <= mix_limit(n, share, how) * (1 + 1e-9)

    @pytest.mark.parametrize("how", HOWS)
    def test_without_human_rows_everything_goes(self, how):
        assert mix_limit(50, 0, how) == pytest.approx(1, rel=1e-12)
        assert mix_limit(1, 0, how) == 1

    @pytest.mark.parametrize("how", HOWS)
    def test_with_human_rows_alone_a_sample_is_left(self, how):
        assert mix_limit(50, 1, how) == pytest.approx(1 / 50, rel=1e-12)

    def test_closed_forms(self):
        n, share = 100, 0.1
        left = (1 - share) ** 2
        assert mix_limit(n, share) == pytest.approx(1 / (n - (n - 1) * left))
        found = mix_limit(n, share, "stratified")
        assert found == pytest.approx(1 / (n * (1 - left) + 1 - share))

    @pytest.mark.parametrize("n", [1, 2, 10, 100, 5000, 1e9, 1e15])
    def test_of_accumulating(self, n):
        z = np.pi / np.sqrt(n)
        limit = accumulate_limit(n)
        if n <= 5000:
            assert limit == pytest.approx(1 - np.sin(z) / z, rel=1e-9)
        # what is still to come after t generations is about 1/(nt)
        short = limit - accumulate(n, 20_000)[-1]
        assert 0 <= short <= 1.01 / (n * 20_000)

    @pytest.mark.parametrize("loss", [0.001, 0.01, 0.1])
    def test_human_rows_that_hold_a_loss(self, loss):
        needed = human_rows_for(loss)
        for share in (0.0001, 0.01):
            found = mix_limit(needed / share, share)
            assert found == pytest.approx(loss, rel=3 * share)


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: loose.replace(0.5, 3), r"n must lie between 1 and 1e\+100, not 0\.5"),
            (lambda: loose.replace(np.nan, 3), r"n must lie between 1 and 1e\+100, not nan"),
            (lambda: loose.replace(np.inf, 3), "n must lie between"),
            (lambda: loose.replace([5, 0], 2), r"n\[1\] must lie between 1 and 1e\+100, not 0"),
            (lambda: loose.replace([5, 5], 3), r"n must be one number or 3, one a generation"),
            (lambda: loose.replace([[5], [5]], 2), r"not of shape \(2, 1\)"),
            (lambda: loose.replace("many", 2), "n must hold numbers only, not 'many'"),
            (lambda: loose.replace(5, -1), "generations must be at least 0, not -1"),
            (lambda: loose.replace(5, 2.5), r"generations must be a whole number, not 2\.5"),
            (lambda: loose.mix(5, 1.5, 3), r"human_share must lie between 0 and 1, not 1\.5"),
            (
                lambda: loose.mix(5, [0, -1, 0], 3),
                r"human_share\[1\] must lie between 0 and 1, not -1",
            ),
            (
                lambda: loose.mix(5, 0.1, 3, "some"),
                "how must be one of bernoulli, stratified, anchor",
            ),
            (lambda: loose.mix(5, [0.2] * 3, 3, "anchor"), "human_share must be one number"),
            (lambda: loose.mix([5] * 3, 0.2, 3, "anchor"), "n must be one number"),
            (lambda: loose.mix(5, 0.1, 3, "anchor"), "0.1 of 5 rows keeps 0.5"),
            (lambda: loose.mix_limit(5, 0.1, "anchor"), "at least 1 row"),
            (lambda: loose.mix_limit(5, 0.1, "some"), "how must be one of"),
            (lambda: loose.accumulate(0.5, 3), "n must begin with at least 1 human row, not 0.5"),
            (lambda: loose.accumulate(-1, 3), r"n must lie between 0 and 1e\+100"),
            (lambda: loose.accumulate(5, 3, n_human=0), "n_human must lie between 1"),
            (lambda: loose.accumulate_inflow(0, 5, 5, 3), "pool must lie between 1"),
            (lambda: loose.accumulate_inflow(5, -1, 5, 3), "synthetic must lie between 0"),
            (lambda: loose.accumulate_inflow(5, 1, [5], 3), "human must be one number or 3"),
            (lambda: loose.accumulate_subsample([5, 5], 2), "n must be one number"),
            (lambda: loose.accumulate_limit(0), "n must lie between 1"),
            (lambda: loose.human_rows_for(0), "loss must lie between"),
        ],
    )
    def test_name_the_argument_and_its_bound(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()

    @pytest.mark.parametrize("n", [3, 7, 49, 93, 1e9])
    def test_an_anchor_of_one_row_is_one_whatever_rounding_says(self, n):
        assert mix(n, 1 / n, 3, "anchor").shape == (3,)


def test_every_workflow_is_public():
    assert all(hasattr(recursions, name) for name in recursions.__all__)
