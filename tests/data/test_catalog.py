"""The door to the facts: types, copies, versions, sources, errors."""

import datetime as dt
import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

from data import catalog, files, schema
from data.check import parse_cell

DTYPES = {
    "string": "str",
    "number": "float64",
    "integer": "Int64",
    "year": "Int64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}


@pytest.mark.parametrize("name", catalog.tables())
def test_a_table_has_the_types_of_its_schema(name: str) -> None:
    table = catalog.load(name)
    columns = catalog.schema(name).fields
    assert list(table.columns) == [column.name for column in columns]
    assert isinstance(table.index, pd.RangeIndex)
    for column in columns:
        assert table[column.name].dtype == DTYPES[column.type], column.name
        assert not column.required or table[column.name].notna().all(), column.name


def test_a_table_is_the_callers_own() -> None:
    mine = catalog.load("stocks")
    mine.loc[0, "median_tokens"] = -1.0
    mine.iloc[0:0, 0:0] = None
    mine["stock"] = "spoilt"
    theirs = catalog.load("stocks")
    assert theirs.loc[0, "median_tokens"] == 1.3e14
    assert theirs.loc[0, "stock"] == "Common Crawl text"


def test_an_unknown_table_names_those_there_are() -> None:
    for call in (catalog.load, catalog.schema, catalog.origin, catalog.problem):
        with pytest.raises(catalog.UnknownTable, match=r"no table 'wells'; there are .*stocks"):
            call("wells")
    with pytest.raises(KeyError):
        catalog.source("wells", 0)


def test_an_unknown_row_or_column_says_so() -> None:
    with pytest.raises(IndexError, match="stocks has rows 0 to 15, not 16"):
        catalog.source("stocks", 16)
    with pytest.raises(IndexError):
        catalog.source("stocks", -1)
    with pytest.raises(KeyError, match="stocks has no column 'depth'"):
        catalog.schema("stocks").column("depth")


def test_a_source_is_that_of_the_row() -> None:
    stocks = catalog.load("stocks")
    row = int(stocks.index[stocks["stock_id"] == "books"][0])
    source = catalog.source("stocks", row)
    assert source.producer == "Cummins"
    assert source.url is None
    assert source.date_accessed == dt.date(2026, 11, 1)
    assert catalog.source("sources", 0).source_id == catalog.load("sources")["source_id"][0]


def test_the_release_date_and_decimal_years() -> None:
    assert catalog.released() == dt.date(2026, 11, 23)
    assert catalog.decimal_year(dt.date(2024, 1, 1)) == 2024.0
    assert catalog.decimal_year(dt.date(2024, 4, 18)) == pytest.approx(2024.295, abs=1e-3)
    assert catalog.decimal_year(dt.date(2023, 12, 31)) < 2024.0


def test_the_version_is_short_and_stable() -> None:
    version = catalog.version()
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert catalog.version() == version


def test_the_version_is_that_of_a_windows_checkout(home: Path) -> None:
    shipped = catalog.version()
    raw = catalog.schema("stocks").path.read_bytes()
    (home / "tables" / "stocks.csv").write_bytes(raw.replace(b"\n", b"\r\n"))
    assert catalog.problem("stocks") is None
    assert catalog.origin("stocks") == "refreshed"
    assert catalog.version() == shipped


def test_a_snapshot_stays_as_it_is_when_a_table_is_swapped(home: Path) -> None:
    before = catalog.snapshot()
    stocks = catalog.schema("stocks").path.read_bytes()
    (home / "tables" / "stocks.csv").write_bytes(stocks.replace(b"Common Crawl text", b"Crawl"))
    after = catalog.snapshot()
    assert before.version != after.version == catalog.version()
    assert before.load("stocks").loc[0, "stock"] == "Common Crawl text"
    assert after.load("stocks").loc[0, "stock"] == "Crawl"
    assert catalog.load("stocks").loc[0, "stock"] == "Crawl"
    assert (before.origin("stocks"), after.origin("stocks")) == ("shipped", "refreshed")
    assert before.count("stocks") == after.count("stocks") == 16
    assert before.digest("stocks") != after.digest("stocks")
    assert before.digest("deals") == after.digest("deals")
    assert before.source("stocks", 0) == after.source("stocks", 0)
    assert catalog.snapshot(before.version) is before
    with pytest.raises(LookupError, match="data version 0123456789ab is not known"):
        catalog.snapshot("0123456789ab")
    for ask in (before.load, before.origin, before.problem, before.count, before.digest):
        with pytest.raises(catalog.UnknownTable):
            ask("wells")


@pytest.mark.parametrize("at", ["open", "fstat"])
def test_a_swap_while_the_version_is_computed_does_not_outlive_it(
    home: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    path, spare = home / "tables" / "stocks.csv", home / "spare.csv"
    stocks = catalog.schema("stocks").path.read_bytes()
    old, new = (stocks.replace(b"Common Crawl text", one) for one in (b"Old", b"New"))
    path.write_bytes(old)
    right = catalog.version()
    catalog._of_stamps.cache_clear()
    catalog._resolve.cache_clear()
    spare.write_bytes(new)
    kept = home / "kept.csv"

    def swap(*_: object) -> None:
        if spare.exists():
            path.rename(kept)
            spare.rename(path)

    called = {"open": open, "fstat": os.fstat}[at]

    def meanwhile(*args: object) -> object:
        if args[0] == str(path) or at == "fstat":
            swap()
        return called(*args)  # type: ignore[operator]

    with monkeypatch.context() as patch:
        target = files if at == "open" else os
        patch.setattr(target, at, meanwhile, raising=False)
        during = catalog.snapshot()
    name = during.load("stocks").loc[0, "stock"]
    assert (during.version == right) == (name == "Old")
    assert during.version != right or at == "fstat"
    kept.rename(path)  # the very file: same times, same size, same inode
    assert catalog.version() == right
    assert catalog.load("stocks").loc[0, "stock"] == "Old"


def test_a_table_that_is_rewritten_all_the_time_is_no_hang(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "tables" / "stocks.csv").write_bytes(catalog.schema("stocks").path.read_bytes())
    numbers = count(1)
    monkeypatch.setattr(files, "_identity", lambda status: (next(numbers), 1, 1))
    with pytest.raises(catalog.InvalidTable, match=r"stocks\.csv is rewritten faster"):
        catalog.version()


def test_importing_the_catalogue_is_light() -> None:
    code = (
        "import sys; import data.catalog; data.catalog.version();"
        "print({'pandas', 'numpy', 'frictionless', 'requests'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=schema.ROOT.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "set()"


def test_home_is_the_users_own_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for unset in ("", "  "):
        monkeypatch.setenv("AQUIFER_HOME", unset)
        assert catalog.home().name == "aquifer"
    monkeypatch.delenv("AQUIFER_HOME")
    assert catalog.home() == catalog.home({})
    assert catalog.home().is_absolute()


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("somewhere", "here/somewhere"),
        (" somewhere\n", "here/somewhere"),
        ("~/aquifer", "user/aquifer"),
        ("~", "user"),
        ("/srv/aquifer", "/srv/aquifer"),
    ],
)
def test_home_is_read_as_a_shell_would(
    home: Path, monkeypatch: pytest.MonkeyPatch, given: str, means: str
) -> None:
    (home / "here").mkdir()
    monkeypatch.chdir(home / "here")
    monkeypatch.setenv("HOME", str(home / "user"))
    monkeypatch.setenv("AQUIFER_HOME", given)
    assert catalog.home() == home / means


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("number", "nan", "not a finite number"),
        ("number", "1e999", "not a finite number"),
        ("number", "1_000", "not a finite number"),
        ("number", " 1", "not a finite number"),
        ("integer", "1.0", "not a whole number"),
        ("year", "26", "not a year of four digits"),
        ("boolean", "yes", "not true or false"),
        ("date", "2026-02-30", "not a date"),
        ("date", "20260230", "not a date"),
    ],
)
def test_a_cell_of_another_type_is_refused(kind: str, text: str, reason: str) -> None:
    column = schema.Column("field", kind, "Field", "A field.")
    with pytest.raises(ValueError, match=reason):
        parse_cell(column, text)
    assert parse_cell(column, "") is None
