"""Get one file over HTTP, politely and suspiciously: limits, retries, conditions, redirects.

The total time is kept by shutting the socket down, so that a server that drips a byte now and
then (in the headers too) cannot hold it; the size limit is on what is received and on what it
unpacks to.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Step = Literal["asking", "waiting", "receiving"]
Told = Callable[[Step, int, int | None], None]

_CHUNK = 65536
_MAY_PASS = {408, 425, 429, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Limits:
    """How long to wait, how much to take and how often to try; seconds and bytes."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    body_bytes: int = 32 * 2**20
    attempts: int = 4
    backoff_seconds: float = 1.0
    redirects: int = 5


@dataclass(frozen=True)
class Answer:
    """What came: ``body`` is None when the file hasn't changed; ``received`` counts wire bytes."""

    body: bytes | None
    etag: str | None
    last_modified: str | None
    received: int


class FetchError(Exception):
    """The file could not be had; the message is the reason."""


class _MayPass(FetchError):
    """A failure worth another try, after ``wait`` seconds when the server names them."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _Deadline:
    """The moment by which all must be done: then every socket in use is shut down."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def left(self) -> float:
        return self._ends - time.monotonic()

    def watch(self, sock: socket.socket | None) -> None:
        if sock is not None:
            self._sockets.append(sock)
        if self.left() <= 0:
            self._shut()

    def _shut(self) -> None:
        for sock in list(self._sockets):
            with contextlib.suppress(OSError, ValueError):
                sock.shutdown(socket.SHUT_RDWR)


