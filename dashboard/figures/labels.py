"""Where a label can stand: beside its line, clear of every line and of every other label.

The server does not know how wide a chart will be, so a place is chosen that is free at all of a few
sizes, from a narrow card to a slide. Positions are fractions of the plot, offsets are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from analytics.estimates import Array

SIZES = np.array([[232.0, 150.0], [360.0, 200.0], [620.0, 280.0], [900.0, 330.0], [1300.0, 420.0]])
"""Plots for which a place must be free: width and height in pixels, (5, 2)."""

_WIDE, _NARROW = frozenset("mwMW%@—"), frozenset(" .,:;()ijlt'|!·–-\u00a0\u202f")
_LINE_HEIGHT = 1.3
_GAP = 3.0


def width_of(text: str, size: float = 12.0) -> float:
    """Width of one line of text in pixels, on the generous side."""
    units = sum(0.9 if c in _WIDE else 0.34 if c in _NARROW else 0.62 for c in text)
    return size * units


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
    xanchor: Literal["left", "center", "right"] = "left"
    yanchor: Literal["top", "middle", "bottom"] = "bottom"
    dx: float = 0.0
    dy: float = 0.0


_ANCHOR = {"left": 0.0, "center": -0.5, "right": -1.0, "bottom": 0.0, "middle": -0.5, "top": -1.0}


def boxes(spots: Sequence[Spot], text: str, size: float = 12.0) -> Array:
    """Boxes of a text at some spots, at every size of plot, in pixels.

    Returns:
        left, bottom, right, top: (spots, sizes, 4).
    """
    lines = text.replace("<b>", "").replace("</b>", "").split("<br>")
    width = max(width_of(line, size) for line in lines)
    height = len(lines) * size * _LINE_HEIGHT
    places = np.array(
        [
            [s.u, s.v, s.dx + _ANCHOR[s.xanchor] * width, s.dy + _ANCHOR[s.yanchor] * height]
            for s in spots
        ]
    )
    corner = places[:, None, :2] * SIZES + places[:, None, 2:]
    return np.concatenate([corner, corner + np.array([width, height])], axis=2)


@dataclass
class Placer:
    """Places labels one after the other; each becomes an obstacle to the next.

    Attributes:
        points: what lines go through, as fractions of the plot, (points, 2).
        weights: how bad it is to cover a point, (points,).
        taken: boxes of the labels placed so far, each (sizes, 4).
    """

    points: Array
    weights: Array
    taken: list[Array] = field(default_factory=list)

    @classmethod
    def among(cls, lines: Iterable[tuple[Array, Array, float]]) -> Placer:
        """Start with lines: u, v and weight of each; parts outside of the plot don't matter."""
        points, weights = [np.empty((0, 2))], [np.empty(0)]
        for u, v, weight in lines:
            fine = np.linspace(0, len(u) - 1, 3 * len(u) - 2)
            at = np.arange(len(u))
            line = np.stack([np.interp(fine, at, u), np.interp(fine, at, v)], axis=1)
            inside = line[((line > -0.02) & (line < 1.02)).all(axis=1)]
            points.append(inside)
            weights.append(np.full(len(inside), weight))
        return cls(np.concatenate(points), np.concatenate(weights))

    def place(self, text: str, spots: Sequence[Spot], at_most: float = np.inf) -> Spot | None:
        """The first of the spots that is free, else the one that covers least.

        Args:
            text: the label; ``<br>`` starts a new line.
            spots: where it may stand, best first.
            at_most: what it may cover, in weights of points; None is returned beyond that.
        """
        if not spots:
            return None
        box = boxes(spots, text)
        cost = self._outside(box) + self._labels(box) + self._lines(box)
        best = int(cost.argmin())
        if cost[best] > at_most:
            return None
        self.taken.append(box[best])
        return spots[best]

    def _outside(self, box: Array) -> Array:
        left, bottom, right, top = np.moveaxis(box, 2, 0)
        width, height = SIZES.T
        beyond = np.maximum(-left, 0) + np.maximum(-bottom, 0)
        beyond += np.maximum(right - width, 0) + np.maximum(top - height, 0)
        return 100.0 * beyond.sum(axis=1)

    def _labels(self, box: Array) -> Array:
        cost = np.zeros(len(box))
        for other in self.taken:
            apart = (box[:, :, :2] > other[:, 2:] + 4).any(2) | (
                box[:, :, 2:] < other[:, :2] - 4
            ).any(2)
            cost += 10_000.0 * (~apart).sum(axis=1)
        return cost

    def _lines(self, box: Array) -> Array:
        if not len(self.points):
            return np.zeros(len(box))
        at = self.points * SIZES[:, None, :]
        inside = (at[None, :, :, 0] > box[:, :, None, 0] - _GAP) & (
            at[None, :, :, 0] < box[:, :, None, 2] + _GAP
        )
        inside &= (at[None, :, :, 1] > box[:, :, None, 1] - _GAP) & (
            at[None, :, :, 1] < box[:, :, None, 3] + _GAP
        )
        cost: Array = (inside @ self.weights).sum(axis=1)
        return cost


def annotation(
    spot: Spot, text: str, colour: str, axis: str = "y", size: float = 12.0
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
