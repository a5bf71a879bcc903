"""Evidence: every table reads well, sorts and filters truly, and every row names its source."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from dash import Dash, no_update
from dash.development.base_component import Component

from analytics import wording
from dashboard.app import create_app
from dashboard.pages import evidence, evidence_grid, evidence_picker, evidence_words
from dashboard.pages.evidence_cells import STANDINGS, exact, shown, standing
from dashboard.settings import Settings
from dashboard.state import State, parse
from data import catalog
from data.catalog import Column
from tests.dashboard.posting import answer
from tests.dashboard.posting import words as posted_words

TABLES = catalog.tables()


def column(type: str, unit: str | None = None, **more: Any) -> Column:
    return Column("x", type, "X", "What it is.", unit, **more)


def text_of(component: Any) -> str:
    """All text of a component and its children."""
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return " ".join(text_of(child) for child in component)
    children = getattr(component, "children", None)
    return text_of(children) if children is not None else ""


def find(component: Component, id: Any) -> Any:
    found = [c for c in component._traverse() if getattr(c, "id", None) == id]
    assert len(found) == 1, f"{len(found)} components have the id {id}"
    return found[0]


def state(table: str) -> State:
    return State(parse("").reading, options={"table": table})


@pytest.mark.parametrize(
    ("value", "of", "reads"),
    [
        (1.5e13, column("number", "tokens"), "15T"),
        (2.5e8, column("number", "USD"), "$250M"),
        (0.12, column("number", "1", maximum=1), "12%"),
        (2.1e25, column("number", "FLOP"), "2.1×10²⁵"),
        (5e28, column("number", "FLOP"), "5×10²⁸"),
        (0.3526596, column("number", "1"), "0.35266"),
        (2024, column("year"), "2024"),
        (True, column("boolean"), "yes"),
        (pd.Timestamp("2026-11-23"), column("date"), "2026-11-23"),
        ("per_year", column("string", enum=("per_year",)), "per year"),
        ("a_b", column("string"), "a_b"),
        (float("nan"), column("number"), "–"),
        (pd.NA, column("boolean"), "–"),
    ],
)
def test_a_cell_reads_well(value: Any, of: Column, reads: str) -> None:
    assert shown(value, of) == reads


@pytest.mark.parametrize(
    ("value", "of", "says"),
    [
        (1.48e13, column("number", "tokens"), "14 800 000 000 000 tokens"),
        (0.59406, column("number", "1", maximum=1), "0.59406"),
        (7.5e-4, column("number", "USD a token"), "0.00075 USD a token"),
        (5e28, column("number", "FLOP"), "5e+28 FLOP"),
        (float("nan"), column("number", "tokens"), "Not known"),
    ],
)
def test_a_tooltip_has_every_digit(value: Any, of: Column, says: str) -> None:
    assert wording.plain(exact(value, of)) == says


def test_a_value_whose_unit_another_column_says() -> None:
    of = column("number", "as the unit column says")
    assert shown(2028.0, of, "year") == "2028"
    assert shown(4e14, of, "tokens") == "400T"
    assert shown(5e28, of, "FLOP") == "5×10²⁸"


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"confidence": "recalled", "route": "undisclosed"}, "recalled"),
        ({"confidence": "read", "source_id": "x"}, "published"),
        ({"source_id": "aquifer-compilation"}, "judged"),
        ({"answer": "undisclosed"}, "undisclosed"),
        ({"answer": "possible"}, "published"),
        ({"share_basis": "presence"}, "presence"),
        ({"superseded": True}, "superseded"),
        ({"superseded": pd.NA}, "published"),
        ({"forecast": True}, "forecast"),
        ({"forecast": "Epoch 2024"}, "published"),
        ({"confidence": "Speculative"}, "rough"),
    ],
)
def test_standing_says_how_far_a_row_can_be_trusted(row: dict[str, Any], key: str) -> None:
    assert standing(row).key == key


def test_recalled_rows_are_marked_wherever_they_are() -> None:
    for table in TABLES:
        frame = catalog.load(table)
        if "confidence" not in frame:
            continue
        marked = [row["_standing"] == "recalled" for row in evidence_grid.rows(table)]
        assert marked == (frame["confidence"] == "recalled").tolist()


@pytest.mark.parametrize("table", TABLES)
def test_the_grid_shows_every_column_and_row_of_a_table(table: str) -> None:
    defs = evidence_grid.column_defs(table)
    rows = evidence_grid.rows(table)
    fields = [d["field"] for d in defs]
    names = [field.name for field in catalog.schema(table).fields]
    assert sorted(f for f in fields if not f.startswith("_")) == sorted(names)
    assert len({d["colId"] for d in defs}) == len(defs)
    assert len(rows) == len(catalog.load(table))
    assert len({row["_id"] for row in rows}) == len(rows)
    json.dumps([defs, rows], allow_nan=False)
    for definition in defs:
        assert definition["headerTooltip"]
        if definition["field"].startswith("_"):
            continue
        is_number = definition["cellDataType"] == "number"
        kinds = {type(row[definition["field"]]) for row in rows} - {type(None)}
        assert kinds <= ({int, float} if is_number else {str})
        assert (definition.get("type") == "rightAligned") == is_number


@pytest.mark.parametrize("table", TABLES)
def test_every_row_names_its_source(table: str) -> None:
    for row in evidence_grid.rows(table):
        assert row["source_id"]
    panel = text_of(evidence_words.detail(table, 0))
    source = catalog.source(table, 0)
    assert source.citation in panel
    assert source.date_accessed.isoformat() in panel


def test_only_web_addresses_become_links() -> None:
    assert evidence_grid.is_address("https://arxiv.org/abs/2211.04325")
    assert not evidence_grid.is_address("javascript:alert(1)")
    assert not evidence_grid.is_address("https://a.org and https://b.org")
    for table in TABLES:
        for row in evidence_grid.rows(table):
            assert all(link.startswith(("https://", "http://")) for link in row["_link"].values())


def test_no_text_of_a_column_is_code() -> None:
    # A string that AG Grid takes for an expression would need `eval`, which the policy forbids.
    for table in TABLES:
        for definition in evidence_grid.column_defs(table):
            for key in ("valueFormatter", "valueGetter", "tooltipValueGetter", "cellStyle"):
                assert not isinstance(definition.get(key), str)


def test_columns_of_our_own_reading_are_marked() -> None:
    headers = {d["field"]: d["headerName"] for d in evidence_grid.column_defs("deals")}
    assert headers["rights"] == "Rights ◇"
    assert headers["value_low_usd"] == "Value, low (USD)"
    assert "◇" not in headers["buyer"]


@pytest.mark.parametrize("table", TABLES)
def test_the_page_opens_at_the_table_of_its_link(table: str) -> None:
    page = evidence.layout(state(table))
    assert find(page, evidence_picker.PICKER).value == table
    assert catalog.schema(table).title in text_of(find(page, "evidence-about"))
    assert catalog.schema(table).licence in text_of(find(page, "evidence-about"))
    assert len(find(page, "evidence-grid").rowData) == len(catalog.load(table))
    assert not getattr(find(page, "evidence-grid"), "dangerously_allow_code", False)


def test_a_link_without_or_with_an_unknown_table_opens_the_first() -> None:
    for options in ({}, {"table": "nothing"}):
        page = evidence.layout(State(parse("").reading, options=options))
        assert find(page, evidence_picker.PICKER).value == TABLES[0]


def test_every_table_is_in_the_picker_once() -> None:
    groups = find(evidence.layout(state("deals")), evidence_picker.PICKER).data
    assert sorted(item["value"] for group in groups for item in group["items"]) == sorted(TABLES)
    assert {group["group"] for group in groups}.isdisjoint({"Other"})


def test_the_legend_explains_the_marks_that_occur() -> None:
    words = text_of(evidence_words.about("mixes"))
    meanings = {one.key: one.meaning for one in STANDINGS}
    assert meanings["recalled"] in words
    assert meanings["superseded"] not in words


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AQUIFER_HOME", str(tmp_path))
    (tmp_path / "tables").mkdir()
    return tmp_path


def replace_stocks(home: Path) -> None:
    """Put stocks in use that lack the first."""
    lines = catalog.schema("stocks").path.read_bytes().splitlines(keepends=True)
    (home / "tables" / "stocks.csv").write_bytes(b"".join([lines[0], *lines[2:]]))


def test_a_refreshed_table_that_is_not_used_says_why(home: Path) -> None:
    (home / "tables" / "deals.csv").write_bytes(b"spoilt")
    said = text_of(evidence_words.about("deals"))
    assert "found spoilt. The shipped table is in use instead." in said


def test_the_download_is_the_table_in_use() -> None:
    sent = evidence.download("stocks")
    content = base64.b64decode(sent["content"])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(catalog.load("stocks")) + 1
    assert sent["filename"] == f"aquifer-stocks-{catalog.version()}.csv"
    some = base64.b64decode(evidence.download("stocks", [3, 1, 99])["content"]).decode("utf-8-sig")
    ids = [line.split(",")[0] for line in some.split("\r\n")[1:-1]]
    assert ids == [catalog.load("stocks")["stock_id"][i] for i in (3, 1)]


DEALS = catalog.snapshot().digest("deals")


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"_id": f"deals:{DEALS}:3"}, ("deals", 3, True)),
        ({"_id": "deals:00000000:3"}, ("deals", 3, False)),
        ({"_id": "deals:3"}, ("deals", 3, False)),  # of a former version
        ({"_id": f"deals:{DEALS}:9999"}, None),
        ({"_id": f"deals:{DEALS}:{'9' * 5000}"}, None),
        ({"_id": f"deals:{DEALS}:٣"}, None),
        ({"_id": f"deals:{DEALS}:3\n"}, None),
        ({"_id": f"nothing:{DEALS}:1"}, None),
        ({"_id": f"deals:{DEALS}:-1"}, None),
        ({"_id": ["deals"]}, None),
        ({"_id": None}, None),
        ({}, None),
        (None, None),
        ("deals:3", None),
        ([1], None),
    ],
)
def test_a_row_that_is_none_is_refused(row: Any, place: Any) -> None:
    assert evidence._place(row, catalog.snapshot()) == place


@pytest.mark.parametrize("rows", [None, {}, "rows", 3, [None, 7, [], {"_id": "x" * 9000}]])
def test_forged_rows_are_ignored(rows: Any) -> None:
    assert evidence.show_source(rows, "stocks") == (None, True, "")
    sent = evidence.download_shown(1, "stocks", rows)
    assert base64.b64decode(sent["content"]).count(b"\r\n") == 1  # the header alone


def test_rows_are_found_without_the_table_being_read_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows, asked = evidence_grid.rows("training_runs"), []
    now = catalog._now

    def counting() -> catalog.Snapshot:
        asked.append(1)
        return now()

    monkeypatch.setattr(catalog, "_now", counting)
    evidence.download_shown(1, "training_runs", rows)
    assert len(asked) == 1


def test_rows_are_all_of_one_moment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, is_address = evidence_grid.rows("stocks"), evidence_grid.is_address

    def swapped_meanwhile(text: str) -> bool:
        replace_stocks(home)
        return is_address(text)

    with monkeypatch.context() as patch:
        patch.setattr(evidence_grid, "is_address", swapped_meanwhile)
        assert evidence_grid.rows("stocks") == before
    after = evidence_grid.rows("stocks")
    assert len(after) == len(before) - 1
    assert not {row["_id"] for row in after} & {row["_id"] for row in before}


@pytest.fixture(scope="module")
def app() -> Dash:
    return create_app(Settings())


def test_a_row_of_a_replaced_table_shows_the_table_anew(app: Dash, home: Path) -> None:
    row = evidence_grid.rows("stocks")[3]
    replace_stocks(home)
    values = {"evidence-grid.selectedRows": [row], "evidence-table.data": "stocks"}
    told = answer(app, "show_source", values)
    assert (told["evidence-detail.children"], told["evidence-panel.hidden"]) == (None, True)
    assert told["evidence-grid.rowData"] == evidence_grid.rows("stocks")
    assert told["evidence-grid.selectedRows"] == []
    assert "was replaced" in posted_words(told["evidence-about.children"])
    assert "select the row again" in posted_words(told["evidence-about.children"])
    elsewhere = answer(app, "show_source", values | {"evidence-table.data": "deals"})
    assert "evidence-grid.rowData" not in elsewhere


def test_rows_of_a_replaced_table_are_not_downloaded(app: Dash, home: Path) -> None:
    rows = evidence_grid.rows("stocks")
    replace_stocks(home)
    shown = "evidence-grid.virtualRowData"
    picker = '{"option":"table"}.value'
    asked = {"evidence-csv-shown.n_clicks": 1, picker: "stocks", shown: rows}
    told = answer(app, "download_shown", asked)
    assert "evidence-download.data" not in told
    assert told["evidence-grid.rowData"] == evidence_grid.rows("stocks")
    assert "nothing was downloaded" in posted_words(told["evidence-about.children"])
    told = answer(app, "download_shown", asked | {shown: told["evidence-grid.rowData"]})
    content = base64.b64decode(told["evidence-download.data"]["content"])
    assert content.count(b"\r\n") == len(rows)


def test_picking_a_table_fills_the_page() -> None:
    words, defs, rows, filters, table = evidence.show_table("deals", "stocks")
    assert catalog.schema("deals").title in text_of(words)
    assert len(rows) == len(catalog.load("deals"))
    assert defs == evidence_grid.column_defs("deals")
    assert (filters, table) == ({}, "deals")


@pytest.mark.parametrize("table", ["stocks", "nothing", None])
def test_picking_the_table_shown_or_none_changes_nothing(table: str | None) -> None:
    assert set(map(type, evidence.show_table(table, "stocks"))) == {type(no_update)}


def test_selecting_a_row_shows_its_source_and_the_row_in_full() -> None:
    (row, *_) = evidence_grid.rows("stocks")
    panel, hidden, said = evidence.show_source([row], "stocks")
    source = catalog.source("stocks", 0)
    assert not hidden
    assert str(source.producer) in said
    for words in (source.title, source.citation, source.url, "2026-11-01"):
        assert str(words) in text_of(panel)
    assert "130 000 000 000 000 tokens" in wording.plain(text_of(panel))
    for nothing in ([], None, [{"_id": "nothing:0"}]):
        assert evidence.show_source(nothing, "stocks") == (None, True, "")
    assert evidence.close_source(1) == []


def test_the_rows_shown_are_downloaded_in_their_order() -> None:
    shown = [row for row in evidence_grid.rows("stocks") if row["role"] == "additive"][::-1]
    sent = evidence.download_shown(1, "stocks", shown)
    lines = base64.b64decode(sent["content"]).decode("utf-8-sig").split("\r\n")[1:-1]
    assert [line.split(",")[0] for line in lines] == [row["stock_id"] for row in shown]
    assert evidence.download_shown(None, "stocks", shown) is no_update
    assert evidence.download_shown(1, "nothing", shown) is no_update
    assert evidence.download_all(None, "stocks") is no_update
    assert evidence.download_all(1, "stocks")["filename"].startswith("aquifer-stocks-")
    assert evidence.download_workbook(None, "stocks") is no_update
    assert evidence.download_workbook(1, "nothing") is no_update
    sent = evidence.download_workbook(1, "stocks")
    assert sent["filename"] == f"aquifer-stocks-{catalog.version()}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(sent["content"])))
    assert book["Data"].max_row == 1 + len(catalog.load("stocks"))


def test_register_adds_callbacks_whose_parts_exist() -> None:
    app = Dash("test", suppress_callback_exceptions=True)
    evidence.register(app)
    page = evidence.layout(state("deals"))
    ids = {str(c.id) for c in page._traverse() if getattr(c, "id", None)}
    for callback in app._callback_list:
        for part in [*callback["inputs"], *callback["state"]]:
            id = part["id"]
            if id == "page" or '["ALL"]' in id:  # the shell's, or as many as there are
                continue
            assert str(json.loads(id) if id.startswith("{") else id) in ids
