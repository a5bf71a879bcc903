"""The live sources replayed by a local server: whatever they do, the table in use survives."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import catalog, refresh
from data.fetch import FetchError, Limits, redirected
from data.upstream import normalise_crawl_size, normalise_training_runs
from tests.data.upstream import server as plays
from tests.data.upstream.server import CRAWL, EPOCH, Play, Server

FAST = Limits(
    connect_seconds=2,
    read_seconds=0.6,
    total_seconds=10,
    body_bytes=100_000,
    attempts=3,
    backoff_seconds=0.01,
)
DAY = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
MORE = EPOCH.replace(b"Inkling,", b"Inkling 2,").replace(b"1.845e+24", b"1.9e+24")
CHANGED = EPOCH.replace(b"1.845e+24", b"1.9e+24")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "*")
    with plays.running() as one:
        yield one


@pytest.fixture
def runs(home: Path) -> Path:
    """The excerpt as the table in use."""
    path = home / "tables" / "training_runs.csv"
    path.write_bytes(normalise_training_runs(EPOCH))
    (home / "tables" / "crawl_size.csv").write_bytes(normalise_crawl_size(CRAWL))
    return path


def replay(server: Server, *script: Play, limits: Limits = FAST) -> refresh.Report:
    url = server.play("/models.csv", *script)
    (report,) = refresh.refresh(
        "training_runs", urls={"training_runs": url}, limits=limits, now=lambda: DAY
    )
    assert report.url == url
    assert report.when == DAY
    return report


def test_a_good_answer_is_swapped_in(runs: Path, server: Server) -> None:
    before = catalog.version()
    report = replay(server, plays.good(MORE, ETag='"1"', Last_Modified="yesterday"))
    assert report.outcome == "updated"
    assert report.message == "1 added (Inkling 2); 1 removed (Inkling); 10 rows"
    assert (report.added, report.changed, report.removed) == (("Inkling 2",), (), ("Inkling",))
    assert report.old_version == before
    assert report.new_version == catalog.version() != before
    assert report.received == len(MORE)
    assert catalog.origin("training_runs") == "refreshed"
    assert catalog.problem("training_runs") is None
    assert "Inkling 2" in set(catalog.load("training_runs")["model"])
    ((_, asked),) = server.asked
    assert asked["User-Agent"].startswith("aquifer/1.")
    assert "If-None-Match" not in asked
    kept = refresh.note("training_runs")
    assert kept is not None
    assert (kept.etag, kept.fetched) == ('"1"', "2026-11-24T12:00:00+00:00")


def test_the_same_again_is_unchanged(runs: Path, server: Server) -> None:
    before, stamp = catalog.version(), runs.stat().st_mtime_ns
    report = replay(server, plays.good(EPOCH))
    assert (report.outcome, report.message) == ("unchanged", "nothing new: the same 10 rows")
    assert report.old_version == report.new_version == before
    assert runs.stat().st_mtime_ns == stamp


def test_a_change_is_asked_for_only_once(runs: Path, server: Server) -> None:
    replay(server, plays.good(CHANGED, ETag='"2"', Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT"))
    report = replay(server, plays.status(304, ETag='"2"'))
    assert report.outcome == "unchanged"
    assert report.message == "not changed at the source since 2026-11-24"
    asked = server.asked[-1][1]
    assert asked["If-None-Match"] == '"2"'
    assert asked["If-Modified-Since"] == "Mon, 23 Nov 2026 00:00:00 GMT"


def test_what_is_not_the_downloaded_table_is_asked_for_whole(runs: Path, server: Server) -> None:
    replay(server, plays.good(CHANGED, ETag='"2"'))
    runs.write_bytes(normalise_training_runs(EPOCH))
    assert refresh.note("training_runs") is None
    report = replay(server, plays.good(CHANGED, ETag='"2"'))
    assert (report.outcome, report.changed) == ("updated", ("Inkling",))
    assert "If-None-Match" not in server.asked[-1][1]
    for spoilt in (b"", b"{", b"[]", b'{"url": 1}', b"\xff"):
        runs.with_suffix(".json").write_bytes(spoilt)
        assert refresh.note("training_runs") is None
        assert replay(server, plays.good(CHANGED)).outcome == "unchanged"


def test_trouble_that_passes_is_tried_again(runs: Path, server: Server) -> None:
    for trouble in (
        plays.status(500),
        plays.status(503, Retry_After="0"),
        plays.status(429, Retry_After="soon"),
        plays.truncated(CHANGED),
        plays.chunked(CHANGED, whole=False),
        plays.gzipped(CHANGED, cut=20),
        plays.unframed(CHANGED[:-5]),
        plays.hang_up,
        plays.silent,
    ):
        runs.write_bytes(normalise_training_runs(EPOCH))
        report = replay(server, trouble, plays.good(CHANGED))
        assert (report.outcome, report.changed) == ("updated", ("Inkling",)), report.message


@pytest.mark.parametrize(
    "play",
    [
        plays.gzipped(CHANGED),
        plays.chunked(CHANGED),
        plays.unframed(CHANGED),
        plays.good(b"\xef\xbb\xbf" + CHANGED),
        plays.good(CHANGED, Content_Type="application/octet-stream"),
    ],
)
def test_any_way_of_sending_it_will_do(runs: Path, server: Server, play: Play) -> None:
    assert replay(server, play).changed == ("Inkling",)


HTML = b"<!DOCTYPE html><html><body>Down for maintenance</body></html>"
MANY = FAST.body_bytes + 1

FAILURES: list[tuple[str, Play, str]] = [
    ("500", plays.status(500), r"answered 500 Internal Server Error \(3 tries\)"),
    ("late", plays.status(503, Retry_After="9999"), "answered 503 Service Unavailable"),
    ("404", plays.status(404, HTML), "answered 404 Not Found"),
    ("204", plays.status(204), "answered 204 No Content"),
    ("304", plays.status(304), r"answered 304 \(not changed\) though all was asked for"),
    ("silent", plays.silent, r"no answer for 0.6 s \(3 tries\)"),
    ("hangs up", plays.hang_up, r"cannot be reached: Remote end closed .* \(3 tries\)"),
    ("truncated", plays.truncated(CHANGED), r"the answer was cut short: .* \(3 tries\)"),
    ("chunks", plays.chunked(CHANGED, whole=False), r"the answer (was cut short|broke off)"),
    ("gzip cut", plays.gzipped(CHANGED, cut=20), r"the answer was cut short \(3 tries\)"),
    ("cut line", plays.unframed(CHANGED[:-5]), "ends in the middle of a line"),
    ("web page", plays.good(HTML, Content_Type="text/html; charset=utf-8"), "a web page"),
    ("hidden page", plays.good(HTML), "a web page, not a CSV table"),
    ("empty", plays.good(b""), "the answer is empty"),
    ("encoding", plays.good(CHANGED.decode().encode("latin-1", "replace") + b"\xff"), "not UTF-8"),
    ("too long", plays.good(b"x" * MANY), "is larger than the 100,000 bytes taken at most"),
    ("endless", plays.endless, "is larger than the 100,000 bytes taken at most"),
    ("bomb", plays.gzipped(b"0" * 50_000_000), "is larger than the 100,000 bytes taken at most"),
    ("no gzip", plays.good(b"plain", Content_Encoding="gzip"), "sent a broken gzip file"),
    ("brotli", plays.good(b"plain", Content_Encoding="br"), "packed as 'br'"),
    ("elsewhere", plays.redirect("http://example.org/"), "another host, which is not trusted"),
    ("round", plays.redirect("/models.csv"), "redirects more than 5 times"),
    ("nowhere", plays.status(302), "answered 302 Found"),
    (
        "unknown name",
        plays.good(CHANGED.replace(b"size (total)", b"size (bytes)")),
        r"expected one of .* found 'Training dataset size \(bytes\)'",
    ),
    (
        "absurd",
        plays.good(CHANGED.replace(b"45000000000000", b"4.5e19")),
        r"field training_tokens: '4.5e19' is above the maximum 1e\+18 \(in 'Inkling'\)",
    ),
    (
        "units",
        plays.good(CHANGED.replace(b"45000000000000", b"4.5e16")),
        "'Inkling' has training_tokens 4.5e.16, more than 100 times the largest in use",
    ),
    (
        "future",
        plays.good(CHANGED.replace(b"2026-07-15", b"2062-07-15")),
        r"'Inkling' has published 2062-07-15, which is after today \(2026-11-24\)",
    ),
    (
        "shrunk",
        plays.good(b"".join(CHANGED.splitlines(keepends=True)[:2])),
        "it has only 1 rows where the table in use has 10: a loss of more than half",
    ),
    (
        "emptied",
        plays.good(CHANGED.splitlines(keepends=True)[0]),
        "table training_runs has no rows",
    ),
    (
        "twice",
        plays.good(CHANGED.replace(b"Composer 2,", b"Composer 2.5,")),
        "'Composer 2.5' is there twice and differs",
    ),
    (
        "confidence",
        plays.good(CHANGED.replace(b"Confident", b"Certain")),
        "field confidence: 'Certain' is not one of",
    ),
]


@pytest.mark.parametrize(
    ("play", "reason"), [one[1:] for one in FAILURES], ids=[one[0] for one in FAILURES]
)
def test_the_table_in_use_survives(runs: Path, server: Server, play: Play, reason: str) -> None:
    version, raw = catalog.version(), runs.read_bytes()
    report = replay(server, play)
    assert report.outcome == "failed"
    assert re.search(reason, report.message), report.message
    assert report.message.startswith(f"not refreshed from {report.url}: ")
    assert report.message.endswith("The refreshed table stays in use.")
    assert runs.read_bytes() == raw
    assert catalog.version() == report.old_version == report.new_version == version
    assert catalog.origin("training_runs") == "refreshed"
    assert {path.name for path in runs.parent.iterdir()} == {"training_runs.csv", "crawl_size.csv"}


@pytest.mark.parametrize("play", [plays.drip, plays.drip_headers])
def test_a_slow_drip_meets_the_deadline(runs: Path, server: Server, play: Play) -> None:
    began = time.monotonic()
    report = replay(server, play, limits=Limits(total_seconds=0.5))
    assert "took longer than 0.5 s in all" in report.message
    # The drip would go on for minutes; how long past the deadline is up to the machine.
    assert time.monotonic() - began < 20


def test_a_source_that_is_not_there_fails(runs: Path, server: Server) -> None:
    server.server_close()
    report = replay(server, plays.hang_up)
    assert "cannot be reached: Failed to establish a new connection" in report.message
    assert "object at" not in report.message


def test_a_redirect_on_the_same_host_is_followed(runs: Path, server: Server) -> None:
    server.play("/new.csv", plays.good(CHANGED))
    assert replay(server, plays.redirect("/new.csv")).changed == ("Inkling",)


@pytest.mark.parametrize(
    ("location", "ends"),
    [
        ("/b.csv", "https://epoch.ai/b.csv"),
        ("https://www.epoch.ai/b.csv", "https://www.epoch.ai/b.csv"),
        ("http://epoch.ai/b.csv", None),
        ("https://epoch.ai.example.org/b.csv", None),
        ("https://epoch.ai@example.org/b.csv", None),
        ("https://me:secret@epoch.ai/b.csv", None),
        ("https://www.epoch.ai:8443/b.csv", None),
        ("//example.org/b.csv", None),
        ("file:///etc/passwd", None),
        ("https://[", None),
        ("https://epoch.ai:port/", None),
    ],
)
def test_redirects_stay_secure_and_at_home(location: str, ends: str | None) -> None:
    known = ("epoch.ai", "www.epoch.ai")
    if ends:
        assert redirected("https://epoch.ai/a.csv", location, known) == ends
    else:
        with pytest.raises(FetchError, match="redirects to"):
            redirected("https://epoch.ai/a.csv", location, known)


def test_tables_do_not_wait_for_each_other(runs: Path, server: Server) -> None:
    more = CRAWL + b"CC-MAIN-2024-51,270000000000,290000000000,88000000000\n"
    urls = {
        "training_runs": server.play("/models.csv", plays.status(404)),
        "crawl_size": server.play("/crawls.csv", plays.good(more)),
    }
    steps: list[refresh.Progress] = []
    failed, updated = refresh.refresh(urls=urls, limits=FAST, progress=steps.append)
    assert (failed.table, failed.outcome) == ("training_runs", "failed")
    assert (updated.table, updated.outcome) == ("crawl_size", "updated")
    assert updated.added == ("CC-MAIN-2024-51",)
    assert [one.step for one in steps if one.table == "training_runs"] == ["asking"]
    crawl = [one for one in steps if one.table == "crawl_size"]
    assert [one.step for one in crawl] == ["asking", "receiving", "checking", "swapping"]
    assert (crawl[1].done, crawl[1].total) == (len(more), len(more))


def test_no_password_is_looked_up(
    runs: Path, server: Server, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "netrc").write_text("default login me password secret\n")
    monkeypatch.setenv("NETRC", str(home / "netrc"))
    replay(server, plays.good(EPOCH))
    assert "Authorization" not in server.asked[-1][1]
