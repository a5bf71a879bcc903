"""Evidence: what is said of a table, and the full source of one of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from analytics import wording
from dashboard.attributes import aria
from dashboard.pages import evidence_grid as grid
from dashboard.pages.evidence_cells import exact, missing, standing
from data import catalog

_ORIGINS = {"shipped": "as shipped", "refreshed": "refreshed on this machine"}


def about(table: str, facts: catalog.Snapshot | None = None) -> list[Component]:
    """What a table holds, on whose terms, how old it is, and what its marks mean."""
    schema = catalog.schema(table)
    facts = facts or catalog.snapshot()
    origin = facts.origin(table)
    told = [
        ("Licence", schema.licence),
        (
            "Data",
            f"{catalog.released():%-d %B %Y}, version {facts.version}, {_ORIGINS[origin]}",
        ),
        ("Credit", "; ".join(schema.credits)),
    ]
    children: list[Component] = [
        html.H2([schema.title, html.Small(wording.count(facts.count(table)) + " rows")]),
        html.P(schema.description, className="evidence-description"),
        html.Dl(
            [html.Div([html.Dt(term), html.Dd(words)]) for term, words in told],
            className="evidence-facts",
        ),
    ]
    problem = facts.problem(table)
    if problem:
        children.append(
            dmc.Alert(
                f"{problem.rstrip('.')}. The shipped table is in use instead.",
                title="A refreshed table is there, but not used",
                color="orange",
                variant="light",
            )
        )
    legend = _legend(table, facts)
    return [*children, legend] if legend else children


def detail(table: str, row: int, facts: catalog.Snapshot | None = None) -> Component:
    """The full source of a row, and the row in full."""
    facts = facts or catalog.snapshot()
    source = facts.source(table, row)
    record = facts.load(table).iloc[row].to_dict()
    link = (
        html.A(
            source.url,
            href=source.url,
            target="_blank",
            rel="noopener noreferrer",
            className="evidence-link",
        )
        if source.url and grid.is_address(source.url)
        else source.url
    )
    trust = standing(record)
    mark = html.Span(trust.label, className=f"standing standing-mark-{trust.key}")
    about_source = [
        ("Standing of the row", [mark, f" {trust.meaning}"]),
        ("Producer", source.producer),
        ("Title", source.title),
        ("Citation", source.citation),
        ("Address", link),
        ("Published", source.date_published),
        ("Accessed", source.date_accessed.isoformat()),
        ("Licence", source.licence or "not stated"),
        ("Source id", html.Code(source.source_id)),
    ]
    own = [
        (field.title, exact(record[field.name], field, _unit(record, field)))
        for field in catalog.schema(table).fields
        if field.name != "source_id" and not missing(record[field.name])
    ]
    return html.Div(
        [
            _definitions(about_source),
            html.H3("The row in full"),
            _definitions(own),
        ]
    )


def _legend(table: str, facts: catalog.Snapshot) -> Component | None:
    items: list[Component] = []
    found = grid.standings(table, facts)
    if [one.key for one in found] != ["published"]:
        items += [
            html.Li(
                [
                    html.Span(one.label, className=f"standing standing-mark-{one.key}"),
                    f" {one.meaning}",
                ]
            )
            for one in found
        ]
    if any(grid.is_judged(table, field.name) for field in catalog.schema(table).fields):
        words = " a column of Aquifer's own reading, not the source's word"
        items.append(html.Li([html.B(grid.JUDGED_MARK), words]))
    if not items:
        return None
    return html.Ul(items, className="evidence-legend", **aria(label="What the marks mean"))


def _definitions(pairs: list[tuple[str, Any]]) -> Component:
    return html.Dl(
        [html.Div([html.Dt(term), html.Dd(words)]) for term, words in pairs if words],
        className="evidence-definitions",
    )


def _unit(record: Mapping[Any, Any], field: catalog.Column) -> str | None:
    """The unit of a value, where another column of the row says it."""
    return str(record["unit"]) if (field.unit or "").startswith("as the unit column") else None
