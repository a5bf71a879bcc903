"""Who shares suppliers with whom: suppliers of two buyers or more, and pairs of buyers."""

from __future__ import annotations

import html
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics.market import RIGHTS
from analytics.market.sharing import Sharing, sharing
from dashboard.figures.chart import Chart, Request
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene
from dashboard.figures.palette import Palette

PAIRED = 10
"""Buyers in the table of pairs."""


def matrix(request: Request) -> Chart:
    """Draw which buyer has a deal with which supplier of several."""
    return _matrix(common.scene(request))


@lru_cache(maxsize=32)
def _matrix(scene: Scene) -> Chart:
    found, colours = sharing(scene.whole), scene.colours
    rows = found.multi
    columns = tuple(one for one in found.buyers if any((row, one) in found.cells for row in rows))
    by_id = {one.id: one for one in scene.whole}
    traces: list[dict[str, Any]] = []
    for n, row in enumerate(rows):
        at = [i for i, one in enumerate(columns) if (row, one) in found.cells]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [at[0], at[-1]],
                "y": [n, n],
                "line": {"color": colours.axis, "width": 1},
                "hoverinfo": "skip",
            }
        )
    for rights in RIGHTS:
        for i, other in enumerate(RIGHTS):
            cells = [
                (row, column)
                for row in rows
                for column in columns
                if found.cells.get((row, column), ())[:1] == (rights,)
                and (found.cells[row, column][1:2] or (rights,)) == (other,)
            ]
            if not cells:
                continue
            deals = [by_id[found.deals[cell][0]] for cell in cells]
            mark = common.marker(rights, colours, 12)
            if i != RIGHTS.index(rights):  # two deals of different rights in one place
                mark |= {"line": {"color": common.ink_of(other, colours), "width": 3}}
            x = [float(columns.index(column)) for _, column in cells]
            y = [float(rows.index(row)) for row, _ in cells]
            traces.append(common.points(deals, x, y, mark))
    labels = [
        common.words(
            f"{_bold(scene.name(row), False)} "
            f'<span style="color:{colours.quiet}">{len(found.buyers_of(row))}</span>',
            0,
            n,
            colours.text,
            "right",
            xref="paper",
            xshift=-8,
        )
        for n, row in enumerate(rows)
    ]
    labels += [
        common.words(
            _bold(scene.name(one), one == scene.picked.buyer),
            i,
            1,
            colours.text,
            "left",
            yref="paper",
            yanchor="bottom",
            textangle=-45,
            xshift=-3,
            yshift=2,
        )
        for i, one in enumerate(columns)
    ]
    labels.append(
        common.words(
            common.key_of({one for cell in found.cells.values() for one in cell}, colours),
            1,
            0,
            colours.quiet,
            "right",
            xref="paper",
            yref="paper",
            yshift=-12,
        )
    )
    if not rows:
        labels = [common.nothing(scene, "No supplier has two named buyers")]
    return Chart(
        title=_matrix_title(scene, found),
        unit="Suppliers of two named buyers or more, with the number of theirs; a mark for each "
        "deal in force, by rights. Terminated deals are left out."
        + common.which(scene, buyers=False),
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 148, "r": 42, "t": 78, "b": 26},
                xaxis={
                    "range": [-0.6, max(len(columns), 1) - 0.4],
                    "showticklabels": False,
                    "showline": False,
                    "ticks": "",
                },
                yaxis={
                    "range": [max(len(rows), 1) - 0.4, -0.6],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
            ),
        },
        table=_matrix_table(scene, found, by_id),
        alt=_matrix_alt(scene, found),
        source=common.source(scene),
    )


def _bold(name: str, chosen: bool) -> str:
    text = html.escape(name)
    return f"<b>{text}</b>" if chosen else text


def _matrix_title(scene: Scene, found: Sharing) -> str:
    if not found.multi:
        return "No supplier here has a deal with two named buyers"
    first = found.multi[0]
    return (
        f"{len(found.multi)} of {len(found.suppliers)} suppliers with a named buyer sell to two or "
        f"more, {scene.name(first)} to {len(found.buyers_of(first))}"
    )


def _matrix_table(scene: Scene, found: Sharing, by_id: Any) -> pd.DataFrame:
    pairs = [
        (supplier, buyer, by_id[id])
        for supplier in found.multi
        for buyer in found.buyers_of(supplier)
        for id in found.deals[supplier, buyer]
    ]
    return common.deal_rows(
        scene.version,
        [one for *_, one in pairs],
        series=[scene.name(supplier) for supplier, *_ in pairs],
        variable=[f"Deal with {scene.name(buyer)}" for _, buyer, _ in pairs],
        unit=["deals" for _ in pairs],
        year=[one.middle for *_, one in pairs],
        value=[1 for _ in pairs],
    )


def _matrix_alt(scene: Scene, found: Sharing) -> str:
    each = "; ".join(
        f"{scene.name(one)} sells to " + ", ".join(scene.name(b) for b in found.buyers_of(one))
        for one in found.multi[:8]
    )
    return f"A grid of {len(found.multi)} suppliers by their buyers. {each or 'There is none'}."


def pairs(request: Request) -> Chart:
    """Draw how many suppliers each pair of buyers shares."""
    return _pairs(common.scene(request))


