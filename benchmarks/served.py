"""Aquifer as a user starts it, and a Chromium to look at it with."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.machine import ROOT, THREADS
from dashboard.settings import Settings

CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROME_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True)
class Served:
    """A running Aquifer.

    Attributes:
        address: where it is.
        ready: seconds from the start of its process to the first answer of ``/health``.
        pid: of its first process, whose children the others are.
    """

    address: str
    ready: float
    pid: int


def environment(home: str) -> dict[str, str]:
    """The environment of a user: what the benchmarks set for themselves is taken out again."""
    kept = {name: text for name, text in os.environ.items() if name not in THREADS}
    kept.pop("AQUIFER_URL", None)
    return kept | {"PORT": "0", "AQUIFER_HOME": home, "AQUIFER_LOG_LEVEL": "warning"}


@contextmanager
def aquifer(**more: str) -> Iterator[Served]:
    """Start ``python -m dashboard`` at a free port with an empty home; stop it in the end.

    Args:
        more: variables of its environment.

    Raises:
        RuntimeError: it did not start.
    """
    with tempfile.TemporaryDirectory(prefix="aquifer-bench-") as home:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard"],
            cwd=ROOT,
            env=environment(home) | more,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said.startswith("Aquifer is at "):
                raise RuntimeError(f"Aquifer did not start: {said!r}")
            address = said.split()[3]
            with urllib.request.urlopen(f"{address}/health", timeout=30) as answer:
                answer.read()
            yield Served(address, time.perf_counter() - started, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def find_chrome() -> str:
    """The Chrome that AQUIFER_CHROME names, or the first on PATH.

    Raises:
        FileNotFoundError: there is none.
    """
    named = Settings.from_env(os.environ).chrome
    found = named or next(filter(None, map(shutil.which, CHROMES)), None)
    if found is None:
        raise FileNotFoundError("no Chrome or Chromium on PATH: `make bench` says how to get one")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chrome(),
            args=list(CHROME_ARGUMENTS),
            chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
        )
        try:
            yield browser
        finally:
            browser.close()


def new_context(browser: Browser) -> BrowserContext:
    """An empty cache and a window of a common size, with motion as most people have it."""
    return browser.new_context(
        viewport={"width": 1440, "height": 900}, device_scale_factor=1, locale="en-GB"
    )
