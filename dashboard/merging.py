"""Two versions of one scenario side by side: where they differ, and what one keeps of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from analytics.scenario import DECLARATIONS, PRESETS, Scenario, from_json
from analytics.wording import plain, value
from dashboard.library import Draft

Side = Literal["theirs", "mine"]

_OWN: dict[str, tuple[str, Callable[[Draft], str]]] = {
    "name": ("Name", lambda draft: draft.name),
    "notes": ("Notes", lambda draft: draft.notes or "none"),
    "tags": ("Tags", lambda draft: ", ".join(draft.tags) or "none"),
    "preset": ("Starts from", lambda draft: PRESETS[from_json(draft.content).preset.id].name),
}
"""What a draft has beside its assumptions: key → how it is called and how it reads."""


@dataclass(frozen=True)
class Difference:
    """Something that is not the same in two versions.

    Attributes:
        key: of the assumption, or ``name``, ``notes``, ``tags``, ``preset``.
        label: what it is called.
        theirs: how it reads in the version that is saved.
        mine: how it reads in the one that was to be.
        kept: the side that changed it since both began; mine if both did.
    """

    key: str
    label: str
    theirs: str
    mine: str
    kept: Side


def differences(base: Draft, theirs: Draft, mine: Draft) -> list[Difference]:
    """Where two versions differ, in a fixed order.

    Args:
        base: what both began with.
        theirs: what is saved.
        mine: what was to be saved.
    """
    found = []
    for key, (label, read) in _OWN.items():
        if read(theirs) != read(mine):
            kept: Side = "theirs" if read(mine) == read(base) else "mine"
            found.append(Difference(key, label, read(theirs), read(mine), kept))
    one, other, first = (from_json(draft.content).scenario for draft in (theirs, mine, base))
    for key in one.differences(other):
        declared = DECLARATIONS[key]
        unchanged = getattr(other, key) == getattr(first, key)
        found.append(
            Difference(
                key,
                declared.label,
                plain(value(declared, getattr(one, key))),
                plain(value(declared, getattr(other, key))),
                "theirs" if unchanged else "mine",
            )
        )
    return found


def merged(theirs: Draft, mine: Draft, kept: Mapping[str, str]) -> Draft:
    """A draft of what one keeps of two versions.

    Args:
        theirs: what is saved.
        mine: what was to be saved.
        kept: key of a difference → ``theirs`` or ``mine``; mine where it names none.
    """

    def of(key: str) -> Draft:
        return theirs if kept.get(key) == "theirs" else mine

    one, other = from_json(theirs.content).scenario, from_json(mine.content).scenario
    values = {key: getattr(one, key) for key in one.differences(other) if kept.get(key) == "theirs"}
    draft = Draft.of(
        other.model_copy(update=values),
        PRESETS[from_json(of("preset").content).preset.id],
        of("name").name,
        of("notes").notes,
        of("tags").tags,
    )
    # what is theirs altogether stays made on the data that it was made on
    whole = next((one for one in (theirs, mine) if _content(one) == _content(draft)), draft)
    return replace(
        draft,
        content=whole.content,
        schema_version=whole.schema_version,
        data_version=whole.data_version,
    )


def _content(draft: Draft) -> tuple[Scenario, str]:
    reading = from_json(draft.content)
    return reading.scenario, reading.preset.id
