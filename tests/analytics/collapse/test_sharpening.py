"""Sharpening against published and independent numbers, and against its own definition."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.collapse.lexicon import lexicon
from analytics.collapse.patterns import patterns_of, zipf
from analytics.collapse.sharpening import accumulate, mix, sharpen
from analytics.estimates import Draws, triangular

some = settings(max_examples=25)

temperatures = st.floats(0.3, 2.0)
nuclei = st.floats(0.05, 1.0)
shares = st.floats(0, 1)
human = st.lists(st.floats(0.01, 1), min_size=1, max_size=12).map(patterns_of)


def sharpened_plainly(q, temperature, top_p):
    """S(q) of a list of patterns, the commonest first, without ties."""
    raised = [one ** (1 / temperature) for one in q]
    written = [one / sum(raised) for one in raised]
    kept, so_far = [], 0.0
    for one in written:
        kept.append(one if so_far < top_p - 1e-9 else 0.0)
        so_far += one
    return [one / sum(kept) for one in kept]


class TestOneStep:
    def test_changes_nothing_at_1(self):
        q = np.array([0.5, 0.3, 0.2])
        np.testing.assert_allclose(sharpen(q), q)

    @some
    @given(st.lists(st.floats(0.01, 1), min_size=1, max_size=9, unique=True), temperatures, nuclei)
    def test_is_its_definition(self, weights, temperature, top_p):
        q = np.sort(weights)[::-1] / np.sum(weights)
        found = sharpen(q, temperature=temperature, top_p=top_p)
        np.testing.assert_allclose(
            found, sharpened_plainly(q, temperature, top_p), rtol=1e-6, atol=1e-12
        )

    @some
    @given(st.lists(st.integers(1, 4), min_size=1, max_size=9), temperatures, nuclei)
    def test_of_groups_is_that_of_their_patterns(self, weights, temperature, top_p):
        each = np.array(weights) / np.sum(weights)
        groups = patterns_of(each)
        grouped = sharpen(groups.frequencies, groups.counts, temperature=temperature, top_p=top_p)
        whole = sharpen(np.sort(each)[::-1], temperature=temperature, top_p=top_p)
        np.testing.assert_allclose(np.repeat(grouped, groups.counts.astype(int)), whole, rtol=1e-9)

    @some
    @given(st.permutations(range(6)), temperatures, nuclei)
    def test_knows_no_order(self, order, temperature, top_p):
        q = np.array([0.4, 0.2, 0.2, 0.1, 0.07, 0.03])
        found = sharpen(q, temperature=temperature, top_p=top_p)
        turned = sharpen(q[list(order)], temperature=temperature, top_p=top_p)
        np.testing.assert_allclose(turned, found[list(order)], rtol=1e-9)

    def test_ties_at_the_edge_share_alike(self):
        found = sharpen([0.4, 0.2, 0.2, 0.2], top_p=0.5)
        assert found.tolist() == pytest.approx([2 / 3, 1 / 9, 1 / 9, 1 / 9])

    def test_what_is_gone_stays_gone(self):
        assert sharpen([0.7, 0.3, 0.0], temperature=0.5)[-1] == 0
        assert sharpen([0.7, 0.3, 0.0], temperature=2)[-1] == 0

    def test_at_the_lowest_temperature_is_the_commonest_pattern(self):
        assert sharpen([0.6, 0.4], temperature=0.01).tolist() == pytest.approx([1, 0])

    def test_of_worlds_side_by_side(self):
        found = sharpen([[0.6, 0.4], [0.6, 0.4]], temperature=[1, 0.5])
        assert found.ravel().tolist() == pytest.approx([0.6, 0.4, 36 / 52, 16 / 52])

    @pytest.mark.parametrize(
        "bad", [{"temperature": 0}, {"temperature": np.nan}, {"top_p": 0}, {"top_p": 1.1}]
    )
    def test_refuses(self, bad):
        with pytest.raises(ValueError, match="must lie between"):
            sharpen([0.5, 0.5], **bad)


class TestEnglish:
    """Check values of the model, on all 564 distinct frequencies."""

    def test_has_the_tail_it_should(self):
        assert lexicon("en").patterns.tail_mass == pytest.approx(0.05, abs=0.0003)

    def test_mix_by_temperature(self):
        path = mix(lexicon("en").patterns, 8, human_share=[0.1, 0.5, 0.9], temperature=0.9)
        assert path.tail_kept[8].round(3).tolist() == [0.127, 0.615, 0.941]
        assert path.perplexity_ratio[8, 0] == pytest.approx(2.36, abs=0.005)

    def test_mix_by_nucleus(self):
        path = mix(lexicon("en").patterns, 8, human_share=[0.1, 0.5, 0.9], top_p=0.95)
        assert path.tail_kept[8].round(3).tolist() == [0.1, 0.5, 0.9]

    def test_replace_once(self):
        path = mix(lexicon("en").patterns, 1, temperature=0.9)
        assert path.perplexity_ratio[1, 0] == pytest.approx(1.055, abs=0.0006)

    def test_accumulate(self):
        path = accumulate(
            lexicon("en").patterns,
            16,
            human_rows=1,
            synthetic_rows=np.arange(1, 17)[:, None],
            temperature=[0.9, 0.95],
        )
        kept = path.tail_kept[[1, 2, 4, 8, 16]].round(3).T.tolist()
        assert kept == [[0.719, 0.576, 0.425, 0.292, 0.189], [0.842, 0.750, 0.639, 0.524, 0.416]]

    def test_published_runs_imply_these_temperatures(self):
        english = lexicon("en").patterns
        # Zhu et al. 2024, GPT-2, one generation; measured 2.474, 1.315, 1.119, 1.051
        gpt2 = mix(english, 1, human_share=[0, 0.25, 0.5, 0.75], temperature=0.66)
        assert gpt2.perplexity_ratio[1].tolist() == pytest.approx(
            [2.47, 1.39, 1.14, 1.04], abs=0.04
        )
        # Gerstgrasser et al. 2024, TinyStories, ten generations: exp(3.45 − 2.85) = 1.82
        stories = mix(english, 10, temperature=0.966)
        assert stories.perplexity_ratio[10, 0] == pytest.approx(math.exp(0.6), rel=0.02)

    @pytest.mark.parametrize("bins", [24, 28, 32])
    def test_bins_stand_for_it(self, bins):
        english, draws = lexicon("en").patterns, Draws(64, seed=1)
        temperature = draws.of(triangular(0.66, 0.95, 1.0), 0)
        alpha = draws.of(triangular(0, 0.5, 1.0), 1)
        rows = np.arange(1, 11)[:, None]
        for few, many in (
            [
                mix(p, 10, human_share=alpha, temperature=temperature)
                for p in (english.binned(bins), english)
            ],
            [
                mix(p, 10, human_share=alpha, top_p=temperature)
                for p in (english.binned(bins), english)
            ],
            [
                accumulate(
                    p, 10, human_rows=1, synthetic_rows=rows * alpha, temperature=temperature
                )
                for p in (english.binned(bins), english)
            ],
        ):
            np.testing.assert_allclose(few.tail_kept, many.tail_kept, atol=0.001)


class TestManyGenerations:
    @some
    @given(human, shares, temperatures, nuclei, st.integers(0, 6))
    def test_keep_at_least_the_human_share(self, patterns, alpha, temperature, top_p, generations):
        path = mix(patterns, generations, human_share=alpha, temperature=temperature, top_p=top_p)
        assert (path.tail_kept >= alpha - 1e-9).all()
        assert (path.perplexity_ratio >= 1).all()

    @some
    @given(
        human,
        st.lists(st.tuples(st.floats(0.1, 9), st.floats(0, 9)), min_size=1, max_size=6),
        temperatures,
        nuclei,
    )
    def test_accumulating_keep_at_least_the_human_share(self, patterns, rows, temperature, top_p):
        human_rows, synthetic = np.array(rows).T[..., None]
        path = accumulate(
            patterns,
            len(rows),
            human_rows=human_rows,
            synthetic_rows=synthetic,
            temperature=temperature,
            top_p=top_p,
        )
        assert (path.tail_kept[1:] >= human_rows / (human_rows + synthetic) - 1e-9).all()

    @some
    @given(st.lists(st.tuples(shares, temperatures, nuclei), min_size=1, max_size=5))
    def test_of_a_mix_are_their_definition(self, steps):
        patterns = zipf(8, tail_share=0.2)
        p = q = patterns.frequencies
        alphas, ts, nucleus = (np.array(one)[:, None] for one in zip(*steps, strict=True))
        path = mix(
            patterns, len(steps), human_share=alphas, temperature=ts, top_p=nucleus, keep=True
        )
        for g, (alpha, temperature, top_p) in enumerate(steps, 1):
            q = alpha * p + (1 - alpha) * sharpen(q, temperature=temperature, top_p=top_p)
            np.testing.assert_allclose(path.distribution[g, 0], q, rtol=1e-9, atol=1e-300)
            kept = q[patterns.tail].sum() / p[patterns.tail].sum()
            assert path.tail_kept[g, 0] == pytest.approx(kept, abs=1e-9)
            with np.errstate(divide="ignore"):
                divergence = (p * (np.log(p) - np.log(q))).sum()
                found = np.log(path.perplexity_ratio[g, 0])
            assert found == pytest.approx(divergence, abs=1e-9)

    @some
    @given(
        st.lists(st.tuples(st.floats(0.1, 9), st.floats(0, 9)), min_size=1, max_size=6),
        temperatures,
    )
    def test_of_accumulating_are_their_definition(self, rows, temperature):
        patterns = zipf(8)
        p = q = patterns.frequencies
        human_rows, synthetic = np.array(rows).T[..., None]
        path = accumulate(
            patterns,
            len(rows),
            human_rows=human_rows,
            synthetic_rows=synthetic,
            temperature=temperature,
            keep=True,
        )
        pile, before = np.zeros(len(p)), 0.0
        for g, (h, y) in enumerate(rows, 1):
            thinned = min(1.0, y / before) if before else 1.0
            pile = pile * thinned + max(y - before, 0.0) * sharpen(q, temperature=temperature)
            q, before = (h * p + pile) / (h + y), y
            np.testing.assert_allclose(path.distribution[g, 0], q, rtol=1e-9)

    def test_of_a_constant_factor_have_its_limit(self):
        # all but the tail is one pattern, so that a nucleus cuts all of the tail each time
        path = mix(patterns_of([0.95, 0.05]), 5, human_share=0.3, top_p=0.9)
        assert path.tail_kept[1:, 0].tolist() == pytest.approx([0.3] * 5)

    def test_worlds_do_not_meet(self):
        both = mix(zipf(50), 4, human_share=[0.1, 0.6], temperature=[0.8, 0.9])
        for world, (alpha, temperature) in enumerate([(0.1, 0.8), (0.6, 0.9)]):
            alone = mix(zipf(50), 4, human_share=alpha, temperature=temperature)
            np.testing.assert_allclose(both.tail_kept[:, world], alone.tail_kept[:, 0])

    def test_accumulating_loses_the_tail_more_slowly_but_does_lose_it(self):
        rows = np.arange(1, 201)[:, None]
        piled = accumulate(zipf(100), 200, human_rows=1, synthetic_rows=rows, temperature=0.9)
        replaced = mix(zipf(100), 200, temperature=0.9)
        assert (np.diff(piled.tail_kept[:, 0]) < 0).all()
        assert (piled.tail_kept[1:] >= replaced.tail_kept[1:] - 1e-12).all()
        assert piled.tail_kept[200, 0] < 0.2


class TestEdges:
    def test_no_generation_is_human_text(self):
        path = mix(zipf(10), 0, human_share=0.5, temperature=0.5)
        assert path.tail_kept.tolist() == [[1.0]] and path.perplexity_ratio.tolist() == [[1.0]]
        path = accumulate(zipf(10), 0, human_rows=1, synthetic_rows=1, keep=True)
        assert path.tail_kept.tolist() == [[1.0]] and path.distribution.shape == (1, 1, 10)

    def test_human_text_alone_stays_itself(self):
        path = mix(zipf(10), 3, human_share=1.0, temperature=0.5)
        np.testing.assert_allclose(path.tail_kept, 1)
        np.testing.assert_allclose(path.perplexity_ratio, 1)

    def test_without_any_a_nucleus_loses_patterns_for_good(self):
        path = mix(zipf(100), 2, top_p=0.5)
        assert path.tail_kept[1:].ravel().tolist() == [0, 0]
        assert np.isinf(path.perplexity_ratio[1:]).all()

    def test_one_pattern_cannot_be_lost(self):
        path = mix(zipf(1), 3, temperature=0.5, top_p=0.1)
        assert path.tail_kept.ravel().tolist() == pytest.approx([1.0] * 4)

    def test_an_empty_tail_is_kept(self):
        path = mix(zipf(10, tail_share=0), 3, temperature=0.5)
        assert path.tail_kept.ravel().tolist() == [1.0] * 4

    def test_synthetic_rows_that_come_and_go(self):
        rows = np.array([0.0, 4.0, 0.0, 0.0])[:, None]
        path = accumulate(zipf(50), 4, human_rows=1, synthetic_rows=rows, temperature=0.7)
        assert path.tail_kept[[1, 3, 4], 0].tolist() == pytest.approx([1, 1, 1])
        assert path.tail_kept[2, 0] < 0.9

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"generations": -1}, "generations must be at least 0"),
            ({"generations": 1.5}, "whole number"),
            ({"human_share": 1.1}, "human_share must lie"),
            ({"human_share": np.nan}, "human_share must lie"),
            ({"human_share": np.zeros((2, 1))}, "do not fit"),
            ({"human_share": [0.1, 0.2], "temperature": [1, 1, 1]}, "do not fit"),
            ({"human_share": np.zeros((3, 1, 1))}, "do not fit"),
        ],
    )
    def test_refuses(self, change, message):
        with pytest.raises(ValueError, match=message):
            mix(zipf(5), **({"generations": 3} | change))

    def test_refuses_an_empty_corpus(self):
        with pytest.raises(ValueError, match="corpus 2 has neither"):
            accumulate(zipf(5), 2, human_rows=[[1.0], [0.0]], synthetic_rows=0)


class TestPrecision:
    def test_single_is_near_double_and_blocks_do_not_show(self):
        words = lexicon("en").patterns.binned(24)
        worlds = np.random.default_rng(3).random((6, 1100))
        heat = np.linspace(0.66, 1.0, 1100)
        kept = {
            precision: accumulate(
                words,
                6,
                human_rows=worlds,
                synthetic_rows=1 - worlds,
                temperature=heat,
                precision=precision,
            )
            for precision in (np.float32, np.float64)
        }
        exact, single = kept[np.float64], kept[np.float32]
        assert single.tail_kept == pytest.approx(exact.tail_kept, abs=1e-5)
        assert single.perplexity_ratio == pytest.approx(exact.perplexity_ratio, rel=1e-4)
        last = accumulate(
            words,
            6,
            human_rows=worlds[:, 1030:],
            synthetic_rows=1 - worlds[:, 1030:],
            temperature=heat[1030:],
        )
        assert last.tail_kept == pytest.approx(exact.tail_kept[:, 1030:], rel=1e-12)
