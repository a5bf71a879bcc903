"""The table of jobs: who wants what done, who does it, and how it goes.

Several server processes share it, and the processes that do the work write to it themselves. One
that says nothing for a while, or is gone, is taken for dead: its job is marked interrupted, and can
be repeated, which goes on where it was if its kind can.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from dashboard.database import Database, now
from dashboard.jobs.models import JobRow

SILENT = dt.timedelta(seconds=20)
"""After that long without a sign of life a job's process is taken for dead."""

KEPT = dt.timedelta(days=30)
MOST_KEPT = 40
"""How long, and how many of one owner's, jobs that have ended are kept with their files."""

MOST_WAITING = 20
"""Jobs that one owner may have waiting or running."""

ACTIVE = ("queued", "running")
ENDED = ("done", "failed", "cancelled", "interrupted")

_LOCK = 7_194_031_103
"""Of PostgreSQL, held while a job is claimed."""


class JobError(Exception):
    """A wish about a job that cannot be fulfilled; its text is for a reader."""


@dataclass(frozen=True)
class Job:
    """A job as it stands.

    Attributes:
        id: its own for ever.
        owner: user who wants it.
        kind: what is to be done, one of ``dashboard.jobs.kinds``.
        title: for a reader.
        params: of the kind.
        state: queued, running, done, failed, cancelled or interrupted.
        progress: 0 to 1.
        message: how it goes, for a reader.
        file: name of what it made, if it is done.
        error: why it failed.
        created_at: when it was asked for.
        started_at: when its last attempt began.
        ended_at: when that ended.
        attempt: counts up with every start.
        cancel: whether it is to be called off.
    """

    id: str
    owner: str
    kind: str
    title: str
    params: Mapping[str, Any]
    state: str
    progress: float
    message: str
    file: str
    error: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    attempt: int
    cancel: bool

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE


