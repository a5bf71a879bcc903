"""Simulations of the laboratory in the background: one at a time, followed, called off, kept.

A result is kept by its experiment, so that a reload of the page, or the same link in another tab,
finds it again as long as the server runs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from analytics.collapse.blocks import Cancelled
from analytics.outlook.laboratory import Setup
from analytics.outlook.sampled import Sampled, sample

_KEPT = 32


@dataclass(frozen=True)
class Status:
    """How a simulation goes.

    Attributes:
        running: whether it still does.
        setup: the experiment.
        done: blocks done.
        blocks: blocks in all; 0 before it is known.
        failure: what went wrong, for a reader.
        cancelled: whether it was called off.
    """

    running: bool = False
    setup: Setup | None = None
    done: int = 0
    blocks: int = 0
    failure: str = ""
    cancelled: bool = False


class Simulator:
    """The one simulation that may run in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._status = Status()
        self._stop = threading.Event()
        self._kept: OrderedDict[Setup, Sampled] = OrderedDict()

    @property
    def status(self) -> Status:
        """How the last simulation goes or went."""
        with self._lock:
            return self._status

    def sampled(self, setup: Setup) -> Sampled | None:
        """What a finished simulation of an experiment gave."""
        with self._lock:
            return self._kept.get(setup)

    def start(self, setup: Setup, seed: int) -> bool:
        """Start the simulation of an experiment; False if one is under way."""
        with self._lock:
            if self._status.running:
                return False
            self._status = Status(running=True, setup=setup)
            self._stop = threading.Event()
        threading.Thread(
            target=self._run, args=(setup, seed, self._stop), name="simulation", daemon=True
        ).start()
        return True

    def cancel(self) -> None:
        """Call off what runs; it stops after the block that it is at."""
        self._stop.set()

    def _run(self, setup: Setup, seed: int, stop: threading.Event) -> None:
        found: Sampled | None = None
        failure, cancelled = "", False
        try:
            found = sample(setup, seed, progress=self._tell, cancelled=stop.is_set)
        except Cancelled:
            cancelled = True
        except ValueError as error:
            failure = str(error)
        except Exception as error:  # whatever it was, the page must learn that it is over
            failure = f"{type(error).__name__}: {error}"
        with self._lock:
            if found is not None:
                self._kept[setup] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._status = replace(
                self._status, running=False, failure=failure, cancelled=cancelled
            )

    def _tell(self, done: int, blocks: int) -> None:
        with self._lock:
            self._status = replace(self._status, done=done, blocks=blocks)


simulator = Simulator()
"""Of this process."""


def sampled(setup: Setup) -> Sampled | None:
    """What a finished simulation of an experiment gave; None if there was none."""
    return simulator.sampled(setup)
