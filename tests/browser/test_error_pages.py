"""The server's own pages, and its content security policy, as a browser takes them."""

import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from dashboard.settings import Settings
from tests.browser import harness
from tests.dashboard.tiny import create_app


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The tiny app, which can fail at will, instead of Aquifer."""
    site = make_server("127.0.0.1", 0, create_app(Settings()).server, threaded=True)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.mark.parametrize("dark", [False, True])
def test_missing_page_is_legible_and_leads_home(new_page, expected_problems, dark) -> None:
    expected_problems.append("404")
    page = new_page(dark=dark, width=820)
    answer = page.goto("/nowhere")
    assert answer.status == 404
    assert page.title() == "There is no such page – Aquifer"
    assert answer.headers["x-request-id"] in page.inner_text("footer")
    harness.assert_accessible(page)
    page.get_by_role("link").click()
    page.wait_for_url("**/")


def test_policy_lets_callbacks_of_both_kinds_run(page) -> None:
    page.goto("/")
    page.locator("#amount").fill("4")
    page.get_by_text("client 4").wait_for()
    page.get_by_text("server 2.5").wait_for()
    harness.settle(page)


def test_policy_stops_a_script_that_is_not_ours(page, expected_problems) -> None:
    expected_problems.append("violates the following Content Security Policy directive")
    page.goto("/")
    harness.settle(page)
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.intruder = true'}))"
    )
    assert page.evaluate("window.intruder") is None
