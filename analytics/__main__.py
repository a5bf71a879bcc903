"""The shell's door to the models: ``python -m analytics export`` and its other commands.

Exit codes: 0 all is well; 1 a file could not be written; 2 wrong usage or bad input, told on stderr
by field, value and bound. Modules are imported where they are used, so that help is instant.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

import analytics
from analytics.commands import compare, export, listing, sensitivity, sweep
from analytics.commands.telling import NOT_WRITTEN, OK, REFUSED, NotWritten, Refused, complain

_MAIN = """\
Aquifer from the shell: the numbers of a scenario as a file, and what scenarios are made of.
"""
_MAIN_EXAMPLES = """\
examples:
  python -m analytics list presets
  python -m analytics export --out outlook.csv
  python -m analytics export --preset overtrained-5x --format xlsx --out overtrained.xlsx
  python -m analytics export --scenario mine.json --set usable_share=0.05~0.3 --out mine.csv
  python -m analytics compare --preset as-published --preset overtrained-5x --out both.csv
  python -m analytics sweep grid.toml --out my-sweep
"""

COMMANDS = (export, compare, sensitivity, listing, sweep)
"""Modules with an ``add(commands)`` that declares arguments and sets ``run``."""


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
        code: int | None = given.run(given)
    except Refused as refused:
        complain(str(refused))
        return REFUSED
    except NotWritten as failure:
        complain(str(failure))
        return NOT_WRITTEN
    return OK if code is None else code


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
    for command in COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
