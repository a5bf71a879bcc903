"""Sessions: who gets one, what it opens, how it ends."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from flask import Flask

from dashboard.identity import current_user
from dashboard.login import guard as guards
from dashboard.login import routes
from dashboard.login.guard import Guard
from dashboard.settings import Settings
from tests.dashboard.login.conftest import PASSWORD

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(users, database, clock, tmp_path) -> Flask:
    """A server with one address of its own, which tells who asks."""
    made = Flask(__name__)
    guard = Guard(users, clock)
    guard.install(made, Settings(home=tmp_path, login="required"))
    routes.register(made, guard, users, database)
    made.add_url_rule("/", "who", current_user)
    return made


def log_in(client: Any, name: str = "ada", password: str = PASSWORD, **more: Any) -> Any:
    form = {"name": name, "password": password} | more
    return client.post("/login", data=form, headers=HTML)


@pytest.fixture
def client(server: Flask) -> Any:
    return server.test_client()


@pytest.fixture
def ada(client: Any) -> Any:
    assert log_in(client).status_code == 303
    return client


def test_a_stranger_is_asked_who_it_is_where_they_are(client) -> None:
    page = client.get("/?v=1&a=%22b%22", headers=HTML)
    assert page.status_code == 401
    assert 'name="next" value="/?v=1&amp;a=%22b%22"' in page.text
    assert page.headers["Cache-Control"] == "no-store"
    for answer in (client.get("/"), client.post("/", headers=HTML), client.delete("/nowhere")):
        assert answer.status_code == 401
        assert "<form" not in answer.text


def test_name_and_password_open_the_page_that_was_asked_for(client) -> None:
    answer = log_in(client, next="/depletion?v=1")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/depletion?v=1")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie  # it came by http
    assert client.get("/").text == "ada"
    assert client.get("/login").headers["Location"] == "/"


@pytest.mark.parametrize(
    "target",
    [
        *(
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil",
            "evil",
            "",
            "//[",
        ),
        *("/\nevil", "/login", "/logout", "javascript:alert(1)"),
    ],
)
def test_nobody_is_sent_elsewhere(client, target) -> None:
    assert log_in(client, next=target).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "wrong password"), ("bob", PASSWORD), ("", ""), ("\0", "\0")]
)
def test_a_wrong_guess_says_no_more_than_that(client, name, password) -> None:
    answer = log_in(client, name, password, next="/vendors")
    assert answer.status_code == 401
    assert "Name or password is wrong." in answer.text
    assert 'value="/vendors"' in answer.text
    assert client.get("/").status_code == 401


def test_what_is_typed_into_the_page_stays_text(client) -> None:
    answer = log_in(client, '"><script>', "x" * 12, next='/"><script>')
    assert "<script>" not in answer.text


def test_a_large_form_is_refused(client) -> None:
    assert log_in(client, password="x" * guards.MAX_FORM_BYTES).status_code == 413


def test_no_name_can_be_guessed_at_for_long(client, caplog) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(10):
        assert log_in(client, "ada", "wrong password").status_code == 401
    answer = log_in(client, " ADA ")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert routes.TOO_MANY in answer.text
    assert log_in(client, "hunter2-secret", "wrong password").status_code == 401
    assert "hunter2" not in caplog.text  # which may be a password
    assert "login of ada from 127.0.0.1 failed" in caplog.text


def test_a_login_forgets_the_wrong_guesses_before_it(client) -> None:
    for _ in range(3):
        for _ in range(9):
            log_in(client, "ada", "wrong password")
        assert log_in(client).status_code == 303


def test_no_address_can_guess_for_long(client) -> None:
    given = [log_in(client, f"user{i}", "wrong password").status_code for i in range(61)]
    assert given == [401] * 60 + [429]
    elsewhere = {"REMOTE_ADDR": "10.1.1.1"}
    assert client.post("/login", environ_overrides=elsewhere).status_code == 401


def test_of_ipv6_a_network_is_one_address(server) -> None:
    def key(address: str) -> str:
        with server.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return routes._address()

    assert key("2001:db8::1") == key("2001:db8::ffff:1") != key("2001:db8:0:1::1")
    assert key("10.0.0.1") != key("10.0.0.2")
    assert key("unix") == "unix"


def test_a_session_ends_when_idle_and_in_any_case(ada, clock) -> None:
    started = clock.now
    clock.now += guards.IDLE.total_seconds() + 1
    assert ada.get("/").status_code == 401
    clock.now = started
    assert ada.get("/").status_code == 401  # it does not come back
    log_in(ada)
    answers = 0
    while clock.now <= started + guards.ABSOLUTE.total_seconds():
        assert ada.get("/").status_code == 200
        clock.now += guards.IDLE.total_seconds() / 2
        answers += 1
    assert answers > 10
    assert ada.get("/").status_code == 401


def test_a_session_is_written_anew_once_a_minute_at_most(ada, clock) -> None:
    assert "Set-Cookie" not in ada.get("/").headers
    clock.now += 61
    assert "Set-Cookie" in ada.get("/").headers
    assert "Set-Cookie" not in ada.get("/").headers


def test_logging_out_ends_this_session_alone(ada, server) -> None:
    other = server.test_client()
    log_in(other)
    assert ada.get("/logout").status_code == 405  # no link does it
    assert ada.post("/logout").headers["Location"] == "/login"
    assert ada.get("/").status_code == 401
    assert other.get("/").status_code == 200


def test_logging_out_everywhere_ends_them_all(ada, server) -> None:
    other = server.test_client()
    log_in(other)
    assert ada.post("/account/sessions").status_code == 303
    assert ada.get("/").status_code == other.get("/").status_code == 401


def test_another_password_ends_the_other_sessions(ada, server) -> None:
    other = server.test_client()
    log_in(other)
    new = "another password"
    form = {"current": PASSWORD, "new": new, "again": new}
    assert ada.post("/account/password", data=form).status_code == 303
    assert ada.get("/").text == "ada"
    assert "The password is changed." in ada.get("/account?changed=1").text
    assert other.get("/").status_code == 401
    assert log_in(other).status_code == 401
    assert log_in(other, password=new).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("wrong", "another password", "another password", "The present password is wrong."),
        (PASSWORD, "another password", "an other password", "typed in two ways"),
        (PASSWORD, "short", "short", "A password must have 12 characters or more."),
    ],
)
def test_a_password_that_is_not_changed_says_why(ada, current, new, again, said) -> None:
    form = {"current": current, "new": new, "again": again}
    answer = ada.post("/account/password", data=form)
    assert answer.status_code == 400
    assert said in answer.text
    assert log_in(ada).status_code == 303


def test_the_present_password_cannot_be_guessed_at_for_long(ada) -> None:
    form = {"current": "wrong", "new": "another password", "again": "another password"}
    given = [ada.post("/account/password", data=form).status_code for _ in range(11)]
    assert given == [400] * 10 + [429]


def test_a_removed_user_is_out_and_stays_out(ada, users) -> None:
    users.remove("ada")
    assert ada.get("/").status_code == 401
    users.add("ada", PASSWORD)
    assert ada.get("/").status_code == 401


@pytest.mark.parametrize("secret", ["0" * 32, None])
def test_a_session_signed_by_another_is_none(ada, server, secret) -> None:
    server.secret_key = secret or "1" * 32
    assert ada.get("/").status_code == 401


def test_a_link_on_another_site_asks_once_more_before_the_login(client) -> None:
    far = HTML | {"Sec-Fetch-Site": "cross-site"}
    answer = client.get("/?v=1&a=%22", headers=far)
    assert answer.status_code == 401
    (target,) = re.findall('<meta http-equiv="refresh" content="0; url=([^"]+)">', answer.text)
    assert "Set-Cookie" not in answer.headers  # it would take away the one that was not sent
    assert target == "/login?next=/%3Fv%3D1%26a%3D%2522"
    assert "<form" not in answer.text
    # What it asks for shows the login, or goes on where there is a session.
    assert 'name="next" value="/?v=1&amp;a=%22"' in client.get(target, headers=HTML).text
    assert "<form" in client.get("/?a=" + "b" * 3000, headers=far).text
    log_in(client)
    assert client.get(target, headers=HTML).headers["Location"] == "/?v=1&a=%22"


def test_the_cookie_is_for_https_alone_behind_it(users, database, tmp_path) -> None:
    def cookie(settings: Settings, **environ: str) -> str:
        made, guard = Flask(__name__), Guard(users)
        guard.install(made, settings)
        routes.register(made, guard, users, database)
        form = {"name": "ada", "password": PASSWORD}
        answer = made.test_client().post("/login", data=form, environ_overrides=environ)
        return str(answer.headers["Set-Cookie"])

    known = Settings(home=tmp_path, login="required", url="https://aquifer.example.org")
    assert re.match(r"__Host-aquifer=.*; Secure;.* Path=/", cookie(known))
    seen = cookie(Settings(home=tmp_path, login="required"), **{"wsgi.url_scheme": "https"})
    assert re.match(r"aquifer=.*; Secure;", seen)
