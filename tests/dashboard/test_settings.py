import os
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.settings import ENVIRONMENT, Settings, SettingsError
from data import catalog, store

SECRET = "0123456789abcdef" * 2


def test_empty_environment_gives_the_defaults() -> None:
    settings = Settings.from_env({})
    assert settings == Settings()
    assert settings.address == "http://127.0.0.1:8050"
    assert settings.home.is_absolute()
    assert settings.home.name == "aquifer"


def test_every_variable_is_read(tmp_path) -> None:
    chrome = tmp_path / "chrome"
    chrome.touch(mode=0o755)
    settings = Settings.from_env(
        {
            "PORT": "9000",
            "AQUIFER_HOST": "LOCALHOST",
            "AQUIFER_HOME": str(tmp_path / "new" / "home"),
            "AQUIFER_URL": "https://aquifer.example.org/market/",
            "AQUIFER_DATABASE_URL": "postgres://aquifer:hidden@db/aquifer",
            "AQUIFER_SECRET_KEY": SECRET,
            "AQUIFER_LOGIN": "Required",
            "AQUIFER_TRUSTED_PROXIES": "1",
            "AQUIFER_CHROME": str(chrome),
            "AQUIFER_LOG": "JSON",
            "AQUIFER_LOG_LEVEL": "WARNING",
            "AQUIFER_WORKERS": "2",
            "AQUIFER_THREADS": "8",
            "AQUIFER_JOBS": "3",
        }
    )
    assert settings == Settings(
        port=9000,
        host="localhost",
        home=tmp_path / "new" / "home",
        url="https://aquifer.example.org/market",
        database_url="postgresql+psycopg://aquifer:hidden@db/aquifer",
        secret_key=SECRET,
        login="required",
        trusted_proxies=1,
        chrome=str(chrome),
        log="json",
        log_level="warning",
        workers=2,
        threads=8,
        jobs=3,
    )
    assert settings.encrypted
    assert "hidden" not in repr(settings)
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("environ", "required"),
    [
        ({}, False),
        ({"AQUIFER_HOST": "::1"}, False),
        ({"AQUIFER_LOGIN": "required"}, True),
        ({"AQUIFER_HOST": "192.168.1.4"}, True),
        ({"AQUIFER_HOST": "0.0.0.0", "AQUIFER_URL": "http://aquifer.lan"}, True),
        ({"AQUIFER_TRUSTED_PROXIES": "1"}, True),
        ({"AQUIFER_TRUSTED_PROXIES": "1", "AQUIFER_LOGIN": "off"}, False),
        ({"AQUIFER_URL": "https://aquifer.example.org"}, False),
    ],
)
def test_a_login_is_required_where_others_can_reach(environ, required) -> None:
    assert Settings.from_env(environ).login_required is required


def test_what_is_no_good_together_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"AQUIFER_LOGIN must .* AQUIFER_HOST is beyond"):
        Settings.from_env({"AQUIFER_HOST": "10.0.0.1", "AQUIFER_LOGIN": "off"})
    with pytest.raises(SettingsError, match="names none: set AQUIFER_URL"):
        Settings.from_env({"AQUIFER_HOST": "::"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AQUIFER_DATABASE_URL", "mysql://me:hidden@db/aquifer"),
        ("AQUIFER_DATABASE_URL", "postgresql+asyncpg://me:hidden@db/aquifer"),
        ("AQUIFER_DATABASE_URL", "hidden"),
        ("AQUIFER_SECRET_KEY", "hidden"),
    ],
)
def test_secrets_are_in_no_message(name, value) -> None:
    with pytest.raises(SettingsError, match=f"^{name} must ") as caught:
        Settings.from_env({name: value})
    assert "hidden" not in str(caught.value)


def test_empty_variables_count_as_unset() -> None:
    names = ["PORT", *(f"AQUIFER_{field.name.upper()}" for field in fields(Settings))]
    assert Settings.from_env(dict.fromkeys(names, " ")) == Settings()


