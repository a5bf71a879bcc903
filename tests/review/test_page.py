"""The page shows every picture, marks what differs, names what is missing, and loads nothing."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from review.page import page
from review.picture import THUMBNAIL, Picture, Wanted, kept


def png(colour: str, size: tuple[int, int] = (1440, 2000)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def pictures(folder: Path) -> list[Picture]:
    same, other, new, longer = (Wanted("A <view>", name, name) for name in "sonl")
    white = png("white")
    return [
        kept(same, white, white, folder),
        kept(other, white, png("black"), folder),
        kept(new, white, None, folder),
        kept(longer, white, png("white", (1440, 1000)), folder),
        Picture(Wanted("Slides", "gone", "slide 1"), missing="install <it>"),
    ]


def test_every_address_is_a_file_beside_the_page(pictures: list[Picture], folder: Path) -> None:
    text = page(pictures, "Commit 0")
    found = re.findall(r'(?:src|href)="([^"#]+)"', text)
    files = [address for address in found if address != "data:,"]
    assert len(files) == 2 * 4 + 2 * 2  # shown and thumbnail; as it is and as approved
    assert all((folder / address).is_file() for address in files)
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert anchors <= set(re.findall(r'id="([^"]+)"', text))


def test_what_differs_and_what_is_missing_is_said_on_top(pictures: list[Picture]) -> None:
    text = page(pictures, "Commit 0")
    assert "4 of 5 pictures" in text and "1 missing:" in text and "2 not as approved:" in text
    assert "Missing: install &lt;it&gt;" in text and "A &lt;view&gt;" in text
    assert "100.00% of the pixels differ" in text and "the approved one 1440×1000" in text
    assert "Nothing is missing" in page(pictures[:1], "") and 'class="differs"' not in page(
        pictures[:1], ""
    )


def test_a_thumbnail_shows_the_top_of_a_page_and_marks_the_difference(
    pictures: list[Picture], folder: Path
) -> None:
    same, other, *_ = pictures
    with Image.open(folder / same.thumbnail) as small:
        assert small.size == THUMBNAIL
    with Image.open(folder / other.thumbnail) as small:
        pixel = small.convert("RGB").getpixel((5, 5))
    assert isinstance(pixel, tuple) and pixel[0] > 200 and pixel[1] < 40
