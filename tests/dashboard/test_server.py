import base64
import hashlib
import json
import logging
import re
from typing import Any, ClassVar

import pytest
from flask import request
from flask.testing import FlaskClient

import analytics
from dashboard import logs, server
from dashboard.database import Database
from dashboard.error_page import error_page
from dashboard.settings import Settings
from data import catalog
from tests.dashboard.tiny import create_app

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
POST = "/_dash-update-component"


@pytest.fixture
def app():
    return create_app(Settings())


class Client(FlaskClient):
    """A client that reads each answer to its end, as a browser does."""

    def open(self, *args, **kwargs):
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture
def client(app):
    app.server.test_client_class = Client
    return app.server.test_client()


def callback(output: str = "there.children", value: object = 4) -> dict[str, object]:
    """A callback post as Dash's renderer makes it."""
    name, prop = output.split(".")
    return {
        "output": output,
        "outputs": {"id": name, "property": prop},
        "inputs": [{"id": "amount", "property": "value", "value": value}],
        "changedPropIds": ["amount.value"],
    }


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        "host",
        ["127.0.0.1:8050", "localhost:8050", "LOCALHOST", "[::1]:8050", "[::1]", "localhost:9123"],
    )
    def test_names_of_this_machine_are_answered(self, client, host) -> None:
        assert client.get("/", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "evil.example:8050",
            "127.0.0.1.evil.example",
            "localhost.",
            "local host",
            "[::2]",
            "192.168.1.4:8050",
        ],
    )
    def test_foreign_host_is_refused(self, client, host) -> None:
        answer = client.get("/", headers={"Host": host})
        assert answer.status_code == 403
        assert answer.text.count("\n") == 1
        assert answer.headers["X-Request-Id"]

    @pytest.mark.parametrize(
        "host", ["", "me@localhost", "localhost:port", "localhost/", "[::1", ":80"]
    )
    def test_malformed_host_is_refused(self, client, host) -> None:
        answer = client.get("/", environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == 400

    @pytest.mark.parametrize("origin", ["http://localhost:8050", "HTTP://LocalHost:8050"])
    def test_own_origin_is_answered(self, client, origin) -> None:
        headers = {"Host": "localhost:8050", "Origin": origin}
        assert client.post(POST, json=callback(), headers=headers).status_code == 200

    @pytest.mark.parametrize(
        "origin", ["http://evil.example", "null", "http://localhost:3000", "http://127.0.0.1:8050"]
    )
    def test_foreign_origin_is_refused(self, client, origin) -> None:
        headers = {"Host": "localhost:8050", "Origin": origin}
        assert client.post(POST, json=callback(), headers=headers).status_code == 403

    def test_public_address_is_answered_where_one_is_set(self) -> None:
        app = create_app(Settings(url="https://aquifer.example.org/market"))
        client = app.server.test_client()
        headers = {"Host": "aquifer.example.org", "Origin": "https://aquifer.example.org"}
        assert client.get("/", headers=headers).status_code == 200
        # A proxy may pass on the browser's Origin with a Host of its own.
        assert client.get("/", headers=headers | {"Host": "127.0.0.1:8050"}).status_code == 200
        assert client.get("/", headers=headers | {"Host": "example.org"}).status_code == 403

    def test_requests_over_the_limit_are_refused(self, client) -> None:
        body = json.dumps(callback(value="x" * server.MAX_REQUEST_BYTES))
        answer = client.post(POST, data=body, content_type="application/json")
        assert answer.status_code == 413


class TestHeaders:
    def test_every_answer_carries_them(self, client) -> None:
        for path in ("/", "/nowhere", "/health", "/assets/fonts.css", "/_dash-layout"):
            headers = client.get(path).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert re.fullmatch("[0-9a-f]{12}", headers["X-Request-Id"])

    def test_request_ids_differ(self, client) -> None:
        ids = {client.get("/health").headers["X-Request-Id"] for _ in range(20)}
        assert len(ids) == 20

    def test_policy_allows_exactly_the_inline_scripts_of_the_page(self, client) -> None:
        answer = client.get("/")
        policy = answer.headers["Content-Security-Policy"]
        scripts = re.findall(
            r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.S
        )
        # Dash's only other one is in a comment for browsers that no longer exist.
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in scripts
            if "Internet Explorer" not in text
        }
        assert any("client ${amount}" in text for text in scripts)
        assert hashes == set(re.findall(r"'sha256-[^']+'", policy))
        assert "script-src 'self' 'sha256-" in policy
        assert "unsafe-eval" not in policy

    def test_cookies_stay_on_this_site(self, app) -> None:
        assert app.server.config["SESSION_COOKIE_SAMESITE"] == "Strict"
        assert app.server.config["SESSION_COOKIE_HTTPONLY"]

    @pytest.mark.parametrize(
        ("path", "kept"),
        [
            ("/assets/fonts.css?m=1", True),
            ("/assets/fonts.css", False),
            ("/assets/fonts/inter-4.1.woff2?v=4.1", True),
            ("/", False),
            ("/?v=1", False),
            ("/_dash-layout", False),
        ],
    )
    def test_only_what_cannot_change_is_kept(self, client, path, kept) -> None:
        answer = client.get(path)
        assert answer.status_code == 200
        assert ("immutable" in answer.headers["Cache-Control"]) is kept
        assert ("no-cache" in answer.headers["Cache-Control"]) is not kept

    def test_fingerprinted_components_are_kept(self, client) -> None:
        suites = re.findall(r'src="(/_dash-component-suites/[^"]+)"', client.get("/").text)
        assert suites
        for path in suites:
            assert "immutable" in client.get(path).headers["Cache-Control"]


