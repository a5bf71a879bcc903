"""The facts of the market: parties counted once, whatever they are called and in which order."""

from __future__ import annotations

import pandas as pd

from data import catalog
from tests.analytics.market.shared import FACTS, TABLES, everything, loaded


def test_the_order_of_rows_is_irrelevant() -> None:
    mixed = {name: catalog.load(name).sample(frac=1, random_state=7) for name in TABLES}
    assert everything(loaded(**mixed)) == everything(FACTS)


def test_a_duplicate_alias_changes_nothing() -> None:
    aliases = catalog.load("party_aliases")
    twice = pd.concat([aliases, aliases.iloc[::3]], ignore_index=True)
    assert everything(loaded(party_aliases=twice)) == everything(FACTS)


def test_an_alias_makes_two_spellings_one_party() -> None:
    parties = catalog.load("deal_parties")
    at = parties.index[(parties["party_id"] == "wiley")]
    other = parties.copy()
    other.loc[at[0], ["party_id", "name"]] = ["informa", "Wiley"]
    found = {one.id: one for one in loaded(deal_parties=other).deals}
    assert found[str(parties.loc[at[0], "deal_id"])].suppliers == ("wiley",)


def test_group_rows_are_split_and_unnamed_parties_are_none() -> None:
    known = {one.id: one for one in FACTS.deals}
    klay = known["klay-universal-music-2025-11"]
    assert set(klay.suppliers) == {"universal-music", "sony-music", "warner-music"}
    troveo = known["openai-troveo-2025-01"]
    assert len(troveo.buyers) == 3 and troveo.unnamed == {"buyer"}
    assert known["unnamed-wiley-2024-03"].buyers == ()
    named = {party for one in FACTS.deals for party in (*one.buyers, *one.suppliers)}
    assert "unnamed" not in named
