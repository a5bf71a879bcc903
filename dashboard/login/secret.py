"""What sessions are signed with: given, or made once and kept where only the server reads it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from dashboard.settings import SHORTEST_SECRET, Settings, SettingsError

FILE = "secret-key"


def secret_key(settings: Settings) -> str:
    """Return the key; make it if there is none.

    Args:
        settings: which may name the key, and name the directory that its file is in.

    Raises:
        SettingsError: the file cannot be made or read, or holds no key.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / FILE
    try:
        if not path.exists():
            _make(path)
        path.chmod(0o600)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"AQUIFER_HOME: {path} cannot be used: {error}") from error
    if len(key) < SHORTEST_SECRET:
        raise SettingsError(
            f"AQUIFER_HOME: {path} must hold {SHORTEST_SECRET} characters or more; without the file"
            " another key is made, and whoever is logged in logs in again"
        )
    return key


def _make(path: Path) -> None:
    """Write a new key, whole before it has its name; of two who do it at once the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()
