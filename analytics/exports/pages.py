"""The first sheet of a workbook: what it says, what it is, how to read it."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from analytics.exports.sheets import QUIET, TALLEST, WATER, Book

NAME = "README"
"""What the sheet is called."""

_LINE = 122
"""Characters of a line of the wide column."""


class Page:
    """A sheet of words in two columns: what a line is about, and what it says.

    Args:
        book: the workbook.
        title: in large type on top.
        subtitle: below it.
    """

    def __init__(self, book: Book, title: str, subtitle: str) -> None:
        self._book = book
        self._sheet: Worksheet = book.sheet(NAME, landscape=False)
        self._sheet.set_column(0, 0, 20, book.style())
        self._sheet.set_column(1, 1, 96, book.style())
        size = 18 if len(title) <= 60 else 13
        style = book.style(bold=True, font_size=size, text_wrap=len(title) > 60)
        if len(title) > 60:  # a finding: over both columns, on as many lines as it takes
            self._sheet.merge_range(0, 0, 0, 1, "", style)
        book.text(self._sheet, 0, 0, title, style)
        self._sheet.set_row(0, 28 if len(title) <= 60 else 19 * -(-len(title) // 90) + 6)
        book.text(self._sheet, 1, 0, subtitle, book.style(font_color=QUIET))
        self._row = 3

    def section(self, title: str) -> None:
        """A heading with a rule under it."""
        style = self._book.style(
            bold=True,
            font_size=11,
            font_color=WATER,
            bottom=1,
            bottom_color=WATER,
            valign="vcenter",
        )
        self._book.text(self._sheet, self._row, 0, title, style)
        self._sheet.write_blank(self._row, 1, None, style)
        self._sheet.set_row(self._row, 19)
        self._sheet.set_row(self._row + 1, 5)
        self._row += 2

    def line(self, name: str, text: str) -> None:
        """A text of as many lines as it takes."""
        self._label(name, text)
        self._book.text(self._sheet, self._row, 1, text, self._book.style(text_wrap=True))
        self._row += 1

    def link(self, name: str, address: str) -> None:
        """An address to follow."""
        self._label(name, address)
        style = self._book.style(text_wrap=True, font_color=WATER)
        self._book.link(self._sheet, self._row, 1, address, style)
        self._row += 1

    def to_sheet(self, name: str, text: str) -> None:
        """A line whose name leads to a sheet of this workbook."""
        style = self._book.style(font_color=WATER, underline=1)
        self._sheet.write_url(self._row, 0, f"internal:'{name}'!A1", style, name)
        self._book.text(self._sheet, self._row, 1, text, self._book.style(text_wrap=True))
        self._row += 1

    def space(self) -> None:
        """An empty line."""
        self._row += 1

    def _label(self, name: str, text: str) -> None:
        if name:
            self._book.text(self._sheet, self._row, 0, name, self._book.style(font_color=QUIET))
        lines = max(-(-len(text) // _LINE), 1)
        self._sheet.set_row(self._row, min(13.5 * lines + 3, TALLEST))
