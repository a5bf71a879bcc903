"""The scenario that the arguments of a command describe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from analytics.commands.telling import Refused, complain

if TYPE_CHECKING:
    from analytics.scenario import Reading

_KEPT = "; kept as in the preset"
"""What a link says of a value that it could not use."""


def add_scenario(command: argparse.ArgumentParser) -> None:
    """Add what describes a scenario to the arguments of a command."""
    start = command.add_mutually_exclusive_group()
    start.add_argument("--preset", metavar="NAME", help="start from a preset (as-published)")
    start.add_argument(
        "--scenario", metavar="FILE", help="start from a scenario file; - reads standard input"
    )
    command.add_argument(
        "--set",
        dest="changes",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="change one assumption, in its stored unit; repeatable",
    )
    command.add_argument(
        "--lenient", action="store_true", help="tell of values that cannot be used, and go on"
    )


def reading_of(given: argparse.Namespace) -> Reading:
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
        complain(f"warning: {line.replace(_KEPT, '; not used')}")
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
