"""``export``: the numbers of a scenario as a file."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any
from urllib.parse import urlsplit

from analytics.commands.scenarios import add_scenario, reading_of
from analytics.commands.telling import Refused, deliver

_EXPORT = """\
Write every number of a scenario, and every assumption behind it, to a file: tidy CSV or a workbook
for a spreadsheet, IAMC for pyam, a data package, or the scenario alone as JSON. The same scenario
on the same data gives the same bytes.
"""
_FORMATS = ("csv", "xlsx", "iamc", "iamc-long", "zip", "json")
"""As in ``analytics.exports.formats``, which help has no time to load."""

_EXPORT_NOTES = """\
formats: csv is tidy, one number a row; xlsx has a sheet a view; iamc has years across and
iamc-long a value a row, both without the assumptions; zip is a data package of all tables; json is
the scenario file, what was assumed and no more.

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


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to those of a parser."""
    export = commands.add_parser(
        "export",
        help="write the numbers of a scenario to a file",
        description=_EXPORT,
        epilog=_EXPORT_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_scenario(export)
    export.add_argument(
        "--view",
        dest="views",
        metavar="VIEW",
        action="append",
        default=[],
        help="only the rows of a view, such as vendors; repeatable (all)",
    )
    export.add_argument(
        "--format", choices=_FORMATS, default="csv", help=f"{', '.join(_FORMATS)} (csv)"
    )
    export.add_argument(
        "--out", metavar="PATH", default="-", help="the file; - is standard output (-)"
    )
    export.set_defaults(run=run)


def run(given: argparse.Namespace) -> None:
    """Read the scenario, evaluate it, write the file."""
    reading, base = reading_of(given), base_url()
    from analytics.exports.formats import FORMATS, make

    format = FORMATS[given.format]
    if unknown := [view for view in given.views if view not in format.views]:
        if not format.views:
            raise Refused(f"--view: {format.id} is of the whole scenario")
        raise Refused(f"--view: {unknown[0]!r} is no view; there are {', '.join(format.views)}")
    if given.out == "-" and not format.text and sys.stdout is not None and sys.stdout.isatty():
        raise Refused(f"--out: {format.id} is no text for a terminal; name a file")
    deliver(make(format, reading.scenario, reading.preset, base, given.views), given.out)


def base_url() -> str:
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
