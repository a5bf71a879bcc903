"""What a program reads when it is refused: RFC 9457, with field, value and bound."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from flask import Response, json, request

from analytics.scenario import DECLARATIONS, Problem
from analytics.scenario.codec import OTHER_ROWS
from dashboard.error_page import words
from dashboard.state import OPTIONS

MEDIA = "application/problem+json"

_OF_A_LINK = ("; kept as in the preset", f"; {OTHER_ROWS}", "; the first value counts")
"""What a page does with a value that it can't use, and an address here does not."""


def answers_in_problems(path: str) -> bool:
    """Whether a path is one of a program's, which is refused in JSON."""
    return path == "/openapi.json" or path == "/export" or path.startswith("/export/")


def problem(status: int, detail: str = "", errors: Iterable[Problem] = ()) -> Response:
    """A refusal.

    Args:
        status: of HTTP, 400 or more.
        detail: one sentence on what is wrong.
        errors: values of the query that cannot be used.
    """
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or words(status)[1],
        "instance": request.path,
        "request_id": str(request.environ.get("aquifer.request_id", "-")),
    }
    if told := [_error(one) for one in errors]:
        content["errors"] = told
    return Response(json.dumps(content), status, mimetype=MEDIA)


def _error(found: Problem) -> dict[str, Any]:
    """A value that cannot be used, with the bounds that it must keep."""
    reason = found.reason
    for ending in _OF_A_LINK:
        reason = reason.removesuffix(ending)
    told: dict[str, Any] = {"field": found.field, "value": found.value, "reason": reason}
    name = found.field.removeprefix("pin: ")
    if declared := DECLARATIONS.get(name):
        if declared.low is not None:
            told |= {"lowest": declared.low, "highest": declared.high, "unit": declared.unit}
        elif declared.options:
            told["accepted"] = list(declared.options)
    elif name in OPTIONS:
        told["accepted"] = list(OPTIONS[name])
    return told
