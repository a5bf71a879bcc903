from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse import recursions
from analytics.collapse.recursions import (
    accumulate_inflow,
    accumulate_subsample,
    commons,
    detected,
    ecosystem,
    mix,
)
from tests.analytics.collapse import resampling
from tests.analytics.collapse.resampling import assert_mean

some = settings(max_examples=25)

loose: Any = recursions
"""The module as a caller without a type checker sees it."""


def vendor(from_pool, private, published):
    return {"from_pool": from_pool, "private": private, "published": published}


@st.composite
def ecosystems(draw):
    """A pool, its vendors and its inflow, in whole rows, each number another every period."""
    periods, count = draw(st.integers(1, 3)), draw(st.integers(0, 3))
    pool = draw(st.integers(1, 8))
    inflow = draw(st.lists(st.integers(0, 4), min_size=periods, max_size=periods))
    vendors: list = [[[], [], []] for _ in range(count)]
    size = pool
    for more in inflow:
        for drawn, private, published in vendors:
            drawn.append(draw(st.integers(0, min(size, 6))))
            private.append(draw(st.integers(0 if drawn[-1] else 1, 4)))
            published.append(draw(st.integers(0, 4)))
        size += more + sum(published[-1] for *_, published in vendors)
    return pool, vendors, inflow


class TestAgainstRowsDrawnOneByOne:
    @settings(max_examples=20)
    @given(ecosystems(), st.integers(0, 2**32 - 1))
    def test_vendors_and_the_pool(self, drawn, seed):
        pool, vendors, inflow = drawn
        periods, given_to = len(inflow), [vendor(*rows) for rows in vendors]
        expected = np.column_stack(
            [
                ecosystem(pool, given_to, inflow, periods),
                commons(pool, given_to, inflow, periods),
            ]
        )
        for family in (resampling.Labels, resampling.Gaussian):
            text = family(seed, 3000)
            course = resampling.ecosystem(text, pool, vendors, inflow)
            for corpora, lost in zip(course, expected, strict=True):
                for corpus, one in zip(corpora, lost, strict=True):
                    # the spread of a pool of rows of several Gaussians is no fit of any
                    for samples in text.lost(corpus)[:1]:
                        assert_mean(samples, one)


class TestSpecialCases:
    @some
    @given(st.integers(1, 100), st.integers(0, 50), st.integers(0, 50), st.integers(1, 30))
    def test_one_vendor_who_takes_the_pool_accumulates(self, pool, made, human, periods):
        drawn = pool + (made + human) * np.arange(periods)
        found = ecosystem(pool, [vendor(drawn, 0, made)], human, periods)[:, 0]
        assert found == pytest.approx(accumulate_inflow(pool, made, human, periods))

    @some
    @given(st.integers(1, 100), st.integers(1, 30))
    def test_one_vendor_who_takes_a_sample_accumulates_and_subsamples(self, n, periods):
        found = ecosystem(n, [vendor(n, 0, n)], 0, periods)[:, 0]
        assert found == pytest.approx(accumulate_subsample(n, periods))

    def test_private_rows_alone_lose_what_one_sample_loses(self):
        found = ecosystem(10, [vendor(0, 25, 30)], 0, 5)
        assert found == pytest.approx(np.full((5, 1), 1 / 25))

    def test_one_row_in_all(self):
        assert ecosystem(1, [vendor(1, 0, 0)], 0, 3).tolist() == [[1], [1], [1]]
        assert commons(1, [], 0, 3).tolist() == [1, 1, 1]
        assert ecosystem(1, [vendor(1, 0, 5)], 0, 3) == pytest.approx(np.ones((3, 1)))

    def test_no_periods_and_no_vendors(self):
        assert ecosystem(10, [vendor(5, 0, 5)], 1, 0).shape == (0, 1)
        assert ecosystem(10, [], 1, 3).shape == (3, 0)
        assert commons(10, [], 0, 3) == pytest.approx([0.1, 0.1, 0.1])
        assert commons(10, [], 0, 0).shape == (0,)

    @some
    @given(st.floats(1, 3), st.floats(0, 3), st.floats(0, 2), st.floats(0, 2))
    def test_parts_of_a_row_leave_a_share(self, pool, private, made, human):
        vendors = [vendor(1, private, made), vendor(0, 1 + private, made / 2)]
        for lost in (ecosystem(pool, vendors, human, 9), commons(pool, vendors, human, 9)):
            assert ((lost > 0) & (lost <= 1 + 1e-9)).all()


