"""Bring a database to the tables that the code knows, or leave it alone and say why."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from dashboard.database import Database, DatabaseError, now

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0003"
"""The newest migration in ``migrations/versions``: told here so that a start need not read them."""

_LOCK = 7_194_031_102
"""Of PostgreSQL, held while one process of several migrates."""

_log = logging.getLogger(__name__)
logging.getLogger("alembic").setLevel(logging.WARNING)  # a line of ours says it, not twelve


def config() -> Config:
    """Alembic's configuration, as its command line and :func:`migrate` use it."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return made


def revision(connection: Connection) -> str | None:
    """The migration that a database is at; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine, database: Database, to: str = HEAD) -> None:
    """Run the migrations that a database lacks, all or none; a file is backed up before.

    Args:
        engine: of the database.
        database: where it is.
        to: the migration to go up to.

    Raises:
        DatabaseError: a newer code made the database; nothing was changed.
    """
    with engine.connect() as connection:
        if revision(connection) == to:
            return
    with engine.execution_options(aquifer_write=True).begin() as connection:
        if database.file is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = revision(connection)
        if found == to:  # another process was first
            return
        _refuse_newer(found, to, database)
        if found is not None:
            _back_up(found, to, database)
        _upgrade(connection, to)


def _upgrade(connection: Connection, to: str) -> None:
    from alembic import command

    used = config()
    used.attributes["connection"] = connection
    command.upgrade(used, to)


def _refuse_newer(found: str | None, to: str, database: Database) -> None:
    from alembic.script import ScriptDirectory

    known = {one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()}
    if found is not None and found not in known:
        raise DatabaseError(
            f"{database.shown} was made by a newer Aquifer (tables {found}, this one knows up to"
            f" {to}); nothing was changed: update Aquifer, or name another AQUIFER_DATABASE_URL"
        )


def _back_up(found: str, to: str, database: Database) -> None:
    file = database.file
    if file is None:
        _log.warning(
            "bringing %s from tables %s to %s; no copy was made of it here: pg_dump makes one",
            database.shown,
            found,
            to,
        )
        return
    copy = file.with_name(f"{file.stem}-before-{to}-{now():%Y%m%d-%H%M%S}{file.suffix}")
    # Read by another connection, beside the one that has the write lock: nothing changes meanwhile.
    with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    copy.chmod(0o600)
    _log.warning("brought %s from tables %s to %s; as it was: %s", file, found, to, copy)
