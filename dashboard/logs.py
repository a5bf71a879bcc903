"""The log on stderr: one line a record, one record a request; as text, or as JSON on demand."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_QUIET = frozenset({"/health", "/ready"})
"""Paths that machines ask for all the time."""

_log = logging.getLogger(__name__)


def configure_logging(level: str, form: str = "text") -> None:
    """Send the log to stderr, one line a record.

    Args:
        level: Lowest level that is logged, such as `info`.
        form: `text` or `json`.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(
        Json() if form == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


class Json(logging.Formatter):
    """A record as an object on a line of its own, a failure's traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            **getattr(record, "facts", {"message": record.getMessage()}),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def log_request(
    environ: WSGIEnvironment, status: str, seconds: float, request_id: str, user: str
) -> None:
    """Write one line of a request, without its query: that is the analyst's scenario.

    Args:
        environ: of the request, as WSGI has it.
        status: HTTP status, three digits.
        seconds: that it took, to the last byte of its answer.
        request_id: its number.
        user: whose it is; "-" where that is not known.
    """
    # WSGI hands the path over decoded: encode it again, or it could write lines of its own.
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/:@!$&'()*+,;=~")
    facts = {
        "method": environ["REQUEST_METHOD"],
        "path": path,
        "status": int(status),
        "ms": round(seconds * 1000),
        "id": request_id,
        "user": user,
    }
    _log.log(
        logging.DEBUG if path in _QUIET else logging.INFO,
        "%(method)s %(path)s %(status)d %(ms)d ms %(id)s %(user)s",
        facts,
        extra={"facts": facts},
    )
