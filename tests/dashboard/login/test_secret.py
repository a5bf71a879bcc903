import pytest

from dashboard.login.secret import FILE, secret_key
from dashboard.settings import Settings, SettingsError


def test_it_is_made_once_for_its_owner_alone(tmp_path) -> None:
    settings = Settings(home=tmp_path / "new")
    key = secret_key(settings)
    assert len(key) == 64
    assert secret_key(settings) == key
    (path,) = (tmp_path / "new").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert secret_key(settings) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_given_one_is_taken(tmp_path) -> None:
    assert secret_key(Settings(home=tmp_path, secret_key="k" * 32)) == "k" * 32
    assert not list(tmp_path.iterdir())


def test_a_file_without_a_key_is_refused(tmp_path) -> None:
    (tmp_path / FILE).write_text("short\n")
    with pytest.raises(SettingsError, match="32 characters"):
        secret_key(Settings(home=tmp_path))
    with pytest.raises(SettingsError, match="cannot be used"):
        secret_key(Settings(home=tmp_path / FILE / "below"))
