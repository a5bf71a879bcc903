"""Where a view meets the library: which saved scenario it shows, and whether it still is that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from analytics.scenario import DECLARATIONS, Problem
from analytics.scenario.beside import LONGEST_NAME
from analytics.scenario.codec import outgrown, to_query
from dashboard import comparing, state
from dashboard.identity import current_user
from dashboard.keeping import library
from dashboard.library import Entry, Gone
from dashboard.state import SAVED, State

_PLACE = re.compile(r"([0-9a-f]{8,32})(?:\.([1-9][0-9]{0,8}))?", re.ASCII)
_SCENARIO = {"v", "preset", "data", *DECLARATIONS}
"""Keys of a link that are about the scenario itself."""


def mark(entry: Entry) -> str:
    """What a link holds of the saved scenario that it shows."""
    return f"{entry.id}.{entry.version}"


def address(entry: Entry, path: str = "/", version: int | None = None) -> str:
    """The short link that opens a saved scenario, as it is by then or at one of its versions."""
    return f"{path}?{SAVED}={entry.id}" + (f".{version}" if version else "")


def comparison(entries: Sequence[Entry]) -> str:
    """The link that compares saved scenarios, in their order.

    Raises:
        ValueError: two of them are the same, or the link has no room for all.
    """
    first, *others = entries
    shown = State(first.reading(), options={SAVED: mark(first)})
    shown = comparing.rename(shown, 0, first.name[:LONGEST_NAME])
    return _compared(shown, others)


def beside(shown: State, entry: Entry) -> str:
    """The link that adds a saved scenario to the comparison that a page holds.

    Args:
        shown: the page's state, whose own scenario comes first.
        entry: the saved scenario.

    Raises:
        ValueError: it is there already, or there is no room for it.
    """
    return _compared(shown, [entry])


def _compared(shown: State, entries: Sequence[Entry]) -> str:
    for one in entries:
        found = one.reading()
        query = to_query(found.scenario, found.preset, longest=None)
        shown = comparing.add(shown, query, one.name)
    link = state.query(shown.scenario, shown.preset, shown.pinned, shown.options, shown.beside)
    return f"/compare?{link}"


def place(options: Mapping[str, Any]) -> tuple[str, int | None] | None:
    """Id and version of the saved scenario that a view's options name."""
    found = _PLACE.fullmatch(str(options.get(SAVED) or ""))
    return (found[1], int(found[2]) if found[2] else None) if found else None


def shown_entry(shown: State) -> Entry | None:
    """The saved scenario that a view shows, at the version that it was opened at."""
    named = place(shown.options)
    if named is None:
        return None
    try:
        return library().get(current_user(), *named)
    except Gone:
        return None


def same(entry: Entry, shown: State) -> bool:
    """Whether a view still shows what was saved."""
    reading = entry.reading()
    return reading.scenario == shown.scenario and reading.preset == shown.preset


def resolved(shown: State, search: str) -> tuple[State, bool]:
    """A link's state with what the library knows of it.

    A short link names a saved scenario and nothing of its assumptions: they are the library's. A
    link that has no room for a list gets it from the version that it was saved at.

    Args:
        shown: what the link says.
        search: the link's query string.

    Returns:
        The state, and whether it needs another link than it came by.
    """
    named = place(shown.options)
    if named is None:
        return shown, False
    entry = shown_entry(shown)
    short = not any(key in _SCENARIO for key, _ in parse_qsl(search.lstrip("?"), True))
    if entry is None:
        return (_unknown(shown, named[0]), True) if short else (shown, False)
    reading = entry.reading()
    if short:
        options = {**shown.options, SAVED: mark(entry)}
        problems = (*shown.problems, *reading.problems)
        return replace(shown, reading=reading, options=options, problems=problems), True
    plain = shown.preset.scenario
    lists = {
        name: getattr(reading.scenario, name)
        for name in outgrown(reading.scenario, reading.preset)
        if getattr(shown.scenario, name) == getattr(plain, name)
    }
    if not lists:
        return shown, False
    scenario = shown.scenario.model_copy(update=lists)
    return replace(shown, reading=replace(shown.reading, scenario=scenario)), False


def _unknown(shown: State, id: str) -> State:
    reason = "this scenario is not in your library: it was deleted or is not shared"
    problems = (*shown.problems, Problem(SAVED, id, reason))
    return replace(shown, options={**shown.options, SAVED: ""}, problems=problems)
