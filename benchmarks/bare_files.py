"""The files of the first page without the app: what any page of these libraries must load."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from benchmarks.served import new_context

Bodies = dict[str, tuple[str, dict[str, str], bytes]]
"""Path → kind (script, stylesheet, font), headers, body as it went over the wire."""

_KEPT = ("Content-Type", "Content-Encoding", "Cache-Control")
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Bare files</title>{styles}</head><body>
<script>window.process = {{ env: {{}} }};
window.allLoaded = new Promise((resolve) => addEventListener("load", () =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))));</script>
{scripts}</body></html>
"""


def collect(browser: Browser, address: str) -> Bodies:
    """Every script, style and font that the first page loads, as the server sends it."""
    context = new_context(browser)
    page = context.new_page()
    asked: dict[str, tuple[str, str]] = {}

    def note(url: str, kind: str, encodings: str) -> None:
        if kind in ("script", "stylesheet", "font"):
            asked.setdefault(url, (kind, encodings))

    page.on("request", lambda r: note(r.url, r.resource_type, "gzip, deflate, br, zstd"))
    page.goto(address)
    page.wait_for_selector("body[data-ready] .dash-graph .main-svg")
    page.wait_for_load_state("networkidle")
    context.close()
    bodies: Bodies = {}
    for url, (kind, encodings) in asked.items():
        request = urllib.request.Request(url, headers={"Accept-Encoding": encodings})
        with urllib.request.urlopen(request, timeout=30) as answer:
            headers = {name: answer.headers[name] for name in _KEPT if answer.headers[name]}
            parts = urlsplit(url)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            bodies[path] = (kind, headers, answer.read())
    return bodies


@contextmanager
def bare_site(bodies: Bodies) -> Iterator[str]:
    """Serve the files, and a page that loads them all and does nothing with them."""
    page = _page(bodies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            html = ("", {"Content-Type": "text/html; charset=utf-8"}, page)
            missing = ("", {"Content-Type": "text/plain"}, b"")
            found = html if self.path == "/" else bodies.get(self.path, missing)
            self.send_response(200 if found is not missing else 404)
            for name, text in found[1].items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(found[2])))
            self.end_headers()
            with suppress(ConnectionError):  # the browser is closed before it has all
                self.wfile.write(found[2])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _page(bodies: Bodies) -> bytes:
    def tags(kind: str, template: str) -> str:
        return "\n".join(template % escape(p) for p, found in bodies.items() if found[0] == kind)

    return _PAGE.format(
        styles=tags("stylesheet", '<link rel="stylesheet" href="%s">')
        + tags("font", '<link rel="preload" as="font" crossorigin href="%s">'),
        scripts=tags("script", '<script src="%s"></script>'),
    ).encode()
