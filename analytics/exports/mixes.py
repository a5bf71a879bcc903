"""Own mixes as a CSV file, both ways: a template to fill in, and what was filled in.

One vendor a row, one route a column, per cent or shares of one. Both ways stand here, beside the
other files, because they are one format: what :func:`template` writes, :func:`parse` reads back.
Nothing here touches a disk: a page hands over the bytes that somebody chose.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analytics.exports.table import neutral, table_csv
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import moat_inputs
from analytics.scenario import ROUTES, Mix, Problem, Scenario
from analytics.scenario.mixes import TOLERANCE
from analytics.scenario.reading import brief, number, said
from analytics.scenario.rows import cell

VENDOR = "vendor"
COLUMNS = (VENDOR, *ROUTES)
"""Columns of the file; in one that is read they may stand in any order."""

MAX_BYTES = 20_000_000
MAX_ROWS = 1_000_000
MOST_BAD_ROWS = 10_000
"""Rows that cannot be used, after which a file is no list of mixes and is left."""
MOST_PROBLEMS = 50
"""Problems told one by one; further rows are counted."""

_DELIMITERS = ",;\t"
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read from a file.

    Attributes:
        mixes: the rows that can be used, sorted by vendor.
        problems: what could not be used: row and column, value, rule.
        notes: what was done to rows that are used, such as scaling them.
    """

    mixes: tuple[Mix, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def template(examples: Iterable[Mix]) -> bytes:
    """A file to fill in: the columns, and a row for each example, in per cent.

    Args:
        examples: the mixes to begin with, such as what is believed of each vendor.

    Returns:
        The bytes of the file; :func:`parse` reads the examples back.
    """
    import pandas as pd

    rows = [(mix.vendor, *(100 * share for share in mix.shares)) for mix in examples]
    return table_csv(pd.DataFrame(rows, columns=list(COLUMNS)))


def believed(scenario: Scenario, data_version: str) -> tuple[Mix, ...]:
    """What a scenario expects of each vendor's mix, to begin a template with.

    Args:
        scenario: every assumption; its own mixes are as they were entered.
        data_version: of the facts about the vendors.

    Returns:
        The mean belief about every vendor of the tables and every one that was added.
    """
    facts = vendor_facts(data_version)
    own = {mix.vendor: mix for mix in scenario.mixes}
    names = [*dict.fromkeys([*(vendor.name for vendor in facts.vendors), *own])]
    means = {unit.id: unit.belief.mean for unit in moat_inputs(scenario, facts).units}
    return tuple(own.get(name) or Mix.scaled(name, means[name]) for name in names)


def parse(raw: bytes, *, normalise: bool = False, known: Iterable[str] = ()) -> Parsed:
    """Read mixes from a CSV file; never fails, and a bad row spoils no other.

    Commas, semicolons or tabs part the cells; with semicolons or tabs a comma in a number is its
    decimal sign. A row is in per cent or in shares of one, whichever it sums to; empty cells are 0.

    Args:
        raw: the bytes of the file.
        normalise: scale rows that sum to neither, instead of refusing them.
        known: vendors of the tables; whoever is written with other capitals is one of them.

    Returns:
        The mixes, what could not be used, and what was done to the rest. Row 1 is the header.
    """
    if len(raw) > MAX_BYTES:
        reason = f"it has {len(raw) / 1e6:.3g} MB; at most {MAX_BYTES / 1e6:g} MB are read"
        return Parsed(problems=(Problem("file", "", reason),))
    text, notes = _decoded(raw)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reading = _Reading(normalise, delimiter != ",", {name.casefold(): name for name in known})
    reading.notes += notes
    records = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
    try:
        if reading.header(next(records, (1, []))[1]):
            reading.body(records)
    except csv.Error as error:
        reading.refuse("file", "", f"it is no CSV file any further ({error})")
    return reading.parsed()


@dataclass(slots=True)
class _Reading:
    """A file being read."""

    normalise: bool
    decimal_comma: bool
    known: Mapping[str, str]
    at: dict[str, int] = field(default_factory=dict)
    width: int = 0
    found: dict[tuple[str, ...], Mix] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    untold: int = 0

    def header(self, cells: list[str]) -> bool:
        """Find the columns; False if one is missing or there twice."""
        names = [_column(cell) for cell in cells]
        self.width = len(names)
        self.at = {column: names.index(column) for column in COLUMNS if column in names}
        missing = [column for column in COLUMNS if column not in names]
        twice = [column for column in COLUMNS if names.count(column) > 1]
        for columns, fault in ((missing, "there is no column"), (twice, "there twice is column")):
            if columns:
                reason = f"{fault} {', '.join(columns)}"
                self.refuse("row 1", brief(",".join(cells)), reason)
        for name, title in zip(names, cells, strict=True):
            if name and name not in COLUMNS and not missing:
                self.note("row 1", brief(title), f"column {said(title)} is not used")
        return not missing and not twice

    def body(self, records: Iterator[tuple[int, list[str]]]) -> None:
        """Read the rows under the header."""
        for place, cells in records:
            if place > MAX_ROWS + 1:
                self.refuse(f"row {place}", "", f"at most {MAX_ROWS:,} rows are read")
                return
            if not any(map(str.strip, cells)):
                continue
            if self.untold == MOST_BAD_ROWS:
                reason = f"more than {MOST_BAD_ROWS:,} rows could not be used; the rest is not read"
                self.problems.append(Problem(f"row {place}", "", reason))
                return
            if len(self.found) == Mix.MOST:
                reason = f"at most {Mix.MOST} mixes are accepted; nothing is read from here on"
                self.refuse(f"row {place}", "", reason)
                return
            try:
                mix = self.mix(place, cells)
                if mix.key in self.found:
                    raise ValueError(f"{VENDOR}: {mix.vendor} is there twice; the first counts")
            except ValueError as error:
                self.refuse(f"row {place}", brief(";".join(cells[: self.width])), str(error))
            else:
                self.found[mix.key] = mix

    def mix(self, place: int, cells: list[str]) -> Mix:
        """Read one row; ValueError names column and rule."""
        if any(map(str.strip, cells[self.width :])):
            raise ValueError(f"it has {len(cells)} cells, the header has {self.width}")
        cells = [*cells, *[""] * (self.width - len(cells))]
        vendor = cells[self.at[VENDOR]].strip()
        if vendor.startswith("'") and neutral(vendor[1:]) == vendor:
            vendor = vendor[1:]  # put there so that a spreadsheet runs nothing
        vendor = self.known.get(" ".join(vendor.split()).casefold(), vendor)
        given = {route: cells[self.at[route]].strip() for route in ROUTES}
        amounts = [cell(route, self.amount, text) for route, text in given.items()]
        total = sum(amounts)
        percent = any(text.endswith("%") for text in given.values())
        whole = 100.0 if percent or abs(total - 100) <= abs(total - 1) else 1.0
        off = abs(total / whole - 1)
        if off <= TOLERANCE:
            mix = Mix(vendor, tuple(amount / whole for amount in amounts))
        elif self.normalise:
            mix = Mix.scaled(vendor, amounts)
        else:
            raise ValueError(f"the six shares sum to {total:.6g}; they are to sum to 100 or to 1")
        if off > _SLACK:
            said_total = f"{total:.6g}{'%' if whole == 100 else ''}"
            self.note(f"row {place}", said_total, f"{mix.vendor} summed to {said_total}; scaled")
        return mix

    def amount(self, text: str) -> float:
        """A number of a row: per cent or share, empty for none."""
        text = text.removesuffix("%").rstrip()
        if self.decimal_comma:
            text = text.replace(",", ".")
        return number(text or 0.0, 0.0, None if self.normalise else 100.0)

    def refuse(self, place: str, value: str, reason: str) -> None:
        """Tell what cannot be used, or count it."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(place, value, reason))
        else:
            self.untold += 1

    def note(self, place: str, value: str, reason: str) -> None:
        """Tell what was done."""
        if len(self.notes) < MOST_PROBLEMS:
            self.notes.append(Problem(place, value, reason))

    def parsed(self) -> Parsed:
        """The answer."""
        if 0 < self.untold < MOST_BAD_ROWS:
            reason = f"{self.untold:,} more rows could not be used"
            self.problems.append(Problem("file", "", reason))
        if not self.found and not self.problems:
            self.problems.append(Problem("file", "", "it has no row under its header"))
        mixes = tuple(self.found[key] for key in sorted(self.found))
        return Parsed(mixes, tuple(self.problems), tuple(self.notes))


def _decoded(raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, and what had to be assumed to read it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), []
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        reason = "it is not UTF-8; read as Windows-1252, so look at the names"
        return raw.decode("cp1252", "replace"), [Problem("file", "", reason)]


def _column(text: Any) -> str:
    """A column's title as its id: ``Public crawl (%)`` is ``public_crawl``."""
    words = re.sub(r"\(.*\)|%", "", text.casefold())
    return re.sub(r"[\s-]+", "_", words.strip())
