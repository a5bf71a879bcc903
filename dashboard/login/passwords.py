"""Passwords: what one must be, how it is kept, and how a guess is told from it."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
"""Characters."""


class UnfitPassword(ValueError):
    """A password that none may have; its text says why."""


class Passwords:
    """Hashes of passwords by Argon2id."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Make it; the costs are those that argon2-cffi takes of RFC 9106 unless told otherwise."""
        self._hasher = hasher or PasswordHasher()
        # One that nobody has: checked in place of an unknown user's, for the same work.
        self._nobodys = self._hasher.hash("nobody's password")

    def hash(self, password: str, name: str) -> str:
        """Return the hash of a new password.

        Args:
            password: as it was typed.
            name: of the user, which it must not be.

        Raises:
            UnfitPassword: it is too short, too long, or the name.
        """
        if len(password) < SHORTEST:
            raise UnfitPassword(f"a password must have {SHORTEST} characters or more")
        if len(password) > LONGEST:
            raise UnfitPassword(f"a password may have {LONGEST} characters at most")
        if len(set(password)) < 4 or name.casefold() in (password.casefold(), ""):
            raise UnfitPassword("a password must be neither the name nor a repetition")
        return self.anew(password)

    def anew(self, password: str) -> str:
        """Return the hash of a password that is in use, at the costs that are taken now."""
        return self._hasher.hash(_normal(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Tell whether a password is the one whose hash was kept; the work is always the same.

        Args:
            kept: the hash; None for a user whom there is not.
            password: as it was typed.
        """
        try:
            self._hasher.verify(kept or self._nobodys, _normal(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made at other costs than are taken now."""
        return self._hasher.check_needs_rehash(kept)


def _normal(password: str) -> str:
    """The same password, whichever way a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)
