import io

import pytest

from analytics.sweep.run import run
from tests.analytics.sweep.small import small_plan


def contents(folder):
    """Name and bytes of every file but the lock."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.name != ".lock"
    }


@pytest.fixture(scope="session")
def serial(tmp_path_factory):
    """Folder of the small sweep, computed one block after another in this process."""
    folder = tmp_path_factory.mktemp("sweeps") / "serial"
    run(small_plan(), folder, workers=0, out=io.StringIO())
    return folder
