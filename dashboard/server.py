"""Everything about HTTP that is not a page: who may ask, what may load, errors, log and health."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import dash
from dash import _callback as dash_callback
from dash.exceptions import DashException, InvalidCallbackReturnValue
from flask import Flask, Response, redirect, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wsgi import ClosingIterator

from dashboard import health, login
from dashboard.api.problems import answers_in_problems, problem
from dashboard.database import Database
from dashboard.error_page import error_page, words
from dashboard.identity import LOCAL, USER
from dashboard.logs import log_request
from dashboard.settings import EVERY_ADDRESS, LOOPBACK_NAMES, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug.wrappers import Response as AnyResponse

MAX_REQUEST_BYTES = 20 * 1024 * 1024
# As much of a refused body is read and dropped: a client that is cut off while it is sending
# never gets to read why.
MAX_DROPPED_BYTES = 5 * MAX_REQUEST_BYTES
ONE_YEAR = 31_536_000

_log = logging.getLogger(__name__)

# Mantine, AG Grid and plotly write style attributes, plotly draws its pictures by blob and data
# addresses; nothing needs a script that is not ours, nor anything off this machine.
_POLICY = (
    "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
    " worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self';"
    " frame-ancestors 'none'"
)
_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


def harden(
    app: dash.Dash, settings: Settings, paths: Collection[str], database: Database | None = None
) -> None:
    """Make a Dash app fit to be served. Call it once, when everything else is set up.

    Foreign `Host` and `Origin` headers are refused, every response carries a content security
    policy and an `X-Request-Id`, unknown paths are 404 and malformed callback posts 400, errors
    have a page, `/health` and `/ready` answer, and each request is one line in the log. Where the
    settings require a login, everything else is behind it.

    Args:
        app: The app; its server must be a Flask one, and must not have a `/health` of its own.
        settings: Where the app is served.
        paths: Paths of the app's pages, such as `{"/", "/vendors"}`; every other is a 404.
        database: Of what is saved, users included; by default the one that the settings name.
    """
    database = database or Database.of(settings)
    server = app.server
    server.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    if settings.login_required:
        login.require(server, settings, database)
    health.register(server, database, public=settings.login_required)
    _refuse_unknown_paths(app, server, frozenset(paths))
    _answer_errors(app, server)
    policy = _Policy(app)

    @server.after_request
    def finish(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = policy.with_hashes()
        _set_cache(response)
        return response

    # Outermost, so that no answer leaves without its headers and its line in the log.
    gate: WSGIApplication = Gate(server.wsgi_app, settings)
    if settings.trusted_proxies:
        # Where a request comes from, and by http or https. Not the host: whatever stands there is
        # for a proxy to hand over as `Host`.
        far = settings.trusted_proxies
        gate = ProxyFix(gate, x_for=far, x_proto=far, x_host=0, x_port=0, x_prefix=0)
    server.wsgi_app = gate


def load(app: dash.Dash) -> None:
    """Make the page once, before a server forks.

    Dash serves the files only of components that it has put on a page in the same process: one of
    several would refuse the scripts of a page that another has made.

    Args:
        app: The app, hardened.
    """
    with app.server.test_request_context():
        app.index()


class Gate:
    """WSGI middleware: refuses strangers, numbers requests, adds headers, writes the log."""

    def __init__(self, inner: WSGIApplication, settings: Settings) -> None:
        self._inner = inner
        self._names = LOOPBACK_NAMES | {settings.host} - EVERY_ADDRESS
        self._nobody = "-" if settings.login_required else LOCAL
        self._public = ""
        if settings.url:
            # Behind a proxy the browser names the address that others reach the server under.
            parts = urlsplit(settings.url)
            self._names |= {parts.hostname or ""}
            self._public = f"{parts.scheme}://{parts.netloc}".lower()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        started = time.perf_counter()
        request_id = secrets.token_hex(6)
        environ["aquifer.request_id"] = request_id
        status = "500"

        def start(
            line: str,
            headers: list[tuple[str, str]],
            exc_info: Any = None,
        ) -> Callable[[bytes], object]:
            nonlocal status
            status = line.split(" ", 1)[0]
            ready = Headers([*headers, *_HEADERS, ("X-Request-Id", request_id)])
            ready.setdefault("Content-Security-Policy", _POLICY.format(scripts="'self'"))
            return start_response(line, ready.to_wsgi_list(), exc_info)

        def finish() -> None:
            if status >= "400":
                _drop_body(environ)
            user = environ.get(USER, self._nobody)
            log_request(environ, status, time.perf_counter() - started, request_id, user)

        refusal = self._refusal(environ)
        body: Iterable[bytes]
        if refusal:
            line, message = refusal
            text = f"{message}\n".encode()
            plain = ("Content-Type", "text/plain; charset=utf-8")
            start(line, [plain, ("Content-Length", str(len(text)))])
            body = [text]
        else:
            body = self._inner(environ, start)
        return ClosingIterator(body, [finish])

    def _refusal(self, environ: WSGIEnvironment) -> tuple[str, str] | None:
        """Return status and message for a request that a foreign page may have caused.

        A page elsewhere can have its own name resolve to 127.0.0.1 and then read this server as
        if it were its own: only the `Host` header tells. And it can post here outright: `Origin`
        tells. The port is free, for a port forwarded from another machine has another number.
        """
        host = environ.get("HTTP_HOST", "").lower()
        name = _host_name(host)
        if name is None:
            return "400 Bad Request", "The Host header is missing or malformed."
        if name not in self._names:
            return "403 Forbidden", "This server answers only to this machine's own names."
        origin = environ.get("HTTP_ORIGIN", "").lower()
        own = {f"http://{host}", f"https://{host}", self._public}
        if origin and origin not in own:
            return "403 Forbidden", "This server answers only its own pages."
        return None


class _Policy:
    """The content security policy, with the hashes of Dash's inline scripts."""

    def __init__(self, app: dash.Dash) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._text = ""

    def with_hashes(self) -> str:
        """Return the policy; the first page has every client-side callback registered."""
        with self._lock:
            if not self._text:
                scripts = " ".join(["'self'", *self._app.csp_hashes()])
                self._text = _POLICY.format(scripts=scripts)
            return self._text


