"""What the tables say of the stocks beside the web."""

from __future__ import annotations

from functools import lru_cache

from data import catalog


@lru_cache(maxsize=4)
def other_tokens(data_version: str) -> dict[str, float]:
    """Tokens of the stocks that add to the web, by id, in the data of a version.

    Raises:
        LookupError: the version is no longer known.
    """
    stocks = catalog.snapshot(data_version).load("stocks")
    additive = stocks[stocks["role"] == "additive"]
    return dict(zip(additive["stock_id"], additive["median_tokens"], strict=True))
