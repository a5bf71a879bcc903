"""Sheets of a workbook: typed cells, a frozen heading, widths, and a number format for each unit.

A text is always written as text, and one that a spreadsheet would run as a formula gets an
apostrophe in front all the same: it stays a text when its cell is edited or saved as CSV. The
workbook names one date of creation, whatever the day is, so that the same content is the same file.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from pandas.api import types
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.exports.table import neutral

CREATED = dt.datetime(2000, 1, 1)
"""Date in every workbook; the version of the data says how old its numbers are."""

INK, QUIET, WATER, LINE, BAND = "#14212b", "#5b6b76", "#07587f", "#d9e2e8", "#f4f8fa"
FONT = "Calibri"

_SHARE = "[=0]0%;[<0.001]0.000%;0.0%"
_PROBABILITY = '[<0.001]"< 0.1%";[>0.999]"> 99.9%";0.0%'
_LARGE = '[>=999950000000]#,##0.0,,,,"T";[>=999950000]#,##0.0,,,"B";#,##0'
_BY_UNIT = {
    "share": _SHARE,
    "probability": _PROBABILITY,
    "tokens": _LARGE,
    "FLOP": "0.0E+00",
    "year": "0.0",
    "years": "0.0",
    "ratio": "[>=1000]#,##0;[>=100]0;0.00",
    "points of 100": "0.0",
    "points": "#,##0",
    "OOM/year": "0.00",
}

WIDEST = 64
"""Characters that a column is at most wide; longer texts are wrapped or cut off by the next."""

WRAPPED = 28
"""Characters that a column is at least wide if its longer texts go on below."""

PAGE = 330
"""Characters that are still legible side by side on a sheet of paper."""

TALLEST = 405
"""Points that a row of a spreadsheet is at most high."""

_LONGEST_TEXT = 32_767
"""Characters that a cell of a spreadsheet holds."""

_LONGEST_LINK = 2_000
"""Characters of an address that a spreadsheet follows; a longer one is a text."""


def number_format(unit: str, value: float) -> str:
    """The number format of a value: 321.8T, 12.5%, 2029.3.

    Args:
        unit: as in the tidy rows.
        value: decides where the unit does not.

    >>> number_format("share", 0.25), number_format("deals", 3.0)
    ('[=0]0%;[<0.001]0.000%;0.0%', 'General')
    """
    if unit in _BY_UNIT:
        return _BY_UNIT[unit]
    if unit.startswith("USD"):
        return "$#,##0.00" if abs(value) < 1000 else "$#,##0"
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-4:
        return "0.0E+00"
    return _LARGE if abs(value) >= 10_000 else "General"


@dataclass
class Book:
    """A workbook in the making; :func:`book` opens and closes it."""

    file: xlsxwriter.Workbook
    _styles: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, **asked: Any) -> Format:
        """A style of cells; the same wish gives the same one."""
        wish = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"} | asked
        key = tuple(sorted(wish.items()))
        if key not in self._styles:
            self._styles[key] = self.file.add_format(wish)
        return self._styles[key]

    def sheet(self, name: str, *, landscape: bool = True) -> Worksheet:
        """A new sheet, ready to be printed on A4."""
        made = self.file.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_paper(9)
        if landscape:
            made.set_landscape()
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        made.set_footer(f"&L&8Aquifer&C&8{name}&R&8&P / &N")
        return made

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
        """A text, that stays one."""
        sheet.write_string(row, column, neutral(text)[:_LONGEST_TEXT], style)

    def link(self, sheet: Worksheet, row: int, column: int, address: str, style: Format) -> None:
        """An address that can be followed, or as a text one that can't be."""
        followed = address.startswith(("http://", "https://")) and len(address) <= _LONGEST_LINK
        if followed:
            sheet.write_url(row, column, address, style)
        else:
            self.text(sheet, row, column, address, style)

    def table(
        self,
        name: str,
        frame: pd.DataFrame,
        *,
        units: Sequence[str] = (),
        numbers: Sequence[str] = (),
        widths: Mapping[str, float] | None = None,
        groups: str = "",
        frozen: int = 0,
    ) -> Worksheet:
        """A sheet that holds a table from its first row: heading, filter, and nothing else.

        Args:
            name: of the sheet.
            frame: the table.
            units: unit of each row's numbers; of every row, or empty.
            numbers: columns that the units are of; others are written as they are.
            widths: of columns, in characters, where the content does not decide.
            groups: column at whose changes a thin line is drawn.
            frozen: columns that stay in view at the left.
        """
        sheet = self.sheet(name)
        head = self.style(
            bold=True,
            font_color="#ffffff",
            bg_color=WATER,
            valign="vcenter",
            text_wrap=True,
            align="left",
            indent=1,
        )
        right = self.style(
            bold=True,
            font_color="#ffffff",
            bg_color=WATER,
            valign="vcenter",
            align="right",
            text_wrap=True,
        )
        opens = _changes(frame, groups)
        lines = np.ones(len(frame))
        total = 0.0
        for i, column in enumerate(map(str, frame.columns)):
            cells = frame.iloc[:, i]
            measured = column in numbers
            numeric = types.is_numeric_dtype(cells.dtype) and not types.is_bool_dtype(cells.dtype)
            self.text(sheet, 0, i, column, right if numeric else head)
            width = (widths or {}).get(column) or _width(column, cells, numeric)
            wrapped = not numeric and width >= WRAPPED and _longest(cells) > width
            if wrapped:
                lengths = [len(x) if isinstance(x, str) else 0 for x in cells.tolist()]
                lines = np.maximum(lines, np.ceil(np.array(lengths) * 0.92 / width))
            self._column(sheet, i, cells, units if measured else (), opens, wrapped)
            sheet.set_column(i, i, width, self.style())
            total += width
        sheet.fit_to_pages(int(-(-total // PAGE)), 0)
        sheet.set_row(0, 24)
        for i in np.flatnonzero(lines > 1).tolist():
            sheet.set_row(i + 1, min(13.5 * lines[i] + 2, TALLEST))
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        return sheet

    def _column(
        self,
        sheet: Worksheet,
        at: int,
        cells: pd.Series[Any],
        units: Sequence[str],
        opens: Sequence[bool],
        wrapped: bool,
    ) -> None:
        """The cells of one column; a missing one is empty."""
        told = {"align": "left", "indent": 1, "text_wrap": wrapped}
        lines: tuple[dict[str, Any], ...] = ({}, {"top": 1, "top_color": LINE})
        for i, value in enumerate(cells.tolist(), 1):
            line = lines[opens[i - 1]]
            if isinstance(value, bool | np.bool_):
                sheet.write_string(i, at, "yes" if value else "no", self.style(**told, **line))
            elif isinstance(value, int | float | np.number) and np.isfinite(value):
                digits = number_format(units[i - 1] if units else "", float(value))
                if not units and (digits != "0.0E+00"):
                    digits = "General"
                kept = rounded(float(value))
                sheet.write_number(i, at, kept, self.style(num_format=digits, **line))
            elif isinstance(value, str) and value:
                self.text(sheet, i, at, value, self.style(**told, **line))
            elif isinstance(value, pd.Timestamp):
                shown = self.style(num_format="yyyy-mm-dd", align="left", indent=1, **line)
                sheet.write_datetime(i, at, value.to_pydatetime(), shown)
            elif line:
                sheet.write_blank(i, at, None, self.style(**line))


@contextmanager
def book(title: str, into: io.BytesIO) -> Iterator[Book]:
    """A workbook that is written to ``into`` when its block ends.

    Args:
        title: in its properties.
        into: takes the bytes.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    file = xlsxwriter.Workbook(into, options)
    file.set_properties(
        {"title": neutral(title), "author": "Aquifer", "company": "", "created": CREATED}
    )
    yield Book(file)
    file.close()


def rounded(x: float) -> float:
    """Six significant digits, or all of a whole number of up to 32 bits: as in the CSV.

    >>> rounded(3.2180001e14), rounded(123456789.0), rounded(0.12345678)
    (321800000000000.0, 123456789.0, 0.123457)
    """
    return x if abs(x) < 2**32 and x == round(x) else float(f"{x:.6g}")


def _changes(frame: pd.DataFrame, column: str) -> list[bool]:
    """Where a column has another value than the row above."""
    if not column:
        return [False] * len(frame)
    cells = frame[column].tolist()
    return [i > 0 and cells[i] != cells[i - 1] for i in range(len(cells))]


def _width(heading: str, cells: pd.Series[Any], numeric: bool) -> float:
    """Room for the heading and its filter, and for what stands under it."""
    longest = 9 if numeric else _longest(cells)
    return min(max(longest, len(heading) + 3) * 0.98 + 2.5, WIDEST)


def _longest(cells: pd.Series[Any]) -> int:
    """Characters of the longest text of a column."""
    return max((len(x) for x in cells.tolist() if isinstance(x, str)), default=10)
