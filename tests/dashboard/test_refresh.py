"""A refresh from the shell tells what it does to the forecast."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import findings
from analytics.effects import WATCHED
from analytics.outlook import evaluate
from analytics.scenario import PRESETS
from dashboard import refresh
from data import catalog, upstream
from tests.dashboard.test_refreshing import TABLE, more_runs
from tests.data.upstream import server as plays
from tests.data.upstream.server import Server

ROOT = Path(__file__).parents[2]
SAME = "the forecast stays as it was."


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A home of its own, and a source that plays the live one."""
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    monkeypatch.setenv("NO_PROXY", "*")
    live = upstream.UPSTREAMS[TABLE]
    with plays.running() as one:
        url = one.play("/runs", plays.good(more_runs()))
        monkeypatch.setitem(upstream.UPSTREAMS, TABLE, type(live)(**{**vars(live), "url": url}))
        yield one


def test_it_tells_the_effect_there_and_back(
    source: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped, was = catalog.version(), evaluate(PRESETS[WATCHED].scenario)
    assert refresh.main([TABLE]) == 0
    first, second, mine, refit = capsys.readouterr().out.splitlines()
    assert first.startswith("training_runs: 2 added (Larger A, Larger B)")
    assert second == f"data version: {shipped} -> {catalog.version()}"
    assert mine == f"“As published (Epoch 2024)”: {SAME}"
    now = evaluate(PRESETS[WATCHED].scenario)
    year = findings.difference(now, was)[0]
    assert year.difference_text not in (None, findings.NO_CHANGE)
    told = f"median year of exhaustion {year.value_text} ({year.difference_text})"
    assert refit.startswith(f"“Refit since 2020”: {told}")

    assert refresh.main([TABLE]) == 0
    nothing, *same = capsys.readouterr().out.splitlines()
    assert "nothing new" in nothing and all(line.endswith(SAME) for line in same) and len(same) == 2

    assert refresh.main(["--restore", TABLE]) == 0
    *_, refit = capsys.readouterr().out.splitlines()
    back = findings.difference(was, now)[0]
    assert f"median year of exhaustion {back.value_text} ({back.difference_text})" in refit
    assert catalog.version() == shipped


def test_a_table_that_failed_has_no_effect(
    source: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    source.play("/runs", plays.status(404))
    assert refresh.main([TABLE]) == 1
    out, err = capsys.readouterr()
    assert "answered 404" in err and not out


def test_misuse_is_told_under_its_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh.main(["stocks"]) == 2
    out, err = capsys.readouterr()
    assert err.startswith("python -m dashboard.refresh: there is no table") and not out


def test_help_is_instant() -> None:
    code = (
        "import sys; from dashboard import refresh\n"
        "try: refresh.main(['--help'])\n"
        "except SystemExit: print({'numpy', 'dash', 'analytics', 'requests'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("usage: python -m dashboard.refresh")
    assert run.stdout.endswith("set()\n")
