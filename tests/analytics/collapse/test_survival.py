from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analytics.collapse.survival
from analytics.collapse.survival import survival, survival_accumulate, survival_anchor
from tests.analytics.collapse.resampling import assert_share

some = settings(max_examples=25)

loose: Any = analytics.collapse.survival
"""The module as a caller without a type checker sees it."""

ROWS = 1_000_000
REPLICATES = 4000

shares = st.floats(0, 1)
courses = st.lists(shares, max_size=12)
counts = st.floats(0, 1e6)
seeds = st.integers(0, 2**32 - 1)


def copies(rng, count, rows, of_rows, factor=1.0):
    """Times that a pattern is among rows written by a model of a corpus."""
    return rng.binomial(round(rows), np.minimum(factor * count / of_rows, 1.0))


class TestAgainstCountsDrawnOneByOne:
    @settings(max_examples=12)
    @given(
        st.floats(0.1, 8),
        st.lists(st.tuples(shares, st.floats(0.3, 2.5), st.floats(0, 1.5)), min_size=1, max_size=6),
        seeds,
    )
    def test_fresh_human_rows(self, expected, course, seed):
        rng = np.random.default_rng(seed)
        share, growth, factor = (list(rates) for rates in zip(*course, strict=True))
        found = survival(expected, share, growth, factor)
        rows, count = ROWS, rng.binomial(ROWS, expected / ROWS, REPLICATES)
        assert_share(count > 0, found[0])
        for (alpha, ratio, s), present in zip(course, found[1:], strict=True):
            before, rows = rows, rows * ratio
            human = round(alpha * rows)
            written = copies(rng, count, rows - human, before, s)
            count = written + rng.binomial(human, expected / ROWS, REPLICATES)
            assert_share(count > 0, present)

    @settings(max_examples=10)
    @given(st.floats(0.1, 8), shares, st.integers(1, 8), seeds)
    def test_anchor(self, expected, share, generations, seed):
        rng = np.random.default_rng(seed)
        found = survival_anchor(expected, share, generations)
        part = round(share * ROWS)
        kept = rng.binomial(part, expected / ROWS, REPLICATES)
        rest = rng.binomial(ROWS - part, expected / ROWS, REPLICATES)
        for present in found:
            assert_share(kept + rest > 0, present)
            rest = copies(rng, kept + rest, ROWS - part, ROWS)

    @settings(max_examples=10)
    @given(
        st.floats(0.1, 4),
        st.lists(st.tuples(st.floats(0, 3), st.floats(0, 2)), min_size=1, max_size=6),
        seeds,
    )
    def test_accumulate(self, expected, course, seed):
        rng = np.random.default_rng(seed)
        published, human = np.transpose(course)
        found = survival_accumulate(expected, 1 + np.cumsum(human))
        rows, count = ROWS, rng.binomial(ROWS, expected / ROWS, REPLICATES)
        assert_share(count > 0, found[0])
        for made, fresh, present in zip(published, human, found[1:], strict=True):
            written = copies(rng, count, made * ROWS, rows)
            arrived = rng.binomial(round(fresh * ROWS), expected / ROWS, REPLICATES)
            count = count + written + arrived
            rows += round(made * ROWS) + round(fresh * ROWS)
            assert_share(count > 0, present)


def one_by_one(expected, share, growth, factor):
    """The loop as the design states it, one corpus at a time."""
    sizes = np.cumprod(growth)
    course = []
    for last in range(len(share) + 1):
        s = e = 0.0
        for g in range(last, 0, -1):
            e += share[g - 1] * sizes[g - 1] * (s - 1)
            s = np.exp(factor[g - 1] * (1 - share[g - 1]) * growth[g - 1] * (s - 1))
        course.append(1 - np.exp(expected * (e + s - 1)))
    return course


