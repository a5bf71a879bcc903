"""A database of its own for each test, and passwords that are cheap to check."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from dashboard.database import Database
from dashboard.login import passwords
from dashboard.login.users import Users

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PasswordHasher", lambda: CHEAP)


@pytest.fixture(scope="package")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table, empty: to be copied, which takes less than to migrate anew."""
    path = tmp_path_factory.mktemp("database") / "library.db"
    made = Database(f"sqlite:///{path}")
    made.engine()
    made.close()
    return path


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    path = tmp_path / "library.db"
    shutil.copyfile(migrated, path)
    opened = Database(f"sqlite:///{path}")
    event.listen(opened.engine(), "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    opened.engine().dispose()
    yield opened
    opened.close()


@pytest.fixture
def users(database: Database) -> Users:
    found = Users(database)
    found.add("ada", PASSWORD)
    return found
