"""The library: every operation on saved scenarios, each for the user who asks.

A user sees what is their own and what is shared. Whoever sees a scenario may save a new version of
it: no version is lost by that. To delete it, or to share it, is its owner's.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from dashboard.database import Database, now
from dashboard.library.entries import NAME_LENGTH, Conflict, Draft, Entry, Gone, fit_name
from dashboard.library.models import ScenarioRow, Stored, TagRow, VersionRow

KEPT_DELETED = dt.timedelta(days=30)
"""How long a deleted scenario can be brought back."""

Whose = Literal["all", "mine", "shared", "deleted"]
WHOSE: tuple[Whose, ...] = get_args(Whose)
Order = Literal["saved", "name", "created", "preset"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True)
class Wanted:
    """Which scenarios a list is of, and in which order.

    Attributes:
        search: words that name, notes, tags or preset have all of, whatever their capitals.
        tags: tags that a scenario has all of.
        whose: all that the user sees, their own, what others share, or their own deleted ones.
        order: what it is sorted by.
        descending: whether the last comes first.
    """

    search: str = ""
    tags: tuple[str, ...] = ()
    whose: Whose = "all"
    order: Order = "saved"
    descending: bool = True


class Library:
    """Saved scenarios in a database."""

    def __init__(self, database: Database, clock: Callable[[], dt.datetime] = now) -> None:
        """Keep scenarios in a database.

        Args:
            database: where.
            clock: what tells the moment, in UTC.
        """
        self._database = database
        self._clock = clock

    def add(self, user: str, draft: Draft, *, shared: bool = False) -> Entry:
        """Keep a new scenario of a user."""
        with self._database.write() as session:
            return self._add(session, user, draft, shared)

    def get(self, user: str, id: str, version: int | None = None) -> Entry:
        """A scenario that a user sees, as it is or as one of its versions was.

        Raises:
            Gone: there is none.
        """
        with self._database.read() as session:
            row = _seen(session, user, id)
            if version is None or version == row.version:
                return _entry(row)
            old = session.get(VersionRow, (id, version))
            if old is None:
                raise Gone
            return _as_was(row, old)

    def save(self, user: str, id: str, base: int, draft: Draft) -> Entry:
        """Save a new version over the one that it was made from.

        Args:
            user: who saves.
            id: of the scenario.
            base: version that the user had before them.
            draft: what it is to be.

        Raises:
            Conflict: it has another version by now; nothing was changed.
            Gone: it is not there any more.
        """
        with self._database.write() as session:
            return self._save(session, user, id, base, draft)

    def restore(self, user: str, id: str, base: int, version: int) -> Entry:
        """Save an old version anew, as the newest.

        Raises:
            Conflict: somebody saved it since version ``base``; nothing was changed.
            Gone: it is not there any more, or never had that version.
        """
        with self._database.write() as session:
            old = session.get(VersionRow, (_seen(session, user, id).id, version))
            if old is None:
                raise Gone
            return self._save(session, user, id, base, _draft(old, tuple(old.tags)))

    def duplicate(self, user: str, id: str) -> Entry:
        """A copy of a scenario that a user sees, private to them.

        Raises:
            Gone: there is none.
        """
        with self._database.write() as session:
            row = _seen(session, user, id)
            original = _draft(row, tuple(one.tag for one in row.labels))
            taken = set(session.scalars(select(ScenarioRow.name).where(_visible(user))))
            copy = replace(original, name=_copied(row.name, taken))
            return self._add(session, user, copy, False)

    def share(self, user: str, id: str, shared: bool) -> Entry:
        """Let every user see a scenario, or nobody but its owner.

        Raises:
            Gone: the user has none of that id.
        """
        with self._database.write() as session:
            row = _own(session, user, id)
            row.shared = shared
            return _entry(row)

    def delete(self, user: str, id: str) -> Entry:
        """Put a scenario out of sight; :meth:`undelete` brings it back until it is purged.

        Raises:
            Gone: the user has none of that id.
        """
        self.purge()
        with self._database.write() as session:
            row = _own(session, user, id)
            row.deleted_at = self._clock()
            return _entry(row)

    def undelete(self, user: str, id: str) -> Entry:
        """Bring a deleted scenario back.

        Raises:
            Gone: the user has none of that id.
        """
        with self._database.write() as session:
            row = _own(session, user, id, deleted=True)
            row.deleted_at = None
            return _entry(row)

    def purge(self) -> int:
        """Remove for good what was deleted long ago; the number of scenarios."""
        with self._database.write() as session:
            limit = self._clock() - KEPT_DELETED
            old = list(
                session.scalars(select(ScenarioRow.id).where(ScenarioRow.deleted_at <= limit))
            )
            session.execute(delete(ScenarioRow).where(ScenarioRow.id.in_(old)))
            return len(old)

    def versions(self, user: str, id: str) -> list[Entry]:
        """Every version of a scenario that a user sees, the newest first.

        Raises:
            Gone: there is none.
        """
        with self._database.read() as session:
            row = _seen(session, user, id)
            found = session.scalars(
                select(VersionRow)
                .where(VersionRow.scenario_id == id)
                .order_by(VersionRow.number.desc())
            )
            return [_as_was(row, one) for one in found]

    def find(self, user: str, wanted: Wanted | None = None) -> list[Entry]:
        """The scenarios that a user sees, or asks for, in their order."""
        wanted = wanted or Wanted()
        query = select(ScenarioRow).where(_of(wanted.whose, user))
        for word in wanted.search.casefold().split():
            query = query.where(ScenarioRow.words.contains(word, autoescape=True))
        for tag in wanted.tags:
            query = query.where(ScenarioRow.labels.any(TagRow.tag == tag))
        column: Any = {
            "saved": ScenarioRow.saved_at,
            "created": ScenarioRow.created_at,
            "name": func.lower(ScenarioRow.name),
            "preset": ScenarioRow.preset,
        }[wanted.order]
        query = query.order_by(column.desc() if wanted.descending else column, ScenarioRow.id)
        with self._database.read() as session:
            return [_entry(row) for row in session.scalars(query)]

    def tags(self, user: str) -> list[str]:
        """Every tag of the scenarios that a user sees."""
        query = select(TagRow.tag).join(ScenarioRow).where(_visible(user)).distinct()
        with self._database.read() as session:
            return sorted(session.scalars(query), key=str.casefold)

    def _add(self, session: Session, user: str, draft: Draft, shared: bool) -> Entry:
        at = self._clock()
        row = ScenarioRow(
            id=secrets.token_hex(8),
            owner=user,
            shared=shared,
            version=1,
            words=_words(draft),
            created_at=at,
            saved_at=at,
            saved_by=user,
            deleted_at=None,
            labels=[TagRow(tag=tag) for tag in draft.tags],
            **_columns(draft),
        )
        session.add(row)
        session.flush()
        session.add(_version_of(row, draft.tags))
        return _entry(row)

    def _save(self, session: Session, user: str, id: str, base: int, draft: Draft) -> Entry:
        changed = session.execute(
            update(ScenarioRow)
            .where(_visible(user), ScenarioRow.id == id, ScenarioRow.version == base)
            .values(
                version=base + 1,
                words=_words(draft),
                saved_at=self._clock(),
                saved_by=user,
                **_columns(draft),
            )
            .execution_options(synchronize_session=False)
        )
        row = _seen(session, user, id)
        session.refresh(row)
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(_entry(row))
        row.labels = [TagRow(tag=tag) for tag in draft.tags]
        session.add(_version_of(row, draft.tags))
        session.flush()
        return _entry(row)


def tidy_name(text: str) -> str:
    """A name made of any text, such as a file's: never one that cannot be kept."""
    plain = "".join(c if c.isprintable() else " " for c in text)[:NAME_LENGTH]
    return fit_name(plain if plain.strip() else "Unnamed")


