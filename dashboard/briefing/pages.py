"""Views as pictures and as paper, drawn by a Chromium from a server of our own."""

from __future__ import annotations

import contextlib
import html
import logging
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.briefing import chrome
from dashboard.settings import Settings

PNG, PDF = "png", "pdf"
WINDOW = chrome.Size(1920, 1080)


def drawn(
    settings: Settings,
    views: Sequence[str],
    query: str,
    formats: Sequence[str],
    scheme: str,
    told: tuple[str, str],
) -> Iterator[tuple[str, bytes]]:
    """Draw views.

    Args:
        settings: the environment; its Chromium is taken.
        views: their paths.
        query: of the link that they show.
        formats: :data:`PNG` (twice: 1920×1080, and every pixel doubled) and :data:`PDF`.
        scheme: light or dark.
        told: scenario and data, for the foot of a page on paper.

    Yields:
        End of a file's name and its content.

    Raises:
        chrome.ChromeError: there is no Chromium, or a page is not drawn.
    """
    program = chrome.find(settings.chrome)
    with _served(settings) as base, chrome.started(program) as page:
        for path in views:
            name = path.strip("/") or "outlook"
            address = f"{base}{path}?{query}"
            if PNG in formats:
                page.open(address, WINDOW, scheme, pictured=True)
                yield f"{name}.png", page.picture()
                page.resized(WINDOW._replace(scale=2))
                yield f"{name}@2x.png", page.picture()
            if PDF in formats:
                page.open(address, WINDOW, scheme)
                yield f"{name}.pdf", page.paper(scheme, _foot(*told))


def _foot(scenario: str, data: str) -> str:
    """Foot of a page on paper."""
    said = html.escape(f"Aquifer · {scenario} · {data}")
    return (
        '<div style="width:100%;font:7px Arial,sans-serif;color:#7b8a95;padding:0 10mm;'
        f'display:flex;justify-content:space-between"><span>{said}</span><span>'
        '<span class="pageNumber"></span> / <span class="totalPages"></span></span></div>'
    )


@contextlib.contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """The app on a free port of this machine, for as long as it is needed; its address."""
    import socket

    from werkzeug.serving import make_server

    from dashboard.app import create_app

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with (
        tempfile.TemporaryDirectory(prefix="aquifer-briefing-") as home,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        port = int(listener.getsockname()[1])
        own = replace(
            settings,
            host="127.0.0.1",
            port=port,
            home=Path(home),
            database_url=None,
            url=None,
            login="off",
            trusted_proxies=0,
        )
        app = create_app(own)
        server = make_server("127.0.0.1", port, app.server, threaded=True, fd=listener.fileno())
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.shutdown()
            serving.join()


__all__ = ["PDF", "PNG", "WINDOW", "drawn"]
