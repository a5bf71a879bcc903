"""What an app keeps beyond a request: its database, the library in it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import Dash
from flask import current_app

from dashboard.database import Database
from dashboard.library import Library
from dashboard.settings import Settings

_NAME = "aquifer-kept"


@dataclass(frozen=True)
class Kept:
    """What an app keeps; nothing of it is opened before it is used."""

    database: Database
    library: Library


def attach(app: Dash, settings: Settings) -> Kept:
    """Give an app its database.

    Args:
        app: the app.
        settings: where the database is.
    """
    database = Database.of(settings)
    kept = Kept(database, Library(database))
    app.server.extensions[_NAME] = kept
    return kept


def kept() -> Kept:
    """What the app keeps that answers the request at hand."""
    found: Kept = current_app.extensions[_NAME]
    return found


def prepare(app: Dash) -> None:
    """Open the database once before the server forks, so that a start fails at once or not at all.

    Raises:
        DatabaseError: it cannot be used.
    """
    found: Kept | None = app.server.extensions.get(_NAME)
    if found is not None:
        found.database.engine()
        found.library.purge()
        found.database.close()


def library() -> Library:
    """The library of the app that answers the request at hand."""
    return kept().library
