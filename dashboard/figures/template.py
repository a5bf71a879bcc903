"""What all figures share: fonts, grid, hover and axes, built once for each scheme.

A figure is a plain dict: ``go.Figure`` would take half the time that a dragged slider has.
"""

from __future__ import annotations

import math
from base64 import b64encode
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analytics.wording import THIN, tokens_short
from dashboard.figures.chart import Scheme
from dashboard.figures.palette import PALETTES

FONT = '"Inter Variable", Inter, system-ui, sans-serif'
FONT_SIZE = 12
MARGIN = {"l": 46, "r": 18, "t": 10, "b": 28}
WIDE_MARGIN = {**MARGIN, "l": 66}
"""Room for 100 000T."""

FIRST_YEAR, LAST_YEAR = 2024, 2040

DASH = "4px,3px"
"""Dashes of what is the baseline's."""


@cache
def template(scheme: Scheme) -> dict[str, Any]:
    """The plotly template of a scheme; shared by all figures, never changed by one."""
    colours = PALETTES[scheme]
    return {
        "layout": {
            "autosize": True,
            "colorway": list(colours.line.values()),
            "dragmode": False,
            "font": {"family": FONT, "size": FONT_SIZE, "color": colours.text},
            "hoverlabel": {
                "bgcolor": colours.paper,
                "bordercolor": colours.axis,
                "font": {"family": FONT, "size": FONT_SIZE, "color": colours.text},
                "align": "left",
            },
            "hovermode": "x unified",
            "margin": MARGIN,
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "separators": f".{THIN}",
            "showlegend": False,
            "transition": {"duration": 0},
            "xaxis": {
                "fixedrange": True,
                "linecolor": colours.axis,
                "showgrid": False,
                "showline": True,
                "showspikes": False,
                "tickangle": 0,
                "tickcolor": colours.axis,
                "tickfont": {"color": colours.quiet},
                "ticklen": 6,
                "ticks": "outside",
                "zeroline": False,
            },
            "yaxis": {
                "fixedrange": True,
                "gridcolor": colours.grid,
                "showline": False,
                "tickangle": 0,
                "tickfont": {"color": colours.quiet},
                "ticklabelstandoff": 6,
                "ticks": "",
                "zeroline": False,
            },
        }
    }


def packed(values: ArrayLike, dtype: str = "f4") -> dict[str, str]:
    """An array as plotly's binary form; f4 holds seven digits, f8 is for what needs more."""
    array = np.ascontiguousarray(values, dtype=f"<{dtype}")
    binary = {"dtype": dtype, "bdata": b64encode(array.tobytes()).decode("ascii")}
    if array.ndim > 1:
        binary["shape"] = ", ".join(str(n) for n in array.shape)
    return binary


def years_axis(first: float = FIRST_YEAR, last: float = LAST_YEAR) -> dict[str, Any]:
    """A time axis: a tick a year, every fourth labelled, so that it can be as narrow as a phone."""
    labelled = list(range(FIRST_YEAR, LAST_YEAR + 1, 4))
    return {
        "range": [first, last],
        "tickmode": "array",
        "tickvals": labelled,
        "ticktext": [str(year) for year in labelled],
        "minor": {"tick0": FIRST_YEAR, "dtick": 1, "ticks": "outside", "ticklen": 3},
        "hoverformat": ".2f",
    }


def tokens_axis(low: float, high: float) -> dict[str, Any]:
    """A log axis of tokens with a label a decade: 1T, 10T, 100T, never SI prefixes.

    What would not fit beside the axis, from 10¹⁸ on, has a line but no label.
    """
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    step = max(1, math.ceil((last - first + 1) / 7))
    decades = range(first, min(last, 17) + 1, step)
    return {
        "type": "log",
        "range": [math.log10(low), math.log10(high)],
        "tickmode": "array",
        "tickvals": [10.0**decade for decade in decades],
        "ticktext": [tokens_short(10.0**decade) for decade in decades],
    }


def share_axis(high: float = 1.0) -> dict[str, Any]:
    """A linear axis of shares or probabilities, in percent."""
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    return {
        "range": [0.0, high],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [f"{100 * tick:.0f}%" for tick in ticks],
    }
