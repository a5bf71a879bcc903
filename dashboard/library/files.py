"""Scenario files in and out of the library: the page's own, with name, notes and tags beside."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from analytics.scenario import Problem, from_json
from dashboard.library.entries import Draft, Entry, Unfit, fit_notes, fit_tags
from dashboard.library.store import tidy_name
from data import catalog

_VERSION = re.compile(r"[\w.-]{1,64}", re.ASCII)


def exported(entry: Entry) -> str:
    """The text of a scenario file that the page, the shell and :func:`imported` read."""
    content = json.loads(entry.content)
    values = content.pop("values")
    own = {"name": entry.name, "notes": entry.notes, "tags": list(entry.tags)}
    return json.dumps({**content, **own, "values": values}, indent=1, ensure_ascii=False)


def file_name(entry: Entry) -> str:
    """What the file of a scenario is called."""
    stem = re.sub(r"[^\w]+", "-", entry.name.casefold()).strip("-_")[:60]
    return f"aquifer-{stem or entry.id}.json"


def bundle(entries: Iterable[Entry]) -> bytes:
    """Scenario files in one ZIP archive, each under a name of its own."""
    held, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            name = file_name(entry)
            if name in taken:
                name = name.removesuffix(".json") + f"-{entry.id}.json"
            taken.add(name)
            info = zipfile.ZipInfo(name, entry.saved_at.timetuple()[:6])
            archive.writestr(info, exported(entry), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def imported(file: str, text: str) -> tuple[Draft, tuple[Problem, ...]]:
    """A draft of a scenario file, and what of it could not be used.

    Args:
        file: name of the file, which the scenario gets if the file says no other.
        text: of the file.

    Raises:
        ValueError: it is no scenario file at all.
    """
    reading = from_json(text)
    content: dict[str, Any] = json.loads(text)
    problems = [one for one in reading.problems if one.field != "data"]
    named = content.get("name")
    name = tidy_name(named if isinstance(named, str) and named.strip() else _stem(file))
    notes, tags = "", tuple[str, ...]()
    try:
        if isinstance(content.get("notes"), str):
            notes = fit_notes(content["notes"])
        if isinstance(content.get("tags"), list):
            tags = fit_tags(one for one in content["tags"] if isinstance(one, str))
    except Unfit as error:
        problems.append(Problem(error.field, "", f"{error} It was left out."))
    data = content.get("data")
    known = isinstance(data, str) and _VERSION.fullmatch(data)
    made_on = data if known else catalog.version()
    draft = Draft.of(reading.scenario, reading.preset, name, notes, tags, made_on)
    return draft, tuple(problems)


def _stem(file: str) -> str:
    return re.sub(r"\.json$", "", file, flags=re.IGNORECASE).removeprefix("aquifer-")
