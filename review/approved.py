"""The approved pictures, as they were last committed: those on disk may just be taken anew."""

from __future__ import annotations

import subprocess
from pathlib import Path

from review.picture import Wanted
from tests.browser.harness import APPROVED

GROUP = "Other approved pictures"


def committed(name: str, folder: Path = APPROVED) -> bytes | None:
    """An approved picture as committed; as on disk where nothing is versioned.

    Args:
        name: without suffix.
        folder: of the approved pictures.

    Returns:
        PNG; None if there is none.
    """
    file = f"./{name}.png"
    try:
        shown = subprocess.run(["git", "show", f"HEAD:{file}"], cwd=folder, capture_output=True)
        versioned = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True)
    except FileNotFoundError:
        return on_disk(name, folder)
    if versioned.returncode:
        return on_disk(name, folder)
    return None if shown.returncode else shown.stdout


def on_disk(name: str, folder: Path = APPROVED) -> bytes | None:
    """An approved picture as on disk, PNG; None if there is none."""
    path = folder / f"{name}.png"
    return path.read_bytes() if path.exists() else None


def others(known: set[str], folder: Path = APPROVED) -> list[Wanted]:
    """Approved pictures of none of the names that are known."""
    names = sorted(path.stem for path in folder.glob("*.png"))
    return [Wanted(GROUP, name, name) for name in names if name not in known]
