"""The library, on SQLite and on PostgreSQL: what is saved is kept, and seen by whom it may."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from analytics.scenario import PRESETS, Scenario
from dashboard.library import Conflict, Draft, Entry, Gone, Library, Unfit, Wanted
from dashboard.library.entries import NAME_LENGTH, fit_notes, fit_tags
from dashboard.library.store import KEPT_DELETED, tidy_name
from tests.dashboard.databases import KINDS, empty

PRESET = PRESETS["as-published"]


class Clock:
    """A clock that goes on by a minute whenever it is looked at."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


@pytest.fixture(params=KINDS)
def library(request, tmp_path) -> Any:
    database = empty(request.param, tmp_path)
    yield Library(database, Clock())
    if request.param == "sqlite":
        database.close()


def draft(name: str = "Mine", overtraining: float = 5, **more: Any) -> Draft:
    return Draft.of(Scenario(overtraining=overtraining), PRESET, name, **more)


def test_what_is_saved_is_found_as_it_was(library: Library) -> None:
    made = library.add("ann", draft("  My  case ", notes="Why?\n\nWell.", tags=["b", "A", "a"]))
    found = library.get("ann", made.id)
    assert found == made
    assert (found.name, found.notes, found.tags) == ("My case", "Why?\n\nWell.", ("A", "b"))
    assert (found.version, found.owner, found.shared, found.preset) == (1, "ann", False, PRESET.id)
    assert found.reading().scenario == Scenario(overtraining=5)
    assert found.reading().problems == ()
    assert found.saved_at.tzinfo is dt.UTC


def test_every_version_is_kept_and_can_be_restored(library: Library) -> None:
    made = library.add("ann", draft("One", 5, tags=["x"]))
    second = library.save("ann", made.id, 1, draft("Two", 6))
    assert (second.version, second.tags, second.created_at) == (2, (), made.created_at)
    assert second.saved_at > made.saved_at
    third = library.restore("ann", made.id, 2, 1)
    assert (third.version, third.name, third.tags) == (3, "One", ("x",))
    assert [one.version for one in library.versions("ann", made.id)] == [3, 2, 1]
    assert library.get("ann", made.id, 2).reading().scenario == Scenario(overtraining=6)
    with pytest.raises(Gone):
        library.get("ann", made.id, 4)
    with pytest.raises(Gone):
        library.restore("ann", made.id, 3, 9)


def test_a_save_over_another_one_is_told_and_changes_nothing(library: Library) -> None:
    made = library.add("ann", draft("One"))
    library.share("ann", made.id, True)
    theirs = library.save("bob", made.id, 1, draft("Bob's", 6))
    with pytest.raises(Conflict) as caught:
        library.save("ann", made.id, 1, draft("Ann's", 7))
    assert caught.value.theirs == theirs == library.get("ann", made.id)
    assert theirs.saved_by == "bob"
    with pytest.raises(Conflict):
        library.restore("ann", made.id, 1, 1)
    assert [one.name for one in library.versions("ann", made.id)] == ["Bob's", "One"]
    assert library.save("ann", made.id, 2, draft("Ann's", 7)).version == 3


def test_nobody_sees_or_touches_what_is_not_shared(library: Library) -> None:
    made = library.add("ann", draft("Secret", tags=["hidden"]))
    attempts = (
        lambda: library.get("bob", made.id),
        lambda: library.save("bob", made.id, 1, draft("Bob's")),
        lambda: library.restore("bob", made.id, 1, 1),
        lambda: library.duplicate("bob", made.id),
        lambda: library.share("bob", made.id, True),
        lambda: library.delete("bob", made.id),
        lambda: library.undelete("bob", made.id),
        lambda: library.versions("bob", made.id),
    )
    for attempt in attempts:
        with pytest.raises(Gone):
            attempt()
    assert library.find("bob") == []
    assert library.tags("bob") == []
    assert library.get("ann", made.id) == made


def test_what_is_shared_may_be_saved_but_only_its_owner_deletes_it(library: Library) -> None:
    made = library.add("ann", draft("Ours"), shared=True)
    assert [one.name for one in library.find("bob", Wanted(whose="shared"))] == ["Ours"]
    assert library.find("ann", Wanted(whose="shared")) == []
    with pytest.raises(Gone):
        library.delete("bob", made.id)
    with pytest.raises(Gone):
        library.share("bob", made.id, False)
    copy = library.duplicate("bob", made.id)
    assert (copy.owner, copy.shared, copy.name, copy.version) == ("bob", False, "Ours (copy)", 1)
    assert library.duplicate("bob", made.id).name == "Ours (copy 2)"
    assert [one.name for one in library.find("ann")] == ["Ours"]


