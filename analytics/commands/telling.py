"""What every command says, and how it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

OK, NOT_WRITTEN, REFUSED = 0, 1, 2
"""Exit codes: all is well; a file could not be written; wrong usage or bad input."""


class Refused(Exception):
    """Input that cannot be used; its text goes to stderr, one problem a line."""


class NotWritten(Exception):
    """A file that could not be written; its text says which and why."""


def put(content: str | bytes) -> None:
    """Write to standard output, whole."""
    if sys.stdout is None:
        raise NotWritten("cannot write: standard output is closed")
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except OSError as error:
        # what is left in the buffer would fail once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # a reader that has had enough, as head has, wants no message
        enough = isinstance(error, BrokenPipeError)
        raise NotWritten("" if enough else f"cannot write: {error.strerror or error}") from None


def deliver(content: bytes, out: str) -> None:
    """Write a file whole, or to standard output for ``-``; NotWritten if it cannot be."""
    from analytics.exports.files import write

    if out == "-":
        put(content)
        return
    try:
        write(Path(out), content)
    except OSError as error:
        raise NotWritten(f"cannot write {out}: {error.strerror or error}") from None


def complain(text: str) -> None:
    """Tell of something on standard error."""
    for line in text.splitlines():
        print(f"python -m analytics: {line}", file=sys.stderr)
