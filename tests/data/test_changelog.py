"""Every version of the shipped data has its line, the one that is shipped first of all."""

from __future__ import annotations

import re

from data import catalog, changelog


def test_the_data_in_use_are_the_newest_entry() -> None:
    assert changelog.entries()[0].version == catalog.version()
    assert changelog.entries()[0].date == catalog.released()


def test_entries_are_in_order_and_say_what_changed() -> None:
    found = changelog.entries()
    assert len({one.version for one in found}) == len(found)
    assert [one.date for one in found] == sorted((one.date for one in found), reverse=True)
    for one in found:
        assert re.fullmatch("[0-9a-f]{12}", one.version)
        assert one.changes.endswith(".")
