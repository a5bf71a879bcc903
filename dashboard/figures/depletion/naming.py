"""Names of stacked bands: inside where a band is thick enough, else beside it with a leader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from analytics.estimates import Array
from dashboard.figures.labels import (
    LINE_HEIGHT,
    SIZE,
    SIZES,
    HAnchor,
    Spot,
    Windows,
    boxes,
    overlap,
    width_of,
)

_NEGLIGIBLE = 0.03
_LEVELS = np.linspace(0.06, 0.94, 13)
_PADDING = 5.0
_TRIES = 8


class Named(NamedTuple):
    """A band's name: what it says, where, of which band, on which, and the leader between them."""

    text: str
    spot: Spot
    band: int
    on: int
    leader: tuple[tuple[float, float], ...] = ()


def name_bands(
    u: Array, shares: Array, texts: Sequence[Sequence[str]], edge: Array | None = None
) -> list[Named]:
    """Place the names of stacked bands.

    Args:
        u: evenly spaced places across the plot, 0 to 1, (n,).
        shares: thickness of each band from the bottom up, (n, bands).
        texts: of each band, from the longest form to the shortest.
        edge: a line that no name may cover, (n,).

    Returns:
        The names; a band that is thin everywhere has none.
    """
    top = np.cumsum(shares, axis=1)
    bottom = top - shares
    seen = [band for band in range(shares.shape[1]) if shares[:, band].max() >= _NEGLIGIBLE]
    named: list[Named] = []
    outside = []
    for band in seen:
        for text in texts[band]:
            spot = _inside(u, bottom[:, band], top[:, band], text, edge)
            if spot is not None:
                named.append(Named(text, spot, band, band))
                break
        else:
            outside.append(band)
    for band in outside:
        # a leader to the next band crosses no other
        near = [b for b in seen if abs(seen.index(b) - seen.index(band)) == 1]
        far = [b for b in seen if b != band and b not in near]
        for hosts in (near, far):
            found = _beside(u, bottom, top, band, hosts, texts[band][0], edge, named)
            if found is not None:
                named.append(found)
                break
    return named


def _size(text: str) -> tuple[float, float]:
    lines = text.split("<br>")
    width = max(width_of(line) for line in lines) + 2 * _PADDING
    return width, len(lines) * SIZE * LINE_HEIGHT + 2 * _PADDING


def _room(
    bottom: Array, top: Array, start: Array, end: Array, edge: Array | None
) -> tuple[Array, Array]:
    """Lowest and highest free level over stretches of a band, (n, sizes); none beyond the plot."""
    windows = Windows(start, end, len(bottom))
    floor, ceiling = windows.highest(bottom), windows.lowest(top)
    if edge is not None:
        low, high = windows.lowest(edge) - 0.015, windows.highest(edge) + 0.015
        under, over = np.minimum(ceiling, low) - floor, ceiling - np.maximum(floor, high)
        crossed = (high > floor) & (low < ceiling)
        ceiling = np.where(crossed & (under >= over), np.minimum(ceiling, low), ceiling)
        floor = np.where(crossed & (under < over), np.maximum(floor, high), floor)
    beyond = (start < 0) | (end > 1)
    return np.where(beyond, np.inf, floor), np.where(beyond, -np.inf, ceiling)


def _inside(u: Array, bottom: Array, top: Array, text: str, edge: Array | None) -> Spot | None:
    """The middle of the roomiest place in a band; None if it is too thin everywhere."""
    width, height = _size(text)
    half = width / 2 / SIZES[:, 0]
    floor, ceiling = _room(bottom, top, u[:, None] - half, u[:, None] + half, edge)
    tall = height / SIZES[:, 1]
    lowest = (floor + tall / 2).max(axis=1)
    highest = (ceiling - tall / 2).min(axis=1)
    spare = ((ceiling - floor - tall) * SIZES[:, 1]).min(axis=1)
    spare = np.where(highest >= lowest, spare, -np.inf)
    best = int(spare.argmax())
    if not np.isfinite(spare[best]):
        return None
    return Spot(float(u[best]), float(lowest[best] + highest[best]) / 2, "center", "middle")


def _beside(
    u: Array,
    bottom: Array,
    top: Array,
    band: int,
    hosts: Sequence[int],
    text: str,
    edge: Array | None,
    named: list[Named],
) -> Named | None:
    """A name in one of some other bands, level with its own and as near as can be."""
    thick = top[:, band] - bottom[:, band]
    own = (bottom[:, band, None] < _LEVELS) & (top[:, band, None] > _LEVELS)
    own &= thick[:, None] > 0.4 * thick.max()
    present = own.any(axis=0)
    # a leader goes a bit across the edge of the band that is nearer to the text
    first = np.where(present, u[own.argmax(axis=0)], np.nan)
    last = np.where(present, u[len(u) - 1 - own[::-1].argmax(axis=0)], np.nan)
    ends = {"left": 0.8 * last + 0.2 * first, "right": 0.2 * last + 0.8 * first}
    width, height = _size(text)
    wide, tall = (width / SIZES[:, 0])[None, :], height / SIZES[:, 1]
    found: list[tuple[float, int, int, int, HAnchor]] = []
    for other in hosts:
        sides: tuple[tuple[HAnchor, Array, Array], ...] = (
            ("left", u[:, None] + 0 * wide, u[:, None] + wide),
            ("right", u[:, None] - wide, u[:, None] + 0 * wide),
        )
        for anchor, start, end in sides:
            floor, ceiling = _room(bottom[:, other], top[:, other], start, end, edge)
            low, high = (floor + tall / 2).max(axis=1), (ceiling - tall / 2).min(axis=1)
            fits = (low[:, None] <= _LEVELS) & (high[:, None] >= _LEVELS)
            away = (u[:, None] - ends[anchor]) * (1 if anchor == "left" else -1)
            cost = np.where(fits & (away > 0), away, np.inf)
            for flat in np.argsort(cost, axis=None)[:_TRIES]:
                i, j = divmod(int(flat), len(_LEVELS))
                if np.isfinite(cost[i, j]):
                    found.append((float(cost[i, j]), other, i, j, anchor))
    others = [boxes([one.spot], one.text)[0] for one in named]
    for _, other, i, j, anchor in sorted(found):
        shift = _PADDING if anchor == "left" else -_PADDING
        spot = Spot(float(u[i]), float(_LEVELS[j]), anchor, "middle", dx=shift)
        mine = boxes([spot], text)[0]
        if not any(overlap(mine, box).any() for box in others):
            return Named(
                text, spot, band, other, ((float(ends[anchor][j]), spot.v), (spot.u, spot.v))
            )
    return None
