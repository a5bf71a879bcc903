"""What the tables say: counts, sums, orders, and what may be added to what."""

import itertools

import pandas as pd
import pytest

from data import catalog

ROUTES = {"public_crawl", "public_sets", "licensed", "proprietary", "feedback", "synthetic"}


@pytest.mark.parametrize(
    ("name", "rows"),
    [("deals", 98), ("training_runs", 270), ("vendor_acquisition", 78), ("mixes", 182)],
)
def test_no_row_is_lost(name: str, rows: int) -> None:
    assert len(catalog.load(name)) == rows


def test_every_vendor_answers_for_every_route() -> None:
    answers = catalog.load("vendor_acquisition")
    vendors = set(catalog.load("vendor_transparency")["vendor"])
    assert len(vendors) == 13
    asked = set(zip(answers["vendor"], answers["route"], strict=True))
    assert asked == set(itertools.product(vendors, ROUTES))


def test_there_are_41_mixes_and_the_usable_ones_sum_to_one() -> None:
    mixes = catalog.load("mixes")
    assert mixes["model"].nunique() == 41
    usable = mixes[mixes["usable"]]
    assert usable["share"].notna().all()
    assert usable.groupby("model")["share"].sum().sub(1).abs().max() < 1e-4
    assert set(usable["route"]) <= ROUTES | {"undisclosed"}


def test_a_mix_is_usable_as_a_whole_or_not_at_all() -> None:
    assert (catalog.load("mixes").groupby("model")["usable"].nunique() == 1).all()


@pytest.mark.parametrize(
    "model",
    ["Llama 3.1 405B", "Granite 3/4", "Palmyra X5", "Nemotron-4 340B", "SmolLM2 anneal", "Qwen3"],
)
def test_what_is_no_pretraining_mix_by_source_is_not_usable(model: str) -> None:
    mixes = catalog.load("mixes")
    rows = mixes[mixes["model"] == model]
    assert len(rows)
    assert not rows["usable"].any()


def test_nothing_is_summable_but_the_disclosed_value_of_one_deal() -> None:
    deals = catalog.load("deals")
    summable = deals[deals["summable"]]
    assert set(summable["status"]) == {"announced"}
    assert set(summable["confidence"]) == {"read"}
    assert set(summable["value_basis"]) == {"total", "per_year", "initial"}
    assert summable["value_low_usd"].notna().all()
    assert not (summable["value_bound"] == "estimate").any()


def test_statuses_other_than_announced_are_as_counted() -> None:
    counts = catalog.load("deals")["status"].value_counts()
    assert counts.drop("announced").to_dict() == {
        "aggregate": 2,
        "revenue": 2,
        "price_list": 1,
        "talks": 1,
        "preliminary": 1,
        "terminated": 1,
    }


def test_a_deal_has_both_sides() -> None:
    parties = catalog.load("deal_parties")
    deals = set(catalog.load("deals")["deal_id"])
    for role in ("buyer", "supplier"):
        assert set(parties.loc[parties["role"] == role, "deal_id"]) == deals


@pytest.mark.parametrize(
    ("supplier", "buyers"),
    [
        ("conde-nast", {"openai", "amazon", "microsoft"}),
        ("usa-today-co", {"meta", "microsoft", "perplexity"}),
        ("le-monde", {"openai", "meta"}),
        ("warner-music", {"udio", "suno", "klay"}),
    ],
)
def test_spellings_and_groups_are_joined(supplier: str, buyers: set[str]) -> None:
    parties = catalog.load("deal_parties").set_index("deal_id")
    sold = parties.index[(parties["role"] == "supplier") & (parties["party_id"] == supplier)]
    assert set(parties.loc[parties["role"] == "buyer", "party_id"].loc[sold]) == buyers


def test_parties_reach_the_vendors_and_the_runs() -> None:
    aliases = catalog.load("party_aliases").set_index("name")["party_id"]
    parties = catalog.load("parties")
    vendors = set(catalog.load("vendor_transparency")["vendor"])
    assert set(parties["vendor"].dropna()) == vendors
    runs = catalog.load("training_runs")["organization"].map(aliases).value_counts()
    assert runs["google"] > runs["anthropic"] > 0
    assert aliases["Meta AI"] == "meta"
    assert aliases["Google DeepMind"] == "google"


def test_no_stock_is_added_to_what_contains_it() -> None:
    stocks = catalog.load("stocks")
    nested = stocks["role"] == "nested"
    assert (stocks["parent"].notna() == nested).all()
    assert set(stocks.loc[stocks["role"] == "additive", "stock_id"]) == {
        "images",
        "video",
        "messages",
        "email",
        "books",
        "facebook",
        "youtube_speech",
    }
    assert set(stocks.loc[stocks["private"], "stock_id"]) == {"messages", "email"}


def test_what_is_ordered_is_in_order() -> None:
    checked = 0
    for name in catalog.tables():
        table = catalog.load(name)
        for group in catalog.schema(name).ordered:
            for low, high in itertools.combinations(group, 2):
                pair = table[[low, high]].dropna()
                assert (pair[low] <= pair[high]).all(), f"{name}: {low} above {high}"
                checked += len(pair)
    assert checked > 400


def test_crawls_only_grow() -> None:
    sizes = catalog.load("crawl_size").sort_values("labelled_from")
    assert sizes["pages"].is_monotonic_increasing


def test_dates_known_to_the_month_span_the_month() -> None:
    deals = catalog.load("deals").set_index("deal_id")
    hearst = deals.loc["amazon-hearst-2025-07"]
    assert hearst["announced_from"] == pd.Timestamp(2025, 7, 1)
    assert hearst["announced_to"] == pd.Timestamp(2025, 7, 31)
    assert deals.loc["openai-disney-2025-12", "ended"] == pd.Timestamp(2026, 3, 24)


def test_a_price_per_token_follows_from_the_price_of_the_unit() -> None:
    prices = catalog.load("unit_prices").set_index("price_id")
    per_token = prices["low_usd_per_token"] / prices["low_usd"]
    assert per_token["licensed_text"] == pytest.approx(0.75)
    assert per_token["synthetic_text"] == pytest.approx(1 / 1000)
