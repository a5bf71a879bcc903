import warnings

import pytest

from analytics.collapse.lexicon import (
    ATTRIBUTION,
    is_of_letters,
    language_of,
    languages,
    lexicon,
    shown,
    tokenise,
)


class TestLanguages:
    def test_are_all_named(self):
        assert len(languages()) == 42
        assert not [code for code, one in languages().items() if one.name == code]

    def test_have_the_larger_list_where_there_is_one(self):
        large = [one.code for one in languages().values() if one.list_name == "large"]
        assert len(large) == 21
        assert language_of("en").list_name == "large" and language_of("vi").list_name == "small"

    def test_of_three_cannot_be_split(self):
        whole = [one.code for one in languages().values() if not one.splits_text]
        assert whole == ["ja", "ko", "zh"]

    @pytest.mark.parametrize("code", ["", "xx", "EN", "en-US", "../en", "english"])
    def test_no_other_is_guessed(self, code):
        with pytest.raises(ValueError, match="no list of words for language"):
            lexicon(code)


class TestEnglish:
    def test_is_of_this_size(self):
        english = lexicon("en")
        assert english.size == english.patterns.size == 321_180
        assert len(english.patterns.counts) == 564
        assert shown("en").sum() == 293_036

    def test_words_come_commonest_first(self):
        english = lexicon("en")
        assert english.words[:5] == ("the", "to", "and", "of", "a")
        assert english.frequencies[0] == pytest.approx(0.0537 / 0.98656, rel=0.01)
        assert english.frequencies.sum() == pytest.approx(1)

    @pytest.mark.parametrize(
        ("typed", "listed"),
        [
            ("water", "water"),
            (" Water\n", "water"),
            ("WATER", "water"),
            ("don’t", "don't"),
            ("1999", "0000"),
            ("naïve", "naïve"),
        ],
    )
    def test_finds_a_word_however_it_is_written(self, typed, listed):
        english = lexicon("en")
        place = english.find(typed)
        assert place is not None and english.words[place] == listed

    @pytest.mark.parametrize(
        "typed", ["", " ", "qwrtzpsdf", "two words", "\0", "🤷🏽 no", "a" * 10_000]
    )
    def test_finds_nothing_else(self, typed):
        assert lexicon("en").find(typed) is None

    def test_is_loaded_once(self):
        assert lexicon("en") is lexicon("en")

    def test_loads_without_a_warning(self, caplog):
        lexicon.cache_clear()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            lexicon("en")
        assert not caplog.records


@pytest.mark.parametrize("code", ["hi", "vi", "ja"])
def test_other_languages_load_as_well(code):
    words = lexicon(code)
    assert words.size == len(set(words.words)) == words.patterns.size
    assert words.find(words.words[10]) == 10
    assert shown(code).mean() > 0.95


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("water", True),
        ("été", True),
        ("می\u200cشود", True),
        ("े", False),
        ("b2b", False),
        ("-", False),
    ],
)
def test_lists_show_letters_only(word, letters):
    assert is_of_letters(word) is letters


def test_text_that_cannot_be_split_says_so():
    with pytest.raises(ValueError, match="Japanese text cannot be split"):
        tokenise("水", "ja")


def test_attribution_names_the_licence():
    assert "wordfreq" in ATTRIBUTION and "CC BY-SA 4.0" in ATTRIBUTION
