"""Attempts are counted for all processes together, on both kinds of database."""

import threading

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from dashboard.database import Database
from dashboard.login.attempts import AttemptsStorage
from dashboard.login.users import UserError, Users
from tests.dashboard.databases import KINDS, empty
from tests.dashboard.login.conftest import PASSWORD


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def storage(database: Database, clock: Clock | None = None) -> AttemptsStorage:
    return AttemptsStorage(database=database, clock=clock or Clock())


@pytest.mark.parametrize("kind", KINDS)
def test_a_window_fills_ends_and_begins_anew(kind, tmp_path) -> None:
    database = empty(kind, tmp_path)
    clock = Clock()
    counts = storage(database, clock)
    assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    assert counts.incr("b", 60) == 1
    assert (counts.get("a"), counts.get_expiry("a")) == (3, 1060.0)
    clock.now = 1059.0
    assert counts.incr("a", 60) == 4  # an attempt does not make it last longer
    clock.now = 1060.0
    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1
    assert counts.get_expiry("a") == 1120.0
    assert counts.reset() == 1  # what was over is forgotten
    users = Users(database)
    users.add("ada", PASSWORD)
    with pytest.raises(UserError, match="already"):
        users.add("ada", PASSWORD)
    assert users.authenticate("ada", PASSWORD) == users.find("ada")
    users.remove("ada")
    database.close()


def test_a_key_is_cleared_alone(database) -> None:
    counts = storage(database)
    counts.incr("a", 60)
    counts.incr("b", 60)
    counts.clear("a")
    assert (counts.get("a"), counts.get("b")) == (0, 1)
    assert counts.get_expiry("none") == 1000.0


def test_two_processes_share_a_limit(database, tmp_path) -> None:
    # Each with a connection of its own, as processes have.
    other = Database(f"sqlite:///{tmp_path / 'library.db'}")
    clock, limit = Clock(), parse("10 per minute")
    limiters = [FixedWindowRateLimiter(storage(one, clock)) for one in (database, other)]
    let: list[bool] = []

    def attempt(limiter: FixedWindowRateLimiter) -> None:
        let.extend(limiter.hit(limit, "ada") for _ in range(10))

    threads = [threading.Thread(target=attempt, args=(one,)) for one in limiters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(let) == 10


def test_a_database_that_does_not_answer_lets_nobody_in(tmp_path) -> None:
    (tmp_path / "file").touch()
    counts = storage(Database(f"sqlite:///{tmp_path}/file/library.db"))
    assert not counts.check()
