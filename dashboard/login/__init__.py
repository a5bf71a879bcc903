"""Who may ask, where others can reach the server: users, their passwords and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from dashboard.database import Database
    from dashboard.settings import Settings


def require(server: Flask, settings: Settings, database: Database) -> None:
    """Let nothing be answered without a login.

    Args:
        server: whose every route, of now and later, is behind it.
        settings: which say how sessions are signed.
        database: that holds the users.
    """
    from dashboard.login import routes
    from dashboard.login.guard import Guard
    from dashboard.login.users import Users

    users = Users(database)
    guard = Guard(users)
    guard.install(server, settings)
    routes.register(server, guard, users, database)
