"""A file is written whole or not at all."""

import os
import stat

import pytest

from analytics.exports.files import write


def test_a_new_file_has_the_usual_permissions(tmp_path):
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    write(tmp_path / "new", b"content")
    assert (tmp_path / "new").read_bytes() == b"content"
    assert (tmp_path / "new").stat().st_mode == ordinary.stat().st_mode
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "ordinary"]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o640)
    reader = path.open("rb")
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert reader.read() == b"old"  # a new file took its name: nobody sees half of it
    reader.close()


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_on_failure_the_old_file_stays_and_nothing_else(tmp_path, monkeypatch, broken):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, fail)
    with pytest.raises(OSError, match="No space left"):
        write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_what_is_no_regular_file_is_written_to(tmp_path):
    write(tmp_path / ".." / tmp_path.name / "file", b"x")
    before = os.stat(os.devnull)
    write(type(tmp_path)(os.devnull), b"content")
    assert os.stat(os.devnull).st_ino == before.st_ino


def test_a_directory_or_a_missing_one(tmp_path):
    with pytest.raises(IsADirectoryError):
        write(tmp_path, b"x")
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "missing" / "file", b"x")


def test_a_long_name(tmp_path):
    path = tmp_path / ("ä" * 127)
    write(path, b"x")
    assert path.read_bytes() == b"x"
