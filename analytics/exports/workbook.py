"""A scenario as a workbook: what it says, a sheet for each view, assumptions and sources."""

from __future__ import annotations

import io

import pandas as pd

from analytics import (
    findings,
    findings_collapse,
    findings_join,
    findings_market,
    findings_vendors,
)
from analytics.exports import tidy
from analytics.exports.assumed import assumptions
from analytics.exports.pages import Page
from analytics.exports.sheets import Book, book
from analytics.exports.spread import NAMES, spread
from analytics.exports.subject import Subject
from analytics.market import facts as market_facts
from analytics.wording import plain
from data import catalog

SUBTITLE = "Aquifer: depletion of public human text, data moats and model collapse"
ASSUMPTIONS, SOURCES = "Assumptions", "Sources"

_SHEETS = {
    "depletion": "Stock, demand and the year they meet",
    "collapse": "What training on models’ output does to the rare end of human text",
    "outlook": "The three models joined: each vendor’s text, tail kept, risk and compute wasted",
    "market": "Licensing deals, prices and suits, as of the scenario’s today",
    "vendors": "Whose mix of data is a moat",
    tidy.ASSUMPTIONS: "Every assumption, with its source and what differs from the preset",
    SOURCES: "Where each fact comes from",
}

_NOTES = (
    "Quantiles stand side by side: 10% is the value that one world in ten stays below. Lowest and "
    "Highest are ends of what is possible. Value is a number without a quantile.",
    "A year of exhaustion that is empty lies beyond the horizon of 2100; the probability of that "
    "is a row of its own.",
    "Numbers have six significant digits; cells show fewer. T is a trillion (10¹²), B a billion "
    "(10⁹). Shares are stored as 0 to 1.",
    "A forecast is conditional: it carries past growth on. Collapse is the simulated risk of a "
    "resampling model, not a forecast of any vendor’s model.",
)


def workbook(made: Subject) -> bytes:
    """The workbook of a scenario.

    Args:
        made: the scenario with the rows that are wanted.

    Returns:
        An XLSX file: a README, a sheet for each view and one of the sources.
    """
    into = io.BytesIO()
    with book(f"Aquifer – {made.name}", into) as file:
        _readme(file, made)
        for view in made.views:
            rows = made.rows[made.rows["view"] == view]
            if view == tidy.ASSUMPTIONS:
                _assumptions(file, assumptions(rows, made.scenario, made.preset))
            else:
                _view(file, view, spread(rows))
        sources = catalog.snapshot(made.outlook.key.data_version).load("sources")
        file.table(
            SOURCES,
            sources.rename(columns=_plain_heading),
            widths={"Citation": 60, "Title": 36, "Url": 44, "Licence": 18},
            frozen=1,
        )
    return into.getvalue()


def sheet_name(view: str) -> str:
    """What the sheet of a view is called: its name with a capital."""
    return view.capitalize()


def _view(file: Book, view: str, table: pd.DataFrame) -> None:
    """A view: years down, quantiles across."""
    file.table(
        sheet_name(view),
        table,
        units=table["Unit"].tolist(),
        numbers=[str(name) for name in table.columns if name not in NAMES],
        widths={"Series": 36, "Variable": 44, "Unit": 13, "Year": 9},
        groups="Series",
        frozen=2,
    )


def _assumptions(file: Book, table: pd.DataFrame) -> None:
    file.table(
        ASSUMPTIONS,
        table,
        units=table["Unit"].tolist(),
        numbers=["Value", "Low", "Mode", "High"],
        widths={
            "Group": 24,
            "Assumption": 42,
            "Choice": 30,
            "In the preset": 24,
            "Source": 64,
            "Field": 30,
        },
        groups="Group",
        frozen=2,
    )


def _plain_heading(name: str) -> str:
    """A column's name as a heading: ``date_accessed`` → ``Date accessed``."""
    return name.replace("_", " ").capitalize()


def _readme(file: Book, made: Subject) -> None:
    """What the workbook says, where it comes from, and how to read it."""
    page = Page(file, made.name, SUBTITLE)
    if said := _said(made):
        page.section("What it says")
        for view, sentence in said:
            page.line(view, plain(sentence))
        page.space()
    page.section("What it is")
    key = made.outlook.key
    page.line("Scenario", made.name)
    page.line("Preset", f"{made.preset.name}: {plain(made.preset.why)}")
    page.line("Data version", key.data_version)
    page.line("Code version", f"Aquifer {key.code_version}")
    page.link("Link", made.link)
    page.space()
    page.section("Sheets")
    for name, title in _sheets(made):
        page.to_sheet(name, title)
    page.space()
    page.section("How to read it")
    for i, note in enumerate(_NOTES):
        page.line("" if i else "Notes", note)
    page.line("Sources", "Each assumption names its own; the facts’ are on the last sheet.")


def _sheets(made: Subject) -> list[tuple[str, str]]:
    """Sheets behind the README, and what each holds."""
    views = [(sheet_name(view), _SHEETS.get(view, "")) for view in made.views]
    return [*views, (SOURCES, _SHEETS[SOURCES])]


def _said(made: Subject) -> list[tuple[str, str]]:
    """The headline of each view that there is."""
    outlook, preset = made.outlook, made.preset
    said = {
        "depletion": lambda: findings.headline(outlook, preset),
        "collapse": lambda: findings_collapse.collapse(outlook, preset=preset),
        "outlook": lambda: findings_join.risk_title(outlook, preset),
        "market": lambda: findings_market.headline(
            market_facts(outlook.key.data_version), outlook.scenario.as_of
        ),
        "vendors": lambda: findings_vendors.headline(outlook, preset),
    }
    return [(sheet_name(view), said[view]()) for view in made.views if view in said]
