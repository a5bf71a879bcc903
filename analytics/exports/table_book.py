"""Any one table as a workbook: what it is, and the table as typed cells."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pandas as pd
from pandas.api import types

from analytics.exports.pages import Page
from analytics.exports.sheets import book

DATA = "Data"
"""What the sheet of the table is called."""

_DATES = ("year", "start", "planned_end", "recalled", "published", "generation", "rank")
"""Columns of numbers that the unit of a row is not of."""


def table_workbook(
    frame: pd.DataFrame, title: str, subtitle: str, told: Sequence[tuple[str, str]], link: str = ""
) -> bytes:
    """The workbook of one table.

    Args:
        frame: the table; where it has a column ``unit``, the numbers of a row are shown as that
            unit asks.
        title: what it finds, or what it is.
        subtitle: below the title.
        told: name and text of each line about it.
        link: the link that shows it; none if empty.

    Returns:
        An XLSX file of two sheets; the same table gives the same bytes.
    """
    into = io.BytesIO()
    numbers = [
        str(name)
        for name in frame.columns
        if types.is_numeric_dtype(frame[name].dtype) and name not in _DATES
    ]
    with book(f"Aquifer – {title}", into) as file:
        page = Page(file, title, subtitle)
        page.section("What it is")
        for name, text in told:
            if text:
                page.line(name, text)
        if link:
            page.link("Link", link)
        page.space()
        page.section("Sheets")
        page.to_sheet(DATA, f"{len(frame):,} rows, {len(frame.columns)} columns")
        units = frame["unit"].astype(str).tolist() if "unit" in frame else []
        file.table(
            DATA,
            frame,
            units=units,
            numbers=[name for name in numbers if name != "quantile"] if units else (),
            groups="series" if "series" in frame else "",
        )
    return into.getvalue()
