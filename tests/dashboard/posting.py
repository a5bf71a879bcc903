"""Callbacks, posted as Dash's renderer in the browser posts them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from dashboard import editing, state

POST = "/_dash-update-component"
FEW = "log2_worlds=6"
"""A link to a scenario that is quickly evaluated."""


def page_of(query: str = FEW, path: str = "/depletion", **more: Any) -> dict[str, Any]:
    """What the browser's store holds at a link."""
    return editing.as_page(state.parse(query), path) | {"edit": 0, "fresh": False} | more


def post(
    app: Dash,
    name: str,
    values: Mapping[str, Any],
    there: Mapping[str, Iterable[str | int]] | None = None,
    triggered: str | None = None,
) -> Any:
    """Call a callback by HTTP.

    Args:
        app: the app.
        name: of the function that was registered.
        values: ``"id.property"`` → value; of a pattern, as it stands in the app, a list.
        there: part of an id that stands for ALL → what the page has of it.
        triggered: the property that changed; by default the first input.

    Returns:
        The answer, as Flask's test client has it.
    """
    key, called = next(
        (key, one)
        for key, one in app.callback_map.items()
        if getattr(one.get("callback"), "__name__", None) == name
    )
    inputs = [_given(one, values, there or {}) for one in called["inputs"]]
    state = [_given(one, values, there or {}) for one in called["state"]]
    outputs = [_concrete(text, there or {}) for text in _outputs(key)]
    first = called["inputs"][0]
    body = {
        "output": key,
        "outputs": outputs if key.startswith("..") else outputs[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [triggered or f"{first['id']}.{first['property']}"],
    }
    return app.server.test_client().post(POST, json=body)


def answer(*args: Any, **more: Any) -> dict[str, Any]:
    """What a callback sets, ``"id.property"`` → value; also what it sets on the side."""
    return set_by(post(*args, **more))


def set_by(got: Any) -> dict[str, Any]:
    """What an answer of :func:`post` sets."""
    assert got.status_code == 200, (got.status_code, got.get_data(as_text=True))
    content = got.get_json()
    return {
        f"{id}.{property.split('@')[0]}": value
        for part in (content["response"], content.get("sideUpdate", {}))
        for id, properties in part.items()
        for property, value in properties.items()
    }


def every(component: Any) -> list[Any]:
    """A component and all that is inside it."""
    if isinstance(component, list | tuple):
        return [one for part in component for one in every(part)]
    if not isinstance(component, Component):
        return []
    inside = [getattr(component, name, None) for name in ("plain", "children")]
    return [component, *every(inside)]


def words(content: Any) -> str:
    """All text of a component, or of one that came as JSON."""
    if isinstance(content, str):
        return content
    if isinstance(content, list | tuple):
        return " ".join(filter(None, map(words, content)))
    if isinstance(content, dict):
        props = content.get("props", {})
        plain = unescape(re.sub("<[^>]*>", " ", props.get("data-html") or ""))
        return words([props.get("title"), plain, props.get("children")])
    if isinstance(content, Component):
        return words([getattr(content, name, None) for name in ("title", "plain", "children")])
    return ""


def _outputs(key: str) -> list[str]:
    return key.strip(".").split("...") if key.startswith("..") else [key]


def _concrete(text: str, there: Mapping[str, Iterable[str | int]]) -> Any:
    id, _, property = text.rpartition(".")
    if not id.startswith("{"):
        return {"id": id, "property": property}
    found = [{"id": one, "property": property} for one in _ids(id, there)]
    return found if '["ALL"]' in id else found[0]


def _ids(pattern: str, there: Mapping[str, Iterable[str | int]]) -> list[dict[str, str | int]]:
    """The ids on the page that a pattern stands for."""
    fixed = json.loads(pattern)
    for part, value in fixed.items():
        if value in (["ALL"], ["MATCH"]):
            return [{**fixed, part: one} for one in there.get(part, ())]
    return [fixed]


def _given(one: Mapping[str, str], values: Mapping[str, Any], there: Any) -> Any:
    """An input or a state with its value."""
    id, property = one["id"], one["property"]
    value = values.get(f"{id}.{property}")
    if not id.startswith("{"):
        return {"id": id, "property": property, "value": value}
    ids = _ids(id, there)
    if '["ALL"]' not in id:
        return {"id": ids[0], "property": property, "value": value}
    each = ids if property == "id" else value or [None] * len(ids)
    return [
        {"id": one_id, "property": property, "value": of}
        for one_id, of in zip(ids, each, strict=True)
    ]
