"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put a file in place in one step; an existing one is kept if anything fails.

    The content goes to a temporary name beside it and is renamed. A link is followed, permissions
    are kept, and what is no regular file (``/dev/null``, a pipe) is written to.

    Args:
        path: of the file.
        content: its bytes.

    Raises:
        OSError: it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        target.write_bytes(content)
        return
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".aquifer-") as folder:
        temporary = Path(folder, "whole")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
