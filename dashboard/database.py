"""The database of what users make here: saved scenarios, jobs.

A file in AQUIFER_HOME or a PostgreSQL server. Nothing is opened before it is asked for, and never
what a parent process opened: a connection does not survive a fork.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from dashboard.settings import Settings

WAIT_SECONDS = 30
"""How long a writer waits for another one to finish."""


class DatabaseError(Exception):
    """The database cannot be used; its text is one line that says why and what to do."""


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Store it in UTC."""
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Read it in UTC."""
        if value is None:
            return None
        read: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return read.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """What every table is declared on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dt.datetime: Moment}


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class Database:
    """A database, opened when it is first asked for and in each process anew."""

    def __init__(self, url: str | URL) -> None:
        """Remember where it is.

        Args:
            url: ``sqlite:////path/of/file`` or ``postgresql+psycopg://…``.
        """
        self.url: URL = make_url(url)
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._pid = 0

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The database that the settings name: by default a file in ``AQUIFER_HOME``."""
        file = URL.create("sqlite", database=str(settings.home / "library.db"))
        return cls(settings.database_url or file)

    @property
    def shown(self) -> str:
        """Where it is, for a reader: without the password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """Its file; None if it is a server."""
        named = self.url.get_backend_name() == "sqlite" and self.url.database
        return Path(self.url.database or "") if named else None

    def engine(self) -> Engine:
        """The engine of this process, with every table as the code wants it.

        Raises:
            DatabaseError: it cannot be reached, or a newer code made it.
        """
        from dashboard.migrating import migrate  # which needs this module

        with self._lock:
            if self._engine is not None and self._pid == os.getpid():
                return self._engine
            if self._engine is not None:
                self._engine.dispose(close=False)  # the parent's connections are the parent's
            engine = _opened(self.url, self.file)
            try:
                migrate(engine, self)
            except SQLAlchemyError as error:
                engine.dispose()
                reason = " ".join(str(getattr(error, "orig", None) or error).split())
                raise DatabaseError(f"{self.shown} cannot be used: {reason}") from error
            except BaseException:
                engine.dispose()
                raise
            self._engine, self._pid = engine, os.getpid()
            return engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self.engine(), expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are all kept at its end, or none if it fails."""
        engine = self.engine().execution_options(aquifer_write=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of every connection; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose(close=self._pid == os.getpid())
            self._engine = None


def _opened(url: URL, file: Path | None) -> Engine:
    if file is None:
        return create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=8)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)  # what is private here is not for the machine's other users
    except OSError as error:
        raise DatabaseError(f"{file} cannot be used: {error.strerror}") from error
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Keep what is committed whatever happens next, and let readers read while one writes."""
    connection.isolation_level = None  # begun by `_begin`, not by Python's module
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    """Take a writer's place in the queue at its begin: it could not be had halfway."""
    writes = connection.get_execution_options().get("aquifer_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
