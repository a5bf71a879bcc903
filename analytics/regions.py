"""Regions of a plane that hold a part of the worlds, for charts of one outcome against another."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from analytics.estimates import Array


def nearest_part(x: Array, y: Array, part: float = 0.5) -> Array:
    """The hull of the worlds that are nearest to the median of both outcomes.

    Near is by the distance in standard deviations along both, their correlation with them
    (Mahalanobis 1936), so that the region does not depend on units.

    Args:
        x: of one outcome, finite, (worlds,).
        y: of the other, alike.
        part: share of the worlds within, above 0 and at most 1.

    Returns:
        Corners of a convex polygon, counterclockwise, (n, 2); of a box where the worlds lie on a
        line or in a point.
    """
    points = np.column_stack([x, y])
    apart = points - np.median(points, axis=0)
    spread = np.cov(points, rowvar=False)
    distance = np.einsum("wi,ij,wj->w", apart, np.linalg.pinv(spread), apart)
    count = max(int(np.ceil(part * len(points))), 1)
    inside = points[np.argsort(distance, kind="stable")[:count]]
    try:
        corners: Array = inside[ConvexHull(inside).vertices]
    except (QhullError, ValueError):  # no area
        (left, low), (right, high) = inside.min(axis=0), inside.max(axis=0)
        corners = np.array([[left, low], [right, low], [right, high], [left, high]])
    return corners
