"""Mixes of data by route: what open models disclose, what is believed of vendors, what is yours."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics import findings_vendor_charts as said
from analytics import wording
from analytics.estimates import Array
from analytics.outlook.vendor_facts import OpenModel
from analytics.outlook.vendors import REFERENCE, Ranking, model_id
from analytics.outlook.vendors import ranking as ranking_of
from analytics.scenario import ROUTES
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import colours_of, layout
from dashboard.figures.palette import Palette, translucent
from dashboard.figures.vendors import common
from dashboard.figures.vendors.strips import BAR, Place, differing, place, strips

_LEFT, _RIGHT = (0.0, 0.485), (0.515, 1.0)
_ROOM = 23
"""Rows that a column has room for."""

_FURTHEST = 1.65
"""Distance between rows at most; a column is spread over the height of the longer one."""


class Row(NamedTuple):
    """One mix.

    Attributes:
        unit: its id.
        label: what stands over its bar, at the left.
        note: at the right.
        basis: disclosed, believed, analyst or reference.
    """

    unit: str
    label: str
    note: str
    basis: str


def mixes(request: Request) -> Chart:
    """Draw the mix of every vendor and open model, by token or by value shares."""
    found, colours, kind = ranking_of(request.outlook), colours_of(request), common.kind_of(request)
    one, ghost = common.chosen(request, found), common.ghost_of(request)
    if ghost is not None and _same(ghost, found):
        ghost = None
    left, right = _vendors(found, one, colours), _models(found, colours)
    drawn = (*left, *right)
    shares = said.mix_shares(found, kind)
    means = {row.unit: shares[found.moat.place(row.unit), :, 0] for row in drawn}
    was = differing(means, means, _means(ghost, kind)) if ghost is not None else {}
    height = max(len(left), len(right), 1)
    traces, labels = [], []
    for number, rows in (("", left), ("2", right)):
        step = min(height / max(len(rows), 1), _FURTHEST)
        at = np.arange(len(rows), dtype=np.float64) * step
        places = [
            place(float(y), step, ghosted=row.unit in was) for row, y in zip(rows, at, strict=True)
        ]
        traces += _bars(rows, places, means, number, colours)
        traces += strips([row.unit for row in rows], places, was, number, colours)
        traces.append(_targets(found, rows, at, shares, number))
        labels += [
            label
            for row, y in zip(rows, at, strict=True)
            for label in _words(row, y, number, colours)
        ]
    labels += _heads(colours) + _key(colours)
    axis = {"range": [0, 1], "visible": False, "fixedrange": True}
    rows_axis = {"range": [height - 0.35, -0.75], "visible": False, "fixedrange": True}
    return Chart(
        title=said.mixes_title(request.outlook, kind),
        unit=f"{common.KINDS[kind]} by route, in percent"
        + (" (token shares times the worth of a token)" if kind == "value" else "")
        + ". Solid: disclosed. Hatched: mean of what is believed; its band is told on hover and "
        "in the table. Outlined: your own. What of a mix is not plain text is told beside it; "
        "“from memory”: not checked against its source."
        + common.more(found, [row.unit for row in left])
        + common.dashed(request, ghost, "Strips, dashed" if was else common.TABLE_ONLY),
        figure={
            "data": traces,
            "layout": layout(
                request,
                hovermode="y",
                hoverdistance=30,
                barmode="stack",
                bargap=0,
                margin={"l": 6, "r": 6, "t": 24, "b": 28},
                xaxis=axis | {"domain": list(_LEFT)},
                xaxis2=axis | {"domain": list(_RIGHT), "anchor": "y2"},
                yaxis=rows_axis,
                yaxis2=rows_axis | {"anchor": "x2"},
                annotations=labels,
            ),
        },
        table=_table(found, ghost),
        alt=_alt(found, kind),
        source=common.source(request),
    )


def _vendors(found: Ranking, one: str, colours: Palette) -> tuple[Row, ...]:
    models = {vendor.name: vendor.model for vendor in found.facts.vendors}
    rows = []
    own = [unit for unit, basis in found.basis.items() if basis == "analyst"]
    vendors = [v for v in found.vendors if found.basis[v] != "disclosed"]
    kept = [v for v in vendors if v in own or v == one]
    room = max(_ROOM - 2 - len(kept), 0)
    others = [v for v in vendors if v not in kept][:room]
    for unit in [v for v in vendors if v in kept or v in others][: _ROOM - 1]:
        model = models.get(unit, "")
        label = common.name(unit, colours, bold=True, longest=32)
        if model:
            label += f' <span style="color:{colours.quiet}">{html.escape(model)}</span>'
        basis = found.basis[unit]
        note = {"analyst": "yours", "believed": ""}.get(basis, "")
        rows.append(Row(unit, label, note, basis))
    rows.append(Row(REFERENCE, common.name(REFERENCE, colours), "reference", "reference"))
    return tuple(rows)


def _models(found: Ranking, colours: Palette) -> tuple[Row, ...]:
    rows = []
    maker = ""
    for model in found.facts.models[:_ROOM]:
        head = f"<b>{html.escape(model.maker)}</b> " if model.maker != maker else ""
        maker = model.maker
        name = f"{html.escape(model.name)}, {model.year}"
        label = f'{head}<span style="color:{colours.quiet}">{name}</span>'
        rows.append(Row(model_id(model), label, _flags(model), "disclosed"))
    return tuple(rows)


def _flags(model: OpenModel) -> str:
    """What part of a mix is not plain text, and whether it was checked."""
    told = [f"{modality} {wording.share(share)}" for modality, share in model.modalities]
    return ", ".join([*told, *(["from memory"] if model.recalled else [])])


def _means(found: Ranking, kind: str) -> dict[str, Array]:
    """Mean shares of every unit, (routes,)."""
    return dict(zip(found.moat.units, said.mix_shares(found, kind)[:, :, 0], strict=True))


def _bars(
    rows: Sequence[Row],
    places: Sequence[Place],
    means: dict[str, Array],
    number: str,
    colours: Palette,
) -> list[dict[str, Any]]:
    """A trace for each route and way of knowing it."""
    traces = []
    for k, route in enumerate(ROUTES):
        ink = colours.route[route]
        for basis in ("disclosed", "believed", "analyst", "reference"):
            mine = [i for i, row in enumerate(rows) if row.basis == basis]
            if not mine:
                continue
            shares = [float(means[rows[i].unit][k]) for i in mine]
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": shares,
                    "y": [places[i].bar for i in mine],
                    "width": [places[i].height for i in mine],
                    "xaxis": f"x{number}",
                    "yaxis": f"y{number}",
                    "marker": _fill(basis, ink, colours),
                    "text": [f"{100 * share:.0f}" if share >= 0.06 else "" for share in shares],
                    "textposition": "inside",
                    "insidetextanchor": "middle",
                    "textangle": 0,
                    "constraintext": "none",
                    "insidetextfont": {
                        "size": 11,
                        "color": colours.text if basis == "believed" else colours.on_route[route],
                    },
                    "hoverinfo": "skip",
                }
            )
    return traces


def _fill(basis: str, ink: str, colours: Palette) -> dict[str, Any]:
    edge = {"color": colours.paper, "width": 1}
    if basis == "believed":
        return {
            "color": translucent(ink, 0.28),
            "line": edge,
            "pattern": {
                "shape": "/",
                "size": 6,
                "solidity": 0.2,
                "fillmode": "overlay",
                "fgcolor": ink,
                "fgopacity": 0.5,
            },
        }
    if basis == "analyst":
        return {"color": ink, "line": {"color": colours.text, "width": 1.6}}
    return {"color": ink, "line": edge}


def _words(row: Row, y: float, number: str, colours: Palette) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"xref": f"x{number}", "yref": f"y{number}", "yanchor": "bottom"}
    at = y + 0.2 - BAR / 2
    found = [common.words(row.label, 0, at, colours.text, "left", size=11, **where)]
    if row.note:
        found.append(common.words(row.note, 1, at, colours.quiet, "right", size=10.5, **where))
    return found


def _heads(colours: Palette) -> list[dict[str, Any]]:
    where: dict[str, Any] = {"yref": "paper", "yanchor": "bottom", "size": 12.5, "yshift": 2}
    return [
        common.words(
            f"<b>{text}</b>", 0, 1, colours.text, "left", xref=f"x{number} domain", **where
        )
        for text, number in (("Vendors, by rank", ""), ("Open models, newest first", "2"))
    ]


def _key(colours: Palette) -> list[dict[str, Any]]:
    text = "   ".join(
        f'<span style="color:{colours.route[route]}">■</span> {label}'
        for route, label in ROUTES.items()
    )
    return [
        common.words(
            text, 0, 0, colours.text, "left", xref="paper", yref="paper", yanchor="top", yshift=-8
        )
    ]


def _targets(
    found: Ranking, rows: Sequence[Row], at: Array, shares: Array, number: str
) -> dict[str, Any]:
    """One unseen point a row, which tells all its shares."""
    texts = [_hover(row, shares[found.moat.place(row.unit)]) for row in rows]
    return common.targets(at + 0.2, texts, 0.5) | {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _hover(row: Row, shares: Array) -> str:
    lines = [
        f"{label}: {wording.share(float(mean))} (90%: "
        f"{wording.span(wording.share(float(low)), wording.share(float(high)))})"
        for label, (mean, low, high) in zip(ROUTES.values(), shares, strict=True)
    ]
    what = common.MARKS[row.basis][2]
    return "<br>".join([f"<b>{html.escape(row.unit)}</b>, {what}", *lines])


def _same(one: Ranking, other: Ranking) -> bool:
    """Whether two rankings are of the same mixes, by tokens and by value."""
    a, b = one.inputs, other.inputs
    held = (a.units, a.judgements.leverage, a.draws, a.seed)
    ending = (a.market, b.market) if a.market and a.market.rights_end else (None, None)
    return held == (b.units, b.judgements.leverage, b.draws, b.seed) and ending[0] == ending[1]


def _table(found: Ranking, ghost: Ranking | None) -> pd.DataFrame:
    rows = _rows(common.SCENARIO, found)
    if ghost is not None:
        rows += _rows(common.BASELINE, ghost)
    return common.table(rows, "route", "mix", "other_modalities")


def _rows(series: str, found: Ranking) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    flags = {model_id(model): _flags(model) for model in found.facts.models}
    for kind, variable in (("tokens", "Token share"), ("value", "Value share")):
        for unit, shares in zip(found.moat.units, said.mix_shares(found, kind), strict=True):
            flag = flags.get(unit, "")
            for route, values in zip(ROUTES, shares, strict=True):
                head = (series, unit, variable, route, found.basis[unit], flag, "share")
                rows += [
                    (*head, quantile, float(x))
                    for quantile, x in zip((np.nan, 0.05, 0.95), values, strict=True)
                ]
    return rows


def _alt(found: Ranking, kind: str) -> str:
    def largest(unit: str) -> str:
        mean = said.mix_shares(found, kind)[found.moat.place(unit), :, 0]
        order = np.argsort(-mean)[:2]
        labels = list(ROUTES.values())
        return ", ".join(f"{labels[i].lower()} {wording.share(float(mean[i]))}" for i in order)

    vendors = "; ".join(f"{v}: {largest(v)}" for v in found.vendors[:4])
    models = "; ".join(
        f"{m.maker}, {m.name}: {largest(model_id(m))}" for m in found.facts.models[:3]
    )
    return (
        f"Stacked bars of six routes. Vendors, believed or entered: {vendors}. Open models, "
        f"disclosed: {models}."
    )
