"""Pictures of the slides: the deck in both themes, as LibreOffice draws it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from analytics.outlook import evaluate
from analytics.scenario import PRESETS, Preset
from dashboard.briefing import deck
from dashboard.briefing.deck import SLIDES
from dashboard.figures import Request
from dashboard.figures.chart import Scheme
from review.picture import Wanted

OFFICES = ("soffice", "libreoffice")
NO_OFFICE = (
    "slides need LibreOffice Impress: sudo apt-get install libreoffice-impress-nogui, or name "
    "LibreOffice in AQUIFER_OFFICE"
)
NO_PDFTOPPM = "slides need pdftoppm: sudo apt-get install poppler-utils"
PATIENCE_SECONDS = 180
WIDTH = 1600
"""Pixels across a slide."""


class SlidesError(Exception):
    """The slides cannot be drawn; says what to install."""


def wanted(preset: Preset, scheme: Scheme) -> list[Wanted]:
    """Every slide of a deck."""
    return [
        Wanted(
            f"Slides, {preset.name}",
            f"slides-{preset.id}-{number:02d}-{scheme}",
            f"slide {number} {scheme}",
        )
        for number in range(1, len(SLIDES) + 2)
    ]


def taken(
    presets: Sequence[str], schemes: Sequence[Scheme]
) -> Iterator[tuple[Wanted, bytes | str]]:
    """Draw the slides of some presets.

    Args:
        presets: their ids.
        schemes: light, dark.

    Yields:
        A slide, and it as PNG or why it is missing.
    """
    for preset in (PRESETS[name] for name in presets):
        outlook = evaluate(preset.scenario)
        for scheme in schemes:
            slides = wanted(preset, scheme)
            try:
                pictures = drawn(deck(Request(outlook, preset, scheme=scheme)))
            except SlidesError as error:
                yield from ((slide, str(error)) for slide in slides)
                continue
            short = len(slides) - len(pictures)
            yield from zip(slides, [*pictures, *["LibreOffice left it out"] * short], strict=True)


def drawn(content: bytes) -> list[bytes]:
    """The slides of a deck.

    Args:
        content: pptx.

    Returns:
        A PNG a slide.

    Raises:
        SlidesError: a program is missing or does not do what it should.
    """
    office, pdftoppm = _office(), shutil.which("pdftoppm")
    if pdftoppm is None:
        raise SlidesError(NO_PDFTOPPM)
    with tempfile.TemporaryDirectory(prefix="aquifer-review-") as name:
        folder = Path(name)
        (folder / "deck.pptx").write_bytes(content)
        home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        _run([office, home, "--headless", "--convert-to", "pdf", "deck.pptx"], folder)
        if not (folder / "deck.pdf").exists():
            raise SlidesError(f"{office} gave no PDF: {NO_OFFICE}")
        _run(
            [pdftoppm, "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "deck.pdf", "s"],
            folder,
        )
        return [path.read_bytes() for path in sorted(folder.glob("s-*.png"))]


def _office() -> str:
    named = os.environ.get("AQUIFER_OFFICE", "").strip()
    found = next(filter(None, map(shutil.which, [named] if named else OFFICES)), None)
    if found is None:
        raise SlidesError(NO_OFFICE)
    return found


def _run(command: Sequence[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SlidesError(f"{command[0]}: {error}") from None
