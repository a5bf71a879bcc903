"""What starts the jobs that wait: in each server process a thread, while there is something to do.

A job is a process of its own rather than one of a pool's: one that is called off can be ended, and
its memory is the machine's again. A server's process has a nursery to fork it from at once; without
one it is started anew and imports what it needs, which takes seconds.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Protocol

from dashboard.jobs import work
from dashboard.jobs.kinds import BRIEF
from dashboard.jobs.nursery import Nursery
from dashboard.jobs.store import Job, Jobs

_ROUND_SECONDS = 0.5

_log = logging.getLogger(__name__)


class Process(Protocol):
    """The process of a job."""

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""


class Runner:
    """Starts jobs, so many at once on the whole server, and notes those that ended badly."""

    def __init__(self, jobs: Jobs, most: int, environ: Mapping[str, str]) -> None:
        """Make it; nothing runs before :meth:`wake`.

        Args:
            jobs: the table.
            most: jobs at once, of all server processes together.
            environ: what their processes need to know of the settings.
        """
        self._jobs, self._most, self._environ = jobs, most, dict(environ)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._again = threading.Event()
        self._nursery: Nursery | None = None

    def fork_nursery(self, let_go: Callable[[], None]) -> None:
        """Have jobs of this process begin at once; to be called before it has a second thread.

        Args:
            let_go: closes, in the nursery, what only this process should hold.
        """
        self._nursery = Nursery.fork(work.main, self._environ, let_go)

    def wake(self) -> None:
        """Look whether there is something to do; returns at once."""
        with self._lock:
            self._again.set()
            alive = self._thread is not None and self._thread.is_alive()
            if alive and self._pid == os.getpid():
                return
            self._pid = os.getpid()  # a thread does not survive a fork
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        running: dict[tuple[str, int], Process] = {}
        while True:
            try:
                self._look_after(running)
                while job := self._claimed():
                    running[job.id, job.attempt] = self._started(job)
                idle = not running and not self._jobs.waiting()
            except Exception:
                _log.exception("jobs cannot be looked after; trying again")
                idle = False
            with self._lock:
                if idle and not self._again.is_set():
                    self._thread = None
                    return
                self._again.clear()
            self._again.wait(_ROUND_SECONDS)

    def _look_after(self, running: dict[tuple[str, int], Process]) -> None:
        for (id, attempt), process in list(running.items()):
            code = process.poll()
            if code is None:
                continue
            del running[id, attempt]
            how = f"signal {-code}" if code < 0 else f"status {code}"
            if self._jobs.end(id, attempt, "failed", error=f"Its process ended by {how}."):
                _log.error("job %s ended by %s", id, how)

    def _claimed(self) -> Job | None:
        """The job to begin now; a brief one never waits for those that take long."""
        return self._jobs.claim(self._most, but=BRIEF) or self._jobs.claim(self._most, only=BRIEF)

    def _started(self, job: Job) -> Process:
        folder = self._jobs.folder(job.id)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "log.txt"
        _log.info("job %s, a %s, begins", job.id, job.kind)
        if self._nursery is not None:
            try:
                return self._nursery.begin(job.id, job.attempt, path)
            except OSError:
                _log.warning("the process that jobs are forked from is gone; they start slower")
                self._nursery = None
        with path.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", work.__name__, job.id, str(job.attempt)],
                cwd=work.ROOT,
                env={**os.environ, **self._environ},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
