"""A process that jobs are forked from: all that they would import is there already.

A server's process forks it while it has no thread and no connection yet, and writes to it which
jobs to begin. It ends when that process does, and what it has begun notices and ends likewise.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

_ROUND_SECONDS = 0.2

Attempt = tuple[str, int]
"""Id of a job and number of the attempt."""


class Begun:
    """A job's process, as ``subprocess.Popen`` shows one: whether it has ended, and how."""

    def __init__(self, nursery: Nursery, attempt: Attempt) -> None:
        self._nursery, self._attempt = nursery, attempt

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""
        return self._nursery.ended(self._attempt)


class Nursery:
    """The end of it that the server's process holds."""

    def __init__(self, asked: int, told: int) -> None:
        """Make it out of the two pipes; :meth:`fork` does.

        Args:
            asked: descriptor to write to which job is to begin.
            told: descriptor to read from which has ended.
        """
        self._asked, self._told = asked, told
        self._rest = b""
        self._codes: dict[Attempt, int] = {}
        self._gone = False

    @classmethod
    def fork(
        cls,
        work: Callable[[list[str]], int],
        environ: Mapping[str, str],
        let_go: Callable[[], None] = lambda: None,
    ) -> Nursery:
        """Fork one; to be called while the process has one thread.

        Args:
            work: does a job, given id and attempt as text; its exit status.
            environ: variables that jobs need to know.
            let_go: closes, in the new process, what only this one should hold.
        """
        asked_here, asked = os.pipe()
        told, told_here = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        if os.fork() == 0:
            try:
                os.close(asked)
                os.close(told)
                let_go()
                _forget_signals()
                os.environ.update(environ)
                gc.freeze()  # what is there is looked through no more: its memory stays shared
                _serve(asked_here, told_here, work)
            except BaseException:  # it must never go on as what it was forked from
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(asked_here)
        os.close(told_here)
        os.set_blocking(told, False)
        return cls(asked, told)

    def begin(self, id: str, attempt: int, log: Path) -> Begun:
        """Have a job begun.

        Args:
            id: of the job.
            attempt: which attempt it is.
            log: file that what it prints is added to.

        Raises:
            OSError: the process is gone.
        """
        order = json.dumps({"id": id, "attempt": attempt, "log": str(log)})
        os.write(self._asked, f"{order}\n".encode())
        return Begun(self, (id, attempt))

    def ended(self, attempt: Attempt) -> int | None:
        """The exit status of a job's process; None while it runs."""
        self._listen()
        return self._codes.pop(attempt, 1 if self._gone else None)

    def _listen(self) -> None:
        try:
            while got := os.read(self._told, 65536):
                self._rest += got
            self._gone = True
        except BlockingIOError:
            pass
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            id, attempt, code = line.decode().split()
            self._codes[id, int(attempt)] = int(code)


def _serve(asked: int, told: int, work: Callable[[list[str]], int]) -> None:
    """Begin what is asked for and tell what has ended, until the server's process is gone."""
    running: dict[int, str] = {}
    rest = b""
    while True:
        if select.select([asked], [], [], _ROUND_SECONDS if running else None)[0]:
            got = os.read(asked, 65536)
            if not got:
                return
            *lines, rest = (rest + got).split(b"\n")
            for line in lines:
                order = json.loads(line)
                arguments = [str(order["id"]), str(order["attempt"])]
                pid = os.fork()
                if pid == 0:
                    os.close(asked)
                    os.close(told)
                    _do(work, arguments, order["log"])
                running[pid] = " ".join(arguments)
        while running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            code = os.waitstatus_to_exitcode(status)
            os.write(told, f"{running.pop(pid)} {code}\n".encode())


def _do(work: Callable[[list[str]], int], arguments: list[str], log: str) -> NoReturn:
    """Do one job in this process, which ends with it."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(written, 1)
        os.dup2(written, 2)
        code = work(arguments)
    except BaseException:  # it must never go on as what it was forked from
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _forget_signals() -> None:
    """Take signals as a new process does, and leave Ctrl-C to the server."""
    signal.set_wakeup_fd(-1)
    for one in signal.valid_signals():
        if callable(signal.getsignal(one)):
            signal.signal(one, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
