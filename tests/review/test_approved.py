"""What a picture is held against: the one that is committed, not one that was just taken."""

import subprocess
from pathlib import Path

from review import views
from review.approved import committed, others
from tests.browser.harness import APPROVED


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=It", "-c", "user.email=it@example.org")
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_committed_picture_counts_and_the_one_on_disk_where_nothing_is_versioned(
    tmp_path: Path,
) -> None:
    (tmp_path / "one.png").write_bytes(b"old")
    assert committed("one", tmp_path) == b"old"
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    (tmp_path / "one.png").write_bytes(b"new")
    (tmp_path / "two.png").write_bytes(b"new")
    assert committed("one", tmp_path) == b"old" and committed("two", tmp_path) is None


def test_every_approved_picture_is_on_the_page_once() -> None:
    names = [one.name for one in views.wanted()]
    rest = [one.name for one in others(set(names))]
    assert len(names) == len(set(names)) and not set(names) & set(rest)
    assert {path.stem for path in APPROVED.glob("*.png")} <= {*names, *rest}
    assert "outlook-1440-dark" in names and "depletion-pinned-1440-light" in rest
