"""What the browser tests share: a Chrome, a watch over its pages, and what pages must satisfy."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Page,
    Request,
    WebError,
)

from dashboard.settings import Settings

CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CHROME_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # Whatever a page asks for, nothing leaves the machine while it is tested.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

WCAG_22_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

APPROVED = Path(__file__).parent / "approved"
BUILT = Path(__file__).parents[2] / "build" / "screenshots"
# Two pictures are the same if at most this share of their pixels differs by more than this much
# in some channel: room for how another Chrome smooths the edges of letters, and for no more.
DIFFERING_SHARE = 0.005
CHANNEL_STEP = 24

# Counts what the page has asked for and not yet got, for `settle`: no event tells it in the page.
# And nobody wants to wait as long as somebody who thinks between two keys.
BEFORE_ALL = """
window.aquiferRest = 250;
window.__fetching = 0;
const fetch_ = window.fetch;
window.fetch = (...asked) => {
  window.__fetching += 1;
  return fetch_(...asked).finally(() => { window.__fetching -= 1; });
};
"""

_SETTLE = """
async ([quiet, limit]) => {
  const started = performance.now();
  let changed = started;
  const observer = new MutationObserver(() => { changed = performance.now(); });
  observer.observe(document, {subtree: true, childList: true, attributes: true,
    characterData: true});
  const busy = () => {
    if (document.readyState !== "complete") return "the page is loading";
    if (document.fonts.status !== "loaded") return "fonts are loading";
    if (window.__fetching > 0) return `${window.__fetching} answers are awaited`;
    if (document.title.startsWith("Updating")) return "callbacks are running";
    if (document.querySelector("._dash-loading")) return "Dash is starting";
    if (document.querySelector("[data-dash-is-loading=true]")) return "a component is loading";
    if (document.querySelector(".waiting")) return "a slow part is being computed";
    if ("ready" in document.body.dataset && !("rest" in document.body.dataset))
      return "the page is being drawn";
    for (const image of document.images) if (!image.complete) return "an image is loading";
    for (const plot of document.querySelectorAll(".dash-graph, .js-plotly-plot")) {
      if (plot.offsetParent !== null && !plot.querySelector(".main-svg, .js-plotly-plot .main-svg")
          && !(plot.matches(".dash-graph") && !plot.querySelector(".js-plotly-plot")))
        return "a plot is not drawn";
    }
    return "";
  };
  let reason = "";
  for (;;) {
    await new Promise((resume) => setTimeout(resume, 20));
    const now = performance.now();
    const why = busy();
    if (why) changed = now;
    if (now - changed >= quiet) { reason = ""; break; }
    reason = why || "the page keeps changing";
    if (now - started > limit) break;
  }
  observer.disconnect();
  return reason;
}
"""


def find_chrome() -> str:
    """Return the Chrome to test with: the one AQUIFER_CHROME names, or the first on PATH."""
    named = Settings.from_env(os.environ).chrome
    found = named or next(filter(None, map(shutil.which, CHROMES)), None)
    if found is None:
        raise FileNotFoundError("no Chrome or Chromium on PATH: `make test` says how to get one")
    return found


def new_context(
    browser: Browser, server: str, *, width: int, height: int, dark: bool, still: bool = True
) -> BrowserContext:
    """Open a window as pictures are taken in, whose addresses may be paths such as `/`.

    Args:
        browser: The browser.
        server: Address that paths are of.
        width: Of the window.
        height: Of the window.
        dark: Whether its user prefers a dark page.
        still: Whether its user prefers reduced motion.
    """
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": height},
        device_scale_factor=1,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce" if still else "no-preference",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.add_init_script(BEFORE_ALL)
    return context


class Watch:
    """Notes what no page may do: log or throw an error, or ask for anything off this server."""

    def __init__(self, context: BrowserContext, server: str, expected: Sequence[str] = ()) -> None:
        """Watch every page of a browser context.

        Args:
            context: The context; its pages may be opened later.
            server: Address of the only server that may be asked.
            expected: Regular expressions for problems that must come up, as in a test of them.
        """
        self._context = context
        self._origin = urlsplit(server).netloc
        self._expected = expected
        self.problems: list[str] = []
        self._listeners = {
            "console": self._note_console,
            "weberror": self._note_error,
            "request": self._note_request,
            "page": lambda page: page.on("websocket", self._note_socket),
        }
        for event, listener in self._listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]

    def stop(self) -> None:
        """Note no more: the context is another test's from now on."""
        for event, listener in self._listeners.items():
            self._context.remove_listener(event, listener)

    def check(self) -> None:
        """Fail if there was a problem, or an expected one was not.

        Raises:
            AssertionError: Names each problem on a line of its own.
        """
        for page in self._context.pages:
            if not page.is_closed():
                page.evaluate("0")  # events come in order: all before this one are in now
        unexpected = [
            problem
            for problem in self.problems
            if not any(re.search(pattern, problem) for pattern in self._expected)
        ]
        unmet = [
            f"expected, but did not come up: {pattern}"
            for pattern in self._expected
            if not any(re.search(pattern, problem) for problem in self.problems)
        ]
        assert not unexpected + unmet, "\n".join(["the page had problems:", *unexpected, *unmet])

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({message.location['url']})")

    def _note_error(self, error: WebError) -> None:
        self.problems.append(f"uncaught error: {error.error}")

    def _note_request(self, request: Request) -> None:
        self._note_address(request.url)

    def _note_socket(self, socket: object) -> None:
        self._note_address(str(getattr(socket, "url", "")))

    def _note_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._origin:
            self.problems.append(f"request off this server: {url}")


