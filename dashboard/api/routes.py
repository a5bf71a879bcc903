"""The addresses of the exports: what may be asked for, what is sent, and what need not be."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from hashlib import blake2s
from typing import Any

from dash import Dash
from flask import Response, json
from flask import request as asked

import analytics
from analytics.exports.formats import FORMATS, JSON
from analytics.scenario import Reading
from dashboard import state
from dashboard.api.openapi import description
from dashboard.api.problems import problem
from dashboard.figures import CHARTS
from dashboard.figures.compare.sweep import SWEEP
from dashboard.handing import (
    TABLE_FORMATS,
    WHOLE,
    File,
    chart_file,
    comparison_file,
    facts_file,
    scenario_file,
)
from dashboard.settings import Settings
from data import catalog

_SMALL = 500
"""Bytes of a file that is not worth compressing."""


def register(app: Dash, settings: Settings) -> None:
    """Let the app answer under ``/export`` and at ``/openapi.json``.

    Args:
        app: the app, not yet hardened.
        settings: where it is served; its public address is put before links.
    """
    base_url = settings.url or ""

    def scenario(view: str, format: str) -> Response:
        """A scenario, or one of its views."""
        if format not in FORMATS:
            return problem(404, _none_of("format", format, FORMATS))
        views = (WHOLE, *FORMATS[format].views)
        if view not in views:
            return problem(404, _none_of(f"view in the format {format}", view, views))
        shown, refused = _state()
        if refused:
            return refused
        known = ("scenario", view, format, *_key(shown.reading), base_url)
        return _send(known, lambda: scenario_file(shown.reading, format, view, base_url))

    def chart(chart: str, format: str) -> Response:
        """What a chart draws."""
        if chart not in CHARTS:
            return problem(404, _none_of("chart", chart, CHARTS))
        if format not in TABLE_FORMATS:
            return problem(404, _none_of("format of a chart", format, TABLE_FORMATS))
        shown, refused = _state()
        if refused:
            return refused
        known = ("chart", chart, format, _page_key(shown), base_url)
        # what a sweep has found so far is in no key
        lasting = not shown.options.get(SWEEP)
        return _send(known, lambda: chart_file(shown, chart, format, base_url), lasting=lasting)

    def compare() -> Response:
        """A comparison of the scenarios of a link."""
        shown, refused = _state()
        if refused:
            return refused
        known = ("compare", _page_key(shown), base_url)
        return _send(known, lambda: comparison_file(shown, base_url))

    def table(table: str, format: str) -> Response:
        """A table of facts."""
        if table not in catalog.tables():
            return problem(404, _none_of("table", table, catalog.tables()))
        if format not in TABLE_FORMATS:
            return problem(404, _none_of("format of a table", format, TABLE_FORMATS))
        facts = catalog.snapshot()
        known = ("table", table, format, facts.version, analytics.__version__)
        return _send(known, lambda: facts_file(table, format, facts))

    def openapi() -> Response:
        """What can be asked for."""
        content = json.dumps(description(base_url)).encode()
        file = File("openapi.json", JSON, content)
        return _send((), lambda: file, attachment=False, lasting=False)

    def nothing(rest: str = "") -> Response:
        """Any other address under /export."""
        there = "/export/{view}.{format}, /export/chart/{chart}.{format}"
        return problem(
            404, f"There is nothing here; there are {there} and /export/table/{{table}}.{{format}}."
        )

    add = app.server.add_url_rule
    add("/export/<view>.<format>", "export_scenario", scenario)
    add("/export/compare.csv", "export_comparison", compare)
    add("/export/chart/<chart>.<format>", "export_chart", chart)
    add("/export/table/<table>.<format>", "export_table", table)
    add("/openapi.json", "openapi", openapi)
    add("/export", "export_nothing", nothing)
    add("/export/", "export_empty", nothing)
    add("/export/<path:rest>", "export_nowhere", nothing)


def _state() -> tuple[state.State, Response | None]:
    """What the query asks for; a refusal unless all of it can be used."""
    shown = state.parse(asked.query_string.decode("latin-1"))
    # that a link was made on other data is told by the file, which names its own
    wrong = [one for one in shown.problems if one.field.removeprefix("pin: ") != "data"]
    if not wrong:
        return shown, None
    count = f"{len(wrong)} values" if len(wrong) > 1 else "A value"
    return shown, problem(400, f"{count} of the query cannot be used.", wrong)


def _key(reading: Reading) -> tuple[str, ...]:
    """What a file of a scenario is a function of."""
    version = catalog.version()
    return (reading.scenario.key, reading.preset.id, version, analytics.__version__)


def _page_key(shown: state.State) -> tuple[Any, ...]:
    """What a file of all that a page shows is a function of."""
    pinned = _key(shown.pinned) if shown.pinned else ()
    beside = [(one.scenario.key, one.preset.id, one.called) for one in shown.beside]
    return (*_key(shown.reading), pinned, beside, sorted(shown.options.items()))


def _none_of(what: str, given: str, there: Any) -> str:
    """That there is no such thing, and what there is."""
    return f"There is no {what} {given[:60]!r}; there are {', '.join(there)}."


def _send(
    known: tuple[Any, ...],
    make: Callable[[], File],
    *,
    attachment: bool = True,
    lasting: bool = True,
) -> Response:
    """Send a file, or tell a client that it has it already.

    Args:
        known: what the file is a function of.
        make: makes it; not called where the client has it.
        attachment: whether a browser saves it.
        lasting: whether ``known`` is all that it is a function of; otherwise its bytes tell.
    """
    file = None if lasting else make()
    known_bytes = file.content if file else json.dumps(known).encode()
    tag = blake2s(known_bytes, digest_size=16).hexdigest()
    zipped = bool(asked.accept_encodings["gzip"])
    has = asked.if_none_match
    # an encoding is told apart by what stands behind a colon, here as in Flask-Compress
    if has.star_tag or any(one.partition(":")[0] == tag for one in has.as_set(include_weak=True)):
        response = Response(status=304)
    else:
        file = file or make()
        response = Response(file.content, mimetype=file.media)
        if attachment:
            response.headers.set("Content-Disposition", "attachment", filename=file.name)
        if zipped and file.media in _SHRINKING and len(file.content) >= _SMALL:
            response.data = gzip.compress(file.content, 6, mtime=0)
            response.content_encoding = "gzip"
            tag += ":gzip"
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Accept-Encoding")
    return response


_SHRINKING = {one.media for one in FORMATS.values() if one.text}
