"""Attributes of HTML whose names are no Python names, typed as Dash's components need them."""

from __future__ import annotations

from typing import Any


def aria(**names: str) -> dict[str, Any]:
    """``aria(label="Views")`` → ``{"aria-label": "Views"}``, to be unpacked into a component."""
    return {f"aria-{name}": value for name, value in names.items()}


def data(**names: str) -> dict[str, Any]:
    """``data(view="/")`` → ``{"data-view": "/"}``, to be unpacked into a component."""
    return {f"data-{name}": value for name, value in names.items()}
