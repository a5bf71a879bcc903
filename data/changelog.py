"""What changed from one version of the shipped tables to the next."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_FILE = Path(__file__).with_name("changelog.toml")


@dataclass(frozen=True)
class Entry:
    """One version of the tables.

    Attributes:
        version: twelve hex digits, as ``catalog.version`` gives them.
        date: from which on it was shipped.
        changes: against the one before, in a sentence.
    """

    version: str
    date: date
    changes: str


def entries() -> tuple[Entry, ...]:
    """The versions that were shipped, newest first."""
    return tuple(
        Entry(**one) for one in tomllib.loads(_FILE.read_text(encoding="utf-8"))["version"]
    )
