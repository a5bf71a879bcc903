"""Words that vanish, against a branching process drawn at random and against published limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse.lexicon import is_of_letters, lexicon, shown
from analytics.collapse.patterns import patterns_of, zipf
from analytics.collapse.sharpening import mix, sharpen
from analytics.collapse.vanishing import (
    LOST_BELOW,
    state_of,
    tail_factor,
    vanishing,
    words_lost,
)

some = settings(max_examples=25)

human = st.lists(st.floats(0.001, 1), min_size=1, max_size=12).map(patterns_of)


@pytest.fixture(scope="module")
def english():
    return lexicon("en")


@pytest.fixture(scope="module")
def left(english):
    return vanishing(english.patterns, 8, human_share=0.1, temperature=0.95)


def looked_up(word, words, left):
    state = state_of(word, words, left)
    assert state is not None
    return state


class TestEnglish:
    @pytest.mark.parametrize(("alpha", "support"), [(0, 0.0596), (0.1, 0.0999), (0.5, 0.1463)])
    def test_support_of_a_million_rows(self, english, alpha, support):
        found = vanishing(english.patterns, 10, rows=1e6, human_share=alpha).support_kept
        assert found[10] == pytest.approx(support, abs=5e-5)
        assert found[0] == pytest.approx(0.1567, abs=5e-5)

    def test_words_of_one_frequency_vanish_together(self, english, left):
        for group in (300, 500, 563):
            words = [english.words[place] for place in np.flatnonzero(english.group == group)[:20]]
            assert len({looked_up(word, english, left).lost_at for word in words}) == 1

    def test_rarer_words_vanish_no_later(self, left):
        lost_at = np.where(left.lost_at == 0, 99, left.lost_at)
        assert (np.diff(lost_at) <= 0).all()

    def test_every_word_is_lost_once_or_never(self, english, left):
        assert left.lost.sum() == (left.lost_at[english.group] > 0).sum()
        assert left.lost[0] == 0
        listed = sum(words_lost(english, left, g, most=0)[1] for g in range(9))
        assert listed == shown("en").sum()

    def test_lists_show_words_of_letters(self, english, left):
        words, number = words_lost(english, left, 2, most=None)
        assert len(words) == number and all(map(is_of_letters, words))
        assert number < left.lost[2]

    def test_lists_come_in_pages_or_evenly(self, english, left):
        words, number = words_lost(english, left, 3, most=None)
        assert words_lost(english, left, 3, start=5, most=7) == (words[5:12], number)
        evenly, _ = words_lost(english, left, 3, most=10, evenly=True)
        assert len({word[0] for word in evenly}) > 3 and set(evenly) <= set(words)
        assert words_lost(english, left, 3, start=number) == ([], number)
        assert words_lost(english, left, 77) == ([], 0)

    def test_a_word_can_be_looked_up(self, english, left):
        common, rare = (looked_up(word, english, left) for word in ("Water", "hydropathic"))
        assert common.word == "water" and common.lost_at is None and not common.in_tail
        at = rare.lost_at
        assert rare.in_tail and at and rare.kept[at] < LOST_BELOW <= rare.kept[at - 1]
        assert rare.expected == pytest.approx(rare.frequency * 1e8)
        assert english.words[rare.rank - 1] == "hydropathic"
        assert len(rare.present) == len(rare.kept) == 9
        assert state_of("qwrtzpsdf", english, left) is None

    def test_presence_in_other_patterns_is_refused(self, english):
        other = vanishing(english.patterns.binned())
        for call in (
            lambda: words_lost(english, other, 1),
            lambda: state_of("water", english, other),
        ):
            with pytest.raises(ValueError, match="not of the 321,180 words"):
                call()

    def test_bins_are_near_it(self, english, left):
        near = vanishing(english.patterns.binned(), 8, human_share=0.1, temperature=0.95)
        np.testing.assert_allclose(near.tail_coverage, left.tail_coverage, atol=0.005)
        np.testing.assert_allclose(near.support_kept, left.support_kept, atol=0.01)


class TestPresence:
    @pytest.mark.parametrize("alpha", [0.0, 0.05, 0.4, 1.0])
    def test_is_that_of_a_branching_process(self, alpha):
        rng, generations, walks = np.random.default_rng(3), 6, 100_000
        growth = np.array([1.5, 0.7, 2.0, 1.2, 0.9, 1.0])
        for expected in (0.3, 3.0):
            found = vanishing(zipf(1), generations, rows=expected, human_share=alpha, growth=growth)
            count = first = rng.poisson(expected, walks)
            size = 1.0
            for g in range(generations):
                size *= growth[g]
                copies = (1 - alpha) * growth[g] * count
                count = rng.poisson(copies + alpha * size * expected)
                present = (count > 0).mean()
                assert found.present[g + 1, 0] == pytest.approx(present, abs=4 / walks**0.5 / 2)
                kept = (count[first > 0] > 0).mean()
                error = 2 / (first > 0).sum() ** 0.5
                assert found.kept[g + 1, 0] == pytest.approx(kept, abs=error)

    def test_under_sharpening_is_that_of_a_branching_process(self):
        rng, walks = np.random.default_rng(4), 100_000
        patterns = patterns_of([0.9, 0.07, 0.03])
        rows, alpha = 100.0, 0.2
        found = vanishing(patterns, 4, rows=rows, human_share=alpha, temperature=0.9)
        factor = tail_factor(patterns, 4, human_share=alpha, temperature=0.9)[:, 2]
        count = first = rng.poisson(rows * 0.03, walks)
        for g in range(4):
            count = rng.poisson(factor[g] * (1 - alpha) * count + alpha * rows * 0.03)
            kept = (count[first > 0] > 0).mean()
            assert found.kept[g + 1, 2] == pytest.approx(kept, abs=4 / walks**0.5 / 2)

    @some
    @given(human, st.floats(0.1, 1e4), st.floats(0, 1), st.floats(0.5, 1), st.integers(0, 5))
    def test_is_a_probability_and_knowing_more_helps(self, patterns, rows, alpha, t, generations):
        found = vanishing(patterns, generations, rows=rows, human_share=alpha, temperature=t)
        assert ((found.present >= 0) & (found.present <= 1)).all()
        assert ((found.kept >= 0) & (found.kept <= 1)).all()
        assert (found.kept >= found.present - 1e-9).all()
        assert found.kept[0].tolist() == pytest.approx([1.0] * len(patterns.counts))

    @some
    @given(human, st.floats(0.1, 1e4), st.floats(0, 1))
    def test_of_an_anchor_lies_below_that_of_keeping_all(self, patterns, rows, alpha):
        anchor = vanishing(patterns, 5, rows=rows, human="anchor", human_share=alpha)
        piled = vanishing(patterns, 5, rows=rows, human="accumulate")
        assert (anchor.present <= piled.present + 1e-12).all()
        assert not piled.lost.any() and (piled.kept == 1).all()
        assert (piled.present == piled.present[0]).all()

    def test_of_an_anchor_of_all_rows_stays(self):
        found = vanishing(zipf(20), 4, rows=30, human="anchor", human_share=1.0)
        np.testing.assert_allclose(found.kept, 1)

    def test_relative_coverage_starts_at_1(self):
        found = vanishing(zipf(200), 4, rows=300)
        assert found.relative_coverage[0] == 1 and (np.diff(found.relative_coverage) < 0).all()


class TestEdges:
    def test_no_generation(self):
        found = vanishing(zipf(20), 0, rows=5)
        assert found.generations == 0 and found.lost.tolist() == [0]

    def test_hardly_any_rows(self):
        found = vanishing(zipf(20), 3, rows=1e-9)
        assert np.isfinite(found.kept).all() and found.support_kept[0] < 1e-9

    def test_one_row_of_one_pattern(self):
        found = vanishing(zipf(1), 1, rows=1)
        assert found.present[0, 0] == pytest.approx(1 - np.exp(-1))

    def test_an_empty_tail_is_covered(self):
        assert vanishing(zipf(20, tail_share=0), 3, rows=5).tail_coverage.tolist() == [1] * 4

    def test_a_frequency_too_small_to_count(self):
        found = vanishing(patterns_of([1.0, 1e-308]), 2, rows=1e-9, human="anchor")
        assert not np.isnan(found.kept).any() and found.relative_coverage[0] in (0, 1)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"human": "none"}, "human rows are fresh"),
            ({"rows": 0}, "rows must lie"),
            ({"rows": np.nan}, "rows must lie"),
            ({"generations": -1}, "generations"),
            ({"human_share": [0.1, 0.2]}, "human_share"),
            ({"human_share": 2}, "human_share"),
            ({"temperature": 0}, "temperature"),
            ({"human": "anchor", "temperature": 0.9}, "go with fresh"),
            ({"human": "anchor", "growth": 2}, "go with fresh"),
            ({"human": "accumulate", "human_share": 0.5}, "no human_share"),
        ],
    )
    def test_refuses(self, change, message):
        with pytest.raises(ValueError, match=message):
            vanishing(zipf(5), **({"generations": 3} | change))


class TestTailFactor:
    def test_is_what_a_model_writes_over_what_it_knows(self):
        patterns = zipf(30)
        shares, temperatures = np.array([0.1, 0.5, 0.2]), np.array([0.9, 0.8, 0.95])
        found = tail_factor(patterns, 3, human_share=shares, temperature=temperatures)
        path = mix(
            patterns, 3, human_share=shares[:, None], temperature=temperatures[:, None], keep=True
        ).distribution[:, 0]
        for g in range(3):
            np.testing.assert_allclose(
                found[g], sharpen(path[g], temperature=temperatures[g]) / path[g]
            )

    def test_of_what_is_gone_is_0(self):
        assert tail_factor(zipf(10), 2, top_p=0.3)[1, -1] == 0
