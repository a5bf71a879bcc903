"""A vendor's newest training run as an analyst believes it: its size and its year.

In a link ``OpenAI:36-100:2025.2``: trillions of tokens, low to high, and the decimal year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from analytics.scenario import reading, rows
from analytics.scenario.mixes import LONGEST_VENDOR

TOKENS = (1e10, 1e16)
"""Smallest and largest run, tokens."""

YEARS = (2018.0, 2040.0)
"""Earliest and latest year of a run."""

_COLUMNS = ("vendor", "low_tokens", "high_tokens", "year")
_FORM = "vendor:low-high:year"
_TRILLION, _BILLION = 1e12, 1e9


@dataclass(frozen=True, slots=True)
class NewestRun:
    """The newest run of one vendor.

    Args:
        vendor: one of the tables' vendors, or one whose mix is entered as well.
        low_tokens: lower end of the central 90% of its tokens; the run itself if it is known.
            Kept to a billion, so that its text is short and reads back exactly.
        high_tokens: upper end, not below.
        year: decimal, of its publication.

    Raises:
        ValueError: names the column and the rule it breaks.
    """

    vendor: str
    low_tokens: float
    high_tokens: float
    year: float

    NOUN: ClassVar[tuple[str, str]] = ("run", "runs")
    MOST: ClassVar[int] = 40

    def __post_init__(self) -> None:
        """Refuse what is no run; keep the name and the numbers in their one form."""
        vendor = rows.cell("vendor", reading.name, self.vendor, LONGEST_VENDOR)
        numbers = {
            name: rows.cell(f"{vendor}, {name}", reading.number, getattr(self, name), *bounds)
            for name, bounds in (
                ("low_tokens", TOKENS),
                ("high_tokens", TOKENS),
                ("year", YEARS),
            )
        }
        if numbers["low_tokens"] > numbers["high_tokens"]:
            raise ValueError(f"{vendor}: the lower end of its tokens is above the upper one")
        object.__setattr__(self, "vendor", vendor)
        for name, number in numbers.items():
            kept = number if name == "year" else round(number / _BILLION) * _BILLION
            object.__setattr__(self, name, kept)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``OpenAI:36-100:2025.2``; ValueError names column and rule."""
        cells = text.split(rows.BETWEEN_CELLS)
        ends = cells[1].split("-") if len(cells) == 3 else []
        if len(ends) not in (1, 2):
            raise ValueError(f"{reading.said(text)} is not of the form {_FORM}")
        vendor = rows.unescape(cells[0])
        told = [
            rows.cell(f"{reading.brief(vendor)}, tokens", reading.number, end, 0.0, None)
            for end in ends
        ]
        return cls(vendor, told[0] * _TRILLION, told[-1] * _TRILLION, cells[2])  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read :meth:`as_json`; without an upper end the run is known."""
        others = [key for key in value if key not in _COLUMNS]
        if others:
            raise ValueError(
                f"{reading.said(others[0])} is no column; there are {', '.join(_COLUMNS)}"
            )
        low = value.get("low_tokens")
        given = (value.get("vendor"), low, value.get("high_tokens", low), value.get("year"))
        return cls(*given)  # type: ignore[arg-type]

    def as_text(self) -> str:
        """``OpenAI:36-100:2025.2``: reads back exactly."""
        ends = (self.low_tokens, self.high_tokens)[: 1 + (self.high_tokens > self.low_tokens)]
        told = (f"{end / _TRILLION:.3f}".rstrip("0").rstrip(".") for end in ends)
        cells = (rows.escape(self.vendor), "-".join(told), reading.shortest(self.year))
        return rows.BETWEEN_CELLS.join(cells)

    def as_json(self) -> dict[str, Any]:
        """Every column by its name."""
        return {name: getattr(self, name) for name in _COLUMNS}

    @property
    def key(self) -> tuple[str, ...]:
        """The vendor, whichever its capitals."""
        return (self.vendor.casefold(),)

    @property
    def title(self) -> str:
        """The vendor."""
        return self.vendor

    def numbers(self) -> list[tuple[str, str, float]]:
        """Both ends, and the year."""
        return [
            (f"{self.vendor}, low", "tokens", self.low_tokens),
            (f"{self.vendor}, high", "tokens", self.high_tokens),
            (f"{self.vendor}, year", "year", self.year),
        ]