class TestWhatMustHold:
    @some
    @given(st.integers(10, 1000), st.integers(1, 10), st.integers(1, 20))
    def test_private_human_rows_protect_their_owner_and_the_commons(self, pool, private, made):
        other = vendor(10, 0, made)
        without = [other, vendor(10, 0, made)]
        protected = [other, vendor(10, private, made)]
        before, after = (ecosystem(pool, both, 1, 10) for both in (without, protected))
        assert (after[:, 1] < before[:, 1]).all()
        assert (after[1:, 0] < before[1:, 0]).all()
        assert (commons(pool, protected, 1, 10)[1:] < commons(pool, without, 1, 10)[1:]).all()

    @some
    @given(st.integers(21, 1000), st.integers(2, 20), st.integers(1, 20))
    def test_three_independent_models_lose_less_than_one_of_the_same_volume(
        self, pool, drawn, made
    ):
        one = ecosystem(pool, [vendor(drawn, 0, 3 * made)], 0, 10)
        three = ecosystem(pool, [vendor(drawn, 0, made)] * 3, 0, 10)
        assert (three[1:] < one[1:]).all()
        assert (three == three[:, :1]).all()

    @some
    @given(st.integers(10, 1000), st.integers(1, 50), st.floats(0, 1), st.floats(0, 1))
    def test_a_better_detector_keeps_more(self, pool, made, one, other):
        worse, better = sorted([one, other])
        lost = [
            ecosystem(pool, *detected([vendor(10, 0, made)], 5, tpr, 0.0), 10)
            for tpr in (worse, better)
        ]
        assert (lost[1] <= lost[0] * (1 + 1e-9)).all()

    def test_a_detector_that_takes_human_rows_can_do_harm(self):
        vendors = [vendor(50, 0, 5)]
        without = ecosystem(100, vendors, 50, 20)[-1, 0]
        assert ecosystem(100, *detected(vendors, 50, 0.2, 0.9), 20)[-1, 0] > without

    def test_a_perfect_detector_leaves_human_text(self):
        vendors, inflow = detected([vendor(10, 0, 50)], [4, 2, 0], 1.0, 0.5)
        assert inflow.tolist() == [2, 1, 0]
        assert ecosystem(10, vendors, inflow, 3) == pytest.approx(np.full((3, 1), 0.1))

    def test_as_a_pool_of_human_text_grows_without_end_a_vendor_is_a_fresh_mix(self):
        found = ecosystem(1e15, [vendor(30, 70, 100)], 0, 10)[:, 0]
        assert found == pytest.approx(mix(100, 1.0, 10))


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: loose.ecosystem(0, [], 0, 3), "pool must lie between 1"),
            (lambda: loose.ecosystem(5, [], -1, 3), "inflow must lie between 0"),
            (lambda: loose.ecosystem(5, [], [1, 1], 3), "inflow must be one number or 3"),
            (lambda: loose.ecosystem(5, [], 0, -1), "periods must be at least 0, not -1"),
            (
                lambda: loose.ecosystem(5, [vendor(1, 0, 1), vendor(1, -2, 1)], 0, 3),
                r"vendors\[1\] private must lie between 0 and 1e\+100, not -2",
            ),
            (
                lambda: loose.ecosystem(5, [vendor([5, 8], 0, 2)], 0, 2),
                r"vendors\[0\] from_pool must be at most the 7 rows of the pool in period 2, not 8",
            ),
            (
                lambda: loose.ecosystem(5, [vendor(0, 0.5, 1)], 0, 2),
                r"vendors\[0\] from_pool and private must make at least 1 row together, not 0\.5",
            ),
            (
                lambda: loose.ecosystem(5, [{"from_pool": 5, "private": 0}], 0, 2),
                r"vendors\[0\] must have from_pool, private, published and no more, not from_pool",
            ),
            (lambda: loose.ecosystem(5, [vendor(1, 0, 1) | {"x": 1}], 0, 2), "and no more"),
            (lambda: loose.detected([], 5, 1.5, 0), "tpr must lie between 0 and 1"),
            (lambda: loose.detected([], 5, 0, -1), "fpr must lie between 0 and 1"),
            (lambda: loose.detected([{}], 5, 0, 0), r"vendors\[0\] must have"),
        ],
    )
    def test_name_the_argument_and_its_bound(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()
