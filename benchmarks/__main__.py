"""``python -m benchmarks``: time Aquifer, each figure beside a floor of this machine."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import machine

BENCHMARKS = (
    "model",
    "accuracy",
    "collapse",
    "moat",
    "join",
    "compare",
    "sensitivity",
    "sweep",
    "exports",
    "briefing",
    "start",
    "slider",
    "load",
)
"""Modules of this package with a ``run(quick)``, in the order of the table."""


def main(arguments: Sequence[str]) -> int:
    """Run benchmarks and print their table.

    Returns:
        Exit status: 1 if ``--check`` was given and a bound is broken.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, metavar="NAME", default=BENCHMARKS)
    parser.add_argument("--quick", action="store_true", help="few repeats: does it run at all?")
    parser.add_argument("--check", action="store_true", help="exit 1 if a bound is broken")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the rows there, too")
    chosen = parser.parse_args(arguments)
    # told to stop, it takes its server and its browser along
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="aquifer-bench-") as home:
        # before numpy is loaded: one thread for its libraries, and the shipped data for ours
        os.environ.update(dict.fromkeys(machine.THREADS, "1") | {"AQUIFER_HOME": home})
        return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    from benchmarks import rows

    facts = machine.facts()
    print(machine.header(facts), end="\n\n", flush=True)
    sections = []
    for name in (one for one in BENCHMARKS if one in chosen.only):
        if sys.stderr.isatty():
            print(f"{name} …", file=sys.stderr, flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        sections.append((module.TITLE, module.run(chosen.quick)))
    facts |= machine.after()
    print(rows.table(sections))
    print(f"\n{machine.footer(facts)}")
    broken = [row for _, found in sections for row in found if row.verdict == "BROKEN"]
    print(f"{len(broken)} of the bounds broken." if broken else "All bounds hold.")
    if chosen.json:
        content = {
            "machine": facts,
            "quick": chosen.quick,
            "rows": [row.as_json() | {"section": title} for title, f in sections for row in f],
        }
        chosen.json.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
    return 1 if broken and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
