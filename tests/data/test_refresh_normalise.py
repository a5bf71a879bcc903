"""What the sources send becomes a table, or is refused with a reason: bytes in, bytes out."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import catalog
from data.changes import compare, doubt
from data.upstream import (
    SIZE_NAMES,
    UPSTREAMS,
    UpstreamError,
    normalise_crawl_size,
    normalise_training_runs,
)
from tests.data.upstream.server import CRAWL, EPOCH

SIZE = "Training dataset size (total)"
Rows = list[list[str]]


def rows_of(raw: bytes) -> Rows:
    return list(csv.reader(io.StringIO(raw.decode(), newline="")))


def csv_of(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def edited(raw: bytes, edit: Callable[[Rows], object]) -> bytes:
    rows = rows_of(raw)
    edit(rows)
    return csv_of(rows)


def with_cell(column: str, text: str, row: int = 1) -> bytes:
    def edit(rows: Rows) -> None:
        rows[row][rows[0].index(column)] = text

    return edited(EPOCH, edit)


def with_header(old: str, *new: str) -> bytes:
    """The file with a column renamed, dropped, or there twice."""

    def edit(rows: Rows) -> None:
        at = rows[0].index(old)
        for number, row in enumerate(rows):
            row[at : at + 1] = list(new) if number == 0 else [row[at]] * len(new)

    return edited(EPOCH, edit)


def as_epoch(rows: list[dict[str, str]]) -> bytes:
    """Rows of training_runs in Epoch AI's own form, the newest first."""
    header = rows_of(EPOCH)[0]
    names = {
        "Model": "model",
        "Organization": "organization",
        "Publication date": "published",
        SIZE: "training_tokens",
        "Training compute (FLOP)": "training_compute_flop",
        "Parameters": "parameters",
        "Confidence": "confidence",
        "Link": "reference",
    }
    cells = [
        [
            "Vision,Language" if name == "Domain" else row.get(names.get(name, ""), "")
            for name in header
        ]
        for row in reversed(rows)
    ]
    return csv_of([header, *cells])


def shipped(table: str) -> list[dict[str, str]]:
    text = catalog.schema(table).path.read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_excerpt_gives_the_rows_that_are_shipped() -> None:
    made = rows_of(normalise_training_runs(EPOCH))
    known = {row["model"]: list(row.values()) for row in shipped("training_runs")}
    assert len(rows_of(EPOCH)) == 21
    assert len(made) == 11
    for row in made[1:]:
        assert row == known[row[0]]


def test_the_shipped_runs_are_what_the_filter_gives() -> None:
    raw = normalise_training_runs(as_epoch(shipped("training_runs")))
    new, old = catalog.validate("training_runs", raw), rows_in_use("training_runs")
    assert len(new) == 270
    assert not compare(catalog.schema("training_runs"), old, new)


def test_the_shipped_crawls_are_what_the_source_gives() -> None:
    rows = [["crawl", "digest estim.", "page", "url estim."]]
    rows += [
        [row["crawl"], row["digests"], row["pages"], row["urls"]] for row in shipped("crawl_size")
    ]
    raw = normalise_crawl_size(csv_of(rows))
    assert raw == catalog.schema("crawl_size").path.read_bytes().replace(b"\r\n", b"\n")
    excerpt = rows_of(normalise_crawl_size(CRAWL))
    assert len(excerpt) == 9
    assert all(row in rows_of(raw) for row in excerpt)


def rows_in_use(table: str):
    return catalog.validate(table, catalog.schema(table).path.read_bytes())


@pytest.mark.parametrize("name", SIZE_NAMES)
def test_each_name_the_size_column_has_had_is_known(name: str) -> None:
    assert normalise_training_runs(with_header(SIZE, name)) == normalise_training_runs(EPOCH)


def test_the_form_does_not_matter() -> None:
    plain = normalise_training_runs(EPOCH)
    rows = rows_of(EPOCH)
    assert normalise_training_runs(csv_of([row[::-1] for row in rows])) == plain
    assert normalise_training_runs(csv_of([[*row, "new"] for row in rows])) == plain
    assert normalise_training_runs(csv_of([rows[0], *rows[:0:-1]])) == plain
    assert normalise_training_runs(b"\xef\xbb\xbf" + EPOCH) == plain
    assert normalise_training_runs(csv_of(rows).replace(b"\n", b"\r\n")) != b""
    assert normalise_training_runs(EPOCH + b"\n\n") == plain
    assert normalise_training_runs(csv_of([*rows, rows[1]])) == plain, "a row twice"


@pytest.mark.parametrize(
    ("column", "text", "cell", "made"),
    [
        (SIZE, "45,000,000,000,000", 3, "4.5e13"),
        (SIZE, "44000000000000,45000000000000", 3, "4.5e13"),
        ("Model", " Ink\nling ", 0, "Ink ling"),
        ("Organization", "Meta AI,Other", 1, "Meta AI"),
        ("Confidence", "", 6, "Unknown"),
        ("Link", "", 7, ""),
        ("Parameters", "", 5, ""),
    ],
)
def test_a_cell_is_tidied(column: str, text: str, cell: int, made: str) -> None:
    last = rows_of(normalise_training_runs(with_cell(column, text)))[-1]
    assert last[cell] == made


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("Domain", "Vision"),
        ("Domain", "Sign languages"),
        ("Publication date", "2017-12-31"),
        ("Publication date", ""),
        (SIZE, "100000000"),
    ],
)
def test_what_fails_the_filter_is_left_out(column: str, text: str) -> None:
    made = rows_of(normalise_training_runs(with_cell(column, text)))
    assert len(made) == 10
    assert "Inkling" not in {row[0] for row in made}


