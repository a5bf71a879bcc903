"""``compare``: two to four scenarios and how far apart they are, as a file."""

from __future__ import annotations

import argparse
from typing import Any

from analytics.commands.export import base_url
from analytics.commands.scenarios import reading_of
from analytics.commands.telling import Refused, deliver

_COMPARE = """\
Write every number of two to four scenarios to one file, and how far each is from the first, world
by world: median and 80% interval of the difference, and in how many worlds it goes which way.
"""
_COMPARE_NOTES = """\
The first scenario is the one that the others are held against. --preset and --scenario may be
given in any order and mixed; "python -m analytics list presets" shows the presets.

environment: AQUIFER_URL and AQUIFER_HOME, as for "export"

exit codes: 0 written; 1 the file could not be written, an existing one is kept; 2 bad input
"""

_FEWEST = 2


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the command to those of a parser."""
    compare = commands.add_parser(
        "compare",
        help="write several scenarios and their differences to a file",
        description=_COMPARE,
        epilog=_COMPARE_NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for option, metavar, help in (
        ("--preset", "NAME", "a preset; repeatable"),
        ("--scenario", "FILE", "a scenario file; - reads standard input; repeatable"),
    ):
        compare.add_argument(option, dest="sides", metavar=metavar, action=_Side, help=help)
    compare.add_argument(
        "--lenient", action="store_true", help="tell of values that cannot be used, and go on"
    )
    compare.add_argument(
        "--out", metavar="PATH", default="-", help="the file; - is standard output (-)"
    )
    compare.set_defaults(run=run, sides=())


class _Side(argparse.Action):
    """Keeps presets and files in the order in which they were given."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Add one."""
        kind = str(option_string).removeprefix("--")
        namespace.sides = (*namespace.sides, (kind, values))


def run(given: argparse.Namespace) -> None:
    """Read the scenarios, evaluate them, write the file."""
    base = base_url()
    from analytics.comparison import MOST
    from analytics.exports.comparison import export
    from analytics.scenario.beside import Beside

    if not _FEWEST <= len(given.sides) <= MOST:
        raise Refused(
            f"a comparison takes {_FEWEST} to {MOST} scenarios, by --preset and --scenario: "
            f"{len(given.sides)} given"
        )
    if given.sides.count(("scenario", "-")) > 1:
        raise Refused("--scenario -: standard input can be read once only")
    readings = [
        reading_of(
            argparse.Namespace(
                **{"preset": None, "scenario": None, kind: value},
                changes=[],
                lenient=given.lenient,
            )
        )
        for kind, value in given.sides
    ]
    deliver(export([Beside(one.scenario, one.preset) for one in readings], base), given.out)
