"""The table of jobs, on SQLite and on PostgreSQL: claimed once, seen by its owner, never stuck."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator

import pytest

from dashboard.database import Database
from dashboard.jobs.store import KEPT, MOST_KEPT, MOST_WAITING, SILENT, Job, JobError, Jobs
from tests.dashboard.databases import KINDS, empty


class Clock:
    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(seconds=1)
        return self.at


@pytest.fixture(params=KINDS)
def database(request, tmp_path) -> Iterator[Database]:
    database = empty(request.param, tmp_path)
    yield database
    if database.file:
        database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(database, tmp_path, clock) -> Jobs:
    return Jobs(database, tmp_path / "jobs", clock)


def claimed(jobs: Jobs, most: int = 9) -> Job:
    job = jobs.claim(most)
    assert job is not None
    return job


def test_jobs_run_in_the_order_of_their_asking_so_many_at_once(jobs: Jobs) -> None:
    first, second, third = (jobs.submit("ann", "export", name, {"n": 1}) for name in "abc")
    assert [job.id for job in jobs.list("ann")] == [third.id, second.id, first.id]
    one, other = claimed(jobs, 2), claimed(jobs, 2)
    assert [one.id, other.id] == [first.id, second.id]
    assert (one.state, one.attempt, one.params) == ("running", 1, {"n": 1})
    assert jobs.claim(2) is None
    assert jobs.end(one.id, 1, "done", file="x.csv")
    assert claimed(jobs, 2).id == third.id
    done = jobs.get("ann", first.id)
    assert (done.state, done.progress, done.file, done.active) == ("done", 1.0, "x.csv", False)
    assert done.created_at < done.started_at < done.ended_at  # type: ignore[operator]


def test_kinds_wait_for_their_own_alone(jobs: Jobs) -> None:
    long, other, brief = (jobs.submit("ann", kind, kind, {}) for kind in ("x", "y", "brief"))
    assert claimed(jobs, 1).id == long.id
    assert jobs.claim(1, but=["brief"]) is None
    found = jobs.claim(1, only=["brief"])
    assert found is not None and found.id == brief.id
    jobs.end(long.id, 1, "done")
    found = jobs.claim(1, but=["brief"])
    assert found is not None and found.id == other.id


def test_one_job_is_claimed_once_by_many_at_the_same_time(jobs: Jobs) -> None:
    jobs.submit("ann", "export", "a", {})
    found: list[Job | None] = []
    ready = threading.Barrier(4)

    def claim() -> None:
        ready.wait()
        found.append(jobs.claim(9))

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in found if one]) == 1


def test_nobody_sees_or_touches_the_jobs_of_others(jobs: Jobs) -> None:
    job = jobs.submit("ann", "export", "a", {})
    assert jobs.list("bob") == []
    for attempt in (jobs.get, jobs.cancel, jobs.retry, jobs.remove):
        with pytest.raises(JobError):
            attempt("bob", job.id)
    assert jobs.get("ann", job.id).state == "queued"


def test_a_job_is_called_off_at_once_or_by_its_process(jobs: Jobs) -> None:
    waiting, running = jobs.submit("ann", "x", "a", {}), jobs.submit("ann", "x", "b", {})
    claimed(jobs, 1)
    assert jobs.cancel("ann", running.id).state == "cancelled"
    assert jobs.beat(waiting.id, 1, 0.5, "half") == "go on"
    told = jobs.cancel("ann", waiting.id)
    assert (told.state, told.progress, told.message, told.cancel) == ("running", 0.5, "half", True)
    assert jobs.beat(waiting.id, 1, 0.5, "half") == "cancel"
    jobs.end(waiting.id, 1, "cancelled")
    assert jobs.beat(waiting.id, 1, 0.9, "late") == "over"
    assert not jobs.end(waiting.id, 1, "done")
    assert jobs.get("ann", waiting.id).state == "cancelled"


def test_a_repeated_job_begins_afresh_and_the_old_attempt_is_over(jobs: Jobs) -> None:
    job = jobs.submit("ann", "x", "a", {})
    claimed(jobs)
    jobs.end(job.id, 1, "failed", error="why")
    again = jobs.retry("ann", job.id)
    assert (again.state, again.error, again.ended_at) == ("queued", "", None)
    assert claimed(jobs).attempt == 2
    assert jobs.beat(job.id, 1, 0.1, "") == "over"
    assert jobs.begin(job.id, 1, 1) is None
    assert jobs.retry("ann", job.id).state == "running"  # what runs is not begun twice


def test_a_job_whose_process_is_silent_or_gone_is_interrupted(jobs: Jobs, clock: Clock) -> None:
    silent, gone, alive = (jobs.submit("ann", "x", name, {}) for name in "abc")
    for job in (silent, gone, alive):
        assert claimed(jobs).id == job.id
    assert jobs.reap() == 0
    clock.at += SILENT
    jobs.begin(gone.id, 1, 2**22 + 1)  # beyond the largest number that a process has
    jobs.begin(alive.id, 1, os.getpid())
    assert jobs.reap() == 2
    states = [jobs.get("ann", job.id).state for job in (silent, gone, alive)]
    assert states == ["interrupted", "interrupted", "running"]
    assert jobs.get("ann", silent.id).error
    assert jobs.retry("ann", silent.id).state == "queued"


def test_old_jobs_are_cleaned_away_with_their_files(jobs: Jobs, clock: Clock) -> None:
    first = jobs.submit("ann", "x", "old", {})
    claimed(jobs)
    jobs.folder(first.id).mkdir(parents=True)
    (jobs.folder(first.id) / "x.csv").touch()
    jobs.end(first.id, 1, "done", file="x.csv")
    assert jobs.clean() == 0
    clock.at += KEPT
    for _ in range(MOST_KEPT + 2):
        job = jobs.submit("bob", "x", "new", {})
        jobs.cancel("bob", job.id)
    assert jobs.list("ann") == []
    assert not jobs.folder(first.id).exists()
    jobs.clean()
    assert len(jobs.list("bob")) == MOST_KEPT
    assert jobs.list("bob")[0].id == job.id


def test_one_owner_cannot_fill_the_queue(jobs: Jobs) -> None:
    for _ in range(MOST_WAITING):
        last = jobs.submit("ann", "x", "a", {})
    with pytest.raises(JobError, match=str(MOST_WAITING)):
        jobs.submit("ann", "x", "a", {})
    assert jobs.submit("bob", "x", "a", {}).state == "queued"
    with pytest.raises(JobError, match="Cancel"):
        jobs.remove("ann", last.id)
    jobs.cancel("ann", last.id)
    jobs.remove("ann", last.id)
    with pytest.raises(JobError):
        jobs.get("ann", last.id)
