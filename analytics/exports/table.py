"""Any small table as a CSV that opens in a spreadsheet as it is, and runs nothing there."""

from __future__ import annotations

import csv
import io
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

BOM = "\ufeff".encode()
"""Tells a spreadsheet that the file is UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Starts of a text that some spreadsheet would run as a formula."""


def table_csv(frame: pd.DataFrame) -> bytes:
    r"""A table as CSV: UTF-8 with byte order mark, CRLF, without the index.

    Numbers have six significant digits, whole ones of up to 32 bits (a year, a count, a seed) all
    of theirs, and are never changed otherwise; what is missing or infinite is empty; dates are
    ISO; a text that a spreadsheet would run as a formula gets an apostrophe in front.

    Args:
        frame: any table; column names are taken as text.

    Returns:
        The bytes of the file.

    >>> table_csv(pd.DataFrame({"who": ["=1+1"], "tokens": [3.2180001e14]})).decode("utf-8-sig")
    "who,tokens\r\n'=1+1,321800000000000\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(str(name)) for name in frame.columns])
    columns = [_cells(frame.iloc[:, i]) for i in range(frame.shape[1])]
    writer.writerows(zip(*columns, strict=True))
    return BOM + text.getvalue().encode()


def neutral(text: str) -> str:
    """The text as a spreadsheet may hold it: it runs nothing.

    >>> neutral("@SUM(A1)"), neutral("a = b")
    ("'@SUM(A1)", 'a = b')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(column: pd.Series[Any]) -> list[str]:
    """A column as text."""
    if types.is_float_dtype(column.dtype):
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
        found, at = np.unique(numbers, return_inverse=True)  # years and quantiles recur
        written = [_number(x) for x in found.tolist()]
        return [written[i] for i in at.tolist()]
    if isinstance(column.dtype, pd.StringDtype):  # names and units recur: each is read once
        codes, texts = pd.factorize(column)
        cells = [*(neutral(text) for text in texts), ""]
        return [cells[code] for code in codes.tolist()]
    return [_cell(x) for x in column]


def _cell(x: Any) -> str:
    """One cell of a column that may hold anything."""
    if isinstance(x, str):
        return neutral(x)
    if isinstance(x, float | np.floating):
        return _number(float(x))
    if x is None or x is pd.NaT or x is pd.NA:
        return ""
    if isinstance(x, pd.Timestamp) and x == x.normalize() and x.tz is None:
        return x.date().isoformat()
    return str(x) if isinstance(x, int | np.integer) else neutral(str(x))


def _number(x: float) -> str:
    """Six significant digits, or all of a whole number of up to 32 bits."""
    if not np.isfinite(x):
        return ""
    exact = abs(x) < 2**32 and x == round(x)
    return f"{x if exact else float(f'{x:.6g}'):.15g}" if x else "0"
