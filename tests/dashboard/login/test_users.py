import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from dashboard.login.models import Account
from dashboard.login.passwords import Passwords, UnfitPassword
from dashboard.login.users import UserError, Users
from tests.dashboard.login.conftest import PASSWORD


def kept(database) -> str:
    with database.read() as session:
        return session.scalars(select(Account.password)).one()


def test_users_are_added_listed_and_removed(users) -> None:
    users.add(" Grace ", PASSWORD)
    assert [one.name for one in users.all()] == ["ada", "grace"]
    users.remove("ADA")
    assert [one.name for one in users.all()] == ["grace"]
    assert users.find("ada") is None
    users.remove("grace")
    assert not users.any()


@pytest.mark.parametrize("name", ["", "local", "Ada", "a b", "-a", "a" * 65, "ä", "a\n"])
def test_a_name_is_refused(users, name) -> None:
    if name == "a\n":
        assert users.add(name, PASSWORD).name == "a"
        return
    with pytest.raises(UserError):
        users.add(name, PASSWORD)
    assert len(users.all()) == 1


def test_an_unfit_password_changes_nothing(users) -> None:
    with pytest.raises(UnfitPassword):
        users.add("grace", "short")
    before = users.find("ada")
    with pytest.raises(UnfitPassword):
        users.set_password("ada", "short")
    assert users.find("ada") == before
    assert len(users.all()) == 1


@pytest.mark.parametrize("change", ["remove", "set_password", "end_sessions"])
def test_who_is_not_there_is_told(users, change) -> None:
    more = [PASSWORD] if change == "set_password" else []
    with pytest.raises(UserError, match="there is no user 'bob'"):
        getattr(users, change)("bob", *more)


def test_only_name_and_password_together_are_let_in(users) -> None:
    assert users.authenticate(" Ada", PASSWORD) == users.find("ada")
    assert users.authenticate("ada", PASSWORD.upper()) is None
    assert users.authenticate("bob", PASSWORD) is None
    assert users.authenticate("\0", PASSWORD) is None


def test_each_change_begins_an_epoch_of_its_own(users) -> None:
    epochs = [users.find("ada").epoch]
    epochs.append(users.set_password("ada", "another password").epoch)
    users.end_sessions("ada")
    epochs.append(users.find("ada").epoch)
    users.remove("ada")
    epochs.append(users.add("ada", PASSWORD).epoch)
    assert len(set(epochs)) == 4
    assert users.authenticate("ada", "another password") is None


def test_a_hash_of_old_costs_is_made_anew_at_a_login(users, database) -> None:
    dearer = Users(database, Passwords(PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)))
    before = kept(database)
    assert dearer.authenticate("ada", "wrong password") is None
    assert kept(database) == before
    assert dearer.authenticate("ada", PASSWORD)
    assert "m=16," in kept(database)
    assert dearer.authenticate("ada", PASSWORD)
