"""Keep refreshed tables in AQUIFER_HOME: one writer at a time, every file whole or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from data import catalog


class Busy(Exception):
    """Another refresh is under way."""


@dataclass(frozen=True)
class Note:
    """What is known of the download a table in use came from; times are ISO 8601, UTC.

    ``fetched`` is when the facts were downloaded, ``checked`` when the source last confirmed
    them; ``sha256`` is that of the table, so that a note of another file is never believed.
    ``shipped`` is the digest of the shipped table beside which it was made: where another is
    shipped by now, the refreshed one is no longer used. None in notes of former versions.
    """

    url: str
    fetched: str
    checked: str
    etag: str | None
    last_modified: str | None
    rule: int
    sha256: str
    shipped: str | None = None


def folder() -> Path:
    """Return where refreshed tables are."""
    return catalog.home() / "tables"


def bytes_in_use(table: str) -> bytes:
    """Return the bytes of the file the catalogue reads; raises UnknownTable."""
    return catalog.snapshot().raw(table)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Hold the one right to change refreshed tables; the system frees it if the process dies.

    Raises:
        Busy: someone else holds it.
        OSError: AQUIFER_HOME cannot be written.
    """
    import fcntl

    folder().mkdir(parents=True, exist_ok=True)
    with (catalog.home() / "refresh.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("another refresh is under way") from None
        # Whoever held the lock before and died left these half written.
        for left in folder().glob(".*.part"):
            with contextlib.suppress(OSError):
                left.unlink()
        yield


def write(name: str, raw: bytes) -> None:
    """Put a file in the tables' folder in one step: whatever happens, it is the old or the new.

    Raises:
        OSError: it could not be written; the file is as it was.
    """
    path = folder() / name
    handle, part = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    _sync_folder()


def set_aside(table: str) -> bool:
    """Take a refreshed table out of use, and say whether there was one.

    The last one set aside stays beside it as ``<table>.csv.old``.

    Raises:
        OSError: it could not be taken out.
    """
    path = folder() / f"{table}.csv"
    with contextlib.suppress(FileNotFoundError):
        (folder() / f"{table}.json").unlink()
    try:
        os.replace(path, path.with_name(f"{path.name}.old"))
    except FileNotFoundError:
        return False
    _sync_folder()
    return True


def note(table: str) -> Note | None:
    """Return the note of the table in use, None when there is none that fits."""
    try:
        kept = json.loads((folder() / f"{table}.json").read_text(encoding="utf-8"))
        always = [one.name for one in fields(Note) if one.name != "shipped"]
        made = Note(**{name: kept[name] for name in always}, shipped=kept.get("shipped"))
        return made if made.sha256 == digest(bytes_in_use(table)) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_note(table: str, made: Note) -> None:
    """Keep the note of a table; raises OSError when it cannot be written."""
    write(f"{table}.json", json.dumps(asdict(made), indent=1).encode() + b"\n")


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def stamp(when: dt.datetime) -> str:
    """Return a moment as a note writes it."""
    return when.astimezone(dt.UTC).isoformat(timespec="seconds")


def _sync_folder() -> None:
    """Have the folder itself on the disk, where the system can: the swap is made either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder(), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
