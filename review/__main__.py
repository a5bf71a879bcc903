"""``python -m review``: take every picture and lay them out on one page."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analytics.scenario import DEFAULT_PRESET, PRESETS
from review import approved, slides, views
from review.page import page
from review.picture import Picture, Wanted, kept

ROOT = Path(__file__).parents[1]
PARTS = ("views", "slides")


def main(arguments: Sequence[str]) -> int:
    """Take the pictures, write the page, print where it is.

    Returns:
        Exit status: 1 if a picture is missing.
    """
    parser = argparse.ArgumentParser(prog="python -m review", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "review", metavar="DIR")
    parser.add_argument("--only", choices=PARTS, help="views or slides alone")
    parser.add_argument(
        "--preset",
        nargs="+",
        choices=PRESETS,
        metavar="ID",
        default=[DEFAULT_PRESET],
        help="whose slides (as-published)",
    )
    given = parser.parse_args(arguments)
    if given.out.exists():  # a picture of before would be taken for one of now
        shutil.rmtree(given.out)
    pictures = list(_pictures(given))
    given.out.mkdir(parents=True, exist_ok=True)
    path = given.out / "index.html"
    path.write_text(page(pictures, f"Commit {_commit()}"), encoding="utf-8")
    print(path)
    missing = [one for one in pictures if one.missing]
    for one in missing:
        print(f"missing: {one.wanted.name}: {one.missing}", file=sys.stderr)
    return 1 if missing else 0


def _pictures(given: argparse.Namespace) -> Iterator[Picture]:
    if given.only != "slides":
        found = list(_kept(views.taken(), given.out))
        order = {one.name: i for i, one in enumerate(views.wanted())}
        yield from sorted(found, key=lambda one: order[one.wanted.name])
    if given.only != "views":
        yield from _kept(slides.taken(given.preset, views.THEMES), given.out)
    if given.only != "slides":
        rest = approved.others({one.name for one in views.wanted()})
        on_disk = ((one, approved.on_disk(one.name) or "it is gone") for one in rest)
        yield from _kept(on_disk, given.out)


def _kept(taken: Iterable[tuple[Wanted, bytes | str]], folder: Path) -> Iterator[Picture]:
    for one, content in taken:
        if isinstance(content, str):
            yield Picture(one, missing=content)
        else:
            yield kept(one, content, approved.committed(one.name), folder)


def _commit() -> str:
    """The commit, marked where it was changed; or that nothing is versioned."""
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True
        )
    except FileNotFoundError:
        return "unknown"
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
