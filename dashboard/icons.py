"""The few icons in use, as inline SVG data: nothing is fetched for them."""

from __future__ import annotations

from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import aria

_PATHS = {
    "undo": "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
    "pin": "M12 17v5M8 3h8l-1 7 3 3v2H6v-2l3-3z",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4"
    "M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5",
    "moon": "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5",
    "link": "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3"
    "a4 4 0 0 0 5.7 5.7l1-1",
    "download": "M12 3v12M7 11l5 5 5-5M4 20h16",
    "save": "M5 3h11l3 3v15H5zM8 3v6h7V3M8 21v-7h8v7",
    "grid": "M3 3h7v7H3zM14 3h7v7h-7zM3 14h7v7H3zM14 14h7v7h-7z",
    "library": "M4 4h5v16H4zM9 4h5v16H9zM14.5 5l4.6-1.2 4 15-4.6 1.2",
    "copy": "M9 9h11v12H9zM5 15H4V3h11v2",
    "bin": "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6",
    "pencil": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2",
    "user": "M12 3a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M4 21c0-4 3.5-6 8-6s8 2 8 6",
    "folder": "M3 6h6l2 2h10v11H3z",
    "left": "m14 6-6 6 6 6",
    "right": "m10 6 6 6-6 6",
    "close": "M6 6l12 12M18 6 6 18",
    "screen": "M3 4h18v12H3zM12 16v5M8 21h8M10 7.5v5l4-2.5z",
    "plus": "M12 5v14M5 12h14",
}


def icon(name: str) -> Component:
    """An icon that takes the colour of the text around it; decorative, so hidden from readers."""
    path = _PATHS[name]
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='black' "
        f"stroke-width='2' stroke-linecap='round' stroke-linejoin='round'><path d='{path}'/></svg>"
    )
    mask = f'url("data:image/svg+xml,{quote(svg)}")'
    return html.Span(
        className="icon",
        style={"maskImage": mask, "WebkitMaskImage": mask},
        **aria(hidden="true"),
    )
