"""What the charts of the market share: which deals, marks by rights, words of a deal, sources."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics import findings_market as said
from analytics.findings_market import CATEGORIES, Picked
from analytics.market import RIGHTS, Deal, Facts, facts
from analytics.market.deals import active, signed
from dashboard.figures import labels
from dashboard.figures.chart import Request, Scheme
from dashboard.figures.palette import PALETTES, Palette
from dashboard.figures.template import packed, template
from data import catalog

SUPPLIER, BUYER = "supplier", "buyer"
"""Options: which suppliers, and whose deals."""

ALL = "all"
SUPPLIERS = {ALL: "All suppliers", **CATEGORIES}

DEAL_COLUMNS = ("deal_id", "buyer", "supplier", "category", "rights", "note", "source")
"""Columns of a chart's table that say which deal it is and where it is from."""

FEWEST = 2
"""A buyer can be picked from this many deals on."""


class Scene(NamedTuple):
    """What a chart of the market is drawn from: everything that changes it.

    Attributes:
        version: of the data in use.
        as_of: the day from which one looks.
        picked: which deals.
        scheme: light or dark.
    """

    version: str
    as_of: float
    picked: Picked
    scheme: Scheme

    @property
    def facts(self) -> Facts:
        """All facts of the version."""
        return facts(self.version)

    @property
    def colours(self) -> Palette:
        """The colours of the scheme."""
        return PALETTES[self.scheme]

    @property
    def rows(self) -> list[Deal]:
        """The picked rows, deals and others."""
        return self.picked.among(self.facts.deals)

    @property
    def deals(self) -> list[Deal]:
        """The picked deals that were signed."""
        return signed(self.rows, self.as_of)

    @property
    def whole(self) -> list[Deal]:
        """Deals in force with every buyer, of the picked type of supplier: for who shares what."""
        return active(Picked(self.picked.category).among(self.facts.deals), self.as_of)

    def name(self, party: str) -> str:
        """The name of a party."""
        return str(self.facts.names.get(party, party))


def scene(request: Request) -> Scene:
    """What a request asks of the market; a choice that there is not is none."""
    category = request.options.get(SUPPLIER, ALL)
    buyer = request.options.get(BUYER, ALL)
    return Scene(
        request.outlook.key.data_version,
        request.outlook.scenario.as_of,
        Picked(category if category in CATEGORIES else "", "" if buyer == ALL else buyer),
        request.scheme,
    )


@lru_cache(maxsize=4)
def buyers_of(version: str) -> Mapping[str, str]:
    """Buyers of two deals or more, by name: id → name."""
    found = facts(version)
    counts: dict[str, int] = {}
    for one in signed(found.deals, np.inf):
        for buyer in one.buyers:
            counts[buyer] = counts.get(buyer, 0) + 1
    names = {id: str(found.names[id]) for id, n in counts.items() if n >= FEWEST}
    return dict(sorted(names.items(), key=lambda item: item[1].lower()))


BUYERS = {ALL: "All buyers", **buyers_of(catalog.version())}
"""Buyers that can be picked: key in the URL → label."""


def layout(scheme: Scheme, **parts: Any) -> dict[str, Any]:
    """A layout on the scheme's template."""
    return {"template": template(scheme), "uirevision": "aquifer", "hovermode": "closest", **parts}


def marker(
    rights: str, colours: Palette, size: float = 10.0, *, hollow: bool = False
) -> dict[str, Any]:
    """The mark of a kind of rights: shape and colour both tell it; what is not stated is empty."""
    symbols = {"training": "circle", "display": "diamond", "both": "square", "unknown": "circle"}
    ink = ink_of(rights, colours)
    empty = rights == "unknown" or hollow
    return {
        "symbol": symbols[rights],
        "size": size * (1.15 if rights == "display" else 1.0),
        "color": colours.paper if empty else ink,
        "line": {"color": ink if empty else colours.paper, "width": 1.8 if empty else 1.0},
        "opacity": 1,
    }


def ink_of(rights: str, colours: Palette) -> str:
    """The colour of a kind of rights: text that may be trained on is human text."""
    if rights in ("training", "both"):
        return colours.line["human"]
    return colours.quiet if rights == "display" else colours.ghost


