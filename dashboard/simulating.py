"""Simulations of the laboratory in the background: one at a time, followed, called off, kept.

A result is kept by its experiment in AQUIFER_HOME, so that a reload of the page, or the same link
in another tab, finds it again, whichever of the server's processes answers.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from analytics.collapse.blocks import Cancelled
from analytics.outlook.laboratory import Setup
from analytics.outlook.sampled import Sampled, sample
from dashboard.samples import Samples
from dashboard.shared import Shared

_KEPT = 32
INTERRUPTED = "It was interrupted: the server ended. Nothing is kept of it."


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
    """The one simulation that may run on this server."""

    def __init__(self) -> None:
        self._shared = Shared("simulation", Status)
        self._mine = Status()
        self._lock = threading.Lock()
        self._known: OrderedDict[Setup, Sampled] = OrderedDict()
        self._samples = Samples(_KEPT)

    @property
    def status(self) -> Status:
        """How the last simulation goes or went."""
        status = self._shared.told() or Status()
        if status.running and not self._shared.taken:
            # It may have ended between the two looks.
            status = self._shared.told() or Status()
            if status.running:
                return replace(status, running=False, failure=INTERRUPTED)
        return status

    def sampled(self, setup: Setup) -> Sampled | None:
        """What a finished simulation of an experiment gave."""
        with self._lock:
            known = self._known.get(setup)
        if known is None:
            known = self._samples.find(setup)
            if known is not None:
                self._know(known)
        return known

    def start(self, setup: Setup, seed: int) -> bool:
        """Start the simulation of an experiment; False if one is under way."""
        if not self._shared.begin():
            return False
        self._say(Status(running=True, setup=setup))
        threading.Thread(
            target=self._run, args=(setup, seed), name="simulation", daemon=True
        ).start()
        return True

    def cancel(self) -> None:
        """Call off what runs; it stops after the block that it is at."""
        self._shared.call_off()

    def _run(self, setup: Setup, seed: int) -> None:
        failure, cancelled = "", False
        try:
            found = sample(
                setup, seed, progress=self._tell, cancelled=lambda: self._shared.called_off
            )
            self._samples.keep(found)
            self._know(found)
        except Cancelled:
            cancelled = True
        except ValueError as error:
            failure = str(error)
        except Exception as error:  # whatever it was, the page must learn that it is over
            failure = f"{type(error).__name__}: {error}"
        try:
            self._say(replace(self._mine, running=False, failure=failure, cancelled=cancelled))
        finally:
            self._shared.end()

    def _know(self, found: Sampled) -> None:
        with self._lock:
            self._known[found.setup] = found
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)

    def _tell(self, done: int, blocks: int) -> None:
        self._say(replace(self._mine, done=done, blocks=blocks))

    def _say(self, status: Status) -> None:
        self._mine = status
        self._shared.tell(status)


simulator = Simulator()
"""Of this server."""


def sampled(setup: Setup) -> Sampled | None:
    """What a finished simulation of an experiment gave; None if there was none."""
    return simulator.sampled(setup)
