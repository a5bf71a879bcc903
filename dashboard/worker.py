"""The process that answers requests."""

from __future__ import annotations

import signal
from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Gunicorn's, with one way to end: what is under way is finished.

    Its own way to end at once, as by Ctrl-C, takes a lock within the handler of a signal; where the
    code that was interrupted holds that lock, it never ends.
    """

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End once what is under way is answered."""
        # A terminal and the parent process both tell it: the second may come when Python, on its
        # way out, has no more handler for it.
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(one, signal.SIG_IGN)
        super().handle_exit(sig, frame)

    handle_quit = handle_exit
