"""Nothing is answered without a session but what is listed here."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from flask import Flask, Response, abort, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, current_user, login_user

from dashboard.identity import USER
from dashboard.login import pages
from dashboard.login.secret import secret_key
from dashboard.login.users import User, Users
from dashboard.settings import Settings

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

IDLE, ABSOLUTE = timedelta(hours=2), timedelta(hours=12)
"""How long a session lasts without a request, and at most."""
NOTED = timedelta(minutes=1)
"""How exactly its last request is known: an answer that sets the cookie anew is one that may come
after that of a logout."""

MAX_FORM_BYTES = 16 * 1024
LONGEST_AGAIN = 2500
"""Characters of an address that can stand within another one, each of them as three."""

PUBLIC = frozenset({"/login", "/health", "/ready", pages.FONT, pages.ICON, "/assets/favicon.ico"})
"""Paths that need no session: the login, what it looks like, and how the server does."""


class LoggedIn(UserMixin):
    """A user, as Flask-Login takes one."""

    def __init__(self, user: User) -> None:
        self.name = user.name
        # The epoch first: it has no colon.
        self.id = f"{user.epoch}:{user.name}"


class Guard:
    """Tells who is asking, and asks for a login where nobody is."""

    def __init__(self, users: Users, clock: Callable[[], float] = time.time) -> None:
        """Make it.

        Args:
            users: who may log in.
            clock: seconds since 1970.
        """
        self._users, self._clock = users, clock

    def install(self, server: Flask, settings: Settings) -> None:
        """Put it before everything that a server answers.

        Args:
            server: whose routes may be added later, too.
            settings: which say how its sessions are signed, and whether it is reached by https.
        """
        server.secret_key = secret_key(settings)
        server.session_interface = _Sessions()
        server.config.update(
            # A browser takes the first name only over https, for this host and all its paths.
            SESSION_COOKIE_NAME="__Host-aquifer" if settings.encrypted else "aquifer",
            SESSION_COOKIE_SECURE=settings.encrypted,
            SESSION_REFRESH_EACH_REQUEST=False,
            PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        )
        manager = LoginManager()
        manager.session_protection = None  # an address may change, and a browser's name is no proof
        manager.init_app(server)
        manager.user_loader(self._load)
        server.before_request_funcs.setdefault(None, []).insert(0, self._check)
        server.after_request(_keep_private)

    def begin(self, user: User) -> None:
        """Begin a session of a user in place of any other."""
        session.clear()
        login_user(LoggedIn(user))
        session.permanent = True
        session["began"] = session["seen"] = int(self._clock())

    def user(self) -> str | None:
        """Return the name of the user whose session it is; None if there is none, or no more."""
        if not current_user.is_authenticated:
            return None
        now = self._clock()
        began, seen = session.get("began", 0), session.get("seen", 0)
        if now - began > ABSOLUTE.total_seconds() or now - seen > IDLE.total_seconds():
            return None
        if now - seen >= NOTED.total_seconds():
            session["seen"] = int(now)
        return cast(LoggedIn, current_user).name

    def _load(self, id: str) -> LoggedIn | None:
        """Return the user of a session; None if there is no such user, or another epoch."""
        epoch, _, name = id.partition(":")
        user = self._users.find(name)
        known = user is not None and hmac.compare_digest(user.epoch, epoch)
        return LoggedIn(user) if user and known else None

    def _check(self) -> AnyResponse | None:
        """Let a request through, or answer it with the page that asks who it is."""
        if request.path.startswith(("/login", "/account")):
            request.max_content_length = MAX_FORM_BYTES
        if request.path in PUBLIC:
            return None
        name = self.user()
        if name is not None:
            request.environ[USER] = name
            return None
        if session:  # clearing an empty one would take away the cookie that was not sent along
            session.clear()
        if request.method not in ("GET", "HEAD") or not _reads_pages():
            abort(401)
        target = request.full_path.removesuffix("?")
        far = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if far and len(target) < LONGEST_AGAIN:
            return Response(pages.again_page(target), 401, mimetype="text/html")
        return Response(pages.login_page(target), 401, mimetype="text/html")


class _Sessions(SecureCookieSessionInterface):
    """Flask's sessions, with a cookie that goes over https alone wherever it came over https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether a browser may send it over https alone."""
        return super().get_cookie_secure(app) or request.is_secure


def _reads_pages() -> bool:
    """Whether who asks would rather have a page than a line."""
    return request.accept_mimetypes.best_match(["text/plain", "text/html"]) == "text/html"


def _keep_private(response: Response) -> Response:
    """Let nobody keep for others, or for later, what is behind the login."""
    if request.path in PUBLIC:
        return response
    cache = response.headers.get("Cache-Control", "")
    if "immutable" in cache:
        response.headers["Cache-Control"] = cache.replace("public", "private")
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
