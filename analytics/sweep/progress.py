"""How far a sweep is, on one line of standard error. The one place of analytics with a clock."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_EVERY, _EVERY_LINE = 0.2, 30.0
"""Seconds between two messages: on a terminal, which is overwritten, and in a file, which grows."""


class Progress:
    """Tells how many scenarios are done, how fast, and how long it will take.

    Args:
        total: scenarios.
        done: those that were there before; they say nothing of the speed.
        out: standard error by default; nothing is told where there is none.
    """

    def __init__(self, total: int, done: int = 0, out: TextIO | None = None) -> None:
        self._total, self._before, self._done = total, done, done
        self._out = sys.stderr if out is None else out
        self._terminal = bool(self._out and self._out.isatty())
        self._started = self._told = time.monotonic()
        self._width = 0

    def add(self, scenarios: int) -> None:
        """Note that some more are done."""
        self._done += scenarios
        now = time.monotonic()
        every = _EVERY if self._terminal else _EVERY_LINE
        if now - self._told >= every:
            self._told = now
            self._put(self.text(now - self._started))

    def close(self) -> None:
        """Say where it ended, and begin a new line."""
        self._put(self.text(time.monotonic() - self._started), last=True)

    def text(self, seconds: float) -> str:
        """The line after so many seconds."""
        said = f"{self._done:,} of {self._total:,} scenarios"
        new = self._done - self._before
        if not new or seconds <= 0:
            return said
        speed = new / seconds
        left = (self._total - self._done) / speed
        rate = f"{speed:.1f} a second" if speed >= 1 else f"{60 * speed:.1f} a minute"
        return f"{said}, {rate}" + (f", {_duration(left)} left" if self._done < self._total else "")

    def _put(self, text: str, *, last: bool = False) -> None:
        if not self._out:
            return
        if not self._terminal:
            print(text, file=self._out, flush=True)
            return
        # what is left of a longer line before is wiped
        print(f"\r{text:{self._width}}", end="\n" if last else "", file=self._out, flush=True)
        self._width = len(text)


def _duration(seconds: float) -> str:
    """So long, in the largest unit that leaves at least 2 of it.

    >>> [_duration(x) for x in (0.4, 90, 160, 7300, 200000)]
    ['1 s', '90 s', '3 min', '2.0 h', '2.3 days']
    """
    if seconds < 120:
        return f"{max(round(seconds), 1)} s"
    if seconds < 7200:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.1f} days"
