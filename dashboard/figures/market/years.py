"""Deals by year of announcement: training and display side by side, never on top of each other."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics import findings_market as said
from analytics.market import RIGHTS
from analytics.market.deals import Year, by_year
from dashboard.figures.chart import Chart, Request
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import translucent

_SHOWN = ("training", "display", "unknown")


def years(request: Request) -> Chart:
    """Draw deals by year, a panel for each kind of rights."""
    return _years(common.scene(request))


@lru_cache(maxsize=32)
def _years(scene: Scene) -> Chart:
    colours = scene.colours
    found = by_year(scene.deals, scene.as_of)
    shown = [
        *_SHOWN,
        *(["both"] if any(one.rights == "both" and one.possible for one in found) else []),
    ]
    most = max((one.possible for one in found), default=1)
    width = 1 / len(shown)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    labels: list[dict[str, Any]] = []
    for n, rights in enumerate(shown):
        number = "" if n == 0 else str(n + 1)
        mine = [one for one in found if one.rights == rights]
        axes[f"xaxis{number}"] = {
            "domain": [n * width + (0.02 if n else 0), (n + 1) * width - 0.01],
            "range": [
                min((y.year for y in mine), default=2022) - 0.6,
                math.floor(scene.as_of) + 0.6,
            ],
            "tickmode": "array",
            "tickvals": [one.year for one in mine],
            "ticktext": [f"’{one.year % 100:02d}" for one in mine],
            "ticks": "",
            "anchor": "y",
        }
        ink = common.ink_of(rights, colours)
        base = {"type": "bar", "x": [y.year for y in mine], "xaxis": f"x{number}", "width": 0.66}
        traces += [
            base
            | {
                "y": [one.certain for one in mine],
                "marker": common.bar(rights, colours),
                "customdata": [_told(one) for one in mine],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            base
            | {
                "y": [one.possible - one.certain for one in mine],
                "base": [one.certain for one in mine],
                "marker": {
                    "color": translucent(ink, 0.18),
                    "line": {"color": translucent(ink, 0.6), "width": 1},
                },
                "hoverinfo": "skip",
            },
        ]
        labels += [
            common.words(
                _count(one),
                one.year,
                one.possible,
                colours.text,
                "center",
                xref=f"x{number}",
                yref="y",
                yshift=9,
            )
            for one in mine
            if one.possible
        ]
        head = f"<b>{said.RIGHTS_NAMES[rights].capitalize()}</b>"
        labels.append(
            common.words(
                head, 0, 1, colours.text, xref=f"x{number} domain", yref="paper", yshift=12
            )
        )
    if not found:
        labels = [common.nothing(scene, "No deal was reported")]
    return Chart(
        title=_title(scene, found),
        unit="Number of reported deals by year of announcement. Pale: deals whose date is known to "
        f"two years only, in both. {math.floor(scene.as_of)} is not over.{common.which(scene)}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 10, "r": 8, "t": 28, "b": 26},
                barmode="overlay",
                yaxis={"range": [0, most * 1.16], "showticklabels": False, "showgrid": False},
                annotations=labels,
                **axes,
            ),
        },
        table=_table(found),
        alt=_alt(found),
        source=common.source(scene),
    )


def _count(one: Year) -> str:
    return f"{one.certain}" if one.certain == one.possible else f"{one.certain}–{one.possible}"


def _told(one: Year) -> str:
    return f"{one.year}: <b>{_count(one)}</b> deals, rights: {said.RIGHTS_NAMES[one.rights]}"


def _title(scene: Scene, found: tuple[Year, ...]) -> str:
    """How display stands to training in the last whole year, against two years before."""
    if not found:
        return "No deal was reported for this choice"
    at = {(one.year, one.rights): one.certain for one in found}
    last = math.floor(scene.as_of) - 1
    parts = []
    for year in (last - 2, last):
        stated = sum(at.get((year, rights), 0) for rights in ("training", "display", "both"))
        parts.append((year, at.get((year, "display"), 0), stated))
    (before, was, of), (year, now, of_now) = parts
    if not of_now:
        return f"No deal of {year} states what the text may be used for"
    text = f"Display made {now} of the {of_now} deals of {year} that state their rights"
    return text + (f", {was} of {of} in {before}" if of else "")


def _table(found: tuple[Year, ...]) -> pd.DataFrame:
    rows = [
        (one.rights, f"Deals, {variable}", "deals", one.year, value)
        for one in found
        for variable, value in (("surely of the year", one.certain), ("possibly", one.possible))
    ]
    return pd.DataFrame(rows, columns=["series", "variable", "unit", "year", "value"])


def _alt(found: tuple[Year, ...]) -> str:
    each = "; ".join(
        f"{said.RIGHTS_NAMES[rights]}, "
        + ", ".join(f"{_count(one)} in {one.year}" for one in found if one.rights == rights)
        for rights in RIGHTS
        if any(one.possible for one in found if one.rights == rights)
    )
    return f"A panel of bars by year for each kind of rights. {each or 'No deal'}."
