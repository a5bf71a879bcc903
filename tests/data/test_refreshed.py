"""Refreshed tables: used when valid, refused with a reason when not, never a crash."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import catalog


def rows_of(name: str) -> list[list[str]]:
    """The shipped file as cells, the header first."""
    text = catalog.schema(name).path.read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def refresh(home: Path, name: str, rows: list[list[str]]) -> None:
    with (home / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(rows: list[list[str]], row: int, field: str, text: str) -> None:
    rows[row][rows[0].index(field)] = text


def test_nothing_refreshed_is_all_shipped() -> None:
    for name in catalog.tables():
        assert catalog.origin(name) == "shipped"
        assert catalog.problem(name) is None


def test_a_valid_table_is_used_and_changes_the_version(home: Path) -> None:
    shipped = catalog.version()
    rows = rows_of("training_runs")
    set_cell(rows, 1, "training_tokens", "2e10")
    refresh(home, "training_runs", rows)
    assert catalog.origin("training_runs") == "refreshed"
    assert catalog.problem("training_runs") is None
    assert catalog.load("training_runs").loc[0, "training_tokens"] == 2e10
    assert catalog.origin("stocks") == "shipped"
    assert catalog.version() != shipped
    (home / "tables" / "training_runs.csv").unlink()
    assert catalog.origin("training_runs") == "shipped"
    assert catalog.load("training_runs").loc[0, "training_tokens"] == 1.4e10
    assert catalog.version() == shipped


@pytest.mark.parametrize(
    ("table", "field", "text", "reason"),
    [
        ("training_runs", "training_tokens", "many", "'many' is not a finite number"),
        ("training_runs", "training_tokens", "0", "'0' is below the minimum 1"),
        ("training_runs", "training_tokens", "1e19", "'1e19' is above the maximum 1e\\+18"),
        ("training_runs", "published", "2017-12-31", "'2017-12-31' is below the minimum 2018"),
        ("training_runs", "confidence", "Sure", "'Sure' is not one of Confident, Likely"),
        ("training_runs", "model", "", "'' is required, but empty"),
        ("training_runs", "model", "ELMo", "'ELMo' is already the key of row 1"),
        ("training_runs", "source_id", "hearsay", "'hearsay' is not in table sources"),
        ("stocks", "low_tokens", "9e14", "median_tokens: 130000000000000.0 is below low_tokens"),
        ("stocks", "parent", "ocean", "'ocean' is not in table stocks"),
        ("sources", "source_id", "nobody", "is not in table sources, field source_id"),
        ("sources", "url", "ftp://x", "'ftp://x' does not match"),
    ],
)
def test_a_fault_is_named_and_the_shipped_table_used(
    home: Path, table: str, field: str, text: str, reason: str
) -> None:
    shipped = catalog.version()
    rows = rows_of(table)
    set_cell(rows, 1, field, text)
    refresh(home, table, rows)
    problem = catalog.problem(table)
    assert problem is not None
    assert re.search(reason, problem), problem
    assert catalog.origin(table) == "shipped"
    assert len(catalog.load(table)) == len(rows) - 1
    assert catalog.version() == shipped


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the header must be model, .* found nothing"),
        (b"model,tokens\n", "found model, tokens"),
        (b"\xff\xfe\x00", "is not readable as UTF-8"),
        (b'"unclosed', "is not readable as UTF-8 CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(home: Path, raw: bytes, reason: str) -> None:
    (home / "tables" / "training_runs.csv").write_bytes(raw)
    assert re.search(reason, str(catalog.problem("training_runs")))
    with pytest.raises(catalog.InvalidTable, match=reason):
        catalog.validate("training_runs", raw)
    assert len(catalog.load("training_runs")) == 270


def test_a_header_alone_or_a_short_row_is_refused(home: Path) -> None:
    rows = rows_of("training_runs")
    refresh(home, "training_runs", rows[:1])
    assert catalog.problem("training_runs") == "table training_runs has no rows"
    refresh(home, "training_runs", [*rows[:2], ["GPT-9"]])
    assert "row 2: 1 cells where there are 9 fields" in str(catalog.problem("training_runs"))


def test_a_folder_in_the_place_of_a_file_is_refused(home: Path) -> None:
    (home / "tables" / "stocks.csv").mkdir()
    assert "table stocks cannot be read" in str(catalog.problem("stocks"))
    assert catalog.origin("stocks") == "shipped"


def test_a_table_follows_the_tables_it_points_at(home: Path) -> None:
    runs, sources = rows_of("training_runs"), rows_of("sources")
    set_cell(runs, 1, "source_id", "epoch-ai-2027")
    refresh(home, "training_runs", runs)
    assert "'epoch-ai-2027' is not in table sources" in str(catalog.problem("training_runs"))
    new = ["epoch-ai-2027", "Epoch AI", "", "Data on AI Models", "", "2027", "2027-01-02", ""]
    refresh(home, "sources", [*sources, new])
    assert catalog.problem("training_runs") is None
    assert catalog.source("training_runs", 0).date_published == "2027"
    refresh(home, "sources", sources[:5])
    assert catalog.origin("sources") == "shipped"
    assert catalog.origin("training_runs") == "shipped"


CHECKED = [
    (name, column.name)
    for name in catalog.tables()
    for column in catalog.schema(name).fields
    if column.type != "string" or column.enum or column.pattern
]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_random_corruption_never_crashes_and_is_always_named(
    home: Path, data: st.DataObject
) -> None:
    name, field = data.draw(st.sampled_from(CHECKED))
    rows = rows_of(name)
    row = data.draw(st.integers(1, len(rows) - 1))
    letters = st.characters(categories=["Lu", "Ll", "So"], include_characters="-+.,\"' ")
    junk = data.draw(st.text(letters, min_size=1, max_size=12).map(lambda text: f"?{text}"))
    set_cell(rows, row, field, junk)
    refresh(home, name, rows)
    problem = catalog.problem(name)
    assert problem is not None
    assert f"table {name}, row {row}, field {field}: {junk!r}" in problem
    assert catalog.origin(name) == "shipped"
    assert len(catalog.load(name)) == len(rows) - 1
    (home / "tables" / f"{name}.csv").unlink()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(max_size=200), name=st.sampled_from(catalog.tables()))
def test_random_bytes_never_crash(home: Path, raw: bytes, name: str) -> None:
    (home / "tables" / f"{name}.csv").write_bytes(raw)
    assert f"table {name}" in str(catalog.problem(name))
    assert not catalog.load(name).empty
    (home / "tables" / f"{name}.csv").unlink()
