"""The join in words: findings, notes, and whose policies are looked at."""

from __future__ import annotations

from typing import Any

from analytics import findings_join, findings_policies
from analytics.outlook.vendor_inputs import NO_TEXT_MODEL
from dashboard import join_blocks
from dashboard.blocks import BLOCKS, SLOW_BLOCKS
from dashboard.figures.chart import Request
from dashboard.figures.join.common import chosen
from dashboard.state import parse, request
from tests.dashboard.posting import every, words

FEW = "log2_worlds=6"
SHOWN = request(parse(FEW))


def select_of(shown: Request) -> Any:
    (select,) = [one for one in every(join_blocks.picking(shown)) if hasattr(one, "data")]
    return select


def test_every_sentence_and_every_note_is_told() -> None:
    told = words(BLOCKS["join-findings"](SHOWN))
    for sentence in findings_join.findings(SHOWN.outlook, SHOWN.preset):
        assert sentence in told
    told = words(BLOCKS["join-notes"](SHOWN))
    for one in findings_policies.notes(SHOWN.outlook):
        assert one.lead in told and one.text in told
    assert {"join-findings", "join-notes"} <= SLOW_BLOCKS


def test_a_vendor_can_be_looked_at_that_has_a_text_model() -> None:
    select = select_of(SHOWN)
    names = [one["value"] for one in select.data]
    assert names[0] == "" and set(names[1:]) == set(SHOWN.outlook.joined.vendors)
    assert not NO_TEXT_MODEL & set(names)
    one = request(parse(f"{FEW}&vendor=Writer"))
    assert select_of(one).value == chosen(one, one.outlook.joined) == "Writer"
    # a vendor of the ranking that is not joined is nobody to look at here
    other = request(parse(f"{FEW}&vendor=Midjourney"))
    assert select_of(other).value == ""
    assert chosen(other, other.outlook.joined) == chosen(SHOWN, SHOWN.outlook.joined)
