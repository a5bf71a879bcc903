"""A local HTTP server that plays the live sources: one scripted answer after another."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EPOCH = (HERE / "notable_ai_models.csv").read_bytes()
CRAWL = (HERE / "cumulative.csv").read_bytes()

Play = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers a path by its script; the last answer is repeated for ever."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers)))
        script = self.server.scripts[self.path]
        play = script.pop(0) if len(script) > 1 else script[0]
        play(self)

    def begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Scripts by path, and what was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts: dict[str, list[Play]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()

    def play(self, path: str, *script: Play) -> str:
        """Set what a path answers, and return its address."""
        self.scripts[path] = list(script)
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what many of the tests are about."""


@contextlib.contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def good(body: bytes, **headers: str) -> Play:
    return status(200, body, **{"Content_Type": "text/csv", **headers})


def status(code: int, body: bytes = b"", **headers: str) -> Play:
    def play(handler: Handler) -> None:
        length = {} if code == 304 else {"Content_Length": str(len(body))}
        handler.begin(code, {**length, **headers})
        handler.wfile.write(body)

    return play


def gzipped(raw: bytes, cut: int = 0) -> Play:
    packed = gzip.compress(raw)
    return good(packed[: len(packed) - cut], Content_Encoding="gzip")


def truncated(body: bytes) -> Play:
    def play(handler: Handler) -> None:
        handler.begin(200, {"Content_Length": str(len(body) + 1000)})
        handler.wfile.write(body)

    return play


def chunked(body: bytes, whole: bool = True) -> Play:
    def play(handler: Handler) -> None:
        handler.begin(200, {"Transfer_Encoding": "chunked"})
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
        if whole:
            handler.wfile.write(b"0\r\n\r\n")

    return play


def unframed(body: bytes) -> Play:
    """The end of the connection is the end of the body."""

    def play(handler: Handler) -> None:
        handler.begin(200, {})
        handler.wfile.write(body)

    return play


def endless(handler: Handler) -> None:
    handler.begin(200, {})
    while not handler.server.over.is_set():
        handler.wfile.write(b"x" * 65536)


def silent(handler: Handler) -> None:
    handler.server.over.wait(20)


def drip(handler: Handler) -> None:
    """A byte now and then: never silent for long enough to time out."""
    handler.begin(200, {"Content_Length": "100000"})
    _drip(handler)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    _drip(handler)


def _drip(handler: Handler) -> None:
    while not handler.server.over.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def hang_up(handler: Handler) -> None:
    """Close without a word."""


def redirect(location: str, code: int = 302) -> Play:
    return status(code, b"", Location=location)
