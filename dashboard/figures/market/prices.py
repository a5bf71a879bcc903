"""What data cost: a million tokens of text by route, and other data by their own units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics import findings_market as said
from analytics import wording
from analytics.market.facts import Price
from analytics.market.prices import (
    BOOK_WORDS,
    TokenPrice,
    gap,
    per_token,
)
from dashboard.figures.chart import Chart, Request
from dashboard.figures.depletion.common import line
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import Palette
from data import catalog

MILLION = 1e6
_LEFT, _RIGHT = (0.0, 0.48), (0.54, 1.0)


def prices(request: Request) -> Chart:
    """Draw prices of text by the token, and of other data by their own unit."""
    scene = common.scene(request)
    return _prices(scene._replace(picked=said.Picked()))


@lru_cache(maxsize=8)
def _prices(scene: Scene) -> Chart:
    colours = scene.colours
    tokens = per_token(scene.facts.prices)
    known = {one.price.id for one in tokens if not one.assumed}
    units = sorted(
        (one for one in scene.facts.prices if one.id not in known), key=lambda one: -one.high
    )
    traces, labels = [], []
    for n, one in enumerate(tokens):
        low, high = one.low * MILLION, one.high * MILLION
        ink = _ink(one.price, colours)
        traces += _range(low, high, n, ink, _token_told(one), "", one.assumed)
        labels += _row(
            one.price.item, _token_amount(one), low, high, n, colours, "", (_TOKENS, _LEFT)
        )
    for n, price in enumerate(units):
        traces += _range(price.low, price.high, n, _ink(price, colours), _told(price), "2", False)
        amount = f"{wording.span(wording.usd(price.low), wording.usd(price.high))} per {price.unit}"
        labels += _row(price.item, amount, price.low, price.high, n, colours, "2", (_UNITS, _RIGHT))
    for text, axis in (("A million tokens of text", ""), ("Other data, each by its own unit", "2")):
        labels.append(
            common.words(
                f"<b>{text}</b>",
                0,
                1,
                colours.text,
                xref=f"x{axis} domain",
                yref="paper",
                yshift=14,
            )
        )
    if (bracket := _bracket(scene, tokens, colours)) is not None:
        traces.append(bracket[0])
        labels.append(bracket[1])
    return Chart(
        title=_title(scene),
        unit="USD, log scales. Hollow: the tokens in a book are an assumption, "
        f"{wording.count(int(BOOK_WORDS[0]))} to {wording.count(int(BOOK_WORDS[1]))} words. Blue: "
        "people’s work; yellow: made by models.",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 10, "r": 14, "t": 32, "b": 26},
                xaxis=_axis(_TOKENS, _LEFT, (1, 100, 1e4), colours),
                xaxis2=_axis(_UNITS, _RIGHT, (0.01, 1, 100, 1e4), colours) | {"anchor": "y2"},
                yaxis=_rows(len(tokens)),
                yaxis2=_rows(len(units)) | {"anchor": "x2"},
                annotations=labels,
            ),
        },
        table=_table(scene, tokens),
        alt=_alt(scene, tokens),
        source=f"Source: the table Prices of data in Evidence, row by row; data {scene.version}",
    )


_TOKENS = (-0.75, 6.1)
_UNITS = (-3.4, 5.2)


def _axis(
    ends: tuple[float, float], domain: tuple[float, float], ticks: Sequence[float], colours: Palette
) -> dict[str, Any]:
    return {
        "type": "log",
        "domain": list(domain),
        "range": list(ends),
        "showgrid": True,
        "gridcolor": colours.grid,
        "showline": False,
        "ticks": "",
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": [wording.usd(tick) for tick in ticks],
    }


def _rows(n: int) -> dict[str, Any]:
    return {"range": [n - 0.4, -0.75], "showticklabels": False, "showgrid": False}


def _ink(price: Price, colours: Palette) -> str:
    return colours.line["synthetic" if price.kind == "production" else "human"]


def _range(
    low: float, high: float, row: int, ink: str, told: str, axis: str, hollow: bool
) -> list[dict[str, Any]]:
    """A price as a thick line between its ends, a dot where it is one number."""
    ends = {"x": [low, high], "y": [row + 0.16] * 2}
    style = {"width": 1.6 if hollow else 7, "color": ink}
    mark: dict[str, Any] = {
        "size": 9,
        "color": ink,
        "symbol": "circle-open" if hollow else "circle",
    }
    if hollow:
        mark["line"] = {"width": 2}
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            **ends,
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
            "line": style,
            "marker": mark,
            "text": [told] * 2,
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _row(
    item: str,
    amount: str,
    low: float,
    high: float,
    row: int,
    colours: Palette,
    axis: str,
    where: tuple[tuple[float, float], tuple[float, float]],
) -> list[dict[str, Any]]:
    """What is priced, above its mark, and the price, on the side that has room."""
    (first, last), _ = where
    right = (math.log10(high) - first) / (last - first) < 0.62
    at = math.log10(high if right else low)
    return [
        common.words(item, 0, row - 0.24, colours.text, xref=f"x{axis} domain", yref=f"y{axis}"),
        common.words(
            amount,
            at,
            row + 0.16,
            colours.quiet,
            "left" if right else "right",
            xref=f"x{axis}",
            yref=f"y{axis}",
            xshift=10 if right else -10,
        ),
    ]


def _bracket(
    scene: Scene, tokens: Sequence[TokenPrice], colours: Palette
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The gap as an arrow's shaft between the two prices."""
    found = gap(scene.facts.prices)
    rows = {one.price.id: (n, one) for n, one in enumerate(tokens)}
    if found is None:
        return None
    (_, synthetic), (high_row, licensed) = rows["synthetic_text"], rows["licensed_text"]
    y = high_row + 0.16
    ends = [synthetic.high * MILLION, licensed.low * MILLION / 1.5]
    low, high = (wording.number(x, 2) for x in (found.low, found.high))
    shaft = line(ends, [y, y], colours.text, 1.2) | {
        "mode": "lines+markers",
        "marker": {"symbol": ["line-ns-open"] * 2, "size": 9, "color": colours.text},
    }
    middle = (math.log10(ends[0]) + math.log10(ends[1])) / 2
    text = f"<b>{low}–{high}×</b>"
    return shaft, common.words(text, middle, y, colours.text, "center", yshift=-11, yref="y")


