"""The market in the tidy CSV: what is counted on the page is in the file."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.exports import market, rows
from analytics.market import facts
from analytics.market.concentration import by_count
from analytics.market.deals import active
from analytics.outlook import Outlook, evaluate
from analytics.scenario import Scenario


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return evaluate(Scenario(log2_worlds=6))


def test_every_series_has_points_in_the_declared_order(outlook: Outlook) -> None:
    found = [one.id for one in market.points(outlook)]
    assert found == [id for id, *_ in market.SERIES]


def test_deals_of_the_years_and_their_concentration(outlook: Outlook) -> None:
    frame = rows(outlook, "x", "/")
    of = {id: mine for id, mine in frame[frame["view"] == "market"].groupby("series")}
    assert of["market.deals.reported"]["value"].tolist() == [91]
    display = of["market.deals.display"].set_index("year")["value"]
    assert display[2025] == 15 and display[2023] == 0
    hhi = of["market.concentration.buyers.hhi"]
    now = by_count(active(facts(outlook.key.data_version).deals, 2026.89), "buyer")
    assert now is not None
    last = hhi[hhi["year"] == hhi["year"].max()]
    assert last["value"].tolist() == pytest.approx([now.hhi_low, now.hhi_high, now.hhi])
    assert of["market.suits"]["value"].tolist() == [24, 48, 87, 118]


def test_what_was_not_known_then_is_not_in_the_file() -> None:
    early = evaluate(Scenario(log2_worlds=6, as_of=2024.0))
    found = {one.id: one for one in market.points(early)}
    assert "market.suits" not in found
    assert found["market.deals.reported"].value[0] < 40
    assert np.nanmax(found["market.concentration.buyers.hhi"].year) == 2024.0