class TestCheckValues:
    def test_each_corpus(self):
        found = survival(
            3, [0.8, 0.3, 0.1, 0.2, 0.05], [1.5, 0.7, 2, 1.2, 0.9], [0.9, 0.7, 0.95, 0.6, 0.8]
        )
        expected = [0.95021, 0.98656, 0.89101, 0.91608, 0.95082, 0.87313]
        assert found == pytest.approx(expected, abs=5e-6)

    def test_where_the_human_rows_come_from(self):
        assert survival(3, [0.3] * 10)[-1] == pytest.approx(0.8822, abs=5e-5)
        assert survival_anchor(3, 0.3, 10)[-1] == pytest.approx(0.6042, abs=5e-5)
        assert survival_accumulate(3, [1] * 10)[-1] == pytest.approx(0.9502, abs=5e-5)

    @some
    @given(
        st.floats(0, 20),
        st.lists(st.tuples(shares, st.floats(0.1, 3), st.floats(0, 2)), max_size=9),
    )
    def test_all_corpora_at_once_are_each_by_itself(self, expected, course):
        share, growth, factor = np.array(course).reshape(-1, 3).T
        found = survival(expected, share, growth, factor)
        assert found == pytest.approx(one_by_one(expected, share, growth, factor), abs=1e-12)


class TestShapes:
    @pytest.mark.parametrize("shape", [(), (5,), (2, 3), (0,)])
    def test_generations_come_first(self, shape):
        count = np.full(shape, 2.0)
        for found in (
            survival(count, [0.1, 0.2]),
            survival(count, [0.1, 0.2], 1.5, [0.5, 0.5]),
            survival(count, [0.1, 0.2], 1.5, np.full((2, *shape), 0.5)),
            survival_accumulate(count, [1.0, 2.0]),
            survival_anchor(count, 0.5, 2),
        ):
            assert found.shape == (3, *shape)

    def test_many_patterns_are_each_by_itself(self):
        count = np.geomspace(0.01, 1e4, 600)
        together = survival(count, [0.1] * 10, 1.2, 0.9)
        for i in (0, 17, 599):
            alone = survival(float(count[i]), [0.1] * 10, 1.2, 0.9)
            assert together[:, i] == pytest.approx(alone, rel=1e-12)

    def test_a_tail_factor_for_each_pattern(self):
        factor = np.array([[0.5, 1.0, 1.2], [0.7, 1.0, 0.3]])
        together = survival([1, 2, 3], [0.1, 0.3], [2, 0.5], factor)
        for i, count in enumerate([1, 2, 3]):
            alone = survival(count, [0.1, 0.3], [2, 0.5], factor[:, i])
            assert together[:, i] == pytest.approx(alone, rel=1e-12)


class TestSpecialCases:
    @some
    @given(counts)
    def test_the_first_corpus_is_human(self, count):
        first = -np.expm1(-count)
        assert survival(count, []) == pytest.approx([first])
        assert survival_accumulate(count, []) == pytest.approx([first])
        assert survival_anchor(count, 0.3, 0) == pytest.approx([first])

    @some
    @given(courses)
    def test_what_is_never_expected_is_never_there(self, share):
        assert (survival(0, share) == 0).all()

    @some
    @given(counts, st.integers(0, 12))
    def test_all_human(self, count, generations):
        same = np.full(generations + 1, -np.expm1(-count))
        assert survival(count, [1.0] * generations) == pytest.approx(same)
        assert survival_anchor(count, 1.0, generations) == pytest.approx(same)

    @some
    @given(counts, st.integers(0, 12))
    def test_an_anchor_of_nothing_is_replace(self, count, generations):
        replaced = survival(count, [0.0] * generations)
        assert survival_anchor(count, 0.0, generations) == pytest.approx(replaced, rel=1e-12)

    def test_a_generator_that_cuts_the_pattern_off(self):
        assert survival(5, [0.0, 0.0], tail_factor=[1, 0])[-1] == 0
        kept = survival(5, [0.4, 0.4], tail_factor=0)[-1]
        assert kept == pytest.approx(1 - np.exp(-5 * 0.4))

    def test_corpora_of_any_size(self):
        assert survival(1e100, [0.5, 0.5], 1e49).tolist() == [1, 1, 1]
        assert survival(1, [0.0], 1e-300)[-1] == pytest.approx(0, abs=1e-299)
        assert survival(1e-300, [0.0])[-1] > 0


