"""``python -m dashboard.jobs.work ID ATTEMPT``: do one job, in a process of its own.

It tells the table how it goes, and asks there whether it is called off. It leads a group of
processes, so that what a job starts ends with it; and it ends when the server that started it does.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from dashboard.database import Database
from dashboard.jobs.kinds import KINDS, Cancelled
from dashboard.jobs.store import Job, Jobs
from dashboard.settings import Settings

BEAT_SECONDS = 0.5
GRACE_SECONDS = 3.0
"""How long a job that is called off has to stop by itself."""

WORK = "work"
"""Directory that a job works in, within its own."""


class Worker:
    """One attempt at one job."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        """Make it; nothing is begun."""
        self._jobs, self._job = jobs, job
        self._progress, self._message = 0.0, ""
        self._called_off = threading.Event()
        self._over = threading.Event()
        self._parent = os.getppid()

    def tell(self, progress: float, message: str) -> None:
        """Note how far it is; Cancelled if it is called off."""
        self._progress, self._message = min(max(progress, 0.0), 1.0), message
        if self._called_off.is_set():
            raise Cancelled

    def run(self) -> str:
        """Do it; the state that it ended in."""
        beats = threading.Thread(target=self._beat, daemon=True)
        beats.start()
        state, file, error = "done", "", ""
        try:
            file = self._made()
        except Cancelled:
            state = "cancelled"
        except MemoryError:
            state, error = "failed", "There is not enough memory for it."
        except ValueError as reason:
            state, error = "failed", str(reason)
        except Exception as reason:  # whatever it was, it is over and has to be told
            state, error = "failed", f"{type(reason).__name__}: {reason}"
            traceback.print_exc()
        self._over.set()
        beats.join()
        if state != "done" and self._called_off.is_set():
            state, error = "cancelled", ""
        self._jobs.end(self._job.id, self._job.attempt, state, file=file, error=error)
        return state

    def _made(self) -> str:
        """Name of the file, which is in its place whole or not at all."""
        folder = self._jobs.folder(self._job.id)
        work = folder / WORK
        work.mkdir(parents=True, exist_ok=True)
        made = KINDS[self._job.kind].run(self._job.params, work, self.tell)
        with made.open("rb") as written:
            os.fsync(written.fileno())
        made.replace(folder / made.name)
        shutil.rmtree(work, ignore_errors=True)
        return made.name

    def _beat(self) -> None:
        """Give signs of life until it is over; end all if it is not wanted any more."""
        while not self._over.wait(BEAT_SECONDS):
            try:
                said = self._jobs.beat(
                    self._job.id, self._job.attempt, self._progress, self._message
                )
            except Exception:  # the database may come back; until then the work goes on
                traceback.print_exc()
                continue
            if os.getppid() != self._parent:
                self._stop("interrupted", "The server ended; repeat it.")
            elif said == "over":
                self._stop("interrupted", "")
            elif said == "cancel":
                self._called_off.set()
                if not self._over.wait(GRACE_SECONDS):
                    self._stop("cancelled", "")
                return

    def _stop(self, state: str, error: str) -> None:
        with contextlib.suppress(Exception):
            self._jobs.end(self._job.id, self._job.attempt, state, error=error)
        os.killpg(0, signal.SIGKILL)


def main(arguments: Sequence[str]) -> int:
    """Do the attempt at the job that the arguments name."""
    id, attempt = arguments[0], int(arguments[1])
    settings = Settings.from_env(os.environ)
    jobs = Jobs(Database.of(settings), settings.home / "jobs")
    job = jobs.begin(id, attempt, os.getpid())
    if job is None:
        return 1
    started = time.monotonic()
    state = Worker(jobs, job).run()
    print(f"{job.kind} {state} after {time.monotonic() - started:.1f} s", file=sys.stderr)
    jobs.database.close()
    return 0


ROOT = Path(__file__).parents[2]
"""Directory that the package ``dashboard`` is imported from."""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
