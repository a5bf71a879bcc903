"""The shell's door to the models: ``python -m analytics export`` and ``python -m analytics list``.

Exit codes: 0 all is well; 1 a file could not be written; 2 wrong usage or bad input, told on stderr
by field, value and bound. Modules are imported where they are used, so that help is instant.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import analytics

if TYPE_CHECKING:
    from analytics.scenario import Declaration, Reading

OK, NOT_WRITTEN, REFUSED = 0, 1, 2

_MAIN = """\
Aquifer from the shell: the numbers of a scenario as a file, and what scenarios are made of.
"""
_MAIN_EXAMPLES = """\
examples:
  python -m analytics list presets
  python -m analytics export --out outlook.csv
  python -m analytics export --preset overtrained-5x --out overtrained.csv
  python -m analytics export --scenario mine.json --set usable_share=0.05~0.3 --out mine.csv
"""
_EXPORT = """\
Write every number of a scenario, and every assumption behind it, to a file that a spreadsheet
opens. The same scenario on the same data gives the same bytes.
"""
_EXPORT_NOTES = """\
An estimate is set as low~high, or low~mode~high where its default has three numbers; one number
means that it is known for certain. "python -m analytics list fields" shows all names, units,
bounds and defaults.

A value that cannot be used is refused: nothing is written, all problems are listed, and the exit
code is 2. With --lenient it is told and left as in the preset, as a link on the page does. A file
made on other data than those in use is only told of.

