"""Methods: tables made from what is declared and shipped, so that nothing is typed twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dash import html
from dash.development.base_component import Component

from analytics import wording
from analytics.depletion.forecast import MULTIMODAL_STOCKS, TEXT_STOCKS
from analytics.estimates import Estimate
from analytics.scenario import DECLARATIONS, GROUPS, PRESETS, Declaration, Scenario
from dashboard.pages.evidence_grid import is_address
from data import catalog

STATUS = {
    "published": ("Published", "an input of the paper named, as printed there"),
    "measured": ("Measured", "fitted to data or read off them"),
    "assumption": ("Assumed", "a judgement of ours, to be argued with"),
}
"""Status of an assumption → its label and meaning."""

_FAMILIES = {
    "lognormal": "lognormal",
    "normal": "normal",
    "triangular": "triangular",
    "reflected": "reflected lognormal",
}


def scrolling(table: Component, label: str) -> Component:
    """A table in a box that scrolls sideways where the page is too narrow for it."""
    named: dict[str, Any] = {"aria-label": label}
    return html.Div(table, className="scroll-box", tabIndex=0, role="region", **named)


def status_mark(status: str) -> Component:
    """The mark of a status: a shape and a word."""
    return html.Span(STATUS[status][0], className=f"status status-{status}")


def assumptions() -> list[Component]:
    """Every declared assumption, by group, after a legend that counts them."""
    counts = Counter[str](d.status for d in DECLARATIONS.values())
    legend = html.Ul(
        [
            html.Li([status_mark(status), f" {counts[status]} inputs: {meaning}"])
            for status, (_, meaning) in STATUS.items()
        ],
        className="status-legend",
    )
    head = html.Tr(
        [
            html.Th(words, scope="col")
            for words in ("Input", "Default", "Accepted", "Where the default comes from")
        ]
    )
    bodies = []
    for group, title in GROUPS.items():
        declared = [d for d in DECLARATIONS.values() if d.group == group]
        if declared:
            name = html.Tr(html.Th(title, colSpan=4, scope="rowgroup"), className="group-row")
            bodies.append(html.Tbody([name, *map(_assumption, declared)]))
    table = html.Table([html.Thead(head), *bodies], className="methods-table assumptions")
    return [legend, scrolling(table, "All inputs")]


def _assumption(declared: Declaration) -> Component:
    default = declared.default
    how = _distribution(default) if isinstance(default, Estimate) else ""
    return html.Tr(
        [
            html.Th(
                [declared.label, html.Span(declared.help, className="input-help")], scope="row"
            ),
            html.Td(
                [wording.value(declared, default), html.Span(how, className="input-help")]
                if how
                else wording.value(declared, default)
            ),
            html.Td(_accepted(declared)),
            html.Td([status_mark(declared.status), html.Span(declared.source)]),
        ],
        id=f"input-{declared.name}",
        className=f"input-row-{declared.status}",
    )


def _distribution(estimate: Estimate) -> str:
    family = _FAMILIES[estimate.family]
    if estimate.family == "triangular":
        return f"{family}, whole range"
    return f"{family}, {100 * estimate.level:g}% interval"


def _accepted(declared: Declaration) -> str:
    if declared.kind == "choice":
        return " · ".join(declared.options.values())
    if declared.kind == "switch":
        return "on · off"
    if declared.row is not None:
        return f"up to {declared.row.MOST} {declared.row.NOUN[1]}"
    return wording.bounds(declared)


def stocks() -> Component:
    """The stocks: nested ones under what they are part of, then those that add, then the rest."""
    frame = catalog.load("stocks")
    records = frame.to_dict("records")
    parents = {str(r["stock_id"]): r["parent"] if r["role"] == "nested" else "" for r in records}
    children = set(parents.values()) - {""}
    roots = [name for name, parent in parents.items() if not parent and name in children]

    ordered: list[tuple[int, dict[Any, Any]]] = []

    def descend(name: str, depth: int) -> None:
        ordered.append((depth, next(r for r in records if r["stock_id"] == name)))
        for child in [c for c, parent in parents.items() if parent == name]:
            descend(child, depth + 1)

    for root in roots:
        descend(root, 0)
    placed = {r["stock_id"] for _, r in ordered}
    rest = [r for r in records if r["stock_id"] not in placed]
    groups = (
        ("Nested: parts of the web, never added to it", ordered),
        (
            "Additive: outside the indexed web, counted when a scenario opens them",
            [(0, r) for r in rest if r["role"] == "additive"],
        ),
        ("To compare with", [(0, r) for r in rest if r["role"] != "additive"]),
    )
    titles = ("Stock", "Tokens", "Interval", "In the model", "Source")
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in titles]))
    bodies = [
        html.Tbody(
            [
                html.Tr(html.Th(title, colSpan=5, scope="rowgroup"), className="group-row"),
                *(
                    _stock(depth, row, int(frame.index[records.index(row)]))
                    for depth, row in members
                ),
            ]
        )
        for title, members in groups
        if members
    ]
    return scrolling(
        html.Table([head, *bodies], className="methods-table stocks"), "Stocks of text and data"
    )


def _stock(depth: int, row: dict[Any, Any], index: int) -> Component:
    low, high = float(row["low_tokens"]), float(row["high_tokens"])
    interval = wording.UNKNOWN
    if low == low and high == high:
        ends = wording.span(wording.tokens_short(low), wording.tokens_short(high))
        interval = f"{ends} ({100 * row['interval']:g}%)"
    name = html.Th(
        row["stock"],
        scope="row",
        className=f"depth-{depth}",
    )
    return html.Tr(
        [
            name,
            html.Td(wording.tokens_short(float(row["median_tokens"])), className="figure"),
            html.Td(interval, className="figure"),
            html.Td(_use(row)),
            html.Td(source_link("stocks", index)),
        ]
    )


def _use(row: dict[Any, Any]) -> Component | str:
    """What the model does with a stock."""
    access = {stock: field for field, stock in (*TEXT_STOCKS.items(), *MULTIMODAL_STOCKS.items())}
    field = access.get(str(row["stock_id"]))
    if field is not None:
        declared = DECLARATIONS[field]
        by_default = wording.value(declared, declared.default)
        link = html.A(declared.label, href=f"#input-{field}")
        return html.Span(["input ", link, f", {by_default} by default"])
    if row["stock_id"] == "indexed_web":
        return "the base; the model draws it from its own inputs"
    return {"nested": "never added", "reference": "to compare with"}.get(str(row["role"]), "unused")


def source_link(table: str, row: int) -> Component:
    """Producer and year of a row's source, linked where it has an address; citation on hover."""
    source = catalog.source(table, row)
    words = source.producer or source.title or source.citation
    if source.date_published:
        words = f"{words}, {source.date_published[:4]}"
    if source.url and is_address(source.url):
        return html.A(
            words,
            href=source.url,
            target="_blank",
            rel="noopener noreferrer",
            title=source.citation,
        )
    return html.Span(words, title=source.citation)