def _visible(user: str) -> ColumnElement[bool]:
    mine_or_shared = or_(ScenarioRow.owner == user, ScenarioRow.shared)
    return mine_or_shared & ScenarioRow.deleted_at.is_(None)


def _of(whose: Whose, user: str) -> ColumnElement[bool]:
    mine = ScenarioRow.owner == user
    if whose == "deleted":
        return mine & ScenarioRow.deleted_at.is_not(None)
    if whose == "mine":
        return mine & ScenarioRow.deleted_at.is_(None)
    return _visible(user) & ~mine if whose == "shared" else _visible(user)


def _seen(session: Session, user: str, id: str) -> ScenarioRow:
    row = session.scalar(select(ScenarioRow).where(_visible(user), ScenarioRow.id == id))
    if row is None:
        raise Gone
    return row


def _own(session: Session, user: str, id: str, *, deleted: bool = False) -> ScenarioRow:
    whose = _of("deleted" if deleted else "mine", user)
    row = session.scalar(select(ScenarioRow).where(whose, ScenarioRow.id == id))
    if row is None:
        raise Gone
    return row


def _columns(draft: Stored | Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "notes": draft.notes,
        "content": draft.content,
        "preset": draft.preset,
        "schema_version": draft.schema_version,
        "data_version": draft.data_version,
    }


def _draft(row: Stored, tags: Iterable[str]) -> Draft:
    return Draft(tags=tuple(tags), **_columns(row))


def _entry(row: ScenarioRow) -> Entry:
    return Entry(
        id=row.id,
        owner=row.owner,
        shared=row.shared,
        version=row.version,
        created_at=row.created_at,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        deleted_at=row.deleted_at,
        tags=tuple(sorted((one.tag for one in row.labels), key=str.casefold)),
        **_columns(row),
    )


def _as_was(row: ScenarioRow, old: VersionRow) -> Entry:
    return replace(
        _entry(row),
        version=old.number,
        saved_at=old.saved_at,
        saved_by=old.saved_by,
        tags=tuple(old.tags),
        **_columns(old),
    )


def _version_of(row: ScenarioRow, tags: Iterable[str]) -> VersionRow:
    return VersionRow(
        scenario_id=row.id,
        number=row.version,
        tags=list(tags),
        saved_at=row.saved_at,
        saved_by=row.saved_by,
        **_columns(row),
    )


def _words(draft: Draft) -> str:
    return "\n".join([draft.name, draft.notes, *draft.tags, draft.preset]).casefold()


def _copied(name: str, taken: set[str]) -> str:
    number, copy = 1, ""
    while not copy or copy in taken:
        ending = " (copy)" if number == 1 else f" (copy {number})"
        copy, number = name[: NAME_LENGTH - len(ending)] + ending, number + 1
    return copy
