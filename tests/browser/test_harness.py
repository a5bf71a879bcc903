"""The harness fails when it must: each of these pages has the fault that its test names."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from tests.browser import harness

FAULTLESS = """<!doctype html><html lang="en"><head><title>Faultless</title>
<link rel="icon" href="data:,"></head><body style="background:#fff"><main><h1>Faultless</h1>
%s</main></body></html>"""

PAGES = {
    "/": FAULTLESS % "",
    "/console": FAULTLESS % "<script>console.error('broken pump')</script>",
    "/throws": FAULTLESS % "<script>setTimeout(() => { throw new Error('dry well') }, 0)</script>",
    "/tracked": FAULTLESS % "<script>new Image().src = 'http://tracker.invalid/x.png'</script>",
    "/missing": FAULTLESS % "<img alt='none' src='/nowhere.png'>",
    "/unlabelled": FAULTLESS % "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input>",
    "/painted": FAULTLESS % "<div style='width:400px;height:400px;background:#14607a'></div>",
    "/late": FAULTLESS % "<p></p><script>setTimeout(async () => { document.querySelector('p')"
    ".textContent = await (await fetch('/slow')).text() }, 100)</script>",
    "/restless": FAULTLESS % "<p></p><script>setInterval(() => { document.querySelector('p')"
    ".textContent = performance.now() }, 10)</script>",
    "/slow": "arrived",
}


class Pages(BaseHTTPRequestHandler):
    """Serves `PAGES`."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/slow":
            threading.Event().wait(0.6)
        body = PAGES.get(path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """These pages, instead of Aquifer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()
        thread.join()


def test_faultless_page_passes(page) -> None:
    page.goto("/")
    harness.settle(page)
    harness.assert_accessible(page)


# Strict: these must fail, in the call and by the watch alone, or the suite does.
@pytest.mark.parametrize("path", ["/console", "/throws", "/tracked", "/missing"])
@pytest.mark.xfail(raises=AssertionError, strict=True)
def test_page_with_a_problem_fails(page, path) -> None:
    page.goto(path)
    harness.settle(page)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/console", "console error: broken pump"),
        ("/throws", "uncaught error: dry well"),
        ("/tracked", "request off this server: http://tracker.invalid/x.png"),
        ("/missing", "console error: .*404"),
    ],
)
def test_problem_is_named_and_can_be_expected(page, expected_problems, path, named) -> None:
    expected_problems.append(named)
    if path == "/tracked":  # what is refused a name is an error on the console too
        expected_problems.append("ERR_NAME_NOT_RESOLVED")
    page.goto(path)
    harness.settle(page)


@pytest.mark.xfail(raises=AssertionError, strict=True)
def test_expected_problem_must_come_up(page, expected_problems) -> None:
    expected_problems.append("broken pump")
    page.goto("/")


def test_inaccessible_page_fails(page) -> None:
    page.goto("/unlabelled")
    with pytest.raises(AssertionError, match=r"(?s)image-alt.*label.*<input>"):
        harness.assert_accessible(page)
    harness.assert_accessible(page, leave_out=["img", "input"])


def test_settle_waits_for_answers(page) -> None:
    page.goto("/late")
    harness.settle(page)
    assert page.text_content("p") == "arrived"


def test_settle_gives_up_on_a_restless_page(page) -> None:
    page.goto("/restless")
    with pytest.raises(AssertionError, match="keeps changing"):
        harness.settle(page, limit=0.5)


def test_colour_scheme_motion_and_size_are_as_asked(new_page) -> None:
    page = new_page(width=820, height=600, dark=True)
    page.goto("/")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert page.evaluate("[innerWidth, innerHeight]") == [820, 600]
    moving = new_page(reduced_motion=False)
    moving.goto("/")
    assert not moving.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")


class TestScreenshots:
    @pytest.fixture
    def compare(self, tmp_path):
        def compare(picture: bytes, *, approve: bool = False) -> None:
            harness.compare_screenshot(
                picture,
                "view",
                approve=approve,
                approved=tmp_path / "approved",
                built=tmp_path / "built",
            )

        return compare

    def test_missing_one_tells_how_to_make_it(self, page, compare, tmp_path) -> None:
        page.goto("/")
        with pytest.raises(AssertionError, match="make screenshots"):
            compare(harness.take_screenshot(page))
        assert (tmp_path / "built" / "view.actual.png").exists()

    def test_same_picture_passes_and_leaves_nothing(self, page, compare, tmp_path) -> None:
        page.goto("/painted")
        compare(harness.take_screenshot(page), approve=True)
        page.reload()
        compare(harness.take_screenshot(page))
        assert list((tmp_path / "built").iterdir()) == []

    def test_differing_picture_fails_and_shows_where(self, page, compare, tmp_path) -> None:
        page.goto("/")
        compare(harness.take_screenshot(page), approve=True)
        page.goto("/painted")
        with pytest.raises(AssertionError, match=r"12\.\d+% of the pixels differ"):
            compare(harness.take_screenshot(page))
        left = {path.name for path in (tmp_path / "built").iterdir()}
        assert left == {"view.actual.png", "view.diff.png"}

    def test_picture_of_another_size_fails(self, page, new_page, compare) -> None:
        page.goto("/")
        compare(harness.take_screenshot(page), approve=True)
        small = new_page(width=820)
        small.goto("/")
        with pytest.raises(AssertionError, match=r"820×900.*1440×900"):
            compare(harness.take_screenshot(small))

    def test_approving_the_same_picture_leaves_the_file(self, page, compare, tmp_path) -> None:
        page.goto("/")
        compare(harness.take_screenshot(page), approve=True)
        written = (tmp_path / "approved" / "view.png").stat().st_mtime_ns
        compare(harness.take_screenshot(page), approve=True)
        assert (tmp_path / "approved" / "view.png").stat().st_mtime_ns == written