def presets() -> Component:
    """Every preset: what it changes, why, and where its values come from."""
    head = html.Tr(
        [html.Th(words, scope="col") for words in ("Preset", "What it changes", "Why", "Source")]
    )
    rows = []
    for preset in PRESETS.values():
        changed = [
            html.Div(
                f"{DECLARATIONS[name].label}: "
                f"{_said(DECLARATIONS[name], getattr(preset.scenario, name))}"
            )
            for name in Scenario().differences(preset.scenario)
        ]
        rows.append(
            html.Tr(
                [
                    html.Th(preset.name, scope="row"),
                    html.Td(changed or "Nothing"),
                    html.Td(preset.why),
                    html.Td(preset.source),
                ]
            )
        )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="methods-table presets")
    return scrolling(table, "All presets")


def _said(declared: Declaration, value: Any) -> str:
    """A value in words; of a switch whether it is on."""
    if declared.kind == "switch":
        return "on" if value else "off"
    return wording.value(declared, value)


def credits() -> Component:
    """Whom to credit for what, made from the tables' own licences."""
    found: dict[str, list[str]] = {}
    for name in catalog.tables():
        for credit in catalog.schema(name).credits:
            found.setdefault(credit, []).append(catalog.schema(name).title)
    head = html.Thead(html.Tr([html.Th("Credit", scope="col"), html.Th("Tables", scope="col")]))
    rows = [
        html.Tr([html.Th(credit, scope="row"), html.Td(", ".join(titles))])
        for credit, titles in found.items()
    ]
    return scrolling(
        html.Table([head, html.Tbody(rows)], className="methods-table"), "Whom to credit"
    )
