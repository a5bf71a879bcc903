"""Counts of attempts in the database: each of the server's processes counts on with the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from limits.storage import Storage
from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from dashboard.database import Database, DatabaseError
from dashboard.login.models import Attempt

SCHEME = "aquifer"


class AttemptsStorage(Storage):
    """What Flask-Limiter counts in, of fixed windows."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 – the library's own, of this type

    def __init__(
        self,
        uri: str | None = None,
        *,
        database: Database,
        clock: Callable[[], float] = time.time,
        **options: Any,
    ) -> None:
        """Make it.

        Args:
            uri: of the scheme, as Flask-Limiter names it.
            database: that holds them.
            clock: seconds since 1970.
            options: of the library.
        """
        super().__init__(uri, **options)
        self._database, self._clock = database, clock

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What the database may raise."""
        return SQLAlchemyError, DatabaseError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count an attempt, or begin anew where the window is over.

        It is one statement, so that no two processes count the same.

        Args:
            key: what is counted.
            expiry: seconds that the window lasts.
            amount: how many.

        Returns:
            How many there are in the window now.
        """
        now = self._clock()
        over = Attempt.expires <= now
        with self._database.write() as session:
            dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
            counted = (
                dialect.insert(Attempt)
                .values(key=key, count=amount, expires=now + expiry)
                .on_conflict_do_update(
                    index_elements=["key"],
                    set_={
                        "count": case((over, amount), else_=Attempt.count + amount),
                        "expires": case((over, now + expiry), else_=Attempt.expires),
                    },
                )
                .returning(Attempt.count)
            )
            count = session.scalar(counted) or 0
            if count == amount:  # a window has begun: time to forget those that are over
                session.execute(delete(Attempt).where(over))
        return count

    def get(self, key: str) -> int:
        """Return how many attempts there are in the window."""
        open_ = (Attempt.key == key) & (Attempt.expires > self._clock())
        with self._database.read() as session:
            return session.scalar(select(Attempt.count).where(open_)) or 0

    def get_expiry(self, key: str) -> float:
        """Return when the window is over, in seconds since 1970; now if there is none."""
        with self._database.read() as session:
            expires = session.scalar(select(Attempt.expires).where(Attempt.key == key))
        return max(expires or 0.0, self._clock())

    def check(self) -> bool:
        """Tell whether the database answers."""
        try:
            self.get("")
        except (SQLAlchemyError, DatabaseError):
            return False
        return True

    def reset(self) -> int:
        """Forget all; return how many were counted of."""
        with self._database.write() as session:
            found = session.scalar(select(func.count()).select_from(Attempt))
            session.execute(delete(Attempt))
        return found or 0

    def clear(self, key: str) -> None:
        """Forget the attempts of a key."""
        with self._database.write() as session:
            session.execute(delete(Attempt).where(Attempt.key == key))
