"""A view as a picture needs it: the rows that a window may have room for, and none below.

What is left out would cost most of the time that the picture takes. ``assets/bare.js`` then fits
the rows to the window.
"""

from __future__ import annotations

import re

from dash.development.base_component import Component

COLUMNS, ROWS = 12, 4
"""Of a view's grid: columns, and rows of which a window of 1080 pixels never has room for more."""

_SPAN = re.compile(r"\bspan-(\d+)\b")


def pictured(content: Component) -> Component:
    """Cut the grid of a view after its first :data:`ROWS` rows.

    Args:
        content: what a view shows; changed in place. One without a grid stays as it is.
    """
    for part in (content, *content._traverse()):
        if str(getattr(part, "className", "")).split()[:1] == ["grid"]:
            part.children = _first(part.children)
    return content


def _first(places: list[Component]) -> list[Component]:
    kept, row, filled = [], 1, 0
    for place in places:
        span = _SPAN.search(str(getattr(place, "className", "")))
        width = int(span[1]) if span else COLUMNS
        if filled + width > COLUMNS:
            row, filled = row + 1, 0
        filled += width
        if row > ROWS:
            break
        kept.append(place)
    return kept
