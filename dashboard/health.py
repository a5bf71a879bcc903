"""Whether the server lives, and whether it can answer what it is for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

import analytics
from dashboard.database import Database, DatabaseError
from data import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)


def register(server: Flask, database: Database, *, public: bool) -> None:
    """Answer at `/health` and `/ready`, which need no login.

    Args:
        server: to answer.
        database: of what is saved.
        public: whether strangers may ask: they are not told what runs here.
    """

    def health() -> Response:
        """Tell that the server answers, and with which code and data."""
        if public:
            return jsonify(status="ok")
        return jsonify(status="ok", version=analytics.__version__, data_version=catalog.version())

    def ready() -> tuple[Response, int]:
        """Tell whether the facts load and the database answers; 503 if one of them does not."""
        checks: dict[str, Callable[[], object]] = {
            "data": catalog.snapshot,
            "database": lambda: _ask(database),
        }
        found = {name: _works(name, check) for name, check in checks.items()}
        well = all(found.values())
        said = {name: "ok" if works else "failed" for name, works in found.items()}
        return jsonify(status="ok" if well else "failed", **said), 200 if well else 503

    server.add_url_rule("/health", "health", health)
    server.add_url_rule("/ready", "ready", ready)


def _ask(database: Database) -> None:
    with database.read() as session:
        session.execute(text("SELECT 1"))


def _works(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except (catalog.InvalidTable, DatabaseError, SQLAlchemyError, OSError) as error:
        _log.error("not ready, %s: %s", name, error)
        return False
    return True
