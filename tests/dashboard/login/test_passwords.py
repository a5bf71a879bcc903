from typing import Any

import pytest
from argon2 import PasswordHasher

from dashboard.login.passwords import LONGEST, SHORTEST, Passwords, UnfitPassword
from tests.dashboard.login.conftest import CHEAP, PASSWORD


def test_a_hash_fits_its_password_alone_and_is_salted() -> None:
    kept = Passwords(CHEAP)
    one, other = kept.hash(PASSWORD, "ada"), kept.hash(PASSWORD, "ada")
    assert one != other
    assert one.startswith("$argon2id$")
    assert PASSWORD not in one
    assert kept.fits(one, PASSWORD)
    assert not kept.fits(one, PASSWORD + " ")
    assert not kept.fits(one, "")
    assert not kept.fits("no hash", PASSWORD)


def test_it_fits_however_a_keyboard_composes_letters() -> None:
    kept = Passwords(CHEAP)
    assert kept.fits(kept.hash("Zu\u0308rich am See", "ada"), "Z\u00fcrich am See")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("a" * (SHORTEST - 1), f"{SHORTEST} characters or more"),
        ("ab" * LONGEST, f"{LONGEST} characters at most"),
        ("aaaaaaaaaaaaaaaa", "repetition"),
        ("Ada.Lovelace-1815", "neither the name"),
    ],
)
def test_an_unfit_password_is_told_why(password, why) -> None:
    with pytest.raises(UnfitPassword, match=why):
        Passwords(CHEAP).hash(password, "ada.lovelace-1815")


def test_an_unknown_user_takes_the_same_work() -> None:
    checked = []

    class Noting:
        hash = CHEAP.hash

        def verify(self, hash: str, password: str) -> bool:
            checked.append(hash)
            return CHEAP.verify(hash, password)

    noting: Any = Noting()
    kept = Passwords(noting)
    assert not kept.fits(None, "nobody's password")
    assert not kept.fits(kept.hash(PASSWORD, "ada"), "wrong")
    nobodys, adas = (one.rsplit("$", 2)[0] for one in checked)
    assert nobodys == adas  # the same kind at the same costs


def test_a_hash_of_other_costs_is_outdated() -> None:
    old = Passwords(CHEAP).hash(PASSWORD, "ada")
    assert not Passwords(CHEAP).is_outdated(old)
    assert Passwords(PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)).is_outdated(old)
