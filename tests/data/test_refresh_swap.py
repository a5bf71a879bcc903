"""Swapping, restoring, locking, dying half-way, and the command line."""

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data import catalog, refresh, schema, store, upstream
from data.upstream import normalise_training_runs
from tests.data.upstream import server as plays
from tests.data.upstream.server import EPOCH, Server

CHANGED = EPOCH.replace(b"1.845e+24", b"1.9e+24")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "*")
    with plays.running() as one:
        one.play("/models.csv", plays.good(CHANGED, ETag='"2"'))
        yield one


@pytest.fixture
def runs(home: Path) -> Path:
    path = home / "tables" / "training_runs.csv"
    path.write_bytes(normalise_training_runs(EPOCH))
    return path


def url_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/models.csv"


def refreshed(server: Server) -> refresh.Report:
    (report,) = refresh.refresh("training_runs", urls={"training_runs": url_of(server)})
    return report


def untouched(runs: Path) -> bool:
    kept = {path.name for path in runs.parent.iterdir()}
    return kept == {runs.name} and runs.read_bytes() == normalise_training_runs(EPOCH)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_changes_nothing(
    runs: Path, server: Server, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        report = refreshed(server)
    assert report.outcome == "failed"
    assert "No space left on device. The refreshed table stays in use." in report.message
    assert untouched(runs)
    assert refreshed(server).outcome == "updated"


def test_a_file_that_cannot_grow_changes_nothing(runs: Path, server: Server) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
    try:
        report = refreshed(server)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (report.outcome, "File too large" in report.message) == ("failed", True)
    assert untouched(runs)


def test_a_swap_without_its_note_is_still_a_swap(
    runs: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = store.write

    def half(name: str, raw: bytes) -> None:
        if name.endswith(".json"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(name, raw)

    monkeypatch.setattr(store, "write", half)
    report = refreshed(server)
    assert report.outcome == "updated"
    assert report.message.endswith("(when could not be noted: No space left on device)")


def test_a_home_that_cannot_be_written_fails(
    server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").touch()
    monkeypatch.setenv("AQUIFER_HOME", str(home / "file"))
    report = refreshed(server)
    assert report.outcome == "failed"
    assert report.message.endswith("The shipped table stays in use.")
    assert not server.asked


def test_a_folder_in_the_place_of_the_table_fails(home: Path, server: Server) -> None:
    server.play("/models.csv", plays.good(whole()))
    (home / "tables" / "training_runs.csv").mkdir()
    report = refreshed(server)
    assert report.outcome == "failed"
    assert "Is a directory" in report.message


def test_a_spoilt_table_is_replaced(runs: Path, server: Server) -> None:
    server.play("/models.csv", plays.good(whole()))
    runs.write_bytes(b"spoilt")
    report = refreshed(server)
    assert report.outcome == "updated"
    assert report.message.startswith("the same facts, in place of a file that was not used")
    assert catalog.origin("training_runs") == "refreshed"


def test_nothing_new_leaves_the_shipped_table_in_use(home: Path, server: Server) -> None:
    server.play("/models.csv", plays.good(whole(), ETag='"9"'))
    assert refreshed(server).message == "nothing new: the same 270 rows"
    assert catalog.origin("training_runs") == "shipped"
    server.play("/models.csv", plays.status(304))
    assert refreshed(server).outcome == "unchanged"
    assert server.asked[-1][1]["If-None-Match"] == '"9"'


def test_a_shipped_table_does_not_shrink_to_an_excerpt(server: Server) -> None:
    report = refreshed(server)
    assert "it has only 10 rows where the table in use has 270" in report.message
    assert catalog.origin("training_runs") == "shipped"


def whole() -> bytes:
    from tests.data.test_refresh_normalise import as_epoch, shipped

    return as_epoch(shipped("training_runs"))


DEATHS = {
    "while writing": "os.fsync = die",
    "before the swap": "os.replace = die",
    "after the swap": "store.write_note = die",
}


@pytest.mark.parametrize("death", DEATHS)
def test_killed_half_way(runs: Path, server: Server, death: str) -> None:
    before = catalog.version()
    code = f"""
import os, signal
from data import refresh, store
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
{DEATHS[death]}
refresh.refresh("training_runs", urls={{"training_runs": {url_of(server)!r}}})
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=schema.ROOT.parent, check=False)
    assert run.returncode == -9
    assert catalog.problem("training_runs") is None
    assert catalog.origin("training_runs") == "refreshed"
    swapped = death == "after the swap"
    assert (catalog.version() != before) == swapped
    assert len(list(runs.parent.glob(".*.part"))) == (not swapped)
    report = refreshed(server)
    assert report.outcome == ("unchanged" if swapped else "updated"), report.message
    assert catalog.version() != before
    assert {path.name for path in runs.parent.iterdir()} == {runs.name, "training_runs.json"}


def test_two_refreshes_do_not_mix(runs: Path, server: Server) -> None:
    with store.locked():
        report = refreshed(server)
        (back,) = refresh.restore("training_runs")
    assert "another refresh is under way" in report.message
    assert back.message.startswith("not restored: another refresh is under way.")
    assert not server.asked
    assert untouched(runs)
    assert refreshed(server).outcome == "updated"


def test_back_to_shipped_data(runs: Path, server: Server) -> None:
    runs.unlink()
    shipped = catalog.version()
    assert refresh.restore() == ()
    runs.write_bytes(normalise_training_runs(EPOCH))
    refreshed(server)
    (report,) = refresh.restore()
    assert (report.table, report.outcome) == ("training_runs", "restored")
    assert "1 changed (Inkling)" in report.message
    assert len(report.added) == 260
    assert report.new_version == shipped != report.old_version
    assert catalog.version() == shipped
    assert catalog.origin("training_runs") == "shipped"
    assert refresh.note("training_runs") is None
    assert runs.with_name("training_runs.csv.old").exists()
    (again,) = refresh.restore("training_runs")
    assert (again.outcome, again.message) == ("unchanged", "the shipped table is in use")


def test_a_spoilt_table_is_set_aside_too(runs: Path) -> None:
    runs.write_bytes(b"spoilt")
    (report,) = refresh.restore()
    assert report.message == "back to the shipped table; 270 rows"
    assert catalog.problem("training_runs") is None


@pytest.fixture
def shipped_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Have other training runs shipped, as an update of Aquifer does."""

    def start_again() -> None:
        for kept in (catalog._shipped, catalog._resolve, catalog._of_stamps):
            kept.cache_clear()

    def ship() -> None:
        table = catalog.schema("training_runs")
        lines = table.path.read_bytes().splitlines(keepends=True)
        (tmp_path / "newer.csv").write_bytes(b"".join(lines[:-1]))
        newer = replace(table, path=tmp_path / "newer.csv")
        monkeypatch.setitem(schema.all_tables(), table.name, newer)
        start_again()

    yield ship
    monkeypatch.undo()
    start_again()


def test_newer_shipped_data_are_not_shadowed(
    runs: Path, server: Server, shipped_anew: Callable[[], None]
) -> None:
    assert refreshed(server).outcome == "updated"
    assert len(catalog.load("training_runs")) == 10
    kept = refresh.note("training_runs")
    assert kept is not None
    assert kept.shipped == catalog.shipped_digest("training_runs")
    shipped_anew()
    problem = catalog.problem("training_runs")
    assert problem == "table training_runs: the shipped table is newer than the refreshed one"
    assert catalog.origin("training_runs") == "shipped"
    assert len(catalog.load("training_runs")) == 269
    # Neither does the note of a file that isn't in use keep the source from being asked in full.
    server.play("/models.csv", plays.good(whole()))
    report = refreshed(server)
    assert "If-None-Match" not in server.asked[-1][1]
    assert report.outcome == "updated", report.message
    assert (catalog.origin("training_runs"), catalog.problem("training_runs")) == (
        "refreshed",
        None,
    )


def test_a_table_that_newer_shipped_data_replaced_can_be_set_aside(
    runs: Path, server: Server, shipped_anew: Callable[[], None]
) -> None:
    refreshed(server)
    shipped_anew()
    (report,) = refresh.restore("training_runs")
    assert (report.outcome, report.message) == (
        "restored",
        "back to the shipped table; 269 rows",
    )
    assert catalog.problem("training_runs") is None
    assert not runs.exists()


def test_a_note_that_does_not_say_what_was_shipped_is_as_before(
    runs: Path, server: Server, shipped_anew: Callable[[], None]
) -> None:
    refreshed(server)
    note = runs.with_suffix(".json")
    said = json.loads(note.read_text())
    del said["shipped"]
    note.write_text(json.dumps(said))
    shipped_anew()
    assert catalog.origin("training_runs") == "refreshed"
    kept = refresh.note("training_runs")
    assert kept is not None
    assert (kept.etag, kept.shipped) == ('"2"', None)


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b"3", b'{"sha256": []}', b"\xff"])
def test_a_spoilt_note_keeps_no_table_from_use(
    runs: Path, server: Server, shipped_anew: Callable[[], None], spoilt: bytes
) -> None:
    refreshed(server)
    runs.with_suffix(".json").write_bytes(spoilt)
    shipped_anew()
    assert catalog.origin("training_runs") == "refreshed"
    assert refresh.note("training_runs") is None


def test_a_table_without_a_live_source_is_named() -> None:
    with pytest.raises(catalog.UnknownTable, match="live source 'stocks'; there are training_runs"):
        refresh.refresh(["crawl_size", "stocks"])
    with pytest.raises(catalog.UnknownTable, match="no table 'wells'"):
        refresh.restore("wells")
    assert refresh.refreshable() == ("training_runs", "crawl_size")


def test_the_command_line(
    runs: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = upstream.UPSTREAMS["training_runs"]
    local = type(source)(**{**vars(source), "url": url_of(server)})
    monkeypatch.setitem(upstream.UPSTREAMS, "training_runs", local)
    before = catalog.version()
    assert refresh.main(["training_runs"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("training_runs: 1 changed (Inkling); 10 rows\n")
    assert f"data version: {before} -> {catalog.version()}" in out
    assert not err
    server.play("/models.csv", plays.status(404))
    assert refresh.main(["training_runs"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(f"training_runs: not refreshed from {url_of(server)}: answered 404 Not ")
    assert not out
    assert refresh.main(["--restore", "training_runs"]) == 0
    assert "back to the shipped table" in capsys.readouterr().out
    assert refresh.main(["--restore"]) == 0
    assert capsys.readouterr().out == "the shipped data is in use\n"
    assert refresh.main(["stocks"]) == 2
    assert "there is no table with a live source 'stocks'" in capsys.readouterr().err
    for wrong, code in ((["--wrong"], 2), (["--help"], 0)):
        with pytest.raises(SystemExit) as stop:
            refresh.main(wrong)
        assert stop.value.code == code
    assert "https://epoch.ai" not in capsys.readouterr().err


def test_progress_on_a_terminal_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    refresh._show(refresh.Progress("crawl_size", "receiving", 500_000, 2_000_000))
    refresh._show(refresh.Progress("crawl_size", "checking"))
    err = capsys.readouterr().err
    assert "crawl_size: receiving 0.5 of 2.0 MB" in err
    assert "\n" not in err


def test_importing_it_is_light() -> None:
    code = "import sys, data.refresh; print({'pandas', 'requests', 'urllib3'} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=schema.ROOT.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "set()"
