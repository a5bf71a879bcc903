"""The app as it is served: its pages, its policy, and everything from this machine."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

import dashboard
from analytics.scenario import PRESETS
from dashboard.app import create_app
from dashboard.settings import Settings
from dashboard.views import VIEWS
from data import catalog
from tests.dashboard.posting import POST

ASSETS = Path(dashboard.__file__).parent / "assets"
TEXTS = sorted(path for path in ASSETS.rglob("*") if path.suffix in (".js", ".css", ".svg"))
HTML = {"Accept": "text/html"}


class Client(FlaskClient):
    """A client that reads each answer to its end, as a browser does."""

    def open(self, *args, **kwargs):
        return super().open(*args, **{"buffered": True, **kwargs})


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app(Settings())


@pytest.fixture(scope="module")
def client(app):
    app.server.test_client_class = Client
    return app.server.test_client()


@pytest.mark.parametrize("path", [view.path for view in VIEWS])
def test_every_view_has_its_page(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Aquifer</title>" in answer.text
    if path != "/":
        assert client.get(f"{path}/?v=1").headers["Location"] == f"{path}?v=1"


@pytest.mark.parametrize("path", ["/nowhere", "/depletion/more", "/Depletion", "/assets/x.css"])
def test_another_path_is_404(client, path) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text or path.startswith("/assets")


def test_it_is_hardened(client) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert headers["X-Request-Id"]
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 403
    refused = client.post(POST, json={}, headers={"Origin": "http://evil.example"})
    assert refused.status_code == 403
    assert client.get("/health").json["data_version"] == catalog.version()


def test_the_policy_allows_exactly_the_inline_scripts(client) -> None:
    answer = client.get("/")
    scripts = re.findall(
        r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", answer.text, re.S
    )
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
        if "Internet Explorer" not in text
    }
    assert hashes
    assert hashes == set(re.findall(r"'sha256-[^']+'", answer.headers["Content-Security-Policy"]))


def test_all_that_a_page_loads_is_here(client) -> None:
    text = client.get("/").text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert loaded
    for address in loaded:
        assert address.startswith("/") and not address.startswith("//"), address
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_no_asset_leads_off_this_machine(path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert not re.search(r"https?://|@import|url\(\s*['\"]?//|\beval\(|new Function", text)
    for name in re.findall(r"url\(['\"]?([^)'\"]+)['\"]?\)", text):
        if not name.startswith(("data:", "#")):
            file = name.split("?")[0].split("#")[0]
            there = ASSETS / file.removeprefix("/assets/") if file[0] == "/" else path.parent / file
            assert there.is_file(), name


def test_every_callback_in_the_browser_has_its_function(app) -> None:
    scripts = {path: path.read_text(encoding="utf-8") for path in TEXTS if path.suffix == ".js"}
    named = [
        one["clientside_function"] for one in app._callback_list if one.get("clientside_function")
    ]
    assert named
    for one in named:
        space, name = one["namespace"], one["function_name"]
        if not space.startswith("_dashprivate_"):
            holders = [text for text in scripts.values() if re.search(rf"\b{space}\b", text)]
            assert any(re.search(rf"\b{name}\b", text) for text in holders), f"{space}.{name}"


def test_the_layout_is_json_and_has_every_preset(client) -> None:
    text = client.get("/_dash-layout").text
    json.loads(text)
    for preset in PRESETS.values():
        assert preset.name in text


def test_dependencies_are_listed(client, app) -> None:
    client.get("/")
    listed = client.get("/_dash-dependencies").json
    assert len(listed) == len(app.callback_map)
    ids = {part["id"] for one in listed for part in [*one["inputs"], *one["state"]]}
    assert {"page", "address", "settled"} <= ids


def test_an_app_is_made_anew_each_time() -> None:
    one, other = create_app(Settings()), create_app(Settings(url="https://aquifer.example.org"))
    assert one.server is not other.server
    host = {"Host": "aquifer.example.org"}
    assert one.server.test_client().get("/health", headers=host).status_code == 403
    assert other.server.test_client().get("/health", headers=host).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"output": "link.data"},
        {"output": "..link.data...scenario-name.children.."},
        {"output": "gone.children", "outputs": {}, "inputs": [], "changedPropIds": []},
    ],
)
def test_a_malformed_post_is_400(client, body) -> None:
    answer = client.post(POST, json=body)
    assert answer.status_code == 400
    assert answer.text.count("\n") == 1
