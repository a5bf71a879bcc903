"""The environment as one frozen value: what may be set, its default and its bounds."""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from data import catalog

EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
LOG_LEVELS = ("debug", "info", "warning", "error")
LOGS = ("text", "json")
LOGINS = ("auto", "required", "off")
DATABASES = ("sqlite", "postgresql")
SHORTEST_SECRET = 32
"""Characters: 16 random bytes in hex."""

ENVIRONMENT = """\
environment:
  PORT                     port to serve at, 0 to 65535; 0 takes any free one (8050)
  AQUIFER_HOST             address of this machine to serve at; beyond loopback there is a login
                           (127.0.0.1)
  AQUIFER_HOME             directory of what changes at run time (the user's data directory)
  AQUIFER_DATABASE_URL     postgresql://… or sqlite:///…, of what is saved (a file in AQUIFER_HOME)
  AQUIFER_URL              address under which others reach this server, for links (none)
  AQUIFER_LOGIN            auto, required or off; auto asks for one where the host is beyond
                           loopback or there is a proxy (auto)
  AQUIFER_SECRET_KEY       what sessions are signed with, 32 characters or more (a file in
                           AQUIFER_HOME)
  AQUIFER_TRUSTED_PROXIES  proxies before this server whose X-Forwarded headers count, 0 to 9 (0)
  AQUIFER_CHROME           Chrome or Chromium to draw with (the first on PATH)
  AQUIFER_LOG              text or json (text)
  AQUIFER_LOG_LEVEL        debug, info, warning or error (info)
  AQUIFER_WORKERS          processes that answer requests, 1 to 64 (1)
  AQUIFER_THREADS          threads in each of them, 1 to 64 (4)
  AQUIFER_JOBS             jobs in the background at once, and as many simulations, 1 to 32 (1)
"""


class SettingsError(ValueError):
    """A variable with a value it cannot have; its text names variable, value and bound."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, checked.

    Attributes:
        port: Port to serve at; 0 for any free one.
        host: Address or loopback name to serve at.
        home: Absolute path of the directory of what changes at run time; it may not exist yet.
        database_url: Where what is saved is kept, as SQLAlchemy takes it; None for a file in
            ``home``. It may hold a password, as the next one is one: neither is ever shown.
        secret_key: What sessions are signed with; None for a file in ``home``.
        url: Absolute address under which others reach this server, without a final slash.
        login: ``auto``, ``required`` or ``off``.
        trusted_proxies: How many proxies' `X-Forwarded` headers are believed.
        chrome: Path of the Chrome or Chromium to draw with, if one was named.
        log: How the log is written, ``text`` or ``json``.
        log_level: Lowest level that is logged.
        workers: Processes that answer requests.
        threads: Threads in each of them.
        jobs: Jobs in the background at once, each a process; and as many simulations.
    """

    port: int = 8050
    host: str = "127.0.0.1"
    home: Path = field(default_factory=lambda: catalog.home({}))
    database_url: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    url: str | None = None
    login: str = "auto"
    trusted_proxies: int = 0
    chrome: str | None = None
    log: str = "text"
    log_level: str = "info"
    workers: int = 1
    threads: int = 4
    jobs: int = 1

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
        database = given.get("AQUIFER_DATABASE_URL")
        secret = given.get("AQUIFER_SECRET_KEY")
        settings = cls(
            port=_whole_number(given, "PORT", default.port, 0, 65535),
            host=_host(given.get("AQUIFER_HOST", default.host)),
            home=_home(environ),
            database_url=_database(database) if database else None,
            secret_key=_secret(secret) if secret else None,
            url=_absolute_url(url) if url else None,
            login=_one_of(given, "AQUIFER_LOGIN", default.login, LOGINS),
            trusted_proxies=_whole_number(given, "AQUIFER_TRUSTED_PROXIES", 0, 0, 9),
            chrome=_program(chrome) if chrome else None,
            log=_one_of(given, "AQUIFER_LOG", default.log, LOGS),
            log_level=_one_of(given, "AQUIFER_LOG_LEVEL", default.log_level, LOG_LEVELS),
            workers=_whole_number(given, "AQUIFER_WORKERS", default.workers, 1, 64),
            threads=_whole_number(given, "AQUIFER_THREADS", default.threads, 1, 64),
            jobs=_whole_number(given, "AQUIFER_JOBS", default.jobs, 1, 32),
        )
        settings._check()
        return settings

    def _check(self) -> None:
        """Refuse what is no good together."""
        if self.login == "off" and not _is_loopback(self.host):
            raise SettingsError(
                "AQUIFER_LOGIN must be auto or required while AQUIFER_HOST is beyond this machine,"
                f" {self.host!r}: 'off'"
            )
        if self.host in EVERY_ADDRESS and self.url is None:
            raise SettingsError(
                "AQUIFER_HOST stands for every address of this machine and names none: set"
                " AQUIFER_URL to the one under which others reach it, such as"
                f" https://aquifer.example.org: {self.host!r}"
            )

    @property
    def login_required(self) -> bool:
        """Whether nothing is answered without a login: others can reach this server."""
        if self.login == "auto":
            return not _is_loopback(self.host) or self.trusted_proxies > 0
        return self.login == "required"

    @property
    def encrypted(self) -> bool:
        """Whether others are known to reach this server by https alone."""
        return (self.url or "").lower().startswith("https:")

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


def _host(host: str) -> str:
    """Return the address, without brackets."""
    host = host.lower().removeprefix("[").removesuffix("]")
    if host in LOOPBACK_NAMES:
        return host
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise SettingsError(
            "AQUIFER_HOST must be localhost or an address of this machine such as 127.0.0.1 or"
            f" 192.168.1.4: {host!r}"
        ) from None


def _is_loopback(host: str) -> bool:
    """Whether nothing beyond this machine can reach it."""
    return host in LOOPBACK_NAMES or ipaddress.ip_address(host).is_loopback


def _database(text: str) -> str:
    """Return the address as SQLAlchemy takes it; what it may hold is in no message."""
    scheme, _, rest = text.partition("://")
    kind, _, driver = scheme.lower().partition("+")
    kind = {"postgres": "postgresql"}.get(kind, kind)
    if kind not in DATABASES or driver not in ("", "psycopg") or not rest:
        raise SettingsError(
            "AQUIFER_DATABASE_URL must be an address such as"
            " postgresql://aquifer:PASSWORD@localhost/aquifer or sqlite:////srv/library.db"
        )
    return f"{'postgresql+psycopg' if kind == 'postgresql' else kind}://{rest}"


def _secret(text: str) -> str:
    """Return the key, which no message shows."""
    if len(text) < SHORTEST_SECRET:
        raise SettingsError(
            f"AQUIFER_SECRET_KEY must have {SHORTEST_SECRET} characters or more, such as those of"
            " `openssl rand -hex 32`"
        )
    return text


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


def _one_of(given: Mapping[str, str], name: str, default: str, allowed: Sequence[str]) -> str:
    """Return the variable's value in lower case, or its default when unset."""
    text = given.get(name, default)
    if text.lower() not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}: {text!r}")
    return text.lower()
