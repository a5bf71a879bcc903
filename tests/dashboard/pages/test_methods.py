"""Methods: generated from what is declared, computed now, and its links lead somewhere."""

import importlib
import math
import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component

from analytics import wording
from analytics.outlook import evaluate
from analytics.outlook.growth import growth_options
from analytics.outlook.stocks import other_tokens
from analytics.scenario import DECLARATIONS, GROUPS, PRESETS, Scenario
from analytics.sensitivity import tornado
from dashboard import glossary
from dashboard.pages import (
    methods,
    methods_equations,
    methods_join,
    methods_moat,
    methods_published,
    methods_sensitivity,
    methods_tables,
    methods_vendors,
)
from dashboard.state import parse
from data import catalog
from tests.dashboard.posting import every

EQUATIONS = (
    *methods_equations.EQUATIONS,
    *methods_join.JOIN,
    *methods_vendors.RUNS,
    *methods_moat.MOAT,
    *methods_sensitivity.SENSITIVITY,
)
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def page() -> Component:
    return methods.layout(parse(""))


def parts(component: Component) -> list[Any]:
    return every(component)


def text_of(component: Any) -> str:
    if isinstance(component, str):
        return component
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(text_of, component)))
    if not isinstance(component, Component):
        return ""
    return text_of([getattr(component, name, None) for name in ("plain", "children")])


def by_id(page: Component, id: str) -> Component:
    (found,) = [part for part in parts(page) if getattr(part, "id", None) == id]
    assert isinstance(found, Component)
    return found


def test_the_page_has_one_h1_and_every_section_with_its_heading(page: Component) -> None:
    assert [text_of(p) for p in parts(page) if type(p).__name__ == "H1"] == ["Methods"]
    for section in methods.SECTIONS:
        assert section.title in text_of(by_id(page, section.key))


def test_every_link_within_the_page_leads_somewhere(page: Component) -> None:
    ids = [p.id for p in parts(page) if isinstance(getattr(p, "id", None), str)]
    assert len(ids) == len(set(ids))
    hashes = {
        href.partition("#")[2]
        for part in parts(page)
        if "#" in (href := str(getattr(part, "href", "")))
    }
    assert hashes <= set(ids)
    assert {f"glossary-{key}" for key in glossary.TERMS} <= set(ids)


def test_every_input_is_in_the_table_as_it_is_declared(page: Component) -> None:
    for name, declared in DECLARATIONS.items():
        row = text_of(by_id(page, f"input-{name}"))
        for words in (declared.label, declared.help, declared.source):
            assert words in row
        assert wording.value(declared, declared.default) in row
        assert methods_tables.STATUS[declared.status][0] in row
    for title in GROUPS.values():
        assert title in text_of(by_id(page, "inputs"))


def test_statuses_look_different() -> None:
    marks: list[Any] = [methods_tables.status_mark(status) for status in methods_tables.STATUS]
    assert len({mark.className for mark in marks}) == len({text_of(m) for m in marks}) == 3


def test_every_number_that_acts_on_the_model_is_in_an_equation() -> None:
    named = {field for equation in EQUATIONS for s in equation.symbols for field in s.fields}
    assert named <= set(DECLARATIONS)
    numbers = {
        name
        for name, d in DECLARATIONS.items()
        if d.kind in ("estimate", "number") and d.group not in ("calculation", "laboratory")
    }
    assert numbers <= named, f"in no equation: {numbers - named}"


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.key)
def test_the_code_of_an_equation_exists(equation: Any) -> None:
    module = importlib.import_module(equation.module)
    assert callable(getattr(module, equation.code.rpartition(".")[2]))


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda equation: equation.key)
def test_the_tests_of_an_equation_exist(equation: Any) -> None:
    for name in equation.tests:
        assert (ROOT / name).is_file(), name


def test_equations_are_balanced() -> None:
    for equation in EQUATIONS:
        for tex in (equation.tex, *(symbol.tex for symbol in equation.symbols)):
            bare = re.sub(r"\\[{}]", "", tex)
            assert bare.count("{") == bare.count("}")
            assert tex.count(r"\left") - tex.count(r"\leftarrow") == tex.count(r"\right")


def answer(forecast: str) -> methods_published.Ours:
    frame = catalog.load("published_forecasts")
    (row,) = frame[frame["forecast_id"] == forecast].to_dict("records")
    return methods_published.ours(row)


def test_our_numbers_are_those_of_the_model_now() -> None:
    quantiles = evaluate(PRESETS["as-published"].scenario).depletion.exhaustion_year
    median = str(math.floor(quantiles[4]))
    assert answer("epoch_2024").text.startswith(median)
    overtrained = evaluate(Scenario(overtraining=100.0)).depletion.exhaustion_year
    assert answer("epoch_2024_100x").text.startswith(str(math.floor(overtrained[4])))