def _drop_body(environ: WSGIEnvironment) -> None:
    """Read what is left of a request's body, up to a limit, and forget it."""
    left = MAX_DROPPED_BYTES
    try:
        while left > 0 and (chunk := environ["wsgi.input"].read(min(left, 65_536))):
            left -= len(chunk)
    except (OSError, ValueError):  # the client is gone, or its chunks are malformed
        return


def _host_name(host: str) -> str | None:
    """Return the name in a `Host` header, without port and brackets; None if there is none."""
    try:
        parts = urlsplit(f"//{host}")
        well_formed = parts.netloc == host and "@" not in host and (parts.port or 1) > 0
    except ValueError:  # a port that is no port, or a broken bracket
        return None
    return (parts.hostname or None) if well_formed else None


def _refuse_unknown_paths(app: dash.Dash, server: Flask, paths: frozenset[str]) -> None:
    """Answer 404 where Dash would serve its index for any path at all."""
    prefix = app.config.routes_pathname_prefix
    catch_all = f"{prefix}<path:path>"

    @server.before_request
    def check_path() -> AnyResponse | None:
        if request.endpoint != catch_all:
            return None
        path = "/" + request.path.removeprefix(prefix)
        if path in paths:
            return None
        if path.rstrip("/") in paths:
            query = request.query_string.decode("latin-1")
            return redirect(request.path.rstrip("/") + (f"?{query}" if query else ""), 308)
        return _error_response(404)


def _answer_errors(app: dash.Dash, server: Flask) -> None:
    """Give every error a page for a reader, or a line for a program."""
    prefix = app.config.routes_pathname_prefix
    callback = f"{prefix}_dash-update-component"
    components = f"{prefix}_dash-component-suites/"

    @server.errorhandler(HTTPException)
    def answer_refusal(error: HTTPException) -> AnyResponse:
        if error.code is None or error.code < 400:
            return error.get_response()
        response = _error_response(error.code)
        if "Allow" in (named := dict(error.get_headers())):
            response.headers["Allow"] = named["Allow"]
        return response

    @server.errorhandler(Exception)
    def answer_failure(error: Exception) -> AnyResponse:
        if request.path.startswith(components) and isinstance(error, DashException):
            return _error_response(404)
        if request.path == callback and _is_malformed_post(error):
            _log.warning("malformed callback post: %r", error)
            return _error_response(400, "This is no callback of this app.")
        _log.error("request %s failed", _request_id(), exc_info=error)
        return _error_response(500)


def _is_malformed_post(error: Exception) -> bool:
    """Tell a post that Dash could not take apart from a callback that failed."""
    if isinstance(error, InvalidCallbackReturnValue):
        return False
    codes = []
    frame = error.__traceback__
    while frame is not None:
        codes.append(frame.tb_frame.f_code)
        frame = frame.tb_next
    if dash_callback._prepare_response.__code__ in codes:  # the callback has run
        return False
    # Where the call is the last frame, the callback was not even entered: arguments are missing.
    return dash_callback._invoke_callback.__code__ not in codes[:-1]


def _error_response(status: int, message: str = "") -> Response:
    """Return a page if the client prefers one, otherwise one line of text; JSON to a program."""
    if answers_in_problems(request.path):
        return problem(status, message)
    if request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html":
        return Response(error_page(status, _request_id()), status, mimetype="text/html")
    return Response(f"{message or words(status)[0]}\n", status, mimetype="text/plain")


def _request_id() -> str:
    """Return the number of the request being answered."""
    return str(request.environ.get("aquifer.request_id", "-"))


def _set_cache(response: Response) -> None:
    """Let a browser keep what cannot change: an address with a fingerprint or a version."""
    cache: Any = response.cache_control
    if response.status_code == 200 and (
        (cache.max_age or 0) >= ONE_YEAR
        or (
            (request.endpoint or "").endswith("dash_assets.static")
            and request.args.keys() & {"m", "v"}
        )
    ):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    elif "Cache-Control" not in response.headers:
        # Ask again each time: pages, layouts and data may all be new after a refresh.
        cache.no_cache = True
