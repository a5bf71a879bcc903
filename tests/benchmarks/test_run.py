"""It runs: every benchmark, in its smallest size, prints its rows and the floors beside them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main

ROOT = Path(__file__).parents[2]


def run(*arguments: str, path: Path) -> tuple[str, dict]:
    """In a process of its own: Playwright's loop and the settings of threads stay there."""
    asked = [sys.executable, "-m", "benchmarks", "--quick", "--json", str(path), *arguments]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(path.read_text(encoding="utf-8"))


def bounded(found: dict) -> dict[str, list[dict]]:
    sections: dict[str, list[dict]] = {}
    for row in found["rows"]:
        if row["limit"] is not None or row["limit_ratio"] is not None:
            sections.setdefault(row["section"], []).append(row)
    return sections


def test_the_models_and_their_accuracy(tmp_path: Path) -> None:
    printed, found = run(
        "--only", "model", "accuracy", "collapse", "moat", path=tmp_path / "rows.json"
    )
    assert "load average" in printed and "commit" in printed
    sections = bounded(found)
    titles = [
        "Model, one core",
        "Accuracy of the exhaustion year",
        "Collapse, one core",
        "Ranking of vendors, one core",
    ]
    assert list(sections) == titles
    for row in (row for rows in sections.values() for row in rows):
        assert row["value"] > 0 and row["floor_value"] > 0 and row["floor"]
    assert any("naive" in row["figure"] and row["ratio"] > 1 for row in found["rows"])
    plain = [row for row in found["rows"] if row["figure"].startswith("plain loop")]
    assert [row["floor"] for row in plain] == [
        "simulator item by item",
        "simulator by sufficient statistics",
    ] * 3
    assert all(row["ratio"] > 0 for row in plain)


@pytest.mark.browser
@pytest.mark.slow
def test_the_server_and_the_page(tmp_path: Path) -> None:
    printed, found = run("--only", "start", "slider", path=tmp_path / "rows.json")
    sections = bounded(found)
    assert list(sections) == ["Start", "Slider to chart, Chromium"]
    timed = [row for rows in sections.values() for row in rows if row["unit"]]
    assert len(timed) == 4
    assert all(row["floor_value"] > 0 and row["floor"] in printed for row in timed)
    assert any("on the wire" in row["figure"] and row["value"] > 0 for row in found["rows"])


def test_an_unknown_benchmark_is_refused(capsys) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["--only", "nothing"])
    said = capsys.readouterr().err
    assert all(name in said for name in BENCHMARKS)
