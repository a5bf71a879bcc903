"""The words that vanish: the list carries its attribution, the sample is one of that list."""

import pytest

from analytics.exports.table import table_csv
from analytics.exports.words import fading_words, lost_words
from analytics.scenario import Scenario

ICELANDIC = Scenario(lab_language="is", lab_corpus=1e6)


def test_the_list_carries_its_attribution() -> None:
    table = lost_words(ICELANDIC)
    assert len(table) and table["source"].str.contains("CC BY-SA 4.0").all()
    assert table_csv(table).startswith(b"\xef\xbb\xbfword,")


@pytest.mark.parametrize("most", [1, 3, 11])
def test_the_sample_fades_as_the_list_says(most: int) -> None:
    lost = lost_words(ICELANDIC).set_index("word")["lost_at_generation"]
    sample = fading_words(ICELANDIC, most)
    assert sample["word"].nunique() == most
    first = sample[sample["gone"] > 0.5].groupby("word")["generation"].min()
    assert (first == lost[first.index]).all() and len(first) == most
    assert (sample[sample["generation"] == 0]["gone"] == 0).all()
    assert sample["lost_at_generation"].is_monotonic_increasing


def test_where_nothing_is_lost_words_that_are_left_are_sampled() -> None:
    kept = fading_words(ICELANDIC.model_copy(update={"lab_workflow": "accumulate"}), 4)
    assert kept["word"].nunique() == 4 and (kept["lost_at_generation"] == 0).all()
    assert (kept["gone"] == 0).all()
