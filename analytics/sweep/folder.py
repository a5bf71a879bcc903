"""The folder of a sweep: its manifest, the blocks that are finished, and who may write there."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from analytics.sweep.manifest import Manifest
from analytics.sweep.plan import MARK, Plan

MANIFEST = "manifest.json"
_LOCK = ".lock"
_PART = ".part"


class Unusable(Exception):
    """A folder that cannot be used for, or read as, a sweep; the text says why."""


def block_name(block: int) -> str:
    """File of a block.

    >>> block_name(7)
    'block-00007.parquet'
    """
    return f"block-{block:05d}.parquet"


def manifest(folder: Path) -> Manifest:
    """The manifest of the sweep in a folder.

    Raises:
        Unusable: there is none.
    """
    path = folder / MANIFEST
    try:
        return Manifest.from_json(json.loads(path.read_bytes()))
    except FileNotFoundError:
        raise Unusable(f"{folder} holds no sweep: it has no {MANIFEST}") from None
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise Unusable(f"{path} cannot be used: {error}") from None


def missing(folder: Path, of: Manifest) -> list[int]:
    """Numbers of the blocks that are not finished."""
    return [block for block in range(of.blocks) if not _finished(folder, of, block)]


def _finished(folder: Path, of: Manifest, block: int) -> bool:
    """Whether a block's file is there, whole and of this sweep."""
    # a second's work that a page without a sweep need not wait for
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = pq.read_metadata(folder / block_name(block))
        mark = json.loads((found.metadata or {}).get(MARK, b"{}"))
    except (OSError, pa.ArrowInvalid, ValueError):
        return False
    return bool(mark == of.mark(block) and found.num_rows == mark["rows"])


@contextlib.contextmanager
def opened(folder: Path, plan: Plan) -> Iterator[list[int]]:
    """Hold a folder for a plan: make it, or take up what another run has left.

    Yields:
        Numbers of the blocks that are not finished.

    Raises:
        Unusable: it is of another grid, data or code, holds something else, or is in use.
        OSError: it cannot be written.
    """
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    content = {path.name for path in folder.iterdir()} - {_LOCK, f".{MANIFEST}{_PART}"}
    if content and MANIFEST not in content:
        raise Unusable(f"{folder} is not empty and holds no sweep; name another folder")
    with (folder / _LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"another sweep is writing to {folder}") from None
        # whoever held the lock before and died left these half written
        for left in folder.glob(f".*{_PART}"):
            left.unlink(missing_ok=True)
        if MANIFEST in content:
            _same(folder, manifest(folder), plan.manifest)
        else:
            put(folder, MANIFEST, _text(plan))
        yield missing(folder, plan.manifest)


def _text(plan: Plan) -> bytes:
    return json.dumps(plan.manifest.as_json(), indent=1, ensure_ascii=False).encode()


def _same(folder: Path, found: Manifest, wanted: Manifest) -> None:
    """Raise Unusable unless a folder is of the same grid, data and code."""
    if found.key == wanted.key:
        return
    differing = {
        "another grid": (found.grid_key, wanted.grid_key),
        "other data": (found.data_version, wanted.data_version),
        "other code": (found.code_version, wanted.code_version),
    }
    told = [f"{what} ({one}, now {two})" for what, (one, two) in differing.items() if one != two]
    raise Unusable(
        f"{folder} was made by {' and '.join(told) or 'another version of sweeps'}; "
        "name another folder, or remove it"
    )


def put(folder: Path, name: str, content: bytes) -> None:
    """Put a file in place in one step; half of one is never seen under its name.

    Raises:
        OSError: it cannot be written.
    """
    part = folder / f".{name}{_PART}"
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)
