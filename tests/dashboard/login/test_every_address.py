"""No address and no callback of the whole app answers without a session."""

from __future__ import annotations

import re
from typing import Any

import pytest
from dash import Dash

from dashboard.app import create_app
from dashboard.login.guard import PUBLIC
from dashboard.settings import Settings
from tests.dashboard.login.conftest import PASSWORD
from tests.dashboard.posting import POST, page_of
from tests.dashboard.test_server import Client


@pytest.fixture
def app(users, tmp_path) -> Dash:
    return create_app(Settings(home=tmp_path, login="required"))


@pytest.fixture
def client(app: Dash) -> Any:
    app.server.test_client_class = Client
    return app.server.test_client()


def addresses(app: Dash) -> list[tuple[str, str]]:
    """Every method and address of the app, with something in the place of each variable."""
    return [
        (method, re.sub(r"<[^>]+>", "x", rule.rule))
        for rule in app.server.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
    ]


def test_only_what_is_listed_needs_no_session(app, client) -> None:
    walked = addresses(app)
    assert len(walked) > 20
    assert {"/", "/draw", "/_dash-layout", "/assets/x", "/account"} <= {path for _, path in walked}
    for method, path in [*walked, ("OPTIONS", "/"), ("PATCH", "/nowhere")]:
        if path in PUBLIC:
            continue
        answer = client.open(path, method=method)
        assert answer.status_code == 401, (method, path)
        assert len(answer.data) < 250  # a line, or a program’s refusal
    for path in PUBLIC:
        assert client.get(path).status_code in (200, 503), path


def test_no_callback_answers_without_a_session(app, client) -> None:
    assert len(app.callback_map) > 20
    for key in app.callback_map:
        answer = client.post(POST, json={"output": key, "inputs": [], "changedPropIds": []})
        assert answer.status_code == 401, key
    assert client.post("/draw", json={"page": page_of()}).status_code == 401


def test_with_a_session_it_answers_and_the_header_says_whose_it_is(app, client, caplog) -> None:
    assert client.post("/login", data={"name": "ada", "password": PASSWORD}).status_code == 303
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert "ada, account" in client.get("/_dash-layout").text
    script = re.findall(r'src="(/_dash-component-suites/[^"]+)"', client.get("/").text)[0]
    assert client.get(script).headers["Cache-Control"].startswith("private, ")
    drawn = client.post("/draw", json={"page": page_of()})
    assert drawn.status_code == 200
    assert client.get("/nowhere").status_code == 404


def test_strangers_are_not_told_what_runs_here(client) -> None:
    assert client.get("/health").json == {"status": "ok"}
    assert client.get("/ready").json == {"status": "ok", "data": "ok", "database": "ok"}