def settle(page: Page, quiet: float = 0.25, limit: float = 40.0) -> None:
    """Wait until a page is complete and has not changed for a while.

    Args:
        page: The page.
        quiet: Seconds without a change that count as done, after the page itself says that all is
            drawn and its link is written.
        limit: Seconds to wait at most.

    Raises:
        AssertionError: It was not done in time; names what was still going on.
    """
    reason = page.evaluate(_SETTLE, [quiet * 1000, limit * 1000])
    assert not reason, f"{page.url} did not come to rest in {limit:g} s: {reason}"


def assert_accessible(
    page: Page, *, leave_out: Sequence[str] = (), only: Sequence[str] = ()
) -> None:
    """Check a page against WCAG 2.2 level AA as far as axe can.

    Args:
        page: The page, as it is to be checked: open what should be open.
        leave_out: CSS selectors of parts that are not to be checked.
        only: Rules to check; by default all.

    Raises:
        AssertionError: Names each violated rule and the elements that do.
    """
    chosen = ("rule", only) if only else ("tag", WCAG_22_AA)
    options = {
        "resultTypes": ["violations"],
        "runOnly": {"type": chosen[0], "values": list(chosen[1])},
    }
    context = {"exclude": [[selector] for selector in leave_out]} if leave_out else None
    violations = Axe().run(page, context=context, options=options).response["violations"]
    lines = [f"{page.url} has {len(violations)} accessibility violations:"]
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}")
            lines.append(f"        {' '.join(node['html'].split())[:160]}")
            checks = [*node["any"], *node["all"], *node["none"]]
            lines.extend(f"        {check['message']}" for check in checks)
    assert not violations, "\n".join(lines)


def take_screenshot(
    page: Page, *, full_page: bool = False, mask: Sequence[str] = (), tallest: int | None = None
) -> bytes:
    """Return a PNG of a page at rest.

    Args:
        page: The page.
        full_page: Take all of it, not only what the window shows.
        mask: CSS selectors of parts to cover, since they differ from run to run.
        tallest: Pixels after which all of it is cut off.

    Returns:
        The PNG's bytes, one pixel a CSS pixel.
    """
    settle(page)
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip: FloatRect | None = None
    if full_page and tallest is not None and height > tallest:
        clip = {"x": 0, "y": 0, "width": width, "height": tallest}
    return page.screenshot(
        full_page=full_page,
        clip=clip,
        animations="disabled",
        caret="hide",
        scale="css",
        mask=[page.locator(selector) for selector in mask],
    )


def compare_screenshot(
    actual: bytes,
    name: str,
    *,
    approve: bool = False,
    approved: Path = APPROVED,
    built: Path = BUILT,
) -> None:
    """Compare a screenshot with the approved one of that name.

    Args:
        actual: The screenshot as PNG.
        name: Name of the approved picture, without suffix.
        approve: Take it as the approved one instead.
        approved: Directory of the approved pictures.
        built: Directory to leave the actual picture and the difference in if they differ.

    Raises:
        AssertionError: The pictures differ, or there is no approved one.
    """
    path = approved / f"{name}.png"
    if approve:
        approved.mkdir(parents=True, exist_ok=True)
        if not path.exists() or difference(actual, path.read_bytes())[1]:
            path.write_bytes(actual)
        return
    built.mkdir(parents=True, exist_ok=True)
    seen = built / f"{name}.actual.png"
    seen.write_bytes(actual)
    assert path.exists(), (
        f"there is no approved screenshot {path}: look at {seen}, then run `make screenshots`"
    )
    marked, message = difference(actual, path.read_bytes())
    if not message:
        seen.unlink()
        return
    if marked is not None:
        marked.save(built / f"{name}.diff.png")
    raise AssertionError(
        f"{name} is not as approved: {message}; see {seen} and {name}.diff.png beside it."
        " If the change is meant, run `make screenshots`"
    )


def difference(actual: bytes, approved: bytes) -> tuple[Image.Image | None, str]:
    """Return the actual picture with what differs in red, and what to say; "" if it is the same."""
    with Image.open(io.BytesIO(actual)) as one, Image.open(io.BytesIO(approved)) as other:
        new, old = np.asarray(one.convert("RGB")), np.asarray(other.convert("RGB"))
    if new.shape != old.shape:
        return None, (
            f"it is {new.shape[1]}×{new.shape[0]}, the approved one {old.shape[1]}×{old.shape[0]}"
        )
    differs = (np.abs(new.astype(np.int16) - old) > CHANNEL_STEP).any(axis=2)
    share = float(differs.mean())
    if share <= DIFFERING_SHARE:
        return None, ""
    marked = (255 - (255 - new) // 4).astype(np.uint8)
    marked[differs] = (220, 0, 0)
    return Image.fromarray(
        marked
    ), f"{share:.2%} of the pixels differ (at most {DIFFERING_SHARE:.1%})"
