"""The environment as one frozen value: what may be set, its default and its bounds."""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from data import catalog

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
LOG_LEVELS = ("debug", "info", "warning", "error")

ENVIRONMENT = """\
environment:
  PORT               port to serve at, 0 to 65535; 0 takes any free one (8050)
  AQUIFER_HOST       loopback address to serve at (127.0.0.1)
  AQUIFER_HOME       directory of what changes at run time (the user's data directory)
  AQUIFER_URL        address under which others reach this server, for links (none)
  AQUIFER_CHROME     Chrome or Chromium to draw with (the first on PATH)
  AQUIFER_LOG_LEVEL  debug, info, warning or error (info)
  AQUIFER_WORKERS    threads that answer requests, 1 to 64 (4)
"""


class SettingsError(ValueError):
    """A variable with a value it cannot have; its text names variable, value and bound."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, checked.

    Attributes:
        port: Port to serve at; 0 for any free one.
        host: Loopback address or name to serve at.
        home: Absolute path of the directory of what changes at run time; it may not exist yet.
        url: Absolute address under which others reach this server, without a final slash.
        chrome: Path of the Chrome or Chromium to draw with, if one was named.
        log_level: Lowest level that is logged.
        workers: Threads that answer requests.
    """

    port: int = 8050
    host: str = "127.0.0.1"
    home: Path = field(default_factory=lambda: catalog.home({}))
    url: str | None = None
    chrome: str | None = None
    log_level: str = "info"
    workers: int = 4

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables; an empty one counts as unset.

        Args:
            environ: Variables by name, such as `os.environ`.

        Returns:
            The settings, with defaults where a variable is unset.

        Raises:
            SettingsError: A variable has a value out of its bounds.
        """
        given = {name: text.strip() for name, text in environ.items() if text.strip()}
        default = cls()
        url = given.get("AQUIFER_URL")
        chrome = given.get("AQUIFER_CHROME")
        return cls(
            port=_whole_number(given, "PORT", default.port, 0, 65535),
            host=_loopback(given.get("AQUIFER_HOST", default.host)),
            home=_home(environ),
            url=_absolute_url(url) if url else None,
            chrome=_program(chrome) if chrome else None,
            log_level=_log_level(given.get("AQUIFER_LOG_LEVEL", default.log_level)),
            workers=_whole_number(given, "AQUIFER_WORKERS", default.workers, 1, 64),
        )

    @property
    def address(self) -> str:
        """The address this server answers at, as a browser takes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def _whole_number(
    given: Mapping[str, str], name: str, default: int, lowest: int, highest: int
) -> int:
    """Return the variable's value, or its default when unset."""
    text = given.get(name, str(default))
    # int() alone would also take "1_0", " 8" and digits of other scripts.
    if not (text.isascii() and text.isdigit() and lowest <= int(text[:10]) <= highest):
        raise SettingsError(f"{name} must be a whole number from {lowest} to {highest}: {text!r}")
    return int(text)


def _loopback(host: str) -> str:
    """Return the host if nothing beyond this machine can reach it: there is no login to ask for."""
    host = host.lower().removeprefix("[").removesuffix("]")
    if host in LOOPBACK_NAMES:
        return host
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise SettingsError(
            "AQUIFER_HOST must be a loopback address such as 127.0.0.1, because without a login"
            f" nothing may listen beyond this machine: {host!r}"
        )
    return host


def _home(environ: Mapping[str, str]) -> Path:
    """Return the path where tables are looked for, of a directory that exists or can be made."""
    path, text = catalog.home(environ), environ.get("AQUIFER_HOME", "")
    nearest = next(one for one in (path, *path.parents) if one.exists())
    if not nearest.is_dir():
        raise SettingsError(f"AQUIFER_HOME must be a directory, and {nearest} is a file: {text!r}")
    return path


def _absolute_url(text: str) -> str:
    """Return the address without its final slash."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port out of range, or a broken bracket
        usable = False
    if not usable or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingsError(
            "AQUIFER_URL must be an http or https address without user, query or fragment,"
            f" such as https://aquifer.example.org: {text!r}"
        )
    return text.rstrip("/")


def _program(text: str) -> str:
    """Return the path of a program given by path or by name on PATH."""
    found = shutil.which(Path(text).expanduser())
    if found is None:
        raise SettingsError(f"AQUIFER_CHROME must be a program that can be run: {text!r}")
    return str(Path(found).absolute())


def _log_level(text: str) -> str:
    """Return the level in lower case."""
    if text.lower() not in LOG_LEVELS:
        raise SettingsError(f"AQUIFER_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}: {text!r}")
    return text.lower()
