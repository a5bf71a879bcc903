"""The files in a real spreadsheet: LibreOffice opens them, and what it saves is what was meant."""

import csv
import io
import os
import shutil
import subprocess

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analytics.exports.formats import FORMATS
from analytics.exports.table import table_csv

OFFICES = ("soffice", "libreoffice", "localc")

NASTY = pd.DataFrame(
    {
        "text": ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", 'a "b", c', "文 × – ü", "plain"],
        "number": [-1.5, 3.2180001e14, 1e-9, 0.0, 2026.25, np.nan, -7.0, 1e300, 12.0],
    }
)


def find_office() -> str:
    """The office that AQUIFER_OFFICE names, or the first on PATH; `make office` installs one."""
    named = os.environ.get("AQUIFER_OFFICE", "").strip()
    found = next(filter(None, map(shutil.which, [named] if named else OFFICES)), None)
    assert found, "no LibreOffice on PATH: run `make office`, or name one in AQUIFER_OFFICE"
    return found


@pytest.fixture(scope="module")
def opened(hostile, tmp_path_factory):
    """What LibreOffice makes of each file: name → workbook. One start of it opens all of them."""
    folder = tmp_path_factory.mktemp("office")
    files = {
        "tidy.csv": FORMATS["csv"].make(hostile),
        "iamc.csv": FORMATS["iamc"].make(hostile),
        "nasty.csv": table_csv(NASTY),
        "book.xlsx": FORMATS["xlsx"].make(hostile),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    # The dialog that a person sees reads UTF-8 off the byte order mark and proposes a comma; where
    # nobody is asked, as here, the filter's options (comma, quotation mark, UTF-8, row 1) say it.
    subprocess.run(
        [find_office(), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        + ["--infilter=CSV:44,34,76,1"]
        + ["--convert-to", "xlsx", "--outdir", str(folder / "out")]
        + [str(folder / name) for name in files],
        check=True,
        capture_output=True,
        timeout=120,
        env=os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8"},
    )
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{name.split('.')[0]}.xlsx")
        for name in files
    }, files


@pytest.mark.parametrize("name", ["tidy.csv", "iamc.csv", "nasty.csv"])
def test_a_csv_opens_cell_by_cell(opened, name):
    books, files = opened
    found = [[cell.value for cell in row] for row in books[name].active.iter_rows()]
    meant = list(csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))
    assert len(found) == len(meant)
    for cells, texts in zip(found, meant, strict=True):
        assert len(cells) == len(texts)
        for cell, text in zip(cells, texts, strict=True):
            if isinstance(cell, int | float):
                assert cell == pytest.approx(float(text), rel=1e-14)
            else:
                assert (cell or "") == text.replace("\r", "\n")
    for row in books[name].active.iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_numbers_arrive_as_numbers(opened):
    sheet = opened[0]["tidy.csv"].active
    head = [cell.value for cell in sheet[1]]
    at = [head.index(name) for name in ("year", "quantile", "value")]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        assert all(isinstance(row[i], int | float | None) for i in at)
        assert isinstance(row[head.index("variable")], str)


def test_a_workbook_keeps_its_sheets_numbers_and_texts(opened):
    books, files = opened
    ours = openpyxl.load_workbook(io.BytesIO(files["book.xlsx"]))
    assert books["book.xlsx"].sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        found = books["book.xlsx"][sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                its = found[cell.coordinate]
                assert its.data_type != "f"
                if isinstance(cell.value, int | float):
                    assert its.value == pytest.approx(cell.value, rel=1e-12)
                else:
                    assert (its.value or "") == (cell.value or ""), (sheet.title, cell.coordinate)
