"""Colours: legible on their ground, and apart for every eye."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from dashboard.figures.depletion.levels import BANDS
from dashboard.figures.palette import PALETTES, ROLES, Palette, ink_on, translucent

APP_CSS = Path(__file__).parents[3] / "dashboard/assets/app.css"

# Machado, Oliveira & Fernandes 2009, severity 1.0, in linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def linear(colour: np.ndarray) -> np.ndarray:
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """Contrast ratio of WCAG 2."""
    levels = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (levels[1] + 0.05) / (levels[0] + 0.05)


def over(colour: str, alpha: float, ground: np.ndarray) -> np.ndarray:
    return alpha * rgb(colour) + (1 - alpha) * ground


def perceived(colour: str, eye: np.ndarray) -> np.ndarray:
    found: np.ndarray = LAB @ np.cbrt(LMS @ np.clip(eye @ linear(rgb(colour)), 0, 1))
    return found


@pytest.fixture(params=["light", "dark"])
def palette(request) -> Palette:
    return PALETTES[request.param]


def test_black_on_white_is_21() -> None:
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("ground", ["paper", "page"])
def test_lines_stand_out(palette: Palette, ground: str) -> None:
    lines = [*palette.line.items(), ("ghost", palette.ghost), ("accent", palette.accent)]
    for name, colour in lines:
        assert contrast(rgb(colour), rgb(getattr(palette, ground))) >= 3, name


@pytest.mark.parametrize("ground", ["paper", "page"])
def test_words_are_legible(palette: Palette, ground: str) -> None:
    words = [*palette.word.items(), ("text", palette.text), ("quiet", palette.quiet)]
    for name, colour in [*words, ("accent", palette.accent)]:
        assert contrast(rgb(colour), rgb(getattr(palette, ground))) >= 4.5, name


def test_words_are_legible_on_the_bands_of_both_fans(palette: Palette) -> None:
    paper = rgb(palette.paper)
    grounds = []
    for stock, demand in itertools.product((0, 1, 2), repeat=2):
        ground = paper
        fans = ((palette.line["repeated"], stock), (palette.line["demand"], demand))
        for colour, bands in fans:
            for alpha in [alpha for _, _, alpha in BANDS][:bands]:
                ground = over(colour, alpha, ground)
        grounds.append(ground)
    words = [palette.word["human"], palette.word["repeated"], palette.word["demand"], palette.text]
    for word, ground in itertools.product(words, grounds):
        assert contrast(rgb(word), ground) >= 4.5, word


def test_words_are_legible_on_areas(palette: Palette) -> None:
    for role in ROLES:
        assert contrast(rgb(palette.on_area[role]), rgb(palette.area[role])) >= 4.5, role


@pytest.mark.parametrize("eye", EYES)
def test_no_two_roles_look_alike(palette: Palette, eye: str) -> None:
    for one, other in itertools.combinations(ROLES, 2):
        apart = perceived(palette.line[one], EYES[eye]) - perceived(palette.line[other], EYES[eye])
        assert np.linalg.norm(apart) > 0.09, (one, other)


def test_neighbours_in_the_stack_are_apart(palette: Palette) -> None:
    stack = [palette.area[role] for role in ("human", "repeated", "other", "synthetic")]
    for one, other in itertools.pairwise(stack):
        for eye in EYES.values():
            assert np.linalg.norm(perceived(one, eye) - perceived(other, eye)) > 0.09


@pytest.mark.parametrize("eye", EYES)
def test_routes_are_apart_and_can_be_written_on(palette: Palette, eye: str) -> None:
    for one, other in itertools.combinations(palette.route.values(), 2):
        assert np.linalg.norm(perceived(one, EYES[eye]) - perceived(other, EYES[eye])) > 0.12
    for route, colour in palette.route.items():
        assert contrast(rgb(palette.on_route[route]), rgb(colour)) >= 4.5, route


@pytest.mark.parametrize("eye", EYES)
def test_compared_scenarios_are_apart_and_legible(palette: Palette, eye: str) -> None:
    for one, other in itertools.combinations(palette.scenario, 2):
        assert np.linalg.norm(perceived(one, EYES[eye]) - perceived(other, EYES[eye])) > 0.12
    for line, word in zip(palette.scenario, palette.scenario_word, strict=True):
        for ground in (rgb(palette.paper), rgb(palette.page)):
            assert contrast(rgb(line), ground) >= 3, line
            assert contrast(rgb(word), ground) >= 4.5, word
    # no scenario is taken for a role
    assert not set(palette.scenario) & set(palette.line.values())


def test_the_ramp_climbs_in_even_steps_of_lightness(palette: Palette) -> None:
    lightness = np.array([perceived(colour, EYES["normal"])[0] for colour in palette.ramp])
    steps = np.diff(lightness)
    assert np.ptp(steps) < 0.01 and abs(steps.mean()) > 0.05


def test_words_are_legible_on_the_ramp_and_on_any_other_colour(palette: Palette) -> None:
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    for colour in (*palette.ramp, *palette.route.values(), *greys):
        assert contrast(rgb(ink_on(colour)), rgb(colour)) >= 4.5, colour


def test_the_page_and_the_figures_use_the_same_colours() -> None:
    """Figures can't read a style sheet: its paper and ink must be what they take them for."""
    names = {"paper": "paper", "ground": "page", "ink": "text", "ink-2": "quiet", "water": "accent"}
    light, dark = re.findall(r":root[^{]*\{([^}]*--paper[^}]*)\}", APP_CSS.read_text())[:2]
    for block, palette in ((light, PALETTES["light"]), (dark, PALETTES["dark"])):
        written = dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        assert {n: written[n] for n in names} == {n: getattr(palette, a) for n, a in names.items()}


def test_the_compared_scenarios_have_the_same_colours_on_the_page() -> None:
    style = APP_CSS.with_name("compare.css").read_text()
    found = re.findall(r"--side-(\d): (#\w{6})", style)
    colours = [colour for scheme in ("light", "dark") for colour in PALETTES[scheme].scenario_word]
    assert [colour for _, colour in found] == colours


def test_translucent() -> None:
    assert translucent("#0a10ff", 0.25) == "rgba(10,16,255,0.25)"
