"""The editor of mixes: what differs looks different, edits become own mixes, errors say where."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import pytest
from dash import Dash, html
from hypothesis import given
from hypothesis import strategies as st

from analytics.exports.mixes import parse as parse_mixes
from analytics.outlook.vendor_facts import vendor_facts
from analytics.outlook.vendors import REFERENCE
from analytics.scenario import DECLARATIONS, ROUTES, Mix, Scenario
from dashboard.pages import vendors_editor as editor
from dashboard.pages import vendors_grid as grid
from dashboard.pages import vendors_mixes as mixes
from dashboard.pages import vendors_said as said
from dashboard.pages import vendors_upload as files
from dashboard.state import parse, query
from data import catalog
from tests.dashboard.posting import answer, every, page_of, words

VERSION = catalog.version()
FACTS = vendor_facts(VERSION)
OWN = Mix("OpenAI", (0.4, 0.1, 0.2, 0.2, 0.01, 0.09))
FEW = "log2_worlds=6&log2_moat_draws=8"
HEAD = "vendor,public_crawl,public_sets,licensed,proprietary,feedback,synthetic\n"


def scenario(*own: Mix) -> Scenario:
    return Scenario().model_copy(update={"mixes": own, "log2_moat_draws": 8})


def page(*own: Mix) -> dict[str, Any]:
    text = DECLARATIONS["mixes"].as_text(own)
    return page_of(f"{FEW}&mixes={text}", "/vendors")


def event(vendor: str, route: str, value: Any, shares: Any = (40, 20, 10, 10, 10, 10)) -> Any:
    row = {"_id": vendor, **dict(zip(ROUTES, shares, strict=True)), route: value}
    return {"data": row, "colId": route, "rowId": vendor}


@cache
def app() -> Dash:
    found = Dash(__name__, suppress_callback_exceptions=True)
    found.layout = html.Div()
    editor.register(found)
    return found


def own_in(loaded: Any) -> dict[str, tuple[float, ...]]:
    found = DECLARATIONS["mixes"].accept(loaded["state"]["values"]["mixes"])
    return {one.vendor: one.shares for one in found}


def test_rows_are_vendors_own_vendors_open_models_by_maker_and_the_reference() -> None:
    rows = grid.rows(scenario(Mix("Acme", OWN.shares), OWN), VERSION, {})
    names = [row["_id"] for row in rows]
    assert names[:13] == [one.name for one in FACTS.vendors]
    assert names[13] == "Acme"
    assert names[-1] == REFERENCE and len(names) == 14 + len(FACTS.models) + 1
    by_name = {row["_id"]: row for row in rows}
    assert {row["_basis"] for row in rows} == {"believed", "yours", "disclosed", "reference"}
    assert by_name["OpenAI"]["_basis"] == by_name["Acme"]["_basis"] == "yours"
    assert [row["_editable"] for row in rows] == [True] * 14 + [False] * (len(names) - 14)
    makers = [one.maker for one in FACTS.models]
    assert sum(row["_first"] for row in rows) == len(set(makers))


def test_believed_disclosed_and_own_shares_differ_in_their_text() -> None:
    rows = {row["_id"]: row for row in grid.rows(scenario(OWN), VERSION, {})}
    believed, own = rows["Meta"], rows["OpenAI"]
    open_model = next(row for row in rows.values() if row["_basis"] == "disclosed")
    assert believed["_shown"]["licensed"].startswith("≈")
    assert own["_shown"]["licensed"] == "20%"
    assert not any(text.startswith("≈") for text in open_model["_shown"].values())
    assert len({believed["basis"], own["basis"], open_model["basis"]}) == 3
    assert believed["_under"]["licensed"] in grid.ANSWERS.values()
    classes = {column["field"]: column.get("cellClass") for column in grid.column_defs()}
    assert all(classes[route] for route in ROUTES)


def test_every_cell_of_the_table_has_its_sentence_answer_and_source() -> None:
    table = catalog.snapshot(VERSION).load("vendor_acquisition")
    rows = {row["_id"]: row for row in grid.rows(scenario(), VERSION, {})}
    for record in table.to_dict("records"):
        text = rows[record["vendor"]]["_said"][record["route"]]
        if isinstance(record["evidence"], str):
            assert record["evidence"].rstrip(". ") in text
        place = grid.Place(record["vendor"], record["route"])
        ((label, _address),) = grid.sources(place, VERSION)
        assert "Transparency Index" in label


def test_believed_shares_sum_to_a_hundred() -> None:
    for row in grid.rows(scenario(), VERSION, {}):
        total = sum(row[route] for route in ROUTES)
        assert total == pytest.approx(100, abs=1e-9) or row["_basis"] == "disclosed"


def test_a_draft_is_shown_as_such_until_the_mix_in_use_is_another() -> None:
    draft = {"shares": [50, 10, 20, 20, 10, 10], "last": "licensed", "base": ""}
    held = grid.current({"OpenAI": draft, "Meta": {"shares": "x", "base": ""}, 3: 4}, scenario())
    assert list(held) == ["OpenAI"]
    row = next(one for one in grid.rows(scenario(), VERSION, held) if one["_id"] == "OpenAI")
    assert row["_basis"] == "off" and "not in use" in row["basis"]
    assert grid.current({"OpenAI": draft}, scenario(OWN)) == {}
    (line,) = said.problem_lines(held)
    assert "OpenAI sums to 120%" in words(line).replace("  ", " ")
    labels = [one.children for one in every(line) if type(one).__name__ == "Button"]
    assert labels == ["Scale all six to 100%", "Keep Licensed, scale the others", "Drop the edit"]


def test_an_edit_that_sums_becomes_an_own_mix_and_one_that_does_not_a_draft() -> None:
    good = event("OpenAI", "licensed", 10)
    loaded, drafts, told = editor.type_share([good], {}, page())
    assert own_in(loaded) == {"OpenAI": (0.4, 0.2, 0.1, 0.1, 0.1, 0.1)}
    assert loaded["edited"] is True and drafts == {} and told == []
    bad = event("OpenAI", "licensed", 30)
    loaded, drafts, told = editor.type_share([bad], {}, page())
    assert type(loaded).__name__ == "NoUpdate"
    assert drafts["OpenAI"]["shares"][2] == 30 and drafts["OpenAI"]["last"] == "licensed"
    # and once it sums, the draft is gone
    _, drafts, _ = editor.type_share([good], drafts, page())
    assert drafts == {}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("abc", "OpenAI, Licensed: 'abc' is not a number"),
        (101, "OpenAI, Licensed: 101% is above the highest accepted, 100%"),
        (-1, "OpenAI, Licensed: -1% is below the lowest accepted, 0%"),
        (None, "OpenAI, Licensed: None is not a number"),
    ],
)
def test_what_is_no_share_is_refused_with_vendor_route_and_rule(value: Any, reason: str) -> None:
    loaded, drafts, told = editor.type_share([event("OpenAI", "licensed", value)], {}, page())
    assert type(loaded).__name__ == "NoUpdate" and drafts == {}
    assert words(told) == f"{reason}. Nothing has changed."


@pytest.mark.parametrize("row", ["Meta: LLaMA-1", REFERENCE, "", None, ["OpenAI"]])
def test_rows_that_are_not_to_be_edited_are_refused(row: Any) -> None:
    with pytest.raises(ValueError, match="has no mix to edit"):
        mixes.typed(event(row, "licensed", 10), scenario(), FACTS)
    with pytest.raises(ValueError, match="has no mix to edit"):
        mixes.typed("nonsense", scenario(), FACTS)


@given(
    st.lists(st.floats(0, 100), min_size=6, max_size=6).filter(lambda x: sum(x) > 1e-6),
    st.sampled_from(list(ROUTES)),
)
def test_scaling_makes_a_whole_and_may_keep_what_was_typed(shares: Any, last: str) -> None:
    draft = {"shares": shares, "last": last, "base": ""}
    at = list(ROUTES).index(last)
    for keep in (False, True):
        mix = mixes.scaled("A", draft, keep=keep)
        assert sum(mix.shares) == pytest.approx(1)
        if keep:
            assert mix.shares[at] == pytest.approx(shares[at] / 100, abs=1e-5)
        else:
            assert mix.shares[at] == pytest.approx(shares[at] / sum(shares), abs=1e-5)


@pytest.mark.parametrize(
    ("action", "expected"),
    [("scale", 0.25), ("keep", 0.3), ("reset", None), ("drop", 0.2)],
)
def test_one_press_scales_resets_or_drops(action: str, expected: float | None) -> None:
    draft = {
        "shares": [40, 20, 30, 10, 10, 10],
        "last": "licensed",
        "base": OWN.as_text(),
    }
    got = answer(
        app(),
        "press_row",
        {
            '{"mix":["ALL"]}.n_clicks': [1],
            "mixes-drafts.data": {"OpenAI": draft},
            "page.data": page(OWN),
        },
        {"mix": [f"{action}:OpenAI"]},
        triggered=f'{{"mix":"{action}:OpenAI"}}.n_clicks',
    )
    assert got["mixes-drafts.data"] == {}
    if action == "drop":
        assert "loaded.data" not in got
        return
    own = own_in(got["loaded.data"])
    assert (own["OpenAI"][2] if own else None) == (
        None if expected is None else pytest.approx(expected, abs=1e-6)
    )


def test_adding_a_vendor_asks_for_a_name_that_is_free() -> None:
    loaded, value, error = editor.add_vendor(1, None, "  Acme   Corp ", page(OWN))
    assert set(own_in(loaded)) == {"OpenAI", "Acme Corp"} and (value, error) == ("", None)
    assert own_in(loaded)["Acme Corp"][0] == pytest.approx(0.65)
    for name, reason in (
        ("openai", "OpenAI has a row already"),
        ("", "the name is missing"),
        (None, "the name is missing"),
        ("x" * 41, "is longer than 40 letters"),
        (REFERENCE.upper(), "cannot be edited"),
    ):
        loaded, value, error = editor.add_vendor(1, None, name, page())
        assert type(loaded).__name__ == "NoUpdate" and reason in error
    full = tuple(sorted((Mix(f"V{i:02}", OWN.shares) for i in range(40)), key=lambda m: m.key))
    with pytest.raises(ValueError, match="at most 40"):
        mixes.put(full, OWN)


def test_an_upload_takes_over_what_can_be_used_and_loses_nothing() -> None:
    text = HEAD + "Google,50,10,10,20,1,9\nMeta,50,10,10,20,1,29\nAcme,40,20,10,20,1,9\n"
    posted = {"name": "m.csv", "size": 1, "content": base64.b64encode(text.encode()).decode()}
    loaded, told = files.upload_mixes(posted, page(OWN))
    assert set(own_in(loaded)) == {"OpenAI", "Google", "Acme"}
    assert "2 mixes taken over; 1 thing could not be used" in words(told)
    assert "row 3" in words(told) and "sum to 120" in words(told)


def test_the_template_reads_back_to_no_change_and_holds_own_mixes() -> None:
    raw = files.filled(scenario(OWN), VERSION)
    parsed = parse_mixes(raw)
    assert not parsed.problems and len(parsed.mixes) == 13
    assert OWN in parsed.mixes
    wanted, problems, notes, count = files.read(raw, scenario(OWN), VERSION)
    assert wanted == (OWN,) and not problems and count == 1
    assert "12 rows are just as believed" in str(notes[-1])


@pytest.mark.parametrize(
    ("posted", "reason"),
    [
        ({"name": "a.csv", "size": 3_000_000, "content": None}, "larger than 2 MB"),
        ({"name": "a.csv", "size": 3, "content": None}, "could not read it"),
        ({"name": "a.csv", "size": 3, "content": "%%%"}, "did not arrive whole"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(posted: Any, reason: str) -> None:
    loaded, told = files.upload_mixes(posted, page())
    assert type(loaded).__name__ == "NoUpdate" and reason in words(told)


def test_a_row_named_as_a_model_is_refused_by_name() -> None:
    _, problems, _, count = files.read(
        f"{HEAD}{REFERENCE},50,10,10,20,1,9".encode(), scenario(), VERSION
    )
    assert count == 0 and "cannot be edited" in str(problems[0])


def test_details_tell_evidence_band_source_and_what_can_be_done() -> None:
    shown = parse(f"{FEW}&mixes={OWN.as_text()}")
    cell = {"row": "OpenAI", "route": "licensed"}
    content = said.cell_details(cell, shown, VERSION, {})
    text = words(content)
    assert text.startswith("OpenAI, Licensed:  yes.") and "90% of worlds" in text
    assert "Transparency Index" in text and "Reset to what is believed" in text
    link = next(one for one in every(content) if getattr(one, "href", "").startswith("/evidence"))
    assert "table=vendor_acquisition" in link.href and "mixes=OpenAI" in link.href
    nothing = words(said.cell_details({"row": "Nobody", "route": "x"}, shown, VERSION, {}))
    assert nothing == said.HINT == words(said.cell_details(None, shown, VERSION, {}))
    model = next(row for row in grid.rows(shown.scenario, VERSION, {}) if row["_first"])
    told = words(said.cell_details({"row": model["_id"], "route": "licensed"}, shown, VERSION, {}))
    assert "disclosed" in told and "not edited here" in told


def test_the_page_says_when_mixes_outgrow_a_link() -> None:
    many = tuple(
        Mix(f"{'é' * 30} {i:02}", OWN.shares)  # six letters each in a link
        for i in range(40)
    )
    state = page_of(FEW, "/vendors")
    state["values"]["mixes"] = DECLARATIONS["mixes"].as_text(many)
    _, _, note = editor.show_mixes("", {}, state)
    assert "too many for a link" in note
    assert editor.show_mixes("", {}, page(OWN))[2] == ""


def test_what_the_browser_sees_of_the_page_is_what_the_server_made() -> None:
    state = parse(f"{FEW}&mixes={OWN.as_text()}")
    values = page_of(query(state.scenario, state.preset), "/vendors")["values"]
    assert editor._seen(state) == "\n".join(values[field] for field in editor.FIELDS)
