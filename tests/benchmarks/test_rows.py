"""The table: what a row says of its bounds, and that the columns line up."""

import pytest

from benchmarks.rows import HEADINGS, Row, number, of, table


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("a", 3.0, "ms"), ""),
        (Row("a", 3.0, "ms", limit=3.0), "ok"),
        (Row("a", 3.1, "ms", limit=3.0), "BROKEN"),
        (Row("a", 3.0, "ms", limit_ratio=2.0, floor_value=1.5), "ok"),
        (Row("a", 3.1, "ms", limit_ratio=2.0, floor_value=1.5), "BROKEN"),
        (Row("a", 3.0, "ms", limit=1.0, limit_ratio=2.0, floor_value=1.5), "BROKEN"),
        (Row("a", 0.0, "", limit=0.0), "ok"),
    ],
)
def test_a_verdict_is_of_every_bound(row, verdict) -> None:
    assert row.verdict == verdict


def test_a_row_of_repeats_is_their_median_and_95th_percentile() -> None:
    row = of("a", [1, 2, 3, 4, 100], "ms", floor=("bare", [1, 1, 7]))
    assert (row.value, row.repeats, row.best, row.floor_value, row.ratio) == (3, 5, 1, 1, 3)
    assert row.p95 == pytest.approx(80.8)
    assert of("a", [2], "ms").p95 is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0476, "0.0476"),
        (7.284, "7.28"),
        (12.34, "12.3"),
        (99.96, "100"),
        (1688.4, "1,688"),
    ],
)
def test_numbers_keep_three_digits(value, text) -> None:
    assert number(value) == text


def test_columns_line_up_and_notes_are_numbered_once() -> None:
    rows = [
        Row("one", 1.0, "ms", limit=2.0, floor="bare", floor_value=0.5, note="how"),
        Row("another one", 1234.5, "ms", note="how"),
        Row("third", 0.5, "s", limit=0.25, note="else"),
    ]
    printed = table([("First", rows[:2]), ("Second", rows[2:])])
    lines = printed.splitlines()
    assert all(heading in lines[0] for heading in HEADINGS)
    assert "≤ 2 ms" in printed and "BROKEN" in printed and "2.00×" in printed
    assert lines[-2:] == ["[1] how", "[2] else"]
    first, second = (next(line for line in lines if name in line) for name in ("  one", "another"))
    assert first.index(" ms") == second.index(" ms")