def test_a_deleted_one_comes_back_until_it_is_purged(library: Library) -> None:
    made = library.add("ann", draft("Gone soon", tags=["t"]))
    library.delete("ann", made.id)
    assert library.find("ann") == []
    assert library.tags("ann") == []
    with pytest.raises(Gone):
        library.save("ann", made.id, 1, draft())
    assert [one.id for one in library.find("ann", Wanted(whose="deleted"))] == [made.id]
    assert library.find("bob", Wanted(whose="deleted")) == []
    assert library.undelete("ann", made.id) == made
    library.delete("ann", made.id)
    assert library.purge() == 0
    library._clock.at += KEPT_DELETED  # type: ignore[attr-defined]
    assert library.purge() == 1
    assert library.find("ann", Wanted(whose="deleted")) == []
    with pytest.raises(Gone):
        library.undelete("ann", made.id)


def test_a_list_is_searched_filtered_and_sorted(library: Library) -> None:
    names = [("Überraschung 50%", "A case for Ministries", ["eu"]), ("beta", "", ["eu", "us"])]
    for name, notes, tags in [*names, ("Alpha", "50 ways", [])]:
        library.add("ann", draft(name, notes=notes, tags=tags))

    def found(**wanted: Any) -> list[str]:
        return [one.name for one in library.find("ann", Wanted(**wanted))]

    assert found() == ["Alpha", "beta", "Überraschung 50%"]
    assert found(descending=False) == ["Überraschung 50%", "beta", "Alpha"]
    assert found(order="name", descending=False)[:2] == ["Alpha", "beta"]
    assert found(search="ÜBER ministries") == ["Überraschung 50%"]
    assert found(search="50%") == ["Überraschung 50%"]  # a sign of SQL's is just a sign
    assert found(search="as-published us") == ["beta"]
    assert found(tags=("eu",)) == ["beta", "Überraschung 50%"]
    assert found(tags=("eu", "us")) == ["beta"]
    assert found(search="nothing") == []
    assert library.tags("ann") == ["eu", "us"]


def test_what_cannot_be_kept_is_refused_by_field_and_bound() -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 121}),
        ("name", {"name": "\x00"}),
        ("notes", {"notes": "x" * 4001}),
        ("tags", {"tags": ["x" * 41]}),
        ("tags", {"tags": list("abcdefghijklm")}),
    ]
    for field, given in cases:
        with pytest.raises(Unfit) as caught:
            draft(**{"name": "fine", **given})
        assert caught.value.field == field
        assert str(caught.value).endswith(".")
    assert fit_notes("a\x00b\r\nc ") == "a\ufffdb\nc"
    assert fit_tags(["b", " ", "a"]) == ("a", "b")
    assert tidy_name("\n\t") == "Unnamed"
    assert len(tidy_name("x" * 500)) == NAME_LENGTH


class Kept(RuleBasedStateMachine):
    """Whatever two users do, in whichever order: every version that was saved can be had."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.database = empty("sqlite", Path(self.directory.name))
        self.library = Library(self.database, Clock())
        self.model: dict[str, list[Entry]] = {}
        self.deleted: set[str] = set()

    def teardown(self) -> None:
        self.database.close()
        self.directory.cleanup()

    users = st.sampled_from(["ann", "bob"])
    index = st.integers(0, 9)

    def pick(self, index: int) -> str:
        return sorted(self.model)[index % len(self.model)]

    def may(self, user: str, id: str) -> bool:
        first = self.model[id][0]
        return id not in self.deleted and (first.owner == user or first.shared)

    @rule(user=users, shared=st.booleans())
    def add(self, user, shared) -> None:
        made = self.library.add(user, draft("n"), shared=shared)
        self.model[made.id] = [made]

    @precondition(lambda self: self.model)
    @rule(user=users, index=index, behind=st.integers(0, 1), over=st.integers(1, 9))
    def save(self, user, index, behind, over) -> None:
        id = self.pick(index)
        base = self.model[id][-1].version - behind
        try:
            saved = self.library.save(user, id, base, draft(f"n{over}", over))
        except Gone:
            assert not self.may(user, id)
        except Conflict as conflict:
            assert behind and self.may(user, id)
            assert conflict.theirs == self.model[id][-1]
        else:
            assert not behind and self.may(user, id)
            self.model[id].append(saved)

    @precondition(lambda self: self.model)
    @rule(user=users, index=index, back=st.booleans())
    def delete(self, user, index, back) -> None:
        id = self.pick(index)
        mine = self.model[id][0].owner == user
        try:
            (self.library.undelete if back else self.library.delete)(user, id)
        except Gone:
            assert not mine or back != (id in self.deleted)
        else:
            assert mine
            (self.deleted.discard if back else self.deleted.add)(id)

    @invariant()
    def everything_is_there(self) -> None:
        for user in ("ann", "bob"):
            seen = {one.id for one in self.library.find(user)}
            assert seen == {id for id in self.model if self.may(user, id)}
            for id in seen:
                assert self.library.versions(user, id) == self.model[id][::-1]


TestKept = Kept.TestCase
TestKept.settings = settings(max_examples=6, stateful_step_count=10, deadline=None)
