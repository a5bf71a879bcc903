"""Words as HTML text, beside Dash: it tells each change to every component that it has mounted.

A table of a hundred cells as components is a hundred of them, and when it is replaced Dash's
renderer goes through all that are mounted once for each. What nobody clicks, callbacks neither
read nor write, is sent as text instead; ``assets/markup.js`` puts it in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from dash import html
from dash._utils import stringify_id
from dash.development.base_component import Component

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_NAMES = {"className": "class", "htmlFor": "for"}
_UNITLESS = frozenset({"flex", "fontWeight", "gridColumn", "gridRow", "lineHeight", "opacity"})


def plain(place: Component) -> Component:
    """Let a component hold its content as text that Dash does not know.

    Args:
        place: with children that are text, numbers and components of ``dash.html``.

    Returns:
        The same component without children; what they were is its attribute ``plain``.

    Raises:
        TypeError: a child is no HTML.
    """
    content = getattr(place, "children", None)
    setattr(place, "data-html", to_html(content))
    vars(place)["plain"] = content
    place.children = None
    return place


def still(content: Any) -> Any:
    """Content in which every part that is HTML alone is :func:`plain`.

    Args:
        content: what a component takes as children.

    Returns:
        The same, with far fewer components for Dash to know.
    """
    if isinstance(content, list | tuple):
        return [still(one) for one in content]
    if not isinstance(content, Component):
        return content
    inside = getattr(content, "children", None)
    if inside is not None and _is_html(content):
        return plain(content)
    if inside is not None:
        content.children = still(inside)
    return content


def _is_html(content: Any) -> bool:
    try:
        to_html(content)
    except TypeError:
        return False
    return True


def to_html(content: Any) -> str:
    """Text, numbers and components of ``dash.html`` as HTML; all text is escaped.

    Args:
        content: a component, text, a number, None, or a list of these.

    Returns:
        HTML text.

    Raises:
        TypeError: something else is in it, or a component has a property that HTML has not.
    """
    return "".join(_parts(content))


def _parts(content: Any) -> Iterator[str]:
    if content is None or content is False:
        return
    if isinstance(content, str | int | float):
        yield escape(str(content))
    elif isinstance(content, list | tuple):
        for one in content:
            yield from _parts(one)
    elif isinstance(content, Component) and type(content).__module__.startswith(html.__name__):
        tag = type(content).__name__.lower()
        yield f"<{tag}{''.join(_attributes(content))}>"
        if tag not in _VOID:
            yield from _parts(getattr(content, "plain", None))
            yield from _parts(getattr(content, "children", None))
            yield f"</{tag}>"
    else:
        raise TypeError(f"{type(content).__name__} is no HTML")


def _attributes(component: Component) -> Iterator[str]:
    for name, value in component.to_plotly_json()["props"].items():
        if name in ("children", "key", "data-html") or value is None or value is False:
            continue
        if name.startswith("n_clicks") or name == "disable_n_clicks":
            raise TypeError(f"{type(component).__name__} is to be clicked: {name} is no HTML")
        text = {"style": _style, "id": _id}.get(name, str)(value)
        yield f" {_NAMES.get(name, name.lower())}"
        yield "" if value is True else f'="{escape(text)}"'


def _id(value: Any) -> str:
    return str(stringify_id(value))


def _style(rules: dict[str, Any]) -> str:
    return ";".join(f"{_property(name)}:{_length(name, value)}" for name, value in rules.items())


def _property(name: str) -> str:
    return name if name.startswith("--") else re.sub("[A-Z]", lambda m: f"-{m[0].lower()}", name)


def _length(name: str, value: Any) -> str:
    number = isinstance(value, int | float) and value != 0
    return f"{value}px" if number and name not in _UNITLESS and name[:2] != "--" else f"{value}"
