"""A job's own process: whole files, cancelling, killing, and an end when its server ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.scenario import PRESETS, Scenario, to_json
from dashboard.database import Database
from dashboard.jobs import work
from dashboard.jobs.kinds import KINDS, Kind
from dashboard.jobs.runner import Runner
from dashboard.jobs.store import Job, Jobs
from dashboard.jobs.work import WORK, Worker

ROOT = Path(__file__).parents[3]


@pytest.fixture
def jobs(tmp_path) -> Iterator[Jobs]:
    database = Database(f"sqlite:///{tmp_path}/library.db")
    yield Jobs(database, tmp_path / "jobs")
    database.close()


def begun(jobs: Jobs, kind: str, params: Any = None) -> Job:
    id = jobs.submit("ann", kind, "a job", params or {}).id
    assert jobs.claim(9) is not None
    job = jobs.begin(id, 1, os.getpid())
    assert job is not None
    return job


def test_a_file_is_there_whole_and_the_work_is_cleared_away(jobs, monkeypatch) -> None:
    def run(params, folder, tell) -> Path:
        assert not (folder.parent / "a.csv").exists()
        tell(2.0, "more than all")
        (folder / "a.csv").write_text(params["text"])
        (folder / "rest").mkdir()
        return folder / "a.csv"

    monkeypatch.setitem(KINDS, "test", Kind("Test", lambda _: "", run))
    job = begun(jobs, "test", {"text": "x"})
    assert Worker(jobs, job).run() == "done"
    folder = jobs.folder(job.id)
    assert [path.name for path in folder.iterdir()] == ["a.csv"]
    done = jobs.get("ann", job.id)
    assert (done.state, done.file, done.progress) == ("done", "a.csv", 1.0)


@pytest.mark.parametrize(
    ("error", "told"),
    [(ValueError("too many"), "too many"), (OSError(28, "No space left"), "No space left")],
)
def test_a_failure_is_told_and_leaves_what_the_next_attempt_may_use(
    jobs, monkeypatch, error, told
) -> None:
    def run(_params, folder, _tell) -> Path:
        (folder / "half").touch()
        raise error

    monkeypatch.setitem(KINDS, "test", Kind("Test", lambda _: "", run))
    job = begun(jobs, "test")
    assert Worker(jobs, job).run() == "failed"
    assert told in jobs.get("ann", job.id).error
    assert [path.name for path in jobs.folder(job.id).iterdir()] == [WORK]


def test_it_stops_when_it_is_called_off(jobs, monkeypatch) -> None:
    def run(_params, _folder, tell) -> Path:
        jobs.cancel("ann", job.id)
        while True:
            tell(0.5, "on and on")
            time.sleep(0.01)

    monkeypatch.setitem(KINDS, "test", Kind("Test", lambda _: "", run))
    monkeypatch.setattr(work, "BEAT_SECONDS", 0.02)
    job = begun(jobs, "test")
    assert Worker(jobs, job).run() == "cancelled"
    cancelled = jobs.get("ann", job.id)
    assert (cancelled.state, cancelled.error, cancelled.file) == ("cancelled", "", "")


# A process whose job tells nothing and starts another process, as a job may.
STUCK = """
import subprocess, sys, time
from dashboard.jobs import kinds, work
work.BEAT_SECONDS = work.GRACE_SECONDS = 0.05
def run(params, folder, tell):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    print(child.pid, flush=True)
    time.sleep(60)
kinds.KINDS["stuck"] = kinds.Kind("Stuck", lambda _: "", run)
work.main(sys.argv[1:])
"""
# A server that is killed while a job of its runs.
SERVER = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", sys.argv[1], *sys.argv[2:]], start_new_session=True)
sys.stdin.read()
"""


def started(jobs: Jobs, *command: str) -> tuple[str, subprocess.Popen[str]]:
    id = jobs.submit("ann", "stuck", "stuck", {}).id
    assert jobs.claim(9) is not None
    process = subprocess.Popen(
        [sys.executable, "-c", *command, id, "1"],
        cwd=ROOT,
        env=os.environ | {"AQUIFER_HOME": str(jobs.home.parent)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return id, process


def ended(pid: int) -> bool:
    """Whether a process is gone, or would be if somebody looked after it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


def wait_for(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_that_does_not_stop_is_ended_with_all_it_started(jobs) -> None:
    id, process = started(jobs, STUCK)
    with process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        jobs.cancel("ann", id)
        assert process.wait(20) == -signal.SIGKILL
    wait_for(lambda: ended(child))
    assert jobs.get("ann", id).state == "cancelled"


def test_it_ends_with_its_server_and_can_be_repeated(jobs) -> None:
    id, server = started(jobs, SERVER, STUCK)
    with server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        server.kill()
    wait_for(lambda: ended(child))
    interrupted = jobs.get("ann", id)
    assert (interrupted.state, interrupted.error != "") == ("interrupted", True)
    assert jobs.retry("ann", id).state == "queued"


def test_the_runner_does_what_waits_and_notes_what_is_killed(jobs, tmp_path, monkeypatch) -> None:
    scenario = Scenario(log2_worlds=6, log2_moat_draws=8)
    params = {"scenario": to_json(scenario, PRESETS["as-published"])}
    done = jobs.submit("ann", "export", "an export", params)
    Runner(jobs, 1, {"AQUIFER_HOME": str(tmp_path), "AQUIFER_DATABASE_URL": ""}).wake()
    wait_for(lambda: not jobs.get("ann", done.id).active, 60)
    found = jobs.get("ann", done.id)
    assert (found.state, found.error) == ("done", "")
    assert (jobs.folder(found.id) / found.file).read_bytes().startswith(b"\xef\xbb\xbfscenario,")

    class Killed:
        returncode = -9

        def poll(self) -> int:
            return -9

    runner = Runner(jobs, 1, {})
    monkeypatch.setattr(runner, "_started", lambda _job: Killed())
    killed = jobs.submit("ann", "export", "a killed one", params)
    runner.wake()
    wait_for(lambda: not jobs.get("ann", killed.id).active)
    assert "signal 9" in jobs.get("ann", killed.id).error
    wait_for(lambda: runner._thread is None)
