"""Without a login everything belongs to one owner."""

from dashboard import identity


def test_without_a_login_there_is_one_owner() -> None:
    assert identity.current_user() == identity.LOCAL == "local"
