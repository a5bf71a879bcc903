"""The calendar of licences: from signing to the end that is known, or to one that is assumed."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analytics import wording
from analytics.findings_market import RIGHTS_NAMES, date
from analytics.outlook.expiries import Expiry, expiries, next_known
from analytics.outlook.vendors import ranking
from analytics.scenario import Scenario
from dashboard.figures.chart import Chart, Request, Scheme
from dashboard.figures.depletion.common import line
from dashboard.figures.market.common import ink_of, layout, words, years_axis
from dashboard.figures.palette import PALETTES, Palette, translucent
from dashboard.figures.template import DASH
from dashboard.figures.vendors.common import TABLE_ONLY, bars, dashed, ghost_of

FIRST, LAST = 2022, 2034
"""Years of the axis; what ends later runs out of it."""

_COLUMNS = ("series", "variable", "unit", "quantile", "value", "basis", "rights", "deal_id")


def calendar(request: Request) -> Chart:
    """Draw the training licences of the ranked vendors as bars to their ends."""
    found = ranking(request.outlook)
    version = request.outlook.key.data_version
    scenario = request.outlook.scenario
    terms = "–".join(f"{x:g}" for x in (scenario.licence_term.low, scenario.licence_term.high))
    now = expiries(found, version)
    chart = _drawn(now, scenario.as_of, terms, _chance(scenario), version, request.scheme)
    ghost = ghost_of(request)
    was = expiries(ghost, version) if ghost is not None else now
    if was == now:
        return chart
    behind = _ghosts(now, was, PALETTES[request.scheme])
    table = _table(was)
    what = "Under a bar, dashed, with a ring at the median end if renewed"
    return replace(
        chart,
        unit=chart.unit + dashed(request, ghost, what if behind else TABLE_ONLY),
        figure=chart.figure | {"data": [*chart.figure["data"], *behind]},
        table=pd.concat(
            [chart.table, table.assign(series="baseline: " + table["series"])], ignore_index=True
        ),
    )


def _ghosts(now: Sequence[Expiry], was: Sequence[Expiry], colours: Palette) -> list[dict[str, Any]]:
    """The same licences in the baseline where they end otherwise, under their bars."""
    there = {(one.vendor, one.deal, one.supplier): one for one in was}
    pairs = [
        (i, then)
        for i, one in enumerate(now)
        if (then := there.get((one.vendor, one.deal, one.supplier))) is not None and then != one
    ]
    if not pairs:
        return []
    start, first, renewed = np.array([[t.start, t.first_end, t.ends[1]] for _, t in pairs]).T
    first, there = np.minimum(first, LAST + 0.2), renewed <= LAST + 0.2
    rows = np.array([i + 0.41 for i, _ in pairs])
    lines = bars(start, first, rows, colours.ghost, 1.2, line={"dash": DASH})
    rings = {
        "type": "scatter",
        "mode": "markers",
        "x": renewed[there].tolist(),
        "y": rows[there].tolist(),
        "marker": {"size": 5, "symbol": "circle-open", "color": colours.ghost},
        "hoverinfo": "skip",
    }
    return [lines, rings]


def _chance(scenario: Scenario) -> str:
    low, high = scenario.renewal_chance.low, scenario.renewal_chance.high
    return wording.span(wording.share(low), wording.share(high))


@lru_cache(maxsize=8)
def _drawn(
    found: tuple[Expiry, ...], as_of: float, terms: str, chance: str, version: str, scheme: Scheme
) -> Chart:
    colours = PALETTES[scheme]
    rows = range(len(found))
    known = [i for i in rows if not found[i].assumed]
    assumed = [i for i in rows if found[i].assumed]
    traces = [
        *(_renewals(found[i], i, colours) for i in rows if not found[i].terminated),
        _bars(found, known, colours, hatched=False),
        _bars(found, assumed, colours, hatched=True),
        _crosses(found, colours),
        *_arrows(found, colours),
    ]
    labels = []
    if found:
        traces.append(line([as_of] * 2, [-0.9, len(found) - 0.4], colours.axis, 1.2))
        said = f"as of {date(as_of)}"
        labels.append(words(said, as_of, -1.3, colours.quiet, "center"))
    labels += [_end_label(one, i, colours) for i, one in enumerate(found) if _labelled(one, as_of)]
    return Chart(
        title=_title(found, as_of),
        unit="Training licences of the ranked vendors, from announcement to the end of the first "
        "term. Solid: the term is known. Arrow: known as at least so long. Hatched: assumed, "
        f"{terms} years. Dotted: to the median end if renewed, each time with a chance of "
        f"{chance}. Cross: terminated. Pale ink: the deal does not say whether it allows training.",
        figure={
            "data": traces,
            "layout": layout(
                scheme,
                barmode="overlay",
                margin={"l": 206, "r": 14, "t": 12, "b": 26},
                xaxis=years_axis(FIRST, LAST) | {"range": [FIRST, LAST + 0.2]},
                yaxis={
                    "range": [max(len(found), 1) - 0.4, -1.8],
                    "showgrid": False,
                    "tickmode": "array",
                    "tickvals": list(rows),
                    "ticktext": [_name(found, i) for i in rows],
                    "tickfont": {"size": 11.5},
                },
                annotations=labels,
            ),
        },
        table=_table(found),
        alt=_alt(found, as_of),
        source="Source: deals as reported, row by row in Evidence; terms that are not public and "
        f"renewals assumed by Aquifer; data {version}",
    )


def _bars(
    found: Sequence[Expiry], rows: Sequence[int], colours: Palette, *, hatched: bool
) -> dict[str, Any]:
    inks = [ink_of(found[i].rights, colours) for i in rows]
    fill: dict[str, Any] = {"color": inks}
    if hatched:
        fill = {
            "color": [translucent(ink, 0.12) for ink in inks],
            "line": {"color": inks, "width": 1},
            "pattern": {"shape": "/", "fgcolor": inks, "size": 5, "solidity": 0.4},
        }
    return {
        "type": "bar",
        "orientation": "h",
        "width": 0.62,
        "base": [found[i].start for i in rows],
        "x": [found[i].first_end - found[i].start for i in rows],
        "y": list(rows),
        "marker": fill,
        "customdata": [_hover(found[i]) for i in rows],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _renewals(one: Expiry, row: int, colours: Palette) -> dict[str, Any]:
    last = min(one.ends[1], LAST + 0.2)
    ink = ink_of(one.rights, colours)
    return line([one.first_end, max(last, one.first_end)], [row, row], ink, 1.6) | {
        "line": {"color": ink, "width": 1.6, "dash": "2px,3px"}
    }


def _crosses(found: Sequence[Expiry], colours: Palette) -> dict[str, Any]:
    ended = [(one, i) for i, one in enumerate(found) if one.terminated]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.first_end for one, _ in ended],
        "y": [i for _, i in ended],
        "marker": {
            "symbol": "x",
            "size": 10,
            "color": colours.text,
            "line": {"color": colours.paper, "width": 1},
        },
        "hoverinfo": "skip",
    }


def _arrows(found: Sequence[Expiry], colours: Palette) -> list[dict[str, Any]]:
    """Ends that are known as the earliest that they may be; no trace where there is none."""
    ends = [(one, i) for i, one in enumerate(found) if one.open]
    if not ends:
        return []
    inks = [ink_of(one.rights, colours) for one, _ in ends]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [one.first_end for one, _ in ends],
            "y": [i for _, i in ends],
            "marker": {
                "symbol": "triangle-right",
                "size": 15,
                "color": inks,
                "line": {"color": colours.paper, "width": 1},
            },
            "hoverinfo": "skip",
        }
    ]


def _labelled(one: Expiry, as_of: float) -> bool:
    return not one.assumed and (one.terminated or one.first_end > as_of)


def _end_label(one: Expiry, row: int, colours: Palette) -> dict[str, Any]:
    text = _told_end(one)
    ground = {"bgcolor": translucent(colours.paper, 0.8)}
    return words(text, one.first_end, row, colours.text, xshift=9, size=11.5, **ground)


def _told_end(one: Expiry) -> str:
    """When it ends, in a word or two."""
    end = date(one.first_end)
    return f"terminated {end}" if one.terminated else f"{end} or later" if one.open else end


def _name(found: Sequence[Expiry], row: int) -> str:
    """Vendor and supplier; the vendor once, where its rows begin."""
    one = found[row]
    supplier = _short(one.supplier or "unnamed supplier")
    mine = f"<i>{supplier} (yours)</i>" if one.own else supplier
    first = row == 0 or found[row - 1].vendor != one.vendor
    return f"<b>{_short(one.vendor)}</b> – {mine}" if first else mine


def _short(name: str) -> str:
    return html.escape(name if len(name) <= 22 else f"{name[:21]}…")


def _hover(one: Expiry) -> str:
    known = "assumed" if one.assumed else "the least that is known" if one.open else "known"
    end = (
        _told_end(one)
        if one.terminated
        else f"first term to {_told_end(one)}, {known}<br>with renewals to {_with(one)}"
    )
    return (
        f"<b>{html.escape(one.vendor)} – {html.escape(one.supplier or 'unnamed supplier')}</b><br>"
        f"from {date(one.start)}, rights: {RIGHTS_NAMES[one.rights]}<br>{end}"
    )


def _with(one: Expiry) -> str:
    low, middle, high = (
        date(x) if math.isfinite(x) and x < 2101 else "after 2100" for x in one.ends
    )
    return f"{middle} (90%: {low} to {high})"


def _title(found: Sequence[Expiry], as_of: float) -> str:
    if not found:
        return "No ranked vendor is known to hold a training licence"
    known = sum(one.known for one in found)
    told = f"{known} of {len(found)} training licences say when they end"
    coming = next_known(found, as_of)
    if coming is None:
        return f"{told}; no known term is still to end"
    who = f"{coming.vendor} – {coming.supplier}"
    return f"{told}; the next known end is {who}, about {date(coming.first_end)}"


def _table(found: Sequence[Expiry]) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for one in found:
        series = f"{one.vendor} – {one.supplier or 'unnamed supplier'}"
        basis = "own" if one.own else "terminated" if one.terminated else "known"
        if one.assumed or one.open:
            basis = "assumed" if one.assumed else "at least"
        rest = (basis, one.rights, one.deal)
        end = "Earliest end of the first term" if one.open else "End of the first term"
        rows += [
            (series, "Start", "year", math.nan, one.start, *rest),
            (series, end, "year", math.nan, one.first_end, *rest),
        ]
        if not one.terminated:
            rows += [
                (series, "End with renewals", "year", q, x if x < 2101 else math.nan, *rest)
                for q, x in zip((0.05, 0.5, 0.95), one.ends, strict=True)
            ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _alt(found: Sequence[Expiry], as_of: float) -> str:
    known = [one for one in found if not one.assumed and (one.terminated or one.first_end > as_of)]
    each = "; ".join(f"{one.vendor} – {one.supplier}, {_told_end(one)}" for one in known)
    return (
        f"A bar in time for each of {len(found)} licences. Known ends still to come, and "
        f"terminations: {each or 'none'}."
    )
