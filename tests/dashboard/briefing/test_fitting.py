"""Words fit the place that they are cut for."""

import pytest

from dashboard.briefing.fitting import cut, inches


@pytest.mark.parametrize("text", ["IBM", "W" * 40, "Mitteldeutsche Sprachmodellgesellschaft", ""])
def test_a_text_is_cut_where_it_is_wider_and_only_there(text: str) -> None:
    for most in (0.4, 1.25, 9.0):
        found = cut(text, most, 12)
        assert inches(found, 12) <= most
        assert found == text or (found.endswith("…") and text.startswith(found[:-1]))
        assert (found == text) == (inches(text, 12) <= most)
