"""Colours, type and manners of every component, as Mantine takes them."""

from __future__ import annotations

# Ten steps from light to dark; the seventh carries white text, the fourth is legible on black.
WATER = (
    "#eaf6fb",
    "#d3e9f2",
    "#a6d2e5",
    "#74b9d8",
    "#4da4cc",
    "#3397c5",
    "#1b7cab",
    "#0b6a97",
    "#07587f",
    "#024564",
)

NIGHT = (
    "#e8eef2",
    "#c4d0d8",
    "#a9b8c2",
    "#7f919d",
    "#3a4b57",
    "#2a3841",
    "#1c2932",
    "#16212a",
    "#0f171d",
    "#0a1015",
)

THEME = {
    "fontFamily": "'Inter Variable', Inter, system-ui, sans-serif",
    "headings": {"fontFamily": "'Inter Variable', Inter, system-ui, sans-serif"},
    "colors": {"water": list(WATER), "dark": list(NIGHT)},
    "primaryColor": "water",
    "primaryShade": {"light": 7, "dark": 4},
    "defaultRadius": "md",
    "cursorType": "pointer",
    "autoContrast": True,
    "respectReducedMotion": True,
}