REFUSED = [
    (b"", "is empty"),
    (b"\xef\xbb\xbf \n", "is empty"),
    (b"\n<!DOCTYPE html><html>", "is a web page, not a CSV table"),
    (b"Model\n\xff\xfe", "is not UTF-8 text"),
    (EPOCH.decode().encode("utf-16"), "is not UTF-8 text"),
    (b'Model,"Organ', "is not readable as CSV"),
    (b"Model,Organization\n", "there is no column 'Publication date'"),
    (with_header("Model", "Model", "Model"), "there is 2 columns 'Model'"),
    (with_header("Domain"), "there is no column 'Domain'"),
    (
        with_header(SIZE, "Training dataset size (bytes)"),
        r"expected one of .*\(gradients\)', .*found 'Training dataset size \(bytes\)'",
    ),
    (with_header(SIZE), "no column is known to be the dataset size.*found none like it"),
    (with_header(SIZE, *SIZE_NAMES[:2]), "2 columns may be the dataset size"),
    (with_cell(SIZE, "45T"), "'Inkling': its Training dataset size .* '45T' is not a number"),
    (with_cell(SIZE, "-1"), "'-1' is not a finite number above 0"),
    (with_cell("Parameters", "inf"), "'Inkling': its Parameters 'inf' is not a finite number"),
    (with_cell("Publication date", "07/15/2026"), "'07/15/2026' is not a date as YYYY-MM-DD"),
    (with_cell("Publication date", "2026-02-30"), "'2026-02-30' is not a date"),
    (
        with_cell("Model", "Composer 2.5"),
        "'Composer 2.5' is there twice and differs: 'Thinking Machines' and 'Cursor'",
    ),
    (EPOCH[: len(EPOCH) // 2], "cells where the header has 47: the file may be cut short"),
]


@pytest.mark.parametrize(("raw", "reason"), REFUSED)
def test_what_is_no_such_table_is_refused_with_a_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UpstreamError, match=reason):
        normalise_training_runs(raw)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"crawl,", b"label,", "there is no column 'crawl'"),
        (b"CC-MAIN-2013-20", b"CC-MAIN-2013-60", "'CC-MAIN-2013-60' is not the label of a crawl"),
        (b"CC-MAIN-2013-20", b"Nutch", "'Nutch' is not the label"),
        (b"10286291822", b"10286291822.5", "is not a whole number"),
        (b"10286291822", b"", "'CC-MAIN-2013-20': its page '' is not a whole number"),
        (b"10286291822", b"many", "its page 'many' is not a number"),
        (b"10286291822", b"10286", "shrinks: CC-MAIN-2013-20 has 10286 pages"),
    ],
)
def test_crawls_that_are_no_crawls_are_refused(old: bytes, new: bytes, reason: str) -> None:
    assert old in CRAWL
    with pytest.raises(UpstreamError, match=reason):
        normalise_crawl_size(CRAWL.replace(old, new))


@given(st.binary(max_size=300), st.sampled_from([one.normalise for one in UPSTREAMS.values()]))
def test_any_bytes_are_a_table_or_refused(raw: bytes, normalise: Callable[[bytes], bytes]) -> None:
    with pytest.raises(UpstreamError):
        normalise(raw)


@given(st.data())
def test_any_cell_is_a_table_or_refused(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(rows_of(EPOCH)[0]))
    text = data.draw(st.text(max_size=20))
    try:
        raw = normalise_training_runs(with_cell(column, text))
    except UpstreamError as error:
        assert str(error)
    else:
        assert normalise_training_runs(with_cell(column, text)) == raw


def test_changes_are_named_by_key() -> None:
    schema, rows = catalog.schema("training_runs"), rows_in_use("training_runs")
    changed = (*rows[1][:3], 7e9, *rows[1][4:])
    new = [("A", *rows[0][1:]), changed, *rows[3:]]
    changes = compare(schema, rows, new)
    assert changes.added == ("A",)
    assert changes.changed == ("ELMo",)
    assert changes.removed == ("T-DMCA", "QRNN")
    assert str(changes) == "1 added (A); 1 changed (ELMo); 2 removed (T-DMCA, QRNN)"
    assert str(compare(schema, [], rows)).startswith("270 added (T-DMCA, ELMo, QRNN, …)")
    assert not compare(schema, rows, rows[::-1])


def test_what_is_valid_may_still_be_doubted() -> None:
    schema, rows = catalog.schema("training_runs"), rows_in_use("training_runs")
    today = dt.date(2026, 11, 23)
    assert doubt(schema, rows, rows, today) is None
    assert doubt(schema, rows, rows[:135], today) is None
    assert "only 134 rows where the table in use has 270" in str(
        doubt(schema, rows, rows[:134], today)
    )
    units = (*rows[1][:3], 5e16, *rows[1][4:])
    assert "'ELMo' has training_tokens 5e+16, more than 100 times" in str(
        doubt(schema, rows, [*rows[2:], units], today)
    )
    late = (*rows[1][:2], dt.date(2027, 1, 1), *rows[1][3:])
    assert "'ELMo' has published 2027-01-01, which is after today (2026-11-23)" in str(
        doubt(schema, rows, [*rows[2:], late], today)
    )
    assert doubt(schema, rows, rows, dt.date(2020, 1, 1)) is None, "a clock that is slow"