def bar(rights: str, colours: Palette) -> dict[str, Any]:
    """The fill of a bar of some rights; what is not stated is an outline."""
    ink = ink_of(rights, colours)
    if rights == "unknown":
        return {"color": colours.paper, "line": {"color": ink, "width": 1.4}}
    return {"color": ink, "line": {"color": ink, "width": 1.4}}


def key_of(found: Iterable[str], colours: Palette) -> str:
    """Signs of rights with their names, as one line of markup."""
    signs = {"training": "●", "display": "◆", "both": "■", "unknown": "○"}
    return "   ".join(
        f'<span style="color:{ink_of(one, colours)}">{signs[one]}</span> {said.RIGHTS_NAMES[one]}'
        for one in RIGHTS
        if one in set(found)
    )


def words(
    text: str, x: Any, y: Any, colour: str, anchor: str = "left", *, size: float = 12.0, **more: Any
) -> dict[str, Any]:
    """Words at a place; several lines stand on the side that is there."""
    return labels.words(text, x, y, colour, anchor, size=size, **({"align": anchor} | more))


def nothing(scene: Scene, what: str) -> dict[str, Any]:
    """Said in the middle of a chart of no deals, with what to do."""
    more: dict[str, Any] = {"xref": "paper", "yref": "paper", "size": 13.0}
    text = f"{what}.<br>Choose “All suppliers” and “All buyers” above to see every deal."
    return words(text, 0.5, 0.5, scene.colours.text, "center", **more)


def told(one: Deal) -> str:
    """A deal, for who hovers over it."""
    day = said.date(one.middle) if one.last - one.first < 0.1 else said.date(one.first, False)
    if one.last - one.first > 1:
        day = f"{said.date(one.first, False)}–{said.date(one.last, False)}"
    lines = [
        f"<b>{html.escape(one.buyer)} – {html.escape(one.supplier)}</b>",
        f"{day} · {CATEGORIES[one.category]} · rights: {said.RIGHTS_NAMES[one.rights]}",
        said.value(one.value) if one.value else "value not disclosed",
    ]
    if one.value and not one.summable:
        lines.append(f"never summed: {html.escape(one.reason)}")
    if one.term_years:
        lines.append(f"term: {said.term(one)}")
    if one.recalled:
        lines.append("recalled, not verified")
    return "<br>".join([*lines, "Click: its source"])


def points(
    deals: Sequence[Deal], x: Sequence[float], y: Sequence[float], mark: dict[str, Any]
) -> dict[str, Any]:
    """Deals as marks that tell what they are and lead to their row."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": packed(x, "f8"),
        "y": packed(y, "f8"),
        "marker": mark,
        "text": [told(one) for one in deals],
        "customdata": [one.id for one in deals],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def years_axis(first: int, last: int) -> dict[str, Any]:
    """A time axis with a label at the start of each year."""
    labelled = list(range(first, last + 1))
    return {
        "tickmode": "array",
        "tickvals": labelled,
        "ticktext": [str(year) for year in labelled],
    }


def deal_rows(version: str, deals: Sequence[Deal], **columns: Any) -> pd.DataFrame:
    """Rows of a chart's table that are deals, each with its source.

    Args:
        version: of the data.
        deals: one a row.
        **columns: further columns before those of the deal, each one value or one a row.
    """
    facts = catalog.snapshot(version)
    frame = pd.DataFrame(dict(columns), index=range(len(deals)))
    sources = [facts.source("deals", one.row) for one in deals]
    return frame.assign(
        deal_id=[one.id for one in deals],
        buyer=[one.buyer for one in deals],
        supplier=[one.supplier for one in deals],
        category=[one.category for one in deals],
        rights=[one.rights for one in deals],
        note=[one.note for one in deals],
        source=[one.url or one.citation for one in sources],
    )


def source(scene: Scene) -> str:
    """The source line of a chart of deals."""
    return (
        "Source: deals as reported, row by row in Evidence, partly through Oala et al., data-deals "
        f"(Apache-2.0); data {scene.version}"
    )


def which(scene: Scene, *, buyers: bool = True) -> str:
    """Which deals are drawn, for the unit line; empty for all."""
    picked = scene.picked if buyers else Picked(scene.picked.category)
    text = picked.said(scene.facts)
    return f" Only deals{text}." if text else ""


def plural(n: int, one: str, more: str | None = None) -> str:
    """``1 deal``, ``2 deals``."""
    return f"{n} {one if n == 1 else more or one + 's'}"