def _token_amount(one: TokenPrice) -> str:
    low, high = (wording.usd(x * MILLION) for x in (one.low, one.high))
    return wording.span(low, high)


def _token_told(one: TokenPrice) -> str:
    price = one.price
    ends = wording.span(wording.usd(price.low), wording.usd(price.high))
    if price.low_token is not None and price.low < 0.001:
        ends = "from compute"
    lines = [
        f"<b>{price.item}</b>, {price.year}",
        f"{_token_amount(one)} a million tokens ({ends} per {price.unit})",
        f"confidence: {price.confidence}",
    ]
    if one.assumed:
        lines.append("assumed: the words in a book")
    return "<br>".join([*lines, *([price.note] if price.note else [])])


def _told(price: Price) -> str:
    ends = wording.span(wording.usd(price.low), wording.usd(price.high))
    lines = [
        f"<b>{price.item}</b>, {price.year}",
        f"{ends} per {price.unit} ({price.kind})",
        f"confidence: {price.confidence}",
    ]
    return "<br>".join([*lines, *([price.note] if price.note else [])])


def _title(scene: Scene) -> str:
    found = gap(scene.facts.prices)
    if found is None:
        return "Licensed and synthetic text cannot be compared: a price by the token is missing"
    return said.gap_sentence(found)


def _table(scene: Scene, tokens: Sequence[TokenPrice]) -> pd.DataFrame:
    facts = catalog.snapshot(scene.version)
    rows = []
    for one in scene.facts.prices:
        source = facts.source("unit_prices", one.row)
        at = source.url or source.citation
        basis = f"reported, {one.confidence} confidence"
        for end, value in (("low", one.low), ("high", one.high)):
            rows.append(
                (one.item, f"Price, {end}", f"USD a {one.unit}", one.year, value, basis, at)
            )
    for token in tokens:
        source = facts.source("unit_prices", token.price.row)
        basis = "words in a book assumed" if token.assumed else "as the source converts it"
        for end, value in (("low", token.low), ("high", token.high)):
            rows.append(
                (
                    token.price.item,
                    f"Price of a million tokens, {end}",
                    "USD a million tokens",
                    token.price.year,
                    value * MILLION,
                    basis,
                    source.url or source.citation,
                )
            )
    columns = ["series", "variable", "unit", "year", "value", "basis", "source"]
    return pd.DataFrame(rows, columns=columns)


def _alt(scene: Scene, tokens: Sequence[TokenPrice]) -> str:
    each = "; ".join(
        f"{one.price.item} {_token_amount(one)}{' (length assumed)' if one.assumed else ''}"
        for one in tokens
    )
    units = len(scene.facts.prices) - sum(not one.assumed for one in tokens)
    return (
        f"Two panels of ranges on logarithmic axes. A million tokens of text cost: {each}. The "
        f"other panel has {units} prices, each by its own unit."
    )
