"""Any small table as CSV: digits, missing values, dates, and texts that would run."""

import csv
import datetime as dt
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports import table_csv
from data import catalog

STARTS = ("=", "+", "-", "@", "\t", "\r")
texts = st.text(st.characters(exclude_categories=["Cs"]))


def cells(frame):
    return list(csv.reader(io.StringIO(table_csv(frame).decode("utf-8-sig"), newline="")))


def column(*values, dtype=None):
    return [row[0] for row in cells(pd.DataFrame({"c": pd.Series(values, dtype=dtype)}))[1:]]


@given(st.floats(allow_subnormal=False))
def test_a_number_keeps_six_digits_and_is_never_neutralised(x):
    (text,) = column(x)
    if not np.isfinite(x):
        assert text == ""
        return
    assert float(text) == pytest.approx(x, rel=5.1e-6, abs=0)
    assert "'" not in text
    assert len(text.lstrip("-").split("e")[0].replace(".", "").strip("0")) <= 6 or x == int(x)


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_whole_number_keeps_every_digit(n):
    assert column(n, dtype="int64") == [str(n)]
    assert column(n, None, dtype="Int64") == [str(n), ""]


@given(texts, texts)
def test_a_text_reads_back_or_is_neutralised(name, text):
    read = cells(pd.DataFrame({name: [text, "end"]}))
    for given_text, got in ((name, read[0]), (text, read[1])):
        found = got[0] if got else ""
        assert found in (given_text, f"'{given_text}")
        assert not found.startswith(STARTS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_would_run_is_neutralised(text):
    assert column(text) == [f"'{text}"]
    assert cells(pd.DataFrame({text: [1]}))[0] == [f"'{text}"]


@pytest.mark.parametrize("text", ["a=1", " =1", "1-2", "5×", "e-mail", "", "'=1", "a,b", 'a"b'])
def test_other_texts_stay(text):
    assert column(text, "end") == [text, "end"]


def test_negative_numbers_stay():
    assert column(-1.5, -2.0, -1e-20) == ["-1.5", "-2", "-1e-20"]
    assert column(-3, dtype="Int64") == ["-3"]
    assert column("-3", -3, dtype=object) == ["'-3", "-3"]


def test_digits():
    assert column(3.2180001e14, 2024.25, 0.1 + 0.2, 1 / 3, -0.0, 5e28, 2147483647.0) == [
        "321800000000000",
        "2024.25",
        "0.3",
        "0.333333",
        "0",
        "5e+28",
        "2147483647",
    ]


def test_missing_values_are_empty():
    assert column(1.0, np.nan, np.inf, -np.inf, dtype="float64") == ["1", "", "", ""]
    assert column("a", None, pd.NA, np.nan, pd.NaT, dtype=object) == ["a", "", "", "", ""]
    assert column("a", None, dtype="str") == ["a", ""]
    assert column(1.5, pd.NA, dtype="Float64") == ["1.5", ""]


def test_dates_and_flags():
    assert column(dt.date(2026, 11, 23), dtype="datetime64[s]") == ["2026-11-23"]
    assert column(dt.date(2026, 11, 23), None, dtype=object) == ["2026-11-23", ""]
    assert column(pd.Timestamp("2026-11-23 12:30")) == ["2026-11-23 12:30:00"]
    assert column(True, None, dtype="boolean") == ["True", ""]
    assert column("a", "b", dtype="category") == ["a", "b"]


def test_an_empty_table_has_its_header():
    assert table_csv(pd.DataFrame({"a": [], "b": []})) == b"\xef\xbb\xbfa,b\r\n"


def test_the_index_is_left_out_and_names_may_repeat():
    frame = pd.DataFrame([[1, 2]], index=[7], columns=["a", "a"])
    assert table_csv(frame) == b"\xef\xbb\xbfa,a\r\n1,2\r\n"


@pytest.mark.parametrize("name", catalog.tables())
def test_every_table_of_facts_can_be_written(name):
    frame = catalog.load(name)
    read = cells(frame)
    assert read[0] == list(frame.columns)
    assert len(read) == len(frame) + 1
    back = pd.read_csv(io.BytesIO(table_csv(frame)))
    for numeric in frame.select_dtypes("float64").columns:
        np.testing.assert_allclose(back[numeric], frame[numeric], rtol=5.1e-6)
