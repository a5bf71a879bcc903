"""Colours: one meaning each, the same in every chart, for a light and a dark page.

The hues are those of Okabe & Ito's palette, moved in lightness until every pair stays apart under
protanopia, deuteranopia and tritanopia, and every line and word stands out from the paper
(``tests/dashboard/figures/test_palette.py`` computes both).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from analytics.scenario import ROUTES
from dashboard.figures.chart import Scheme

Role = Literal["human", "repeated", "other", "demand", "synthetic"]
"""What a colour stands for.

human: unique human text. repeated: the same text read again, and with it the effective stock.
other: further stocks, such as images or books. demand: the largest training run.
synthetic: AI text, and whatever must be found elsewhere (unmet demand).
"""

ROLES: tuple[Role, ...] = ("human", "repeated", "other", "demand", "synthetic")


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme, as ``#rrggbb``.

    Attributes:
        page: what cards lie on.
        paper: cards, and the ground of exported pictures.
        text: words that are read first.
        quiet: axis labels, sources.
        grid: lines of the grid, barely there.
        axis: axis lines and ticks.
        ghost: the pinned baseline, dashed.
        accent: the app's own colour, deep water.
        line: lines and dots by role, at least 3:1 with paper and page.
        word: labels by role, at least 4.5:1 with the paper, also on a band.
        area: areas by role that are written on in ``on_area``.
        on_area: words on an area, at least 4.5:1.
        route: areas by way of coming by data: blues for what is public, as for human text.
        on_route: words on them, at least 4.5:1.
        ramp: from little to much, in even steps of lightness to the eye.
        scenario: lines and dots of the scenarios of a comparison, in their order, the first in
            ink; at least 3:1.
        scenario_word: their names, at least 4.5:1, also on a band.
    """

    page: str
    paper: str
    text: str
    quiet: str
    grid: str
    axis: str
    ghost: str
    accent: str
    line: Mapping[Role, str]
    word: Mapping[Role, str]
    area: Mapping[Role, str]
    on_area: Mapping[Role, str]
    route: Mapping[str, str]
    on_route: Mapping[str, str]
    ramp: tuple[str, ...]
    scenario: tuple[str, ...]
    scenario_word: tuple[str, ...]


def _by_role(
    human: str, repeated: str, other: str, demand: str, synthetic: str
) -> Mapping[Role, str]:
    return MappingProxyType(
        {
            "human": human,
            "repeated": repeated,
            "other": other,
            "demand": demand,
            "synthetic": synthetic,
        }
    )


def _by_route(*colours: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(ROUTES, colours, strict=True)))


LIGHT = Palette(
    page="#f5f8fa",
    paper="#ffffff",
    text="#14212b",
    quiet="#465763",
    grid="#e5ebef",
    axis="#b0bdc6",
    ghost="#6b7984",
    accent="#0b6a97",
    line=_by_role("#175a8c", "#2894bd", "#8a1f4f", "#b5390a", "#b0861a"),
    word=_by_role("#104060", "#0c4d66", "#7a1844", "#7a2302", "#6b4f00"),
    area=_by_role("#2a6c9e", "#a3d4e8", "#96406a", "#d97a52", "#f0dba2"),
    on_area=_by_role("#ffffff", "#10374a", "#ffffff", "#14212b", "#4a3800"),
    route=_by_route("#1d5f93", "#7cc0e0", "#179c7a", "#a771de", "#880f2b", "#e3bd5e"),
    on_route=_by_route("#ffffff", "#10374a", "#06231a", "#1a0c2b", "#ffffff", "#3a2c00"),
    ramp=(
        "#f1f6f9",
        "#bee1f2",
        "#8fcbe7",
        "#65b3d7",
        "#3e9bc3",
        "#1983ac",
        "#006a92",
        "#005275",
        "#0a3a57",
    ),
    scenario=("#14212b", "#2f7fd6", "#a0296b", "#9a7400"),
    scenario_word=("#14212b", "#1a5ca6", "#85195a", "#6b5000"),
)

DARK = Palette(
    page="#0f171d",
    paper="#16212a",
    text="#e8eef2",
    quiet="#a9b8c2",
    grid="#263540",
    axis="#4a5d6a",
    ghost="#8fa0ab",
    accent="#6cc0e6",
    line=_by_role("#5b9fe3", "#98dbfb", "#b06a98", "#f0742e", "#f6cf72"),
    word=_by_role("#bcdcfb", "#b4e5fc", "#dba6c6", "#ffc7a8", "#f8d98f"),
    area=_by_role("#3f79b3", "#8accec", "#8d4f78", "#d3702f", "#5e4d1f"),
    on_area=_by_role("#ffffff", "#0e2230", "#ffffff", "#0f171d", "#fbe9bd"),
    route=_by_route("#3f79b3", "#9ad6f4", "#09b595", "#b58efc", "#c33549", "#f0d080"),
    on_route=_by_route("#ffffff", "#0e2230", "#06231a", "#1a0c2b", "#ffffff", "#3a2c00"),
    ramp=(
        "#1b2832",
        "#1b3f55",
        "#1d5776",
        "#277096",
        "#3b89b3",
        "#56a3cc",
        "#77bde2",
        "#9ed6f3",
        "#c9efff",
    ),
    scenario=("#f2f6f9", "#3f8fe0", "#d44a94", "#d9a526"),
    scenario_word=("#f2f6f9", "#9ccafc", "#f6aed3", "#f3d07c"),
)

PALETTES: Mapping[Scheme, Palette] = MappingProxyType({"light": LIGHT, "dark": DARK})


def translucent(colour: str, alpha: float) -> str:
    """A ``#rrggbb`` colour with an opacity, as plotly reads it."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def ink_on(colour: str) -> str:
    """Black or white, whichever is the more legible on a ``#rrggbb`` colour: at least 4.5:1."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > 0.179 else "#ffffff"


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