def fetch(
    url: str,
    *,
    hosts: tuple[str, ...],
    agent: str,
    limits: Limits,
    etag: str | None = None,
    last_modified: str | None = None,
    told: Told = lambda step, done, total: None,
) -> Answer:
    """Return what is at an address.

    Args:
        url: where it is.
        hosts: besides that of ``url``, the hosts a redirect may lead to.
        agent: the User-Agent to give.
        limits: times, sizes and tries.
        etag: the ETag of the file already here, to be asked for only if it changed.
        last_modified: its Last-Modified, likewise.
        told: called with (step, bytes so far, bytes in all if known) as it goes on.

    Raises:
        FetchError: it could not be had; the message is the reason.
    """
    # gzip only: what it unpacks to can be limited as it comes.
    headers = {"User-Agent": agent, "Accept": "text/csv, */*;q=0.5", "Accept-Encoding": "gzip"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    with _Deadline(limits.total_seconds) as deadline, _session(deadline) as session:
        for attempt in range(1, limits.attempts + 1):
            told("asking", 0, None)
            try:
                return _attempt(session, url, hosts, headers, limits, deadline, told)
            except _MayPass as error:
                tries = "" if attempt == 1 else f" ({attempt} tries)"
                if deadline.left() <= 0:
                    late = f"took longer than {limits.total_seconds:g} s in all"
                    raise FetchError(f"{late}{tries}") from error
                pause = limits.backoff_seconds * 2 ** (attempt - 1)
                pause = max(pause, error.wait or 0.0)
                if attempt == limits.attempts or pause >= deadline.left():
                    raise FetchError(f"{error}{tries}") from error
            told("waiting", 0, None)
            time.sleep(pause)
    raise FetchError("was not tried")


def _attempt(
    session: requests.Session,
    url: str,
    hosts: tuple[str, ...],
    headers: dict[str, str],
    limits: Limits,
    deadline: _Deadline,
    told: Told,
) -> Answer:
    current, known = url, (urlsplit(url).hostname or "", *hosts)
    try:
        for _ in range(limits.redirects + 1):
            within = max(deadline.left(), 0.01)
            response = session.get(
                current,
                headers=headers,
                stream=True,
                allow_redirects=False,
                timeout=(min(limits.connect_seconds, within), min(limits.read_seconds, within)),
                auth=_no_credentials,
            )
            with response:
                location = response.headers.get("Location")
                if response.status_code in _REDIRECTS and location:
                    current = redirected(current, location, known)
                    continue
                return _answer(response, limits, deadline, told)
        raise FetchError(f"redirects more than {limits.redirects} times")
    except requests.exceptions.ConnectTimeout as error:
        raise _MayPass(f"no connection within {limits.connect_seconds:g} s") from error
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _MayPass(f"no answer for {limits.read_seconds:g} s") from error
    except requests.exceptions.SSLError as error:
        raise FetchError(f"no secure connection: {_root(error)}") from error
    except (urllib3.exceptions.ProtocolError, requests.exceptions.ChunkedEncodingError) as error:
        raise _MayPass(f"the answer was cut short: {_root(error)}") from error
    except requests.exceptions.ConnectionError as error:
        raise _MayPass(f"cannot be reached: {_root(error)}") from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise FetchError(f"cannot be asked: {_root(error)}") from error
    except OSError as error:
        raise _MayPass(f"the answer was cut short: {error}") from error


def redirected(url: str, location: str, known: tuple[str, ...]) -> str:
    """Return where a redirect leads.

    Args:
        url: the address asked.
        location: where it points, absolute or not.
        known: the hosts that may answer.

    Raises:
        FetchError: it leads from https to http, to an unknown host, or carries credentials.
    """
    try:
        target = urljoin(url, location)
        old, new = urlsplit(url), urlsplit(target)
        host, port = new.hostname or "", new.port
    except ValueError as error:
        raise FetchError(f"redirects to {location[:200]!r}, which is no address") from error
    if new.scheme not in ("https", old.scheme) or new.scheme not in ("https", "http"):
        raise FetchError(f"redirects to {new.scheme or 'nowhere'}, which is not secure: {target}")
    if host not in known or new.username is not None or new.password is not None:
        raise FetchError(f"redirects to another host, which is not trusted: {target}")
    if port is not None and (host, port) != (old.hostname, old.port):
        raise FetchError(f"redirects to another port, which is not trusted: {target}")
    return target


def _answer(response: requests.Response, limits: Limits, deadline: _Deadline, told: Told) -> Answer:
    headers, status = response.headers, response.status_code
    marks = (headers.get("ETag"), headers.get("Last-Modified"))
    if status == 304:
        return Answer(None, *marks, received=0)
    if status != 200:
        message = f"answered {status} {response.reason or ''}".strip()
        if status in _MAY_PASS:
            raise _MayPass(message, _seconds(headers.get("Retry-After")))
        raise FetchError(message)
    if "html" in headers.get("Content-Type", "").lower():
        raise FetchError("answered with a web page, not a CSV table")
    body, received = _body(response, limits, deadline, told)
    return Answer(body, *marks, received=received)


def _body(
    response: requests.Response, limits: Limits, deadline: _Deadline, told: Told
) -> tuple[bytes, int]:
    headers, most = response.headers, limits.body_bytes
    length = _seconds(headers.get("Content-Length"))
    total = None if length is None else int(length)
    too_large = FetchError(f"is larger than the {most:,} bytes taken at most")
    if total is not None and total > most:
        raise too_large
    unpack = _unpacker(headers.get("Content-Encoding", ""))
    body, received = bytearray(), 0
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        received += len(chunk)
        try:
            body += unpack.decompress(chunk, most - len(body) + 1) if unpack else chunk
        except zlib.error as error:
            raise FetchError(f"sent a broken gzip file: {error}") from error
        if len(body) > most or received > most:
            raise too_large
        told("receiving", received, total)
    if deadline.left() <= 0 or (unpack and body and not unpack.eof):
        raise _MayPass("the answer was cut short")
    framed = total is not None or unpack or "chunked" in headers.get("Transfer-Encoding", "")
    if body and not framed and not body.endswith((b"\n", b"\r")):
        raise _MayPass("the answer ends in the middle of a line and may be cut short")
    return bytes(body), received


def _unpacker(encoding: str) -> Any:
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip"):
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    raise FetchError(f"answered packed as {encoding!r}, which was not asked for")


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep requests from looking for a password in ~/.netrc: the sources are public."""
    return request


def _root(error: BaseException) -> str:
    """Return the innermost reason of an error that wraps others, in one line."""
    for inner in (getattr(error, "reason", None), *error.args):
        if isinstance(inner, BaseException):
            return _root(inner)
    text = " ".join(str(error).split())
    return re.sub(r"^(<[^>]*>|\w+\([^)]*\)): ", "", text)


def _session(deadline: _Deadline) -> requests.Session:
    """Return a session whose every socket the deadline knows."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
            manager = super().proxy_manager_for(proxy, **options)
            if not proxy.lower().startswith("socks"):
                manager.pool_classes_by_scheme = pools
            return manager

    pools = {"http": PlainPool, "https": SecurePool}
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
    return session
