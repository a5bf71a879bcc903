"""Deals by type of supplier and by buyer, a column for each kind of rights: never added up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from analytics import findings_market as said
from analytics.market import RIGHTS
from analytics.market.deals import Group, by_buyer, by_category
from dashboard.figures.chart import Chart, Request
from dashboard.figures.market import common
from dashboard.figures.market.common import Scene

SHOWN = 12
"""Buyers with a row of their own."""

UNNAMED = "Unnamed buyers"


def suppliers(request: Request) -> Chart:
    """Draw deals by type of supplier and rights."""
    scene = common.scene(request)
    return _suppliers(
        scene._replace(picked=scene.picked._replace(category="")), scene.picked.category
    )


@lru_cache(maxsize=32)
def _suppliers(scene: Scene, chosen: str) -> Chart:
    groups = by_category(scene.deals)
    rows = [(said.CATEGORIES.get(one.key, one.key), one, one.key == chosen) for one in groups]
    return _chart(scene, rows, _suppliers_title(groups), "type of supplier", common.which(scene))


def buyers(request: Request) -> Chart:
    """Draw deals by buyer and rights."""
    scene = common.scene(request)
    return _buyers(scene._replace(picked=scene.picked._replace(buyer="")), scene.picked.buyer)


@lru_cache(maxsize=32)
def _buyers(scene: Scene, chosen: str) -> Chart:
    found = by_buyer(scene.deals)
    named = [one for one in found if one.key]
    most = named[:SHOWN] if len(named) > SHOWN + 1 else named
    rest = named[len(most) :]
    rows = [(scene.name(one.key), one, one.key == chosen) for one in most]
    if rest:
        others = _together(rest)
        rows.append((f"{len(rest)} others", others, any(one.key == chosen for one in rest)))
    rows += [(UNNAMED, one, False) for one in found if not one.key]
    title = _buyers_title(scene, named)
    note = " A deal of several buyers counts for each." + common.which(scene, buyers=False)
    return _chart(scene, rows, title, "buyer", note)


def _together(groups: Sequence[Group]) -> Group:
    """Several buyers as one row."""
    rights = tuple(sum(one.rights[i] for one in groups) for i in range(len(RIGHTS)))
    return Group(
        "others", sum(one.deals for one in groups), sum(one.summable for one in groups), rights
    )


def _chart(
    scene: Scene, rows: list[tuple[str, Group, bool]], title: str, what: str, note: str
) -> Chart:
    colours = scene.colours
    shown = [i for i in range(len(RIGHTS)) if i != 2 or any(one.rights[2] for _, one, _ in rows)]
    most = max((max(one.rights) for _, one, _ in rows), default=1)
    width = 1 / len(shown)
    traces, axes, labels = [], {}, []
    for n, i in enumerate(shown):
        number = "" if n == 0 else str(n + 1)
        rights = RIGHTS[i]
        axes[f"xaxis{number}"] = {
            "domain": [n * width + (0.02 if n else 0), (n + 1) * width],
            "range": [0, most * 1.3],
            "showticklabels": False,
            "showline": False,
            "ticks": "",
            "anchor": "y",
        }
        counts = [one.rights[i] for _, one, _ in rows]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [count or None for count in counts],
                "y": list(range(len(rows))),
                "xaxis": f"x{number}",
                "marker": common.bar(rights, colours),
                "width": 0.62,
                "text": [str(count) if count else "" for count in counts],
                "textposition": "outside",
                "textfont": {"color": colours.text, "size": 12},
                "cliponaxis": False,
                "customdata": [_told(name, one) for name, one, _ in rows],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
        total = sum(counts) if what == "type of supplier" else None
        head = f"<b>{said.RIGHTS_NAMES[rights].capitalize()}</b>"
        head += f" {total}" if total is not None else ""
        labels.append(
            common.words(
                head, 0, 1, colours.text, xref=f"x{number} domain", yref="paper", yshift=12
            )
        )
    for n, (name, one, chosen) in enumerate(rows):
        text = f"<b>{name}</b>" if chosen else name
        labels.append(
            common.words(
                f'{text} <span style="color:{colours.quiet}">{one.deals}</span>',
                0,
                n,
                colours.text,
                "right",
                xref="paper",
                xshift=-8,
            )
        )
    if not rows:
        labels = [common.nothing(scene, "No deal was reported")]
    return Chart(
        title=title,
        unit=f"Number of reported deals by {what} and by what the buyer may do with the text; "
        f"“not stated” is what no source says.{note}",
        figure={
            "data": traces,
            "layout": common.layout(
                scene.scheme,
                margin={"l": 142, "r": 8, "t": 28, "b": 8},
                yaxis={
                    "range": [max(len(rows), 1) - 0.5, -0.5],
                    "showticklabels": False,
                    "showgrid": False,
                },
                annotations=labels,
                **axes,
            ),
        },
        table=_table(scene, rows, what),
        alt=_alt(rows, what),
        source=common.source(scene),
    )


def _told(name: str, one: Group) -> str:
    each = [
        f"{said.RIGHTS_NAMES[rights]}: {n}"
        for rights, n in zip(RIGHTS, one.rights, strict=True)
        if n
    ]
    values = f"{one.summable} of {one.deals} disclose a value that can be summed"
    return "<br>".join([f"<b>{name}</b>: {common.plural(one.deals, 'deal')}", *each, values])


def _suppliers_title(groups: Sequence[Group]) -> str:
    if not groups:
        return "No deal was reported for this choice"
    first, total = groups[0], sum(one.deals for one in groups)
    name = said.CATEGORIES.get(first.key, first.key)
    unknown = first.rights[RIGHTS.index("unknown")]
    text = f"{name} makes {first.deals} of {said.deals_counted(total)}"
    if first.rights[0] == unknown == 0:
        return text
    return (
        f"{text}, but {first.rights[0]} of the {first.deals} "
        f"{'is' if first.rights[0] == 1 else 'are'} known to be for training and {unknown} "
        f"{'does' if unknown == 1 else 'do'} not say"
    )


def _buyers_title(scene: Scene, named: Sequence[Group]) -> str:
    if not named:
        return "No deal with a named buyer was reported for this choice"
    first = named[0]
    unknown = first.rights[RIGHTS.index("unknown")]
    second = f", {scene.name(named[1].key)} {named[1].deals}" if len(named) > 1 else ""
    name, (training, display) = scene.name(first.key), first.rights[:2]
    return (
        f"{name} has {common.plural(first.deals, 'deal')}{second}; of {name}’s, {training} "
        f"{'is' if training == 1 else 'are'} for training, {display} for display, and {unknown} "
        f"{'does' if unknown == 1 else 'do'} not say"
    )


def _table(scene: Scene, rows: Sequence[tuple[str, Group, bool]], what: str) -> pd.DataFrame:
    found = [
        (name, f"Deals: {said.RIGHTS_NAMES[rights]}", "deals", rights, n, scene.as_of)
        for name, one, _ in rows
        for rights, n in zip(RIGHTS, one.rights, strict=True)
    ]
    found += [
        (name, "Deals with a value that can be summed", "deals", "", one.summable, scene.as_of)
        for name, one, _ in rows
    ]
    columns = ["series", "variable", "unit", "rights", "value", "year"]
    return pd.DataFrame(found, columns=columns).assign(by=what)


def _alt(rows: Sequence[tuple[str, Group, bool]], what: str) -> str:
    each = "; ".join(
        f"{name}: {one.rights[0]} training, {one.rights[1]} display, {one.rights[3]} not stated"
        for name, one, _ in rows[:8]
    )
    return f"Bars by {what} in a column for each kind of rights. {each or 'There is none'}."


__all__ = ["buyers", "suppliers"]
