"""A scenario as a workbook: what it says, a sheet for each view, assumptions and sources."""

from __future__ import annotations

import io

import pandas as pd

from analytics import findings, findings_collapse, findings_market, findings_vendors
from analytics.exports import tidy
from analytics.exports.assumed import assumptions
from analytics.exports.sheets import QUIET, WATER, Book, book
from analytics.exports.spread import spread
from analytics.exports.subject import Subject
from analytics.market import facts as market_facts
from analytics.wording import plain
from data import catalog

README, ASSUMPTIONS, SOURCES = "README", "Assumptions", "Sources"

_SHEETS = {
    "depletion": "Stock, demand and the year they meet",
    "collapse": "What training on models’ output does to the rare end of human text",
    "market": "Licensing deals, prices and suits, as of the scenario’s today",
    "vendors": "Whose mix of data is a moat",
    tidy.ASSUMPTIONS: "Every assumption, with its source and what differs from the preset",
    SOURCES: "Where each fact comes from",
}

_LINE = 116
"""Characters of a line of the README's wide column."""

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
    known = ("Series", "Variable", "Unit", "Vendor", "Year")
    file.table(
        sheet_name(view),
        table,
        units=table["Unit"].tolist(),
        numbers=[str(name) for name in table.columns if name not in known],
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
    sheet = file.sheet(README, landscape=False)
    sheet.set_column(0, 0, 20, file.style())
    sheet.set_column(1, 1, 96, file.style())
    label, wrap = file.style(font_color=QUIET), file.style(text_wrap=True)
    head = file.style(
        bold=True, font_size=11, font_color=WATER, bottom=1, bottom_color=WATER, valign="vcenter"
    )
    file.text(sheet, 0, 0, made.name, file.style(bold=True, font_size=18))
    sheet.set_row(0, 28)
    subtitle = "Aquifer: depletion of public human text, data moats and model collapse"
    file.text(sheet, 1, 0, subtitle, file.style(font_color=QUIET))
    row = 3

    def section(title: str) -> None:
        nonlocal row
        file.text(sheet, row, 0, title, head)
        sheet.write_blank(row, 1, None, head)
        sheet.set_row(row, 19)
        row += 1
        sheet.set_row(row, 5)
        row += 1

    def line(name: str, text: str) -> None:
        nonlocal row
        file.text(sheet, row, 0, name, label)
        file.text(sheet, row, 1, text, wrap)
        sheet.set_row(row, _height(text))
        row += 1

    section("What it says")
    for view, sentence in _said(made):
        line(view, plain(sentence))
    row += 1
    section("What it is")
    key = made.outlook.key
    line("Scenario", made.name)
    line("Preset", f"{made.preset.name}: {plain(made.preset.why)}")
    line("Data version", key.data_version)
    line("Code version", f"Aquifer {key.code_version}")
    file.text(sheet, row, 0, "Link", label)
    file.link(sheet, row, 1, made.link, file.style(text_wrap=True, font_color=WATER))
    sheet.set_row(row, _height(made.link))
    row += 2
    section("Sheets")
    for name, title in _sheets(made):
        sheet.write_url(
            row, 0, f"internal:'{name}'!A1", file.style(font_color=WATER, underline=1), name
        )
        file.text(sheet, row, 1, title, wrap)
        row += 1
    row += 1
    section("How to read it")
    for i, note in enumerate(_NOTES):
        line("" if i else "Notes", note)
    line("Sources", "Each assumption names its own; the facts’ are on the last sheet.")


def _height(text: str) -> float:
    """Room for a text of the wide column, in points; a spreadsheet takes at most 409."""
    lines = -(-len(text) // _LINE)
    return min(13.5 * max(lines, 1) + 3, 405)


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
        "market": lambda: findings_market.headline(
            market_facts(outlook.key.data_version), outlook.scenario.as_of
        ),
        "vendors": lambda: findings_vendors.headline(outlook, preset),
    }
    return [(sheet_name(view), said[view]()) for view in made.views if view in said]
