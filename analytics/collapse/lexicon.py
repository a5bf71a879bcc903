"""The words of a language and how common they are: the distribution that the page shows.

From the package wordfreq, whose frequencies are rounded to a hundredth of an order of magnitude:
few are distinct (564 in English), so that the arithmetic runs on groups and is exact. The lists
are of text up to 2021; in 2024 their author gave up on newer ones, because generated text had
polluted the web. Whoever shows or exports words gives :data:`ATTRIBUTION`.

Source: Speer 2022, wordfreq 3.1.1, doi 10.5281/zenodo.7199437; data CC BY-SA 4.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal
from unicodedata import category

import numpy as np
import wordfreq
from numpy.typing import NDArray
from wordfreq.language_info import get_language_info
from wordfreq.numbers import smash_numbers
from wordfreq.tokens import lossy_tokenize

from analytics.collapse.patterns import Patterns
from analytics.estimates import Array

ListName = Literal["large", "small"]

ATTRIBUTION = "Words and frequencies: wordfreq 3.1.1 by Robyn Speer, CC BY-SA 4.0"
"""What stands beside words wherever they are shown or exported."""

_NAMES = """ar Arabic, bg Bulgarian, bn Bengali, ca Catalan, cs Czech, da Danish, de German,
el Greek, en English, es Spanish, fa Persian, fi Finnish, fil Filipino, fr French, he Hebrew,
hi Hindi, hu Hungarian, id Indonesian, is Icelandic, it Italian, ja Japanese, ko Korean,
lt Lithuanian, lv Latvian, mk Macedonian, ms Malay, nb Norwegian, nl Dutch, pl Polish,
pt Portuguese, ro Romanian, ru Russian, sh Serbo-Croatian, sk Slovak, sl Slovenian, sv Swedish,
ta Tamil, tr Turkish, uk Ukrainian, ur Urdu, vi Vietnamese, zh Chinese"""

_JOINERS = "\u200c\u200d"
"""Invisible signs that belong to words of Persian and of Indian languages."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language with a list of words.

    Attributes:
        code: as in ``en``.
        name: in English.
        list_name: ``large`` (words down to 1 in 10⁸) where there is one, else ``small`` (10⁶).
        splits_text: whether its text can be split into words here; where it cannot (Chinese,
            Japanese, Korean), a table of words can still be read.
    """

    code: str
    name: str
    list_name: ListName
    splits_text: bool


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """The words of one language, commonest first.

    Attributes:
        language: which.
        words: every word and number, commonest first, alphabetical among ties, (words,).
        group: group of each word in ``patterns``, (words,), read-only.
        patterns: the distribution, grouped by frequency; it sums to 1.
    """

    language: Language
    words: tuple[str, ...]
    group: NDArray[np.intp]
    patterns: Patterns

    @property
    def size(self) -> int:
        """Words on the list."""
        return len(self.words)

    @property
    def frequencies(self) -> Array:
        """Frequency of every word, (words,)."""
        each: Array = self.patterns.frequencies[self.group]
        return each

    @property
    def places(self) -> Mapping[str, int]:
        """Place of every word in ``words``."""
        return _places(self.language.code)

    def find(self, word: str) -> int | None:
        """Place of a word in ``words``, however it is written; None if it is not listed.

        >>> english = lexicon("en")
        >>> english.words[english.find(" The ")]
        'the'
        >>> english.find("qwrtzpsdf") is None
        True
        """
        places = self.places
        tokens = tokenise(word, self.language.code) if self.language.splits_text else []
        for form in (word.strip(), word.strip().lower(), *(tokens if len(tokens) == 1 else ())):
            if form in places:
                return places[form]
        return None


@cache
def languages() -> dict[str, Language]:
    """Every language with a list of words, by its code, in alphabetical order of codes.

    >>> len(languages()), sum(one.list_name == "large" for one in languages().values())
    (42, 21)
    """
    names = dict(one.split(maxsplit=1) for one in _NAMES.replace("\n", " ").split(", "))
    large = wordfreq.available_languages("large")
    return {
        code: Language(
            code,
            names.get(code, code),
            "large" if code in large else "small",
            get_language_info(code)["tokenizer"] not in ("jieba", "mecab"),
        )
        for code in sorted(wordfreq.available_languages("best"))
    }


@lru_cache(maxsize=3)
def lexicon(code: str = "en") -> Lexicon:
    """The words of a language, from its larger list where there are two.

    Args:
        code: of the language; one of :func:`languages`.

    Returns:
        The lexicon; the same object every time while it is in use.

    Raises:
        ValueError: there is no list for this language.

    >>> english = lexicon("en")
    >>> english.size, len(english.patterns.counts), english.language.list_name
    (321180, 564, 'large')
    """
    language = language_of(code)
    # its own cache of lists never lets go of one
    buckets = wordfreq.read_cBpack(wordfreq.available_languages(language.list_name)[code])
    counts = np.array([len(bucket) for bucket in buckets], dtype=np.intp)
    used = counts > 0
    frequencies = 10.0 ** (-np.arange(len(buckets)) / 100)
    group = np.repeat(np.arange(used.sum()), counts[used])
    group.setflags(write=False)
    return Lexicon(
        language,
        tuple(word for bucket in buckets for word in bucket),
        group,
        Patterns(counts[used].astype(np.float64), frequencies[used]),
    )


def language_of(code: str) -> Language:
    """The language of a code; ValueError if it has no list of words."""
    known = languages()
    if code not in known:
        raise ValueError(f"no list of words for language {code!r}; there is {', '.join(known)}")
    return known[code]


@lru_cache(maxsize=3)
def _places(code: str) -> dict[str, int]:
    """Place of every word in its lexicon."""
    return {word: place for place, word in enumerate(lexicon(code).words)}


@lru_cache(maxsize=3)
def shown(code: str) -> NDArray[np.bool_]:
    """Which words lists show: those made of letters only. The arithmetic keeps all.

    Args:
        code: of the language.

    Returns:
        Read-only, (words,).
    """
    of_letters = np.array([is_of_letters(word) for word in lexicon(code).words])
    of_letters.setflags(write=False)
    return of_letters


def is_of_letters(word: str) -> bool:
    """Whether a word is made of letters only, with the marks that belong to them.

    >>> [is_of_letters(word) for word in ("aquifer", "हिन्दी", "don't", "2024", "")]
    [True, True, False, False, False]
    """
    if word.isalpha():
        return True
    return word[:1].isalpha() and all(
        one.isalpha() or one in _JOINERS or category(one).startswith("M") for one in word
    )


def tokenise(text: str, code: str) -> list[str]:
    """Split text into words as the list writes them: in lower case, digits as in ``0000``.

    Args:
        text: any.
        code: of the language.

    Returns:
        Words in their order.

    Raises:
        ValueError: no list of words for the language, or its text cannot be split here.

    >>> tokenise("The 17 wells, dug by hand", "en")
    ['the', '00', 'wells', 'dug', 'by', 'hand']
    """
    language = language_of(code)
    if not language.splits_text:
        raise ValueError(
            f"{language.name} text cannot be split into words here; give a table of words instead"
        )
    return [smash_numbers(token) for token in lossy_tokenize(text, code)]
