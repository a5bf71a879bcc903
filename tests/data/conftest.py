from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty AQUIFER_HOME: no test sees what is refreshed on this machine."""
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    (tmp_path / "tables").mkdir()
    return tmp_path
