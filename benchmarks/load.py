"""Fifty people at one server, each of them dragging a slider without a pause."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psutil

from analytics.scenario import DECLARATIONS
from benchmarks.rows import Row
from benchmarks.served import aquifer
from benchmarks.slider import KNOBS, Knob
from dashboard import drawing, editing, state
from dashboard.figures import SLOW
from dashboard.views import BY_PATH

TITLE = "Load: 50 clients dragging sliders, 2 processes"
CLIENTS, WORKERS, STEPS = 50, 2, 40
GROWTH = 1.1
"""Times the memory of before, at most: room for what an allocator keeps, and for no leak."""
PATIENCE = 60.0
"""Seconds after which an answer counts as an error."""


@dataclass
class Measured:
    """What the clients saw.

    Attributes:
        taken: milliseconds of each answer, from the request to its last byte.
        errors: answers that were none, in words.
        bytes: received.
        over: seconds that it lasted, to the last answer.
    """

    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    bytes: int = 0
    over: float = 0.0


def run(quick: bool) -> list[Row]:
    """Let one client drag, then all of them."""
    warm_up, alone, long = (1.0, 1.0, 2.0) if quick else (15.0, 5.0, 30.0)
    drags = [Drag(KNOBS[i % len(KNOBS)], i) for i in range(CLIENTS)]
    with aquifer(AQUIFER_WORKERS=str(WORKERS)) as served:
        server = psutil.Process(served.pid)
        _load(served.address, drags, warm_up)  # fills what the processes keep
        single = _load(served.address, [Drag(KNOBS[0], CLIENTS)], alone)
        before = _memory(server)
        found = _load(served.address, drags, long)
        after = _memory(server)
    for error in sorted({*found.errors, *single.errors})[:5]:
        print(f"  {error}")
    floor = "one client alone, the same quantile"
    rows = [
        Row(
            "answers a second",
            len(found.taken) / found.over,
            "/s",
            repeats=len(found.taken),
            floor="one client alone",
            floor_value=len(single.taken) / single.over,
            note=f"{CLIENTS} connections that stay open, for {long:g} s; a client asks for the"
            " charts of its view again as soon as it has them, as a page does while a thumb is"
            " dragged. The clients take their share of the same processors.",
        )
    ]
    for name, q in (("median", 0.5), ("p95", 0.95), ("p99", 0.99)):
        rows.append(
            Row(
                f"… request → last byte, {name}",
                float(np.quantile(found.taken, q)),
                "ms",
                repeats=len(found.taken),
                floor=floor,
                floor_value=float(np.quantile(single.taken, q)),
            )
        )
    errors = len(found.errors) + len(single.errors)
    return [
        *rows,
        Row("… received", found.bytes / found.over / 1e6, "MB/s"),
        Row("… errors", errors, "", limit=0),
        Row(
            "memory of all processes after it",
            after,
            "MB",
            limit_ratio=None if quick else GROWTH,  # caches take longer to fill
            floor="before it, caches filled",
            floor_value=before,
            note=f"What each process has to itself, summed; {warm_up:g} s of the same load came"
            " before the first look.",
        ),
    ]


@dataclass(frozen=True)
class Drag:
    """One client's slider.

    Attributes:
        knob: the slider.
        number: of the client: no two show the same scenario.
    """

    knob: Knob
    number: int

    def bodies(self) -> Iterator[bytes]:
        """What a page posts at each step to the right, again and again."""
        knob, field_ = self.knob, self.knob.field
        charts, blocks = _parts(knob.path)
        for turn in itertools.count():
            sweep: Any = self.number / 100 + turn / 2  # of scenarios that nobody has visited
            page = editing.as_page(state.parse(knob.query(sweep, 0)), knob.path) | {"fresh": False}
            for step in range(STEPS):
                text = DECLARATIONS[field_].as_text(getattr(knob.scenario(sweep, step), field_))
                post = {
                    "page": page | {"values": page["values"] | {field_: text}, "edit": step},
                    "slow": False,
                    "charts": charts,
                    "blocks": blocks,
                    "have": {},
                }
                yield json.dumps(post).encode()


def _parts(path: str) -> tuple[list[str], list[str]]:
    """The charts and blocks on a view that follow a slider at once."""
    view = BY_PATH[path].layout(state.parse(""))
    ids = [getattr(one, "id", None) for one in view._traverse()]
    given = [one for one in ids if isinstance(one, dict)]
    charts = [one["chart"] for one in given if one.get("part") == "figure"]
    return [one for one in charts if one not in SLOW], [
        one["block"] for one in given if "block" in one
    ]


def _load(address: str, drags: list[Drag], seconds: float) -> Measured:
    return asyncio.run(_all(address, drags, seconds))


async def _all(address: str, drags: list[Drag], seconds: float) -> Measured:
    found = Measured()
    prepared = [drag.bodies() for drag in drags]
    for bodies in prepared:
        next(bodies)  # the view is laid out now, not while others wait
    started = time.perf_counter()
    until = started + seconds
    await asyncio.gather(*(_client(address, bodies, until, found) for bodies in prepared))
    found.over = time.perf_counter() - started
    return found


async def _client(address: str, bodies: Iterator[bytes], until: float, found: Measured) -> None:
    """Ask, read to the end, ask again."""
    host = urlsplit(address).netloc
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    head = (
        f"POST {drawing.PATH} HTTP/1.1\r\nHost: {host}\r\nOrigin: {address}\r\n"
        "Content-Type: application/json\r\nAccept-Encoding: gzip\r\nContent-Length: "
    )
    checked = False
    while time.perf_counter() < until:
        body = next(bodies)
        started = time.perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        try:
            status, content = await asyncio.wait_for(_answer(reader), PATIENCE)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            found.errors.append(f"{type(error).__name__}: {error}")
            break
        found.taken.append((time.perf_counter() - started) * 1000)
        found.bytes += len(content)
        if status != 200:
            found.errors.append(f"status {status}")
        elif not checked:
            checked = True
            _check(content, body, found)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and content of an answer that comes in chunks, or whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.split("\r\n")
    headers = dict(one.lower().split(": ", 1) for one in rest if one)
    status = int(line.split()[1])
    if headers.get("transfer-encoding") != "chunked":
        return status, await reader.readexactly(int(headers["content-length"]))
    content = b""
    while size := int(await reader.readline(), 16):
        content += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, content


def _check(content: bytes, body: bytes, found: Measured) -> None:
    """An answer must hold every chart that was asked for."""
    lines = [json.loads(line) for line in zlib.decompress(content, wbits=31).splitlines()]
    drawn = {line["chart"] for line in lines if "chart" in line}
    missing = {*json.loads(body)["charts"]} - drawn
    if missing or "link" not in lines[-1]:
        found.errors.append(f"not drawn: {', '.join(sorted(missing)) or 'the rest'}")


def _memory(server: psutil.Process) -> float:
    """What the server's processes have to themselves, in MB."""
    processes = [server, *server.children(recursive=True)]
    return sum(one.memory_full_info().uss for one in processes) / 1e6
