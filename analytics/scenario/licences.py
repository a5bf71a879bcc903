"""Licences that are not in the tables: signed, ended or made exclusive in a scenario.

In a link ``add:OpenAI:Reddit:70000000:3:exclusive``, ``end:OpenAI:Axel Springer`` or
``exclusive:Google:Reddit``; what is not known of an added one is left empty.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from analytics.scenario import reading, rows
from analytics.scenario.mixes import LONGEST_VENDOR

ACTIONS: dict[str, str] = {"add": "signs", "end": "ends with", "exclusive": "alone has"}
"""What may become of a licence: id → verb."""

LONGEST_SUPPLIER = 80
HIGHEST_USD = 1e12
LONGEST_YEARS = 100.0
_CELLS = ("action", "vendor", "supplier", "usd_per_year", "years", "exclusive")


@dataclass(frozen=True, slots=True)
class LicenceChange:
    """One licence, changed.

    Args:
        action: ``add`` a training licence, ``end`` those there are between the two, or make them
            ``exclusive``.
        vendor: who trains.
        supplier: whose data they are.
        usd_per_year: its price, None where not known; for an added one only.
        years: its term, None where not known; for an added one only.
        exclusive: whether an added one is exclusive; an ``exclusive`` change always is.

    Raises:
        ValueError: names the column and the rule it breaks.
    """

    action: str
    vendor: str
    supplier: str
    usd_per_year: float | None = None
    years: float | None = None
    exclusive: bool = False

    NOUN: ClassVar[tuple[str, str]] = ("licence change", "licence changes")
    MOST: ClassVar[int] = 40

    def __post_init__(self) -> None:
        """Refuse what is no change; keep names and numbers in their one form."""
        if self.action not in tuple(ACTIONS):  # which takes anything, hashable or not
            known = ", ".join(ACTIONS)
            raise ValueError(f"action: {reading.said(self.action)} is none of {known}")
        vendor = rows.cell("vendor", reading.name, self.vendor, LONGEST_VENDOR)
        supplier = rows.cell("supplier", reading.name, self.supplier, LONGEST_SUPPLIER)
        if not isinstance(self.exclusive, bool):
            raise ValueError(f"exclusive: {reading.said(self.exclusive)} is neither true nor false")
        kept: dict[str, Any] = {"vendor": vendor, "supplier": supplier}
        for column, low, high, unit in (
            ("usd_per_year", 0.0, HIGHEST_USD, " USD"),
            ("years", 0.0, LONGEST_YEARS, " years"),
        ):
            value = getattr(self, column)
            if value is None:
                continue
            if self.action != "add":
                raise ValueError(f"{column}: only a licence that is added has it")
            kept[column] = rows.cell(column, reading.number, value, low, high, unit)
        kept["exclusive"] = self.exclusive or self.action == "exclusive"
        if self.action == "end" and self.exclusive:
            raise ValueError("exclusive: a licence that ends cannot be")
        for column, value in kept.items():
            object.__setattr__(self, column, value)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read ``add:OpenAI:Reddit:70000000:3:exclusive``; ValueError names column and rule."""
        cells = [rows.unescape(one) for one in text.split(rows.BETWEEN_CELLS)]
        if not 3 <= len(cells) <= len(_CELLS):
            raise ValueError(f"{reading.said(text)} is not of the form action:vendor:supplier")
        action, vendor, supplier, usd, years, exclusive = (*cells, "", "", "")[: len(_CELLS)]
        if exclusive not in ("", "exclusive"):
            raise ValueError(f"exclusive: {reading.said(exclusive)} is not the word exclusive")
        price: Any = usd or None
        term: Any = years or None
        return cls(action, vendor, supplier, price, term, exclusive == "exclusive")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read :meth:`as_json`; ValueError names column and rule."""
        for column in value:
            if column not in _CELLS:
                known = ", ".join(_CELLS)
                raise ValueError(f"{reading.said(column)} is no column; there are {known}")
        given: dict[str, Any] = dict.fromkeys(_CELLS[:3]) | dict(value)
        return cls(**given)

    def as_text(self) -> str:
        """``add:OpenAI:Reddit:70000000:3:exclusive``, without the empty cells at the end."""
        added = self.action == "add"
        cells = [
            self.action,
            rows.escape(self.vendor),
            rows.escape(self.supplier),
            "" if self.usd_per_year is None else reading.shortest(self.usd_per_year),
            "" if self.years is None else reading.shortest(self.years),
            "exclusive" if added and self.exclusive else "",
        ]
        while not cells[-1]:
            cells.pop()
        return rows.BETWEEN_CELLS.join(cells)

    def as_json(self) -> dict[str, Any]:
        """Every column."""
        return {column: getattr(self, column) for column in _CELLS}

    @property
    def key(self) -> tuple[str, ...]:
        """Vendor and supplier, whichever their capitals: one change for each pair."""
        return (self.vendor.casefold(), self.supplier.casefold())

    @property
    def title(self) -> str:
        """``OpenAI signs Reddit``."""
        return f"{self.vendor} {ACTIONS[self.action]} {self.supplier}"

    def numbers(self) -> list[tuple[str, str, float]]:
        """Price and term of an added licence, and whether it is exclusive."""
        exclusive = (self.title, "exclusive: 0 or 1", float(self.exclusive))
        if self.action != "add":
            return [exclusive] if self.action == "exclusive" else [(self.title, "", math.nan)]
        priced = math.nan if self.usd_per_year is None else self.usd_per_year
        term = math.nan if self.years is None else self.years
        return [(self.title, "USD/year", priced), (self.title, "years", term), exclusive]
