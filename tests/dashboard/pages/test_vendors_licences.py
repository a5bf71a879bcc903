"""Licences signed, ended or exclusive: the form, the list, the tables of what changes would do."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from dash import Dash, html
from dash.exceptions import PreventUpdate

from analytics.outlook.counterfactual import Span
from analytics.outlook.separation import separation
from analytics.scenario import DECLARATIONS, LicenceChange
from dashboard import vendor_changes
from dashboard.pages import vendors_licences as licences
from dashboard.pages.vendors_forms import put
from dashboard.state import parse, request
from data import catalog
from tests.dashboard.posting import answer, every, page_of, words

VERSION = catalog.version()
FEW = "log2_worlds=6&log2_moat_draws=8"
SIGNED = LicenceChange("add", "xAI", "Reddit", 70e6, 3.0, exclusive=True)
ENDED = LicenceChange("end", "OpenAI", "Axel Springer")
CHANGES = f"licences={SIGNED.as_text()}~{ENDED.as_text()}"


@cache
def app() -> Dash:
    found = Dash(__name__, suppress_callback_exceptions=True)
    found.layout = html.Div()
    licences.register(found)
    return found


def made(loaded: Any) -> set[str]:
    found = DECLARATIONS["licences"].accept(loaded["state"]["values"]["licences"])
    return {one.as_text() for one in found}


def test_the_form_makes_a_change_and_finds_names_whichever_their_capitals() -> None:
    page = page_of(f"{FEW}&licences={ENDED.as_text()}", "/vendors")
    loaded, told = licences.apply_change(1, "add", "xai", "reddit", 70, 3, True, page)
    assert made(loaded) == {SIGNED.as_text(), ENDED.as_text()} and told == []
    assert loaded["edited"] is True
    # one change for each pair: the newer takes the place of the older
    page = page_of(f"{FEW}&{CHANGES}", "/vendors")
    loaded, _ = licences.apply_change(1, "exclusive", "OpenAI", "Axel Springer", 5, 2, False, page)
    assert made(loaded) == {SIGNED.as_text(), "exclusive:OpenAI:Axel Springer"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (("add", "", "Reddit", None, None, False), "vendor: the name is missing"),
        (("add", "xAI", None, None, None, False), "supplier: the name is missing"),
        (("add", "xAI", "Reddit", -1, None, False), "usd_per_year: -1000000 USD is below"),
        (("add", "xAI", "Reddit", "x", None, False), "usd_per_year: 'x' is not a number"),
        (("add", "xAI", "Reddit", 1, 0, False), "years: a term is longer than 0 years"),
        (("swap", "xAI", "Reddit", 1, 1, False), "action: 'swap' is none of"),
    ],
)
def test_what_cannot_be_is_refused_by_column_and_rule(given: Any, reason: str) -> None:
    action, vendor, supplier, millions, years, exclusive = given
    page = page_of(FEW, "/vendors")
    loaded, told = licences.apply_change(
        1, action, vendor, supplier, millions, years, exclusive, page
    )
    assert type(loaded).__name__ == "NoUpdate"
    assert reason in words(told)


def test_price_and_term_may_be_unknown_and_belong_to_a_new_licence_alone() -> None:
    change = licences.read("add", "xAI", "Reddit", "", None, exclusive=False)
    assert (change.usd_per_year, change.years) == (None, None)
    assert licences.read("end", "OpenAI", "Reddit", 5, 5, exclusive=True).exclusive is False
    assert licences.pick_action("add") == (False,) * 3
    assert licences.pick_action("end") == (True,) * 3
    with pytest.raises(PreventUpdate):
        licences.apply_change(0, "add", "xAI", "Reddit", 1, 1, False, page_of(FEW))
    many = tuple(LicenceChange("add", "xAI", f"S{i:02}") for i in range(40))
    with pytest.raises(ValueError, match="at most 40"):
        put(many, SIGNED)


def test_suppliers_to_pick_from_are_those_the_tables_know_back() -> None:
    found = licences.suppliers(VERSION)
    assert {"Reddit", "Axel Springer", "Shutterstock"} <= set(found)
    assert found == sorted(set(found), key=str.casefold)


def test_each_change_is_listed_and_can_be_taken_back() -> None:
    page = page_of(f"{FEW}&{CHANGES}", "/vendors")
    listed, note, vendors = licences.show_changes("", page)
    assert "xAI signs Reddit: exclusive, $70M a year, 3\u00a0years" in words(listed)
    assert "OpenAI ends with Axel Springer" in words(listed)
    assert note == "" and "xAI" in vendors
    got = answer(
        app(),
        "take_back",
        {'{"licence":["ALL"]}.n_clicks': [1], "page.data": page},
        {"licence": [SIGNED.as_text()]},
        triggered='{"licence":"' + SIGNED.as_text() + '"}.n_clicks',
    )
    assert made(got["loaded.data"]) == {ENDED.as_text()}
    assert words(licences.changes(parse(FEW).scenario)) == "No licence is changed."


def test_before_and_after_stand_side_by_side_with_the_difference() -> None:
    empty = vendor_changes.before_after(request(parse(FEW)))
    assert "Nothing is changed yet" in words(empty)
    text = words(
        vendor_changes.before_after(
            request(parse(f"{FEW}&{CHANGES}~add:Apple:Reddit~exclusive:Amazon:Axel+Springer"))
        )
    )
    for part in ("Before", "After", "Difference", "Score", "Rank", "First", "Replacement cost"):
        assert part in text
    assert "for $70M a year" in text
    assert "Grok-1, 2023" in text
    assert "Apple is not in the ranking" in text
    assert "“Amazon alone has Axel Springer” changes nothing" in text
    assert "100% of worlds" not in text and " 0% of worlds" not in text


def test_a_difference_has_its_sign_and_its_band() -> None:
    assert vendor_changes.points(Span(-0.042, 0.0303, 0.232)) == "+3 (−4.2 to +23)"
    assert vendor_changes.points(Span(0.0, 0.0, 0.0)) == "0 (0 to 0)"


def test_what_would_separate_them_is_conditional_and_has_its_numbers() -> None:
    drawn = vendor_changes.separating(request(parse(FEW)))
    found = separation(parse(FEW).scenario, VERSION)
    text = words(drawn)
    best = found.steps[0]
    assert vendor_changes.headline(found) in text
    assert f"If {best.vendor} disclosed that" in text
    assert "would be told apart" in text and "no forecast" in text
    assert f"{len(found.steps)} single steps" in text
    rows = [one for one in every(drawn) if type(one).__name__ == "Tr"]
    assert len(rows) == 1 + len(found.shortlist)
    assert "No single licence would tell any two of them apart." in text


def test_where_nothing_would_split_a_tier_what_moves_it_most_is_said() -> None:
    found = separation(parse(FEW).scenario, VERSION)
    deals = tuple(one for one in found.steps if one.kind == "deal" and not one.apart)
    only = type(found)(found.vendors, found.tiers, 0, deals, found.worlds)
    text = vendor_changes.headline(only)
    assert "No single disclosure or licence that was tried would tell two of them apart" in text
    assert deals[0].other in text


def test_the_section_holds_form_list_tables_and_calendar() -> None:
    section = licences.section(parse(f"{FEW}&{CHANGES}"))
    ids = [str(getattr(one, "id", "")) for one in every(section)]
    assert {"licences", "separation", "licence-apply", "licences-list"} <= set(ids)
    assert "{'block': 'vendors-separation'}" in ids
    assert any("vendors-calendar" in one for one in ids)
