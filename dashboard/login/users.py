"""The users: added, removed and listed from the shell, and known by name and password."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import Delete, Update, delete, select, update
from sqlalchemy.exc import IntegrityError

from dashboard.database import Database, now
from dashboard.identity import LOCAL
from dashboard.login.models import Account
from dashboard.login.passwords import Passwords

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


class UserError(ValueError):
    """What was asked cannot be done; its text says why, in a line."""


@dataclass(frozen=True, slots=True)
class User:
    """A user.

    Attributes:
        name: by which they log in, and under which what they save is kept.
        epoch: of their sessions: those of another one are over.
        created: when they were added, UTC.
    """

    name: str
    epoch: str
    created: dt.datetime


class Users:
    """The users in a database."""

    def __init__(self, database: Database, passwords: Passwords | None = None) -> None:
        """Make it.

        Args:
            database: that holds them.
            passwords: how they are hashed.
        """
        self._database = database
        self._passwords = passwords or Passwords()

    def add(self, name: str, password: str) -> User:
        """Add a user.

        Raises:
            UserError: there is one of that name, or none may have it.
            UnfitPassword: the password will not do.
        """
        name = known_as(name)
        if not _NAME.fullmatch(name) or name == LOCAL:
            raise UserError(
                "a name must begin with a letter or a digit and have 64 of a–z, 0–9 and . _ @ - at"
                f" most, and not be {LOCAL!r}: {name[:80]!r}"
            )
        hashed = self._passwords.hash(password, name)
        account = Account(name=name, password=hashed, epoch=_new_epoch(), created_at=now())
        try:
            with self._database.write() as session:
                session.add(account)
        except IntegrityError:
            raise UserError(f"there is a user {name!r} already") from None
        return _user(account)

    def remove(self, name: str) -> None:
        """Remove a user, whose sessions end; UserError if there is none of that name."""
        self._must_hit(delete(Account), name)

    def set_password(self, name: str, password: str) -> User:
        """Give a user another password, which ends their sessions.

        Returns:
            The user, in the epoch of the sessions to come.

        Raises:
            UserError: there is no user of that name.
            UnfitPassword: the password will not do.
        """
        hashed = self._passwords.hash(password, known_as(name))
        self._must_hit(update(Account).values(password=hashed, epoch=_new_epoch()), name)
        found = self.find(known_as(name))
        assert found is not None
        return found

    def end_sessions(self, name: str) -> None:
        """Log a user out everywhere; UserError if there is none of that name."""
        self._must_hit(update(Account).values(epoch=_new_epoch()), name)

    def all(self) -> list[User]:
        """Return all users, by name."""
        with self._database.read() as session:
            return [_user(one) for one in session.scalars(select(Account).order_by(Account.name))]

    def any(self) -> bool:
        """Tell whether there is a user at all."""
        with self._database.read() as session:
            return session.scalar(select(Account.name).limit(1)) is not None

    def find(self, name: str) -> User | None:
        """Return the user of a name; None if there is none."""
        found = self._account(name)
        return None if found is None else _user(found)

    def authenticate(self, name: str, password: str) -> User | None:
        """Return the user whose name and password these are; None if they are nobody's."""
        found = self._account(known_as(name))
        # also without a user, so that the time taken does not tell whether there is one
        fits = self._passwords.fits(None if found is None else found.password, password)
        if found is None or not fits:
            return None
        if self._passwords.is_outdated(found.password):
            hashed = self._passwords.anew(password)
            with self._database.write() as session:
                # not over a password that was set meanwhile
                same = (Account.name == found.name) & (Account.password == found.password)
                session.execute(update(Account).where(same).values(password=hashed))
        return _user(found)

    def _account(self, name: str) -> Account | None:
        if not _NAME.fullmatch(name):  # such as one with a sign that a database refuses
            return None
        with self._database.read() as session:
            return session.get(Account, name)

    def _must_hit(self, change: Update | Delete, name: str) -> None:
        name = known_as(name)
        with self._database.write() as session:
            hit = session.execute(change.where(Account.name == name).returning(Account.name))
            if hit.first() is None:
                raise UserError(f"there is no user {name[:80]!r}")


def _user(account: Account) -> User:
    return User(account.name, account.epoch, account.created_at)


def known_as(name: str) -> str:
    """Return the name as it is kept: small letters, no space around it."""
    return name.strip().lower()


def _new_epoch() -> str:
    return secrets.token_hex(8)
