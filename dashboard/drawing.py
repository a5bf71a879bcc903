"""What a page shows of a state, in one answer: its charts, its blocks, its link and its names.

The browser's half is ``assets/drawing.js``. This is a plain address and no callback of Dash: one
that follows a slider hands thirty outputs to the renderer, which walks through every mounted
component for each of them, and that took ten times as long as the models and Plotly together.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2s
from itertools import chain
from typing import Any

from dash import Dash
from flask import Response, abort
from flask import request as asked
from plotly.io.json import to_json_plotly

from analytics import findings
from analytics.outlook import evaluate
from analytics.scenario import DECLARATIONS, to_query
from dashboard import cards, state
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.blocks import drawn as drawn_block
from dashboard.figures import CHARTS, SLOW
from dashboard.views import BY_PATH

PATH = "/draw"

_LINES = "application/x-ndjson"


def register(app: Dash) -> None:
    """Let the app answer at :data:`PATH`."""
    app.server.add_url_rule(PATH, "draw", _draw, methods=["POST"])


def _draw() -> Response:
    """Answer a post, a line of JSON a chart and one for the rest; 400 if it is none of ours."""
    post = asked.get_json(silent=True)
    if not isinstance(post, Mapping) or not isinstance(post.get("page"), Mapping):
        abort(400)
    page, slow, have = post["page"], post.get("slow") is True, post.get("have")
    shown = state.from_page(page)
    lines = drawn(
        shown,
        _names(post.get("charts")),
        _names(post.get("blocks")),
        have if isinstance(have, Mapping) else {},
        slow=slow,
        late=_names(post.get("late")),
        rest={} if slow else described(shown, page),
    )
    # what fails at once is an answer of its own, and not the half of one
    sent = (f"{line}\n".encode() for line in chain([next(lines)], lines))
    if not asked.accept_encodings["gzip"]:
        return Response(sent, mimetype=_LINES)
    return Response(_gzipped(sent), mimetype=_LINES, headers={"Content-Encoding": "gzip"})


def _gzipped(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Each line compressed and let go at once: the first is drawn while the next is made."""
    squeeze = zlib.compressobj(level=1, wbits=31)
    for line in lines:
        yield squeeze.compress(line) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    yield squeeze.flush()


def drawn(
    shown: state.State,
    charts: Iterable[str],
    blocks: Iterable[str],
    have: Mapping[str, Any],
    *,
    slow: bool,
    late: Collection[str] = (),
    rest: Mapping[str, Any],
) -> Iterator[str]:
    """Charts and blocks of a state, as lines of JSON.

    Args:
        shown: the state.
        charts: ids of the charts on the page, in the order in which they are wanted; one of a
            former version is left out.
        blocks: names of the blocks on the page, likewise.
        have: chart → key of what the page shows of it.
        slow: those that are drawn once the controls have come to rest, or the others.
        late: charts of the others that were out of sight, and are drawn with the slow ones; before
            them.
        rest: what stands in the last line beside the blocks.

    Returns:
        A line a chart, with its key, and with its ``parts`` unless the page has them; then one with
        the ``blocks`` by name, and the rest.
    """
    due = [id for id in charts if id in CHARTS and ((id in SLOW) == slow or (slow and id in late))]
    due.sort(key=lambda id: id in SLOW)
    due_blocks = [name for name in blocks if name in BLOCKS and (name in SLOW_BLOCKS) == slow]
    told: dict[str, Any] = {}
    if due or due_blocks:
        request = state.request(shown)
        for id in due:
            chart = CHARTS[id](request)
            parts = to_json_plotly({part: cards.part(chart, part) for part in cards.PARTS})
            key = blake2s(parts.encode(), digest_size=8).hexdigest()
            more = "" if have.get(id) == key else f',"parts":{parts}'
            yield f'{{"chart":"{id}","key":"{key}"{more}}}'
        told = {name: drawn_block(name, request) for name in due_blocks}
    yield str(to_json_plotly({"blocks": told, **rest}))


def described(shown: state.State, page: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The link to a state on the data in use, and what it and its baseline are called.

    Args:
        shown: the state.
        page: the store of the browser that holds it.

    Returns:
        ``link``: what ``assets/state.js`` takes over; ``names``: id → text.
    """
    scenario, preset, pinned = shown.scenario, shown.preset, shown.pinned
    name = findings.name(scenario, preset)
    link = {
        "query": "?" + state.query(scenario, preset, pinned, shown.options, shown.beside),
        # what a pin holds, in the page if not in the link: all of it
        "scenario": to_query(scenario, preset, longest=None),
        "changed": preset.scenario.differences(scenario),
        "title": f"{BY_PATH[path_of(page)].title} – {name} – Aquifer",
        "edit": page.get("edit", 0),
        "fitted": _fitted(shown),
    }
    baseline = f"Baseline: {findings.name(pinned.scenario, pinned.preset)}" if pinned else ""
    names = {
        "scenario-name": name,
        "why": preset.why,
        "baseline": baseline,
        "pin": "Unpin" if pinned else "Pin baseline",
    }
    return {"link": link, "names": names}


def path_of(place: Mapping[str, Any]) -> str:
    """The path of a view in an address or a page; that of the first view if there is none."""
    path = place.get("path")
    return path if isinstance(path, str) and path in BY_PATH else "/"


def _fitted(shown: state.State) -> dict[str, str]:
    """Values fitted to the data, which their controls show in place of the scenario's own."""
    growth = evaluate(shown.scenario).growth
    if growth.fit is None:
        return {}
    return {"demand_growth": DECLARATIONS["demand_growth"].as_text(growth.estimate)}


def _names(given: Any) -> list[str]:
    return [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