class Jobs:
    """Jobs in a database, and their files in a directory."""

    def __init__(
        self, database: Database, home: Path, clock: Callable[[], dt.datetime] = now
    ) -> None:
        """Keep jobs.

        Args:
            database: where their rows are.
            home: directory under which each has one of its own, by its id.
            clock: what tells the moment, in UTC.
        """
        self.database = database
        self.home = home
        self._clock = clock

    def submit(self, owner: str, kind: str, title: str, params: Mapping[str, Any]) -> Job:
        """Ask for a job.

        Raises:
            JobError: the owner has too many waiting.
        """
        self.clean()
        with self.database.write() as session:
            waiting = session.scalar(
                select(func.count()).where(JobRow.owner == owner, JobRow.state.in_(ACTIVE))
            )
            if (waiting or 0) >= MOST_WAITING:
                raise JobError(
                    f"{MOST_WAITING} jobs wait or run already: let one end, or cancel it."
                )
            row = JobRow(
                id=secrets.token_hex(8),
                owner=owner,
                kind=kind,
                title=title[:200],
                params=dict(params),
                created_at=self._clock(),
                pid=0,
                host="",
                attempt=0,
                **_AFRESH,
            )
            session.add(row)
            return _job(row)

    def get(self, owner: str, id: str) -> Job:
        """A job of an owner's; JobError if there is none."""
        with self.database.read() as session:
            return _job(_own(session, owner, id))

    def list(self, owner: str) -> list[Job]:
        """The jobs of an owner, the newest first."""
        query = select(JobRow).where(JobRow.owner == owner)
        with self.database.read() as session:
            rows = session.scalars(query.order_by(JobRow.created_at.desc(), JobRow.id))
            return [_job(row) for row in rows]

    def folder(self, id: str) -> Path:
        """Directory of a job's files; it may not be there."""
        return self.home / id

    def cancel(self, owner: str, id: str) -> Job:
        """Call a job off: at once if it waits, else its process is told to."""
        with self.database.write() as session:
            row = _own(session, owner, id)
            if row.state == "queued":
                row.state, row.ended_at = "cancelled", self._clock()
            elif row.state == "running":
                row.cancel = True
            return _job(row)

    def retry(self, owner: str, id: str) -> Job:
        """Ask for a job that has ended once more; what it has left in its directory is there."""
        with self.database.write() as session:
            row = _own(session, owner, id)
            if row.state in ENDED:
                for name, value in _AFRESH.items():
                    setattr(row, name, value)
            return _job(row)

    def remove(self, owner: str, id: str) -> None:
        """Forget a job that has ended, and its files."""
        with self.database.write() as session:
            row = _own(session, owner, id)
            if row.state not in ENDED:
                raise JobError("Cancel it first.")
            session.delete(row)
        shutil.rmtree(self.folder(id), ignore_errors=True)

    def clean(self) -> int:
        """Forget what ended long ago, and what is too much of one owner's; how many."""
        limit = self._clock() - KEPT
        with self.database.read() as session:
            rows = session.execute(
                select(JobRow.id, JobRow.owner, JobRow.ended_at)
                .where(JobRow.state.in_(ENDED))
                .order_by(JobRow.ended_at.desc())
            ).all()
        seen: dict[str, int] = {}
        old = []
        for id, owner, ended in rows:
            seen[owner] = seen.get(owner, 0) + 1
            if seen[owner] > MOST_KEPT or (ended is not None and ended <= limit):
                old.append(id)
        if not old:
            return 0
        with self.database.write() as session:
            # one that was repeated meanwhile is not old any more
            gone = delete(JobRow).where(JobRow.id.in_(old), JobRow.state.in_(ENDED))
            removed = list(session.scalars(gone.returning(JobRow.id)))
        for id in removed:
            shutil.rmtree(self.folder(id), ignore_errors=True)
        return len(removed)

    def claim(self, most: int, only: Collection[str] = (), but: Collection[str] = ()) -> Job | None:
        """Take the job that has waited longest, unless so many run; whoever asks starts it.

        Args:
            most: so many.
            only: kinds that are taken and counted; empty for all.
            but: kinds that are not, of all.
        """
        of = JobRow.kind.in_(only) if only else JobRow.kind.not_in(but)
        self.reap()
        with self.database.write() as session:
            if self.database.file is None:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            running = session.scalar(select(func.count()).where(JobRow.state == "running", of))
            if (running or 0) >= most:
                return None
            row = session.scalar(
                select(JobRow)
                .where(JobRow.state == "queued", of)
                .order_by(JobRow.created_at, JobRow.id)
                .limit(1)
            )
            if row is None:
                return None
            row.state, row.attempt = "running", row.attempt + 1
            row.started_at = row.beat_at = self._clock()
            row.host, row.pid = socket.gethostname()[:120], 0
            return _job(row)

    def waiting(self) -> bool:
        """Whether any job waits or runs."""
        with self.database.read() as session:
            return session.scalar(select(JobRow.id).where(JobRow.state.in_(ACTIVE))) is not None

    def reap(self) -> int:
        """Mark what is said to run and does not as interrupted; how many."""
        with self.database.read() as session:
            running = list(session.scalars(select(JobRow).where(JobRow.state == "running")))
        gone = [row for row in running if not self._alive(row)]
        return sum(
            self.end(row.id, row.attempt, "interrupted", error="Its process ended; repeat it.")
            for row in gone
        )

    def begin(self, id: str, attempt: int, pid: int) -> Job | None:
        """Note which process does an attempt; None if the attempt is over already."""
        if not self._write(id, attempt, pid=pid, beat_at=self._clock()):
            return None
        with self.database.read() as session:
            row = session.get(JobRow, id)
            return _job(row) if row else None

    def beat(self, id: str, attempt: int, progress: float, message: str) -> str:
        """A sign of life: ``go on``, ``cancel``, or ``over`` if nobody waits for this attempt."""
        there = self._write(
            id, attempt, progress=progress, message=message[:200], beat_at=self._clock()
        )
        if not there:
            return "over"
        with self.database.read() as session:
            wanted = session.scalar(select(JobRow.cancel).where(JobRow.id == id))
        return "cancel" if wanted else "go on"

    def end(self, id: str, attempt: int, state: str, *, file: str = "", error: str = "") -> bool:
        """Note how an attempt ended; False if it is over already."""
        done = {"progress": 1.0, "message": ""} if state == "done" else {}
        return self._write(
            id, attempt, state=state, file=file, error=error, ended_at=self._clock(), **done
        )

    def _write(self, id: str, attempt: int, **values: Any) -> bool:
        wanted = (JobRow.id == id, JobRow.attempt == attempt, JobRow.state == "running")
        with self.database.write() as session:
            done = session.execute(update(JobRow).where(*wanted).values(**values))
            return bool(done.rowcount)  # type: ignore[attr-defined]

    def _alive(self, row: JobRow) -> bool:
        if row.beat_at is None or self._clock() - row.beat_at > SILENT:
            return False
        here = row.host == socket.gethostname()[:120]
        return not (here and row.pid and not _running(row.pid))


_AFRESH: dict[str, Any] = {
    "state": "queued",
    "progress": 0.0,
    "message": "",
    "file": "",
    "error": "",
    "started_at": None,
    "ended_at": None,
    "beat_at": None,
    "cancel": False,
}


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _own(session: Session, owner: str, id: str) -> JobRow:
    row = session.scalar(select(JobRow).where(JobRow.owner == owner, JobRow.id == id))
    if row is None:
        raise JobError("There is no such job of yours any more.")
    return row


def _job(row: JobRow) -> Job:
    return Job(**{name: getattr(row, name) for name in Job.__dataclass_fields__})
