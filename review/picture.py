"""What the page is made of: pictures that are wanted, taken or missing, and what differs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.browser.harness import difference

THUMBNAIL = (600, 400)
"""Pixels that a thumbnail has at most: of a page of any length, its top."""


@dataclass(frozen=True)
class Wanted:
    """A picture that the page must have.

    Attributes:
        group: heading under which it stands.
        name: of its file, without suffix; that of the approved picture if there is one.
        label: what it is within its group.
    """

    group: str
    name: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A picture of the page; addresses are relative to the page.

    Attributes:
        wanted: what it shows.
        full: address of the picture; empty where it is missing.
        thumbnail: of it.
        missing: why it is.
        differs: what to say if it is not as approved; empty if it is, or nothing was approved.
        approved: address of the approved picture where it differs.
        marked: address of the picture with what differs in red, where both are of one size.
    """

    wanted: Wanted
    full: str = ""
    thumbnail: str = ""
    missing: str = ""
    differs: str = ""
    approved: str = ""
    marked: str = ""


def kept(wanted: Wanted, content: bytes, approved: bytes | None, folder: Path) -> Picture:
    """Write a picture that was taken, its thumbnail, and where it differs.

    Args:
        wanted: what it shows.
        content: PNG.
        approved: the approved PNG; None if there is none.
        folder: of the page.
    """
    name = wanted.name
    full = _written(folder, f"pictures/{name}.png", content)
    small = _written(folder, f"thumbnails/{name}.jpg", _thumbnail(content))
    if approved is None:
        return Picture(wanted, full, small)
    marked, message = difference(content, approved)
    if not message:
        return Picture(wanted, full, small)
    red = ""
    if marked is not None:
        held = io.BytesIO()
        marked.save(held, "PNG")
        red = _written(folder, f"differences/{name}.png", held.getvalue())
        small = _written(folder, f"thumbnails/{name}.jpg", _thumbnail(held.getvalue()))
    was = _written(folder, f"approved/{name}.png", approved)
    return Picture(wanted, full, small, differs=message, approved=was, marked=red)


def _thumbnail(content: bytes) -> bytes:
    held = io.BytesIO()
    with Image.open(io.BytesIO(content)) as whole:
        width, height = THUMBNAIL
        shown = whole.width * height // width
        top = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, shown)))
        top.thumbnail(THUMBNAIL)
        top.save(held, "JPEG", quality=85)
    return held.getvalue()


def _written(folder: Path, address: str, content: bytes) -> str:
    path = folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return address