class TestSeveralProcesses:
    def test_scripts_of_a_page_that_another_process_made_are_served(self, client) -> None:
        page = client.get("/").text
        paths = re.findall(r'src="(/_dash-component-suites/[^"]+)"', page)
        other = create_app(Settings())
        server.load(other)
        other.server.test_client_class = Client
        answers = {path: other.server.test_client().get(path).status_code for path in paths}
        assert len(answers) > 3
        assert set(answers.values()) == {200}


class TestProxies:
    FORWARDED: ClassVar = {
        "X-Forwarded-For": "6.6.6.6, 10.1.1.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "localhost",
        "X-Forwarded-Prefix": "/evil",
    }

    def seen(self, **settings: Any) -> tuple[str, str]:
        """Where a request comes from, and how, as the app is told."""
        app = create_app(Settings(**settings))
        app.server.add_url_rule("/seen", "seen", lambda: f"{request.remote_addr} {request.url}")
        asked = app.server.test_client().get("/seen", headers=self.FORWARDED)
        address, _, url = asked.text.partition(" ")
        return address, url

    def test_nobody_is_believed_unless_told_to(self) -> None:
        assert self.seen() == ("127.0.0.1", "http://localhost/seen")

    def test_one_proxy_is_believed_and_what_it_was_told_is_not(self) -> None:
        assert self.seen(trusted_proxies=1, login="off") == ("10.1.1.1", "https://localhost/seen")

    def test_the_host_is_never_taken_from_elsewhere(self) -> None:
        app = create_app(Settings(trusted_proxies=1, login="off"))
        headers = self.FORWARDED | {"Host": "evil.example"}
        assert app.server.test_client().get("/", headers=headers).status_code == 403


