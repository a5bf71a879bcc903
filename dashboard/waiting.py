"""Places for what takes longer than a frame: of their final height, quiet until it is drawn.

The shell draws the charts in ``figures.SLOW`` and the blocks in ``blocks.SLOW_BLOCKS`` once the
controls have come to rest, also after a page was opened.
"""

from __future__ import annotations

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard.cards import chart_card, spoken
from dashboard.figures.chart import Chart, Scheme
from dashboard.figures.palette import PALETTES
from dashboard.figures.template import template
from dashboard.markup import plain

COMPUTING = "Computing …"


def waiting_card(
    chart_id: str,
    *,
    height: int,
    scheme: Scheme = "light",
    link: str | None = None,
    choice: Component | None = None,
) -> Component:
    """The card of a slow chart before it is drawn; arguments as of :func:`cards.chart_card`."""
    return chart_card(chart_id, _empty(chart_id, scheme), height=height, link=link, choice=choice)


def waiting_block(name: str, *, height: int | None = None) -> Component:
    """The place of a slow block before it is drawn.

    Args:
        name: of the block.
        height: in pixels, that of the block when it is drawn; None where a style sheet says it.
    """
    return plain(
        html.Div(
            html.P(COMPUTING, className="waiting"),
            id={"block": name},
            className=f"block-{name}",
            style={} if height is None else {"minHeight": height},
        )
    )


def _empty(chart_id: str, scheme: Scheme) -> Chart:
    name = spoken(chart_id)
    return Chart(
        title=f"{name[0].upper()}{name[1:]}: computing …",
        unit="",
        figure={
            "data": [],
            "layout": {
                "template": template(scheme),
                "xaxis": {"visible": False},
                "yaxis": {"visible": False},
                "annotations": [
                    {
                        "text": COMPUTING,
                        "x": 0.5,
                        "y": 0.5,
                        "xref": "paper",
                        "yref": "paper",
                        "showarrow": False,
                        "font": {"color": PALETTES[scheme].quiet, "size": 13},
                    }
                ],
            },
        },
        table=pd.DataFrame(),
        alt="Not drawn yet.",
        source="",
    )