@lru_cache(maxsize=32)
def _pairs(scene: Scene) -> Chart:
    found, colours = sharing(scene.whole), scene.colours
    count = {
        one: sum(len(both) for pair, both in found.shared.items() if one in pair)
        for one in found.buyers
    }
    shown = sorted((one for one in count if count[one]), key=lambda one: (-count[one], one))
    shown = shown[:PAIRED]
    most = max((len(both) for both in found.shared.values()), default=1)
    cells = [
        (row, column, _both(found, one, other))
        for row, one in enumerate(shown)
        for column, other in enumerate(shown)
        if column < row
    ]
    filled = [cell for cell in cells if cell[2]]
    traces = (
        [
            {
                "type": "heatmap",
                "x": list(range(max(len(shown) - 1, 1))),
                "y": list(range(1, max(len(shown), 2))),
                "z": [
                    [_count(found, shown, row, column) for column in range(len(shown) - 1)]
                    for row in range(1, len(shown))
                ],
                "zmin": 0,
                "zmax": most,
                "colorscale": [[0, colours.paper], [1, colours.accent]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "customdata": [
                    [_told(scene, found, shown, row, column) for column in range(len(shown) - 1)]
                    for row in range(1, len(shown))
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
                "hoverongaps": False,
            }
        ]
        if shown
        else []
    )
    labels = [
        common.words(
            str(len(both)) if both else "·",
            column,
            row,
            _ink_on(len(both) / most, colours) if both else colours.quiet,
            "center",
        )
        for row, column, both in cells
    ]
    labels += [
        common.words(
            _bold(scene.name(one), one == scene.picked.buyer),
            0,
            row,
            colours.text,
            "right",
            xref="paper",
            xshift=-8,
        )
        for row, one in enumerate(shown)
        if row
    ]
    labels += [
        common.words(
            _bold(scene.name(one), one == scene.picked.buyer),
            column,
            column + 0.42,
            colours.text,
            "left",
            textangle=-45,
            yanchor="bottom",
            xshift=-4,
        )
        for column, one in enumerate(shown[:-1])
    ]
    if not filled:
        labels = [common.nothing(scene, "No two buyers share a supplier")]
    return Chart(
        title=_pairs_title(scene, found),
        unit="Number of suppliers with deals in force that two buyers share, of the buyers that "
        f"share most; a dot is none.{common.which(scene, buyers=False)}",
        figure={
            "data": traces if filled else [],
            "layout": common.layout(
                scene.scheme,
                margin={"l": 96, "r": 24, "t": 10, "b": 12},
                xaxis={
                    "range": [-0.6, max(len(shown) - 1, 1) - 0.4],
                    "showticklabels": False,
                    "showline": False,
                    "ticks": "",
                },
                yaxis={
                    "range": [max(len(shown), 1) - 0.4, -0.6],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
            ),
        },
        table=_pairs_table(scene, found),
        alt=_pairs_alt(scene, found),
        source=common.source(scene),
    )


def _ink_on(share: float, colours: Palette) -> str:
    """The colour of words on a cell that is filled to a share, the one that stands out more."""
    paper, accent = (_rgb(one) for one in (colours.paper, colours.accent))
    cell = _luminance(tuple(p + (a - p) * share for p, a in zip(paper, accent, strict=True)))

    def contrast(ink: str) -> float:
        ends = sorted((_luminance(_rgb(ink)), cell))
        return (ends[1] + 0.05) / (ends[0] + 0.05)

    return max((colours.text, colours.paper), key=contrast)


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _luminance(rgb: tuple[float, ...]) -> float:
    """Relative luminance of WCAG 2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _both(found: Sharing, one: str, other: str) -> tuple[str, ...]:
    return found.shared.get((one, other)) or found.shared.get((other, one)) or ()


def _count(found: Sharing, shown: list[str], row: int, column: int) -> int | None:
    return len(_both(found, shown[row], shown[column])) if column < row else None


def _told(scene: Scene, found: Sharing, shown: list[str], row: int, column: int) -> str:
    both = _both(found, shown[row], shown[column])
    names = ", ".join(html.escape(scene.name(one)) for one in both)
    pair = f"<b>{scene.name(shown[column])} and {scene.name(shown[row])}</b>"
    return f"{pair}: {names or 'no supplier in common'}"


def _pairs_title(scene: Scene, found: Sharing) -> str:
    if not found.pairs:
        return "No two buyers of these deals share a supplier"
    most = len(found.shared[found.pairs[0]])
    top = [pair for pair in found.pairs if len(found.shared[pair]) == most]
    names = " and ".join(scene.name(one) for one in top[0])
    if len(top) > 3:
        return f"{len(top)} pairs of buyers share {common.plural(most, 'supplier')} each"
    more = "".join(f", as do {' and '.join(scene.name(one) for one in pair)}" for pair in top[1:])
    return f"{names} share {common.plural(most, 'supplier')}{more}"


def _pairs_table(scene: Scene, found: Sharing) -> pd.DataFrame:
    rows = [
        (
            f"{scene.name(one)} and {scene.name(other)}",
            "Suppliers in common",
            "suppliers",
            scene.as_of,
            len(found.shared[one, other]),
            "; ".join(scene.name(supplier) for supplier in found.shared[one, other]),
        )
        for one, other in found.pairs
    ]
    columns = ["series", "variable", "unit", "year", "value", "suppliers"]
    return pd.DataFrame(rows, columns=columns)


def _pairs_alt(scene: Scene, found: Sharing) -> str:
    each = "; ".join(
        f"{scene.name(one)} and {scene.name(other)}: "
        + ", ".join(scene.name(supplier) for supplier in found.shared[one, other])
        for one, other in found.pairs[:6]
    )
    return f"A triangle of counts, a cell for each pair of buyers. {each or 'No two share any'}."
