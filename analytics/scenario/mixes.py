"""A vendor's mix of data as an analyst sees it: the share of its training tokens by route.

In a link ``OpenAI:50-10-15-15-2-8``: per cent, in the order of :data:`ROUTES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from analytics.scenario import reading, rows

ROUTES: dict[str, str] = {
    "public_crawl": "Public crawl",
    "public_sets": "Public sets",
    "licensed": "Licensed",
    "proprietary": "Proprietary",
    "feedback": "Feedback",
    "synthetic": "Synthetic",
}
"""Ways by which data come to a vendor, in the order of every mix: id → label."""

LONGEST_VENDOR = 40
"""Letters of a vendor's name."""

TOLERANCE = 0.01
"""How far the six shares may sum from 1: published ones are rounded. They are scaled to it."""

_PARTS = 1_000_000
"""A share is a whole number of millionths, so that its text is short and reads back exactly;
feedback may be a few hundred of them."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of a vendor's training tokens by route.

    Args:
        vendor: one of the tables' vendors, or another, which joins them.
        shares: in the order of :data:`ROUTES`, each 0 to 1, together 1; kept to a millionth.

    Raises:
        ValueError: names the column and the rule it breaks.
    """

    vendor: str
    shares: tuple[float, ...]

    NOUN: ClassVar[tuple[str, str]] = ("mix", "mixes")
    MOST: ClassVar[int] = 40

    def __post_init__(self) -> None:
        """Refuse what is no mix; keep name and shares in their one form."""
        vendor = rows.cell("vendor", reading.name, self.vendor, LONGEST_VENDOR)
        if len(self.shares) != len(ROUTES):
            raise ValueError(f"{vendor}: has {len(self.shares)} shares, not {len(ROUTES)}")
        given = [
            rows.cell(f"{vendor}, {route}", reading.number, share, 0.0, 1.0)
            for route, share in zip(ROUTES, self.shares, strict=True)
        ]
        total = sum(given)
        if abs(total - 1.0) > TOLERANCE + 1e-9:
            raise ValueError(f"{vendor}: the six shares sum to {100 * total:.6g}%, not to 100%")
        object.__setattr__(self, "vendor", vendor)
        object.__setattr__(self, "shares", _whole(given))

    @classmethod
    def scaled(cls, vendor: str, weights: Sequence[float]) -> Self:
        """The mix in the proportion of six amounts, whatever they sum to.

        Raises:
            ValueError: an amount is negative or no finite number, or all are 0.
        """
        named = reading.brief(vendor)
        given = [
            rows.cell(f"{named}, {route}", reading.number, weight, 0.0, None)
            for route, weight in zip(ROUTES, weights, strict=True)
        ]
        total = sum(weight / (max(given) or 1.0) for weight in given)
        if total == 0:
            raise ValueError(f"{named}: all six shares are 0")
        return cls(vendor, tuple(weight / max(given) / total for weight in given))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``OpenAI:50-10-15-15-2-8``; ValueError names column and rule."""
        head, between, tail = text.rpartition(rows.BETWEEN_CELLS)
        if not between:
            raise ValueError(f"{reading.said(text)} is not of the form vendor:50-10-15-15-2-8")
        vendor = rows.unescape(head)
        parts = re.split(r"(?<=[^-])-", tail)  # a minus sign is not what parts two numbers
        if len(parts) != len(ROUTES):
            raise ValueError(f"{reading.brief(vendor)}: has {len(parts)} shares, not {len(ROUTES)}")
        percents = (
            rows.cell(f"{reading.brief(vendor)}, {route}", reading.number, part, 0.0, 100.0, "%")
            for route, part in zip(ROUTES, parts, strict=True)
        )
        return cls(vendor, tuple(percent / 100 for percent in percents))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read :meth:`as_json`; a route that is left out has no share."""
        vendor, shares = value.get("vendor"), value.get("shares")
        others = [key for key in value if key not in ("vendor", "shares")]
        if others:
            raise ValueError(f"{reading.said(others[0])} is no column; there are vendor, shares")
        if not isinstance(shares, Mapping):
            raise ValueError(f"shares: {reading.said(shares)} gives no share by route")
        for route in shares:
            if route not in ROUTES:
                known = ", ".join(ROUTES)
                raise ValueError(f"{reading.said(route)} is no route; there are {known}")
        return cls(vendor, tuple(shares.get(route, 0.0) for route in ROUTES))  # type: ignore[arg-type]

    def as_text(self) -> str:
        """``OpenAI:50-10-15-15-2-8``: per cent, exact."""
        percents = (f"{100 * share:.4f}".rstrip("0").rstrip(".") for share in self.shares)
        return f"{rows.escape(self.vendor)}{rows.BETWEEN_CELLS}{'-'.join(percents)}"

    def as_json(self) -> dict[str, Any]:
        """Vendor, and share by route."""
        return {"vendor": self.vendor, "shares": dict(zip(ROUTES, self.shares, strict=True))}

    @property
    def key(self) -> tuple[str, ...]:
        """The vendor, whichever its capitals."""
        return (self.vendor.casefold(),)

    @property
    def title(self) -> str:
        """The vendor."""
        return self.vendor

    def numbers(self) -> list[tuple[str, str, float]]:
        """Each share by its route."""
        return [
            (f"{self.vendor}, {label}", "share", share)
            for label, share in zip(ROUTES.values(), self.shares, strict=True)
        ]


def _whole(shares: Sequence[float]) -> tuple[float, ...]:
    """Shares as whole millionths that sum to one, by largest remainders."""
    exact = np.array(shares) / sum(shares) * _PARTS
    parts = np.floor(exact).astype(int)
    short = _PARTS - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:short]] += 1
    return tuple(float(part) / _PARTS for part in parts)
