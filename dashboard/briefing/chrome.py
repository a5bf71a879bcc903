"""A headless Chromium, spoken to over a pipe: pages as pictures and as paper."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "PNG and PDF need Chromium or Chrome: install one (Debian: sudo apt install chromium) or name "
    "it in AQUIFER_CHROME; PPTX needs none"
)
PATIENCE_SECONDS = 60.0

_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a view that is left is not returned to: its process goes on with the next one
    "--disable-features=BackForwardCache",
    "--no-first-run",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # nothing leaves the machine
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_AT_REST = """
document.readyState === "complete" && document.fonts.status === "loaded"
  && "rest" in document.body.dataset && !document.querySelector(".waiting")
"""
_INTO_CHILD, _FROM_CHILD = 3, 4
_LOOK_SECONDS, _STILL_SECONDS = 0.03, 0.15
_PICTURED = "window.aquiferPictured = true; window.aquiferRest = 0"  # nobody changes a picture


class Size(NamedTuple):
    """Of a window: pixels of the page, and how many of the picture each is along its edges."""

    width: int
    height: int
    scale: float = 1.0


class ChromeError(Exception):
    """There is no Chromium, or it does not do what it should."""


def find(named: str | None) -> str:
    """Path of a Chromium: the one that is named, or the first on the path."""
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise ChromeError(MISSING)
    return found


class Chrome:
    """One page of a Chromium."""

    def __init__(self, into: int, out: int) -> None:
        """Take the two ends of the pipe."""
        self._into, self._out = into, out
        self._last, self._session, self._held = 0, "", b""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        self._pictured = ""
        self.ask("Page.enable")

    def open(self, address: str, size: Size, scheme: str, *, pictured: bool = False) -> None:
        """Open an address, in light or dark, and wait until it rests.

        Args:
            address: of the page.
            size: of the window.
            scheme: ``light`` or ``dark``.
            pictured: for :meth:`picture`: without what the view is worked with, as much of it as
                the window has room for, with nothing cut in two.
        """
        self._size(*size)
        self._media("screen", scheme)
        if self._pictured:
            self.ask("Page.removeScriptToEvaluateOnNewDocument", identifier=self._pictured)
            self._pictured = ""
        if pictured:
            added = self.ask("Page.addScriptToEvaluateOnNewDocument", source=_PICTURED)
            self._pictured = added["identifier"]
        self.ask("Page.navigate", url=address)
        self._rest()
        if pictured:
            self.run("window.aquiferBare.frame()")
            self._rest()

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def resized(self, size: Size) -> None:
        """Another size of the window."""
        self._size(*size)
        self._rest()

    def paper(self, scheme: str, footer: str) -> bytes:
        """The page on A4 across, as PDF, drawn anew for the width of the paper."""
        self.run("document.body.dataset.kept = ''")
        self._media("print", scheme)
        self._size(1047, 740, 1)
        self._rest()
        said = self.ask(
            "Page.printToPDF",
            landscape=True,
            printBackground=True,
            paperWidth=8.27,
            paperHeight=11.69,
            marginTop=0.4,
            marginBottom=0.55,
            marginLeft=0.4,
            marginRight=0.4,
            displayHeaderFooter=True,
            headerTemplate="<span></span>",
            footerTemplate=footer,
        )
        return base64.b64decode(said["data"])

    def run(self, script: str) -> Any:
        """Run a script of ours in the page and wait for what it comes to."""
        said = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in said:
            raise ChromeError(f"Chromium: {script}: {said['exceptionDetails'].get('text')}")
        return said["result"].get("value")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask for something, wait for the answer; ChromeError if it refuses or falls silent."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        sent = json.dumps(message).encode() + b"\0"
        while sent:
            sent = sent[os.write(self._into, sent) :]
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._message(until)
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise ChromeError(f"Chromium: {method}: {answer['error'].get('message')}")
                found: dict[str, Any] = answer.get("result", {})
                return found

    def _message(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._out], [], [], max(until - time.monotonic(), 0))
            read = os.read(self._out, 1 << 20) if ready else b""
            if not read:
                raise ChromeError("Chromium gave no answer" if not ready else "Chromium ended")
            self._held += read
        text, self._held = self._held.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        return message

    def _rest(self) -> None:
        """Wait until the page has been at rest for a moment."""
        until = time.monotonic() + PATIENCE_SECONDS
        still = 0.0
        while still < _STILL_SECONDS:
            if time.monotonic() > until:
                raise ChromeError("the page did not come to rest within a minute")
            time.sleep(_LOOK_SECONDS)
            still = still + _LOOK_SECONDS if self.run(_AT_REST) is True else 0.0

    def _size(self, width: int, height: int, scale: float) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    def _media(self, media: str, scheme: str) -> None:
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)


@contextlib.contextmanager
def started(program: str) -> Iterator[Chrome]:
    """A Chromium with a profile of its own, ended with all that it started."""
    into_child, into = (_high(fd) for fd in os.pipe())
    out, from_child = (_high(fd) for fd in os.pipe())

    def place() -> None:
        os.dup2(into_child, _INTO_CHILD)
        os.dup2(from_child, _FROM_CHILD)

    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="aquifer-chrome-", ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [program, *_FLAGS, *alone, f"--user-data-dir={home}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(_INTO_CHILD, _FROM_CHILD),
            preexec_fn=place,
            start_new_session=True,
        )
        os.close(into_child)
        os.close(from_child)
        try:
            yield Chrome(into, out)
        except BrokenPipeError:
            raise ChromeError(f"{program} ended before it was asked anything") from None
        finally:
            os.close(into)  # it ends when nobody speaks to it any more
            os.close(out)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _high(fd: int) -> int:
    """The same file above the numbers that the child speaks at."""
    high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(fd)
    return high
