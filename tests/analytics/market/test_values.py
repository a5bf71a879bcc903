"""Values: those of different bases, or of none that is summed, are never added."""

from __future__ import annotations

import pytest

from analytics.market.values import Value, add


@pytest.mark.parametrize("basis", ["settlement", "supplier_revenue", "per_unit", "unspecified"])
def test_other_bases_are_refused(basis: str) -> None:
    with pytest.raises(ValueError, match="never added"):
        add([Value(1, 1, basis, "stated")])


def test_two_bases_are_refused() -> None:
    with pytest.raises(ValueError, match="per_year, total"):
        add([Value(1, 1, "total", "stated"), Value(1, 1, "per_year", "stated")])
