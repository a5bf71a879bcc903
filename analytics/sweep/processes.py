"""Blocks of a sweep in processes of this machine."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from analytics.sweep.blocks import block_bytes

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that say how many threads numerical libraries take."""

_AHEAD = 2
"""Blocks handed out for each worker: it never waits, and no more than that are in memory."""


class WorkerDied(Exception):
    """A process ended before its block was finished; the text says what to do."""


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(
    plan_text: str, blocks: Iterable[int], workers: int
) -> Iterator[tuple[int, bytes]]:
    """Evaluate blocks in new processes, with one thread each for linear algebra.

    Args:
        plan_text: the manifest of the plan, as JSON.
        blocks: their numbers.
        workers: processes.

    Yields:
        Number and bytes of each block, whichever is finished first.

    Raises:
        WorkerDied: a process ended.
        Exception: what a block raised.
    """
    before = set(multiprocessing.active_children())
    waiting = iter(blocks)
    with _one_thread():
        # spawned: nothing of this process, its threads and locks, is in the others
        executor = ProcessPoolExecutor(
            workers, multiprocessing.get_context("spawn"), initializer=_start
        )
        pending: dict[Future[bytes], int] = {}
        try:
            while True:
                for block in waiting:
                    pending[executor.submit(block_bytes, plan_text, block)] = block
                    if len(pending) >= _AHEAD * workers:
                        break
                if not pending:
                    break
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    yield pending.pop(future), future.result()
            executor.shutdown()
        except BrokenProcessPool:
            raise WorkerDied(
                "a worker died, for want of memory perhaps; finished blocks are kept: "
                "run the same again, with fewer --workers if need be"
            ) from None
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            # whoever stops does not want to wait for blocks that nobody will read
            for process in set(multiprocessing.active_children()) - before:
                process.terminate()
                process.join()


def _start() -> None:
    """Leave Ctrl-C to the parent, and end when it is gone: killed, it could not tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Have processes that start here take one thread for linear algebra."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
