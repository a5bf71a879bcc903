"""Where a label can stand: beside its line, clear of every line and of every other label.

The server does not know how wide a chart will be, so a place is chosen that is free at all of a few
sizes, from a narrow card to a slide. Positions are fractions of the plot, offsets are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analytics.estimates import Array

SIZES = np.array([[290.0, 190.0], [400.0, 230.0], [620.0, 280.0], [900.0, 330.0], [1300.0, 420.0]])
"""Plots for which a place must be free: width and height in pixels, (5, 2)."""

NARROWEST = 212.0
"""Width of a plot on a phone, for what must not be cut off there."""

SIZE = 12.0
"""Height of a label's type in pixels."""

LINE_HEIGHT = 1.3

HAnchor = Literal["left", "center", "right"]
VAnchor = Literal["top", "middle", "bottom"]

_GAP = 3.0
_FINE = np.linspace(0, 1, 241)
_EMS = {
    character: ems
    for ems, characters in (
        (0.26, " ijl.,:;I|'·\u00a0\u202f"),
        (0.36, "()frt1-“”"),
        (0.55, "sz–kvxy7acJeL"),
        (0.59, "hnouF2bdgpq568"),
        (0.64, "9E30PSTZ4KR<>×"),
        (0.75, "BYAVXDUHNCGwOQ"),
        (0.9, "m%M"),
    )
    for character in characters
}
"""Widths of Inter's characters as measured, rounded up."""


def width_of(text: str, size: float = SIZE) -> float:
    """Width of one line of text in pixels, on the generous side."""
    bold = 1.07 if "<b>" in text else 1.0
    text = text.replace("<b>", "").replace("</b>", "")
    return size * bold * sum(_EMS.get(character, 1.0) for character in text)


def words(
    text: str, x: Any, y: Any, colour: str, anchor: str, *, size: float = SIZE, **more: Any
) -> dict[str, Any]:
    """Words at a place; an annotation with nothing of plotly's around it.

    Args:
        text: markup.
        x: on the axis, or as ``xref`` says.
        y: likewise.
        colour: of the text.
        anchor: which side of the text is at ``x``.
        size: of the type, in pixels.
        **more: of the annotation.
    """
    return {
        "text": text,
        "x": x,
        "y": y,
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 0,
        "font": {"color": colour, "size": size},
        **more,
    }


@dataclass(frozen=True)
class Spot:
    """A place for a label.

    Attributes:
        u: across the plot, 0 to 1.
        v: up the plot, 0 to 1.
        xanchor: which side of the text is at ``u``.
        yanchor: which side of the text is at ``v``.
        dx: pixels to the right.
        dy: pixels up.
    """

    u: float
    v: float
    xanchor: HAnchor = "left"
    yanchor: VAnchor = "bottom"
    dx: float = 0.0
    dy: float = 0.0


_ANCHOR = {"left": 0.0, "center": -0.5, "right": -1.0, "bottom": 0.0, "middle": -0.5, "top": -1.0}


def boxes(spots: Sequence[Spot], text: str, size: float = SIZE) -> Array:
    """Boxes of a text at some spots, at every size of plot, in pixels.

    Returns:
        left, bottom, right, top: (spots, sizes, 4).
    """
    lines = text.split("<br>")
    width = max(width_of(line, size) for line in lines)
    height = len(lines) * size * LINE_HEIGHT
    places = np.array(
        [
            (s.u, s.v, s.dx + _ANCHOR[s.xanchor] * width, s.dy + _ANCHOR[s.yanchor] * height)
            for s in spots
        ]
    )
    corner = places[:, None, :2] * SIZES + places[:, None, 2:]
    return np.concatenate([corner, corner + np.array([width, height])], axis=2)


def overlap(box: Array, other: Array, gap: float = 4.0) -> NDArray[np.bool_]:
    """Whether boxes come nearer to each other than a gap; the last axis is the box."""
    apart = (box[..., :2] > other[..., 2:] + gap) | (box[..., 2:] < other[..., :2] - gap)
    near: NDArray[np.bool_] = np.logical_not(apart.any(axis=-1))
    return near


