"""What a page shows of a state, in one answer: its charts, its blocks, its link and its names.

The browser's half is ``assets/drawing.js``. This is a plain address and no callback of Dash: one
that follows a slider hands thirty outputs to the renderer, which walks through every mounted
component for each of them, and that took ten times as long as the models and Plotly together.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2s
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
from dashboard.figures import CHARTS, SLOW, Chart
from dashboard.views import BY_PATH

PATH = "/draw"


def register(app: Dash) -> None:
    """Let the app answer at :data:`PATH`."""
    app.server.add_url_rule(PATH, "draw", _draw, methods=["POST"])


def _draw() -> Response:
    """Answer a post; 400 if it is none of ours."""
    post = asked.get_json(silent=True)
    if not isinstance(post, Mapping) or not isinstance(post.get("page"), Mapping):
        abort(400)
    page, slow = post["page"], post.get("slow") is True
    shown = state.from_page(page)
    charts, blocks = drawn(shown, _names(post.get("charts")), _names(post.get("blocks")), slow=slow)
    rest = {"blocks": blocks} | ({} if slow else described(shown, page))
    have = post.get("have")
    return Response(
        _as_text(charts, have if isinstance(have, Mapping) else {}, rest),
        mimetype="application/json",
    )


def _as_text(charts: Mapping[str, Chart], have: Mapping[str, Any], rest: Mapping[str, Any]) -> str:
    """The answer: a chart that the page has already is named by its key and not sent again."""
    sent, same = [], {}
    for id, chart in charts.items():
        parts = to_json_plotly({part: cards.part(chart, part) for part in cards.PARTS})
        key = blake2s(parts.encode(), digest_size=8).hexdigest()
        if have.get(id) == key:
            same[id] = key
        else:
            sent.append(f'"{id}":{{"key":"{key}","parts":{parts}}}')
    others = to_json_plotly({"same": same, **rest})
    return f'{{"charts":{{{",".join(sent)}}},{others[1:]}'


def drawn(
    shown: state.State, charts: list[str], blocks: list[str], *, slow: bool
) -> tuple[dict[str, Chart], dict[str, Any]]:
    """Charts and blocks of a state.

    Args:
        shown: the state.
        charts: ids of the charts on the page; one of a former version is left out.
        blocks: names of the blocks on the page.
        slow: those that are drawn once the controls have come to rest, or the others.

    Returns:
        Id → chart, and name → component.
    """
    due = [id for id in charts if id in CHARTS and (id in SLOW) == slow]
    due_blocks = [name for name in blocks if name in BLOCKS and (name in SLOW_BLOCKS) == slow]
    if not due and not due_blocks:
        return {}, {}
    request = state.request(shown)
    return (
        {id: CHARTS[id](request) for id in due},
        {name: BLOCKS[name](request) for name in due_blocks},
    )


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
        "query": "?" + state.query(scenario, preset, pinned, shown.options),
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
