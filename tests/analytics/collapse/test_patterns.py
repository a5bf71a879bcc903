import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse.patterns import Patterns, patterns_of, zipf

some = settings(max_examples=25)

frequencies = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=30)


class TestGrouping:
    @some
    @given(frequencies)
    def test_loses_nothing(self, given_frequencies):
        found = patterns_of(given_frequencies)
        whole = np.repeat(found.frequencies, found.counts.astype(int))
        human = np.sort(given_frequencies)[::-1] / np.sum(given_frequencies)
        np.testing.assert_allclose(whole, human, rtol=1e-9)
        assert found.mass.sum() == pytest.approx(1)

    def test_leaves_out_what_never_occurs(self):
        assert patterns_of([0.0, 2.0, 0.0]).size == 1

    def test_ranks(self):
        assert patterns_of([5, 3, 3, 1]).last_rank.tolist() == [1, 3, 4]

    @pytest.mark.parametrize(
        ("given_frequencies", "message"),
        [
            ([], "no pattern"),
            ([0.0, 0.0], "no pattern"),
            ([1.0, -1.0], "0 or above"),
            ([1.0, np.nan], "finite"),
            ([1.0, np.inf], "finite"),
            ([[1.0]], "one list"),
        ],
    )
    def test_refuses(self, given_frequencies, message):
        with pytest.raises(ValueError, match=message):
            patterns_of(given_frequencies)

    @pytest.mark.parametrize(
        ("counts", "levels", "share", "message"),
        [
            ([1.0], [0.5, 0.5], 0.05, "one length"),
            ([], [], 0.05, "one length"),
            ([1.0, 0.0], [0.5, 0.25], 0.05, "counts must be"),
            ([1.0, 1.0], [0.25, 0.5], 0.05, "fall"),
            ([1.0, 1.0], [0.5, 0.5], 0.05, "fall"),
            ([1.0], [1.0], 1.5, "tail"),
        ],
    )
    def test_refuses_groups(self, counts, levels, share, message):
        with pytest.raises(ValueError, match=message):
            Patterns(np.array(counts), np.array(levels), share)

    def test_arrays_are_read_only_and_the_callers_own_stay_his(self):
        counts = np.array([1.0, 2.0])
        found = Patterns(counts, np.array([0.5, 0.25]))
        counts[0] = 7
        assert found.size == 3
        with pytest.raises(ValueError, match="read-only"):
            found.mass[0] = 1


class TestTheTail:
    @some
    @given(frequencies, st.floats(0.001, 1))
    def test_is_the_smallest_that_makes_up_its_share(self, given_frequencies, share):
        found = patterns_of(given_frequencies, share)
        assert found.tail_mass >= share - 1e-9
        commonest = found.mass[found.tail][0]
        assert found.tail_mass - commonest < share
        # rarest first, without gaps
        assert (np.diff(found.tail.astype(int)) >= 0).all()

    def test_is_no_larger_where_it_fits_exactly(self):
        assert patterns_of([4, 3, 2, 1], 0.3).tail.tolist() == [False, False, True, True]

    def test_may_be_empty(self):
        assert zipf(10, tail_share=0).tail_mass == 0
        assert zipf(10, tail_share=0).commonest_in_tail == 0

    def test_of_one_pattern_is_that_pattern(self):
        assert patterns_of([3.0]).tail.tolist() == [True]

    def test_of_ties_holds_them_all(self):
        assert zipf(10, exponent=0).tail_mass == pytest.approx(1)


class TestZipf:
    def test_falls_as_said(self):
        assert zipf(3, 2.0).frequencies.tolist() == pytest.approx([36 / 49, 9 / 49, 4 / 49])

    @pytest.mark.parametrize(("size", "exponent"), [(0, 1.0), (3, -1.0), (3, np.inf), (3, np.nan)])
    def test_refuses(self, size, exponent):
        with pytest.raises(ValueError, match=r"must be|at least"):
            zipf(size, exponent)


class TestBins:
    @some
    @given(frequencies, st.integers(2, 12), st.floats(0, 1))
    def test_move_no_pattern_and_no_mass_across_the_tails_edge(self, given_frequencies, bins, tail):
        found = patterns_of(given_frequencies, tail)
        binned = found.binned(bins)
        assert len(binned.counts) <= bins
        assert binned.size == found.size
        assert binned.tail_mass == pytest.approx(found.tail_mass)
        assert binned.counts[binned.tail].sum() == found.counts[found.tail].sum()

    def test_are_no_fewer_than_two(self):
        with pytest.raises(ValueError, match="2 bins"):
            zipf(10).binned(1)

    def test_of_few_groups_are_these(self):
        few = zipf(10)
        assert few.binned(32) is few
