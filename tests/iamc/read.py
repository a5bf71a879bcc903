"""Reads both forms of the IAMC export with pyam, which must not warn, and compares them.

Run by `make iamc` in pyam's own environment, where Aquifer is not installed: pyam holds back pandas
and SQLAlchemy, and brings 200 MB. What it was found to ask of a table, the tests of
`analytics.exports.iamc` hold it to on every run.
"""

from __future__ import annotations

import logging
import sys
import warnings

import pandas as pd

MODEL_COLUMNS = ["model", "scenario", "region", "variable", "unit", "year", "value"]


class Refusing(logging.Handler):
    """Turns what pyam logs as a warning into a failure."""

    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(f"pyam said: {record.getMessage()}")


def main(wide_path: str, long_path: str) -> None:
    import pyam

    logging.getLogger("pyam").addHandler(Refusing(logging.WARNING))
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        wide = pyam.IamDataFrame(wide_path)
        long = pyam.IamDataFrame(long_path)
    own = [str(one.message) for one in seen if "pyam" in one.filename]
    assert not own, own
    assert list(long.data.columns) == MODEL_COLUMNS, list(long.data.columns)
    assert long.time_col == wide.time_col == "year"
    assert not long.extra_cols and not wide.extra_cols
    assert pyam.compare(wide, long).empty, "the two forms differ"
    rows = pd.read_csv(long_path)
    assert len(long.data) == len(rows), "pyam dropped rows"
    assert list(long.region) == ["World"]
    assert len(long.scenario) == len(long.model) == 1
    assert set(long.variable) == set(rows["Variable"])
    fan = long.filter(variable="Depletion|Effective stock of human text|*", year=2030)
    assert len(fan.data) == 9, "a star finds the quantiles of one series"
    below = long.filter(variable="Vendors|Rank by the score|*", level=1)
    assert len(below.data) == len(long.filter(variable="Vendors|Rank by the score|*").data)
    print(
        f"pyam {pyam.__version__} with pandas {pd.__version__} reads both without a warning:"
        f" {len(long.data):,} values, {len(long.variable):,} variables,"
        f" {min(long.year)} to {max(long.year)}."
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