def test_differences_to_the_published_result_have_their_reason() -> None:
    why = wording.plain(answer("epoch_2024").why)
    assert "1 year later" in why
    assert "13.5 trillion" in why
    assert "0.3 OOM" in why
    assert answer("epoch_2024_5x").why.startswith("The same year")
    assert answer("epoch_2024_100x").why.startswith("The same year")


def test_superseded_forecasts_are_labelled_and_not_compared() -> None:
    table = methods_published.comparison()
    rows = [p for p in parts(table) if type(p).__name__ == "Tr"]
    old = [row for row in rows if getattr(row, "className", "") == "superseded"]
    assert len(old) == int(catalog.load("published_forecasts")["superseded"].sum()) > 0
    for row in old:
        assert "superseded" in text_of(row)
        assert wording.UNKNOWN in [text_of(cell) for cell in row.children]


def test_a_forecast_unknown_to_us_is_shown_without_a_comparison() -> None:
    row = catalog.load("published_forecasts").to_dict("records")[0] | {"forecast_id": "new_2027"}
    assert methods_published.ours(row).text == wording.UNKNOWN


def test_every_stock_is_listed_once_under_its_role() -> None:
    table = methods_tables.stocks()
    names = [
        text_of(p)
        for p in parts(table)
        if type(p).__name__ == "Th" and getattr(p, "scope", "") == "row"
    ]
    assert sorted(names) == sorted(catalog.load("stocks")["stock"])
    words = text_of(table)
    assert words.index("Whole web") < words.index("Indexed web") < words.index("Common Crawl")
    assert words.index("Common Crawl") < words.index("Additive") < words.index("All unique books")


def test_everyone_to_credit_is_named() -> None:
    words = text_of(methods_tables.credits())
    for table in catalog.tables():
        assert all(credit in words for credit in catalog.schema(table).credits)


def test_the_versions_stand_in_the_citation(page: Component) -> None:
    words = text_of(by_id(page, "cite"))
    assert catalog.version() in words
    assert str(catalog.released().year) in words


def test_glossary_links() -> None:
    link: Any = glossary.glossary_link("exhaustion")
    assert link.href == "/methods#glossary-exhaustion"
    assert link.children == "exhaustion"
    assert glossary.glossary_link("world", "worlds").children == "worlds"
    with pytest.raises(KeyError):
        glossary.glossary_link("nothing")
    for term in glossary.TERMS.values():
        assert set(term.see) <= set(glossary.TERMS)
    titles = [term.title.lower() for term in glossary.TERMS.values()]
    assert titles == sorted(titles)


def test_each_way_to_estimate_growth_has_its_row(page: Component) -> None:
    words = text_of(by_id(page, "record"))
    for label in DECLARATIONS["demand_growth_from"].options.values():
        assert label in words
    assert re.search(r"\d+ training runs have set a record", words)


def test_what_is_said_of_the_choice_of_growth_is_so(page: Component) -> None:
    version = catalog.version()
    options = growth_options(version)
    bars = tornado(Scenario(), other_tokens(version), growth_options=options)
    choice = next(b for b in bars if b.field == "demand_growth" and b.kind == "choice")
    uncertain = [bar for bar in bars if bar.kind == "uncertain"]
    assert all(bar.probability_width < choice.probability_width for bar in uncertain)
    further = {bar.field for bar in bars if bar.year_width > choice.year_width}
    assert further == {"indexed_pages", "images_access", "video_access"}
    words = text_of(page)
    assert "moves the chance by 2032 more than any uncertain input, so" in words
    for untrue in ("Little moves", "little moves", "on every machine", "files show one decimal"):
        assert untrue not in words


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("model", "A draw out there is moved to the bound"),
        ("model", "Where Γ < 1"),
        ("model", "What lies before 1990 counts as 1990"),
        ("model", "16-bit"),
        ("definition", "files six digits"),
        ("uncertainty", "other processors may differ in the last digits"),
        ("record", "chosen after it"),
        ("record", "after one run per organisation, model family and year"),
        ("moat", "Silence does not pay"),
        ("moat", "Of the seven criteria five are"),
    ],
)
def test_the_rules_are_stated(page: Component, section: str, said: str) -> None:
    assert said in text_of(by_id(page, section))


def test_methods_has_no_callbacks() -> None:
    app = Dash("test")
    methods.register(app)
    assert not app._callback_list


def test_every_preset_is_told_with_its_changes_and_its_source(page: Any) -> None:
    text = text_of(by_id(page, "preset-list"))
    for preset in PRESETS.values():
        for part in (preset.name, preset.why, preset.source):
            assert part in text
        for name in Scenario().differences(preset.scenario):
            assert DECLARATIONS[name].label in text
