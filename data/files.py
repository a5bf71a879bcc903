"""Files that may be swapped at any moment: where they are, which they are, what is in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Status = tuple[int, int, int]
Stamp = tuple[str, Status, Status]
NONE: Status = (0, 0, 0)


class MovedError(Exception):
    """A file is not the one that was stamped: it was swapped before it was read."""


def home(environ: Mapping[str, str] | None = None) -> Path:
    """Return where what changes is kept: AQUIFER_HOME, or the user's data directory.

    Args:
        environ: variables by name; None for those of the process. ``~`` is the user's home,
            space around the path doesn't count, and an empty one is as if it were not set.

    Returns:
        An absolute path; there may be nothing at it yet.
    """
    given = (os.environ if environ is None else environ).get("AQUIFER_HOME", "").strip()
    if given:
        return Path(os.path.expanduser(given)).absolute()
    from platformdirs import user_data_path

    return user_data_path("aquifer", appauthor=False)


def stamp(folder: str, name: str) -> Stamp:
    """Return what tells a refreshed file and its note from others; an empty path for no file."""
    path = f"{folder}/tables/{name}.csv"
    status = _status(path)
    return ("", NONE, NONE) if status == NONE else (path, status, _status(note_of(path)))


def _status(path: str) -> Status:
    try:
        return _identity(os.stat(path))
    except (OSError, ValueError):
        return NONE


def _identity(status: os.stat_result) -> Status:
    return (status.st_mtime_ns, status.st_size, status.st_ino)


def note_of(path: str) -> str:
    """Return the path of the note of a refreshed table."""
    return f"{path.removesuffix('.csv')}.json"


def read(path: str, stamped: Status) -> bytes:
    """Return the bytes of the very file that was stamped.

    Raises:
        MovedError: it is another one by now.
        OSError: it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            raw = file.read()
            if _identity(os.fstat(file.fileno())) == stamped:
                return raw
    except FileNotFoundError:
        pass
    raise MovedError(path)


@lru_cache(maxsize=64)
def digest(raw: bytes) -> str:
    """Return the SHA-256 of a text file, whatever its line ends, in hex."""
    return hashlib.sha256(unix(raw)).hexdigest()


def unix(raw: bytes) -> bytes:
    """Return a text file with the line ends of Unix."""
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
