"""Changes to a comparison: scenarios are added, named, moved, taken away, and opened.

A comparison is the page's own scenario, which comes first, and those beside it
(``analytics.scenario.beside``). Every function takes a state and gives another; who shows the page
hands that over as an editor's change (``dashboard.editing``).
"""

from __future__ import annotations

from dataclasses import replace

from analytics.comparison import MOST, names
from analytics.scenario import PRESETS, Reading, from_json
from analytics.scenario.beside import CALLED, LONGEST_NAME, Beside, read_beside, write_beside
from analytics.scenario.reading import name as as_name
from dashboard.state import SAVED, State, left_out


def entries(shown: State) -> tuple[Beside, ...]:
    """The scenarios of a comparison, the page's own first."""
    return (_own(shown), *shown.beside)


def add(shown: State, query: str, called: str = "") -> State:
    """The state with a scenario added to its comparison: from a library, a sweep or a link.

    Args:
        shown: the state.
        query: the query string of a link to the scenario.
        called: the name it has where it comes from; by default that in the query, if any.

    Returns:
        The state with the scenario behind the others.

    Raises:
        ValueError: there is no room for it, or it is there already.
    """
    one, _ = read_beside(query)
    return _put(shown, replace(one, called=_named(called)) if called else one)


def add_preset(shown: State, preset: str) -> State:
    """The state with a preset added; as :func:`add`, KeyError for a preset that there is not."""
    return _put(shown, Beside(PRESETS[preset].scenario, PRESETS[preset]))


def add_present(shown: State) -> State:
    """The state with its own scenario added as it is now, so that it can be changed against it."""
    own = _own(shown)
    stays = replace(own, called=_named(f"{names([own])[0]}, as it was"))
    return _put(shown, stays, twice=True)


def add_file(shown: State, text: str, called: str = "") -> State:
    """The state with a scenario file added; as :func:`add`, ValueError also where it is none."""
    reading = from_json(text)
    return _put(shown, Beside(reading.scenario, reading.preset, _named(called)))


def only(shown: State, presets: tuple[str, ...]) -> State:
    """The state with the page's own scenario beside these presets, and no others."""
    found = replace(shown, beside=())
    for preset in presets:
        if PRESETS[preset].scenario != shown.scenario and len(entries(found)) < MOST:
            found = add_preset(found, preset)
    return found


def remove(shown: State, at: int) -> State:
    """The state without the scenario at a place; the page's own, 0, gives way to the next one."""
    found = list(entries(shown))
    if len(found) == 1 or not 0 <= at < len(found):
        return shown
    del found[at]
    return _with(shown, found)


def move(shown: State, at: int, to: int) -> State:
    """The state with a scenario at another place; what comes first is the page's own."""
    found = list(entries(shown))
    if not (0 <= at < len(found) and 0 <= to < len(found)):
        return shown
    found.insert(to, found.pop(at))
    return _with(shown, found)


def rename(shown: State, at: int, called: str) -> State:
    """The state with a scenario named; an empty name gives it back the one of its preset.

    Raises:
        ValueError: the name is longer than a link holds, or cannot be shown.
    """
    found = list(entries(shown))
    if not 0 <= at < len(found):
        return shown
    kept = as_name(called, LONGEST_NAME) if called.strip() else ""
    plain = names([replace(found[at], called="")])[0]
    found[at] = replace(found[at], called="" if kept == plain else kept)
    return _with(shown, found)


def _own(shown: State) -> Beside:
    return Beside(shown.scenario, shown.preset, shown.options.get(CALLED, ""))


def _put(shown: State, one: Beside, *, twice: bool = False) -> State:
    there = entries(shown)
    if len(there) >= MOST:
        raise ValueError(f"a comparison holds at most {MOST} scenarios: remove one first")
    alike = [i for i, other in enumerate(there) if other.scenario == one.scenario]
    if alike and not twice:
        raise ValueError(f"this scenario is there already, as “{names(there)[alike[0]]}”")
    found = replace(shown, beside=(*shown.beside, one))
    if len(found.beside) - 1 in left_out(found):
        raise ValueError(
            f"“{names(entries(found))[-1]}” has {len(write_beside(one, longest=None)):,} "
            "characters, and the link has no room for it: remove another scenario, or its lists "
            "of mixes and licences"
        )
    return found


def _with(shown: State, found: list[Beside]) -> State:
    """The state whose comparison these are."""
    own, *others = found
    # what another one is saved as is not what this one is
    saved = shown.options.get(SAVED, "") if own.scenario == shown.scenario else ""
    return replace(
        shown,
        reading=Reading(own.scenario, own.preset),
        options={**shown.options, CALLED: own.called, SAVED: saved},
        beside=tuple(others),
    )


def _named(text: str) -> str:
    """A name that was given elsewhere, as long as one may be here."""
    kept = " ".join(text.split())
    return kept if len(kept) <= LONGEST_NAME else f"{kept[: LONGEST_NAME - 1]}…"


def shown_names(shown: State) -> tuple[str, ...]:
    """What the scenarios of a state are called, in their order."""
    return names(entries(shown))
