from collections import Counter

import numpy as np
import pytest

from analytics.collapse.archive import (
    Counted,
    archive_value,
    archive_words_lost,
    count_table,
    count_text,
)
from analytics.collapse.lexicon import lexicon, tokenise
from analytics.collapse.vanishing import vanishing


@pytest.fixture(scope="module")
def english():
    return lexicon("en")


@pytest.fixture(scope="module")
def crawl(english):
    return vanishing(english.patterns, 8, human_share=0.1, temperature=0.95)


class TestText:
    def test_is_counted_as_the_lexicon_writes_words(self):
        text = (
            "It's 1984; don’t say ‘Aquifers’\n\tagain: it's ICE-cold… 50% naïve 🎉 a/b C++ e.g. x.y"
        )
        counted = count_text(text, "en")
        found = dict(zip(counted.patterns, counted.frequencies.tolist(), strict=True))
        assert found == Counter(tokenise(text, "en"))
        assert found["it's"] == 2

    def test_may_be_bytes(self):
        assert count_text("\ufeffétés".encode(), "fr").patterns == ("étés",)

    def test_that_repeats_itself_is_quickly_counted(self):
        counted = count_text("deep wells " * 100_000, "en")
        assert counted.frequencies.tolist() == [100_000, 100_000]

    @pytest.mark.parametrize(
        ("text", "code", "message"),
        [
            ("", "en", "no words"),
            ("  \n ", "en", "no words"),
            ("!? …", "en", "no words"),
            (b"\xff\xfe\x41", "en", "not UTF-8 at byte 0"),
            (b"ab\xe9cd", "en", "not UTF-8 at byte 2"),
            (b"PK\x03\x04\x00\x00", "en", "binary"),
            ("\x01\x02\x03 abc", "en", "binary"),
            ("水は", "ja", "table of words"),
            ("", "zh", "table of words"),
            ("words", "xx", "no list of words"),
        ],
    )
    def test_refuses(self, text, code, message):
        with pytest.raises(ValueError, match=message):
            count_text(text, code)


class TestTable:
    def test_adds_up_what_recurs(self):
        counted = count_table(["a", " b", "a ", "c", ""], [1, 2, 3, 0, 9])
        assert dict(zip(counted.patterns, counted.frequencies, strict=True)) == {"a": 4, "b": 2}

    @pytest.mark.parametrize(
        ("patterns", "frequencies", "message"),
        [
            ([], [], "no row"),
            (["a"], [0], "no row"),
            (["", " "], [1, 1], "no row"),
            (["a"], [1, 2], "1 patterns, but 2"),
            (["a", "b"], [1, -2], "row 2: the frequency of 'b' is -2"),
            (["a", "b"], [1, float("nan")], "row 2: the frequency of 'b' is nan"),
            (["a"], [float("inf")], "row 1"),
            (["a", "b"], [1, "many"], "row 2: 'many' is not a number"),
            (["a", "b"], [1, None], r"row 2: .* is nan|row 2: None is not a number"),
            (["a", "b"], [1, [2, 3]], "row 2"),
            (["a"], 10**400, "not a number"),
            (["a"], [[1.0]], "one list"),
            (["a", 3], [1, 1], "row 2: the pattern 3 is not text"),
            (["x" * 999], [-1], "x…"),
            (["a", "a"], [1.7e308, 1.7e308], "too large"),
        ],
    )
    def test_refuses(self, patterns, frequencies, message):
        with pytest.raises(ValueError, match=message):
            count_table(patterns, frequencies)

    def test_takes_a_million_rows(self, english, crawl):
        words = english.words * 4
        value = archive_value(count_table(words, np.ones(len(words))), english, crawl)
        assert value.patterns == english.size


class TestValue:
    def test_of_the_lexicon_itself(self, english, crawl):
        value = archive_value(Counted(english.words, english.frequencies), english, crawl)
        assert value.known_share == pytest.approx(1)
        assert value.tail_share == pytest.approx(english.patterns.tail_mass)
        assert value.tail_lift == pytest.approx(1)
        assert value.lost.tolist() == crawl.lost.tolist()
        # whoever keeps every word loses none
        np.testing.assert_allclose(value.coverage_with, 1)
        np.testing.assert_allclose(value.added, 1 - crawl.tail_coverage)

    def test_of_common_words_adds_nothing(self, english, crawl):
        value = archive_value(count_text("the water of the well", "en"), english, crawl)
        assert value.tail_share == value.tail_words == value.added.max() == 0
        assert value.lost.sum() == value.lost_share.sum() == 0

    def test_of_a_rare_word(self, english, crawl):
        value = archive_value(count_table(["HYDROPATHIC", "qwrtzpsdf"], [1, 3]), english, crawl)
        place = english.find("hydropathic")
        group = english.group[place]
        assert value.places.tolist() == [place]
        assert value.known_share == value.tail_share == pytest.approx(0.25)
        assert value.tail_lift == pytest.approx(0.25 / english.patterns.tail_mass)
        at = crawl.lost_at[group]
        assert value.lost[at] == 1 and value.lost_share[at] == pytest.approx(0.25)
        assert archive_words_lost(value, english, at) == (["hydropathic"], 1)
        weight = english.patterns.frequencies[group] / english.patterns.tail_mass
        np.testing.assert_allclose(
            value.added, weight * (1 - crawl.present[:, group]), rtol=1e-6, atol=1e-15
        )

    def test_of_what_no_lexicon_has(self, english, crawl):
        value = archive_value(count_table(["qwrtzpsdf"], [1]), english, crawl)
        assert value.known_share == 0 and not value.places.size and not value.added.any()

    def test_of_huge_frequencies(self, english, crawl):
        value = archive_value(count_table(["water", "well"], [1e308, 1e308]), english, crawl)
        assert value.known_share == 1

    def test_numbers_are_found_as_the_lexicon_writes_them(self, english, crawl):
        value = archive_value(count_table(["1984"], [1]), english, crawl)
        assert english.words[value.places[0]] == "0000"

    def test_refuses_presence_in_other_patterns(self, english):
        other = vanishing(english.patterns.binned())
        with pytest.raises(ValueError, match="not of the 321,180 words"):
            archive_value(count_table(["water"], [1]), english, other)
