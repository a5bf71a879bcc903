"""What the library keeps and hands out: a draft, an entry, a version; and what may go wrong."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from analytics.scenario import Preset, Reading, Scenario, from_json, to_json
from analytics.scenario.codec import SCHEMA_VERSION
from data import catalog

NAME_LENGTH = 120
NOTES_LENGTH = 4000
TAG_LENGTH = 40
MOST_TAGS = 12


class LibraryError(Exception):
    """A wish that the library cannot fulfil; its text is for a reader."""


class Unfit(LibraryError):
    """A name, note or tag that cannot be kept.

    Attributes:
        field: ``name``, ``notes`` or ``tags``.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class Gone(LibraryError):
    """There is no such scenario for this user: deleted, somebody's own, or never there."""

    def __init__(self) -> None:
        super().__init__("This scenario is not in your library: it was deleted or is not shared.")


class Conflict(LibraryError):
    """Somebody saved the scenario after this user had opened it; nothing was changed.

    Attributes:
        theirs: the scenario as it is now.
    """

    def __init__(self, theirs: Entry) -> None:
        super().__init__(f"“{theirs.name}” was saved meanwhile, by {theirs.saved_by}.")
        self.theirs = theirs


@dataclass(frozen=True)
class Draft:
    """What a user wants to be kept.

    Attributes:
        name: one line.
        notes: any text.
        tags: without order or repetition.
        content: text of a scenario file.
        preset: that the scenario starts from.
        schema_version: of the file.
        data_version: of the data that the scenario was made on.
    """

    name: str
    notes: str
    tags: tuple[str, ...]
    content: str = field(repr=False)
    preset: str
    schema_version: int
    data_version: str

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        preset: Preset,
        name: str,
        notes: str = "",
        tags: Iterable[str] = (),
        data_version: str | None = None,
    ) -> Draft:
        """A draft of a scenario.

        Args:
            scenario: every assumption.
            preset: that it starts from.
            name: one line.
            notes: any text.
            tags: in any order.
            data_version: of the data that it was made on; by default of those in use.

        Raises:
            Unfit: name, notes or tags cannot be kept.
        """
        content = to_json(scenario, preset)
        made_on = data_version or catalog.version()
        if made_on != catalog.version():
            whole = json.loads(content) | {"data": made_on}
            content = json.dumps(whole, indent=1, ensure_ascii=False)
        name, notes, kept = fit_name(name), fit_notes(notes), fit_tags(tags)
        return cls(name, notes, kept, content, preset.id, SCHEMA_VERSION, made_on)


@dataclass(frozen=True)
class Entry(Draft):
    """A saved scenario, as it is now or as one of its versions was.

    Attributes:
        id: its own for ever.
        owner: user who made it.
        shared: whether every user of this server sees it.
        version: counts up with every save.
        created_at: when it was first saved; UTC.
        saved_at: when this version was saved; UTC.
        saved_by: user who saved this version.
        deleted_at: when it was deleted, if it was; UTC.
    """

    id: str
    owner: str
    shared: bool
    version: int
    created_at: dt.datetime
    saved_at: dt.datetime
    saved_by: str
    deleted_at: dt.datetime | None

    def reading(self) -> Reading:
        """The scenario, and what of it could not be used with this code and these data."""
        return _read(self.content, catalog.version())


@lru_cache(maxsize=1024)
def _read(content: str, _data_version: str) -> Reading:
    """A list of saved scenarios reads each anew at every word that is searched for."""
    return from_json(content)


def fit_name(name: str) -> str:
    """The name as it is kept.

    Raises:
        Unfit: it is empty, too long, or no line of text.
    """
    kept = " ".join(name.split())
    if not kept:
        raise Unfit("name", "Give it a name.")
    if len(kept) > NAME_LENGTH:
        raise Unfit(
            "name", f"A name has at most {NAME_LENGTH} characters; this one has {len(kept)}."
        )
    if not kept.isprintable():
        raise Unfit("name", "The name has signs that cannot be shown.")
    return kept


def fit_notes(notes: str) -> str:
    """The notes as they are kept: lines of text.

    Raises:
        Unfit: they are too long.
    """
    lines = [
        "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in line).rstrip()
        for line in notes.splitlines()
    ]
    kept = "\n".join(lines).strip()
    if len(kept) > NOTES_LENGTH:
        raise Unfit("notes", f"Notes have at most {NOTES_LENGTH:,} characters, not {len(kept):,}.")
    return kept


def fit_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags as they are kept: each once, whatever its capitals, in order.

    Raises:
        Unfit: one cannot be shown or is too long, or there are too many.
    """
    kept: dict[str, str] = {}
    for tag in tags:
        plain = " ".join(tag.split())
        if len(plain) > TAG_LENGTH or not plain.isprintable():
            raise Unfit("tags", f"A tag is one line of at most {TAG_LENGTH} characters.")
        if plain:
            kept.setdefault(plain.casefold(), plain)
    if len(kept) > MOST_TAGS:
        raise Unfit("tags", f"A scenario has at most {MOST_TAGS} tags, not {len(kept)}.")
    return tuple(kept[key] for key in sorted(kept))
