"""From the command to the first page: server ready, page drawn, bytes on the wire."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.bare_files import Bodies, bare_site, collect
from benchmarks.machine import ROOT
from benchmarks.rows import Row, of
from benchmarks.served import aquifer, chromium, environment, new_context
from benchmarks.timing import seconds

TITLE = "Start"
READY_S, FIRST_PAGE_S = 4.0, 4.0

HEAVY = (
    "statsmodels",
    "sklearn",
    "matplotlib",
    "distributed",
    "dask",
    "kaleido",
    "pptx",
    "xlsxwriter",
)
"""Packages that neither the first page nor the database at start needs: none may be loaded then."""

_NAME_HEAVY = (
    "import sys\n"
    "from dashboard.app import create_app\n"
    "from dashboard.settings import Settings\n"
    "create_app(Settings())\n"
    f"print(*sorted(set({HEAVY!r}) & sys.modules.keys()))"
)

_DRAWN = """
() => new Promise((resolve) => {
  const drawn = () => document.body && document.body.dataset.ready === "true"
    && document.querySelectorAll(".dash-graph").length > 0
    && [...document.querySelectorAll(".dash-graph")].every((g) => g.querySelector(".main-svg"));
  const look = () => {
    if (!drawn()) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  };
  look();
})
"""
"""Milliseconds from the start of the navigation to the frame that shows every chart."""

_LOADED_ALL = """
() => new Promise((resolve) => {
  const look = () => window.allLoaded ? window.allLoaded.then(resolve) : setTimeout(look, 5);
  look();
})
"""
"""The same for the page of bare files, which has nothing to draw."""


@dataclass
class Visit:
    """One opening of the first page."""

    seconds: float
    wire_bytes: int
    requests: int


def run(quick: bool) -> list[Row]:
    """Start the server and open its first page, each time from nothing."""
    repeats = 1 if quick else 7
    warm_up = 0 if quick else 1
    python = seconds(lambda _: _python("pass"), repeats, warm_up=warm_up)
    libraries = seconds(lambda _: _python("import dash, pandas"), repeats, warm_up=warm_up)
    ready, cold, warm, bare = [], [], [], []
    bodies: Bodies = {}
    with chromium() as browser:
        for _ in range(repeats):
            with aquifer() as served:
                ready.append(served.ready)
                first, second = _visits(browser, served.address)
                cold.append(first)
                warm.append(second)
                bodies = bodies or collect(browser, served.address)
        with bare_site(bodies) as address:
            bare = [_bare_visit(browser, address) for _ in range(repeats)]
    loaded = _python(_NAME_HEAVY).split()
    return [
        of(
            "server ready",
            ready,
            "s",
            limit=READY_S,
            floor=("python -c 'import dash, pandas'", libraries),
        ),
        of("… bare interpreter: python -c pass", python, "s"),
        Row(
            "heavy packages loaded at start",
            len(loaded),
            "",
            limit=0,
            note=f"Looked for {', '.join(HEAVY)}; found {', '.join(loaded) or 'none'}.",
        ),
        *_pages(cold, warm, bare),
    ]


def _pages(cold: Sequence[Visit], warm: Sequence[Visit], bare: Sequence[Visit]) -> list[Row]:
    floor = ("its files alone, from a bare server", [visit.seconds for visit in bare])
    first = cold[0]
    return [
        of(
            "first page, new server, empty cache",
            [visit.seconds for visit in cold],
            "s",
            limit=FIRST_PAGE_S,
            floor=floor,
        ),
        of("the same page again, files in the cache", [visit.seconds for visit in warm], "s"),
        of(
            "bytes on the wire, empty cache",
            [visit.wire_bytes / 1e6 for visit in cold],
            "MB",
            floor=("its scripts, styles and fonts alone", [v.wire_bytes / 1e6 for v in bare]),
            note=f"{first.requests} requests, bodies and headers as Chromium received them.",
        ),
        of("… files in the cache", [visit.wire_bytes / 1e6 for visit in warm], "MB"),
    ]


def _python(code: str) -> str:
    """Run a line of Python as the server is run; what it printed."""
    with tempfile.TemporaryDirectory(prefix="aquifer-bench-") as home:
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(home),
            capture_output=True,
            text=True,
            check=True,
        ).stdout


def _visits(browser: Browser, address: str) -> tuple[Visit, Visit]:
    """The first visit and the next one of the same browser."""
    context = new_context(browser)
    first = _visit(context.new_page(), address, _DRAWN)
    second = _visit(context.new_page(), address, _DRAWN)
    context.close()
    return first, second


def _bare_visit(browser: Browser, address: str) -> Visit:
    context = new_context(browser)
    visit = _visit(context.new_page(), address, _LOADED_ALL)
    context.close()
    return visit


def _visit(page: Page, address: str, until: str) -> Visit:
    """Open a page and wait for a promise of it that resolves to a time of its own clock."""
    session = page.context.new_cdp_session(page)
    counted = _count(session)
    page.goto(address, wait_until="commit")
    drawn = page.evaluate(until)
    page.wait_for_load_state("networkidle")
    visit = Visit(drawn / 1000, sum(counted), len(counted))
    page.close()
    return visit


def _count(session: CDPSession) -> list[int]:
    """Bytes of every answer that came over the wire, filled while the page loads."""
    counted: list[int] = []

    def finished(event: dict[str, float]) -> None:
        if event["encodedDataLength"]:  # nothing for what the cache held
            counted.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    return counted