def test_chrome_may_be_a_name_on_path() -> None:
    assert Path(Settings.from_env({"AQUIFER_CHROME": "sh"}).chrome or "").is_absolute()


def test_home_may_be_relative_or_the_users(monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    assert Settings.from_env({"AQUIFER_HOME": "state"}).home == tmp_path / "state"
    assert Settings.from_env({"AQUIFER_HOME": "~/state"}).home == tmp_path / "user" / "state"


@pytest.mark.parametrize("text", ["state", " state ", "~/state", "~", "/srv/state", "", " "])
def test_home_is_where_tables_are_looked_for(monkeypatch, tmp_path, text) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("AQUIFER_HOME", text)
    assert Settings.from_env(os.environ).home == catalog.home() == store.folder().parent


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "[::1]", "localhost"])
def test_any_loopback_address_will_do(host) -> None:
    assert Settings.from_env({"AQUIFER_HOST": host}).host == host.strip("[]")


def test_address_of_ipv6_is_in_brackets() -> None:
    assert Settings(host="::1", port=80).address == "http://[::1]:80"


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("PORT", "65536", "from 0 to 65535"),
        ("PORT", "-1", "from 0 to 65535"),
        ("PORT", "8_050", "from 0 to 65535"),
        ("PORT", "٨٠٥٠", "from 0 to 65535"),
        ("PORT", "9" * 5000, "from 0 to 65535"),
        ("AQUIFER_WORKERS", "0", "from 1 to 64"),
        ("AQUIFER_WORKERS", "four", "from 1 to 64"),
        ("AQUIFER_THREADS", "65", "from 1 to 64"),
        ("AQUIFER_TRUSTED_PROXIES", "10", "from 0 to 9"),
        ("AQUIFER_HOST", "0.0.0.0", "AQUIFER_URL"),
        ("AQUIFER_HOST", "::", "AQUIFER_URL"),
        ("AQUIFER_HOST", "example.org", "an address of this machine"),
        ("AQUIFER_LOGIN", "no", "auto, required, off"),
        ("AQUIFER_LOG", "xml", "text, json"),
        ("AQUIFER_URL", "aquifer.example.org", "http or https"),
        ("AQUIFER_URL", "ftp://example.org", "http or https"),
        ("AQUIFER_URL", "https://", "http or https"),
        ("AQUIFER_URL", "https://example.org?a=1", "without user, query or fragment"),
        ("AQUIFER_URL", "https://me@example.org", "without user, query or fragment"),
        ("AQUIFER_URL", "https://example.org:99999", "http or https"),
        ("AQUIFER_URL", "https://[::1", "http or https"),
        ("AQUIFER_CHROME", "/no/such/chrome", "a program that can be run"),
        ("AQUIFER_LOG_LEVEL", "chatty", "debug, info, warning, error"),
        ("AQUIFER_HOME", __file__, "a directory"),
        ("AQUIFER_HOME", f"{__file__}/home", "a directory"),
    ],
)
def test_bad_value_names_variable_value_and_bound(name, value, bound) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    message = str(caught.value)
    assert message.startswith(name)
    assert bound in message
    assert repr(value) in message
    assert "\n" not in message


@given(
    st.sampled_from(["PORT", "AQUIFER_HOST", "AQUIFER_URL", "AQUIFER_WORKERS", "AQUIFER_CHROME"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_any_text_gives_settings_or_a_message(name, text) -> None:
    try:
        settings = Settings.from_env({name: text})
    except SettingsError as error:
        assert name in str(error)
    else:
        assert 0 <= settings.port <= 65535
        assert 1 <= settings.workers <= 64


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_help_lists_every_variable() -> None:
    for field in fields(Settings):
        name = "PORT" if field.name == "port" else f"AQUIFER_{field.name.upper()}"
        assert f"  {name} " in ENVIRONMENT
