"""Whether words fit their place on a slide."""

from __future__ import annotations

from dashboard.figures.labels import width_of

_PIXELS = 96
"""Of an inch; a point is 96/72 of them."""


def inches(text: str, points: float) -> float:
    """How wide a text is, about, at a size of type."""
    return width_of(text, points * _PIXELS / 72) / _PIXELS


def cut(text: str, most: float, points: float) -> str:
    """A text that is so many inches wide at most, cut where it is wider.

    >>> cut("Mitteldeutsche Sprachmodellgesellschaft", 1.4, 12), cut("IBM", 1.4, 12)
    ('Mitteldeutsch…', 'IBM')
    """
    if inches(text, points) <= most:
        return text
    while text and inches(f"{text}…", points) > most:
        text = text[:-1]
    return f"{text.rstrip()}…"