environment:
  AQUIFER_URL   address under which others reach Aquifer; the file's links start with it (none:
                links are relative)
  AQUIFER_HOME  directory of refreshed tables (the user's data directory)

exit codes: 0 written; 1 the file could not be written, an existing one is kept; 2 bad input
"""


_KEPT = "; kept as in the preset"
"""What a link says of a value that it could not use."""


class Refused(Exception):
    """Input that cannot be used; its text goes to stderr, one problem a line."""


class NotWritten(Exception):
    """A file that could not be written; its text says which and why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; those of the process by default.

    Returns:
        The exit code. Wrong usage raises ``SystemExit(2)``, help ``SystemExit(0)``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks "×" still gets the rest
    given = _parser().parse_args(arguments)
    try:
        if given.command == "list":
            _print("\n".join(_listing(given.what)) + "\n")
        else:
            _export(given)
    except Refused as refused:
        _complain(str(refused))
        return REFUSED
    except NotWritten as failure:
        _complain(str(failure))
        return NOT_WRITTEN
    return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analytics",
        description=_MAIN,
        epilog=_MAIN_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Aquifer {analytics.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    export = commands.add_parser(
        "export",
        help="write the numbers of a scenario to a file",
        description=_EXPORT,
        epilog=_EXPORT_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    start = export.add_mutually_exclusive_group()
    start.add_argument("--preset", metavar="NAME", help="start from a preset (as-published)")
    start.add_argument(
        "--scenario", metavar="FILE", help="start from a scenario file; - reads standard input"
    )
    export.add_argument(
        "--set",
        dest="changes",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="change one assumption, in its stored unit; repeatable",
    )
    export.add_argument(
        "--view",
        dest="views",
        metavar="VIEW",
        action="append",
        default=[],
        help="only the rows of a view, such as vendors; repeatable (all)",
    )
    export.add_argument("--format", choices=["csv"], default="csv", help="tidy CSV (csv)")
    export.add_argument(
        "--out", metavar="PATH", default="-", help="the file; - is standard output (-)"
    )
    export.add_argument(
        "--lenient", action="store_true", help="tell of values that cannot be used, and go on"
    )
    listing = commands.add_parser(
        "list",
        help="show presets, assumptions and views",
        description="Show the presets, every assumption with default, unit and bounds, and the "
        "views with the series that a file has of them.",
        allow_abbrev=False,
    )
    listing.add_argument(
        "what",
        nargs="?",
        choices=["presets", "fields", "views", "all"],
        default="all",
        help="(all)",
    )
    return parser


def _export(given: argparse.Namespace) -> None:
    """Read the scenario, evaluate it, write the file."""
    base_url = _base_url()
    reading = _reading(given)
    from analytics.exports.files import write
    from analytics.exports.tidy import VIEWS, export

    if unknown := [view for view in given.views if view not in VIEWS]:
        raise Refused(f"--view: {unknown[0]!r} is no view; there are {', '.join(VIEWS)}")
    content = export(reading.scenario, reading.preset, base_url, given.views)
    if given.out == "-":
        _print(content)
        return
    try:
        write(Path(given.out), content)
    except OSError as error:
        raise NotWritten(f"cannot write {given.out}: {error.strerror or error}") from None


def _base_url() -> str:
    """AQUIFER_URL, checked."""
    text = os.environ.get("AQUIFER_URL", "").strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if text and (not usable or parts.query or parts.fragment or "@" in parts.netloc):
        raise Refused(
            "AQUIFER_URL must be an http or https address without user, query or fragment, "
            f"such as https://aquifer.example.org: {text!r}"
        )
    return text


def _reading(given: argparse.Namespace) -> Reading:
    """The scenario that the arguments describe; Refused unless every part of it can be used."""
    from analytics.scenario import Reading, Scenario, from_query

    changes = _changes(given.changes)
    start = _from_file(given.scenario) if given.scenario else _from_preset(given.preset)
    # the values of a link are read the same way, with the same messages
    read = from_query(urlencode(changes))
    noted = [str(p) for p in start.problems if p.field == "data"]
    wrong = [str(p) for p in (*start.problems, *read.problems) if p.field != "data"]
    if wrong and not given.lenient:
        # nothing is exported, so nothing is kept either
        raise Refused("\n".join(line.removesuffix(_KEPT) for line in wrong))
    for line in (*noted, *wrong):
        _complain(f"warning: {line.replace(_KEPT, '; not used')}")
    unusable = {p.field for p in read.problems}
    values = {name: getattr(start.scenario, name) for name in Scenario.model_fields}
    values |= {
        name: getattr(read.scenario, name)
        for name in changes
        if name in values and name not in unusable
    }
    return Reading(Scenario(**values), start.preset)


def _changes(pairs: Iterable[str]) -> dict[str, str]:
    """The pairs of --set."""
    changes: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not (name and equals):
            raise Refused(f"--set {pair}: is not of the form FIELD=VALUE")
        if name in ("v", "preset", "data"):
            raise Refused(f"--set {pair}: {name} is no assumption")
        if name in changes:
            raise Refused(f"--set {pair}: {name} is set twice")
        changes[name] = value
    return changes


def _from_preset(name: str | None) -> Reading:
    from analytics.scenario import DEFAULT_PRESET, PRESETS, Reading

    name = DEFAULT_PRESET if name is None else name
    if name not in PRESETS:
        raise Refused(f"--preset: {name!r} is no preset; there are {', '.join(PRESETS)}")
    return Reading(PRESETS[name].scenario, PRESETS[name])


def _from_file(path: str) -> Reading:
    from analytics.scenario import from_json

    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return from_json(raw.decode("utf-8-sig"))
    except OSError as error:
        raise Refused(f"--scenario: cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Refused(f"--scenario: {path} is not a scenario file: it is not UTF-8 text") from None
    except ValueError as error:
        raise Refused(f"--scenario: {path} is {error}") from None


def _listing(what: str) -> Iterator[str]:
    """The lines of ``list``."""
    from analytics.scenario import DECLARATIONS, GROUPS, PRESETS

    if what in ("presets", "all"):
        yield "Presets (--preset NAME)"
        width = max(len(name) for name in PRESETS)
        for preset in PRESETS.values():
            yield ""
            yield f"  {preset.id:{width}}  {preset.name}"
            yield f"  {'':{width}}  {preset.why}"
    if what == "all":
        yield ""
    if what in ("fields", "all"):
        yield "Assumptions (--set FIELD=VALUE), with default, unit and bounds"
        for group, title in GROUPS.items():
            yield ""
            yield title
            yield from _table([d for d in DECLARATIONS.values() if d.group == group])
    if what == "all":
        yield ""
    if what in ("views", "all"):
        yield from _views()


def _views() -> Iterator[str]:
    """Every view with the series that a file has of it, and their units."""
    from analytics.exports.tidy import ASSUMPTIONS, SERIES, VIEWS

    yield "Views (--view VIEW), with their series"
    width = max(len(id) for id in SERIES)
    for view in VIEWS:
        yield ""
        yield view
        if view == ASSUMPTIONS:
            yield "  every assumption, by its field"
        for series in SERIES.values():
            if series.view == view:
                yield f"  {series.id:{width}}  {series.variable}, {series.unit}"


def _table(declared: list[Declaration]) -> Iterator[str]:
    cells = [(d.name, d.as_text(d.default), d.unit, _bounds(d), d.label) for d in declared]
    widths = [max(len(row[i]) for row in cells) for i in range(5)]
    for row in cells:
        padded = (f"{text:{width}}" for text, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()


def _bounds(declared: Declaration) -> str:
    """What may be set, in the form in which it is set."""
    if declared.kind == "choice":
        return " | ".join(declared.options)
    if declared.kind == "switch":
        return "on | off"
    if declared.row is not None:
        return f"up to {declared.row.MOST} {declared.row.NOUN[1]}"
    if declared.low is None or declared.high is None:
        return ""
    return f"{declared.low:.10g} to {declared.high:.10g}"


def _print(content: str | bytes) -> None:
    """Write to standard output, whole."""
    if sys.stdout is None:
        raise NotWritten("cannot write: standard output is closed")
    try:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
    except OSError as error:
        # what is left in the buffer would fail once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # a reader that has had enough, as head has, wants no message
        enough = isinstance(error, BrokenPipeError)
        raise NotWritten("" if enough else f"cannot write: {error.strerror or error}") from None


def _complain(text: str) -> None:
    for line in text.splitlines():
        print(f"python -m analytics: {line}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
