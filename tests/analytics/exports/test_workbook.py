"""The workbook, read back: typed cells, the numbers of the tidy rows, and nothing that runs."""

import datetime as dt
import io

import numpy as np
import openpyxl
import pytest

from analytics.exports import sheets
from analytics.exports.spread import spread
from analytics.exports.workbook import workbook
from analytics.scenario import DECLARATIONS
from data import catalog
from tests.analytics.exports.conftest import HOSTILE

VIEWS = ("depletion", "collapse", "outlook", "market", "vendors")


@pytest.fixture(scope="module")
def raw(hostile):
    return workbook(hostile)


@pytest.fixture(scope="module")
def book(raw):
    return openpyxl.load_workbook(io.BytesIO(raw))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_one_sheet_a_table(book):
    assert book.sheetnames == [
        "README", "Depletion", "Collapse", "Outlook", "Market", "Vendors", "Assumptions", "Sources",
    ]  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_a_sheet_holds_the_numbers_of_its_view(book, hostile, view):
    table = spread(hostile.rows[hostile.rows["view"] == view])
    head, *rows = cells(book[view.capitalize()])
    assert head == list(table.columns)
    assert len(rows) == len(table)
    for i, name in enumerate(head):
        found = [row[i] for row in rows]
        if name in ("Series", "Variable", "Unit", "Vendor"):
            neutral = [f"'{x}" if x.startswith(("=", "@", "-")) else x for x in table[name]]
            assert [x or "" for x in found] == neutral
        else:
            numbers = np.array([np.nan if x is None else x for x in found], dtype=float)
            np.testing.assert_allclose(numbers, table[name], rtol=5.1e-6)


def test_the_assumptions_are_those_of_the_tidy_rows(book, hostile):
    head, *rows = cells(book["Assumptions"])
    assert {row[head.index("Field")] for row in rows} == set(DECLARATIONS)
    tidy = hostile.rows[hostile.rows["view"] == "assumptions"]
    told = [row[head.index(name)] for row in rows for name in ("Value", "Low", "Mode", "High")]
    numbers = [x for x in told if x is not None]
    plain = tidy[~tidy["unit"].isin(["0 or 1"])]
    np.testing.assert_allclose(sorted(numbers), sorted(plain["value"]), rtol=5.1e-6)
    differs = {row[head.index("Field")] for row in rows if row[head.index("Differs")] == "yes"}
    assert differs == {"log2_worlds", "log2_moat_draws", "mixes"}


def test_every_table_has_a_frozen_heading_and_a_filter(book):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes.endswith("2"), sheet.title
        assert sheet.auto_filter.ref == sheet.dimensions, sheet.title
        assert all(1 < sheet.column_dimensions[c].width < 70 for c in "ABC")


def test_no_cell_is_a_formula_and_hostile_names_stand_as_text(book):
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d"), (sheet.title, cell.coordinate)
                if cell.data_type == "s":
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r"))
    names = {row[3] for row in cells(book["Vendors"])}
    assert {f"'{name}" for name in HOSTILE[:4]} | {HOSTILE[4]} <= names


def test_numbers_look_like_what_they_are(book):
    sheet = book["Depletion"]
    head = [cell.value for cell in sheet[1]]
    formats = {
        row[2].value: row[head.index("Median")].number_format
        for row in sheet.iter_rows(min_row=2)
        if row[head.index("Median")].value is not None
    }
    assert '"T"' in formats["tokens"]
    assert formats["FLOP"] == "0.0E+00"
    assert formats["year"] == "0.0"


@pytest.mark.parametrize(
    ("unit", "value", "form"),
    [
        ("probability", 0.0, '[<0.001]"< 0.1%";[>0.999]"> 99.9%";0.0%'),
        ("USD a year", 25e6, "$#,##0"),
        ("USD a image", 1.5, "$#,##0.00"),
        ("deals", 12, "General"),
        ("pages", 2.5e11, '[>=999950000000]#,##0.0,,,,"T";[>=999950000]#,##0.0,,,"B";#,##0'),
        ("bytes", 4e17, "0.0E+00"),
        ("bytes", 6e-9, "0.0E+00"),
    ],
)
def test_number_formats(unit, value, form):
    assert sheets.number_format(unit, value) == form


def test_the_readme_says_what_it_is_and_where_it_comes_from(book, hostile):
    said = "\n".join(str(cell) for row in cells(book["README"]) for cell in row if cell)
    key = hostile.outlook.key
    for text in (hostile.name, key.data_version, key.code_version, hostile.link, "80%"):
        assert text in said
    links = [cell.hyperlink for row in book["README"].iter_rows() for cell in row if cell.hyperlink]
    assert [one.location for one in links if one.location] == [
        f"'{name}'!A1" for name in book.sheetnames[1:]
    ]
    assert hostile.link in [one.target for one in links]


def test_the_sources_are_those_of_the_facts(book):
    assert len(cells(book["Sources"])) == 1 + len(catalog.load("sources"))


def test_it_names_no_day_of_its_making(book):
    assert book.properties.created == dt.datetime(2000, 1, 1)
    assert book.properties.modified == dt.datetime(2000, 1, 1)


def test_an_address_too_long_to_follow_is_a_text():
    into = io.BytesIO()
    with sheets.book("t", into) as made:
        sheet = made.sheet("S")
        made.link(sheet, 0, 0, "https://aquifer.example.org/?" + "x" * 3000, made.style())
        made.link(sheet, 1, 0, "/?v=1", made.style())
    read = openpyxl.load_workbook(into)["S"]
    assert read["A1"].hyperlink is None
    assert len(read["A1"].value) == 3029
    assert read["A2"].value == "/?v=1"
