"""``python -m dashboard.briefing``: a scenario as slides, from the shell.

Exit codes as of ``python -m analytics``: 0 written; 1 a file could not be written; 2 wrong usage or
bad input, told on stderr by field, value and bound.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from analytics.commands.export import base_url
from analytics.commands.scenarios import add_scenario, reading_of
from analytics.commands.telling import NOT_WRITTEN, OK, REFUSED, NotWritten, Refused

if TYPE_CHECKING:
    from dashboard.state import State

PROGRAM = "python -m dashboard.briefing"
FORMATS = ("pptx", "png", "pdf")

_EXAMPLES = """\
examples:
  python -m dashboard.briefing --preset overtrained-5x --out slides
  python -m dashboard.briefing --scenario mine.json --theme dark --out slides
  python -m dashboard.briefing --link "http://127.0.0.1:8050/?v=1&preset=as-published" --out slides

environment:
  AQUIFER_CHROME  Chromium that draws PNG and PDF (the first on the path)
  AQUIFER_URL     address under which others reach Aquifer; links on slides start with it

exit codes: 0 written; 1 a file could not be written, an existing one is kept; 2 bad input
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a briefing.

    Args:
        arguments: without the program's name; those of the process by default.

    Returns:
        The exit code. Wrong usage raises ``SystemExit(2)``, help ``SystemExit(0)``.
    """
    given = _parser().parse_args(arguments)
    try:
        for path in _made(given):
            print(path)
    except (Refused, NotWritten) as reason:
        _complain(str(reason))
        return REFUSED if isinstance(reason, Refused) else NOT_WRITTEN
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="A scenario as slides: findings as titles, charts that can be edited.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_scenario(parser)
    parser.add_argument("--link", metavar="URL", help="start from a link to a page of Aquifer")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="(light)")
    parser.add_argument(
        "--format",
        dest="formats",
        metavar="FORMAT",
        default="pptx",
        help=f"one or several of {', '.join(FORMATS)}, with commas between (pptx)",
    )
    parser.add_argument(
        "--view",
        dest="views",
        metavar="VIEW",
        default="",
        help="what PNG and PDF show: views with commas between, or all (the link’s, or outlook)",
    )
    parser.add_argument(
        "--out", metavar="DIR", default=".", help="directory of the files; made if need be (.)"
    )
    return parser


def _made(given: argparse.Namespace) -> list[Path]:
    """Write every file; their paths."""
    formats = [one.strip() for one in given.formats.split(",") if one.strip()]
    if unknown := [one for one in formats if one not in FORMATS] or not formats:
        wrong = unknown[0] if isinstance(unknown, list) else given.formats
        raise Refused(f"--format: {wrong!r} is none of {', '.join(FORMATS)}")
    base, shown = base_url(), _state_of(given)
    views = [] if formats == ["pptx"] else _views(given)
    from dashboard import state
    from dashboard.briefing import deck
    from dashboard.briefing.subject import Baseline, Subject

    asked = state.request(shown)
    pin = shown.pinned
    baseline = Baseline(asked.baseline_name, pin.scenario) if pin else None
    preset, scenario = shown.reading.preset, shown.reading.scenario
    stem = f"aquifer-{preset.id}-{scenario.key[:6]}"
    out, made = Path(given.out), []
    if "pptx" in formats:
        made.append(_written(out, f"{stem}.pptx", deck(asked, base, baseline)))
    if kept := [one for one in formats if one != "pptx"]:
        told = Subject(asked, base).footer
        for name, content in _drawn(views, shown, kept, (told.scenario, told.data)):
            made.append(_written(out, f"{stem}-{name}", content))
    return made


def _drawn(
    views: list[str], shown: State, formats: list[str], told: tuple[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Views as pictures and on paper: end of the file's name and content."""
    from dashboard import state
    from dashboard.briefing import chrome, pages
    from dashboard.settings import Settings, SettingsError

    try:
        settings = Settings.from_env(os.environ)
        reading = shown.reading
        query = state.query(
            reading.scenario, reading.preset, shown.pinned, shown.options, shown.beside
        )
        yield from pages.drawn(settings, views, query, formats, shown.scheme, told)
    except SettingsError as error:
        raise Refused(str(error)) from None
    except chrome.ChromeError as error:
        raise NotWritten(str(error)) from None


def _views(given: argparse.Namespace) -> list[str]:
    """Paths of the views: those named, that of the link, or the first."""
    from dashboard.views import VIEWS

    paths = {view.path.strip("/") or "outlook": view.path for view in VIEWS if view.tab}
    if given.views == "all":
        return [*paths.values()]
    linked = urlsplit(given.link).path.strip("/") if given.link else ""
    names = given.views.split(",") if given.views else [linked or "outlook"]
    if unknown := [name for name in names if name not in paths]:
        raise Refused(f"--view: {unknown[0]!r} is no view; there are {', '.join(paths)}, and all")
    return [paths[name] for name in names]


def _state_of(given: argparse.Namespace) -> State:
    """What the arguments ask for, as the page would have it."""
    from dashboard import state

    if not given.link:
        reading = reading_of(given)
        return state.State(
            reading, options=state.parse("").options, scheme=state.parse("", given.theme).scheme
        )
    if given.scenario or given.preset or given.changes:
        raise Refused("--link: it is a whole scenario; --preset, --scenario and --set go without")
    try:
        query = urlsplit(given.link).query
    except ValueError as error:
        raise Refused(f"--link: {given.link!r} is no address: {error}") from None
    if not query:
        raise Refused(
            f"--link: {given.link!r} has no scenario; copy the whole address of a page, such as "
            "http://127.0.0.1:8050/?v=1&preset=as-published"
        )
    shown = state.parse(query, given.theme)
    noted = [str(p) for p in shown.problems if p.field == "data"]
    told = [str(p) for p in shown.problems if p.field != "data"]
    wrong = [line.removesuffix("; kept as in the preset") for line in told]
    if wrong and not given.lenient:
        raise Refused("\n".join(wrong))
    for line in (*noted, *wrong):
        _complain(f"warning: {line}")
    return shown


def _written(folder: Path, name: str, content: bytes) -> Path:
    from analytics.exports.files import write

    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(path, content)
    except OSError as error:
        raise NotWritten(f"cannot write {path}: {error.strerror or error}") from None
    return path


def _complain(text: str) -> None:
    for line in text.splitlines():
        print(f"{PROGRAM}: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