class TestErrors:
    def test_pages_are_found_with_and_without_a_final_slash(self, client) -> None:
        assert client.get("/vendors").status_code == 200
        answer = client.get("/vendors/?v=1&a=b%20c")
        assert answer.status_code == 308
        assert answer.headers["Location"] == "/vendors?v=1&a=b%20c"

    @pytest.mark.parametrize(
        "path",
        [
            "/nowhere",
            "/vendors/more",
            "/assets/none.css",
            "/_dash-component-suites/none/x.js",
            "/_dash-component-suites/dash/../../x.js",
            "/%0aevil",
        ],
    )
    def test_unknown_path_is_404(self, client, path) -> None:
        assert client.get(path).status_code == 404

    def test_redirect_stays_on_this_server(self, client) -> None:
        answer = client.get("/", environ_overrides={"PATH_INFO": "//evil.example/vendors/"})
        assert answer.status_code == 404

    def test_reader_gets_a_page_and_a_program_a_line(self, client) -> None:
        page = client.get("/nowhere", headers=HTML)
        assert page.mimetype == "text/html"
        assert "There is no such page" in page.text
        assert page.headers["X-Request-Id"] in page.text
        assert 'href="/"' in page.text
        line = client.get("/nowhere", headers={"Accept": "application/json"})
        assert line.mimetype == "text/plain"
        assert line.text == "There is no such page\n"

    def test_wrong_method_is_405_and_names_the_right_one(self, client) -> None:
        answer = client.delete("/health")
        assert answer.status_code == 405
        assert "GET" in answer.headers["Allow"]

    def test_failure_is_500_with_the_log_under_its_number(self, client, caplog) -> None:
        answer = client.post(POST, json=callback(value=0), headers=HTML)
        assert answer.status_code == 500
        assert "Something went wrong here" in answer.text
        assert "ZeroDivisionError" not in answer.text
        record = next(one for one in caplog.records if one.exc_info)
        assert answer.headers["X-Request-Id"] in record.getMessage()
        assert "ZeroDivisionError" in caplog.text

    def test_callback_that_returns_nonsense_is_500(self, client, caplog) -> None:
        assert client.post(POST, json=callback("wrong.children", "nonsense")).status_code == 500

    @pytest.mark.parametrize(
        "body",
        [
            None,
            [],
            "text",
            7,
            {},
            {"output": "none.children"},
            {"output": ["there.children"]},
            {"output": "there.children"},
            callback() | {"inputs": "amount"},
            callback() | {"inputs": [{"id": "amount"}]},
            callback() | {"inputs": []},
            callback() | {"inputs": [[[]]]},
            callback() | {"changedPropIds": 5},
            callback() | {"output": "..there.children.."},
        ],
    )
    def test_malformed_callback_post_is_400_with_one_line(self, client, body) -> None:
        answer = client.post(POST, data=json.dumps(body), content_type="application/json")
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
        assert answer.text.count("\n") == 1

    @pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
    def test_post_that_is_no_json_is_400(self, client, body) -> None:
        answer = client.post(POST, data=body, content_type="application/json")
        assert answer.status_code == 400

    def test_well_formed_callback_post_is_answered(self, client) -> None:
        answer = client.post(POST, json=callback())
        assert answer.json["response"] == {"there": {"children": "server 2.5"}}

    def test_page_is_complete_and_escapes(self) -> None:
        page = error_page(404, "<b>", home="/?a=1&b=2")
        assert "<b>" not in page
        assert 'href="/?a=1&amp;b=2"' in page
        assert not re.search(r"<(script|link|img)|url\((?!#)|@import", page)
        assert "prefers-color-scheme: dark" in page

    @pytest.mark.parametrize("status", [400, 404, 405, 413, 418, 500, 503])
    def test_every_status_has_words(self, status) -> None:
        assert str(status) in error_page(status, "id")


class TestHealth:
    def test_it_names_code_and_data(self, client) -> None:
        answer = client.get("/health")
        assert answer.status_code == 200
        assert answer.json == {
            "status": "ok",
            "version": analytics.__version__,
            "data_version": catalog.version(),
        }

    def test_it_is_ready_when_data_load_and_the_database_answers(self, tmp_path, caplog) -> None:
        database = Database(f"sqlite:///{tmp_path}/library.db")
        app = create_app(Settings(), database)
        answer = app.server.test_client().get("/ready")
        database.close()
        assert answer.status_code == 200
        assert answer.json == {"status": "ok", "data": "ok", "database": "ok"}
        (tmp_path / "file").touch()
        app = create_app(Settings(), Database(f"sqlite:///{tmp_path}/file/library.db"))
        answer = app.server.test_client().get("/ready")
        assert answer.status_code == 503
        assert answer.json == {"status": "failed", "data": "ok", "database": "failed"}
        assert str(tmp_path) not in answer.text
        assert "not ready, database" in caplog.text


class TestLog:
    @pytest.fixture(autouse=True)
    def level(self, caplog) -> None:
        caplog.set_level(logging.INFO, logs.__name__)

    def test_one_line_a_request_without_its_query(self, client, caplog) -> None:
        answer = client.get("/vendors?secret=1")
        (line,) = (record.getMessage() for record in caplog.records)
        number = answer.headers["X-Request-Id"]
        assert re.fullmatch(rf"GET /vendors 200 \d+ ms {number} local", line)

    def test_path_cannot_write_a_line_of_its_own(self, client, caplog) -> None:
        client.get("/%0aGET%20/fake%20200 é")
        (line,) = (record.getMessage() for record in caplog.records)
        assert line.startswith("GET /%0AGET%20/fake%20200%20%C3%A9 404 ")

    def test_refusals_are_logged_and_health_is_not(self, client, caplog) -> None:
        client.get("/health")
        client.get("/", headers={"Host": "evil.example"})
        (line,) = (record.getMessage() for record in caplog.records)
        assert line.startswith("GET / 403 ")
