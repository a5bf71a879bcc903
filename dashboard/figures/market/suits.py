"""Copyright suits against AI companies as they were counted."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics import findings_market as said
from analytics import wording
from analytics.market.suits import Course, course
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import line
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from data import catalog


def suits(request: Request) -> Chart:
    """Draw the number of suits by date."""
    scene = common.scene(request)
    return _suits(scene._replace(picked=said.Picked()))


@lru_cache(maxsize=8)
def _suits(scene: Scene) -> Chart:
    found, colours = course(scene.facts.suits, scene.as_of), scene.colours
    total = found.total
    x, y = [one.middle for one in total], [float(one.suits) for one in total]
    top = max(y, default=1.0) * 1.22
    last = max(2027.0, math.ceil(scene.as_of))
    traces: list[dict[str, Any]] = [
        line(x, y, colours.axis, 1.6)
        | {"line": {"color": colours.ghost, "width": 1.6, "dash": "3px,3px"}},
        *(
            line([one.first, one.last], [one.suits] * 2, colours.text, 2.0)
            for one in total
            if one.last > one.first
        ),
        _dots(x, y, [_told(one) for one in total], colours.text, 10),
    ]
    named = [one for one in found.named if one.suits]
    traces.append(
        _dots(
            [one.middle for one in named],
            [float(one.suits) for one in named],
            [_told(one) for one in named],
            colours.quiet,
            8,
        )
    )
    labels = [
        common.words(
            f"<b>{one.suits}</b> {said.date(one.middle)}",
            one.middle,
            one.suits,
            colours.text,
            "right",
            xshift=-10,
            yshift=6,
        )
        for one in total
    ]
    labels += [
        common.words(
            f"{one.suits} name {one.defendant}",
            one.middle,
            one.suits,
            colours.quiet,
            "right",
            xshift=-9,
        )
        for one in named
    ]
    if not total:
        text = "No count was made by this day.<br>Set “Today” to a later date."
        labels = [
            common.words(
                text, 0.5, 0.5, colours.text, "center", xref="paper", yref="paper", size=13.0
            )
        ]
    return Chart(
        title=_title(found),
        unit="Number of US copyright suits against AI companies so far; counted on the days "
        "marked, not between. Context, no penalty: counts grow with a company’s size.",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 34, "r": 12, "t": 10, "b": 26},
                xaxis=common.years_axis(2024, int(last)) | {"range": [2023.75, last + 0.1]},
                yaxis={"range": [0, top]},
                annotations=labels,
            ),
        },
        table=_table(scene, found),
        alt=_alt(found),
        source="Source: law.com (2024); ChatGPT Is Eating the World (2025, 2026): two counts that "
        f"may differ in what they count; data {scene.version}",
    )


def _dots(x: list[float], y: list[float], told: list[str], ink: str, size: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {"size": size, "color": ink},
        "text": told,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def _told(one: Any) -> str:
    return f"{said.date(one.middle)}: <b>{one.suits}</b> {one.measure}"


def _title(found: Course) -> str:
    if not found.total:
        return "No count of suits had been made by this day"
    first, last = found.total[0], found.total[-1]
    if first is last:
        return f"{last.suits} US copyright suits against AI companies by {said.date(last.middle)}"
    times = wording.number(last.suits / first.suits, 2)
    text = (
        f"US copyright suits against AI companies rose from {first.suits} in "
        f"{said.date(first.middle)} to {last.suits} in {said.date(last.middle)}, {times} times"
    )
    if found.named:
        text += f"; {found.named[0].suits} name {found.named[0].defendant}"
    return text


def _table(scene: Scene, found: Course) -> pd.DataFrame:
    sources = catalog.snapshot(scene.version).load("sources").set_index("source_id")
    mine = [*found.total, *found.named]
    rows = [
        (
            one.defendant,
            one.measure,
            "suits",
            one.middle,
            one.suits,
            _address(sources.loc[one.source_id]),
        )
        for one in mine
    ]
    return pd.DataFrame(rows, columns=["series", "variable", "unit", "year", "value", "source"])


def _address(source: Any) -> str:
    url = source["url"]
    return str(url if isinstance(url, str) else source["citation"])


def _alt(found: Course) -> str:
    each = ", ".join(f"{one.suits} in {said.date(one.middle)}" for one in found.total)
    named = ", ".join(f"{one.suits} name {one.defendant}" for one in found.named)
    return f"Points by date: {each or 'none'}. Of the newest, {named or 'none is told by company'}."
