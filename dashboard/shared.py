"""What all processes of a server know of the one piece of work that runs among them.

A file in AQUIFER_HOME holds how it goes; a lock that ends with the process that has it says whether
it still does.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
import time
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from data import catalog

_TRIES, _PAUSE = 50, 0.01
"""Asking whether the lock is taken takes it for a moment."""

T = TypeVar("T")


class Shared(Generic[T]):
    """How a kind of work goes, which at most one process does at a time."""

    def __init__(self, name: str, kind: type[T]) -> None:
        """Name it; nothing is opened.

        Args:
            name: of the work, as a file may be called.
            kind: dataclass of how it goes.
        """
        self._name = name
        self._adapter = TypeAdapter(kind)
        self._held: int | None = None
        self._mutex = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return catalog.home() / "running"

    def begin(self) -> bool:
        """Take the one right to work; False if it is taken, in whichever process."""
        with self._mutex:
            for _ in range(_TRIES):
                held = self._locked(fcntl.LOCK_EX)
                if held is not None:
                    self._held = held
                    return True
                time.sleep(_PAUSE)
        return False

    def end(self) -> None:
        """Give it back."""
        with self._mutex:
            if self._held is not None:
                os.close(self._held)
                self._held = None

    @property
    def taken(self) -> bool:
        """Whether somebody works."""
        held = self._locked(fcntl.LOCK_SH)
        if held is None:
            return True
        os.close(held)
        return False

    def tell(self, how: T) -> None:
        """Say how it goes."""
        new = self._path(f"{secrets.token_hex(4)}.new")
        new.write_bytes(self._adapter.dump_json(how))
        new.replace(self._path("json"))

    def told(self) -> T | None:
        """How it goes or went; None if nothing, or nothing that this version reads, was said."""
        try:
            return self._adapter.validate_json(self._path("json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _path(self, suffix: str) -> Path:
        return self.folder / f"{self._name}.{suffix}"

    def _locked(self, how: int) -> int | None:
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path("lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
