"""Outlook: the answer at a glance, and the way to each full view."""

from __future__ import annotations

from typing import Any

import pytest

from analytics import findings
from dashboard import state
from dashboard.figures import CHARTS, SLOW
from dashboard.pages import outlook
from dashboard.views import BY_PATH
from tests.dashboard.posting import every, words

FULL = {"outlook-vendors": "vendors-ranking"}
"""A chart that is small here → its whole on its own view."""


def page(query: str = "log2_worlds=6") -> list[Any]:
    return every(outlook.layout(state.parse(query)))


def parts(content: list[Any], part: str) -> dict[str, Any]:
    """A part of every card, by its chart."""
    ids = [(one.id, one) for one in content if isinstance(getattr(one, "id", None), dict)]
    return {id["chart"]: one for id, one in ids if id.get("part") == part}


def test_the_first_thing_is_the_answer() -> None:
    content = page()
    shown = state.request(state.parse("log2_worlds=6"))
    (heading,) = [one for one in content if type(one).__name__ == "H1"]
    assert heading.children == findings.headline(shown.outlook, shown.preset)
    before = content[: content.index(heading)]
    assert not [one for one in before if type(one).__name__ == "Graph"]


def test_only_what_is_about_vendors_or_collapse_keeps_one_waiting() -> None:
    charts = parts(page(), "figure")
    assert len(charts) >= 4
    slow = {"outlook-vendors", "outlook-collapse", "join-risk", "join-tradeoff"}
    assert set(charts) & SLOW == slow
    for chart in slow:
        assert words(parts(page(), "title")[chart]).endswith("computing …")


def test_every_chart_leads_to_its_full_view() -> None:
    content = page()
    links = [one for one in content if "chart-link" in (getattr(one, "className", "") or "")]
    assert len(links) == len(parts(content, "figure"))
    for link in links:
        assert link.href == getattr(link, "data-view")
        assert link.href in BY_PATH
    for chart in parts(content, "figure"):
        full = {
            id["chart"]
            for link in links
            for one in every(BY_PATH[link.href].layout(state.parse("log2_worlds=6")))
            if isinstance(id := getattr(one, "id", None), dict) and "chart" in id
        }
        assert FULL.get(chart, chart) in full


@pytest.mark.parametrize("query", ["", "preset=multimodal", "overtraining=1000&exhaustion=bars"])
def test_cards_show_their_charts(query: str) -> None:
    query = f"log2_worlds=6&{query}"
    content, request = page(query), state.request(state.parse(query))
    for chart, title in parts(content, "title").items():
        if chart not in SLOW:
            assert words(title) == CHARTS[chart](request).title
