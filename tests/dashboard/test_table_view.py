"""What a link says of a table of facts: what can be shown is taken, the rest told by field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import table_view
from dashboard.pages import evidence_grid
from dashboard.state import parse, query
from dashboard.table_view import FILTERS, ROW, SORT, checked
from data import catalog


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (FILTERS, "rights:contains:training;value_low_usd:inRange:1e6:5e7"),
        (FILTERS, "announced_from:greaterThan:2024-05-31;value_low_usd:notBlank"),
        (FILTERS, "buyer:equals:Meta;|buyer:equals:a%3Ab%3B%25"),
        (FILTERS, "standing:contains:Recalled"),
        (SORT, "announced_from:desc;buyer:asc"),
        (SORT, "none"),
        (ROW, "meta-news-corp-2026-03"),
    ],
)
def test_what_can_be_shown_is_in_the_link_as_it_is(key: str, text: str) -> None:
    assert checked("deals", {key: text}) == {}
    shown = parse(query(parse("").scenario, parse("").preset, None, {"table": "deals", key: text}))
    assert shown.options[key] == text and shown.problems == ()


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        (FILTERS, "colour:contains:red", "'colour' is no column of .*; there are deal_id, buyer"),
        (FILTERS, "rights:greaterThan:3", "'greaterThan' is no condition of rights; there are con"),
        (FILTERS, "value_low_usd:inRange:1e6", "inRange takes 2 values, not 1"),
        (FILTERS, "value_low_usd:equals:nan", "value_low_usd: 'nan' is not a number"),
        (FILTERS, "announced_from:equals:2024-13-01", "'2024-13-01' is not a day such as"),
        (FILTERS, "buyer:contains:", "buyer: nothing is there to compare with"),
        (FILTERS, "buyer:blank;buyer:blank;buyer:blank", "buyer takes at most 2 conditions"),
        (FILTERS, "buyer", "'' is no condition of buyer"),
        (SORT, "buyer:up", "buyer is sorted asc or desc, not 'up'"),
        (SORT, "buyer:asc;buyer:desc", "a column is sorted once"),
        (SORT, "vendor:asc", "'vendor' is no column of "),
        (ROW, "nobody", "'nobody' is no row of "),
    ],
)
def test_what_cannot_be_shown_is_told_and_left_out(key: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        raise ValueError(checked("deals", {key: text})[key])
    shown = parse(f"table=deals&{key}={text.replace(';', '%3B')}&search=news")
    assert [problem.field for problem in shown.problems] == [key]
    assert shown.options[key] == "" and shown.options["search"] == "news"


@settings(max_examples=60)
@given(st.text(alphabet="rightsbuyer:;|%=.0123desc", max_size=30), st.sampled_from([FILTERS, SORT]))
def test_whatever_a_link_says_is_taken_or_told(text: str, key: str) -> None:
    found = checked("deals", {key: text})
    assert set(found) <= {key} and all(found.values())


@pytest.mark.parametrize("table", catalog.tables())
def test_every_row_has_a_name_of_its_own_and_every_column_a_filter(table: str) -> None:
    rows = evidence_grid.rows(table)
    assert len({row["_key"] for row in rows}) == len(rows)
    for row in (rows[0], rows[-1]):
        assert checked(table, {ROW: row["_key"]}) == {}
        assert len(row["_key"]) <= table_view.TEXTS[ROW]
    filters = {"agNumberColumnFilter": "number", "agDateColumnFilter": "date"}
    for one in evidence_grid.column_defs(table):
        kind = filters.get(one["filter"], "text")
        name = one["colId"].removeprefix(f"{table}.")
        value = {"number": "1", "date": "2026-11-23", "text": "a"}[kind]
        assert checked(table, {FILTERS: f"{name}:equals:{value}", SORT: f"{name}:asc"}) == {}
