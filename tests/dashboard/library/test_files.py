"""Scenario files in and out of the library: nothing is lost on the way, nothing else gets in."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from analytics.scenario import PRESETS, Scenario, from_json
from dashboard.library import Draft, Entry
from dashboard.library.files import bundle, exported, file_name, imported
from dashboard.library.store import Library
from data import catalog
from tests.dashboard.databases import empty

PRESET = PRESETS["overtrained-5x"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Any:
    database = empty("sqlite", tmp_path_factory.mktemp("library"))
    library = Library(database)

    def save(name: str, **more: Any) -> Entry:
        return library.add("ann", Draft.of(Scenario(overtraining=6), PRESET, name, **more))

    yield save
    database.close()


def test_what_goes_out_comes_in_again(saved) -> None:
    entry = saved("Größer & 6×", notes="Two\nlines", tags=["a", "b"], data_version="0123456789ab")
    text = exported(entry)
    draft, problems = imported("any.json", text)
    assert problems == ()
    assert draft == Draft(**{name: getattr(entry, name) for name in Draft.__dataclass_fields__})
    assert draft.data_version == "0123456789ab"
    assert from_json(text).scenario == Scenario(overtraining=6)  # as the page and the shell read it
    assert [one.field for one in from_json(text).problems] == ["data"]


def test_a_file_of_the_page_is_named_after_itself() -> None:
    text = '{"aquifer": "scenario", "v": 1, "values": {"overtraining": 900000, "seed": 5}}'
    draft, problems = imported("aquifer-my-case.JSON", text)
    assert (draft.name, draft.notes, draft.tags) == ("my-case", "", ())
    assert draft.data_version == catalog.version()
    assert from_json(draft.content).scenario == Scenario(seed=5)
    assert [one.field for one in problems] == ["overtraining"]


def test_what_a_file_says_beside_is_no_matter_of_trust() -> None:
    content = {
        "values": {},
        "name": "a\nb" + "x" * 300,
        "notes": 7,
        "tags": ["t" * 99],
        "data": "<script>",
    }
    draft, problems = imported("x.json", json.dumps(content))
    assert draft.name.startswith("a b")
    assert (len(draft.name), draft.notes, draft.tags) == (120, "", ())
    assert draft.data_version == catalog.version()
    assert [one.field for one in problems] == ["tags"]
    with pytest.raises(ValueError, match="not a scenario file"):
        imported("x.json", "[]")


def test_an_archive_has_every_scenario_under_a_name_of_its_own(saved) -> None:
    entries = [saved("Same / name"), saved("same name"), saved("水")]
    with zipfile.ZipFile(io.BytesIO(bundle(entries))) as archive:
        assert archive.namelist() == [
            "aquifer-same-name.json",
            f"aquifer-same-name-{entries[1].id}.json",
            "aquifer-水.json",
        ]
        assert archive.read(archive.namelist()[2]).decode() == exported(entries[2])
    assert file_name(saved("../../etc")) == "aquifer-etc.json"
