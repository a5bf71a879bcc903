"""The database: made, migrated with a copy beside it, refused when newer, whole after a kill."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from analytics.scenario import PRESETS, Scenario
from dashboard import migrating
from dashboard.database import Base, Database, DatabaseError, _opened
from dashboard.jobs.models import JobRow
from dashboard.library import Draft, Library
from dashboard.migrating import HEAD, config, migrate, revision
from dashboard.settings import Settings
from tests.dashboard.databases import KINDS, bare

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=KINDS)
def database(request, tmp_path) -> Iterator[Database]:
    database = bare(request.param, tmp_path)
    yield database
    database.close()


def at_first(database: Database) -> None:
    """Make the database as the first release of the library made it, with a scenario in it."""
    engine = _opened(database.url, database.file)
    migrate(engine, database, to="0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO scenario (id, owner, shared, name, notes, version, content, preset,"
                " schema_version, data_version, words, created_at, saved_at, saved_by)"
                " VALUES ('old', 'ann', false, 'Old', '', 1, '{}', 'as-published', 1, 'd', 'old',"
                " '2026-01-01', '2026-01-01', 'ann')"
            )
        )
    engine.dispose()


def test_an_older_database_is_brought_up_to_date_with_a_copy_beside_it(database, caplog) -> None:
    at_first(database)
    with caplog.at_level(logging.WARNING):
        (found,) = Library(database).find("ann")
    assert (found.id, found.saved_at.year) == ("old", 2026)
    with database.engine().connect() as connection:
        assert revision(connection) == HEAD
    (said,) = [one.getMessage() for one in caplog.records if "dashboard" in one.name]
    if database.file is None:
        assert "pg_dump" in said
        assert "password" not in said
        return
    (copy,) = database.file.parent.glob("library-before-*.db")
    assert str(copy) in said
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert old.execute("SELECT id FROM scenario").fetchall() == [("old",)]


def test_a_new_database_has_the_tables_that_the_code_declares(database) -> None:
    with database.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert JobRow.__table__ in Base.metadata.sorted_tables
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD
    if database.file:
        assert list(database.file.parent.glob("library-before-*")) == []
        assert database.file.stat().st_mode & 0o077 == 0


def test_a_newer_database_is_left_alone(database) -> None:
    with database.engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(DatabaseError) as caught:
        database.engine()
    said = str(caught.value)
    assert "made by a newer Aquifer (tables 9999" in said
    assert "nothing was changed" in said
    assert "\n" not in said


def test_a_migration_that_fails_leaves_all_as_it_was(database, monkeypatch) -> None:
    at_first(database)
    upgrade = migrating._upgrade

    def half(connection, to) -> None:
        upgrade(connection, to)
        connection.execute(text("SELECT nonsense"))

    monkeypatch.setattr(migrating, "_upgrade", half)
    with pytest.raises(DatabaseError, match="nonsense"):
        database.engine()
    monkeypatch.undo()
    engine = _opened(database.url, database.file)
    with engine.connect() as connection:
        assert revision(connection) == "0001"
    engine.dispose()


def test_rows_of_a_scenario_need_it(database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("INSERT INTO scenario_tag VALUES ('nobody', 'x')"))


def test_what_cannot_be_opened_is_said_in_a_line(tmp_path) -> None:
    (tmp_path / "library.db").write_text("no database " * 99)
    (tmp_path / "file").touch()
    for url, why in (
        (f"sqlite:///{tmp_path}/library.db", "not a database"),
        (f"sqlite:///{tmp_path}/file/library.db", "cannot be used"),
        ("postgresql+psycopg://ann:hidden@127.0.0.1:1/x", "cannot be used"),
    ):
        with pytest.raises(DatabaseError, match=why) as caught:
            Database(url).engine()
        assert "\n" not in str(caught.value)
        assert "hidden" not in str(caught.value)


def test_it_is_a_file_at_home_unless_the_settings_name_another(tmp_path) -> None:
    home = tmp_path / "100% #1?"
    assert Database.of(Settings(home=home)).file == home / "library.db"
    named = Database.of(Settings(database_url="postgresql+psycopg://ann:hidden@db/x"))
    assert named.file is None
    assert named.shown == "postgresql+psycopg://ann:***@db/x"


SAVER = """
import sys
from analytics.scenario import PRESETS, Scenario
from dashboard.database import Database
from dashboard.jobs.models import JobRow
from dashboard.library import Draft, Library
library = Library(Database(sys.argv[1]))
draft = Draft.of(Scenario(), PRESETS["as-published"], "Mine", "x" * 3000)
made = library.add("ann", draft)
while True:
    print(made.id, made.version, flush=True)
    made = library.save("ann", made.id, made.version, draft)
"""


def test_a_kill_in_the_middle_of_saving_loses_nothing_that_was_saved(tmp_path) -> None:
    # The process says each version once it is saved, and is killed while it saves further ones.
    url = f"sqlite:///{tmp_path}/library.db"
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.readlines()
    told = [line.split() for line in said if line.endswith("\n")]
    id, last = told[-1][0], int(told[-1][1])
    assert last >= 20
    database = Database(url)
    library = Library(database)
    versions = library.versions("ann", id)
    assert [one.version for one in versions] == [*range(len(versions), 0, -1)]
    assert versions[0].version in (last, last + 1)  # the next one was saved whole, or not at all
    assert versions[0] == library.get("ann", id)
    assert versions[0].reading().scenario == Scenario()
    draft = Draft.of(Scenario(), PRESETS["as-published"], "Mine")
    assert library.save("ann", id, versions[0].version, draft).version == versions[0].version + 1
    database.close()
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
