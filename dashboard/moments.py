"""A moment on a page."""

from __future__ import annotations

import datetime as dt

from dash import html
from dash.development.base_component import Component


def moment(at: dt.datetime) -> Component:
    """A moment to the minute; in UTC, for people of several places read the same page."""
    return html.Time(f"{at:%-d %b %Y, %H:%M} UTC", dateTime=at.isoformat(timespec="seconds"))
