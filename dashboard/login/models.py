"""The tables of the login: who there is, and how often somebody tried to be one of them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Float, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.database import Base


class Account(Base):
    """A user."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    password: Mapped[str] = mapped_column(String(255))
    epoch: Mapped[str] = mapped_column(String(32))
    """A session holds the epoch that it began in: another one here ends it."""
    created_at: Mapped[dt.datetime]


class Attempt(Base):
    """Attempts of a kind within a window of time."""

    __tablename__ = "attempt"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    expires: Mapped[float] = mapped_column(Float, index=True)
    """Seconds since 1970, as the limits reckon."""
