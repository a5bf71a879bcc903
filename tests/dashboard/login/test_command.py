"""`python -m dashboard users`, and a server that waits for the first of them."""

import io

import pytest

from dashboard.__main__ import main
from dashboard.login import command
from dashboard.login.command import check_users
from dashboard.settings import Settings, SettingsError
from tests.dashboard.login.conftest import PASSWORD


@pytest.fixture
def users(monkeypatch, tmp_path, capsys):
    """A function that runs the command and returns its status and what it said."""

    def run(*arguments: str, stdin: str = "") -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        status = main(["users", *arguments], {"AQUIFER_HOME": str(tmp_path)})
        out, err = capsys.readouterr()
        assert not (out and err)
        assert err.count("\n") <= 1
        return status, out or err

    return run


def test_users_come_and_go(users) -> None:
    assert "users add NAME" in users("list")[1]
    assert users("add", "Ada", "--stdin", stdin=f"{PASSWORD}\n") == (0, "added ada\n")
    status, said = users("list")
    assert (status, said[:11]) == (0, "ada  since ")
    assert users("add", "ada", "--stdin", stdin=PASSWORD)[0] == 1
    assert users("passwd", "ada", "--stdin", stdin="another password")[0] == 0
    assert users("remove", "ada") == (0, "removed ada\n")
    assert users("remove", "ada") == (1, "aquifer: there is no user 'ada'\n")


def test_a_short_password_is_refused(users) -> None:
    status, said = users("add", "ada", "--stdin", stdin="short\n")
    assert (status, said) == (1, "aquifer: a password must have 12 characters or more\n")


def test_a_password_is_typed_twice_and_never_an_argument(users, monkeypatch) -> None:
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "another one"])
    monkeypatch.setattr(command.run, "__defaults__", (lambda _prompt: next(typed),))
    assert users("add", "ada") == (0, "added ada\n")
    assert "in two ways" in users("add", "grace")[1]
    with pytest.raises(SystemExit):
        users("add", "grace", PASSWORD)


def test_a_server_for_others_waits_for_its_first_user(users, tmp_path) -> None:
    settings = Settings(home=tmp_path, login="required")
    with pytest.raises(SettingsError, match="add one by `python -m dashboard users add NAME`"):
        check_users(settings)
    users("add", "ada", "--stdin", stdin=PASSWORD)
    check_users(settings)


def test_a_database_that_does_not_answer_is_one_line(users, tmp_path) -> None:
    (tmp_path / "library.db").mkdir()
    status, said = users("list")
    assert status == 1
    assert str(tmp_path / "library.db") in said
