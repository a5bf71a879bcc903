"""What the pages of the login post to, and how often that may be tried."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request, session
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import logout_user

from dashboard.database import Database
from dashboard.identity import current_user
from dashboard.login import attempts, pages
from dashboard.login.guard import Guard
from dashboard.login.passwords import UnfitPassword
from dashboard.login.users import Users, known_as

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

PER_NAME = "10 per 15 minutes"
PER_ADDRESS = "60 per 15 minutes"
"""Attempts. All of them count, not only those that fail: of many at once, none slips through."""

WRONG = "Name or password is wrong."
TOO_MANY = "These were too many attempts. Wait a quarter of an hour, then try again."

_log = logging.getLogger(__name__)


def register(server: Flask, guard: Guard, users: Users, database: Database) -> None:
    """Add the addresses of the login to a server that a guard stands before.

    Args:
        server: to add them to.
        guard: that begins sessions.
        users: who may log in.
        database: in which attempts are counted, for all processes together.
    """
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)  # `refuse` below says it
    options: Any = {"database": database}
    limiter = Limiter(
        _address,
        app=server,
        storage_uri=f"{attempts.SCHEME}://",
        storage_options=options,
        strategy="fixed-window",
    )
    by_address = limiter.shared_limit(PER_ADDRESS, "address", key_func=_address, methods=["POST"])
    by_name = limiter.shared_limit(PER_NAME, "name", key_func=_name, methods=["POST"])

    @server.route("/login", methods=["GET", "POST"])
    @by_address
    @by_name
    def login() -> AnyResponse:
        if request.method == "GET":
            target = _within(request.args.get("next"))
            if guard.user() is not None:
                return redirect(target, 303)
            return _page(pages.login_page(target))
        name, target = request.form.get("name", ""), _within(request.form.get("next"))
        user = users.authenticate(name, request.form.get("password", ""))
        if user is None:
            # People type passwords there by mistake: only a name that there is may be written down.
            who = "somebody unknown" if users.find(known_as(name)) is None else known_as(name)
            _log.warning("login of %s from %s failed", who, request.remote_addr)
            return _page(pages.login_page(target, said=WRONG, name=name), 401)
        for one in limiter.current_limits:
            if one.key.count("/name/"):
                limiter.storage.clear(one.key)
        guard.begin(user)
        _log.info("%s logged in from %s", user.name, request.remote_addr)
        return redirect(target, 303)

    @server.post("/logout")
    def logout() -> AnyResponse:
        return _ended()

    @server.get("/account")
    def account() -> AnyResponse:
        done = "The password is changed." if request.args.get("changed") else ""
        return _page(pages.account_page(current_user(), said=done))

    @server.post("/account/password")
    @by_address
    @by_name
    def change_password() -> AnyResponse:
        name, new = current_user(), request.form.get("new", "")
        said = ""
        if users.authenticate(name, request.form.get("current", "")) is None:
            said = "The present password is wrong."
        elif new != request.form.get("again"):
            said = "The new password was typed in two ways."
        else:
            try:
                guard.begin(users.set_password(name, new))
            except UnfitPassword as error:
                said = f"{error}."
                said = said[0].upper() + said[1:]
        if said:
            return _page(pages.account_page(name, said=said, wrong=True), 400)
        return redirect("/account?changed=1", 303)

    @server.post("/account/sessions")
    def end_sessions() -> AnyResponse:
        users.end_sessions(current_user())
        return _ended()

    @server.errorhandler(RateLimitExceeded)
    def refuse(_error: RateLimitExceeded) -> AnyResponse:
        _log.warning("too many attempts to log in from %s", request.remote_addr)
        if request.path == "/login":
            page = pages.login_page(_within(request.form.get("next")), said=TOO_MANY)
        else:
            page = pages.account_page(current_user(), said=TOO_MANY, wrong=True)
        response = _page(page, 429)
        response.headers["Retry-After"] = "900"
        return response


def _page(page: str, status: int = 200) -> Response:
    return Response(page, status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def _ended() -> AnyResponse:
    logout_user()
    session.clear()
    return redirect("/login", 303)


def _address() -> str:
    """Where it is asked from; of IPv6 the network, since one who has an address has that many."""
    given = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given[:64]
    return str(ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False))


def _name() -> str:
    """Who it is tried as, unreadably: it may be a password."""
    name = request.form.get("name", "") if request.path == "/login" else current_user()
    return hashlib.blake2s(known_as(name).encode(), digest_size=16).hexdigest()


def _within(target: str | None) -> str:
    """Return a path of this server, with its query; the first page's for anything else."""
    target = target or "/"
    plain = target.isprintable() and "\\" not in target and not target.startswith("//")
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    inside = target.startswith("/") and not parts.scheme and not parts.netloc
    return target if plain and inside and parts.path not in ("/login", "/logout") else "/"