class TestWhatMustHold:
    @some
    @given(counts, st.lists(st.tuples(shares, st.floats(0.01, 100), shares), max_size=12))
    def test_a_probability(self, count, course):
        share, growth, factor = np.array(course).reshape(-1, 3).T
        found = survival(count, share, growth, factor)
        assert ((found >= 0) & (found <= 1)).all()

    @some
    @given(counts, counts, courses)
    def test_commoner_patterns_survive_longer(self, one, other, share):
        rarer, commoner = sorted([one, other])
        assert (survival(rarer, share) <= survival(commoner, share) + 1e-12).all()

    @some
    @given(counts, st.lists(st.tuples(shares, shares), max_size=12), shares)
    def test_human_rows_help_and_sharpening_harms(self, count, pairs, factor):
        fewer, more = np.sort(np.array(pairs).reshape(-1, 2), axis=1).T
        plain = survival(count, fewer)
        assert (survival(count, more) >= plain - 1e-12).all()
        assert (survival(count, fewer, tail_factor=factor) <= plain + 1e-12).all()

    @some
    @given(counts, st.integers(0, 15))
    def test_replaced_text_only_loses(self, count, generations):
        assert (np.diff(survival(count, [0.0] * generations)) <= 0).all()

    @some
    @given(counts, shares, st.integers(0, 15))
    def test_fresh_rows_bring_back_more_than_an_anchor_and_less_than_keeping_all(
        self, count, share, generations
    ):
        anchored = survival_anchor(count, share, generations)
        assert (np.diff(anchored) <= 1e-15).all()
        assert (anchored >= -np.expm1(-count * share) - 1e-12).all()
        assert (anchored <= survival(count, [share] * generations) + 1e-12).all()
        assert (anchored <= survival_accumulate(count, [1] * generations) + 1e-12).all()


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "message"),
        [
            (lambda: survival(-1, []), "expected_count must lie between 0 and 1e.100, not -1"),
            (lambda: survival([1, np.nan], []), r"expected_count\[1\] must lie"),
            (lambda: survival(1, 0.3), "human_share must hold one value a generation"),
            (lambda: survival(1, [0.3, 2]), r"human_share\[1\] must lie between 0 and 1, not 2"),
            (lambda: survival(1, [0.3], 0), "growth must lie between .* not 0"),
            (lambda: survival(1, [0.3], [1, 1]), "growth must be one number or 1"),
            (lambda: survival(1, [0.3] * 9, 1e90), r"product of growth,\[1\] must lie"),
            (lambda: survival(1, [0.3], 1, -1), "tail_factor must lie between 0"),
            (lambda: survival(1, [0.3], 1, [1, 1]), "tail_factor must be one number or 1"),
            (lambda: survival([1, 1], [0], 1, [[1] * 3]), r"tail_factor must be of shape \(1, 2\)"),
            (lambda: survival_accumulate(1, 2), "human_multiple must hold one value a generation"),
            (lambda: survival_accumulate(1, [0.5]), r"human_multiple\[0\] must lie between 1"),
            (lambda: survival_accumulate(1, [2, 1]), r"but falls from 2 to 1 at \[1\]"),
            (lambda: loose.survival_anchor(1, [0.2], 3), "human_share must be one"),
            (lambda: survival_anchor(1, 0.2, -3), "generations must be at least 0, not -3"),
        ],
    )
    def test_name_the_argument_and_its_bound(self, call, message):
        with pytest.raises(ValueError, match=message):
            call()
