"""`python -m dashboard` as a process: where it says it is, what it refuses, how it ends."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from dashboard.__main__ import REQUEST_LINE_BYTES
from dashboard.server import MAX_REQUEST_BYTES

ROOT = Path(__file__).parents[2]
# The tiny app in place of the pages: these tests are of the process around them.
START = (
    "import os, sys; from dashboard.__main__ import main;"
    " sys.exit(main(sys.argv[1:], os.environ, 'tests.dashboard.tiny:create_app'))"
)


def start(*arguments: str, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        cwd=ROOT,
        env=os.environ | {"PORT": "0"} | environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(**environ: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A started server and its port; stopped in any case."""
    process = start(**environ)
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said.startswith("Aquifer is at http://127.0.0.1:")
        assert said.endswith("  (Ctrl-C stops it)\n")
        yield process, urlsplit(said.split()[3]).port or 0
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def served() -> Iterator[int]:
    """The port of a server that no test ends."""
    with serving() as (_, port):
        yield port


def get(port: int, path: str = "/health") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def refused(**environ: str) -> str:
    """What a server that does not start says."""
    out, err = (process := start(**environ)).communicate(timeout=20)
    assert process.returncode == 2
    assert out == ""
    assert err.startswith("aquifer: ")
    assert err.count("\n") == 1
    return err


def test_it_answers_as_soon_as_it_says_so_and_ends_cleanly() -> None:
    # The benchmarks measure how soon that is; here only that it doesn't wait for anything.
    started = time.monotonic()
    with serving() as (process, port):
        assert get(port, "/") == 200
        assert time.monotonic() - started < 20
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 0
        # One line for the one request, and nothing about its own end.
        assert err.count("\n") == 1
        assert " INFO GET / 200 " in err


def test_ctrl_c_of_a_terminal_reaches_the_worker_too() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START],
        cwd=ROOT,
        start_new_session=True,
        env=os.environ | {"PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert err == ""


def test_a_process_that_dies_is_replaced() -> None:
    with serving(AQUIFER_WORKERS="2") as (process, port):
        deadline = time.monotonic() + 10
        while len(children := psutil.Process(process.pid).children()) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        children[0].kill()
        assert [get(port) for _ in range(6)] == [200] * 6


def test_what_is_under_way_is_finished_before_it_ends_and_logged_as_json() -> None:
    with serving(AQUIFER_LOG="json") as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/slow")
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"done")
        connection.close()
        _, err = process.communicate(timeout=15)
        assert process.returncode == 0
    (line,) = err.splitlines()
    said = json.loads(line)
    assert said.pop("time").endswith("Z")
    assert re.fullmatch("[0-9a-f]{12}", said.pop("id"))
    assert said.pop("ms") >= 0
    assert said == {
        "level": "info",
        "method": "GET",
        "path": "/slow",
        "status": 200,
        "user": "local",
    }


def test_port_zero_takes_a_free_one_each(served) -> None:
    with serving() as (_, other):
        assert served != other
        assert get(served) == get(other) == 200


def test_busy_port_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused(PORT=str(port))
    assert f"PORT {port} is in use on 127.0.0.1" in said
    assert "0 to 65535" in said


def test_bad_setting_is_one_line() -> None:
    assert "PORT must be a whole number from 0 to 65535: 'http'" in refused(PORT="http")
    assert "set AQUIFER_URL" in refused(AQUIFER_HOST="0.0.0.0")


def test_server_for_others_needs_a_user(tmp_path) -> None:
    said = refused(AQUIFER_LOGIN="required", AQUIFER_HOME=str(tmp_path))
    assert "add one by `python -m dashboard users add NAME`" in said


def test_help_names_the_variables() -> None:
    out, _ = (process := start("--help")).communicate(timeout=20)
    assert process.returncode == 0
    assert "AQUIFER_LOG_LEVEL" in out


def test_long_addresses_are_taken(served) -> None:
    longest = REQUEST_LINE_BYTES - len("GET /?v= HTTP/1.1")
    assert get(served, "/?v=" + "a" * longest) == 200


@pytest.mark.parametrize(("host", "status"), [("localhost", 413), ("evil.example", 403)])
def test_refused_body_does_not_break_the_connection(served, host, status) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=20)
    connection.putrequest("POST", "/_dash-update-component", skip_host=True)
    connection.putheader("Host", host)
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(MAX_REQUEST_BYTES + 1))
    connection.endheaders()
    connection.send(b" " * (MAX_REQUEST_BYTES + 1))
    assert connection.getresponse().status == status
    connection.close()
    assert get(served) == 200