class Windows:
    """Extremes of evenly spaced values over many stretches of the plot at once."""

    def __init__(self, start: Array, end: Array, n: int) -> None:
        """Stretches from ``start`` to ``end``, as fractions of the plot, over ``n`` values."""
        first = np.clip(np.floor(start * (n - 1)), 0, n - 1)
        last = np.clip(np.ceil(end * (n - 1)), first, n - 1)
        self._shape = start.shape
        self._pairs = np.stack([first, last + 1], axis=-1).astype(int).ravel()

    def highest(self, values: Array) -> Array:
        """Highest value in each stretch."""
        return self._reduced(np.maximum, values)

    def lowest(self, values: Array) -> Array:
        """Lowest value in each stretch."""
        return self._reduced(np.minimum, values)

    def _reduced(self, function: np.ufunc, values: Array) -> Array:
        padded = np.append(values, values[-1])
        found: Array = function.reduceat(padded, self._pairs)[::2].reshape(self._shape)
        return found


class Placer:
    """Places labels one after the other; each becomes an obstacle to the next."""

    def __init__(
        self,
        lines: Iterable[tuple[Array, float]] = (),
        blocks: Iterable[tuple[float, float, float, float, float]] = (),
    ) -> None:
        """Start with what is drawn.

        Args:
            lines: heights at evenly spaced places across the whole plot, and how bad it is to
                cover them.
            blocks: left, bottom, right and top of rectangles, and how bad it is to cover them.
        """
        self._lines = [
            (np.interp(_FINE, np.linspace(0, 1, len(heights)), heights), weight)
            for heights, weight in lines
        ]
        self._blocks = list(blocks)
        self._taken: list[Array] = []

    def place(self, text: str, spots: Sequence[Spot], at_most: float = np.inf) -> Spot | None:
        """The first of the spots that is free, else the one that covers least.

        Args:
            text: the label; ``<br>`` starts a new line.
            spots: where it may stand, best first.
            at_most: what it may cover, in weights over all sizes; None is returned beyond that.
        """
        if not spots:
            return None
        box = boxes(spots, text)
        cost = self._cost(box)
        best = int(cost.argmin())
        if cost[best] > at_most:
            return None
        self._taken.append(box[best])
        return spots[best]

    def _cost(self, box: Array) -> Array:
        """What each box covers, over all sizes: the plot's edge and labels dearly."""
        low, high = box[:, :, :2] / SIZES, box[:, :, 2:] / SIZES
        beyond = np.maximum(-box[:, :, :2], 0) + np.maximum(box[:, :, 2:] - SIZES, 0)
        cost: Array = 100.0 * beyond.sum(axis=(1, 2))
        for other in self._taken:
            cost += 10_000.0 * overlap(box, other).sum(axis=1)
        gap = _GAP / SIZES
        low, high = low - gap, high + gap
        windows = Windows(low[:, :, 0], high[:, :, 0], len(_FINE))
        for heights, weight in self._lines:
            over = windows.highest(heights) > low[:, :, 1]
            cost += weight * (over & (windows.lowest(heights) < high[:, :, 1])).sum(axis=1)
        for left, bottom, right, top, weight in self._blocks:
            hit = (low[:, :, 0] < right) & (high[:, :, 0] > left)
            hit &= (low[:, :, 1] < top) & (high[:, :, 1] > bottom)
            cost += weight * hit.sum(axis=1)
        return cost


def annotation(
    spot: Spot, text: str, colour: str, axis: str = "y", size: float = SIZE
) -> dict[str, Any]:
    """A label as a plotly annotation, placed by fractions: no trap on a log axis."""
    return {
        "text": text,
        "x": spot.u,
        "y": spot.v,
        "xref": "x domain",
        "yref": f"{axis} domain",
        "xanchor": spot.xanchor,
        "yanchor": spot.yanchor,
        "xshift": spot.dx,
        "yshift": spot.dy,
        "showarrow": False,
        "align": spot.xanchor,
        "borderpad": 0,
        "font": {"color": colour, "size": size},
    }
