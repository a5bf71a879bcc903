"""Methods: definitions, equations, assumptions, published results beside ours, limits, glossary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from dashboard import glossary
from dashboard.markup import still
from dashboard.pages import (
    methods_equations,
    methods_join,
    methods_market,
    methods_moat,
    methods_published,
    methods_record,
    methods_sensitivity,
    methods_tables,
    methods_text,
    methods_vendors,
)
from dashboard.state import State

TITLE = "Methods"


@dataclass(frozen=True)
class Section:
    """One section of the page.

    Attributes:
        key: its anchor.
        title: its heading, also in the table of contents.
        content: makes its content.
    """

    key: str
    title: str
    content: Callable[[], list[Component]]


SECTIONS = (
    Section("question", "What it answers", methods_text.answers),
    Section("definition", "What “exhausted” means", methods_text.definition),
    Section(
        "model",
        "The model",
        lambda: [
            *methods_text.model(),
            *methods_equations.equations(),
            *methods_text.rules(),
        ],
    ),
    Section("collapse-risk", "From the model to collapse risk", methods_join.content),
    Section("vendor-runs", "Vendors’ runs: the three models joined", methods_vendors.content),
    Section("uncertainty", "How uncertainty is computed", methods_text.uncertainty),
    Section(
        "inputs",
        "All inputs: published, measured, assumed",
        lambda: [*methods_text.assumed(), *methods_tables.assumptions()],
    ),
    Section(
        "preset-list",
        "Presets: what they change, and why",
        lambda: [methods_tables.presets()],
    ),
    Section(
        "published",
        "Published forecasts beside ours",
        lambda: [*methods_text.published(), methods_published.comparison()],
    ),
    Section("record", "Refit, and the record so far", methods_record.content),
    Section("market", "The licensing market", methods_market.content),
    Section("moat", "Ranking vendors by their data", methods_moat.content),
    Section("sensitivity", "Sensitivity and break-even", methods_sensitivity.content),
    Section(
        "stocks",
        "Stocks: nested and additive",
        lambda: [*methods_text.stocks(), methods_tables.stocks()],
    ),
    Section("limits", "Limits: what this is not", methods_text.limits),
    Section("glossary", "Glossary", lambda: [glossary.glossary()]),
    Section(
        "licences",
        "Licences and credit",
        lambda: [*methods_text.licences(), methods_tables.credits()],
    ),
    Section("cite", "How to cite", methods_text.cite),
    Section("versions", "Versions of the data", methods_text.versions),
)
"""The page, from top to bottom."""


def layout(state: State) -> Component:
    """The page; it is the same for every scenario, but for the links that carry it along."""
    del state
    content = [
        html.H1(TITLE),
        html.P(
            "Definitions, equations, every input with its source, published results beside "
            "ours, and what the answers can’t tell.",
            className="lede",
        ),
        html.Div(
            [
                _contents(),
                html.Div([_section(one) for one in SECTIONS], className="methods-body"),
            ],
            className="methods-columns",
        ),
    ]
    return html.Div(still(content), className="methods")


def register(app: Dash) -> None:
    """Nothing here changes; ``assets/methods.js`` marks where in the contents the reader is."""


def _contents() -> Component:
    named: dict[str, Any] = {"aria-label": "On this page"}
    return html.Nav(
        [
            html.Div("On this page", className="contents-title"),
            html.Ol([html.Li(html.A(one.title, href=f"#{one.key}")) for one in SECTIONS]),
        ],
        className="contents",
        id="methods-contents",
        **named,
    )


def _section(section: Section) -> Component:
    named: dict[str, Any] = {"aria-labelledby": f"{section.key}-title"}
    return html.Section(
        [html.H2(section.title, id=f"{section.key}-title"), *section.content()],
        id=section.key,
        className="methods-section",
        **named,
    )
