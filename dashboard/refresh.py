"""Bring tables up to date and tell what that does: ``python -m dashboard.refresh [table …]``.

``python -m data.refresh`` with the effect on the forecast. It stands on the top floor because no
other one may know both halves: data imports nothing from above, and analytics is kept pure of the
network, which a refresh is. What is told is ``analytics.effects``, as on the page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from data import refresh

PROGRAM = "python -m dashboard.refresh"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0 when all is well, 1 when a table failed, 2 for misuse.

    Args:
        arguments: without the program's name; those of the process by default.
    """
    return refresh.main(arguments, program=PROGRAM, watch=watch)


def watch() -> Callable[[], Iterable[str]]:
    """Take the answers on the data in use; called later, what has become of them by then."""
    from analytics.effects import answers, effects  # so that help is instant

    before = answers()
    return lambda: effects(before, answers())


if __name__ == "__main__":
    sys.exit(main())
