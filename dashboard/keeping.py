"""What an app keeps beyond a request: its database, the library and the jobs in it."""

from __future__ import annotations

from dataclasses import dataclass

from dash import Dash
from flask import current_app

from dashboard.database import Database
from dashboard.jobs.runner import Runner
from dashboard.jobs.store import Jobs
from dashboard.library import Library
from dashboard.settings import Settings

_NAME = "aquifer-kept"


@dataclass(frozen=True)
class Kept:
    """What an app keeps; nothing of it is opened before it is used.

    Attributes:
        database: what all is in.
        library: saved scenarios.
        jobs: work in the background.
        runner: what starts it.
        url: under which others reach the server; empty if nothing says.
    """

    database: Database
    library: Library
    jobs: Jobs
    runner: Runner
    url: str


def attach(app: Dash, settings: Settings) -> Kept:
    """Give an app its database.

    Args:
        app: the app.
        settings: where the database and the files of jobs are.
    """
    database = Database.of(settings)
    jobs = Jobs(database, settings.home / "jobs")
    environ = {
        "AQUIFER_HOME": str(settings.home),
        "AQUIFER_JOBS": str(settings.jobs),
        "AQUIFER_DATABASE_URL": settings.database_url or "",
    }
    runner = Runner(jobs, settings.jobs, environ)
    kept = Kept(database, Library(database), jobs, runner, settings.url or "")
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
    found: Kept = app.server.extensions[_NAME]
    found.database.engine()
    found.library.purge()
    found.jobs.reap()
    found.jobs.clean()
    found.database.close()


def library() -> Library:
    """The library of the app that answers the request at hand."""
    return kept().library
