"""The process that answers requests."""

from __future__ import annotations

import atexit
import signal
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def _deaf() -> None:
    for one in _ENDING:
        signal.signal(one, signal.SIG_IGN)


class Worker(ThreadWorker):
    """Gunicorn's, with one way to end: what is under way is finished.

    Its own way to end at once, as by Ctrl-C, takes a lock within the handler of a signal; where the
    code that was interrupted holds that lock, it never ends.
    """

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End once what is under way is answered."""
        # A terminal and the parent process both tell it. One that has come already needs a handler,
        # or Python prints that it lost it; one that comes on Python's way out has none any more.
        for one in _ENDING:
            signal.signal(one, lambda *_: None)
        atexit.register(_deaf)
        super().handle_exit(sig, frame)

    handle_quit = handle_exit
